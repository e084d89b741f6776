//! The pages: ground, text and lit hits.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

use super::big_title;
use super::lights::{Lights, LineLights, SIGN_GAP, Sign};
use super::look::panel_style;
use super::text::{put, put_cluster, put_plain};
use crate::action::Action;
use crate::app::{App, BOOKMARK, Guide, GuideKind};
use crate::document::{BlockKind, Mood, Place, Scene};
use crate::theme::{Scope, TitleStyle};
use crate::typeset::{Line, LineKind, Role, Roles, Spacing, clusters, initial_row, plain_text, text_of, width};

/// Draws one page, or two facing ones.
///
/// Returns where the lit hit begins, or else the first letter.
pub(super) fn draw(buffer: &mut Buffer, app: &App) -> Option<Position> {
    let sheet = app.book().sheet();
    let (mut first, mut hit) = (None, None);
    let lights = Lights::of(app);
    for side in 0..sheet.pages {
        ground(buffer, app, side);
        for (nth, line) in lines_of(app, side).iter().enumerate() {
            let y = sheet.row_of(nth);
            let left = sheet.page_left(side);
            draw_rule(buffer, app, line, (left, y));
            draw_sign(buffer, app, line, lights.sign(line), (left, y));
            if draw_big_title(buffer, app, (side, nth), &lights, (left, y)) {
                continue;
            }
            let lit = draw_line(buffer, app, line, &lights, (left, y));
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

/// Returns the place of the character at a cell, or of the first one of its line; `None` where no line of text is. With
/// `after`, it is the place after that character, or the end of the line.
pub(super) fn place_at(app: &App, (column, row): (u16, u16), after: bool) -> Option<Place> {
    let sheet = app.book().sheet();
    let side = (0..sheet.pages).rev().find(|side| *side == 0 || column >= sheet.page_left(*side))?;
    let line = lines_of(app, side).get(sheet.line_in(row)?)?;
    let LineKind::Text(_) = line.kind else { return None };
    let mut x = (sheet.page_left(side) + indent(app, line)).saturating_sub(u16::from(line.hangs));
    let mut byte = line.start as usize;
    for cluster in clusters(app.document(), line) {
        if !after && column < x + cluster.cells {
            byte = cluster.byte;
            return Some(at_byte(line, byte));
        }
        if after && column < x {
            return Some(at_byte(line, byte));
        }
        byte = (cluster.byte + cluster.text.len()).min(line.end as usize);
        x += cluster.cells;
    }
    Some(at_byte(line, if after { line.end as usize } else { byte }))
}

fn at_byte(line: &Line, byte: usize) -> Place {
    Place { byte: u32::try_from(byte).unwrap_or(u32::MAX), ..line.place }
}

/// Draws an ornament and the way to the shelf under a story's last line, where the page has room for them.
fn draw_end(buffer: &mut Buffer, app: &App, side: u16) {
    let sheet = app.book().sheet();
    let lines = lines_of(app, side);
    let Some(line) = lines.last().filter(|line| !app.is_partial() && ends_story(app, line)) else { return };
    let top = sheet.row_of(lines.len());
    let free = (sheet.top + sheet.rows).saturating_sub(top);
    if free < END_ROWS {
        return;
    }
    let (theme, mood) = (app.theme(), mood_of(app, line));
    let keys = app.keymap().bindings().iter().find(|binding| binding.action == Action::ShowShelf);
    let key = keys.and_then(|binding| binding.keys.first()).map_or_else(String::new, |key| format!("{key} shelf"));
    let key =
        [app.ending(), Some(key)].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let glyphs = theme.ornament(mood);
    for (text, y, scope) in [(glyphs, top + 1, Scope::Ornament), (key.as_str(), top + 3, Scope::Status)] {
        let style = Style { bg: None, ..theme.style(mood, scope) };
        put_centred(buffer, (sheet.page_left(side), y), text, sheet.measure, style);
    }
}

/// Puts a text in the middle of a line.
fn put_centred(buffer: &mut Buffer, (left, y): (u16, u16), text: &str, measure: u16, style: Style) {
    let slack = usize::from(measure).saturating_sub(width(text));
    // At most half the measure: it fits.
    let indent = u16::try_from(slack / 2).unwrap_or(0);
    put(buffer, (left + indent, y), text, measure - indent, style);
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
    // Row by row: to ask for each cell by its place takes as long as to set all of a page's letters.
    let width = usize::from(buffer.area.width).max(1);
    let columns = usize::from(columns.start).min(width)..usize::from(columns.end).min(width);
    for row in buffer.content.chunks_mut(width) {
        for cell in &mut row[columns.clone()] {
            (cell.fg, cell.bg) = (colours.fg.unwrap_or(cell.fg), colours.bg.unwrap_or(cell.bg));
        }
    }
}

/// Clears cells of the margin, whose signs and rules would look like parts of what stands beside them now.
pub(super) fn clear_margin(buffer: &mut Buffer, app: &App, (columns, rows): (Range<u16>, Range<u16>)) {
    let ground = app.theme().style(mood_of_page(app, 0), Scope::Text).bg;
    for (x, y) in rows.flat_map(|y| columns.clone().map(move |x| (x, y))) {
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.reset();
            cell.bg = ground.unwrap_or(cell.bg);
        }
    }
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

/// Draws the sign of a mark in the margin, in the mark's own look. Windows too narrow for a margin have none.
fn draw_sign(buffer: &mut Buffer, app: &App, line: &Line, sign: Option<Sign>, (left, y): (u16, u16)) {
    let (Some(sign), Some(x)) = (sign, left.checked_sub(SIGN_GAP)) else { return };
    let mood = mood_of(app, line);
    let quiet = Style { bg: None, ..app.theme().style(mood, Scope::Ornament) };
    let Some(colour) = sign.colour else {
        put(buffer, (x, y), BOOKMARK, 1, quiet);
        return;
    };
    // The number of its key tells the colour to those who see none.
    let scope = Scope::HIGHLIGHTS.get(usize::from(colour).wrapping_sub(1)).copied().unwrap_or(Scope::Highlight1);
    put(buffer, (x, y), &colour.to_string(), 1, app.theme().style(mood, scope));
    if sign.noted {
        put(buffer, (x + 1, y), "+", 1, quiet);
    }
}

/// Draws a line. Returns the column at which the hit begins that the reader is at, if it stands there.
fn draw_line(buffer: &mut Buffer, app: &App, line: &Line, lights: &Lights<'_>, (left, y): (u16, u16)) -> Option<u16> {
    let theme = app.theme();
    let mood = mood_of(app, line);
    let measure = app.book().sheet().measure;
    let guided = guide_look(app, line);
    let ruled = seen_guide(app).is_some_and(|guide| guide.kind == GuideKind::Line && guide.shows(line));
    // The ground is the page's, whatever mood the line has.
    let ink = |roles| Style { bg: None, ..theme.text_style(mood, Scope::from(line.kind), roles) }.patch(guided);
    if line.kind == LineKind::Ornament {
        put_centred(buffer, (left, y), theme.ornament(mood), measure, ink(Roles::default()));
        return None;
    }
    let (page, lights) = (lights, lights.on_line(line, mood));
    if line.initial > 0 {
        draw_initial(buffer, app, line, &lights, (left, y));
    }
    // A sign hangs only where there is a margin.
    let mut x = (left + indent(app, line)).saturating_sub(u16::from(line.hangs));
    let mut worn = (Roles::default(), ink(Roles::default()));
    let mut current = None;
    let big = is_big(app, line);
    if lights.is_dark()
        && !page.asks_for_letters()
        && !big
        && line.lead_in == 0
        && let Some(text) = plain_text(app.document(), line)
    {
        put_plain(buffer, (x, y), (text, line.hyphen), worn.1);
        return None;
    }
    for cluster in clusters(app.document(), line) {
        // The words that lead in are in small capitals.
        let leads = cluster.byte < usize::from(line.lead_in);
        let roles = if leads { cluster.roles.iter().chain([Role::SmallCaps]).collect() } else { cluster.roles };
        if roles != worn.0 {
            worn = (roles, ink(roles));
        }
        let (look, is_current) = lights.on(cluster.byte, worn.1);
        if is_current {
            current = current.or(Some(x));
        }
        // The line at which a ruler lies is seen on a highlight, too.
        let look = if ruled && !is_current { look.patch(guided) } else { look };
        let (text, look) = match page.letter(line, cluster.byte) {
            Some(letter) => (Cow::Owned(letter.to_string()), panel_style(app, Scope::Selected)),
            None if roles.has(Role::SmallCaps) || big => (Cow::Owned(capital(cluster.text)), look),
            None => (Cow::Borrowed(cluster.text), look),
        };
        put_cluster(buffer, (x, y), &text, cluster.cells, look);
        x += cluster.cells;
    }
    current
}

/// The guide for the eye that is drawn. A selection puts it out: a ruler looks like one, and would be taken for it.
fn seen_guide(app: &App) -> Option<Guide> {
    app.guide().filter(|_| app.selected().is_none())
}

/// The look that a guide for the eye gives a line: the light of a ruler, or the dusk around a paragraph.
fn guide_look(app: &App, line: &Line) -> Style {
    let Some(guide) = seen_guide(app) else { return Style::default() };
    let status = app.theme().style(mood_of(app, line), Scope::Status);
    match guide.kind {
        GuideKind::Paragraph if guide.shows(line) => Style::default(),
        GuideKind::Paragraph if status.fg.is_none() => Style::default().add_modifier(Modifier::DIM),
        // In the terminal's own colours a line fades by its dimness alone.
        GuideKind::Paragraph => {
            Style { fg: status.fg, ..Style::default() }.add_modifier(status.add_modifier & Modifier::DIM)
        }
        GuideKind::Line if guide.shows(line) => app.theme().style(mood_of(app, line), Scope::Selection),
        GuideKind::Line => Style::default(),
    }
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

/// Draws a title in large letters where the theme wants it so and there is room. Returns whether it did. A title that is lit keeps
/// its own row, since what is lit is a part of it.
fn draw_big_title(
    buffer: &mut Buffer,
    app: &App,
    (side, nth): (u16, usize),
    lights: &Lights<'_>,
    at: (u16, u16),
) -> bool {
    let lines = lines_of(app, side);
    let line = &lines[nth];
    if !is_big(app, line) || app.book().sheet().spacing != Spacing::Single {
        return false;
    }
    let (mood, measure) = (mood_of(app, line), app.book().sheet().measure);
    if !lights.on_line(line, mood).is_dark() {
        return false;
    }
    let Some(letters) = big_title::fitting(lines, nth, text_of(app.document(), line), measure) else { return false };
    let text = app.theme().text_style(mood, Scope::from(line.kind), Roles::default());
    // Slanted blocks don't meet.
    let look = Style { bg: None, ..text }.patch(guide_look(app, line)).remove_modifier(Modifier::ITALIC);
    big_title::draw(buffer, &letters, at, measure, look);
    true
}

/// A letter's capital, as far as it takes the same room: the line was set for what was typed.
fn capital(cluster: &str) -> String {
    let capital = if cluster == "ß" { "ẞ".to_owned() } else { cluster.to_uppercase() };
    if width(&capital) == width(cluster) { capital } else { cluster.to_owned() }
}

/// Draws the row of a drop cap that stands beside a line. Its look is the ornament's.
fn draw_initial(buffer: &mut Buffer, app: &App, line: &Line, lights: &LineLights, at: (u16, u16)) {
    let block = app.document().block(line.place.scene as usize, line.place.block as usize);
    let Some(letter) = block.and_then(|block| block.text.chars().next()) else { return };
    let row = initial_row(letter, usize::from(line.initial) - 1);
    let style = Style { bg: None, ..app.theme().style(mood_of(app, line), Scope::Ornament) };
    let (style, _) = lights.on(0, style);
    put(buffer, at, &row, line.indent, style);
}
