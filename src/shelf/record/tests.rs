use proptest::prelude::*;

use super::*;

fn record() -> Record {
    let place = Locator {
        scene: 1,
        block: 2,
        character: 3,
        offset: 10,
        total: 20,
        ratio: 0.5,
        quote: "\u{1b} \"quoted\"\n’tis".to_owned(),
        ..Locator::default()
    };
    let mark = |id: &str, removed| Bookmark {
        id: id.to_owned(),
        stamp: 7,
        removed,
        name: "The ferry".to_owned(),
        locator: place.clone(),
    };
    let identity = Identity {
        text: "0123456789abcdef".to_owned(),
        title: "Tides".to_owned(),
        path: "/tides.txt".to_owned(),
        ..Identity::default()
    };
    let bookmarks = vec![mark("a", false), mark("b", true)];
    Record { place: place.clone(), furthest: place, bookmarks, moved: 5, read: 6, ..Record::new(&identity) }
}

#[test]
fn a_record_survives_its_file() {
    assert_eq!(Record::parse(&record().to_toml()), Ok(record()));
}

#[test]
fn the_place_of_a_record_is_read_without_its_marks() {
    let text = record().to_toml();
    assert!(text.contains("\n[["), "{text}");
    assert_eq!(Record::place_in(&text), Some(record().place));
    // What is behind the place is not parsed where the seal says that it was not changed.
    let unread = Seal::put(text.split_once("\n[[").unwrap().0.to_owned() + "\n[[bookmark]]\nid = 5\n");
    assert_eq!((Record::place_in(&unread), Record::parse(&unread).is_err()), (Some(record().place), true));
    // What begins like a list of tables may be part of a value, and a file may be edited or cut off.
    let rest = text.rsplit_once("\n#").unwrap().0.split_once('\n').unwrap().1;
    let quoted = Seal::put(format!("version = 3\nmine = \"\"\"One\n[[two]]\"\"\"\n{rest}\n"));
    assert_eq!(Record::place_in(&quoted), Some(record().place), "{quoted}");
    assert_eq!(Record::place_in(&text.replace("block = 2", "block = 4")).map(|place| place.block), Some(4));
    assert_eq!(Record::place_in(&text[..text.len() - 30]), None);
}

#[test]
fn records_of_older_formats_are_read() {
    for old in [
        "version = 1\ntitle = \"Tides\"\npath = \"/tides.txt\"\n",
        "version = 2\ntitle = \"Tides\"\npath = \"/tides.txt\"\n# That is all.\n",
    ] {
        let old = format!(
            "{old}[place]\nscene = 1\nblock = 2\ncharacter = 3\nratio = 0.5\nquote = \"It was\"\n[[bookmark]]\nname = \"A\"\n[bookmark.locator]\nscene = 0\nblock = 9\ncharacter = 0\nratio = 0.2\n"
        );
        let read = Record::parse(&old).unwrap();
        assert_eq!((read.paths.as_slice(), read.place.block), (&["/tides.txt".to_owned()][..], 2));
        assert!(read.bookmarks[0].id.starts_with("old-"));
        assert_eq!(Record::parse(&read.to_toml()), Ok(read));
    }
}

/// A record as release 0.3.0 writes it, with all that it may hold.
const OF_0_3: &str = "version = 3\ntitle = \"Tides\"\ntexts = [\"0123456789abcdef\"]\nsketch = \"\"\npaths = [\"/tides.txt\"]\nread = 6\nmoved = 5\npercent = 50\nstate = \"finished\"\nstate_since = 7\n\n[place]\nscene = 1\nblock = 2\ncharacter = 3\noffset = 10\ntotal = 20\nratio = 0.5\nquote = \"it was\"\nbefore = \"\"\nafter = \"\"\n\n[[reading]]\nday = 20000\nsession = \"a\"\nsince = 5\nspent = 7200000\nwords = 24000\n\n[[highlight]]\nid = \"h\"\nstamp = 8\ncolour = 2\nnote = \"Two\\nlines\"\nwords = \"It was late.\"\n\n[highlight.locator]\nscene = 1\nblock = 2\ncharacter = 3\noffset = 10\ntotal = 20\nratio = 0.5\nquote = \"it was late\"\nbefore = \"\"\nafter = \"\"\n";

#[test]
fn a_record_of_this_format_opens_tomorrow_too() {
    let sealed = Seal::put(OF_0_3.to_owned());
    let read = Record::parse(&sealed).unwrap();
    let highlight = &read.highlights[0];
    assert_eq!((highlight.colour, &*highlight.note, &*highlight.words), (2, "Two\nlines", "It was late."));
    assert_eq!((read.state, read.readings[0].spent), (State::Finished, 7_200_000));
    assert_eq!(Record::parse(&read.to_toml()), Ok(read));
}

#[test]
fn parts_that_were_read_are_kept_and_united() {
    let sealed = |text: &str| Seal::put(text.to_owned());
    let with_parts = OF_0_3.replace("percent = 50\n", "percent = 50\nread_spans = \"0-1000 7000-7100\"\n");
    let new = Record::parse(&sealed(&with_parts)).unwrap();
    assert_eq!(new.spans.as_ref().unwrap().to_string(), "0-1000 7000-7100");
    let old = Record::parse(&sealed(OF_0_3)).unwrap();
    assert_eq!(old.spans, None);
    let mut other = new.clone();
    other.spans = "500-2500".parse().ok();
    for merged in [old.clone().merged(new.clone()).merged(other.clone()), other.merged(old).merged(new.clone())] {
        assert_eq!(merged.spans.unwrap().to_string(), "0-2500 7000-7100");
    }
    for wrong in ["\"0-1000 7100-7000\"", "\"?\"", "5"] {
        let wrong = sealed(&with_parts.replace("\"0-1000 7000-7100\"", wrong));
        assert_eq!(Record::parse(&wrong).unwrap().spans, None, "a place is not refused for its parts");
    }
    assert_eq!(Record::parse(&new.to_toml()), Ok(new));
}

