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
    /// Show the kept places.
    ShowBookmarks,
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
    /// Show the themes.
    ShowThemes,
    /// Show all keys.
    ShowHelp,
    /// One page or two facing ones.
    ToggleSpread,
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
    /// Give the chosen bookmark another name.
    Rename,
    /// Remove the chosen bookmark, or take the chosen story off the shelf.
    Delete,
    /// Forget the chosen story: its place and its bookmarks.
    Forget,
    /// Bring the last removed bookmark back.
    Undo,
}

impl Action {
    /// What it does, as the help says it.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::NextPage => "next page",
            Self::PreviousPage => "previous page",
            Self::FirstPage => "first page (12g: page 12)",
            Self::LastPage => "last page (12G: page 12)",
            Self::GoToPercent => "go to a percentage (50%)",
            Self::NextScene => "next scene",
            Self::PreviousScene => "previous scene",
            Self::GoBack => "back to before the last jump",
            Self::GoForward => "and forward again",
            Self::GoBackAndForth => "to and fro: the last jump",
            Self::GoToFurthest => "the furthest place read",
            Self::TellPlace => "where am I",
            Self::ShowContents => "contents",
            Self::AddBookmark => "bookmark this place",
            Self::ShowBookmarks => "bookmarks",
            Self::ShowLeads => "notes and links of this page",
            Self::ShowShelf => "the shelf: what has been read",
            Self::Search => "search",
            Self::NextHit => "next hit",
            Self::PreviousHit => "previous hit",
            Self::ShowThemes => "themes",
            Self::ShowHelp => "this help",
            Self::ToggleSpread => "one page or two (from 110 columns)",
            Self::ToggleStatus => "status line on or off",
            Self::ToggleJustified => "ragged or justified",
            Self::ChangeHyphens => "hyphens: calm, tight, none",
            Self::ToggleHanging => "hanging quotes on or off",
            Self::Widen => "longer lines",
            Self::Narrow => "shorter lines",
            Self::Dismiss => "close; put the lit hits out",
            Self::Redraw => "draw the screen anew",
            Self::Suspend => "to the shell; fg comes back",
            Self::Quit => "leave; the place is kept",
            Self::Down => "down",
            Self::Up => "up",
            Self::PageDown => "a screenful down",
            Self::PageUp => "a screenful up",
            Self::Top => "to the top",
            Self::Bottom => "to the bottom",
            Self::Choose => "choose",
            Self::Rename => "rename",
            Self::Delete => "delete; take off the shelf",
            Self::Forget => "forget its place and bookmarks",
            Self::Undo => "undo",
        }
    }
}
