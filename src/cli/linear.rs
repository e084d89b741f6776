//! `nightstand --linear`: reading without a screen, for screen readers and teletypes.
//!
//! Text is only ever appended, a paragraph at a time, and no escape sequence is sent. A line that is typed asks for the next
//! thing. What is read and said is decided in `reader.rs`; this file reads lines, prints, and keeps the place.

mod reader;

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Failure, ReadArgs, open_story};
use crate::document::SafeText;
use crate::shelf::{FileOptions, Identity};
use crate::terminal::{Directories, Store, is_embedded, now, open_log, seed};
use reader::{Reader, Step};

/// The longest line that is taken, in bytes: a command and some words.
const LONGEST: u64 = 4 << 10;

/// How often the place is kept at most, where no keyboard types the lines.
const KEEP_EVERY: Duration = Duration::from_millis(500);

/// The width of the lines where nobody tells another.
const WIDTH: usize = 72;

pub(super) fn run(story: Option<&Path>, args: &ReadArgs, directories: &Directories) -> Result<(), Failure> {
    if let Some(path) = &args.log {
        open_log(path).map_err(|error| Failure::Usage(format!("can't write to {}: {error}", path.display())))?;
    }
    let story = open_story(story, directories, &args.reading)?;
    let store = directories.state.clone().map(Store::new);
    remember(store.as_ref(), &story.path, args)?;
    let identity = Identity::of(&story.document, &story.path);
    let loaded = store.as_ref().map(|store| store.record(&identity, &story.document));
    let (record, keep_at, note) = match loaded {
        Some(loaded) => {
            let note = loaded.note.clone().or_else(|| Some(loaded.continued()? + "."));
            (loaded.value, loaded.keep_at, note)
        }
        None => (crate::shelf::Record::new(&identity), None, Some("Nothing will be saved.".to_owned())),
    };
    let mut reader = Reader::new(&story.document, record, seed());
    reader.saves = store.is_some() && keep_at.is_some();
    let width = args.measure.map_or(WIDTH, usize::from);
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
    if let Some(at) = &args.at {
        match story.document.place_named(at) {
            Some(place) => reader.begin_at(place),
            None => say(&format!(
                "“{at}” is no place in this story. Give a scene (1 to {}), a percentage (50%) or words.",
                story.document.scenes.len()
            ))?,
        }
    }
    say(&reader.greeting())?;
    let mut kept: Option<Instant> = None;
    let mut input = io::stdin().lock();
    let typed = input.is_terminal();
    while let Ok(Some(line)) = next_line(&mut input) {
        match reader.take(&SafeText::line(&line), now()) {
            Step::Say(text) => say(&text)?,
            Step::Quit => break,
        }
        if (typed || kept.is_none_or(|kept| kept.elapsed() >= KEEP_EVERY))
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

/// Returns the next line, or `None` at the end of the input. Bytes that are no text are shown as such, and of a line that is too long
/// only the beginning counts.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if input.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    let mut rest = !line.ends_with(b"\n");
    while rest {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        rest = end.is_none() && used > 0;
        input.consume(used);
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

/// Remembers that this story is the last one, and how its file is read, if that was asked for.
fn remember(store: Option<&Store>, path: &str, args: &ReadArgs) -> Result<(), Failure> {
    // What came by standard input can't be gone on with.
    let Some(store) = store.filter(|_| !path.is_empty()) else { return Ok(()) };
    let loaded = store.settings();
    let before = loaded.value;
    let mut settings = before.clone();
    settings.last = (!is_embedded(path)).then(|| path.to_owned());
    let asked = args.reading.file();
    if !asked.is_empty() && settings.last.is_some() {
        settings.remember_file(FileOptions { path: path.to_owned(), ..asked }.over(&before.file_options(path)));
    }
    if let Some(file) = loaded.keep_at.filter(|_| settings != before) {
        store.keep_settings(&file, &before, &settings).map_err(anyhow::Error::from)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_be_no_text_or_too_long_and_the_next_one_counts() {
        let long = [b"x".repeat(9000), b"\nq\n/caf\xe9\nlast".to_vec()].concat();
        let mut input = io::BufReader::with_capacity(512, &long[..]);
        let mut next = || next_line(&mut input).unwrap();
        assert_eq!(next().map(|line| line.len()), Some(4096));
        assert_eq!(next().as_deref(), Some("q\n"));
        assert_eq!(next().as_deref(), Some("/caf\u{fffd}\n"));
        assert_eq!((next().as_deref(), next()), (Some("last"), None));
    }
}
