//! The pages: ground, text and lit hits.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::text::{put, put_cluster};
use crate::action::Action;
use crate::app::App;
use crate::document::{BlockKind, Mood, Scene};
use crate::theme::{Scope, TitleStyle};
use crate::typeset::{Line, LineKind, Role, Roles, clusters, initial_row, width};

/// Draws one page, or two facing ones.
///
/// Returns where the lit hit begins, or else the first letter.
pub(super) fn draw(buffer: &mut Buffer, app: &App) -> Option<Position> {
    let sheet = app.book().sheet();
    let (mut first, mut hit) = (None, None);
    for side in 0..sheet.pages {
        ground(buffer, app, side);
        for (line, y) in lines_of(app, side).iter().zip(sheet.top..) {
            let left = sheet.page_left(side);
            draw_rule(buffer, app, line, (left, y));
            let lit = draw_line(buffer, app, line, (left, y));
            hit = hit.or(lit.map(|x| Position { x, y }));
            if first.is_none() && matches!(line.kind, LineKind::Text(_) | LineKind::StoryTitle | LineKind::StoryAuthor)
            {
                first = Some(Position { x: left + line.indent, y });
            }
        }
        draw_end(buffer, app, side);
    }
    hit.or(first)
}

/// Draws an ornament and the way to the shelf under a story's last line, where the page has room for them.
fn draw_end(buffer: &mut Buffer, app: &App, side: u16) {
    let sheet = app.book().sheet();
    let lines = lines_of(app, side);
    let Some(line) = lines.last().filter(|line| !app.is_partial() && ends_story(app, line)) else { return };
    let free = sheet.rows.saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    if free < END_ROWS {
        return;
    }
    let (theme, mood) = (app.theme(), mood_of(app, line));
    let top = sheet.top + u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let keys = app.keymap().bindings().iter().find(|binding| binding.action == Action::ShowShelf);
    let key = keys.and_then(|binding| binding.keys.first()).map_or_else(String::new, |key| format!("{key} shelf"));
    let glyphs = theme.ornament(mood);
    for (text, y, scope) in [(glyphs, top + 1, Scope::Ornament), (key.as_str(), top + 3, Scope::Status)] {
        let slack = usize::from(sheet.measure).saturating_sub(width(text));
        let indent = u16::try_from(slack / 2).unwrap_or(0);
        let style = Style { bg: None, ..theme.style(mood, scope) };
        put(buffer, (sheet.page_left(side) + indent, y), text, sheet.measure - indent, style);
    }
}

/// The rows that the end of a story takes: a blank one, the ornament, a blank one, the way to the shelf.
const END_ROWS: u16 = 4;

/// Returns whether a line is the story's last one.
fn ends_story(app: &App, line: &Line) -> bool {
    let scenes = &app.document().scenes;
    let blocks = scenes.last().map_or(0, |scene| scene.blocks().len());
    line.last && (line.place.scene as usize + 1, line.place.block as usize + 1) == (scenes.len(), blocks)
}

/// The mood whose ground a page has: that of the scene of most of its lines. A page is one sheet of paper; where the mood changes
/// on it, ink and slant tell. A letter is paper of its own: the page on which one ends that has begun before it has the letter's
/// ground. An empty page beside the story's last has that one's.
pub(super) fn mood_of_page(app: &App, side: u16) -> Option<Mood> {
    let lines = lines_of(app, side);
    if lines.is_empty() && side > 0 {
        return mood_of_page(app, side - 1);
    }
    let ground = |line: &Line| app.sample().or_else(|| scene_of(app, line).and_then(|scene| scene.mood));
    let begun_before = |line: &&Line| (line.place.block, line.place.byte) > (0, 0);
    if let Some(first) = lines.iter().find(|line| !line.is_blank()).filter(begun_before)
        && ground(first) == Some(Mood::Letter)
    {
        return Some(Mood::Letter);
    }
    let moods = || lines.iter().filter(|line| !line.is_blank()).map(ground);
    let most = moods().map(|mood| (moods().filter(|other| *other == mood).count(), mood));
    // Of equals the one that the page begins with.
    most.reduce(|best, next| if next.0 > best.0 { next } else { best }).and_then(|(_, mood)| mood)
}

fn lines_of(app: &App, side: u16) -> &[Line] {
    app.book().lines(app.opening(), side)
}

/// The mood whose ink a line has: that of the part of the scene in which it stands.
fn mood_of(app: &App, line: &Line) -> Option<Mood> {
    app.sample().or_else(|| scene_of(app, line).and_then(|scene| scene.mood_at(line.place.block as usize)))
}

fn scene_of<'a>(app: &'a App, line: &Line) -> Option<&'a Scene> {
    app.document().scenes.get(line.place.scene as usize)
}

/// Colours a page and its margins.
fn ground(buffer: &mut Buffer, app: &App, side: u16) {
    let sheet = app.book().sheet();
    let columns = sheet.ground(side);
    let text = app.theme().style(mood_of_page(app, side), Scope::Text);
    let colours = Style { fg: text.fg, bg: text.bg, ..Style::default() };
    buffer.set_style(
        Rect::new(columns.start, 0, columns.end - columns.start, sheet.height).intersection(buffer.area),
        colours,
    );
}

