//! The modules depend on each other one way only, and only the lowest layer touches the machine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module and those that it may use: `ARCHITECTURE.md` argues for the edges.
const EDGES: [(&str, &[&str]); 15] = [
    ("document", &[]),
    ("embedded", &[]),
    ("diagnostic", &["document"]),
    ("format", &["diagnostic", "document"]),
    ("moods", &["document"]),
    ("typeset", &["document"]),
    ("opening", &["diagnostic", "document", "format", "moods", "typeset"]),
    ("theme", &["diagnostic", "document", "typeset"]),
    ("action", &[]),
    ("config", &["action", "diagnostic", "document", "format", "theme"]),
    ("shelf", &["document"]),
    ("app", &["action", "config", "document", "shelf", "theme", "typeset"]),
    ("ui", &["action", "app", "config", "document", "theme", "typeset"]),
    (
        "terminal",
        &[
            "app",
            "config",
            "diagnostic",
            "document",
            "embedded",
            "format",
            "opening",
            "shelf",
            "theme",
            "typeset",
            "ui",
        ],
    ),
    (
        "cli",
        &[
            "config",
            "diagnostic",
            "document",
            "format",
            "moods",
            "opening",
            "shelf",
            "terminal",
            "theme",
            "typeset",
            "ui",
        ],
    ),
];

/// What only `terminal` and `cli` may touch.
const MACHINE: [&str; 6] = ["std::env", "std::fs", "std::io", "std::process", "std::thread", "std::time"];

/// Every source file of the library with its top module, tests left out.
fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("tests") {
                // What tests use is no edge of the map.
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                files.push(path);
            }
        }
    }
    let describe = |path: PathBuf| {
        let inside = path.strip_prefix(&root).unwrap();
        let top = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let top = top.strip_suffix(".rs").unwrap_or(&top).to_owned();
        let text = fs::read_to_string(&path).unwrap();
        (top, path, without_tests(&text))
    };
    files.into_iter().map(describe).filter(|(top, _, _)| top != "main" && top != "lib").collect()
}

/// A source without its module of tests, which stands at its end, and without single lines and functions that are for tests.
fn without_tests(text: &str) -> String {
    const FOR_TESTS: &str = "#[cfg(test)]\n";
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let mut kept = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once(FOR_TESTS) {
        kept.push_str(before);
        let indent = before.len() - before.trim_end_matches(' ').len();
        let first = after.lines().next().unwrap_or_default();
        // An item of several lines ends with a brace where it began.
        let end = if first.ends_with('{') { format!("\n{}}}\n", " ".repeat(indent)) } else { "\n".to_owned() };
        rest = after.split_once(&end).map_or("", |(_, rest)| rest);
    }
    kept + rest
}

#[test]
fn what_stands_behind_a_line_for_tests_is_looked_at() {
    let source = "use a;\n#[cfg(test)]\nuse b;\nuse c;\nimpl X {\n    #[cfg(test)]\n    fn d() {\n        e();\n    }\n    fn f() {}\n}\n#[cfg(test)]\nmod tests {\n}\n";
    assert_eq!(without_tests(source), "use a;\nuse c;\nimpl X {\n        fn f() {}\n}\n");
}

/// The modules that a source names after `crate::`.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = code.flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>());
    names.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

/// The most modules that a source goes up by `super::super::`.
fn goes_up(text: &str) -> usize {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let chain = |line: &str| (1..9).take_while(|up| line.contains(&"super::".repeat(*up))).count();
    code.map(chain).max().unwrap_or(0)
}

#[test]
fn no_module_leaves_its_layer_by_going_up() {
    for (_, path, text) in sources() {
        // `src/ui/foot.rs` may go up to `ui`, and no further.
        let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
        let inside = inside.iter().count() - 1;
        assert!(goes_up(&text) <= inside, "{}: `super` leads out of the layer", path.display());
    }
    assert_eq!(goes_up("use super::super::b;\n// super::super::super::\n"), 2);
}

