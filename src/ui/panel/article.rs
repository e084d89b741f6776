//! A text from elsewhere, such as a dictionary's, in a panel.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::super::hints::hints;
use super::super::look::panel_style;
use super::super::text::put;
use super::{Area, open};
use crate::action::Action;
use crate::app::{App, Article};
use crate::config::Context;
use crate::theme::Scope;

/// Returns the article's area in a window, or `None` in a window too small for any.
pub(super) fn area(article: &Article, window: Rect) -> Option<Area> {
    let columns = Article::columns(window.width);
    let rows = article.lines(columns).len();
    super::area(window, (columns, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(4)), false)
}

/// Draws the article. Returns where its text begins.
pub(super) fn draw(buffer: &mut Buffer, app: &App, article: &Article) -> Option<Position> {
    let Area { outer, inner } = area(article, buffer.area)?;
    open(buffer, app, outer);
    let lines = article.lines(inner.width);
    let seen = usize::from(inner.height.saturating_sub(4).max(1));
    let top = article.top.min(lines.len().saturating_sub(seen));
    put(buffer, (inner.x, inner.y), &article.title, inner.width, panel_style(app, Scope::PanelTitle));
    for (line, y) in lines.iter().skip(top).take(seen).zip(inner.y + 2..) {
        put(buffer, (inner.x, y), line, inner.width, panel_style(app, Scope::Panel));
    }
    let more = (Context::Panel, Action::Down, "more");
    let all = [(Context::Panel, Action::Dismiss, "close"), more];
    let hint = hints(app, if lines.len() > top + seen { &all } else { &all[..1] });
    put(buffer, (inner.x, inner.bottom() - 1), &hint, inner.width, panel_style(app, Scope::PanelDim));
    Some(Position { x: inner.x, y: inner.y })
}
