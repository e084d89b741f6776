//! A bar of how far one is: what has been read, where scenes begin, and what the reader looks for.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::super::page::mood_of_page;
use super::super::text::put_cluster;
use crate::app::{App, TickKind};
use crate::theme::Scope;
use crate::typeset::Ambiguous;

/// The signs of the bar: what has been read, what has not, a scene, the start of the session, a match and a mark.
struct Signs {
    read: &'static str,
    rest: &'static str,
    scene: &'static str,
    start: &'static str,
    hit: &'static str,
    mark: &'static str,
}

/// Signs that take one cell in all terminals but those that draw ambiguous characters wide.
const FINE: Signs = Signs { read: "━", rest: "─", scene: "┼", start: "╿", hit: "·", mark: "▴" };

/// Signs that take one cell in every terminal.
const PLAIN: Signs = Signs { read: "=", rest: "-", scene: "+", start: "|", hit: ".", mark: "^" };

/// The fewest cells of a bar.
const LEAST: u16 = 10;

/// Draws the bar from a cell on in so many cells. Returns these.
pub(super) fn draw(buffer: &mut Buffer, app: &App, (left, y): (u16, u16), cells: u16) -> u16 {
    // A bar of a few cells tells nothing.
    if cells < LEAST {
        return 0;
    }
    let wide = app.book().preferences().ambiguous == Ambiguous::Wide;
    let signs = if wide { PLAIN } else { FINE };
    let (here, ticks) = app.ticks();
    let mood = mood_of_page(app, app.book().sheet().pages - 1);
    let style = |scope| {
        let text = app.theme().style(mood, Scope::Text);
        Style { fg: text.fg, ..Style::default() }.patch(Style { bg: None, ..app.theme().style(mood, scope) })
    };
    let cell = |at: u16| u16::try_from(u32::from(at.min(999)) * u32::from(cells) / 1000).unwrap_or(0);
    for x in 0..cells {
        let (sign, scope) =
            if x < cell(here) || here >= 1000 { (signs.read, Scope::Message) } else { (signs.rest, Scope::Status) };
        put_cluster(buffer, (left + x, y), sign, 1, style(scope));
    }
    for tick in ticks {
        let (sign, look) = match tick.kind {
            // A tick at each of a thousand chapters would be a second bar.
            TickKind::Scene(_) if tick.at == 0 || app.document().scenes.len() > usize::from(cells) / 2 => continue,
            TickKind::Scene(mood) => {
                let accent = app.theme().style(mood, Scope::Heading);
                (signs.scene, Style { bg: None, ..accent })
            }
            TickKind::Start => (signs.start, style(Scope::Message)),
            TickKind::Hit => (signs.hit, style(Scope::Message)),
            TickKind::Mark => (signs.mark, style(Scope::Ornament)),
        };
        put_cluster(buffer, (left + cell(tick.at), y), sign, 1, look);
    }
    cells
}
