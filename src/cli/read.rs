//! `nightstand [STORY]`: a reading session.

use std::io::{self, IsTerminal};

use super::desk::Desk;
use super::print::print;
use super::theme::{Library, ThemeShelf};
use super::{AlignArg, Failure, ReadArgs, source};
use crate::shelf::Settings;
use crate::terminal::{
    Directories, Loaded, Progress, Source, Store, depth, is_embedded, load, path_of, run as session,
};
use crate::typeset::{Align, Ambiguous, Hyphens, Options};

pub(super) fn run(args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    let variable = |name: &str| std::env::var(name).ok();
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    if !io::stdout().is_terminal() || dumb {
        return print_instead(args, directories);
    }
    let store = directories.state.clone().map(Store::new);
    let mut notes = Vec::new();
    let mut settings = match &store {
        Some(store) => store.settings(),
        None => {
            notes.push("nothing is kept: there is no home directory".to_owned());
            Loaded { value: Settings::default(), keep_at: None, note: None }
        }
    };
    notes.extend(settings.note.take());
    let before = settings.value.clone();
    if let Some(ambiguous) = args.ambiguous {
        // A terminal's ways don't change from time to time.
        settings.value.ambiguous_wide = Some(Ambiguous::from(ambiguous) == Ambiguous::Wide);
    }
    let shelf = ThemeShelf { library: Library::new(directories), depth: depth(variable) };
    let theme = shelf.first_theme(args, &settings.value, &mut notes)?;
    let keep_settings_at = settings.keep_at;
    let desk = Desk {
        args: args.clone(),
        directories: directories.clone(),
        store,
        keep_settings_at,
        before,
        notes,
        shelf,
        theme,
    };
    let first = desk.before_all(settings.value);
    session(first, move |wanted, report| desk.fetch(wanted, report))?.map_err(|ending| Failure::Other(ending.into()))
}

/// A source, or what the shelf has under its name where there is no such file.
pub(super) fn named(source: Source, directories: &Directories) -> Source {
    let Source::File(file) = &source else { return source };
    if file.exists() {
        return source;
    }
    let store = directories.state.clone().map(Store::new);
    let name = file.to_string_lossy().to_lowercase();
    let entries = store.as_ref().map(Store::shelf).unwrap_or_default();
    let whole = entries.iter().find(|entry| entry.title.to_lowercase() == name);
    let begun = || entries.iter().find(|entry| entry.title.to_lowercase().starts_with(&name));
    match whole.or_else(begun) {
        Some(entry) if is_embedded(&entry.path) => Source::Embedded,
        Some(entry) if entry.there => Source::File(path_of(&entry.path)),
        _ => source,
    }
}

/// Without a terminal to read in, the text is printed.
fn print_instead(args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    let story = load(&named(source(args.story.as_deref()), directories), &args.wishes.wishes(), &Progress::default())?;
    let default = Options::default();
    let options = Options {
        measure: args.measure.unwrap_or(default.measure),
        align: if args.align == Some(AlignArg::Justify) { Align::Justify } else { Align::Left },
        hyphens: args.hyphenate.map_or(default.hyphens, Hyphens::from),
        ambiguous: args.ambiguous.map_or(default.ambiguous, Ambiguous::from),
        ..default
    };
    print(&story.document, options, None)
}
