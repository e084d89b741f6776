//! What is done on the shelf: stories are sorted, told of, called finished, taken off, brought back and forgotten.

use super::list_row::ListRow;
use super::pace::told;
use super::{App, Article, Effect, Fetching, List, ListKind, Overlay, Purpose};
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
            Action::Undo => return self.put_back(),
            Action::Sort => return self.sort_shelf(list),
            _ => {}
        }
        let Some(entry) = self.shelf.entries.as_ref().and_then(|shelf| shelf.get(list.chosen)).cloned() else {
            return Vec::new();
        };
        let record = entry.record.clone();
        match action {
            Action::Delete => self.take_off(list, &entry),
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
                self.overlay = Some(Overlay::Article(Article { from: Some(list), ..self.details(&entry) }));
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

    /// Brings back the story that was taken off last.
    fn put_back(&mut self) -> Vec<Effect> {
        match self.shelf.removed.pop() {
            Some(record) => {
                self.notices.note = Some("Back on the shelf".to_owned());
                vec![Effect::PutBack(record)]
            }
            None => self.say("Nothing to bring back".to_owned()),
        }
    }

    /// Sorts the shelf in the next way.
    fn sort_shelf(&mut self, list: List) -> Vec<Effect> {
        let (order, said) = self.shelf.order.next();
        self.shelf.order = order;
        if let Some(entries) = &mut self.shelf.entries {
            order.sort(entries);
        }
        self.choose_row(List { chosen: 0, ..list });
        self.say(said.to_owned())
    }

    /// Takes a story off the shelf.
    fn take_off(&mut self, list: List, entry: &Entry) -> Vec<Effect> {
        let title = &entry.title;
        let undo = self.key(Action::Undo);
        self.notices.note = Some(format!("“{title}” is off the shelf; its place stays saved · {undo} brings it back"));
        self.shelf.removed.push(entry.record.clone());
        // The shelf without it comes later; the row after it is the chosen one until then.
        let shown = self.list_indices(list.kind);
        let nth = shown.iter().position(|index| *index == list.chosen).unwrap_or(0);
        if let Some(next) = shown.get(nth + 1).or_else(|| shown.get(nth.wrapping_sub(1))) {
            self.choose_row(List { chosen: *next, ..list });
        }
        vec![Effect::RemoveFromShelf(entry.record.clone())]
    }

    /// Shows the stories in the reader's folders.
    pub fn show_folder(&mut self) -> Vec<Effect> {
        self.open_list(ListKind::Folder, 0);
        vec![Effect::ReadFolders]
    }

    /// The stories in the reader's folders; `None` before they have been asked for.
    #[must_use]
    pub fn folder(&self) -> Option<&[Entry]> {
        self.shelf.folder.as_deref()
    }

    /// How many titles of these are known, and of how many, while they are read.
    #[must_use]
    pub fn reading_titles(&self) -> Option<(usize, usize)> {
        self.shelf.reading
    }

    /// Opens a story of the reader's folders.
    pub(super) fn open_from_folder(&mut self, index: usize) -> Vec<Effect> {
        let Some(entry) = self.shelf.folder.as_ref().and_then(|folder| folder.get(index)) else { return Vec::new() };
        self.pending.fetching = Some(Fetching::new(entry.title.clone()));
        vec![Effect::Open(entry.path.clone())]
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
            ("Length", entry.length.told()),
            ("State", format!("{}, {}%", entry.state.name(), entry.percent)),
            ("Last read", entry.ago(self.now)),
            ("Time", if minutes > 0 { told(minutes) } else { String::new() }),
            ("Marks", format!("{}, {}", count(entry.bookmarks, "bookmark"), count(entry.highlights, "highlight"))),
            ("File", entry.path.clone()),
            ("Last words", if entry.words.is_empty() { String::new() } else { format!("… {} …", entry.words) }),
        ];
        let lines = rows.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}"));
        let text = SafeText::new(&lines.collect::<Vec<_>>().join("\n"));
        Article { title: SafeText::line(&entry.title).to_string(), from: None, text, top: 0 }
    }
}

/// The row of a story in the reader's folders.
pub(super) fn folder_row(entry: &Entry) -> ListRow {
    let by = if entry.author.is_empty() { String::new() } else { format!(", {}", entry.author) };
    let ending = entry.path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let read = match entry.state {
        State::Finished => "finished  ".to_owned(),
        _ if entry.read > 0 => format!("{}%  ", entry.percent),
        _ => String::new(),
    };
    ListRow::new(
        SafeText::line(&format!("{}{by}", entry.title)).to_string(),
        SafeText::line(&format!("{read}{ending}")).to_string(),
    )
}
