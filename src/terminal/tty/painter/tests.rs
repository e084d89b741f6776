use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::*;

const SIZE: (u16, u16) = (12, 3);

fn painter() -> Painter<Vec<u8>> {
    let mut painter = Painter::new(Vec::new());
    painter.resize(SIZE);
    painter
}

/// What has been written and not handed on yet.
fn written(painter: &Painter<Vec<u8>>) -> String {
    String::from_utf8(painter.text.clone()).unwrap()
}

/// Paints what differs between two buffers; the bytes.
fn paint(painter: &mut Painter<Vec<u8>>, before: &Buffer, after: &Buffer) -> String {
    painter.text.clear();
    painter.paint(before, after);
    written(painter)
}

fn blank() -> Buffer {
    Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1))
}

#[test]
fn letters_that_stand_are_written_again_rather_than_skipped() {
    let (mut before, mut after) = (blank(), blank());
    before.set_string(0, 0, "abcdefghijkl", Style::default());
    let mut painter = painter();
    paint(&mut painter, &blank(), &before);
    after.set_string(0, 0, "Abcdefghijkl", Style::default());
    after.set_string(3, 0, "D", Style::default());
    after.set_string(11, 0, "L", Style::default());
    assert_eq!(paint(&mut painter, &before, &after), "\x1b[1;1HAbcD\x1b[7CL");
}

#[test]
fn looks_change_by_what_differs() {
    let (warm, bold) =
        (Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(9)), Style::new().add_modifier(Modifier::BOLD));
    let mut after = blank();
    after.set_string(0, 0, "a", warm);
    after.set_string(1, 0, "b", warm.patch(bold));
    after.set_string(2, 0, "c", warm.fg(Color::LightRed));
    let mut painter = painter();
    assert_eq!(paint(&mut painter, &blank(), &after), "\x1b[1;1H\x1b[0m\x1b[38;2;1;2;3;48;5;9ma\x1b[1mb\x1b[22;91mc");
    let mut both = blank();
    both.set_string(0, 1, "a", bold.add_modifier(Modifier::DIM));
    both.set_string(1, 1, "b", Style::new().add_modifier(Modifier::DIM));
    assert_eq!(paint(&mut painter, &blank(), &both), "\x1b[2;1H\x1b[1;2;39;49ma\x1b[22;2mb");
}

#[test]
fn after_a_cluster_that_terminals_disagree_about_the_cursor_is_moved() {
    let mut after = blank();
    after.set_string(0, 0, "éa", Style::default());
    let mut wary = painter();
    wary.be_wary(true);
    assert_eq!(paint(&mut wary, &blank(), &after), "\x1b[1;1H\x1b[0mé\x1b[1;2Ha");
    let mut after = blank();
    after.set_string(0, 0, "❤\u{FE0F}a夜b", Style::default());
    // Its cells are emptied first.
    assert_eq!(paint(&mut painter(), &blank(), &after), "\x1b[1;1H\x1b[0m  \x1b[1;1H❤\u{FE0F}\x1b[1;3Ha夜b");
}

#[test]
fn what_was_wider_leaves_nothing_behind() {
    let (mut before, mut after) = (blank(), blank());
    before.set_string(0, 0, "a", Style::default());
    after.set_string(0, 0, "a", Style::default());
    for (buffer, symbol, cells) in [(&mut before, "夜", 2), (&mut after, "น", 1)] {
        buffer[(2, 0)].set_symbol(symbol).set_diff_option(CellDiffOption::ForcedWidth(cells.try_into().unwrap()));
    }
    let mut painter = painter();
    paint(&mut painter, &blank(), &before);
    assert_eq!(paint(&mut painter, &before, &after), "\x1b[3Gน\x1b[1;4H ");
}

#[test]
fn the_sixteen_colours_have_their_codes() {
    for (colour, code) in
        [(Color::Black, "30;40"), (Color::Gray, "37;47"), (Color::DarkGray, "90;100"), (Color::White, "97;107")]
    {
        let mut after = blank();
        after.set_string(0, 0, "a", Style::new().fg(colour).bg(colour));
        assert_eq!(paint(&mut painter(), &blank(), &after), format!("\x1b[1;1H\x1b[0m\x1b[{code}ma"));
    }
}

#[test]
fn a_frame_leaves_whole_and_one_that_changes_nothing_not_at_all() {
    let mut painter = painter();
    assert!(!painter.finish().unwrap() && painter.out.is_empty());
    painter.clear(SIZE);
    assert!(painter.finish().unwrap());
    assert_eq!(painter.out, b"\x1b[?2026h\x1b[0m\x1b[1;1H\x1b[J\x1b[?2026l");
}