/// Draws the rule in the margin beside a letter that was found within a scene. Its ink alone is hardly told from the prose around
/// it; a letter that is marked as one is set off, and needs none.
fn draw_rule(buffer: &mut Buffer, app: &App, line: &Line, (left, y): (u16, u16)) {
    /// The cells between the rule and the text.
    const GAP: u16 = 2;
    let part = scene_of(app, line).and_then(|scene| scene.part_at(line.place.block as usize));
    let letter = part.is_some_and(|part| part.mood == Mood::Letter);
    if let (true, LineKind::Text(_), Some(x)) = (letter, line.kind, left.checked_sub(GAP)) {
        let style = Style { bg: None, ..app.theme().style(mood_of(app, line), Scope::Ornament) };
        put(buffer, (x, y), "│", 1, style);
    }
}

/// Draws a line. Returns the column at which the hit begins that the reader is at, if it stands there.
fn draw_line(buffer: &mut Buffer, app: &App, line: &Line, (left, y): (u16, u16)) -> Option<u16> {
    let theme = app.theme();
    let mood = mood_of(app, line);
    let measure = app.book().sheet().measure;
    // The ground is the page's, whatever mood the line has.
    let ink = |roles| Style { bg: None, ..theme.text_style(mood, Scope::from(line.kind), roles) };
    if line.kind == LineKind::Ornament {
        let glyphs = theme.ornament(mood);
        let slack = usize::from(measure).saturating_sub(width(glyphs));
        // At most half the measure: it fits.
        let indent = u16::try_from(slack / 2).unwrap_or(0);
        put(buffer, (left + indent, y), glyphs, measure - indent, ink(Roles::default()));
        return None;
    }
    if line.initial > 0 {
        draw_initial(buffer, app, line, (left, y));
    }
    // A sign hangs only where there is a margin.
    let mut x = (left + indent(app, line)).saturating_sub(u16::from(line.hangs));
    let mut worn = (Roles::default(), ink(Roles::default()));
    let mut current = None;
    let big = is_big(app, line);
    for cluster in clusters(app.document(), line) {
        // The words that lead in are in small capitals.
        let leads = cluster.byte < usize::from(line.lead_in);
        let roles = if leads { cluster.roles.iter().chain([Role::SmallCaps]).collect() } else { cluster.roles };
        if roles != worn.0 {
            worn = (roles, ink(roles));
        }
        let light = lit(app, line, cluster.byte);
        let look = light.map_or(worn.1, |light| worn.1.patch(light.style));
        if light.is_some_and(|light| light.is_current) {
            current = current.or(Some(x));
        }
        if roles.has(Role::SmallCaps) || big {
            put_cluster(buffer, (x, y), &capital(cluster.text), cluster.cells, look);
        } else {
            put_cluster(buffer, (x, y), cluster.text, cluster.cells, look);
        }
        x += cluster.cells;
    }
    current
}

/// The cells before a line's text. A theme may put a title elsewhere in its row; no line is set anew for that.
fn indent(app: &App, line: &Line) -> u16 {
    let LineKind::Text(BlockKind::Heading { .. }) = line.kind else { return line.indent };
    match app.theme().title(mood_of(app, line)) {
        Some(TitleStyle::Left) => 0,
        Some(TitleStyle::Centre | TitleStyle::Big) => app.book().sheet().measure.saturating_sub(line.cells) / 2,
        None => line.indent,
    }
}

/// Whether a theme sets a title in capitals, the large letters that a terminal has.
fn is_big(app: &App, line: &Line) -> bool {
    let heading = matches!(line.kind, LineKind::Text(BlockKind::Heading { .. }));
    heading && app.theme().title(mood_of(app, line)) == Some(TitleStyle::Big)
}

/// A letter's capital, as far as it takes the same room: the line was set for what was typed.
fn capital(cluster: &str) -> String {
    let capital = if cluster == "ß" { "ẞ".to_owned() } else { cluster.to_uppercase() };
    if width(&capital) == width(cluster) { capital } else { cluster.to_owned() }
}

/// The light of a search hit on its text.
#[derive(Clone, Copy)]
struct Light {
    style: Style,
    /// Whether the reader is at the hit.
    is_current: bool,
}

/// Returns the light on a byte of a line's text, if a hit holds it.
fn lit(app: &App, line: &Line, byte: usize) -> Option<Light> {
    let (LineKind::Text(_), 1..) = (line.kind, app.search().count()) else { return None };
    let mut hits = app.search().in_block(line.place.scene, line.place.block);
    let (_, is_current) = hits.find(|(range, _)| range.contains(&byte))?;
    let scope = if is_current { Scope::CurrentHit } else { Scope::Hit };
    Some(Light { style: app.theme().style(mood_of(app, line), scope), is_current })
}

/// Draws the row of a drop cap that stands beside a line. Its look is the ornament's.
fn draw_initial(buffer: &mut Buffer, app: &App, line: &Line, at: (u16, u16)) {
    let block = app.document().block(line.place.scene as usize, line.place.block as usize);
    let Some(letter) = block.and_then(|block| block.text.chars().next()) else { return };
    let row = initial_row(letter, usize::from(line.initial) - 1);
    let style = Style { bg: None, ..app.theme().style(mood_of(app, line), Scope::Ornament) };
    let style = lit(app, line, 0).map_or(style, |light| style.patch(light.style));
    put(buffer, at, &row, line.indent, style);
}
