//! Lists and the help, over the page.

mod article;
mod help;

use std::fmt;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::foot;
use super::hints::{hints, nothing_matches};
use super::lights::SIGN_GAP;
use super::look::panel_style;
use super::page::clear_margin;
use super::text::put;
use crate::action::Action;
use crate::app::{App, List, ListKind, ListRow, Overlay};
use crate::config::Context;
use crate::document::Mood;
use crate::theme::Scope;
use crate::typeset::width;

/// Cells and rows around a panel's text.
const PADDING: u16 = 2;

/// The most columns of a panel: a title and a page number are read across without losing the row.
const WIDEST: u16 = 64;

/// The rows from which on a list is not measured, but is taken to be as wide as one gets: that would take longer than a frame.
const MANY: usize = 1000;

/// Windows with fewer rows than this give every row to a panel.
const LEAST_FOR_NOTES: u16 = 10;

/// Draws what stands over the page; a question is the status line's.
///
/// Returns where its chosen row begins, or its first one, or the caret of its filter.
pub(super) fn draw(buffer: &mut Buffer, app: &App, overlay: &Overlay) -> Option<Position> {
    match overlay {
        Overlay::List(list) => draw_list(buffer, app, *list),
        Overlay::Help { top } => help::draw(buffer, app, *top),
        Overlay::Article(article) => article::draw(buffer, app, article),
        Overlay::Note(editor) => foot::draw_editor(buffer, app, editor),
        Overlay::FootNote(note) => foot::draw_note(buffer, app, note),
        Overlay::Prompt(_) | Overlay::Selection(_) | Overlay::Letters => None,
    }
}

/// What a click on a window with a panel is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The row of a list: its number among all rows.
    Row(usize),
    /// The panel, where there is no row.
    Panel,
    /// What is beside it.
    Beside,
}

/// Returns what a click at a cell is meant for while something stands over the page.
pub(super) fn aim(app: &App, overlay: &Overlay, (column, row): (u16, u16)) -> Aim {
    let sheet = app.book().sheet();
    let window = Rect::new(0, 0, sheet.width, sheet.height);
    let inside = |area: Rect| area.contains(Position { x: column, y: row });
    match overlay {
        Overlay::List(list) => {
            let view = View::of(app, *list);
            let Some(Area { outer, inner }) = view.area(window) else { return Aim::Beside };
            let (top, seen) = view.window(inner);
            let nth = usize::from(row.saturating_sub(inner.y + 2));
            match view.shown.get(top + nth).filter(|_| row >= inner.y + 2 && nth < seen) {
                Some(index) if inside(outer) => Aim::Row(*index),
                _ if inside(outer) => Aim::Panel,
                _ => Aim::Beside,
            }
        }
        Overlay::Help { .. } => {
            let area = help::area(app, window);
            if area.is_some_and(|area| inside(area.outer)) { Aim::Panel } else { Aim::Beside }
        }
        Overlay::Article(article) => {
            let area = article::area(article, window);
            if area.is_some_and(|area| inside(area.outer)) { Aim::Panel } else { Aim::Beside }
        }
        Overlay::Prompt(_) | Overlay::Note(_) => Aim::Panel,
        Overlay::Selection(_) | Overlay::FootNote(_) | Overlay::Letters => Aim::Beside,
    }
}

/// The cells of a panel.
#[derive(Clone, Copy)]
struct Area {
    /// All of them, with the padding.
    outer: Rect,
    /// Those that text may take.
    inner: Rect,
}

/// A list as it is drawn: what it says, and which of its rows is the chosen one.
struct View {
    /// The numbers of the rows that it shows.
    shown: Vec<usize>,
    /// The chosen one among them, from 0.
    chosen: usize,
    /// The cells of the widest row.
    widest: usize,
    title: &'static str,
    empty: String,
    hint: String,
    corner: bool,
}