#[test]
fn modules_use_only_what_stands_before_them() {
    let sources = sources();
    for (top, path, text) in &sources {
        let (_, allowed) =
            EDGES.iter().find(|(module, _)| module == top).unwrap_or_else(|| panic!("{top} is not on the map"));
        for module in used(text) {
            let inside = module == *top || allowed.contains(&module.as_str());
            assert!(inside, "{}: {top} must not use {module}", path.display());
        }
    }
    let used: BTreeSet<(&str, String)> =
        sources.iter().flat_map(|(top, _, text)| used(text).into_iter().map(move |m| (top.as_str(), m))).collect();
    for (module, allowed) in EDGES {
        for edge in allowed {
            assert!(used.contains(&(module, (*edge).to_owned())), "{module} -> {edge} is allowed but not used");
        }
    }
}

#[test]
fn only_the_terminal_layer_touches_the_machine() {
    for (top, path, text) in sources() {
        if top != "terminal" && top != "cli" {
            for name in MACHINE {
                assert!(!text.contains(name), "{}: {top} must not use {name}", path.display());
            }
        }
    }
}

/// The file that a path of modules leads to, as far as it leads to one.
fn file_of(root: &Path, modules: &[String]) -> Option<PathBuf> {
    let longest = (1..=modules.len()).rev().map(|count| root.join(modules[..count].join("/")).with_extension("rs"));
    longest.into_iter().find(|file| file.exists())
}

/// The files that a file names in its `use` lines, its own parents left out: what a child knows of them is what they let it.
fn named_by(root: &Path, path: &Path, text: &str) -> BTreeSet<PathBuf> {
    let own: Vec<String> = path
        .strip_prefix(root)
        .unwrap()
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join(" ");
    let uses = code.split("use ").skip(1).filter_map(|rest| rest.split(';').next());
    let mut named = BTreeSet::new();
    for line in uses {
        let (mut base, rest) = match line.trim() {
            line if line.starts_with("crate::") => (Vec::new(), &line[7..]),
            line if line.starts_with("super::") => {
                let ups = line.matches("super::").count();
                (own[..own.len().saturating_sub(ups)].to_vec(), &line[ups * 7..])
            }
            line if line.starts_with("self::") => (own.clone(), &line[6..]),
            _ => continue,
        };
        let modules = rest.split('{').next().unwrap().split("::").map(str::trim);
        base.extend(modules.filter(|name| !name.is_empty()).map(str::to_owned));
        let file = file_of(root, &base);
        named.extend(file.filter(|file| file != path && !own.starts_with(&modules_of(root, file))));
    }
    named
}

fn modules_of(root: &Path, file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(root).unwrap().with_extension("");
    inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
}

#[test]
fn no_files_go_round_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut edges: std::collections::BTreeMap<PathBuf, BTreeSet<PathBuf>> =
        sources().into_iter().map(|(_, path, text)| (path.clone(), named_by(&root, &path, &text))).collect();
    assert!(edges.values().map(BTreeSet::len).sum::<usize>() > 200, "the lines are read");
    // What names nothing that is left is in no circle.
    loop {
        let left: BTreeSet<PathBuf> = edges.keys().cloned().collect();
        let free: Vec<PathBuf> =
            edges.iter().filter(|(_, named)| named.is_disjoint(&left)).map(|(file, _)| file.clone()).collect();
        if free.is_empty() {
            break;
        }
        edges.retain(|file, _| !free.contains(file));
    }
    // Nor is what nothing names that is left.
    loop {
        let named: BTreeSet<PathBuf> = edges.values().flatten().cloned().collect();
        let count = edges.len();
        edges.retain(|file, _| named.contains(file));
        if edges.len() == count {
            break;
        }
    }
    let circle: Vec<String> = edges
        .iter()
        .map(|(file, named)| {
            let inside = |file: &Path| file.strip_prefix(&root).unwrap().display().to_string();
            let to: Vec<String> =
                named.iter().filter(|file| edges.contains_key(*file)).map(|file| inside(file)).collect();
            format!("{} -> {}", inside(file), to.join(", "))
        })
        .collect();
    assert!(circle.is_empty(), "{circle:#?}");
}
