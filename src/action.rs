//! What a reader can ask for. The names say what is wanted, not how it is done.

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
    /// Let go of what is lit or being asked.
    Dismiss,
    /// Type a command, such as `:q`.
    Command,
    /// Draw the whole screen anew, should something else have written on it.
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
}

impl Action {
    /// What it does, as the help says it.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::NextPage => "Next page",
            Self::PreviousPage => "Previous page (h is help in less)",
            Self::FirstPage => "First page (12g: page 12)",
            Self::LastPage => "Last page (12G: page 12)",
            Self::GoToPercent => "Go to a percentage (50%)",
            Self::NextScene => "Next scene",
            Self::PreviousScene => "Previous scene",
            Self::GoBack => "Go back to before a jump",
            Self::GoForward => "Go forward again",
            Self::GoBackAndForth => "Close the list and jump back",
            Self::GoToFurthest => "Go to the furthest page read",
            Self::TellPlace => "Show where you are",
            Self::ShowContents => "Contents",
            Self::AddBookmark => "Bookmark this place",
            Self::ShowMarks => "Bookmarks, highlights and notes",
            Self::OpenNote => "Open the note or link on this page",
            Self::ShowLeads => "Notes and links on this page",
            Self::ShowShelf => "Shelf: the stories you have read",
            Self::Search => "Search",
            Self::NextHit => "Next match",
            Self::PreviousHit => "Previous match",
            Self::ShowHits => "List all matches",
            Self::ShowThemes => "Themes",
            Self::ShowHelp => "Show this help",
            Self::ToggleSpread => "One page or two (from 110 columns)",
            Self::ChangeProgress => "Progress: pages, percent or time",
            Self::ToggleBar => "Show or hide the progress bar",
            Self::ToggleStatus => "Show or hide the status line",
            Self::ToggleJustified => "Justified or ragged right",
            Self::ChangeHyphens => "Hyphens: calm, tight or none",
            Self::ToggleHanging => "Hanging punctuation on or off",
            Self::Widen => "Longer lines",
            Self::Narrow => "Shorter lines",
            Self::Dismiss => "Close; clear search highlights",
            Self::Command => "Command: :q, or :12 for page 12",
            Self::Redraw => "Redraw the screen",
            Self::Suspend => "Suspended; `fg` resumes",
            Self::Quit => "Quit; your place is saved",
            Self::Down => "Down",
            Self::Up => "Up",
            Self::PageDown => "Down one screenful",
            Self::PageUp => "Up one screenful",
            Self::Top => "First row",
            Self::Bottom => "Last row",
            Self::Choose => "Open the selected row",
            Self::Fold => "Fold or unfold a chapter",
            Self::FoldAll => "Fold or unfold all",
            Self::Filter => "Filter this list",
            Self::Rename => "Rename it, or edit its note",
            Self::Delete => "Delete it, or take it off the shelf",
            Self::Forget => "Forget its place and bookmarks",
            Self::Undo => "Undo the last deletion",
            Self::ToggleFocus => "Focus: dim all but one paragraph",
            Self::ToggleRuler => "Ruler: light one line",
            Self::ToggleAutoTurn => "Turn pages at your pace",
            Self::ReadAloud => "Read aloud, or stop",
            Self::NextSentence => "Next sentence, while reading aloud",
            Self::PreviousSentence => "Last sentence, while reading aloud",
            Self::Select => "Select text to highlight or copy",
            Self::LookUp => "Look a word up in a dictionary",
            Self::GoToLetter => "Go to a bookmark by its letter (`a)",
            Self::AddSentence => "Add the next sentence",
            Self::DropSentence => "Drop the last sentence",
            Self::AddWord => "Add the next word",
            Self::DropWord => "Drop the last word",
            Self::AddParagraph => "Add the next paragraph",
            Self::DropParagraph => "Drop the last paragraph",
            Self::SentenceAfter => "The next sentence instead",
            Self::SentenceBefore => "The previous sentence instead",
            Self::OtherEnd => "Move the other end",
            Self::Highlight1 => "Highlight in the first colour",
            Self::Highlight2 => "Highlight in the second colour",
            Self::Highlight3 => "Highlight in the third colour",
            Self::Highlight4 => "Highlight in the fourth colour",
            Self::WriteNote => "Write a note",
            Self::Copy => "Copy it",
            Self::TurnLight => "The light or dark half of a pair",
            Self::NextMood => "Show the page in each mood",
        }
    }
}
