//! The page as long as nothing of the story is there: what is being read, and how far that has come.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::text::put;
use crate::app::App;
use crate::theme::Scope;
use crate::typeset::width;

/// Draws what there is to say, in the middle and a little above it, where a title would stand.
///
/// Returns where it begins.
pub(super) fn draw(buffer: &mut Buffer, app: &App) -> Option<Position> {
    let fetching = app.fetching().filter(|fetching| fetching.is_slow())?;
    let sheet = app.book().sheet();
    let share = fetching.percent.map_or_else(|| "Loading…".to_owned(), |percent| format!("Loading… {percent}%"));
    // A blank row parts the name from what becomes of it.
    let lines = [
        (fetching.name.as_str(), Scope::Title),
        ("", Scope::Status),
        (&*share, Scope::Status),
        ("Esc quits", Scope::Status),
    ];
    let top = (sheet.height / 3).min(sheet.height.saturating_sub(4));
    let mut first = None;
    for ((text, scope), y) in lines.into_iter().zip(top..sheet.height) {
        let taken = u16::try_from(width(text)).unwrap_or(u16::MAX).min(sheet.width);
        let x = (sheet.width - taken) / 2;
        put(buffer, (x, y), text, taken, app.theme().style(None, scope));
        first = first.or(Some(Position { x, y }));
    }
    first
}
