//! Questions in the status line: what to look for, what to call a bookmark.

use tui_input::{Input, InputRequest};

use super::{App, Effect, List, ListKind, Overlay, Search, Urgency, typing};
use crate::action::Action;
use crate::config::{Context, Key};
use crate::document::{Place, SafeText, Switches};

/// The longest answer that is taken, in characters: a sentence. A pasted book is not a search.
const LONGEST: usize = 200;

/// A question that is being answered.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    input: Input,
    /// Whether the first letter takes the place of what is there: a bookmark's old name, which is changed or replaced.
    offered: bool,
}

/// What a question is for.
#[derive(Debug)]
pub enum Purpose {
    /// Words to look for; Esc goes back to where the reader was, with what was lit then.
    Search {
        /// Where the reader was.
        from: Place,
        /// What was lit.
        before: Search,
        /// How the words are read.
        switches: Switches,
        /// How they were read before an answer was taken from the history.
        own: Switches,
        /// How many searches back the answer is that was taken from the history; 0 for what is typed.
        back: usize,
    },
    /// A command, as in less and vim.
    Command,
    /// A name for a new bookmark.
    NameBookmark,
    /// Another name for the bookmark that is known by this.
    Rename(String),
    /// Whether to forget a story.
    Forget {
        /// Its record.
        record: String,
        /// Its title.
        title: String,
    },
}

impl Prompt {
    pub(super) fn new(purpose: Purpose, answer: &str) -> Self {
        let offered = matches!(purpose, Purpose::NameBookmark);
        Self { purpose, input: Input::new(answer.to_owned()), offered }
    }

    /// What the question is.
    #[must_use]
    pub fn question(&self) -> String {
        match &self.purpose {
            Purpose::Search { switches, .. } => {
                let regex = if switches.regex { "regex " } else { "" };
                let words = if switches.whole_words { "whole words " } else { "" };
                format!("{regex}{words}/")
            }
            Purpose::Command => ":".to_owned(),
            Purpose::NameBookmark => "Bookmark name (optional): ".to_owned(),
            Purpose::Rename(_) => "New name: ".to_owned(),
            Purpose::Forget { title, .. } => format!("Forget “{title}” for good? (y/N) "),
        }
    }

    /// The answer so far.
    #[must_use]
    pub fn answer(&self) -> &str {
        self.input.value()
    }

    /// The character before which the next one goes.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Puts another answer in the place of what is there.
    pub(super) fn replace(&mut self, answer: &str) {
        self.input = Input::new(answer.to_owned());
    }

    /// Returns whether one key answers it, so that the answer needs no room.
    #[must_use]
    pub fn is_answered_by_a_key(&self) -> bool {
        matches!(self.purpose, Purpose::Forget { .. })
    }

    fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.offered) {
            self.input.reset();
        }
        for c in SafeText::line(text).chars() {
            if self.input.value().chars().count() < LONGEST {
                self.input.handle(InputRequest::InsertChar(c));
            }
        }
    }

    fn edit(&mut self, action: Action) {
        if typing::edit(&mut self.input, action) {
            self.offered = false;
        }
    }
}

impl App {
    /// What else can be done at a question as long as nothing is typed, by the reader's own keys.
    #[must_use]
    pub fn hint_of(&self, prompt: &Prompt) -> String {
        const SEARCH: [(Action, &str); 3] =
            [(Action::OlderAnswer, "last"), (Action::ToggleRegex, "regex"), (Action::ToggleWholeWords, "whole words")];
        const COMMAND: [(Action, &str); 1] = [(Action::ShowPalette, "finds commands")];
        let actions: &[(Action, &str)] = match prompt.purpose {
            _ if !prompt.answer().is_empty() => &[],
            Purpose::Search { .. } if self.keys.searches.is_empty() => &SEARCH[1..],
            Purpose::Search { .. } => &SEARCH,
            Purpose::Command => &COMMAND,
            _ => &[],
        };
        let told = |(action, does): &(Action, &str)| {
            Some(format!("{} {does}", self.keys.keymap.keys_of(Context::Prompt, *action).first()?))
        };
        actions.iter().filter_map(told).collect::<Vec<_>>().join(" · ")
    }

    pub(super) fn ask(&mut self, purpose: Purpose, answer: &str) {
        self.overlay = Some(Overlay::Prompt(Prompt::new(purpose, answer)));
    }