#[test]
fn unknown_keys_are_kept() {
    let text = format!("rating = 5\n{}\n[shelfmark]\nroom = \"B\"\n", record().to_toml());
    let again = Record::parse(&text).unwrap().to_toml();
    assert!(again.contains("rating = 5") && again.contains("room = \"B\""), "{again}");
    let merged = Record::parse(&text).unwrap().merged(record()).to_toml();
    assert!(merged.contains("rating = 5") && merged.contains("room = \"B\""), "{merged}");
}

#[test]
fn a_newer_or_damaged_file_is_refused_with_its_reason() {
    assert_eq!(Record::parse("version = 4\nplace = 7"), Err(Unusable::Newer(4)));
    assert!(matches!(Record::parse("version = 1\nplace = 7\n# That is all."), Err(Unusable::Damaged(_))));
    assert!(matches!(Record::parse(""), Err(Unusable::Damaged(_))));
    assert!(matches!(Record::parse("\0\0\0"), Err(Unusable::Damaged(_))));
}

#[test]
fn a_file_cut_anywhere_is_refused_and_what_is_left_of_it_salvaged() {
    let text = record().to_toml();
    for cut in 0..text.len() - 1 {
        let cut = &text[..text.floor_char_boundary(cut)];
        assert!(matches!(Record::parse(cut), Err(Unusable::Damaged(_))), "{cut}");
    }
    let second = text.rfind("[[bookmark]]").unwrap();
    let salvaged = Record::salvage(&text[..second + 20]).unwrap();
    assert_eq!((salvaged.place, salvaged.bookmarks.len()), (record().place, 1));
}

#[test]
fn a_bookmark_that_was_removed_does_not_come_back() {
    let (mut a, b) = (record(), record());
    a.bookmarks[0] = Bookmark { id: "a".to_owned(), stamp: 8, removed: true, ..Bookmark::default() };
    for merged in [a.clone().merged(b.clone()), b.merged(a)] {
        assert!(merged.bookmarks.iter().all(|bookmark| bookmark.removed));
    }
}

#[test]
fn of_two_changes_at_one_time_the_removal_counts_and_the_further_place() {
    let (mut a, mut b) = (record(), record());
    b.bookmarks[0] = Bookmark { removed: true, ..b.bookmarks[0].clone() };
    a.place.ratio = 0.25;
    b.place.ratio = 0.75;
    for merged in [a.clone().merged(b.clone()), b.clone().merged(a.clone())] {
        assert!(merged.bookmarks[0].removed);
        assert!((merged.place.ratio - 0.75).abs() < 1e-9 && merged.moved == a.moved);
    }
    b.bookmarks[0].stamp -= 1;
    assert!(!a.merged(b).bookmarks[0].removed, "an earlier one does not");
}

fn any_record() -> impl Strategy<Value = Record> {
    let locator = (0_u32..3, 0_u32..3).prop_map(|(scene, n)| Locator {
        scene,
        ratio: f64::from(n) / 3.0,
        quote: format!("words {n}"),
        ..Locator::default()
    });
    let bookmark =
        ("[ab]", 0_u64..3, any::<bool>(), "[xy]?", locator.clone()).prop_map(|(id, stamp, removed, name, locator)| {
            // What one id and stamp mean is one thing.
            let name = format!("{name}{stamp}{id}");
            Bookmark { id, stamp, removed, name, locator: Locator { ratio: 0.1, ..locator } }
        });
    (locator.clone(), locator, 0_u64..3, 0_u64..3, 0_u64..3, prop::collection::btree_map("[ab]", bookmark, 0..3))
        .prop_map(|(place, furthest, moved, read, removed, bookmarks)| Record {
            words: format!("{moved} {read}"),
            place,
            furthest,
            moved,
            read,
            removed,
            state: if moved > 1 { State::Finished } else { State::Reading },
            state_since: read,
            readings: vec![Reading { day: 1, session: read.to_string(), since: 5, spent: 10 * moved, words: moved }],
            highlights: bookmarks
                .iter()
                .map(|(id, mark)| {
                    let note = format!("{id}{}", mark.stamp);
                    let (id, stamp, removed) = (id.clone(), mark.stamp, mark.removed);
                    Arc::new(Highlight { id, stamp, removed, note, colour: 1, ..Highlight::default() })
                })
                .collect(),
            bookmarks: bookmarks
                .into_iter()
                .map(|(id, mark)| Bookmark { id, locator: Locator::default(), ..mark })
                .collect(),
            sketch: read.to_string(),
            spans: ["", "0-10", "5-20 30-40"]
                .get(usize::try_from(moved).unwrap_or(0))
                .and_then(|spans| spans.parse().ok())
                .filter(|_| read > 0),
            ..Record::default()
        })
}

proptest! {
    #[test]
    fn records_become_one_in_whatever_order(a in any_record(), b in any_record(), c in any_record()) {
        prop_assert_eq!(a.clone().merged(b.clone()), b.clone().merged(a.clone()));
        prop_assert_eq!(a.clone().merged(a.clone()), a.clone());
        let left = a.clone().merged(b.clone()).merged(c.clone());
        prop_assert_eq!(left, a.merged(b.merged(c)));
    }
}
