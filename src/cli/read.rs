//! `nightstand [STORY]`: a reading session.

use std::io::{self, IsTerminal};

use super::desk::Desk;
use super::print::print;
use super::theme::{Library, ThemeShelf};
use super::{AlignArg, Failure, ReadArgs, source};
use crate::shelf::Settings;
use crate::terminal::{Directories, Loaded, Progress, Store, depth, load, run as session};
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
            notes.push("Nothing will be saved: there is no home directory. Set HOME or XDG_STATE_HOME.".to_owned());
            Loaded { value: Settings::default(), keep_at: None, note: None }
        }
    };
    notes.extend(settings.note.take());
    let before = settings.value.clone();
    let newcomer = store.as_ref().is_none_or(Store::is_empty);
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
        newcomer,
    };
    let first = desk.before_all(settings.value);
    session(first, move |wanted, report| desk.fetch(wanted, report))?.map_err(|ending| Failure::Other(ending.into()))
}

/// Without a terminal to read in, the text is printed.
fn print_instead(args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    if let Some(theme) = &args.theme {
        // One that is wrong is wrong where nothing is coloured too.
        Library::new(directories).theme(theme)?;
    }
    let story = load(&source(args.story.as_deref(), directories)?, &args.wishes.wishes(), &Progress::default())?;
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