#[test]
fn what_a_cluster_may_have_spilled_into_is_painted_anew_when_it_comes_and_when_it_goes() {
    let family = "👩\u{200D}👩\u{200D}👧\u{200D}👦";
    for (cluster, spilled) in [(family, "abcdef"), ("👍🏽", "ab"), ("🇩🇪", "ab"), ("夜", ""), ("❤\u{FE0F}", "")]
    {
        let (mut without, mut with) = (blank(), blank());
        without.set_string(0, 0, "xxabcdefgh", Style::default());
        with.set_string(0, 0, format!("{cluster}abcdefgh"), Style::default());
        let mut painter = painter();
        paint(&mut painter, &blank(), &without);
        let told = paint(&mut painter, &without, &with);
        let told = told.split_once(cluster).unwrap().1;
        assert!(told.ends_with(spilled) && !told.contains(&format!("{spilled}g")), "{cluster}: {told:?}");
        let told = paint(&mut painter, &with, &without);
        assert!(told.ends_with(&format!("x{spilled}")) && !told.contains('g'), "{cluster}: {told:?}");
    }
    // Two of them, and a wide letter across the end of what is mended.
    let (mut before, mut after) = (blank(), blank());
    before.set_string(0, 0, "👍🏽👍🏽b夜c", Style::default());
    after.set_string(0, 0, "xx👍🏽b夜c", Style::default());
    let mut painter = painter();
    paint(&mut painter, &blank(), &before);
    let told = paint(&mut painter, &before, &after);
    assert!(told.contains("👍🏽") && told.ends_with("b夜"), "{told:?}");
}

#[test]
fn a_command_in_a_cell_does_not_leave() {
    let mut painter = painter();
    for (symbol, x) in ["\u{1b}]0;x\u{7}", "a\u{202E}", "\u{10EEEE}", "é"].into_iter().zip(0..) {
        let mut cell = Cell::default();
        cell.set_symbol(symbol);
        painter.paint_cell((x, 0), &cell);
    }
    let told: String = written(&painter).chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(told, "\u{FFFD}\u{FFFD}\u{FFFD}é");
    assert!(!written(&painter).contains("]0;x"));
}

#[test]
fn the_cursor_waits_where_it_is_told() {
    let mut painter = painter();
    let mut after = blank();
    after.set_string(3, 1, "abc", Style::default());
    painter.paint(&blank(), &after);
    painter.park((3, 1));
    assert!(written(&painter).ends_with("abc\x1b[2;4H"), "{:?}", written(&painter));
    painter.text.clear();
    painter.park((3, 1));
    assert_eq!(written(&painter), "", "it waits there already");
}

proptest! {
    #[test]
    fn a_terminal_shows_what_was_drawn(frames in prop::collection::vec(
        prop::collection::vec((0..SIZE.0 / 2, 0..SIZE.1, "[a-c é夜]", 0_u8..6, 0_u8..5), 1..30), 1..6,
    )) {
        let mut painter = painter();
        let mut terminal = vt100::Parser::new(SIZE.1.try_into().unwrap(), SIZE.0.try_into().unwrap(), 0);
        let mut before = blank();
        for frame in frames {
            let mut after = blank();
            for (x, y, symbol, colour, modifier) in frame {
                let modifier = Modifier::from_bits_truncate([0, 1, 2, 4, 5][usize::from(modifier)]);
                let style = Style::new().fg(Color::Indexed(colour)).add_modifier(modifier);
                // Looks add up in a buffer; a terminal of the tests can't be bold and dim at once.
                let x = 2 * x;
                (x..x + 2).for_each(|x| after[(x, y)].reset());
                after.set_string(x, y, symbol, style);
            }
            terminal.process(paint(&mut painter, &before, &after).as_bytes());
            for y in 0..SIZE.1 {
                let mut hidden = 0;
                for x in 0..SIZE.0 {
                    let (drawn, seen) = (&after[(x, y)], terminal.screen().cell(y, x).unwrap());
                    // The right half of a wide cluster.
                    if hidden > 0 {
                        hidden -= 1;
                        continue;
                    }
                    hidden = width(drawn.symbol()).saturating_sub(1);
                    let text = if seen.has_contents() { seen.contents() } else { " " };
                    prop_assert_eq!(text, drawn.symbol());
                    if drawn.symbol() != " " {
                        prop_assert_eq!(seen.bold(), drawn.modifier.contains(Modifier::BOLD));
                        prop_assert_eq!(seen.italic(), drawn.modifier.contains(Modifier::ITALIC));
                        prop_assert_eq!(seen.dim(), drawn.modifier.contains(Modifier::DIM));
                        let colour = match drawn.fg { Color::Indexed(n) => vt100::Color::Idx(n), _ => vt100::Color::Default };
                        prop_assert_eq!(seen.fgcolor(), colour);
                    }
                }
            }
            before = after;
        }
    }
}
