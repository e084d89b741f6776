use proptest::prelude::*;

use super::*;

fn decoded(bytes: &str) -> Vec<Event> {
    let mut decoder = Decoder::default();
    let mut events = decoder.take(bytes.as_bytes());
    events.extend(decoder.settle());
    events
}

fn keys(bytes: &str) -> Vec<Key> {
    let key = |event| if let Event::Key(key) = event { key } else { panic!("{event:?}") };
    decoded(bytes).into_iter().map(key).collect()
}

#[test]
fn keys_are_told_by_their_bytes() {
    for (bytes, key) in [
        ("q", Key::Char('q')),
        ("G", Key::Char('G')),
        ("é", Key::Char('é')),
        ("\r", Key::Enter),
        ("\n", Key::Ctrl('j')),
        ("\t", Key::Tab),
        ("\u{7f}", Key::Backspace),
        ("\u{8}", Key::Backspace),
        ("\u{6}", Key::Ctrl('f')),
        ("\u{1b}", Key::Esc),
        ("\u{1b}[A", Key::Up),
        ("\u{1b}OA", Key::Up),
        ("\u{1b}[1;5C", Key::Right),
        ("\u{1b}[6~", Key::PageDown),
        ("\u{1b}[5;2~", Key::PageUp),
        ("\u{1b}[1~", Key::Home),
        ("\u{1b}OF", Key::End),
        ("\u{1b}OP", Key::Function(1)),
        ("\u{1b}[11~", Key::Function(1)),
        ("\u{1b}[24~", Key::Function(12)),
    ] {
        assert_eq!(keys(bytes), [key], "{bytes:?}");
    }
}

#[test]
fn what_a_terminal_answers_is_no_key() {
    for bytes in [
        "\u{1b}]11;rgb:1a1a/1818/1515\u{1b}\\",
        "\u{1b}]10;rgb:ffff/ffff/ffff\u{7}",
        "\u{1b}[?1;2c",
        "\u{1b}[?2026;2$y",
        "\u{1b}[?62;22c",
        "\u{1b}[24;80R",
        "\u{1b}[I\u{1b}[O",
        "\u{1b}P1+r5463=\u{1b}\\",
        "\u{1b}_Gi=1;OK\u{1b}\\",
        "\u{1b}[?997;1n",
    ] {
        let events = decoded(&format!("{bytes}q"));
        let keys: Vec<_> = events.iter().filter(|event| matches!(event, Event::Key(_) | Event::Paste(_))).collect();
        assert_eq!(keys, [&Event::Key(Key::Char('q'))], "{bytes:?}");
    }
}

#[test]
fn what_is_never_ended_holds_nothing_up() {
    for half in [
        "\u{1b}[",
        "\u{1b}[<",
        "\u{1b}[?2026",
        "\u{1b}]11;rgb:",
        "\u{1b}P1+r",
        "\u{1b}O",
        "\u{1b}[<64;10",
        "\u{1b}[M",
        "\u{1b}[M q",
        "\u{1b}[[",
        "\u{1b}_Gi=1;",
        "\u{1b}]11;rgb:1a\u{1b}",
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.take(half.as_bytes()), []);
        assert_eq!(decoder.waiting(), Waiting::Sequence, "{half:?}");
        assert_eq!(decoder.settle(), [], "{half:?}");
        assert_eq!(decoder.waiting(), Waiting::Nothing);
        assert_eq!(decoder.take(b"q"), [Event::Key(Key::Char('q'))], "{half:?}");
    }
    let mut decoder = Decoder::default();
    assert_eq!(decoder.take(b"\x1b[200~half a paste q"), []);
    assert_eq!(decoder.waiting(), Waiting::Paste);
    assert_eq!(decoder.end_paste(), [Event::Paste("half a paste q".to_owned())]);
}

#[test]
fn a_paste_is_text_whatever_stands_in_it() {
    assert_eq!(decoded("\u{1b}[200~q\rQ\u{3}\u{1b}[A\u{1b}]0;x\u{7}d\u{1b}[201~"), [Event::Paste("q\nQd".to_owned())]);
    let long = format!("\u{1b}[200~{}\u{1b}[201~q", "q".repeat(100_000));
    let events = decoded(&long);
    assert!(matches!(&events[..], [Event::Paste(text), Event::Key(_)] if text.len() == LONGEST_PASTE));
    // A terminal that does not mark pastes.
    let mut decoder = Decoder::default();
    assert!(matches!(&decoder.take("dq\n".repeat(100).as_bytes())[..], [Event::Paste(_)]));
    assert!(matches!(&decoder.take(b"dq")[..], [Event::Paste(_)]), "its end is no keys either");
    assert_eq!(decoder.settle(), []);
    assert_eq!(decoder.take(b"q"), [Event::Key(Key::Char('q'))]);
}

#[test]
fn the_wheel_and_the_left_button_are_told() {
    assert_eq!(
        decoded("\u{1b}[<65;9;9M\u{1b}[<65;9;9M\u{1b}[<64;9;9M\u{1b}[<0;12;3M\u{1b}[<0;12;3m\u{1b}[<2;1;1M"),
        [Event::Wheel { down: true }, Event::Wheel { down: false }, Event::Click { column: 11, row: 2 }]
    );
    assert_eq!(decoded("\u{1b}[<0;0;3M\u{1b}[<0;3;0M"), [], "columns and rows are counted from 1");
}

