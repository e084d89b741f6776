//! The one quiet line at the foot: where one is, or what is being asked or said.

mod bar;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::page::mood_of_page;
use super::text::{put, put_cluster};
use crate::action::Action;
use crate::app::{App, Overlay, Prompt};
use crate::config::Context;
use crate::theme::Scope;
use crate::typeset::{cluster_width, clusters_of, width};

/// Cells between the two sides of the line.
const GAP: u16 = 2;

/// Draws the line. A question or a note takes the last row even where the line is hidden: it must be seen.
///
/// Returns where the caret of a question is.
pub(super) fn draw(buffer: &mut Buffer, app: &App) -> Option<Position> {
    let sheet = app.book().sheet();
    let asked = matches!(app.overlay(), Some(Overlay::Prompt(_) | Overlay::Selection(_) | Overlay::Letters))
        || app.note().is_some()
        || app.count().is_some();
    let y = sheet.status.or_else(|| sheet.height.checked_sub(1).filter(|_| asked))?;
    let left = sheet.left;
    let right = (sheet.page_left(sheet.pages - 1) + sheet.measure).min(sheet.width);
    let room = right.saturating_sub(left);
    let mood = mood_of_page(app, sheet.pages - 1);
    let style = |scope| {
        // The ground is the page's: under a spread there may be two.
        let text = app.theme().style(mood, Scope::Text);
        Style { fg: text.fg, ..Style::default() }.patch(app.theme().style(mood, scope))
    };
    if sheet.status.is_none() {
        for x in left..right {
            put_cluster(buffer, (x, y), " ", 1, style(Scope::Status));
        }
    }
    if let Some(Overlay::Prompt(prompt)) = app.overlay() {
        // A question may be longer than a line of text.
        let room = room.max(sheet.width.saturating_sub(left + 1));
        let hint = app.hint_of(prompt);
        return Some(draw_prompt(buffer, (prompt, &hint), Rect::new(left, y, room, 1), style(Scope::Message)));
    }
    let hint = hint(app, usize::from(room));
    let hint = hint.as_deref();
    // The first keys go before the percentage where there is no room for both.
    let for_folio =
        hint.map_or(usize::from(room), |hint| usize::from(room).saturating_sub(width(hint) + usize::from(GAP)));
    let folio = folio(app, for_folio);
    let taken = u16::try_from(width(&folio)).unwrap_or(room).min(room);
    let rest = room.saturating_sub(taken + GAP);
    // What is said until the next key goes before where one is, where there is no room for both.
    let passing = app.note().filter(|_| app.is_passing_note() && app.count().is_none());
    let long = passing.is_some_and(|note| width(note) > usize::from(rest));
    let (folio, taken, rest) = if long { ("", 0, room) } else { (&*folio, taken, rest) };
    put(buffer, (right - taken, y), folio, taken, style(Scope::Status));
    match app.note() {
        // What is longer than a line of text may take all of the window's.
        Some(note) if long => {
            let cells = u16::try_from(width(note)).unwrap_or(u16::MAX);
            let left = left.min(sheet.width.saturating_sub(1).saturating_sub(cells)).max(u16::from(left > 0));
            put(
                buffer,
                (left, y),
                note,
                (sheet.width - left).saturating_sub(u16::from(left > 0)),
                style(Scope::Message),
            )
        }
        Some(note) => put(buffer, (left, y), note, rest, style(Scope::Message)),
        None if hint.is_some() => put(buffer, (left, y), hint.unwrap_or_default(), rest, style(Scope::Message)),
        None if app.shows_bar() && !app.is_partial() => bar::draw(buffer, app, (left, y), rest),
        None => draw_heads(buffer, app, (y, left + rest), style(Scope::Status)),
    };
    None
}

/// What the next key may be, where that is told.
fn hint(app: &App, room: usize) -> Option<String> {
    let asking = matches!(app.overlay(), Some(Overlay::Letters));
    let letters = || asking.then(|| "Press the letter of a note or link · Esc".to_owned());
    letters().or_else(|| selection_keys(app, room)).or_else(|| first_keys(app, room))
}

