//! Makes sessions: from what was asked for, what is remembered and what stands in files. A session is put together on a thread
//! that may wait for a slow disk.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::app::{App, Clock, Event, Piece, Start, Themes};
use crate::config::{Config, Converters, Keymap, PageOptions};
use crate::document::{Document, Draft, Place, SafeText};
use crate::format::{Beginning, ReadOptions};
use crate::opening::{Story, first_pages};
use crate::shelf::{FileOptions, Identity, Record, Settings};
use crate::terminal::clock::{seed, ticks};
use crate::terminal::directories::Directories;
use crate::terminal::error::Error;
use crate::terminal::log::{self, log};
use crate::terminal::opened::{SavePaths, Session, Wanted};
use crate::terminal::opening::configuration::{Appearance, Configuration};
use crate::terminal::opening::file_options::{file_options, read_options, with_switches};
use crate::terminal::opening::files::{Load, load};
use crate::terminal::opening::source::{Source, whole_path, with_home};
use crate::terminal::opening::story_error::StoryError;
use crate::terminal::opening::themes::{Library, ThemeShelf};
use crate::terminal::opening::watch::watch;
use crate::terminal::progress::Progress;
use crate::terminal::session::{Report, run};
use crate::terminal::store::{Edition, Loaded, Store};
use crate::terminal::written_path::path_of;
use crate::theme::Theme;
use crate::typeset::stretches;

/// What the command line asks a session for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The story, by its file or its title; `None` for the one that was read last.
    pub story: Option<PathBuf>,
    /// Whether the built-in story is asked for.
    pub builtin: bool,
    /// The folder whose stories are listed.
    pub folder: Option<PathBuf>,
    /// Where it is opened: a percentage, the number of a scene, or words.
    pub at: Option<String>,
    /// Whether a theme is asked for, for this session only.
    pub theme: bool,
    /// The settings that differ for this session only.
    pub overrides: Settings,
    /// Whether the terminal draws characters of ambiguous width in two cells. This is remembered: a terminal keeps its ways.
    pub ambiguous_wide: Option<bool>,
    /// How any story's file is read.
    pub options: ReadOptions,
    /// How this one's is, which is remembered.
    pub file: FileOptions,
    /// The file to which is written what the program does.
    pub log: Option<PathBuf>,
}

/// Reads with the reader until they leave.
///
/// # Errors
/// When the story or the theme that was asked for can't be had, the terminal fails, the last save fails, or a thread panics.
pub fn read(request: Request, configuration: Configuration, directories: Directories) -> Result<(), Error> {
    if let Some(path) = &request.log {
        log::open(path).map_err(|error| Error::Log { path: path.display().to_string(), error })?;
    }
    let store = directories.state.clone().map(Store::new);
    let mut notes = Vec::new();
    let mut settings = match &store {
        Some(store) => store.settings(),
        None => {
            notes.push("Nothing will be saved: there is no home directory. Set HOME or XDG_STATE_HOME.".to_owned());
            Loaded::quietly(Settings::default(), None)
        }
    };
    notes.extend(settings.note.take());
    let before = settings.value.clone();
    let newcomer = store.as_ref().is_none_or(Store::is_empty);
    settings.value.ambiguous_wide = request.ambiguous_wide.or(settings.value.ambiguous_wide);
    let variable = |name: &str| env::var(name).ok();
    notes.extend(configuration.notes());
    let config = configuration.config();
    let appearance = Appearance::of(&config, &variable);
    let manners = appearance.manners;
    let (keymap, folders) = (configuration.keymap, home_folders(config.folders.as_deref().unwrap_or_default()));
    let shelf = ThemeShelf {
        library: Library::new(&directories),
        depth: appearance.depth,
        contrast: config.contrast,
        choice: config.theme.clone(),
        asked: request.theme,
        told: appearance.told,
        italics: appearance.italics,
    };
    let keep_settings_at = settings.keep_at;
    let look = OnceLock::new();
    let desk = Arc::new(Desk {
        request,
        directories,
        store,
        keep_settings_at,
        before,
        shelf,
        look,
        keymap,
        folders,
        config,
        newcomer,
    });
    let (settings, fetching) = (settings.value, Arc::clone(&desk));
    let fetch = move |wanted: Wanted, report: &Report| fetching.fetch(wanted, report);
    // The theme is read while the story is.
    run(settings.clone(), manners, fetch, move || {
        desk.dress(&settings, notes)?;
        Ok(desk.before_all(&settings))
    })
}

/// The state folder, as the log names it.
fn folder_of(directories: &Directories) -> String {
    directories.state.as_ref().map_or_else(|| "nowhere".to_owned(), |folder| folder.display().to_string())
}

/// Folders as they are written, with `~` for the home folder.
fn home_folders(folders: &[String]) -> Vec<PathBuf> {
    folders.iter().map(|folder| with_home(folder)).collect()
}

