//! `nightstand [STORY]`: a reading session.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use super::print::print;
use super::theme::Library;
use super::{AlignArg, Failure, ReadArgs, source};
use crate::app::{App, Event, Start, Themes};
use crate::document::{Document, SafeText};
use crate::format::Wishes;
use crate::shelf::{Identity, Record, Settings};
use crate::terminal::{
    Directories, Files, Loaded, Session, Source, Store, Story, StoryError, Wanted, beginning, depth, is_embedded, load,
    run as session, seed,
};
use crate::theme::{DEFAULT, Depth, TERMINAL, Theme};
use crate::typeset::{Align, Ambiguous, Hyphens, Options, stretches};

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
    let shelf = Shelf { library: Library::new(directories), depth: depth(variable) };
    let theme = shelf.first_theme(args, &settings.value, &mut notes)?;
    let mut desk = Desk { args, directories, store, settings, before, notes };
    let alone = Themes::new(theme.clone(), []);
    let mut opened = None;
    let first = match desk.beginning() {
        Some(document) => desk.app(document, Record::default(), alone, true),
        None => {
            let Session { app, files, remember_story } = desk.open(alone)?;
            opened = Some((files, remember_story));
            app
        }
    };
    let outcome = session(first, |wanted| -> Result<Session, Failure> {
        match (wanted, opened.take()) {
            (Wanted::Rest(mut app), Some((files, remember_story))) => {
                app.update(Event::Themes(shelf.themes(&theme)));
                Ok(Session { app: *app, files, remember_story })
            }
            (Wanted::Rest(_), None) => desk.open(shelf.themes(&theme)),
            (Wanted::Story(path, settings), _) => {
                desk.settings.value = *settings;
                let mut notes = Vec::new();
                let theme = shelf.first_theme(args, &desk.settings.value, &mut notes)?;
                desk.notes = notes;
                desk.open_path(&path, shelf.themes(&theme))
            }
        }
    })?;
    outcome.map_err(|ending| Failure::Other(ending.into()))
}

/// What a session is made from, story apart.
struct Desk<'a> {
    args: &'a ReadArgs,
    directories: &'a Directories,
    store: Option<Store>,
    settings: Loaded<Settings>,
    /// The settings as they were read.
    before: Settings,
    notes: Vec<String>,
}

impl Desk<'_> {
    /// The beginning of a long story that nothing is remembered of, to be shown while the rest is read.
    fn beginning(&self) -> Option<Document> {
        let source = match &self.args.story {
            Some(story) => source(Some(story)),
            None => Source::File(self.settings.value.last.as_ref().filter(|_| !self.args.builtin)?.into()),
        };
        if self.args.wishes.encoding.is_some() {
            return None;
        }
        let document = beginning(&source, &self.args.wishes.wishes())?;
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
            seed: seed(),
        })
    }

    /// Reads the story that was asked for and what is remembered of it.
    fn open(&mut self, themes: Themes) -> Result<Session, Failure> {
        let (story, last) = self.choose()?;
        Ok(self.session(story, last, themes))
    }

    /// Reads the story at a path that a record remembers, and what is remembered of it.
    fn open_path(&mut self, path: &str, themes: Themes) -> Result<Session, Failure> {
        let source = if is_embedded(path) { Source::Embedded } else { Source::File(path.into()) };
        let story = load(&source, &self.args.wishes.wishes())?;
        let last = (source != Source::Embedded).then(|| story.path.clone());
        Ok(self.session(story, last, themes))
    }

    fn session(&mut self, story: Story, last: Option<String>, themes: Themes) -> Session {
        if let [first, ..] = &story.diagnostics[..] {
            let more = story.diagnostics.len();
            self.notes.push(format!("line {}: {} ({more} in all: `nightstand scenes`)", first.line, first.message));
        }
        let record = remembered(self.store.as_ref(), &story);
        self.notes.extend(record.note);
        let remember_story = last != self.settings.value.last || self.args.ambiguous.is_some();
        self.settings.value.last = last;
        let files = Files {
            store: self.store.clone(),
            record: record.keep_at,
            settings: self.settings.keep_at.clone(),
            before: self.before.clone(),
        };
        let app = self.app(story.document, record.value, themes, false);
        Session { app, files, remember_story }
    }

    /// The story that was asked for, or else the last one, or else the embedded one; and the file that is the last one now.
    fn choose(&mut self) -> Result<(Story, Option<String>), StoryError> {
        let previous = self.settings.value.last.clone();
        if self.args.story.is_some() || self.args.builtin || previous.is_none() {
            let source = named(source(self.args.story.as_deref()), self.directories);
            let story = load(&source, &self.args.wishes.wishes())?;
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
        let story =
            if ordinary { load(&Source::File(file.clone()), &self.args.wishes.wishes()) } else { Err(missing()) };
        let story = story.or_else(|error| {
            // A file that is gone for now, on a disk that is not there, stays the last one.
            self.notes.push(error.to_string());
            load(&Source::Embedded, &Wishes::default())
        })?;
        Ok((story, previous))
    }
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
        Some(entry) if entry.there => Source::File(entry.path.clone().into()),
        _ => source,
    }
}

fn remembered(store: Option<&Store>, story: &Story) -> Loaded<Record> {
    let identity = Identity::of(&story.document, &story.path);
    match store {
        Some(store) => store.record(&identity, &story.document),
        None => Loaded { value: Record::new(&identity), keep_at: None, note: None },
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
    Settings {
        measure: args.measure,
        justify: args.align.map(|align| align == AlignArg::Justify),
        hyphens: args.hyphenate.map(|arg| Hyphens::from(arg).name().to_owned()),
        ..Settings::default()
    }
}

/// Without a terminal to read in, the text is printed.
fn print_instead(args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    let story = load(&named(source(args.story.as_deref()), directories), &args.wishes.wishes())?;
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