impl View {
    fn of(app: &App, list: List) -> Self {
        let shown = app.list_indices(list.kind);
        let chosen = shown.iter().position(|index| *index == list.chosen).unwrap_or(0);
        let swatch = |row: &ListRow| if row.mood.is_some() { 2 } else { 0 };
        let row_width = |row: &ListRow| width(&row.label) + width(&row.end) + 2 + swatch(row);
        let widest = if shown.len() > MANY {
            usize::from(WIDEST)
        } else {
            app.rows_at(list.kind, &shown).iter().map(row_width).max().unwrap_or(0)
        };
        let filtered = !app.filter().words().is_empty();
        let (title, empty) = match list.kind {
            ListKind::Contents => ("Contents", String::new()),
            ListKind::Hits => ("Matches", String::new()),
            ListKind::Folder if app.folder().is_none() => ("Stories", "Looking…".to_owned()),
            ListKind::Folder => ("Stories", "No stories here · `folders` in config.toml names your folders".to_owned()),
            ListKind::Palette => ("Commands", nothing_matches(app)),
            ListKind::Leads => ("Notes and links", String::new()),
            ListKind::Themes { .. } => ("Themes", String::new()),
            ListKind::Shelf if app.shelf().is_none() => ("Shelf", "Loading…".to_owned()),
            ListKind::Shelf => ("Shelf", "No story is on the shelf yet".to_owned()),
            ListKind::Marks => ("Marks", no_marks(app)),
        };
        let empty = if filtered { nothing_matches(app) } else { empty };
        let hint = hint(app, list.kind, shown.len());
        Self { shown, chosen, widest, title, empty, hint, corner: matches!(list.kind, ListKind::Themes { .. }) }
    }

    /// Returns the panel's area in a window, or `None` in a window too small for any.
    fn area(&self, window: Rect) -> Option<Area> {
        let said = width(&self.hint).max(width(self.title) + HEAD).max(width(&self.empty));
        let columns = u16::try_from(self.widest.max(said)).unwrap_or(WIDEST).min(WIDEST);
        let count = u16::try_from(self.shown.len().max(1)).unwrap_or(u16::MAX);
        area(window, (columns, count.saturating_add(4)), self.corner)
    }

    /// The first row that is seen, and how many are. The chosen one stays in the middle of a list that is longer than its panel.
    fn window(&self, inner: Rect) -> (usize, usize) {
        let seen = usize::from(inner.height.saturating_sub(4).max(1));
        (self.chosen.saturating_sub(seen / 2).min(self.shown.len().saturating_sub(seen)), seen)
    }
}

/// The part of a list that is seen.
struct Scroll {
    /// The first row that is seen, from 0.
    top: usize,
    /// The number of rows that are seen.
    seen: usize,
    /// The chosen row, from 0.
    chosen: usize,
    /// The number of rows in all.
    rows: usize,
}

impl Scroll {
    /// Returns whether the list is longer than its panel.
    fn is_needed(&self) -> bool {
        self.rows > self.seen
    }
}

/// Shows where there is more, and how far down the chosen row is.
impl fmt::Display for Scroll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arrow = match (self.top > 0, self.top + self.seen < self.rows) {
            (true, true) => "↕",
            (true, false) => "↑",
            _ => "↓",
        };
        let (at, all) = (self.chosen + 1, self.rows);
        write!(f, "{arrow} {at}/{all}")
    }
}

/// Cells beside a panel's title: a filter of some letters, and how far down its list one is.
const HEAD: usize = 22;

