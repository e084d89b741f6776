//! `nightstand [STORY]`: a reading session.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use super::print::print;
use super::theme::Library;
use super::{AlignArg, Failure, ReadArgs, source};
use crate::app::{App, Event, Piece, Start, Themes};
use crate::document::{Document, Place, SafeText};
use crate::format::Wishes;
use crate::shelf::{Identity, Record, Settings};
use crate::terminal::{
    Directories, Edition, Files, Loaded, Progress, Report, Session, Source, Store, Story, StoryError, Wanted,
    beginning, depth, is_embedded, load, run as session, seed, whole_path,
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

/// What sessions are made from, stories apart.
struct Desk {
    args: ReadArgs,
    directories: Directories,
    store: Option<Store>,
    keep_settings_at: Option<PathBuf>,
    /// The settings as they were read.
    before: Settings,
    notes: Vec<String>,
    shelf: Shelf,
    /// The theme that is shown first.
    theme: Theme,
}

/// The story that is wanted.
struct Choice {
    source: Source,
    /// The file that is the last one when it is read; none for the embedded story.
    last: Option<String>,
    /// Whether it is there because it was read last, and another will do where it is gone.
    by_itself: bool,
}

impl Desk {
    /// The session as long as nothing of the story is there.
    fn before_all(&self, settings: Settings) -> Session {
        let document = Document::default();
        let name = match &self.args.story {
            Some(path) if path.as_os_str() == "-" => "standard input".to_owned(),
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => settings.last.as_deref().and_then(|last| last.rsplit('/').next()).unwrap_or_default().to_owned(),
        };
        let piece =
            Piece { place: Place::default(), stretches: stretches(&document), name: SafeText::line(&name).to_string() };
        let app = App::new(Start { piece: Some(piece), ..self.start(document, settings, self.alone()) });
        Session { app, files: self.files(), remember_story: false }
    }

    /// Fetches a story: a piece of it if that can be had sooner, and the whole.
    fn fetch(&self, wanted: Wanted, report: &Report<Failure>) -> Result<(), Failure> {
        let Wanted { story, settings } = wanted;
        let first = story.is_none();
        let choice = self.choose(story, &settings);
        let mut themes = if first { self.alone() } else { self.shelf.themes(&self.theme) };
        let mut told = !first;
        if let Some((document, piece)) = self.piece(&choice.source) {
            let start = self.start(document, (*settings).clone(), themes);
            report.piece(App::new(Start { piece: Some(piece), ..start }));
            themes = self.shelf.themes(&self.theme);
            report.tell(Event::Themes(themes.clone()));
            told = true;
        }
        let session = self.whole(choice, (*settings, themes), report.progress())?;
        report.whole(session);
        if !told {
            report.tell(Event::Themes(self.shelf.themes(&self.theme)));
        }
        Ok(())
    }

    /// The story at a path that a record remembers, or that was asked for, or else the last one, or else the embedded one.
    fn choose(&self, path: Option<String>, settings: &Settings) -> Choice {
        let file = |path: &str| if is_embedded(path) { Source::Embedded } else { Source::File(path.into()) };
        let last = settings.last.clone();
        match (path, &self.args.story, &last) {
            (Some(path), ..) => {
                let source = file(&path);
                let last = (source != Source::Embedded).then_some(path);
                Choice { source, last, by_itself: false }
            }
            (None, None, Some(path)) if !self.args.builtin => Choice { source: file(path), last, by_itself: true },
            (None, asked, _) => {
                let source = named(source(asked.as_deref()), &self.directories);
                let last = match &source {
                    Source::File(file) => Some(whole_path(file)),
                    Source::Embedded => None,
                    // It can't be gone on with: the last one stays.
                    Source::Stdin => last,
                };
                Choice { source, last, by_itself: false }
            }
        }
    }

    /// A piece of a long story: the pages where its reader is, if they were kept; or its beginning, if nothing is remembered
    /// of it.
    fn piece(&self, source: &Source) -> Option<(Document, Piece)> {
        let Source::File(file) = source else { return None };
        let wishes = self.args.wishes.wishes();
        if let Some(store) = &self.store
            && let Some(pages) = Edition::of(file, &wishes).and_then(|edition| store.pages(&edition))
        {
            return Some(pages);
        }
        if wishes.encoding.is_some() {
            return None;
        }
        let document = beginning(source, &wishes)?;
        let known = self.store.as_ref().is_some_and(|store| store.may_know(&document.metadata.title));
        let mut there = stretches(&document);
        // The last one may be cut short.
        there.pop();
        let name = document.metadata.title.to_string();
        let piece = Piece { place: Place::default(), stretches: there, name };
        (!known && !piece.stretches.is_empty()).then_some((document, piece))
    }

    fn whole(
        &self,
        choice: Choice,
        (mut settings, themes): (Settings, Themes),
        progress: &Progress,
    ) -> Result<Session, Failure> {
        let wishes = self.args.wishes.wishes();
        let Choice { source, last, by_itself } = choice;
        // As it is before it is read: what changes meanwhile makes another of it.
        let edition = if let Source::File(file) = &source { Edition::of(file, &wishes) } else { None };
        let mut notes = self.notes.clone();
        let story = match load_if_ordinary(&source, by_itself, &wishes, progress) {
            // A file that is gone for now, on a disk that is not there, stays the last one.
            Err(error) if by_itself && !matches!(error, StoryError::Stopped) => {
                notes.push(error.to_string());
                load(&Source::Embedded, &Wishes::default(), progress)?
            }
            story => story?,
        };
        if let [first, ..] = &story.diagnostics[..] {
            let more = story.diagnostics.len();
            notes.push(format!("line {}: {} ({more} in all: `nightstand scenes`)", first.line, first.message));
        }
        let record = remembered(self.store.as_ref(), &story);
        notes.extend(record.note);
        let remember_story = last != settings.last || self.args.ambiguous.is_some();
        settings.last = last;
        let start = self.start(story.document, settings, themes);
        let note = notes.first().map(|note| SafeText::line(note).to_string());
        let app = App::new(Start { record: record.value, note, ..start });
        Ok(Session { app, files: Files { record: record.keep_at, edition, ..self.files() }, remember_story })
    }

    fn start(&self, document: Document, settings: Settings, themes: Themes) -> Start {
        let document = Arc::new(document);
        let overrides = overrides(&self.args);
        Start {
            document,
            record: Record::default(),
            settings,
            overrides,
            themes,
            note: None,
            piece: None,
            seed: seed(),
        }
    }

    fn files(&self) -> Files {
        let (store, settings) = (self.store.clone(), self.keep_settings_at.clone());
        Files { store, record: None, edition: None, settings, before: self.before.clone() }
    }

    fn alone(&self) -> Themes {
        Themes::new(self.theme.clone(), [])
    }
}

/// Reads a story; one that was not asked for must be an ordinary file: what has become a pipe or a device since it was read would be
/// waited for.
fn load_if_ordinary(
    source: &Source,
    by_itself: bool,
    wishes: &Wishes,
    progress: &Progress,
) -> Result<Story, StoryError> {
    match source {
        Source::File(file) if by_itself && !file.metadata().is_ok_and(|metadata| metadata.is_file()) => {
            let name = SafeText::line(&file.display().to_string());
            let other = io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file any more");
            Err(if file.exists() { StoryError::Unreadable { name, error: other } } else { StoryError::Missing(name) })
        }
        source => load(source, wishes, progress),
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
