//! What a reader can ask for. The names say what is wanted, not how it is done.
//!
//! One table holds what is said of each action: its name in `keys.toml`, and what it does. The help, the palette, the key table
//! and the man page are made from it.

/// A wish of the reader's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read on.
    NextPage,
    /// Go back a page.
    PreviousPage,
    /// Go to the first page, or with a number before it to that page.
    FirstPage,
    /// Go to the last page, or with a number before it to that page.
    LastPage,
    /// Go to the percentage whose number stands before it.
    GoToPercent,
    /// Go to the next scene's beginning.
    NextScene,
    /// Go to this scene's beginning, or from there to the one before.
    PreviousScene,
    /// Go back to where the last jump started.
    GoBack,
    /// Do a jump again that has been gone back on.
    GoForward,
    /// Go to where the last jump started, and from there back again.
    GoBackAndForth,
    /// Go to the furthest place that has been read.
    GoToFurthest,
    /// Say where one is, in all three ways of counting.
    TellPlace,
    /// Show the scenes.
    ShowContents,
    /// Keep this place.
    AddBookmark,
    /// Show the bookmarks, highlights and notes.
    ShowMarks,
    /// Show the note of the page at its foot.
    OpenNote,
    /// Show the links and notes of the page.
    ShowLeads,
    /// Show the stories that have been read.
    ShowShelf,
    /// Show the stories in the reader's folders.
    ShowFolder,
    /// Look for words.
    Search,
    /// Go to the next place with those words.
    NextHit,
    /// Go to the one before.
    PreviousHit,
    /// List all places with those words.
    ShowHits,
    /// Show the themes.
    ShowThemes,
    /// Show all keys.
    ShowHelp,
    /// One page or two facing ones.
    ToggleSpread,
    /// Say another thing of how far one is.
    ChangeProgress,
    /// Show or hide a bar of how far one is.
    ToggleBar,
    /// Use the mouse, or leave it to the terminal.
    ToggleMouse,
    /// Show or hide the line at the foot.
    ToggleStatus,
    /// Ragged or justified lines.
    ToggleJustified,
    /// Break long words more readily, or not at all.
    ChangeHyphens,
    /// Quotes and small signs over the edges of the text, or within them.
    ToggleHanging,
    /// Longer lines.
    Widen,
    /// Shorter lines.
    Narrow,
    /// More empty rows above and below the page.
    RaiseMargins,
    /// Fewer of them.
    LowerMargins,
    /// Let go of what is lit or being asked.
    Dismiss,
    /// Type a command, such as `:q`.
    Command,
    /// Find an action by its words.
    ShowPalette,
    /// Draw the whole screen anew, should something else have written on it. A file that has changed is read again.
    Redraw,
    /// Give the terminal to the shell for a while.
    Suspend,
    /// Leave.
    Quit,
    /// Go down a row of a list.
    Down,
    /// Go up a row.
    Up,
    /// Go down a screenful of rows.
    PageDown,
    /// Go up a screenful.
    PageUp,
    /// Go to the first row.
    Top,
    /// Go to the last row.
    Bottom,
    /// Take the chosen row.
    Choose,
    /// Hide or show the entries under the chosen one.
    Fold,
    /// Hide or show all entries under others.
    FoldAll,
    /// Show only the rows that have some words.
    Filter,
    /// Give the chosen bookmark another name, or the chosen highlight another note.
    Rename,
    /// Remove the chosen mark, or take the chosen story off the shelf.
    Delete,
    /// Forget the chosen story: its place and its bookmarks.
    Forget,
    /// Sort the list in another way.
    Sort,
    /// Say that the chosen story is finished, or to be read.
    ChangeState,
    /// Tell more of the chosen story.
    Details,
    /// Bring the last removed mark back.
    Undo,
    /// Dim all but one paragraph.
    ToggleFocus,
    /// Light one line.
    ToggleRuler,
    /// Have the pages turn by themselves.
    ToggleAutoTurn,
    /// Read aloud, or stop.
    ReadAloud,
    /// Go on by a sentence while reading aloud.
    NextSentence,
    /// Go back by a sentence while reading aloud.
    PreviousSentence,
    /// Select text.
    Select,
    /// Look a word up.
    LookUp,
    /// Go to the place that is bookmarked with the letter that follows.
    GoToLetter,
    /// Add the next sentence to the selection.
    AddSentence,
    /// Take the last sentence from the selection.
    DropSentence,
    /// Add the next word.
    AddWord,
    /// Take the last word away.
    DropWord,
    /// Add the next paragraph.
    AddParagraph,
    /// Take the last paragraph away.
    DropParagraph,
    /// Select the sentence after this one instead.
    SentenceAfter,
    /// Select the sentence before this one instead.
    SentenceBefore,
    /// Move the other end of the selection.
    OtherEnd,
    /// Highlight it in the first colour.
    Highlight1,
    /// Highlight it in the second colour.
    Highlight2,
    /// Highlight it in the third colour.
    Highlight3,
    /// Highlight it in the fourth colour.
    Highlight4,
    /// Write a note to it.
    WriteNote,
    /// Copy it.
    Copy,
    /// Go to the light theme of a dark one, or back.
    TurnLight,
    /// Show the page in the next mood.
    NextMood,
    /// Take what has been typed.
    TakeAnswer,
    /// Bring back what was searched for before.
    OlderAnswer,
    /// Come back to what was searched for later.
    NewerAnswer,
    /// Read what is searched for as a regular expression, or as words.
    ToggleRegex,
    /// Find whole words only, or parts of words, too.
    ToggleWholeWords,
    /// Take the letter before the cursor away.
    RubOut,
    /// Take the letter under the cursor away.
    DeleteLetter,
    /// Go back a letter.
    LetterBack,
    /// Go on a letter.
    LetterForward,
    /// Go to the beginning of the line.
    LineStart,
    /// Go to the end of the line.
    LineEnd,
    /// Take the word before the cursor away.
    RubOutWord,
    /// Take all away that has been typed.
    ClearLine,
    /// Take all behind the cursor away.
    ClearToEnd,
}