/// Returns how far into the story the cell of the bar is that stands at a cell of the window, in thousandths. `None` where there is no
/// bar.
pub(super) fn bar_at(app: &App, (column, row): (u16, u16)) -> Option<u16> {
    let sheet = app.book().sheet();
    let right = (sheet.page_left(sheet.pages - 1) + sheet.measure).min(sheet.width);
    let room = right.saturating_sub(sheet.left);
    let hidden = app.overlay().is_some() || app.note().is_some() || first_keys(app, usize::from(room)).is_some();
    if hidden || !app.shows_bar() || app.is_partial() || sheet.status != Some(row) {
        return None;
    }
    let taken = u16::try_from(width(&folio(app, usize::from(room)))).unwrap_or(room).min(room);
    let cells = room.saturating_sub(taken + GAP);
    let at = column.checked_sub(sheet.left).filter(|at| *at < cells)?;
    u16::try_from(u32::from(at) * 1000 / u32::from(cells.max(1))).ok()
}

/// Some actions whose keys stand together, with what they do.
type Hint = (&'static [Action], &'static str);

/// What can be done with a selection, by the reader's own keys and as much as there is room for; it is told as long as there is one.
fn selection_keys(app: &App, room: usize) -> Option<String> {
    use Action as A;
    const CHOOSE: Hint = (&[A::SentenceBefore, A::SentenceAfter], "choose");
    const EXTEND: Hint = (&[A::AddSentence, A::DropSentence], "extend");
    const MOVE: &[Action] = &[A::SentenceBefore, A::AddSentence, A::DropSentence, A::SentenceAfter];
    const HIGHLIGHT: Hint = (&[A::Highlight1, A::Highlight4], "highlight");
    const NOTE: Hint = (&[A::WriteNote], "note");
    const COPY: Hint = (&[A::Copy], "copy");
    const LOOK_UP: Hint = (&[A::LookUp], "look up");
    const KEYS: Hint = (&[A::ShowHelp], "keys");
    const OUT: Hint = (&[A::Dismiss], "");
    const BACK: Hint = (&[A::Dismiss], "back");
    const SENTENCES: [&[Hint]; 4] = [
        &[CHOOSE, EXTEND, HIGHLIGHT, NOTE, COPY, LOOK_UP, KEYS],
        &[CHOOSE, EXTEND, HIGHLIGHT, NOTE, KEYS],
        &[(MOVE, ""), HIGHLIGHT, NOTE, OUT],
        &[HIGHLIGHT, NOTE, KEYS],
    ];
    const WORDS: [&[Hint]; 2] =
        [&[(MOVE, "choose the word"), (&[A::LookUp], "looks it up"), BACK], &[(MOVE, ""), LOOK_UP, OUT]];
    let Some(Overlay::Selection(selection)) = app.overlay() else { return None };
    let ways = if selection.is_word() { &WORDS[..] } else { &SENTENCES[..] };
    let told = |way: &&[Hint]| way.iter().filter_map(|hint| keys_of(app, *hint)).collect::<Vec<_>>().join(" · ");
    ways.iter().map(told).find(|way| width(way) <= room).or_else(|| ways.last().map(told))
}

/// The first keys of some actions on a selection, and what they do. An action without a key is left out.
fn keys_of(app: &App, (actions, does): Hint) -> Option<String> {
    let first = |action: &Action| app.keymap().keys_of(Context::Selection, *action).first().map(ToString::to_string);
    let keys: Vec<String> = actions.iter().filter_map(first).collect();
    // The four colours are a row of keys.
    let between = if does == "highlight" { "–" } else { " " };
    let keys = keys.join(between);
    (!keys.is_empty()).then(|| format!("{keys} {does}").trim_end().to_owned())
}

