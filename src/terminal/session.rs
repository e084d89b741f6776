//! A reading session: events in, effects done, frames out.

mod arrivals;
mod composing;
mod fetching;
mod programs;
mod reading;
mod writer;

pub use fetching::{Outbox, Report};

use std::time::{Duration, Instant};

use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use crate::app::{Effect, Event, Outcome, Urgency};
use crate::shelf::Settings;
use crate::terminal::clock::now;
use crate::terminal::error::Error;
use crate::terminal::failure::{attempt, note_panics, what_was_said};
use crate::terminal::fault;
use crate::terminal::inbox::inbox;
use crate::terminal::log::log;
use crate::terminal::message::Message;
use crate::terminal::opened::{Manners, Session, Wanted};
use crate::terminal::session::arrivals::Arrivals;
use crate::terminal::session::fetching::{Fetched, Fetcher, PATIENCE};
use crate::terminal::session::programs::Programs;
use crate::terminal::session::reading::OpenStory;
use crate::terminal::tty::canvas::Canvas;
use crate::terminal::tty::guard::Guard;
use crate::terminal::tty::input::Keyboard;
use crate::terminal::tty::signals::heed_signals;
use crate::ui::{self, Aim};

/// How long the rest of a story is waited for when its reader, who has turned pages of it, leaves before it is there: without
/// it the place could not be kept. The shell has its terminal again by then.
const LAST_PATIENCE: Duration = Duration::from_secs(10);

/// Has a story fetched and reads with the reader until they leave. `first` makes the session as long as nothing of the story is
/// there, while it is fetched. The terminal is given back before this returns, whatever happens; what fails at once fails before it
/// is taken.
///
/// # Errors
/// When the terminal fails, the first session or story can't be had, the last save fails, or a thread panics.
pub(in crate::terminal) fn run(
    settings: Settings,
    manners: Manners,
    fetch: impl Fn(Wanted, &Report) -> Result<(), Error> + Send + Sync + 'static,
    first: impl FnOnce() -> Result<Session, Error>,
) -> Result<(), Error> {
    let (messages, inbox) = inbox()?;
    note_panics();
    let mut fetcher = Fetcher::new(fetch, messages.clone());
    fetcher.start(Wanted { story: None, settings: Box::new(settings) })?;
    let first = first()?;
    // All that leaves the terminal alone is done while the story is fetched.
    let arrivals = Arrivals::new(inbox, Some(Keyboard::open()?));
    let alive = heed_signals(messages.clone())?;
    let programs = Programs::new(&manners, messages.clone());
    let mut screen = Canvas::new(manners);
    let mut reading = OpenStory::begin(first, messages.clone());
    let early = match fetcher.wait(PATIENCE) {
        Some(Fetched::Failed(error)) => return Err(error),
        early => early,
    };
    let outcome = attempt(|| -> Result<bool, Error> {
        let guard = Guard::take()?;
        let reading = &mut reading;
        let mut wanted = Canvas::resize(&mut reading.app)?;
        wanted.extend(early.map_or_else(|| Ok(Vec::new()), |early| take_in(reading, early))?);
        screen.draw(&reading.app)?;
        if !reading.app.book().preferences().mouse {
            Canvas::use_mouse(false)?;
        }
        screen.ask()?;
        fetcher.go_on();
        // A thread takes a fifth of a millisecond to begin, and neither of these is needed for a first page.
        reading.begin_writing()?;
        fetcher.tell_progress()?;
        fault::strike("start");
        reading.perform(wanted);
        Loop { screen, arrivals, guard: &guard, fetcher: &mut fetcher, programs: &programs }.read(reading)
    });
    // From here on the terminal is the shell's.
    log_end(outcome.as_ref());
    let (healthy, failed) = match outcome {
        Some(Ok(healthy)) => (healthy, None),
        Some(Err(error)) => (true, Some(error)),
        None => (false, None),
    };
    let leaving = healthy && failed.is_none();
    let awaited = if leaving { await_rest(&mut reading, &fetcher) } else { Ok(()) };
    let kept = reading.end(healthy).and(awaited);
    log_kept(&kept);
    drop(alive);
    if let Some(error) = failed {
        return Err(error);
    }
    if healthy {
        return kept.map_err(Error::NotKept);
    }
    let said = what_was_said().unwrap_or_else(|| "no details".to_owned());
    let kept =
        kept.map_or_else(|why| format!("Your place could not be saved: {why}"), |()| "Your place is saved".to_owned());
    Err(Error::Fault { said, kept })
}

