//! Looking words up: what is asked for, and the article that comes back.
//!
//! A program that the reader has installed answers. It is run by the terminal layer; this part knows words and lines.

use super::{App, Effect, List, Overlay};
use crate::action::Action;
use crate::document::SafeText;

/// A text from elsewhere, shown over the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// What it is about.
    pub title: String,
    /// The list that it was opened from, to which one comes back.
    pub from: Option<List>,
    /// Its text, in lines that are wrapped when they are drawn.
    pub text: SafeText,
    /// The first row that is seen.
    pub top: usize,
}

/// The most columns of an article: a line that is read across without losing the row.
const WIDEST: u16 = 64;

impl Article {
    /// The columns of its text in a window.
    #[must_use]
    pub fn columns(window: u16) -> u16 {
        WIDEST.min(window.saturating_sub(4)).max(1)
    }

    /// Its lines, wrapped. The indents that dictionaries make stay.
    #[must_use]
    pub fn lines(&self, columns: u16) -> Vec<String> {
        let wrap = |line: &str| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let indent = " ".repeat(blanks.min(usize::from(columns / 3)));
            let options =
                textwrap::Options::new(usize::from(columns)).initial_indent(&indent).subsequent_indent(&indent);
            let lines = textwrap::wrap(line.trim(), options);
            lines.into_iter().map(std::borrow::Cow::into_owned).collect::<Vec<_>>()
        };
        self.text.lines().flat_map(wrap).collect()
    }
}

/// The most characters that are looked up: a phrase. A dictionary has no sentences.
const LONGEST: usize = 80;

impl App {
    /// Looks words up.
    pub(super) fn look_up(&mut self, words: &str) -> Vec<Effect> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        if words.is_empty() || words.chars().count() > LONGEST {
            return self.say("Select a word to look it up: K, then h and l".to_owned());
        }
        self.notices.note = Some(format!("Looking up “{words}”…"));
        vec![Effect::LookUp(words.to_owned())]
    }

    /// Shows what a dictionary has said, unless the reader has gone on to something else.
    pub(super) fn show_article(&mut self, answer: Result<String, String>) -> Vec<Effect> {
        let selected = self.selected().map(|passage| self.story.document.words_of(passage));
        match answer {
            Ok(text) => {
                if let Some(title) = selected {
                    let title = SafeText::line(&title).to_string();
                    self.notices.note = None;
                    self.overlay =
                        Some(Overlay::Article(Article { title, from: None, text: SafeText::new(&text), top: 0 }));
                }
                Vec::new()
            }
            Err(why) => self.say(SafeText::line(&why).to_string()),
        }
    }

    pub(super) fn scroll_article(&mut self, action: Action) {
        /// The rows of a window that an article leaves to its title, its hint and the status line.
        const AROUND: u16 = 7;
        let sheet = self.story.book.sheet();
        let screenful = usize::from(sheet.rows / 2).max(1);
        let (columns, seen) = (Article::columns(sheet.width), usize::from(sheet.height.saturating_sub(AROUND)));
        let Some(Overlay::Article(article)) = &mut self.overlay else { return };
        let last = article.lines(columns).len().saturating_sub(seen.max(1));
        match action {
            Action::Down => article.top += 1,
            Action::Up => article.top = article.top.saturating_sub(1),
            Action::PageDown => article.top += screenful,
            Action::PageUp => article.top = article.top.saturating_sub(screenful),
            Action::Top => article.top = 0,
            Action::Bottom => article.top = last,
            Action::Dismiss | Action::Choose => self.overlay = article.from.map(Overlay::List),
            _ => {}
        }
        if let Some(Overlay::Article(article)) = &mut self.overlay {
            article.top = article.top.min(last);
        }
    }
}