    pub(super) fn prompt_key(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else { return Vec::new() };
        if let Purpose::Forget { .. } = prompt.purpose {
            return self.answer_forget(key);
        }
        if let Key::Char(c) = key {
            // As in less, where it is no question of Enter.
            if c == 'q' && matches!(prompt.purpose, Purpose::Command) && prompt.answer().is_empty() {
                self.withdraw();
                return self.reading_action(Action::Quit);
            }
            prompt.insert(c.encode_utf8(&mut [0; 4]));
            self.look_ahead();
            return Vec::new();
        }
        match self.keys.keymap.action(Context::Prompt, key) {
            // Who has bound all keys of a question elsewhere still gets out of it.
            None if matches!(key, Key::Esc | Key::Ctrl('c')) => return self.withdraw(),
            None => return Vec::new(),
            Some(Action::TakeAnswer) => return self.take_answer(),
            Some(Action::ShowPalette) if matches!(prompt.purpose, Purpose::Command) => {
                let begun = prompt.answer().to_owned();
                self.open_palette(&begun);
                return Vec::new();
            }
            Some(Action::Dismiss) => return self.withdraw(),
            // As in less and vim, rubbing out an empty question puts it away.
            Some(Action::RubOut) if prompt.answer().is_empty() => return self.withdraw(),
            Some(action) if self.search_action(action) => {}
            Some(action) => {
                if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
                    prompt.edit(action);
                }
            }
        }
        self.look_ahead();
        Vec::new()
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
            prompt.insert(text);
            self.look_ahead();
        } else if let Some(Overlay::Note(_)) = self.overlay {
            return self.paste_into_note(text);
        } else if self.filter.is_typing() {
            self.filter.insert(text);
            self.choose_what_is_shown();
        }
        Vec::new()
    }

    /// Keeps this place under a name, which may be empty.
    pub(super) fn bookmark(&mut self, name: &str) -> Vec<Effect> {
        let (document, place) = (&self.story.document, self.position.place);
        let renamed = self.remembered.marks.bookmark(document, name, place, self.now);
        self.notices.kept = Some(if renamed { "Bookmark renamed" } else { "Bookmark saved" });
        vec![Effect::Keep(Urgency::Told)]
    }

    fn take_answer(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(prompt)) = self.overlay.take() else { return Vec::new() };
        let answer = prompt.input.value();
        match prompt.purpose {
            Purpose::NameBookmark => self.bookmark(answer),
            Purpose::Rename(id) => {
                let marks = &mut self.remembered.marks;
                let before = marks.name_of(&id);
                marks.rename(&id, SafeText::line(answer.trim()), self.now);
                marks.remember_name(&id, before);
                self.show_bookmark(&id);
                vec![Effect::Keep(Urgency::Now)]
            }
            Purpose::Forget { .. } => Vec::new(),
            Purpose::Command => self.command(answer.trim()),
            Purpose::Search { from, before, switches, .. } => self.take_search(from, before, (answer, switches)),
        }
    }

    /// Goes back to how it was before the question.
    pub(super) fn withdraw(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(prompt)) = self.overlay.take() else { return Vec::new() };
        match prompt.purpose {
            Purpose::Search { from, before, .. } => {
                self.position.place = from;
                self.search = before;
            }
            Purpose::Rename(id) => self.show_bookmark(&id),
            Purpose::Forget { record, .. } => self.show_story(&record),
            Purpose::NameBookmark | Purpose::Command => {}
        }
        Vec::new()
    }

    /// One key answers whether to forget a story: what can't be undone must be asked for plainly.
    fn answer_forget(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Prompt(Prompt { purpose: Purpose::Forget { record, title }, .. })) = self.overlay.take()
        else {
            return Vec::new();
        };
        self.show_story(&record);
        if !(key.is_letter('y') || key.is_letter('Y')) {
            self.notices.note = Some("Nothing was forgotten".to_owned());
            return Vec::new();
        }
        self.notices.note = Some(format!("“{title}” has been forgotten"));
        vec![Effect::Forget(record)]
    }

    pub(super) fn show_bookmark(&mut self, id: &str) {
        let chosen = self.remembered.marks.index_of(id).unwrap_or(0);
        self.overlay = Some(Overlay::List(List { kind: ListKind::Marks, chosen }));
    }

    fn show_story(&mut self, record: &str) {
        let shelf = self.shelf.entries.as_deref().unwrap_or_default();
        let chosen = shelf.iter().position(|entry| entry.record == record).unwrap_or(0);
        self.overlay = Some(Overlay::List(List { kind: ListKind::Shelf, chosen }));
    }
}