impl Action {
    /// All actions, in the order of the enumeration.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(action, ..)| *action)
    }

    /// The name in `keys.toml`: lower case, with hyphens between words.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// What it does, as the help says it.
    #[must_use]
    pub fn description(self) -> &'static str {
        TABLE[self as usize].2
    }

    /// Other words for it, by which the help and the palette find it, too; empty for most.
    #[must_use]
    pub fn other_words(self) -> &'static str {
        OTHER_WORDS.iter().find(|(action, _)| *action == self).map_or("", |(_, words)| words)
    }

    /// The action with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|action| action.name() == name)
    }
}

/// Words that readers of books and of other programs look for, and that stand neither in an action's name nor in what it does.
const OTHER_WORDS: [(Action, &str); 26] = {
    use Action as A;
    [
        (A::NextPage, "forward scroll"),
        (A::PreviousPage, "back scroll"),
        (A::FirstPage, "go to page number beginning start top"),
        (A::LastPage, "end"),
        (A::NextScene, "chapter section"),
        (A::PreviousScene, "chapter section"),
        (A::ShowContents, "chapters table toc outline"),
        (A::AddBookmark, "mark save"),
        (A::ShowMarks, "export annotations"),
        (A::OpenNote, "footnote endnote"),
        (A::ShowLeads, "footnotes endnotes urls"),
        (A::ShowShelf, "library recent books open file"),
        (A::ShowFolder, "library browse books open file"),
        (A::Search, "find"),
        (A::ShowThemes, "colours colors dark light sepia night day"),
        (A::ToggleSpread, "columns"),
        (A::ChangeProgress, "left remaining chapter"),
        (A::ToggleJustified, "align"),
        (A::ChangeHyphens, "hyphenation"),
        (A::Widen, "wider width columns measure margins"),
        (A::Narrow, "narrower width columns measure margins"),
        (A::RaiseMargins, "margins spacing"),
        (A::LowerMargins, "margins spacing"),
        (A::ToggleAutoTurn, "automatic scroll autoscroll"),
        (A::ReadAloud, "speak speech voice tts"),
        (A::LookUp, "define definition meaning translate"),
    ]
};