fn draw_list(buffer: &mut Buffer, app: &App, list: List) -> Option<Position> {
    let view = View::of(app, list);
    let Area { outer, inner } = view.area(buffer.area)?;
    open(buffer, app, outer);
    let style = |scope| panel_style(app, scope);
    let (top, seen) = view.window(inner);
    let scroll = Scroll { top, seen, chosen: view.chosen, rows: view.shown.len() };
    let matches = app.search().count();
    let told = match list.kind {
        // Of very many matches only those around the present one are listed.
        ListKind::Hits if matches > scroll.rows && app.filter().words().is_empty() => {
            format!("{}/{}, {} listed", list.chosen + 1, app.search().told(), scroll.rows)
        }
        ListKind::Hits if matches > app.listed_hits() => format!("{} of {} listed", scroll.rows, app.listed_hits()),
        _ if scroll.is_needed() && app.reading_titles().is_none() => scroll.to_string(),
        ListKind::Folder if app.reading_titles().is_some() => {
            app.reading_titles().map_or_else(String::new, |(known, all)| format!("titles {known}/{all}"))
        }
        ListKind::Contents if scroll.rows > 0 => format!("{}/{}", scroll.chosen + 1, scroll.rows),
        _ => String::new(),
    };
    let caret = draw_head(buffer, app, inner, view.title, &told);
    let hint = whole_items(&view.hint, usize::from(inner.width));
    // In the lowest window, the row that is chosen needs the hint's.
    if inner.height > 3 {
        put(buffer, (inner.x, inner.bottom() - 1), hint, inner.width, style(Scope::PanelDim));
    }
    let mut cursor = Position { x: inner.x, y: inner.y };
    if view.shown.is_empty() {
        put(buffer, (inner.x, inner.y + 2), &view.empty, inner.width, style(Scope::PanelDim));
    }
    let bottom = (inner.y + 2 + u16::try_from(seen).unwrap_or(u16::MAX)).min(inner.bottom());
    let seen = view.shown.get(top..).unwrap_or_default();
    let seen = &seen[..seen.len().min(usize::from(bottom.saturating_sub(inner.y + 2)))];
    for ((nth, row), y) in (top..).zip(app.rows_at(list.kind, seen)).zip(inner.y + 2..bottom) {
        draw_row(buffer, app, &row, nth == view.chosen, (inner, y));
        if let ListKind::Themes { .. } = list.kind {
            draw_swatches(buffer, app, view.shown[nth], (inner, y));
        }
        if nth == view.chosen {
            cursor.y = y;
        }
    }
    Some(caret.unwrap_or(cursor))
}

/// Returns as many of the items of a hint as there is room for, and the first one in any case.
fn whole_items(hint: &str, room: usize) -> &str {
    let mut told = hint;
    while width(told) > room
        && let Some((less, _)) = told.rsplit_once(" · ")
    {
        told = less;
    }
    told
}

/// Draws a panel's title, the filter behind it, and `told` at the end of the row. Returns the filter's caret while letters go to
/// it.
fn draw_head(buffer: &mut Buffer, app: &App, inner: Rect, title: &str, told: &str) -> Option<Position> {
    let style = |scope| panel_style(app, scope);
    let taken = u16::try_from(width(told)).unwrap_or(0).min(inner.width);
    put(buffer, (inner.right() - taken, inner.y), told, taken, style(Scope::PanelDim));
    let room = inner.width.saturating_sub(taken + 1);
    let mut x = inner.x + put(buffer, (inner.x, inner.y), title, room, style(Scope::PanelTitle));
    let filter = app.filter();
    if !filter.is_typing() && filter.words().is_empty() {
        return None;
    }
    let end = inner.x + room;
    x += put(buffer, (x, inner.y), "  /", end.saturating_sub(x), style(Scope::Panel));
    x += put(buffer, (x, inner.y), filter.words(), end.saturating_sub(x + 1), style(Scope::Panel));
    if !filter.is_typing() {
        return None;
    }
    let before: String = filter.words().chars().skip(filter.cursor()).collect();
    let caret = Position {
        x: x.saturating_sub(u16::try_from(width(&before)).unwrap_or(0)).min(end.saturating_sub(1)),
        y: inner.y,
    };
    // A cell turned over, as in the status line: a real cursor would blink.
    if let Some(cell) = buffer.cell_mut(caret) {
        cell.set_style(style(Scope::Panel).add_modifier(Modifier::REVERSED));
    }
    Some(caret)
}