#[test]
fn reports_of_the_mouse_in_older_forms_are_no_keys() {
    // A click at column 81 ended the program: 81 + 32 is a q.
    assert_eq!(decoded("\u{1b}[M qq"), [Event::Click { column: 80, row: 80 }]);
    assert_eq!(decoded("\u{1b}[M#!!q"), [Event::Key(Key::Char('q'))], "a button let go");
    assert_eq!(decoded("\u{1b}[M`!!\u{1b}[Ma!!"), [Event::Wheel { down: false }, Event::Wheel { down: true }]);
    assert_eq!(decoded("\u{1b}[32;81;5M"), [Event::Click { column: 80, row: 4 }]);
    let mut decoder = Decoder::default();
    assert_eq!(decoder.take(b"\x1b[M \xffq"), [Event::Click { column: 222, row: 80 }], "bytes that are no letters");
}

#[test]
fn keys_of_the_console_and_of_kitty_are_told() {
    assert_eq!(keys("\u{1b}[[A\u{1b}[[E"), [Key::Function(1), Key::Function(5)]);
    assert_eq!(decoded("\u{1b}[[q"), []);
    assert_eq!(keys("\u{1b}[1;1:1B\u{1b}[1;1:3B\u{1b}[6;1:3~\u{1b}[1;1:2B"), [Key::Down, Key::Down]);
    assert_eq!(keys("\u{1b}[113u\u{1b}[113;1:3u\u{1b}[102;5u\u{1b}[27u"), [Key::Char('q'), Key::Ctrl('f'), Key::Esc]);
    assert_eq!(decoded("\u{1b}[113;3u\u{1b}[57358u"), [], "with Alt; the caps lock key");
}

#[test]
fn an_answer_in_pieces_is_no_key() {
    for answer in
        ["\u{1b}]11;rgb:1a1a/1818/1515\u{1b}\\", "\u{1b}P1+r5463=/q\u{1b}\\", "\u{1b}_Gi=1;q\u{1b}\\", "\u{1b}[?62;22c"]
    {
        for cut in 2..answer.len() {
            let mut decoder = Decoder::default();
            let mut meant = decoder.take(&answer.as_bytes()[..cut]);
            assert_eq!(decoder.waiting(), Waiting::Sequence, "{answer:?} {cut}");
            meant.extend(decoder.take(&answer.as_bytes()[cut..]));
            let ground = answer.starts_with("\u{1b}]11").then_some(Event::Ground(Variant::Dark));
            assert_eq!(meant, Vec::from_iter(ground), "{answer:?} {cut}");
            assert_eq!(decoder.waiting(), Waiting::Nothing, "{answer:?} {cut}");
            assert_eq!(decoder.take(b"q"), [Event::Key(Key::Char('q'))]);
        }
    }
}

#[test]
fn the_ground_is_told_by_its_colour_or_by_a_report() {
    let ground = |variant| vec![Event::Ground(variant)];
    for (answer, variant) in [
        ("\u{1b}]11;rgb:fbfb/f9f9/f3f3\u{7}", Variant::Light),
        ("\u{1b}]11;rgb:f/f/f\u{1b}\\", Variant::Light),
        ("\u{1b}]11;rgba:1a/18/15/ff\u{1b}\\", Variant::Dark),
        ("\u{1b}[?997;1n", Variant::Dark),
        ("\u{1b}[?997;2n", Variant::Light),
    ] {
        assert_eq!(decoded(answer), ground(variant), "{answer:?}");
    }
    assert_eq!(decoded("\u{1b}[I\u{1b}[O"), [Event::Focused, Event::Blurred]);
    for wrong in ["\u{1b}]11;red\u{7}", "\u{1b}]11;rgb:ff/ff\u{7}", "\u{1b}]10;rgb:f/f/f\u{7}", "\u{1b}[?997;3n"] {
        assert_eq!(decoded(wrong), [], "{wrong:?}");
    }
}

#[test]
fn a_key_with_alt_asks_for_nothing() {
    assert_eq!(decoded("\u{1b}q\u{1b}[1;3A"), []);
    assert_eq!(decoded("\u{1b}\u{1b}"), [Event::Key(Key::Esc)]);
    // It swallows no key that comes after it.
    for alt in ["]", "P", "X", "^", "_", "(", " ", "#"] {
        for rest in ["j", "jjG", "q"] {
            assert_eq!(keys(&format!("\u{1b}{alt}{rest}")), keys(rest), "{alt:?} {rest:?}");
        }
    }
    assert_eq!(keys("\u{1b}]1j"), keys("j"));
    assert_eq!(keys("\u{1b}]\u{1b}[A"), [Key::Up]);
}

proptest! {
    #[test]
    fn any_bytes_are_lived_with_in_any_pieces(bytes in prop::collection::vec(any::<u8>(), 0..BURST), cut in 0..BURST) {
        let mut whole = Decoder::default();
        let mut events = whole.take(&bytes);
        events.extend(whole.settle());
        let mut parts = Decoder::default();
        let (head, tail) = bytes.split_at(cut.min(bytes.len()));
        let mut pieces = parts.take(head);
        pieces.extend(parts.take(tail));
        pieces.extend(parts.settle());
        // Two turns of the wheel that were one piece are one.
        let quiet = |events: Vec<Event>| events.into_iter().filter(|e| !matches!(e, Event::Wheel { .. })).collect::<Vec<_>>();
        prop_assert_eq!(quiet(events), quiet(pieces));
        whole.end_paste();
        prop_assert_eq!(whole.take(b"q"), [Event::Key(Key::Char('q'))]);
    }
}
