//! Themes of the Helix editor's, as their makers wrote them: a folder of them that is not part of the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nightstand::document::Mood;
use nightstand::theme::{Contrast, Depth, Rgb, Scope, Theme, read};

/// What is measured of each theme, and the least contrast.
const MEASURED: [(Scope, f64); 8] = [
    (Scope::Text, 4.5),
    (Scope::Heading, 4.5),
    (Scope::Emphasis, 4.5),
    (Scope::Quotation, 4.5),
    (Scope::Hit, 4.5),
    (Scope::Selected, 4.5),
    (Scope::Author, 3.0),
    (Scope::Status, 3.0),
];

/// The contrast of a scope in a mood. A theme without a ground is for a terminal whose ground suits its text.
fn contrast(theme: &Theme, mood: Option<Mood>, scope: Scope) -> Option<f64> {
    let page = theme.style(mood, Scope::Text);
    let under = if scope == Scope::Selected { theme.style(mood, Scope::Panel) } else { page };
    let style = under.patch(theme.style(mood, scope));
    let ink = Rgb::of(style.fg?)?;
    let assumed = || {
        let text = page.fg.and_then(Rgb::of).unwrap_or(ink);
        if text.luminance() > 0.18 { Rgb(0, 0, 0) } else { Rgb(255, 255, 255) }
    };
    Some(ink.contrast(style.bg.and_then(Rgb::of).unwrap_or_else(assumed)))
}

#[test]
fn every_theme_of_helix_works_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/helix-themes");
    let Ok(entries) = fs::read_dir(&folder) else { return };
    let source = |name: &str| fs::read_to_string(folder.join(format!("{name}.toml"))).ok();
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".toml")?.to_owned())).collect();
    names.sort();
    let mut below: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut faults = Vec::new();
    for name in &names {
        let (theme, remarks) = match read(name, &source(name).unwrap(), &source) {
            Ok(read) => read,
            Err(remark) => panic!("{name}: {remark}"),
        };
        faults.extend(remarks.iter().map(|remark| format!("{name}:{remark}")));
        assert!(theme.is_foreign(), "{name}");
        for (nth, shown) in [theme.clone(), theme.rendered(Depth::True, Contrast::Aa)].into_iter().enumerate() {
            for (scope, least) in MEASURED {
                let moods = Mood::ALL.into_iter().map(Some).chain([None]);
                let worst = moods.filter_map(|mood| contrast(&shown, mood, scope)).fold(f64::INFINITY, f64::min);
                below.entry(scope.name()).or_default()[nth] += usize::from(worst < least);
                if nth == 1 && worst < least {
                    faults.push(format!("{name}: {} has {worst:.2}", scope.name()));
                }
            }
            let ground = shown.style(None, Scope::Text).bg.and_then(Rgb::of);
            let dream = shown.style(Some(Mood::Dream), Scope::Text);
            assert!(ground.is_none() || ground != dream.bg.and_then(Rgb::of), "{name}: a dream looks like a dream");
        }
    }
    println!("| below the contrast, of {} themes | as they are | with `aa` |", names.len());
    for (scope, [before, after]) in below {
        println!("| {scope} | {before} | {after} |");
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
