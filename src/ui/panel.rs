//! Lists and the help, over the page.

mod help;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::text::put;
use crate::action::Action;
use crate::app::{App, Bookmarks, List, ListKind, Overlay};
use crate::config::Context;
use crate::document::{Chapter, SafeText};
use crate::shelf::Entry;
use crate::theme::Scope;
use crate::typeset::width;

/// Cells and rows around a panel's text.
const PADDING: u16 = 2;

/// The most columns of a panel: a title and a page number are read across without losing the row.
const WIDEST: u16 = 64;

/// Windows with fewer rows than this give every row to a panel.
const LEAST_FOR_NOTES: u16 = 10;

/// Draws what stands over the page; a question is the status line's.
///
/// Returns where its chosen row begins, or its first one.
pub(super) fn draw(buffer: &mut Buffer, app: &App, overlay: &Overlay) -> Option<Position> {
    match overlay {
        Overlay::List(list) => draw_list(buffer, app, *list),
        Overlay::Help { top } => help::draw(buffer, app, *top),
        Overlay::Prompt(_) => None,
    }
}

/// A row of a list: what it is, and what is said at its end.
struct Row {
    label: String,
    end: String,
}

fn draw_list(buffer: &mut Buffer, app: &App, list: List) -> Option<Position> {
    let rows = rows(app, list.kind);
    let (title, empty, hints) = match list.kind {
        ListKind::Contents => ("Contents", "", vec![Action::Choose, Action::Dismiss]),
        ListKind::Leads => ("Notes and links", "", vec![Action::Choose, Action::Dismiss]),
        ListKind::Themes { .. } => ("Themes", "", vec![Action::Choose, Action::Dismiss]),
        ListKind::Shelf if rows.is_empty() => ("The shelf", shelf_is_empty(app), vec![Action::Dismiss]),
        ListKind::Shelf => ("The shelf", "", vec![Action::Choose, Action::Delete, Action::Forget, Action::Dismiss]),
        ListKind::Bookmarks => {
            let mut hints = Vec::new();
            if !rows.is_empty() {
                hints.extend([Action::Choose, Action::Rename, Action::Delete]);
            }
            if app.bookmarks().can_undo() {
                hints.push(Action::Undo);
            }
            hints.push(Action::Dismiss);
            ("Bookmarks", "None yet: m keeps the place you are at.", hints)
        }
    };
    let context = match list.kind {
        ListKind::Bookmarks => Context::Bookmarks,
        ListKind::Shelf => Context::Shelf,
        _ => Context::Panel,
    };
    let hint = hint(app, &hints, context);
    let widest = rows.iter().map(|row| width(&row.label) + width(&row.end) + 2).max().unwrap_or(width(empty));
    let columns = widest.max(width(&hint)).max(width(title));
    let columns = u16::try_from(columns).unwrap_or(WIDEST).min(WIDEST);
    let count = u16::try_from(rows.len().max(1)).unwrap_or(u16::MAX);
    let corner = matches!(list.kind, ListKind::Themes { .. });
    let inner = open(buffer, app, (columns, count.saturating_add(4)), corner)?;
    let mut cursor = Position { x: inner.x, y: inner.y };
    let style = |scope| panel_style(app, scope);
    put(buffer, (inner.x, inner.y), title, inner.width, style(Scope::PanelTitle));
    put(buffer, (inner.x, inner.bottom() - 1), &hint, inner.width, style(Scope::PanelDim));
    let seen = inner.height.saturating_sub(4).max(1);
    if rows.is_empty() {
        put(buffer, (inner.x, inner.y + 2), empty, inner.width, style(Scope::PanelDim));
    }
    // The chosen row stays in the middle of a list that is longer than the panel.
    let top = list.chosen.saturating_sub(usize::from(seen / 2)).min(rows.len().saturating_sub(usize::from(seen)));
    for ((index, row), y) in
        rows.iter().enumerate().skip(top).zip(inner.y + 2..(inner.y + 2 + seen).min(inner.bottom()))
    {
        draw_row(buffer, app, row, index == list.chosen, (inner, y));
        if index == list.chosen {
            cursor.y = y;
        }
    }
    Some(cursor)
}

fn draw_row(buffer: &mut Buffer, app: &App, row: &Row, chosen: bool, (inner, y): (Rect, u16)) {
    let scope = if chosen { Scope::Selected } else { Scope::Panel };
    let style = panel_style(app, scope);
    let end_style = if chosen { style } else { panel_style(app, Scope::PanelDim) };
    // The chosen row's colour reaches a cell past its text, so that letters don't touch its edge.
    let bar = Rect::new(inner.x - 1, y, inner.width + 2, 1).intersection(buffer.area);
    buffer.set_style(bar, style);
    let end = u16::try_from(width(&row.end)).unwrap_or(0).min(inner.width);
    put(buffer, (inner.right() - end, y), &row.end, end, end_style);
    put(buffer, (inner.x, y), &row.label, inner.width.saturating_sub(end + 1), style);
}