/// The options of the page that the configuration has for a story.
fn page_of(config: &Config, source: &Source) -> PageOptions {
    let mut page = config.page.clone();
    if let Source::File(file) = source {
        let home = env::var_os("HOME").map(PathBuf::from);
        page.extend(config.for_files.of(Path::new(&whole_path(file)), home.as_deref()));
    }
    page
}

/// The options of the page that hold for this session: those of flags, and those of the environment and the file.
fn overrides(flags: Settings, page: &PageOptions) -> Settings {
    let told = |name: &str| page.get(name).map(String::as_str);
    let on = |name: &str| told(name).map(|value| value == "on");
    let hyphens = told("hyphenate").map(|value| if value == "no" { "none" } else { value }.to_owned());
    Settings {
        measure: flags.measure.or_else(|| told("measure").and_then(|cells| cells.parse().ok())),
        justify: flags.justify.or_else(|| told("align").map(|align| align == "justify")),
        hyphens: flags.hyphens.or(hyphens),
        hang: on("hanging"),
        spread: told("pages").map(|pages| pages == "2"),
        status: on("status"),
        progress: told("progress").map(str::to_owned),
        bar: on("bar"),
        count_time: on("times"),
        margins: told("margins").and_then(|rows| rows.parse().ok()),
        mouse: on("mouse"),
        spacing: told("line-spacing").map(str::to_owned),
        paragraph_spacing: told("paragraph-spacing").map(str::to_owned),
        ..Settings::default()
    }
}

/// What sessions are made from, stories apart.
struct Desk {
    request: Request,
    directories: Directories,
    store: Option<Store>,
    keep_settings_at: Option<PathBuf>,
    /// The settings as they were read.
    before: Settings,
    shelf: ThemeShelf,
    /// What is shown before the story is, once it is known.
    look: OnceLock<FirstLook>,
    /// Which key asks for what.
    keymap: Keymap,
    /// The folders that the configuration names.
    folders: Vec<PathBuf>,
    /// The options in force: those of the page, and the programs that make stories of files in other formats.
    config: Config,
    /// Whether nothing is remembered of the reader.
    newcomer: bool,
}

/// What does not depend on the story.
struct FirstLook {
    /// The theme that is shown first.
    theme: Theme,
    /// What the reader is told of the settings and of the theme.
    notes: Vec<String>,
}

/// A story that has been read.
struct ReadStory {
    story: Story,
    /// The edition of its file, as it was before it was read. `None` if the story is not a file.
    edition: Option<Edition>,
    /// What the reader is told if another story was wanted.
    note: Option<String>,
}

/// The story that is wanted.
struct Choice {
    source: Source,
    /// The file that is the last one when it is read; none for the embedded story.
    last: Option<String>,
    /// Whether it is there because it was read last, and another will do where it is gone.
    by_itself: bool,
    /// How its file is read.
    file: FileOptions,
}

impl Desk {
    /// Reads the theme that is shown first.
    fn dress(&self, settings: &Settings, mut notes: Vec<String>) -> Result<(), Error> {
        let theme = self.shelf.first_theme(settings, &mut notes)?;
        let state = folder_of(&self.directories);
        log(format_args!("{} colours, theme {}, state {state}", self.shelf.depth.name(), theme.name));
        for note in &notes {
            log(format_args!("{note}"));
        }
        // It is read once, so that nothing stands there yet.
        let _ = self.look.set(FirstLook { theme, notes });
        Ok(())
    }

    /// The theme that is shown first. It is waited for, since it is read while the story is; where it can't be read, the program ends.
    fn theme(&self) -> &Theme {
        &self.look.wait().theme
    }

    /// The session as long as nothing of the story is there.
    fn before_all(&self, settings: &Settings) -> Session {
        let document = Document::default();
        // As far as it is known without a look at the disk.
        let source = self.request.story.clone().map_or(Source::Embedded, Source::File);
        let name = match &self.request.story {
            Some(path) if path.as_os_str() == "-" => "standard input".to_owned(),
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => {
                let last = path_of(settings.last.as_deref().unwrap_or_default());
                last.file_name().unwrap_or_default().to_string_lossy().into_owned()
            }
        };
        let piece =
            Piece { place: Place::default(), stretches: stretches(&document), name: SafeText::line(&name).to_string() };
        let app = App::new(Start {
            piece: Some(piece),
            ..self.start(&source, (document, settings.clone()), self.alone(settings))
        });
        Session { app, files: self.files(), remember_story: false, lists_folder: false }
    }

