//! `nightstand [STORY]`: a reading session.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use super::print::print;
use super::theme::Library;
use super::{AlignArg, Failure, ReadArgs, source};
use crate::app::{App, Start, Themes};
use crate::document::SafeText;
use crate::shelf::{Record, Settings, StoryId};
use crate::terminal::{Directories, Files, Loaded, Source, Store, Story, StoryError, depth, load, run as session};
use crate::theme::{DEFAULT, Depth, TERMINAL};
use crate::typeset::{Align, Hyphens, Options};

pub(super) fn run(args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    let variable = |name: &str| std::env::var(name).ok();
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    if !io::stdout().is_terminal() || dumb {
        return print_instead(args);
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
    let (story, last) = open(args, &settings.value, &mut notes)?;
    if let [first, ..] = &story.diagnostics[..] {
        let more = story.diagnostics.len();
        notes.push(format!("line {}: {} ({more} in all: `nightstand scenes`)", first.line, first.message));
    }
    let themes = themes(args, &settings.value, directories, depth(variable), &mut notes)?;
    let record = remembered(store.as_ref(), &story);
    notes.extend(record.note);
    let opened_another = last != settings.value.last;
    settings.value.last = last;
    let files = Files { record: record.keep_at, settings: settings.keep_at };
    let app = App::new(Start {
        document: Arc::new(story.document),
        record: record.value,
        settings: settings.value,
        overrides: overrides(args),
        themes,
        note: notes.into_iter().next().map(|note| SafeText::line(&note).to_string()),
    });
    if let Err(why) = session(app, &files, opened_another)? {
        return Err(anyhow::anyhow!("the place could not be kept: {why}").into());
    }
    Ok(())
}

/// The story that was asked for, or else the last one, or else the embedded one; and the file that is the last one now.
fn open(args: &ReadArgs, settings: &Settings, notes: &mut Vec<String>) -> Result<(Story, Option<String>), StoryError> {
    let previous = settings.last.clone();
    if args.story.is_some() || args.builtin || previous.is_none() {
        let source = source(args.story.as_deref());
        let story = load(&source)?;
        let last = match source {
            Source::File(_) => Some(story.path.clone()),
            Source::Embedded => None,
            // It can't be gone on with: the last one stays.
            Source::Stdin => previous,
        };
        return Ok((story, last));
    }
    let file = previous.as_ref().map(PathBuf::from).unwrap_or_default();
    // What has become a pipe or a device since would be waited for.
    let ordinary = file.metadata().is_ok_and(|metadata| metadata.is_file());
    let missing = || StoryError::Missing(SafeText::line(&file.display().to_string()));
    let story = if ordinary { load(&Source::File(file.clone())) } else { Err(missing()) };
    let story = story.or_else(|error| {
        // A file that is gone for now, on a disk that is not there, stays the last one.
        notes.push(error.to_string());
        load(&Source::Embedded)
    })?;
    Ok((story, previous))
}

fn remembered(store: Option<&Store>, story: &Story) -> Loaded<Record> {
    let title = &story.document.metadata.title;
    match store {
        Some(store) => store.record(&StoryId::of(&story.document), title, &story.path),
        None => Loaded { value: Record::new(title, &story.path), keep_at: None, note: None },
    }
}

/// The themes, with the one chosen that was asked for, or else the remembered one, or else one that suits the terminal.
fn themes(
    args: &ReadArgs,
    settings: &Settings,
    directories: &Directories,
    depth: Depth,
    notes: &mut Vec<String>,
) -> Result<Themes, Failure> {
    let library = Library::new(directories);
    if let Some(asked) = &args.theme {
        let (_, remarks) = library.theme(asked)?;
        notes.extend(remarks);
    }
    let names = library.names();
    // One that can't be read is left out of the list; asking for it by name says why.
    let mut all = names.iter().filter_map(|name| library.theme(name).ok()).map(|(theme, _)| theme.reduced(depth));
    let Some(first) = all.next() else { return Err(Failure::Theme("there is no theme".to_owned())) };
    let mut themes = Themes::new(first, all);
    let suitable = if depth == Depth::Ansi16 { TERMINAL } else { DEFAULT };
    for wanted in [args.theme.as_deref(), settings.theme.as_deref(), Some(suitable)].into_iter().flatten() {
        if themes.choose(wanted) {
            break;
        }
        notes.push(format!("the theme {wanted} is gone"));
    }
    Ok(themes)
}

/// The settings that the command line changes for this session only.
fn overrides(args: &ReadArgs) -> Settings {
    let mut changed = Settings::default();
    changed.measure = args.measure;
    changed.justify = args.align.map(|align| align == AlignArg::Justify);
    changed.hyphens = args.hyphenate.map(|arg| Hyphens::from(arg).name().to_owned());
    changed
}

/// Without a terminal to read in, the text is printed.
fn print_instead(args: &ReadArgs) -> Result<(), Failure> {
    let story = load(&source(args.story.as_deref()))?;
    let default = Options::default();
    let options = Options {
        measure: args.measure.unwrap_or(default.measure),
        align: if args.align == Some(AlignArg::Justify) { Align::Justify } else { Align::Left },
        hyphens: args.hyphenate.map_or(default.hyphens, Hyphens::from),
        ..default
    };
    print(&story.document, options, None)
}