fn draw_row(buffer: &mut Buffer, app: &App, row: &ListRow, chosen: bool, (inner, y): (Rect, u16)) {
    let scope = if chosen { Scope::Selected } else { Scope::Panel };
    let style = panel_style(app, scope);
    let end_style = if chosen { style } else { panel_style(app, Scope::PanelDim) };
    // The chosen row's colour reaches a cell past its text, so that letters don't touch its edge.
    let bar = Rect::new(inner.x - 1, y, inner.width + 2, 1).intersection(buffer.area);
    buffer.set_style(bar, style);
    // What is said at the end gives way where the row would not be told by what is left.
    let end = u16::try_from(width(&row.end)).unwrap_or(0).min(inner.width);
    let label = u16::try_from(width(&row.label)).unwrap_or(u16::MAX).min(LEAST_LABEL);
    let end = if end + 1 + label > inner.width { 0 } else { end };
    if let Some(mood) = row.mood.filter(|_| end > 0) {
        // A swatch of the scene's mood, before what is said at the end.
        let accent = app.theme().style(Some(mood), Scope::Heading);
        let ground = app.theme().style(Some(mood), Scope::Text);
        // On the bar of the chosen row it has no ground of its own; an ink that is the bar's gives way.
        let bar = if chosen { style.bg } else { ground.bg };
        let ink = if chosen && accent.fg == style.bg { style.fg } else { accent.fg };
        let swatch = Style { fg: ink, bg: bar, ..Style::default() };
        if accent.fg.is_some() {
            put(buffer, (inner.right() - end - 2, y), "■", 1, swatch);
        }
    }
    put(buffer, (inner.right() - end, y), &row.end, end, end_style);
    let swatch = if row.mood.is_some() { 2 } else { 0 };
    put(buffer, (inner.x, y), &row.label, inner.width.saturating_sub(end + 1 + swatch), style);
}

/// Draws a swatch of each mood at the end of a theme's row, given the theme's number: a letter in its ink on its ground. Without colours there is
/// nothing to see, and in a narrow window the name is what is told.
fn draw_swatches(buffer: &mut Buffer, app: &App, index: usize, (inner, y): (Rect, u16)) {
    /// The cells in which most names can be told apart.
    const NAME: u16 = 8;
    let theme = app.themes().all().get(index).filter(|_| inner.width >= NAME + SWATCHES);
    let Some(theme) = theme else { return };
    let left = inner.right().saturating_sub(SWATCHES);
    for (mood, x) in [None].into_iter().chain(SHOWN.map(Some)).zip((left..inner.right()).step_by(2)) {
        let (text, accent) = (theme.style(mood, Scope::Text), theme.style(mood, Scope::Heading));
        if text.fg.is_none() && accent.fg.is_none() {
            return;
        }
        put(buffer, (x, y), "a", 1, Style { fg: text.fg, bg: text.bg, ..Style::default() });
        put(buffer, (x + 1, y), "■", 1, Style { fg: accent.fg, bg: text.bg, ..Style::default() });
    }
}

/// The moods that have a swatch beside the plain look.
const SHOWN: [Mood; 7] =
    [Mood::Dream, Mood::Nightmare, Mood::Memory, Mood::Letter, Mood::Verse, Mood::Dawn, Mood::Night];

/// The cells of all swatches of a row.
const SWATCHES: u16 = 16;

/// The cells of a label that tell a row from the others.
const LEAST_LABEL: u16 = 12;

/// Says that there are no marks, and what makes them.
fn no_marks(app: &App) -> String {
    let actions = [(Action::AddBookmark, "bookmarks the page"), (Action::Select, "selects text to highlight")];
    let told = actions.map(|(action, does)| hints(app, &[(Context::Reading, action, does)]));
    let told: Vec<&str> = told.iter().map(String::as_str).filter(|told| !told.is_empty()).collect();
    format!("No marks yet · {}", told.join(", "))
}