/// Logs how the loop ended: as the reader wished, by an error, or by a fault of our own.
fn log_end(outcome: Option<&Result<bool, Error>>) {
    match outcome {
        Some(Ok(_)) => log(format_args!("the reader leaves")),
        Some(Err(error)) => log(format_args!("the session ends: {error}")),
        None => log(format_args!("a fault ends the session")),
    }
}

/// Logs whether what there was to keep is kept.
fn log_kept(kept: &Result<(), String>) {
    match kept {
        Ok(()) => log(format_args!("what there was to keep is kept")),
        Err(why) => log(format_args!("not kept: {why}")),
    }
}

/// Takes in what was fetched. Returns the effects that this has.
fn take_in(reading: &mut OpenStory, fetched: Fetched) -> Result<Vec<Effect>, Error> {
    match fetched {
        Fetched::Piece(app) => Ok(reading.show(*app)),
        Fetched::Whole(session) => Ok(reading.complete(*session)),
        Fetched::Failed(error) if reading.has_whole() => Ok(reading.go_back(Some(error.to_string()))),
        Fetched::Failed(error) => Err(error),
    }
}

/// Waits for the whole of a story that is left while only a piece of it is there, if a place is to be kept in it.
///
/// # Errors
/// When it does not come.
fn await_rest(reading: &mut OpenStory, fetcher: &Fetcher) -> Result<(), String> {
    if !reading.app.is_partial() || !reading.app.has_moved() {
        return Ok(());
    }
    match fetcher.wait(LAST_PATIENCE) {
        Some(Fetched::Whole(session)) => {
            let wanted = reading.complete(*session);
            reading.perform(wanted);
            reading.perform([Effect::Keep(Urgency::Now)]);
            Ok(())
        }
        Some(Fetched::Failed(error)) => Err(error.to_string()),
        _ => Err("the rest of the story did not load in time".to_owned()),
    }
}

/// The least time between two frames: a terminal shows no more than sixty in a second, and each costs it work.
const FRAME: Duration = Duration::from_millis(16);

/// The time between two frames of a transition: twenty in a second are enough for letters that come up.
const MOVING_FRAME: Duration = Duration::from_millis(50);

/// What the loop works with.
struct Loop<'a> {
    screen: Canvas,
    arrivals: Arrivals,
    guard: &'a Guard,
    fetcher: &'a mut Fetcher,
    programs: &'a Programs,
}

/// What a batch of messages has come to.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is something that has happened")]
struct Batch {
    wanted: Vec<Effect>,
    fetched: bool,
    resized: bool,
    resumed: bool,
    /// A turn of the wheel: those that come together turn one page.
    turned: Option<bool>,
    failed: bool,
}