/// Each action, its name, and what it does.
const TABLE: [(Action, &str, &str); 100] = {
    use Action as A;
    [
        (A::NextPage, "next-page", "Next page"),
        (A::PreviousPage, "previous-page", "Previous page"),
        (A::FirstPage, "first-page", "First page (12g: page 12)"),
        (A::LastPage, "last-page", "Last page (12G: page 12)"),
        (A::GoToPercent, "go-to-percent", "Go to a percentage (50%)"),
        (A::NextScene, "next-scene", "Next scene"),
        (A::PreviousScene, "previous-scene", "Previous scene"),
        (A::GoBack, "go-back", "Go back to before a jump"),
        (A::GoForward, "go-forward", "Go forward again"),
        (A::GoBackAndForth, "go-back-and-forth", "Close the list and jump back"),
        (A::GoToFurthest, "go-to-furthest", "Go to the furthest page read"),
        (A::TellPlace, "tell-place", "Show where you are"),
        (A::ShowContents, "show-contents", "Contents"),
        (A::AddBookmark, "add-bookmark", "Bookmark this place"),
        (A::ShowMarks, "show-marks", "Bookmarks, highlights and notes"),
        (A::OpenNote, "open-note", "Open the note or link on this page"),
        (A::ShowLeads, "show-leads", "Notes and links on this page"),
        (A::ShowShelf, "show-shelf", "Shelf: the stories you have read"),
        (A::ShowFolder, "show-folder", "Stories in your folders"),
        (A::Search, "search", "Search"),
        (A::NextHit, "next-hit", "Next match"),
        (A::PreviousHit, "previous-hit", "Previous match"),
        (A::ShowHits, "show-hits", "List all matches"),
        (A::ShowThemes, "show-themes", "Themes"),
        (A::ShowHelp, "show-help", "Show this help"),
        (A::ToggleSpread, "toggle-spread", "One page or two (from 110 columns)"),
        (A::ChangeProgress, "change-progress", "Progress: pages, percent or time"),
        (A::ToggleBar, "toggle-bar", "Show or hide the progress bar"),
        (A::ToggleMouse, "toggle-mouse", "Mouse on or off; Shift-drag selects"),
        (A::ToggleStatus, "toggle-status", "Show or hide the status line"),
        (A::ToggleJustified, "toggle-justified", "Justified or ragged right"),
        (A::ChangeHyphens, "change-hyphens", "Hyphens: calm, tight or none"),
        (A::ToggleHanging, "toggle-hanging", "Hanging punctuation on or off"),
        (A::Widen, "widen", "Longer lines"),
        (A::Narrow, "narrow", "Shorter lines"),
        (A::RaiseMargins, "raise-margins", "More room above and below"),
        (A::LowerMargins, "lower-margins", "Less room above and below"),
        (A::Dismiss, "dismiss", "Close; clear search highlights"),
        (A::Command, "command", "Command: :q, or :12 for page 12"),
        (A::ShowPalette, "show-palette", "Find a command by its words"),
        (A::Redraw, "redraw", "Redraw the screen"),
        (A::Suspend, "suspend", "Suspended; `fg` resumes"),
        (A::Quit, "quit", "Quit; your place is saved"),
        (A::Down, "down", "Down"),
        (A::Up, "up", "Up"),
        (A::PageDown, "page-down", "Down one screenful"),
        (A::PageUp, "page-up", "Up one screenful"),
        (A::Top, "top", "First row"),
        (A::Bottom, "bottom", "Last row"),
        (A::Choose, "choose", "Open the selected row"),
        (A::Fold, "fold", "Fold or unfold a chapter"),
        (A::FoldAll, "fold-all", "Fold or unfold all"),
        (A::Filter, "filter", "Filter this list"),
        (A::Rename, "rename", "Rename it, or edit its note"),
        (A::Delete, "delete", "Delete it, or take it off the shelf"),
        (A::Forget, "forget", "Forget its place and bookmarks"),
        (A::Sort, "sort", "Sort: time, title, author, progress"),
        (A::ChangeState, "change-state", "Finished, to read, or reading"),
        (A::Details, "details", "Author, time, marks and last words"),
        (A::Undo, "undo", "Undo the last deletion or change"),
        (A::ToggleFocus, "toggle-focus", "Focus: dim all but one paragraph"),
        (A::ToggleRuler, "toggle-ruler", "Ruler: light one line"),
        (A::ToggleAutoTurn, "toggle-auto-turn", "Turn pages at your pace"),
        (A::ReadAloud, "read-aloud", "Read aloud (1A: this scene)"),
        (A::NextSentence, "next-sentence", "Next sentence, reading aloud"),
        (A::PreviousSentence, "previous-sentence", "Previous sentence, reading aloud"),
        (A::Select, "select", "Select text to highlight or copy"),
        (A::LookUp, "look-up", "Look a word up in a dictionary"),
        (A::GoToLetter, "go-to-letter", "Go to a bookmark by its letter (`a)"),
        (A::AddSentence, "add-sentence", "Add the next sentence"),
        (A::DropSentence, "drop-sentence", "Drop the last sentence"),
        (A::AddWord, "add-word", "Add the next word"),
        (A::DropWord, "drop-word", "Drop the last word"),
        (A::AddParagraph, "add-paragraph", "Add the next paragraph"),
        (A::DropParagraph, "drop-paragraph", "Drop the last paragraph"),
        (A::SentenceAfter, "sentence-after", "The next sentence instead"),
        (A::SentenceBefore, "sentence-before", "The previous sentence instead"),
        (A::OtherEnd, "other-end", "Move the other end"),
        (A::Highlight1, "highlight-1", "Highlight in the first colour"),
        (A::Highlight2, "highlight-2", "Highlight in the second colour"),
        (A::Highlight3, "highlight-3", "Highlight in the third colour"),
        (A::Highlight4, "highlight-4", "Highlight in the fourth colour"),
        (A::WriteNote, "write-note", "Write a note"),
        (A::Copy, "copy", "Copy it"),
        (A::TurnLight, "turn-light", "The light or dark half of a pair"),
        (A::NextMood, "next-mood", "Show the page in each mood"),
        (A::TakeAnswer, "take-answer", "Take what is typed"),
        (A::OlderAnswer, "older-answer", "The search before"),
        (A::NewerAnswer, "newer-answer", "The search after it"),
        (A::ToggleRegex, "toggle-regex", "Search by a regular expression"),
        (A::ToggleWholeWords, "toggle-whole-words", "Search for whole words"),
        (A::RubOut, "rub-out", "Delete the letter before"),
        (A::DeleteLetter, "delete-letter", "Delete the letter under the cursor"),
        (A::LetterBack, "letter-back", "Back a letter"),
        (A::LetterForward, "letter-forward", "Forward a letter"),
        (A::LineStart, "line-start", "To the beginning of the line"),
        (A::LineEnd, "line-end", "To the end of the line"),
        (A::RubOutWord, "rub-out-word", "Delete the word before"),
        (A::ClearLine, "clear-line", "Delete the line"),
        (A::ClearToEnd, "clear-to-end", "Delete to the end of the line"),
    ]
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_action_stands_once_in_the_table_at_its_own_index() {
        for (index, action) in Action::all().enumerate() {
            assert_eq!(action as usize, index, "{action:?}");
            assert_eq!(Action::named(action.name()), Some(action));
        }
        assert_eq!(Action::ClearToEnd as usize + 1, TABLE.len());
        let names: BTreeSet<&str> = Action::all().map(Action::name).collect();
        assert_eq!(names.len(), TABLE.len());
    }
}