/// What the keys of a list do, its way out first: what is cut where there is no room is not that.
fn hint(app: &App, kind: ListKind, rows: usize) -> String {
    let (filter, context) = (app.filter(), kind.context());
    let take = match kind {
        ListKind::Themes { .. } => "keep",
        ListKind::Palette => "do it",
        _ => "open",
    };
    if filter.is_typing() {
        // Enter takes the row that is left alone.
        let takes = if rows == 1 || kind == ListKind::Palette { take } else { "done" };
        let closes = kind == ListKind::Palette && filter.words().is_empty();
        let closes = if closes { "close" } else { "clear" };
        let actions = [(Action::Dismiss, closes), (Action::TakeAnswer, takes)];
        return hints(app, &actions.map(|(action, does)| (Context::Prompt, action, does)));
    }
    let close = if filter.words().is_empty() { "close" } else { "clear" };
    let mut actions = vec![(Action::Dismiss, close)];
    if rows > 0 {
        actions.push((Action::Choose, take));
        match kind {
            ListKind::Contents if app.outline().iter().any(|chapter| chapter.level > 0) => {
                actions.push((Action::Fold, "fold"));
            }
            ListKind::Marks => actions.extend([(Action::Rename, "rename"), (Action::Delete, "delete")]),
            ListKind::Shelf => actions.extend([(Action::Delete, "take off"), (Action::Forget, "forget")]),
            ListKind::Themes { .. } => {
                // The page beside the panel needs the room that the filter's hint would take.
                actions.extend([(Action::TurnLight, "light"), (Action::NextMood, "mood")]);
            }
            _ => {}
        }
        if !matches!(kind, ListKind::Themes { .. }) {
            actions.push((Action::Filter, "filter"));
        }
    }
    if kind == ListKind::Marks && app.marks().can_undo() {
        actions.push((Action::Undo, "undo"));
    }
    let bound = |action| app.keymap().bindings().iter().any(|b| (b.context, b.action) == (context, action));
    let place = |(action, does)| (if bound(action) { context } else { Context::Panel }, action, does);
    hints(app, &actions.into_iter().map(place).collect::<Vec<_>>())
}

/// The outside and the inside of a panel of `columns` by `rows`: in the middle of the window, or in its lower right corner where
/// the page must be seen beside it. `None` in a window too small for any.
fn area(window: Rect, (columns, rows): (u16, u16), corner: bool) -> Option<Area> {
    // The last row is left free where there is room: what a panel's keys have done is said there.
    let said = u16::from(window.height >= LEAST_FOR_NOTES);
    let window = Rect { height: window.height - said, ..window };
    let outer_width = columns.saturating_add(2 * PADDING).min(window.width);
    let outer_height = rows.saturating_add(2).min(window.height);
    let inner_width = outer_width.checked_sub(2 * PADDING).filter(|width| *width > 0)?;
    let inner_height = outer_height.checked_sub(2).filter(|height| *height > 2)?;
    let (across, down) = (window.width - outer_width, window.height - outer_height);
    let (x, y) = if corner { (across.saturating_sub(1), down.saturating_sub(1)) } else { (across / 2, down / 2) };
    let outer = Rect::new(x, y, outer_width, outer_height);
    Some(Area { outer, inner: Rect::new(x + PADDING, y + 1, inner_width, inner_height) })
}

/// Clears a panel.
fn open(buffer: &mut Buffer, app: &App, outer: Rect) {
    Clear.render(outer, buffer);
    // A sign in the margin beside it would look like a row's.
    let left = app.book().sheet().left;
    clear_margin(buffer, app, (left.saturating_sub(SIGN_GAP)..left.min(outer.x), outer.top()..outer.bottom()));
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
    if matches!(style.bg, None | Some(Color::Reset)) || style.bg == app.theme().style(None, Scope::Text).bg {
        let edge = panel_style(app, Scope::PanelDim);
        Block::bordered().border_type(BorderType::Rounded).border_style(edge).style(style).render(outer, buffer);
    } else {
        plain.render(outer, buffer);
    }
}