    /// Fetches a story: a piece of it if that can be had sooner, and the whole.
    fn fetch(&self, wanted: Wanted, report: &Report) -> Result<(), Error> {
        let Wanted { story, settings } = wanted;
        let first = story.is_none();
        // Most readers have no folder of themes. Theirs is waited for when everything else is there.
        let has_themes = self.shelf.library.folder().is_some_and(Path::is_dir);
        if first && has_themes {
            self.watch_themes(report, &settings);
        }
        let mut choice = self.choose(story, &settings)?;
        // What the command line asks for is meant for the story that it names.
        let asked = if first { self.request.file.clone() } else { FileOptions::default() };
        choice.file = file_options(&choice.source, &asked, &settings);
        let all = with_switches(self.request.options.clone(), self.config.reading);
        let options = &read_options(&all, &choice.file);
        log(format_args!("opens {}", choice.last.as_deref().unwrap_or("a story without a file")));
        let first_themes = || if first { self.alone(&settings) } else { self.shelf.themes(self.theme(), &settings) };
        let mut told = !first;
        let mut show = |(document, piece): (Document, Piece)| {
            let start = self.start(&choice.source, (document, (*settings).clone()), first_themes());
            report.piece(App::new(Start { piece: Some(piece), ..start }));
            log(format_args!("first pages are there"));
            report.tell(Event::Themes(self.shelf.themes(self.theme(), &settings)));
            told = true;
        };
        // Where another place is asked for, the pages around the remembered one are of no use.
        let elsewhere = first && self.request.at.is_some();
        let kept = elsewhere || self.kept_pages(&choice.source, options).map(&mut show).is_some();
        let mut take = |draft| self.first_pages(draft, &choice.source).map(&mut show).is_some();
        let mut beginning = if kept { Beginning::unwanted() } else { Beginning::wanted_by(&mut take) };
        let story = self.story(&choice, (options, report.progress()), &mut beginning)?;
        let themes = if told { self.shelf.themes(self.theme(), &settings) } else { self.alone(&settings) };
        let document = &story.story.document;
        log(format_args!("whole story is there: {} scenes, {} bytes of text", document.scenes.len(), document.len()));
        let mut session = self.session(choice, story, (*settings).clone(), themes);
        if let Some(at) = self.request.at.as_ref().filter(|_| first) {
            session.app.begin_at(at);
        }
        session.lists_folder = first && self.request.folder.is_some();
        report.whole(session);
        if !told {
            report.tell(Event::Themes(self.shelf.themes(self.theme(), &settings)));
        }
        if first && !has_themes {
            self.watch_themes(report, &settings);
        }
        Ok(())
    }

    /// Has the themes read again whenever one of the reader's is saved.
    fn watch_themes(&self, report: &Report, settings: &Settings) {
        let Some(folder) = self.shelf.library.folder() else { return };
        let (shelf, theme, settings) = (self.shelf.clone(), self.theme().clone(), settings.clone());
        watch(folder.to_owned(), report.outbox(), move || {
            let told = shelf.faults().into_iter().next().map(Event::Note);
            [Event::Themes(shelf.themes(&theme, &settings))].into_iter().chain(told).collect()
        });
    }

    /// The story at a path that a record remembers, or that was asked for, or else the last one, or else the embedded one.
    fn choose(&self, path: Option<String>, settings: &Settings) -> Result<Choice, Error> {
        let last = settings.last.clone();
        Ok(match (path, &self.request.story, &last) {
            (Some(path), ..) => {
                let source = Source::asked_for(&path, &self.directories)?;
                let last = match &source {
                    Source::File(file) => Some(whole_path(file)),
                    _ => None,
                };
                Choice { source, last, by_itself: false, file: FileOptions::default() }
            }
            (None, None, Some(path)) if !self.request.builtin => {
                Choice { source: Source::remembered(path), last, by_itself: true, file: FileOptions::default() }
            }
            (None, asked, _) => {
                let source = Source::named(asked.as_deref(), &self.directories)?;
                let last = match &source {
                    Source::File(file) => Some(whole_path(file)),
                    Source::Embedded => None,
                    // It can't be gone on with: the last one stays.
                    Source::Stdin => last,
                };
                Choice { source, last, by_itself: false, file: FileOptions::default() }
            }
        })
    }

    /// The kept pages around the reader's place, if they are still those of the file.
    fn kept_pages(&self, source: &Source, options: &ReadOptions) -> Option<(Document, Piece)> {
        let Source::File(file) = source else { return None };
        let edition = Edition::of(file, options)?;
        self.store.as_ref()?.pages(&edition)
    }

    /// The first pages of a story, if nothing is remembered of it.
    fn first_pages(&self, draft: Draft, source: &Source) -> Option<(Document, Piece)> {
        let (document, stretches) = first_pages(draft, source.title())?;
        let name = document.metadata.title.to_string();
        let known = self.store.as_ref().is_some_and(|store| store.may_know(&name));
        (!known).then_some((document, Piece { place: Place::default(), stretches, name }))
    }

