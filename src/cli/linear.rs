//! `nightstand --linear`: reading without a screen, for screen readers and teletypes.
//!
//! Text is only ever appended, a paragraph at a time, and no escape sequence is sent. A line that is typed asks for the next
//! thing. What is read and said is decided in `reader.rs`; this file reads lines, prints, and keeps the place.

mod reader;

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Failure, open_story};
use crate::document::SafeText;
use crate::format::ReadOptions;
use crate::shelf::Identity;
use crate::terminal::{Directories, Store, now, seed};
use reader::{Reader, Step};

/// The longest line that is taken, in bytes: a command and some words.
const LONGEST: u64 = 4 << 10;

/// How often the place is kept at most. Whoever reads types a line in several seconds, so that each keeps it.
const KEEP_EVERY: Duration = Duration::from_millis(500);

/// The width of the lines where nobody tells another.
const WIDTH: usize = 72;

pub(super) fn run(
    story: Option<&Path>,
    measure: Option<u16>,
    options: &ReadOptions,
    directories: &Directories,
) -> Result<(), Failure> {
    let story = open_story(story, directories, options)?;
    let store = directories.state.clone().map(Store::new);
    let identity = Identity::of(&story.document, &story.path);
    let loaded = store.as_ref().map(|store| store.record(&identity, &story.document));
    let (record, keep_at, note) = match loaded {
        Some(loaded) => (loaded.value, loaded.keep_at, loaded.note),
        None => (crate::shelf::Record::new(&identity), None, Some("Nothing will be saved.".to_owned())),
    };
    let mut reader = Reader::new(&story.document, record, seed());
    let width = measure.map_or(WIDTH, usize::from);
    let mut out = io::stdout().lock();
    let mut say = |text: &str| -> io::Result<()> {
        for line in SafeText::new(text).lines() {
            // The words of a paragraph are those of the story, and each line of them ends where it is full.
            textwrap::wrap(line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        out.flush()
    };
    if let Some(note) = note {
        say(&note)?;
    }
    say(&reader.greeting())?;
    let mut kept: Option<Instant> = None;
    let mut input = io::stdin().lock();
    loop {
        let mut line = String::new();
        // A line that is no text, or too long, is no command.
        let read = io::Read::take(&mut input, LONGEST).read_line(&mut line);
        if matches!(read, Ok(0) | Err(_)) {
            break;
        }
        match reader.take(&SafeText::line(&line), now()) {
            Step::Say(text) => say(&text)?,
            Step::Quit => break,
        }
        if kept.is_none_or(|kept| kept.elapsed() >= KEEP_EVERY)
            && let (Some(store), Some(file)) = (&store, &keep_at)
        {
            store.keep_record(file, &reader.record(now())).map_err(anyhow::Error::from)?;
            kept = Some(Instant::now());
        }
    }
    if let (Some(store), Some(file)) = (&store, &keep_at) {
        store.keep_record(file, &reader.record(now())).map_err(anyhow::Error::from)?;
        say("Your place is saved.")?;
    }
    Ok(())
}
