//! What is done on the shelf: stories are sorted, told of, called finished, taken off, brought back and forgotten.

use super::pace::told;
use super::{App, Article, Effect, List, Overlay, Purpose};
use crate::action::Action;
use crate::document::SafeText;
use crate::shelf::{Entry, State};

/// The order of the shelf.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShelfOrder {
    /// What was read last comes first.
    #[default]
    LastRead,
    /// By title.
    Title,
    /// By author, and then by title.
    Author,
    /// What has been read furthest comes first.
    Progress,
}

impl ShelfOrder {
    const ALL: [(Self, &str); 4] = [
        (Self::LastRead, "Sorted by when they were read"),
        (Self::Title, "Sorted by title"),
        (Self::Author, "Sorted by author"),
        (Self::Progress, "Sorted by how far they are read"),
    ];

    fn next(self) -> (Self, &'static str) {
        let at = Self::ALL.iter().position(|(order, _)| *order == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// Sorts stories, which come sorted by when they were read.
    pub(super) fn sort(self, entries: &mut [Entry]) {
        match self {
            Self::LastRead => entries.sort_by_key(|entry| std::cmp::Reverse(entry.read)),
            Self::Title => entries.sort_by_key(|entry| entry.title.to_lowercase()),
            Self::Author => entries.sort_by_key(|entry| (entry.author.to_lowercase(), entry.title.to_lowercase())),
            Self::Progress => entries.sort_by_key(|entry| std::cmp::Reverse(entry.percent)),
        }
    }
}

impl App {
    pub(super) fn shelf_action(&mut self, list: List, action: Action) -> Vec<Effect> {
        match action {
            Action::Undo => {
                return match self.shelf.removed.pop() {
                    Some(record) => {
                        self.notices.note = Some("Back on the shelf".to_owned());
                        vec![Effect::PutBack(record)]
                    }
                    None => self.say("Nothing to bring back".to_owned()),
                };
            }
            Action::Sort => {
                let (order, said) = self.shelf.order.next();
                self.shelf.order = order;
                if let Some(entries) = &mut self.shelf.entries {
                    order.sort(entries);
                }
                self.choose_row(List { chosen: 0, ..list });
                return self.say(said.to_owned());
            }
            _ => {}
        }
        let Some(entry) = self.shelf.entries.as_ref().and_then(|shelf| shelf.get(list.chosen)).cloned() else {
            return Vec::new();
        };
        let record = entry.record.clone();
        match action {
            Action::Delete => {
                self.notices.note =
                    Some(format!("“{}” is off the shelf; its place stays saved · u brings it back", entry.title));
                self.shelf.removed.push(record.clone());
                // The shelf without it comes later; the row after it is the chosen one until then.
                let rows = self.list_rows(list.kind);
                let nth = rows.iter().position(|row| row.index == list.chosen).unwrap_or(0);
                let next = rows.get(nth + 1).or_else(|| rows.get(nth.wrapping_sub(1)));
                if let Some(next) = next {
                    self.choose_row(List { chosen: next.index, ..list });
                }
                vec![Effect::RemoveFromShelf(record)]
            }
            Action::ChangeState => {
                let state = match entry.state {
                    State::Reading => State::Finished,
                    State::Finished => State::ToRead,
                    State::ToRead => State::Reading,
                };
                self.notices.note = Some(format!("“{}”: {}", entry.title, state.name()));
                if self.is_open(&entry) {
                    self.remembered.record.state = state;
                    self.remembered.record.state_since = self.now.max(self.remembered.record.state_since + 1);
                }
                vec![Effect::SetState(record, state)]
            }
            Action::Details => {
                self.overlay = Some(Overlay::Article(self.details(&entry)));
                Vec::new()
            }
            // Its place is kept again as long as it is read.
            Action::Forget if self.is_open(&entry) => {
                self.say(format!("“{}” is open · open another story first, then forget it", entry.title))
            }
            Action::Forget => {
                let title = entry.title.clone();
                self.ask(Purpose::Forget { record, title }, "");
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Whether an entry is of the story that is read now.
    fn is_open(&self, entry: &Entry) -> bool {
        let path = self.remembered.record.paths.first().map_or("", String::as_str);
        entry.path == path && entry.title == self.remembered.record.title
    }

    /// What there is to say of a story.
    fn details(&self, entry: &Entry) -> Article {
        let minutes = usize::try_from(entry.spent / 60_000).unwrap_or(0);
        let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let rows = [
            ("Author", entry.author.clone()),
            ("State", format!("{}, {}%", entry.state.name(), entry.percent)),
            ("Last read", entry.ago(self.now)),
            ("Time", if minutes > 0 { told(minutes) } else { String::new() }),
            ("Marks", format!("{}, {}", count(entry.bookmarks, "bookmark"), count(entry.highlights, "highlight"))),
            ("File", entry.path.clone()),
            ("Last words", if entry.words.is_empty() { String::new() } else { format!("… {} …", entry.words) }),
        ];
        let lines = rows.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}"));
        let text = SafeText::new(&lines.collect::<Vec<_>>().join("\n"));
        Article { title: SafeText::line(&entry.title).to_string(), text, top: 0 }
    }
}
