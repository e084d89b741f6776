//! Makes sessions: what was asked for, what is remembered and what stands in files, put together on a thread that may wait.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::theme::ThemeShelf;
use super::{AlignArg, Failure, ReadArgs, source};
use crate::app::{App, Event, Piece, Start, Themes};
use crate::document::{Document, Place, SafeText};
use crate::format::Wishes;
use crate::shelf::{Identity, Record, Settings};
use crate::terminal::{
    Directories, Edition, Files, Loaded, Progress, Report, Session, Source, Store, Story, StoryError, Wanted,
    beginning, is_embedded, load, path_of, seed, whole_path,
};
use crate::theme::Theme;
use crate::typeset::{Hyphens, stretches};

/// What sessions are made from, stories apart.
pub(super) struct Desk {
    pub(super) args: ReadArgs,
    pub(super) directories: Directories,
    pub(super) store: Option<Store>,
    pub(super) keep_settings_at: Option<PathBuf>,
    /// The settings as they were read.
    pub(super) before: Settings,
    pub(super) notes: Vec<String>,
    pub(super) shelf: ThemeShelf,
    /// The theme that is shown first.
    pub(super) theme: Theme,
    /// Whether nothing is remembered of the reader.
    pub(super) newcomer: bool,
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
    pub(super) fn before_all(&self, settings: Settings) -> Session {
        let document = Document::default();
        let name = match &self.args.story {
            Some(path) if path.as_os_str() == "-" => "standard input".to_owned(),
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => {
                let last = path_of(settings.last.as_deref().unwrap_or_default());
                last.file_name().unwrap_or_default().to_string_lossy().into_owned()
            }
        };
        let piece =
            Piece { place: Place::default(), stretches: stretches(&document), name: SafeText::line(&name).to_string() };
        let app = App::new(Start { piece: Some(piece), ..self.start(document, settings, self.alone()) });
        Session { app, files: self.files(), remember_story: false }
    }

    /// Fetches a story: a piece of it if that can be had sooner, and the whole.
    pub(super) fn fetch(&self, wanted: Wanted, report: &Report<Failure>) -> Result<(), Failure> {
        let Wanted { story, settings } = wanted;
        let first = story.is_none();
        let choice = self.choose(story, &settings)?;
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
    fn choose(&self, path: Option<String>, settings: &Settings) -> Result<Choice, Failure> {
        let file = |path: &str| if is_embedded(path) { Source::Embedded } else { Source::File(path_of(path)) };
        let last = settings.last.clone();
        Ok(match (path, &self.args.story, &last) {
            (Some(path), ..) => {
                let source = file(&path);
                let last = (source != Source::Embedded).then_some(path);
                Choice { source, last, by_itself: false }
            }
            (None, None, Some(path)) if !self.args.builtin => Choice { source: file(path), last, by_itself: true },
            (None, asked, _) => {
                let source = source(asked.as_deref(), &self.directories)?;
                let last = match &source {
                    Source::File(file) => Some(whole_path(file)),
                    Source::Embedded => None,
                    // It can't be gone on with: the last one stays.
                    Source::Stdin => last,
                };
                Choice { source, last, by_itself: false }
            }
        })
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
        if let [(file, first), ..] = &story.diagnostics[..] {
            let more = story.diagnostics.len();
            // The story's own name is known to whoever opened it.
            let file = Path::new(&**file).file_name().filter(|_| *file != story.name);
            let at = file.map_or_else(|| "Line".to_owned(), |file| format!("{} line", file.to_string_lossy()));
            notes.push(format!("{at} {}: {} · `nightstand scenes` lists all {more}", first.line, first.message));
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
        let overrides = overrides(&self.args);
        Start { settings, overrides, seed: seed(), newcomer: self.newcomer, ..Start::of(Arc::new(document), themes) }
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
            let other = io::Error::new(io::ErrorKind::InvalidInput, "it is no longer a regular file");
            Err(if file.exists() { StoryError::Unreadable { name, error: other } } else { StoryError::Missing(name) })
        }
        source => load(source, wishes, progress),
    }
}

fn remembered(store: Option<&Store>, story: &Story) -> Loaded<Record> {
    let identity = Identity::of(&story.document, &story.path);
    match store {
        Some(store) => store.record(&identity, &story.document),
        None => Loaded { value: Record::new(&identity), keep_at: None, note: None },
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
