//! `nightstand [STORY]`: a reading session.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use super::print::print;
use super::theme::Library;
use super::{AlignArg, Failure, ReadArgs, source};
use crate::app::{App, Event, Start, Themes};
use crate::document::{Document, SafeText};
use crate::shelf::{Record, Settings, StoryId};
use crate::terminal::{
    Directories, Files, Loaded, Session, Source, Store, Story, StoryError, beginning, depth, load, run as session,
};
use crate::theme::{DEFAULT, Depth, TERMINAL, Theme};
use crate::typeset::{Align, Ambiguous, Hyphens, Options, stretches};

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
    if let Some(ambiguous) = args.ambiguous {
        // A terminal's ways don't change from time to time.
        settings.value.ambiguous_wide = Some(Ambiguous::from(ambiguous) == Ambiguous::Wide);
    }
    let shelf = Shelf { library: Library::new(directories), depth: depth(variable) };
    let theme = shelf.first_theme(args, &settings.value, &mut notes)?;
    let mut desk = Desk { args, store, settings, notes };
    let outcome = match desk.beginning() {
        Some(document) => {
            let first = desk.app(document, Record::default(), Themes::new(theme.clone(), []), true);
            session(first, |_| -> Result<Session, Failure> { desk.open(shelf.themes(&theme)) })?
        }
        None => {
            let opened = desk.open(Themes::new(theme.clone(), []))?;
            let Session { app, files, remember_story } = opened;
            session(app, |mut app| -> Result<Session, Failure> {
                app.update(Event::Themes(shelf.themes(&theme)));
                Ok(Session { app, files, remember_story })
            })?
        }
    };
    outcome.map_err(|why| anyhow::anyhow!("the place could not be kept: {why}").into())
}

/// What a session is made from, story apart.
struct Desk<'a> {
    args: &'a ReadArgs,
    store: Option<Store>,
    settings: Loaded<Settings>,
    notes: Vec<String>,
}

impl Desk<'_> {
    /// The beginning of a long story that nothing is remembered of, to be shown while the rest is read.
    fn beginning(&self) -> Option<Document> {
        let source = match &self.args.story {
            Some(story) => source(Some(story)),
            None => Source::File(self.settings.value.last.as_ref().filter(|_| !self.args.builtin)?.into()),
        };
        let document = beginning(&source)?;
        let known = self.store.as_ref().is_some_and(|store| store.may_know(&document.metadata.title));
        // Its first pages have to be all there.
        (!known && stretches(&document).len() > 1).then_some(document)
    }

    fn app(&self, document: Document, record: Record, themes: Themes, beginning: bool) -> App {
        App::new(Start {
            document: Arc::new(document),
            record,
            settings: self.settings.value.clone(),
            overrides: overrides(self.args),
            themes,
            note: self.notes.first().map(|note| SafeText::line(note).to_string()),
            beginning,
        })
    }

    /// Reads the story and what is remembered of it.
    fn open(&mut self, themes: Themes) -> Result<Session, Failure> {
        let (story, last) = open(self.args, &self.settings.value, &mut self.notes)?;
        if let [first, ..] = &story.diagnostics[..] {
            let more = story.diagnostics.len();
            self.notes.push(format!("line {}: {} ({more} in all: `nightstand scenes`)", first.line, first.message));
        }
        let record = remembered(self.store.as_ref(), &story);
        self.notes.extend(record.note);
        let remember_story = last != self.settings.value.last || self.args.ambiguous.is_some();
        self.settings.value.last = last;
        let files = Files { record: record.keep_at, settings: self.settings.keep_at.take() };
        let app = self.app(story.document, record.value, themes, false);
        Ok(Session { app, files, remember_story })
    }
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

/// The themes, as this terminal can show them.
struct Shelf {
    library: Library,
    depth: Depth,
}

impl Shelf {
    /// The theme that was asked for, or else the remembered one, or else one that suits the terminal. It is read by itself:
    /// the others are not needed for the first page.
    fn first_theme(&self, args: &ReadArgs, settings: &Settings, notes: &mut Vec<String>) -> Result<Theme, Failure> {
        if let Some(asked) = &args.theme {
            let (theme, remarks) = self.library.theme(asked)?;
            notes.extend(remarks);
            return Ok(theme.reduced(self.depth));
        }
        let suitable = if self.depth == Depth::Ansi16 { TERMINAL } else { DEFAULT };
        if let Some(wanted) = &settings.theme {
            match self.library.theme(wanted) {
                Ok((theme, _)) => return Ok(theme.reduced(self.depth)),
                Err(_) => notes.push(format!("the theme {wanted} is gone")),
            }
        }
        let (theme, _) = self.library.theme(suitable)?;
        Ok(theme.reduced(self.depth))
    }

    /// All themes, with this one chosen. One that can't be read is left out; asking for it by name says why.
    fn themes(&self, chosen: &Theme) -> Themes {
        let names = self.library.names();
        let readable = names.iter().filter_map(|name| self.library.theme(name).ok());
        let mut all = readable.map(|(theme, _)| theme.reduced(self.depth));
        let Some(first) = all.next() else { return Themes::new(chosen.clone(), []) };
        let mut themes = Themes::new(first, all);
        themes.choose(&chosen.name);
        themes
    }
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
        ambiguous: args.ambiguous.map_or(default.ambiguous, Ambiguous::from),
        ..default
    };
    print(&story.document, options, None)
}