/// What a newcomer is told where the scene's name stands: as much as leaves room for the page's number.
fn first_keys(app: &App, room: usize) -> Option<String> {
    /// Cells of a page's number, of pages of three digits, and of the gap before it.
    const NUMBER: usize = 12;
    if !app.tells_first_keys() || app.document().is_empty() || app.overlay().is_some() {
        return None;
    }
    let [next, help, quit] = [Action::NextPage, Action::ShowHelp, Action::Quit].map(|action| app.key(action));
    let short = format!("{help} help · {quit} quit");
    let ways = [format!("{next} next · {short}"), format!("{next} next {help} help {quit} quit")];
    Some(ways.into_iter().find(|way| width(way) + NUMBER <= room).unwrap_or(short))
}

/// Names what each page is in, up to the column `end`: under its own page, and once where both are in the same.
fn draw_heads(buffer: &mut Buffer, app: &App, (y, end): (u16, u16), style: Style) -> u16 {
    let sheet = app.book().sheet();
    let first = running_head(app, 0);
    let right = sheet.page_left(1);
    let second =
        if sheet.pages > 1 && app.book().seen(app.opening()) > 1 { running_head(app, 1) } else { String::new() };
    if second.is_empty() || second == first || right >= end {
        return put(buffer, (sheet.left, y), &first, end.saturating_sub(sheet.left), style);
    }
    put(buffer, (sheet.left, y), &first, sheet.measure, style);
    put(buffer, (right, y), &second, end - right, style)
}

/// The title of the scene that a page is in, or the story's where it has none.
fn running_head(app: &App, side: u16) -> String {
    let place = app.book().start_of(app.book().facing(app.opening(), side));
    let title = app.document().title_at(place);
    let title = if title.is_empty() { &*app.document().metadata.title } else { title };
    title.replace('\n', " ")
}

/// How far one is, as much of it as there is room for.
fn folio(app: &App, room: usize) -> String {
    if let Some(count) = app.count() {
        return count;
    }
    if app.is_partial() {
        return String::new();
    }
    if let Some(seconds) = app.countdown() {
        return format!("turns in {seconds:>2} s");
    }
    app.progress().into_iter().find(|folio| width(folio) <= room).unwrap_or_default()
}

/// Draws a question and its answer, scrolled so that the cursor is seen. The cursor is a cell turned over: a real one
/// would blink. Returns where it is.
fn draw_prompt(buffer: &mut Buffer, (prompt, hint): (&Prompt, &str), row: Rect, style: Style) -> Position {
    let Rect { x: left, y, width: room, .. } = row;
    let for_question = if prompt.is_answered_by_a_key() { room.saturating_sub(1) } else { room - room / 3 };
    let asked = put(buffer, (left, y), &prompt.question(), for_question, style);
    let room = room.saturating_sub(asked);
    if width(hint) + 2 < usize::from(room) {
        put(
            buffer,
            (left + asked + 2, y),
            hint,
            room - 2,
            style.remove_modifier(Modifier::BOLD).add_modifier(Modifier::DIM),
        );
    }
    let answer = format!("{} ", prompt.answer());
    let cursor = answer.char_indices().nth(prompt.cursor()).map_or(answer.len(), |(byte, _)| byte);
    let before = width(&answer[..cursor]);
    let mut skip = (before + 2).saturating_sub(usize::from(room));
    let mut x = left + asked;
    let mut caret = Position { x, y };
    for (byte, cluster) in clusters_of(&answer) {
        let cells = cluster_width(cluster);
        if skip > 0 {
            skip = skip.saturating_sub(usize::from(cells));
            continue;
        }
        if x + cells > left + asked + room {
            break;
        }
        let under_cursor = (byte..byte + cluster.len()).contains(&cursor);
        let look = if under_cursor { style.add_modifier(Modifier::REVERSED) } else { style };
        put_cluster(buffer, (x, y), cluster, cells, look);
        if under_cursor {
            caret.x = x;
        }
        x += cells;
    }
    caret
}