impl Loop<'_> {
    /// The loop. It sleeps until something happens, takes in all that has happened, draws once, and then does what the model
    /// wants: the eye waits, the disk doesn't. Whether it ended as it should.
    fn read(&mut self, reading: &mut OpenStory) -> Result<bool, Error> {
        let mut batch = Batch::default();
        loop {
            self.gather(reading, &mut batch);
            if batch.failed {
                return Ok(false);
            }
            if batch.resumed {
                self.guard.take_again()?;
                if !reading.app.book().preferences().mouse {
                    Canvas::use_mouse(false)?;
                }
                batch.wanted.extend(Canvas::resize(&mut reading.app)?);
                self.screen.forget();
            }
            if batch.resized {
                batch.wanted.extend(Canvas::resize(&mut reading.app)?);
            }
            let mut wanted = std::mem::take(&mut batch.wanted);
            while let Some(fetched) = if batch.fetched { self.fetcher.take() } else { None } {
                // What was wanted so far is of what was read so far, but for what is the loop's own to see to.
                let (ours, its): (Vec<_>, Vec<_>) = wanted.into_iter().partition(is_ours);
                reading.perform(its);
                wanted = ours;
                wanted.extend(take_in(reading, fetched)?);
            }
            wanted.extend(self.fetch(reading, &wanted));
            if wanted.contains(&Effect::Quit) {
                // Nothing more is drawn: the terminal may be gone.
                reading.perform(wanted);
                return Ok(true);
            }
            if wanted.contains(&Effect::Redraw) {
                self.screen.forget();
            }
            self.use_others(reading, &wanted)?;
            self.screen.draw(&reading.app)?;
            if batch.resumed {
                // The reader may have been to an editor.
                wanted.push(Effect::LookAtFile);
            }
            if batch.resumed || wanted.contains(&Effect::AskGround) {
                self.screen.ask()?;
            }
            if batch.fetched {
                self.fetcher.go_on();
            }
            let suspend = wanted.contains(&Effect::Suspend);
            reading.perform(wanted);
            batch = Batch::default();
            if suspend {
                self.guard.lend();
                emulate_default_handler(SIGTSTP)?;
                batch.resumed = true;
            }
        }
    }

    /// Hands text to the terminal's clipboard and words to other programs.
    fn use_others(&mut self, reading: &mut OpenStory, wanted: &[Effect]) -> Result<(), Error> {
        for effect in wanted {
            match effect {
                Effect::Copy(text) => {
                    if let Some(note) = self.screen.copy(text)? {
                        reading.app.update(Event::Note(note.to_owned()));
                    }
                }
                Effect::LookUp(words) => {
                    if let Some(why) = self.programs.look_up(words) {
                        reading.app.update(Event::LookedUp(Err(why)));
                    }
                }
                Effect::OpenAddress(address) => {
                    let said = self.programs.open(address).unwrap_or_else(|| format!("Opening {address}"));
                    reading.app.update(Event::Note(said));
                }
                Effect::Speak { number, text, language } => {
                    if let Some(why) = self.programs.speak(*number, text, language) {
                        reading.app.update(Event::NotSpoken(why));
                    }
                }
                Effect::Hush => self.programs.hush(),
                Effect::Mouse(on) => Canvas::use_mouse(*on)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Fetches the stories that the effects ask for, or stops. Returns the effects that follow.
    fn fetch(&mut self, reading: &mut OpenStory, wanted: &[Effect]) -> Vec<Effect> {
        let mut more = Vec::new();
        for effect in wanted {
            match effect {
                Effect::Open(path) => {
                    // Its place is on the disk, if it is the same: that was done before the shelf was told.
                    let settings = Box::new(reading.app.settings());
                    let begun = self.fetcher.start(Wanted { story: Some(path.clone()), settings });
                    if let Err(error) = begun.and_then(|()| self.fetcher.tell_progress()) {
                        more.extend(reading.app.update(Event::NotFetched(Some(error.to_string()))));
                    }
                }
                // The first story is wanted as long as there is no other.
                Effect::StopFetching if reading.has_whole() => {
                    self.fetcher.stop();
                    more.extend(reading.go_back(None));
                }
                _ => {}
            }
        }
        more
    }

    /// Takes in what happens until it is time for the next frame.
    fn gather(&mut self, reading: &mut OpenStory, batch: &mut Batch) {
        if batch.resumed {
            return;
        }
        let own = reading.app.wakes_in().map(Duration::from_millis);
        let wake = if self.screen.moves() { Some(own.map_or(MOVING_FRAME, |own| own.min(MOVING_FRAME))) } else { own };
        let Some(first) = self.arrivals.next(wake) else {
            batch.wanted.extend(reading.app.update(Event::Time(now())));
            return;
        };
        if matches!(
            first,
            Message::Event(Event::Key(_) | Event::Wheel { .. } | Event::Click { .. } | Event::Drag { .. })
        ) {
            self.screen.hold_still();
        }
        batch.wanted.extend(reading.app.update(Event::Time(now())));
        batch.take(first, reading);
        // At most a frame longer than the next may be drawn: a flood must not keep it from being.
        let due = self.screen.drawn + FRAME;
        let end = due.max(Instant::now()) + FRAME;
        while !batch.is_urgent() && Instant::now() < end {
            match self.arrivals.next(Some(due.saturating_duration_since(Instant::now()))) {
                Some(message) => batch.take(message, reading),
                None => break,
            }
        }
    }
}

impl Batch {
    /// Whether the loop must not wait for more.
    fn is_urgent(&self) -> bool {
        self.failed
            || self.fetched
            || self.wanted.iter().any(|effect| matches!(effect, Effect::Quit | Effect::Suspend | Effect::Open(_)))
    }

    fn take(&mut self, message: Message, reading: &mut OpenStory) {
        let event = match message {
            // What stands where on the screen is known to whoever draws it.
            Message::Event(Event::Click { column, row }) => match ui::aim(&reading.app, (column, row)) {
                None | Some(Aim::Beside) => {
                    let link = ui::link_at(&reading.app, (column, row)).map(Event::Follow);
                    let bar = || ui::bar_at(&reading.app, (column, row)).map(Event::Seek);
                    link.or_else(bar).unwrap_or(Event::Click { column, row })
                }
                Some(Aim::Row(index)) => Event::Pick(index),
                Some(Aim::Panel) => return,
            },
            Message::Event(Event::Drag { from, to }) => match ui::dragged(&reading.app, from, to) {
                Some((from, to)) => Event::Select { from, to },
                None => return,
            },
            Message::Event(event) => {
                if let Event::Outcome(Outcome::NotKept(why)) = &event {
                    log(format_args!("not kept: {why}"));
                }
                event
            }
            Message::Composed { story, event } if reading.is_number(story) => event,
            Message::Shared { file, record } if reading.has_record(&file) => Event::Shared(record),
            Message::Changed { file, gone } if reading.has_record(&file) => {
                if gone {
                    Event::FileLost
                } else {
                    Event::FileChanged
                }
            }
            Message::Composed { .. } | Message::Shared { .. } | Message::Changed { .. } => return,
            Message::End => Event::End,
            Message::Fetched => {
                self.fetched = true;
                return;
            }
            Message::Resized => {
                self.resized = true;
                return;
            }
            Message::Suspended => Event::Suspended,
            Message::Resumed => {
                self.resumed = true;
                return;
            }
            Message::Failed => {
                self.failed = true;
                return;
            }
        };
        let turn = if let Event::Wheel { down } = event { Some(down) } else { None };
        if turn.is_some() && self.turned == turn {
            return;
        }
        self.turned = turn;
        if matches!(event, Event::Key(_)) {
            ["overflow", "memory"].into_iter().for_each(fault::strike);
        }
        self.wanted.extend(reading.app.update(event));
    }
}

/// Whether an effect is the loop's own to see to, whatever story is read.
fn is_ours(effect: &Effect) -> bool {
    use Effect::{AskGround, Copy, Hush, LookUp, Mouse, Open, OpenAddress, Quit, Redraw, Speak, StopFetching, Suspend};
    let terminal = matches!(effect, Redraw | Suspend | Quit | AskGround | Copy(_) | Mouse(_));
    terminal || matches!(effect, Open(_) | OpenAddress(_) | StopFetching | LookUp(_) | Speak { .. } | Hush)
}