    /// Reads the story. One that was not asked for gives way to the built-in one where it is gone.
    fn story(
        &self,
        choice: &Choice,
        (options, progress): (&ReadOptions, &Progress),
        beginning: &mut Beginning<'_>,
    ) -> Result<ReadStory, Error> {
        let source = &choice.source;
        // As it is before it is read: what changes meanwhile makes another of it.
        let edition = if let Source::File(file) = source { Edition::of(file, options) } else { None };
        let story = match source {
            Source::File(file) if choice.by_itself => is_ordinary(file),
            _ => Ok(()),
        };
        match story
            .and_then(|()| Load { source, options, converters: &self.config.converters, progress, beginning }.run())
        {
            // A file that is gone for now, on a disk that is not there, stays the last one.
            Err(error) if choice.by_itself && !matches!(error, StoryError::Stopped) => {
                let story = load(&Source::Embedded, &ReadOptions::default(), &Converters::default())?;
                Ok(ReadStory { story, edition, note: Some(error.to_string()) })
            }
            story => Ok(ReadStory { story: story?, edition, note: None }),
        }
    }

    /// The session of a story that has been read.
    fn session(&self, choice: Choice, read: ReadStory, mut settings: Settings, themes: Themes) -> Session {
        let ReadStory { story, edition, note } = read;
        let mut notes = self.look.wait().notes.clone();
        notes.extend(note);
        let record = remembered(self.store.as_ref(), &story);
        // That nothing will be saved must not stand behind a slip in an options file.
        let first = if record.keep_at.is_none() { 0 } else { notes.len() };
        notes.splice(first..first, record.note.clone());
        // A story that has been read before has nothing new to say.
        let telling = if record.value.read == 0 { &story.diagnostics[..] } else { &[] };
        if let [(file, first), ..] = telling {
            let more = story.diagnostics.len();
            // The story's own name is known to whoever opened it.
            let file = Path::new(&**file).file_name().filter(|_| *file != story.name);
            let at = file.map_or_else(|| "Line".to_owned(), |file| format!("{} line", file.to_string_lossy()));
            notes.push(format!("{at} {}: {} · `nightstand scenes` lists all {more}", first.line, first.message));
        }
        let continued = record.continued();
        // Of a story that came by itself in another's place nothing is known.
        let says = !choice.file.path.is_empty() && story.path == choice.file.path;
        let new_file = says && settings.remember_file(choice.file.clone());
        let remember_story = new_file || choice.last != settings.last || self.request.ambiguous_wide.is_some();
        settings.last = choice.last;
        let start = self.start(&choice.source, (story.document, settings), themes);
        let note = notes.first().map(|note| SafeText::line(note).to_string());
        let app = App::new(Start { record: record.value, note, ..start }.continuing(continued));
        let files = SavePaths { record: record.keep_at, edition, ..self.files() };
        Session { app, files, remember_story, lists_folder: false }
    }

    fn start(&self, source: &Source, (document, settings): (Document, Settings), themes: Themes) -> Start {
        let page = overrides(self.request.overrides.clone(), &page_of(&self.config, source));
        // The theme is chosen elsewhere; that one is set is all that matters here.
        let overrides = Settings { theme: self.config.theme.as_ref().map(|_| String::new()), ..page };
        let keymap = self.keymap.clone();
        let newcomer = self.newcomer;
        let clock = Clock(ticks);
        Start { settings, overrides, seed: seed(), keymap, newcomer, clock, ..Start::of(Arc::new(document), themes) }
    }

    fn files(&self) -> SavePaths {
        let (store, settings) = (self.store.clone(), self.keep_settings_at.clone());
        let folders = self.request.folder.as_ref().map_or_else(|| self.folders.clone(), |folder| vec![folder.clone()]);
        SavePaths { store, record: None, edition: None, settings, before: self.before.clone(), folders }
    }

    /// The first theme, as long as the others are not read.
    fn alone(&self, settings: &Settings) -> Themes {
        self.shelf.follow(Themes::new(self.theme().clone(), []).partial(), settings)
    }
}

/// Makes sure that the story read last is still an ordinary file. One that has become a pipe or a device would be waited for.
fn is_ordinary(file: &Path) -> Result<(), StoryError> {
    if file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Ok(());
    }
    let name = SafeText::line(&file.display().to_string());
    let other = io::Error::new(io::ErrorKind::InvalidInput, "it is no longer a regular file");
    Err(if file.exists() { StoryError::Unreadable { name, error: other } } else { StoryError::Missing(name) })
}

fn remembered(store: Option<&Store>, story: &Story) -> Loaded<Record> {
    let identity = Identity::of(&story.document, &story.path);
    match store {
        Some(store) => store.record(&identity, &story.document),
        None => Loaded::quietly(Record::new(&identity), None),
    }
}

#[cfg(test)]
mod tests;
