//! The pages: ground, text and lit hits.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{put, put_cluster};
use crate::app::App;
use crate::document::Mood;
use crate::theme::Scope;
use crate::typeset::{Cluster, Line, LineKind, Roles, clusters, width};

/// Draws one page, or two facing ones.
pub(super) fn draw(buffer: &mut Buffer, app: &App) {
    let sheet = app.book().sheet();
    let mut mood = None;
    for side in 0..sheet.pages {
        let range = app.book().pages().lines(app.opening() + usize::from(side));
        let lines = &app.book().galley().lines[range];
        mood = lines.first().map_or(mood, |line| mood_of(app, line));
        ground(buffer, app, side, lines, mood);
        for (line, y) in lines.iter().zip(sheet.top..) {
            draw_line(buffer, app, line, (sheet.page_left(side), y));
        }
        mood = lines.last().map_or(mood, |line| mood_of(app, line));
    }
}

/// The mood that the rows below a page's last line have: the status line's too.
pub(super) fn closing_mood(app: &App) -> Option<Mood> {
    let pages = app.book().pages();
    let seen = (0..app.book().sheet().pages).rev().map(|side| pages.lines(app.opening() + usize::from(side)));
    let last = seen.filter(|range| !range.is_empty()).map(|range| range.end - 1).next()?;
    mood_of(app, &app.book().galley().lines[last])
}

fn mood_of(app: &App, line: &Line) -> Option<Mood> {
    app.document().scenes.get(line.place.scene as usize).and_then(|scene| scene.mood)
}

/// Colours each row of a page in the mood of its line; the margins take that of the line nearest to them.
fn ground(buffer: &mut Buffer, app: &App, side: u16, lines: &[Line], opening: Option<Mood>) {
    let sheet = app.book().sheet();
    let (left, right) = sheet.ground(side);
    let mut mood = opening;
    for y in 0..sheet.height {
        let row = y.checked_sub(sheet.top).map(usize::from);
        mood = row.and_then(|row| lines.get(row)).map_or(mood, |line| mood_of(app, line));
        let text = app.theme().style(mood, Scope::Text);
        let colours = Style { fg: text.fg, bg: text.bg, ..Style::default() };
        buffer.set_style(Rect::new(left, y, right - left, 1).intersection(buffer.area), colours);
    }
}

fn draw_line(buffer: &mut Buffer, app: &App, line: &Line, (left, y): (u16, u16)) {
    let theme = app.theme();
    let mood = mood_of(app, line);
    let measure = app.book().sheet().measure;
    if line.kind == LineKind::Ornament {
        let glyphs = theme.ornament(mood);
        let slack = usize::from(measure).saturating_sub(width(glyphs));
        // At most half the measure: it fits.
        let indent = u16::try_from(slack / 2).unwrap_or(0);
        let style = theme.text_style(mood, Scope::Ornament, Roles::default());
        put(buffer, (left + indent, y), glyphs, measure - indent, style);
        return;
    }
    let lit = |cluster: &Cluster<'_>| {
        let LineKind::Text(_) = line.kind else { return None };
        let mut hits = app.search().in_block(line.place.scene, line.place.block);
        let (_, current) = hits.find(|(range, _)| range.contains(&cluster.byte))?;
        Some(theme.style(mood, if current { Scope::CurrentHit } else { Scope::Hit }))
    };
    let mut x = left + line.indent;
    for cluster in clusters(app.document(), line) {
        let mut look = theme.text_style(mood, Scope::from(line.kind), cluster.roles);
        if let Some(light) = lit(&cluster) {
            look = look.patch(light);
        }
        put_cluster(buffer, (x, y), cluster.text, cluster.cells, look);
        x += cluster.cells;
    }
}
