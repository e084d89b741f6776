//! `nightstand theme`: themes listed, shown, checked and made.

mod preview;

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Failure, ThemeCommand, counted};
use crate::document::SafeText;
use crate::terminal::{Directories, Library, LibraryTheme, ThemeSource, read_regular};
use crate::theme::{BUILTIN, DEFAULT, Warning, import};

pub(super) fn run(command: Option<&ThemeCommand>, directories: &Directories) -> Result<(), Failure> {
    let library = Library::new(directories);
    match command {
        None | Some(ThemeCommand::List) => list(&library),
        Some(ThemeCommand::Show { name }) => show(name.as_deref().unwrap_or(DEFAULT), &library),
        Some(ThemeCommand::Check { themes }) => check(themes, &library),
        Some(ThemeCommand::New { name, from }) => new(name, from, &library),
        Some(ThemeCommand::Import { file }) => import_scheme(file, &library),
        Some(ThemeCommand::Preview { name, svg, colours }) => {
            let names =
                name.clone().map_or_else(|| BUILTIN.map(|(name, _)| name.to_owned()).to_vec(), |name| vec![name]);
            preview::run(&names, *svg, colours.as_deref(), &library)
        }
    }
}

fn list(library: &Library) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    for name in library.names() {
        match library.theme(&name) {
            Ok(found) => {
                let description = &found.theme.meta().description;
                let yours = if found.file.is_some() { " (yours)" } else { "" };
                writeln!(out, "{name:<12} {description}{yours}")?;
            }
            Err(error) => drop(writeln!(io::stderr(), "nightstand: {}", SafeText::line(&error.to_string()))),
        }
    }
    Ok(())
}

fn show(name: &str, library: &Library) -> Result<(), Failure> {
    for remark in library.theme(name)?.remarks {
        let _ = writeln!(io::stderr(), "{}", SafeText::line(&remark));
    }
    if let Some(ThemeSource { text, .. }) = library.source(name) {
        io::stdout().lock().write_all(SafeText::new(&text).as_bytes())?;
    }
    Ok(())
}

/// Checks themes by their names or files.
fn check(themes: &[PathBuf], library: &Library) -> Result<(), Failure> {
    let all = || library.names().into_iter().map(PathBuf::from).collect();
    let wanted: Vec<PathBuf> = if themes.is_empty() { all() } else { themes.to_vec() };
    let mut out = io::stdout().lock();
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    for theme in wanted {
        let found = match find(&theme, library) {
            Ok(found) => found,
            Err(error) => {
                errors += 1;
                writeln!(out, "error: {}", SafeText::line(&error.to_string()))?;
                continue;
            }
        };
        for remark in &found.remarks {
            errors += 1;
            writeln!(out, "error: {}", SafeText::line(remark))?;
        }
        let name = found.file.as_ref().map_or_else(|| theme.display(), |file| file.display());
        for (warning, more) in by_cause(found.theme.warnings()) {
            warnings += 1 + more;
            let others = if more > 0 { format!("; {more} more in other moods or colours") } else { String::new() };
            writeln!(out, "warning: {}", SafeText::line(&format!("{name}: {warning}{others}")))?;
        }
    }
    let counts = [counted(errors, ["error", "errors"]), counted(warnings, ["warning", "warnings"])];
    writeln!(out, "{}", counts.join(", "))?;
    if errors > 0 { Err(Failure::Theme("a theme has errors".to_owned())) } else { Ok(()) }
}

/// Warnings by what has to be changed: of the contrasts of one scope the worst, with how many others there are.
fn by_cause(warnings: Vec<Warning>) -> Vec<(Warning, usize)> {
    let scope_of = |warning: &Warning| if let Warning::Contrast { scope, .. } = warning { Some(*scope) } else { None };
    let contrast_of =
        |warning: &Warning| if let Warning::Contrast { contrast, .. } = warning { *contrast } else { 0.0 };
    let mut causes: Vec<(Warning, usize)> = Vec::new();
    for warning in warnings {
        let scope = scope_of(&warning);
        match causes.iter_mut().find(|(other, _)| scope.is_some() && scope_of(other) == scope) {
            Some((worst, more)) => {
                *more += 1;
                if contrast_of(&warning) < contrast_of(worst) {
                    *worst = warning;
                }
            }
            None => causes.push((warning, 0)),
        }
    }
    causes
}

/// A theme by its name, or in a file.
fn find(theme: &Path, library: &Library) -> Result<LibraryTheme, Failure> {
    let is_file = theme.components().count() > 1 || theme.extension().is_some_and(|ending| ending == "toml");
    if is_file { Ok(library.theme_in(theme)?) } else { Ok(library.theme(&theme.to_string_lossy())?) }
}

/// Begins a theme of the reader's.
fn new(name: &str, from: &str, library: &Library) -> Result<(), Failure> {
    let parent = library.theme(from)?.theme;
    let inherits = toml::Value::String(parent.name.to_string());
    let mut text = format!(
        "# Colours of “{}” may be changed by their names; `nightstand theme show {}` lists them.\ninherits = {inherits}\n\n\
        [meta]\ndescription = {}\n\n[palette]\n",
        parent.name,
        parent.name,
        toml::Value::String(format!("Begun from {}", parent.name)),
    );
    // The palette of the theme that it starts from, ready to be changed.
    let source = library.source(from).map(|source| source.text).unwrap_or_default();
    let entries = source.lines().skip_while(|line| *line != "[palette]").skip(1).take_while(|line| !line.is_empty());
    for entry in entries {
        text.extend(["# ", entry, "\n"]);
    }
    text += "\n[mood.dream]\n# heading = { fg = \"#c0b0ff\", italic = true }\n# glyphs = \"~ ~ ~\"\n";
    keep(name, &text, library)
}

/// Makes a theme of another program's colours.
fn import_scheme(file: &Path, library: &Library) -> Result<(), Failure> {
    let shown = file.display();
    let text = read_regular(file, 64 << 10).map_err(|error| Failure::Theme(format!("{shown}: {error}")))?;
    let theme = import(&text).map_err(|error| Failure::Theme(format!("{shown}: {error}")))?;
    keep(&file.file_stem().unwrap_or_default().to_string_lossy(), &theme, library)
}

/// Writes a theme into the reader's folder. One that is there already stays.
fn keep(name: &str, text: &str, library: &Library) -> Result<(), Failure> {
    let Some(path) = library.path(name) else {
        return Err(Failure::Usage(format!(
            "`{name}` can't be a theme's name, or there is no home directory; use letters, digits, `-` and `_`"
        )));
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::Usage(format!("{} is there already; choose another name", path.display()))
        }
        _ => Failure::Other(anyhow::anyhow!("{}: {error}", path.display())),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(text.as_bytes())?;
    writeln!(io::stdout().lock(), "{}", SafeText::line(&path.display().to_string()))?;
    if BUILTIN.iter().any(|(known, _)| *known == name) {
        let _ = writeln!(io::stderr(), "nightstand: it takes the place of the built-in theme `{name}`");
    }
    Ok(())
}