fn rows(app: &App, kind: ListKind) -> Vec<Row> {
    let (document, book) = (app.document(), app.book());
    let page = |place| book.number_of(place).map_or_else(String::new, |number| number.to_string());
    match kind {
        ListKind::Contents => {
            let row = |chapter: &Chapter| {
                let indent = "  ".repeat(usize::from(chapter.level));
                Row { label: format!("{indent}{}", chapter.title), end: page(chapter.place) }
            };
            app.outline().iter().map(row).collect()
        }
        ListKind::Bookmarks => {
            let row = |kept| Row { label: Bookmarks::label(document, kept), end: page(kept.place) };
            app.bookmarks().kept().iter().map(row).collect()
        }
        ListKind::Leads => {
            app.leads().into_iter().map(|lead| Row { end: page(lead.place), label: lead.label.to_string() }).collect()
        }
        ListKind::Shelf => app.shelf().unwrap_or_default().iter().map(|entry| shelf_row(app, entry)).collect(),
        ListKind::Themes { .. } => {
            let row = |theme: &crate::theme::Theme| Row { label: theme.name.to_string(), end: String::new() };
            app.themes().all().iter().map(row).collect()
        }
    }
}

fn shelf_row(app: &App, entry: &Entry) -> Row {
    let by = if entry.author.is_empty() { String::new() } else { format!(", {}", entry.author) };
    let title = if entry.title.is_empty() { "untitled" } else { &entry.title };
    let gone = if entry.there { "" } else { "gone for now · " };
    let ago = entry.ago(app.now());
    // From a file that anyone may have written.
    let label = SafeText::line(&format!("{title}{by}")).to_string();
    Row { label, end: format!("{gone}{ago}{:>5}%", entry.percent) }
}

fn shelf_is_empty(app: &App) -> &'static str {
    if app.shelf().is_some() { "Nothing has been kept yet." } else { "…" }
}

/// The first key of each action, and what it does.
fn hint(app: &App, actions: &[Action], context: Context) -> String {
    let key = |action: Action| {
        let bindings = app.keymap().bindings();
        let in_context = |c: Context| bindings.iter().find(|b| b.action == action && b.context == c);
        let binding = in_context(context).or_else(|| in_context(Context::Panel))?;
        let does = match (action, context) {
            (Action::Dismiss, _) => "close",
            (Action::Delete, Context::Shelf) => "take off",
            (Action::Delete, _) => "delete",
            (Action::Forget, _) => "forget",
            _ => action.description(),
        };
        Some(format!("{} {does}", binding.keys.first()?))
    };
    actions.iter().filter_map(|action| key(*action)).collect::<Vec<_>>().join(" · ")
}

/// Clears a panel of `columns` by `rows` and returns its inside: in the middle of the window, or in its lower right
/// corner where the page must be seen beside it. `None` in a window too small for any.
fn open(buffer: &mut Buffer, app: &App, (columns, rows): (u16, u16), corner: bool) -> Option<Rect> {
    // The last row is left free where there is room: what a panel's keys have done is said there.
    let said = u16::from(buffer.area.height >= LEAST_FOR_NOTES);
    let window = Rect { height: buffer.area.height - said, ..buffer.area };
    let outer_width = columns.saturating_add(2 * PADDING).min(window.width);
    let outer_height = rows.saturating_add(2).min(window.height);
    let inner_width = outer_width.checked_sub(2 * PADDING).filter(|width| *width > 0)?;
    let inner_height = outer_height.checked_sub(2).filter(|height| *height > 2)?;
    let (across, down) = (window.width - outer_width, window.height - outer_height);
    let (x, y) = if corner { (across.saturating_sub(1), down.saturating_sub(1)) } else { (across / 2, down / 2) };
    let outer = Rect::new(x, y, outer_width, outer_height);
    Clear.render(outer, buffer);
    // A wide cluster that reaches into the panel would tear its edge.
    for y in outer.top()..outer.bottom() {
        if let Some(x) = outer.x.checked_sub(1)
            && width(buffer[(x, y)].symbol()) > 1
        {
            put(buffer, (x, y), " ", 1, buffer[(x, y)].style());
        }
    }
    let style = panel_style(app, Scope::Panel);
    let plain = Block::new().style(style);
    // Where the ground of panel and page is the same, an edge tells them apart.
    if matches!(style.bg, None | Some(Color::Reset)) {
        let edge = panel_style(app, Scope::PanelDim);
        Block::bordered().border_type(BorderType::Rounded).border_style(edge).style(style).render(outer, buffer);
    } else {
        plain.render(outer, buffer);
    }
    Some(Rect::new(x + PADDING, y + 1, inner_width, inner_height))
}

fn panel_style(app: &App, scope: Scope) -> Style {
    let theme = app.theme();
    let text = theme.style(None, Scope::Text);
    let ground = Style { fg: text.fg, bg: text.bg, ..Style::default() };
    ground.patch(theme.style(None, Scope::Panel)).patch(theme.style(None, scope))
}
