//! `nightstand [STORY]`: a reading session.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::linear;
use super::print::{print, print_from};
use super::{AlignArg, Failure, ReadArgs, open_story, place_named};
use crate::config::Config;
use crate::shelf::Settings;
use crate::terminal::{Configuration, Directories, Library, Request, Store, path_of, read};
use crate::typeset::{Align, Ambiguous, Hyphens, Options};

pub(super) fn run(args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    let flags = Config { reading: args.reading.switches(), ..args.looks.config() };
    let configuration = Configuration::of_process(flags, directories);
    let linear = args.linear || configuration.config().reading.linear == Some(true);
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    if linear || dumb && io::stdout().is_terminal() {
        return linear::run(wanted_story(args, directories).as_deref(), args, directories);
    }
    if !io::stdout().is_terminal() || dumb {
        return print_instead(args, directories);
    }
    read(request(args), configuration, directories.clone())
        .map_err(|error| Failure::about(error, args.story.as_deref()))
}

/// Returns the file of the story that is wanted: the one that is named, or else the last one; `None` for the built-in story.
fn wanted_story(args: &ReadArgs, directories: &Directories) -> Option<PathBuf> {
    if args.builtin { None } else { args.story.clone().or_else(|| last_story(directories)) }
}

/// The file of the story that was read last, if it is still there.
fn last_story(directories: &Directories) -> Option<PathBuf> {
    let settings = directories.state.clone().map(Store::new)?.settings().value;
    settings.last.map(|last| path_of(&last)).filter(|path| path.is_file())
}

/// What a session is asked for.
fn request(args: &ReadArgs) -> Request {
    Request {
        story: args.story.clone().filter(|story| !story.is_dir()),
        folder: args.story.clone().filter(|story| story.is_dir()),
        builtin: args.builtin,
        at: args.at.clone(),
        theme: args.looks.theme.is_some(),
        overrides: Settings {
            measure: args.measure,
            justify: args.align.map(|align| align == AlignArg::Justify),
            hyphens: args.hyphenate.map(|arg| Hyphens::from(arg).name().to_owned()),
            ..Settings::default()
        },
        ambiguous_wide: args.ambiguous.map(|arg| Ambiguous::from(arg) == Ambiguous::Wide),
        options: args.reading.options(),
        file: args.reading.file(),
        log: args.log.clone(),
    }
}

/// Without a terminal to read in, the text is printed.
fn print_instead(args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    if let Some(theme) = &args.looks.theme {
        // One that is wrong is wrong where nothing is coloured too.
        Library::new(directories).theme(theme)?;
    }
    let story = open_story(wanted_story(args, directories).as_deref(), directories, &args.reading)?;
    let default = Options::default();
    let options = Options {
        measure: args.measure.unwrap_or(default.measure),
        align: if args.align == Some(AlignArg::Justify) { Align::Justify } else { Align::Left },
        hyphens: args.hyphenate.map_or(default.hyphens, Hyphens::from),
        ambiguous: args.ambiguous.map_or(default.ambiguous, Ambiguous::from),
        ..default
    };
    let Some(at) = &args.at else { return print(&story.document, options, None) };
    print_from(&story.document, options, place_named(&story.document, at)?)
}
