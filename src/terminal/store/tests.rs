//! What is kept, in a folder and on a file system that fails.

use std::fs;
use std::os::unix::fs::{PermissionsExt, lchown, symlink};

use super::disk::SystemDisk;
use super::keep::{beside, put_aside};
use super::recording::{Fault, Recording};
use super::*;
use crate::format;
use crate::shelf::Bookmark;

const STORY: &str = "It was late, and the lamp was lit.\n\nThe ferry had gone, and nobody had heard it go.\n";

fn story(title: &str, path: &str) -> (Identity, Document) {
    let document = format::read("a.txt", STORY.as_bytes()).unwrap().document();
    (Identity { title: title.to_owned(), ..Identity::of(&document, path) }, document)
}

fn loaded(store: &Store) -> Loaded<Record> {
    let (identity, document) = story("Tides", "/a.txt");
    store.record(&identity, &document)
}

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::new(dir.path().join("state/nightstand"));
    (dir, store)
}

fn mark(id: &str, stamp: Stamp) -> Bookmark {
    Bookmark { id: id.to_owned(), stamp, name: format!("name of {id}"), ..Bookmark::default() }
}

fn ids(record: &Record) -> Vec<&str> {
    record.bookmarks.iter().filter(|mark| !mark.removed).map(|mark| mark.id.as_str()).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_kept_is_loaded_and_is_nobody_elses() {
    let (_dir, store) = store();
    let fresh = loaded(&store);
    assert_eq!(fresh.note, None);
    let file = fresh.keep_at.unwrap();
    let record = Record { bookmarks: vec![mark("a", 1)], ..fresh.value };
    assert_eq!(store.keep_record(&file, &record).unwrap(), record);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(file.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(loaded(&store).value, record);
    assert_eq!(names(file.parent().unwrap()).len(), 1, "nothing is left behind");
}

#[test]
fn two_windows_undo_nothing_of_each_other() {
    let (_dir, store) = store();
    let (one, two) = (loaded(&store), loaded(&store));
    let file = one.keep_at.unwrap();
    let first = Record { bookmarks: vec![mark("a", 1)], ..one.value };
    let second = Record { bookmarks: vec![mark("b", 1)], ..two.value };
    store.keep_record(&file, &first).unwrap();
    let both = store.keep_record(&file, &second).unwrap();
    assert_eq!(ids(&both), ["a", "b"]);
    let gone = Bookmark { removed: true, ..mark("a", 2) };
    store.keep_record(&file, &Record { bookmarks: vec![gone], ..first.clone() }).unwrap();
    assert_eq!(ids(&store.keep_record(&file, &first).unwrap()), ["b"], "what was removed stays so");
}

#[test]
fn settings_changed_in_two_windows_are_both_kept() {
    let (_dir, store) = store();
    let before = store.settings();
    let file = before.keep_at.unwrap();
    let theme = Settings { theme: Some("sepia".to_owned()), ..before.value.clone() };
    let measure = Settings { measure: Some(50), ..before.value.clone() };
    store.keep_settings(&file, &before.value, &theme).unwrap();
    store.keep_settings(&file, &before.value, &measure).unwrap();
    let now = store.settings().value;
    assert_eq!((now.theme.as_deref(), now.measure), (Some("sepia"), Some(50)));
}

#[test]
fn copies_by_conflict_are_taken_in_and_go() {
    let (_dir, store) = store();
    let one = loaded(&store);
    let file = one.keep_at.unwrap();
    store.keep_record(&file, &Record { bookmarks: vec![mark("a", 1)], ..one.value.clone() }).unwrap();
    let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
    for (n, name) in [".sync-conflict-20261124-101112-ABCDEFG.toml", " (Ana's conflicted copy).toml"].iter().enumerate()
    {
        let theirs = Record { bookmarks: vec![mark(&format!("c{n}"), 1)], ..one.value.clone() };
        fs::write(file.with_file_name(format!("{stem}{name}")), theirs.to_toml()).unwrap();
    }
    fs::write(file.with_file_name(format!("{stem}.sync-conflict-damaged.toml")), "[").unwrap();
    let found = loaded(&store).value;
    assert_eq!(ids(&found), ["a", "c0", "c1"]);
    assert_eq!(ids(&store.keep_record(&file, &one.value).unwrap()), ["a", "c0", "c1"]);
    let left = names(file.parent().unwrap());
    assert_eq!(left.iter().filter(|name| name.contains("conflict")).count(), 1, "what can't be read stays: {left:?}");
}

#[test]
fn a_damaged_file_is_set_aside_and_never_overwritten() {
    let (_dir, store) = store();
    let file = store.settings().keep_at.unwrap();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    for n in 1..=2 {
        fs::write(&file, format!("damage {n} = [")).unwrap();
        let found = store.settings();
        assert_eq!(found.value, Settings::default());
        assert!(found.note.unwrap().contains(&format!("settings.toml.bad-{n}")));
    }
    // One that is damaged while we read on is set aside when something is kept.
    fs::write(&file, "damage 3 = [").unwrap();
    store.keep_settings(&file, &Settings::default(), &Settings::default()).unwrap();
    let aside = |n| fs::read_to_string(file.with_file_name(format!("settings.toml.bad-{n}"))).unwrap();
    assert_eq!((aside(1), aside(2), aside(3)), ("damage 1 = [".into(), "damage 2 = [".into(), "damage 3 = [".into()));
}

/// Promise 3: a real file cut at each byte and with each bit flipped.
#[test]
fn promise_a_file_damaged_anywhere_is_lived_with() {
    let disk = Recording::with_folder("/state");
    let on = |disk: &Recording| Store { directory: "/state/nightstand".into(), disk: Arc::new(disk.clone()) };
    let fresh = loaded(&on(&disk));
    let file = fresh.keep_at.unwrap();
    let mut record =
        Record { bookmarks: vec![mark("a", 1), Bookmark { removed: true, ..mark("r", 1) }], ..fresh.value };
    (record.place, record.moved) =
        (crate::document::Locator { block: 1, quote: "the ferry".into(), ..Default::default() }, 5);
    on(&disk).keep_record(&file, &record).unwrap();
    record.bookmarks.push(mark("b", 2));
    on(&disk).keep_record(&file, &record).unwrap();
    disk.settle();
    let whole = disk.read(&file, u64::MAX).unwrap();
    let cuts = (0..whole.len()).map(|cut| whole[..cut].to_vec());
    let flips = (0..whole.len() * 8).map(|bit| {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    });
    let mut cases = 0;
    for damaged in cuts.chain(flips) {
        let disk = disk.copy();
        disk.put(&file, &damaged);
        let store = on(&disk);
        let found = loaded(&store);
        let (identity, _) = story("Tides", "/a.txt");
        if let Some(keep_at) = &found.keep_at {
            store.keep_record(keep_at, &Record { bookmarks: vec![mark("c", 9)], ..found.value }).unwrap();
            assert!(ids(&loaded(&store).value).contains(&"c"), "what is kept from now on is kept");
        }
        let kept = disk.names().iter().any(|name| {
            let path = file.with_file_name(name);
            disk.read(&path, u64::MAX).is_ok_and(|bytes| bytes == damaged)
        });
        let as_written = Record::parse(&String::from_utf8_lossy(&damaged)).is_ok_and(|read| read == record);
        assert!(kept || as_written, "{}: {}", identity.title, String::from_utf8_lossy(&damaged));
        cases += 1;
    }
    println!("damage: {cases} damaged files, all lived with, all their bytes kept");
}

#[test]
fn what_a_damaged_file_and_its_copy_hold_is_used() {
    let (_dir, store) = store();
    let fresh = loaded(&store);
    let file = fresh.keep_at.unwrap();
    let mut record = fresh.value;
    for n in 0..3 {
        record.bookmarks.push(mark(&format!("{n}"), n + 1));
        record.bookmarks.sort_by(|a, b| a.id.cmp(&b.id));
        store.keep_record(&file, &record).unwrap();
    }
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let found = loaded(&store);
    assert_eq!(ids(&found.value), ["0", "1"], "as they were before the last was added");
    assert!(found.note.unwrap().contains("copy"));
    assert_eq!(ids(&loaded(&store).value), ["0", "1"], "and it is there for whoever asks next");
    assert_eq!(fs::metadata(beside(&file, ".bak")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_no_text_is_set_aside_too() {
    let (_dir, store) = store();
    let file = store.settings().keep_at.unwrap();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, b"\xff\xfe\0").unwrap();
    assert!(store.settings().note.unwrap().contains("bad-1"));
    assert!(!file.exists());
}

#[test]
fn a_newer_file_stays_as_it_is() {
    let (_dir, store) = store();
    let file = store.settings().keep_at.unwrap();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "version = 9\n").unwrap();
    let found = store.settings();
    assert_eq!(found.keep_at, None);
    assert!(found.note.unwrap().contains("newer"));
    // Also where it has come since we read.
    let refused = store.keep_settings(&file, &Settings::default(), &Settings::default()).unwrap_err();
    assert!(refused.to_string().contains("newer"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "version = 9\n");
}

#[test]
fn a_story_is_known_by_its_words_whatever_its_file_is_called() {
    let (_dir, store) = store();
    let fresh = loaded(&store);
    let record = Record { bookmarks: vec![mark("a", 1)], ..fresh.value };
    store.keep_record(&fresh.keep_at.unwrap(), &record).unwrap();
    let (renamed, document) = story("Another name", "/b.txt");
    let found = store.record(&renamed, &document);
    assert_eq!(ids(&found.value), ["a"]);
    assert_eq!(
        (found.value.title.as_str(), &found.value.paths[..]),
        ("Another name", &["/b.txt".to_owned(), "/a.txt".to_owned()][..])
    );
    let edited = format::read("a.txt", STORY.replace("late", "very late").as_bytes()).unwrap().document();
    for path in ["/a.txt", "/moved.txt"] {
        let identity = Identity { title: "Tides".to_owned(), ..Identity::of(&edited, path) };
        assert_eq!(ids(&store.record(&identity, &edited).value), ["a"], "{path}");
    }
    let other = format::read("a.txt", b"Wholly other words stand in this one.").unwrap().document();
    let identity = Identity { title: "Tides".to_owned(), ..Identity::of(&other, "/a.txt") };
    assert!(ids(&store.record(&identity, &other).value).is_empty(), "two stories at one path are two");
}

#[test]
fn the_shelf_tells_what_was_read_and_forgets_when_asked() {
    let (dir, store) = store();
    let fresh = loaded(&store);
    let file = fresh.keep_at.unwrap();
    let record = Record { read: 10, bookmarks: vec![mark("a", 1)], ..fresh.value };
    store.keep_record(&file, &record).unwrap();
    store.keep_record(&file, &Record { read: 11, ..record.clone() }).unwrap();
    let entries = store.shelf();
    assert_eq!(
        (entries.len(), entries[0].title.as_str(), entries[0].bookmarks, entries[0].there),
        (1, "Tides", 1, false)
    );
    fs::write(&file, "version = 3\n").unwrap();
    assert_eq!(store.shelf().len(), 1, "the earlier copy stands for a damaged file");
    store.keep_record(&file, &Record { read: 11, ..record }).unwrap();
    store.remove(&entries[0].record, 12).unwrap();
    assert_eq!(store.shelf(), []);
    assert_eq!(store.all_read().len(), 1, "it can still be forgotten");
    assert_eq!(ids(&loaded(&store).value), ["a"], "what is off the shelf is still known");
    store.forget(&entries[0].record).unwrap();
    assert_eq!(names(file.parent().unwrap()), [""; 0]);
    assert!(dir.path().exists() && ids(&loaded(&store).value).is_empty());
}

#[test]
fn a_link_of_ones_own_is_followed_and_stays() {
    let (dir, store) = store();
    let file = store.settings().keep_at.unwrap();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let real = dir.path().join("dotfiles.toml");
    fs::write(&real, Settings::default().to_toml()).unwrap();
    symlink(&real, &file).unwrap();
    let found = store.settings();
    let sepia = Settings { theme: Some("sepia".to_owned()), ..Settings::default() };
    store.keep_settings(&found.keep_at.unwrap(), &found.value, &sepia).unwrap();
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
    assert_eq!(store.settings().value.theme.as_deref(), Some("sepia"));
}

#[test]
fn a_planted_link_is_refused() {
    let (dir, store) = store();
    let file = store.settings().keep_at.unwrap();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let precious = dir.path().join("precious");
    fs::write(&precious, "precious").unwrap();
    symlink(&precious, &file).unwrap();
    // Only root can give files away; elsewhere this part can't be tried.
    if lchown(&file, Some(12345), None).is_ok() {
        let found = store.settings();
        assert!(found.keep_at.is_none() && found.note.unwrap().contains("another user"));
        let refused = store.keep_settings(&file, &Settings::default(), &Settings::default());
        assert!(refused.unwrap_err().to_string().contains("another user"));
    }
    // Nor is any helper file written through a link.
    fs::remove_file(&file).unwrap();
    symlink(&precious, file.with_file_name("lock")).unwrap();
    assert!(store.keep_settings(&file, &Settings::default(), &Settings::default()).is_err());
    fs::remove_file(file.with_file_name("lock")).unwrap();
    for name in [".settings.toml.new", ".settings.toml.bak", "settings.toml.bak"] {
        symlink(&precious, file.with_file_name(name)).unwrap();
    }
    for measure in [50, 60] {
        let settings = Settings { measure: Some(measure), ..Settings::default() };
        store.keep_settings(&file, &Settings::default(), &settings).unwrap();
    }
    assert_eq!(fs::read_to_string(&precious).unwrap(), "precious");
}

const ERRORS: [i32; 5] = [28, 5, 30, 13, 122]; // ENOSPC, EIO, EROFS, EACCES, EDQUOT

/// File systems before a save: none of ours there, a record there, a damaged one, one with a conflict, one left by a kill.
fn situations() -> Vec<(&'static str, Recording, PathBuf, Record)> {
    let empty = Recording::with_folder("/state");
    let on = |disk: &Recording| Store { directory: "/state/nightstand".into(), disk: Arc::new(disk.clone()) };
    let fresh = loaded(&on(&empty));
    let (file, old) = (fresh.keep_at.unwrap(), Record { bookmarks: vec![mark("old", 1)], ..fresh.value.clone() });
    let used = empty.copy();
    on(&used).keep_record(&file, &old).unwrap();
    used.settle();
    let twice = used.copy();
    on(&twice).keep_record(&file, &Record { read: 9, ..old.clone() }).unwrap();
    twice.settle();
    let damaged = twice.copy();
    damaged.put(&file, b"version = 3\n[[bookmark]]\nid = \"o");
    let conflict = used.copy();
    let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
    let theirs = Record { bookmarks: vec![mark("theirs", 1)], ..fresh.value };
    conflict.put(&file.with_file_name(format!("{stem}.sync-conflict-1.toml")), theirs.to_toml().as_bytes());
    let killed = used.copy();
    killed.put(&hidden_name(&file), b"half a rec");
    vec![
        ("nothing", empty, file.clone(), old.clone()),
        ("a record", used, file.clone(), old.clone()),
        ("a copy too", twice, file.clone(), old.clone()),
        ("a damaged record", damaged, file.clone(), old.clone()),
        ("a conflict", conflict, file.clone(), old.clone()),
        ("what a kill left", killed, file, old),
    ]
}

fn hidden_name(file: &Path) -> PathBuf {
    file.with_file_name(format!(".{}.new", file.file_name().unwrap().to_string_lossy()))
}

/// Promise 2, its first half: every operation failed in every way.
#[test]
fn promise_a_save_that_fails_leaves_the_old_or_the_new() {
    let mut cases = 0;
    for (what, before, file, old) in situations() {
        let store = |disk: &Recording| Store { directory: "/state/nightstand".into(), disk: Arc::new(disk.clone()) };
        let new = Record { bookmarks: vec![mark("new", 2), mark("old", 1)], read: 20, ..old };
        let known = ids(&loaded(&store(&before.copy())).value).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let counted = before.copy();
        store(&counted).keep_record(&file, &new).unwrap();
        for at in 1..=counted.operations() {
            for fault in ERRORS.into_iter().flat_map(|code| [Fault::Once(code), Fault::Ever(code), Fault::Short(code)])
            {
                let disk = before.copy();
                disk.fail(at, fault);
                let kept = store(&disk).keep_record(&file, &new);
                disk.settle();
                let found = loaded(&store(&disk)).value;
                let has_new = ids(&found).contains(&"new");
                assert!(has_new || kept.is_err(), "{what}, operation {at}, {fault:?}");
                for id in &known {
                    assert!(ids(&found).contains(&id.as_str()), "{what}, operation {at}, {fault:?}: {id} is lost");
                }
                // And when the trouble is over all is well.
                store(&disk).keep_record(&file, &new).unwrap();
                assert!(ids(&loaded(&store(&disk)).value).contains(&"new"));
                assert!(disk.names().iter().all(|name| !name.starts_with('.')), "{:?}", disk.names());
                cases += 1;
            }
        }
    }
    println!("failing disks: {cases} saves, always the old or the new");
}

/// Promise 2, its second half: the power cut after every operation, with every subset of what was not synced.
#[test]
fn promise_a_power_cut_leaves_the_old_or_the_new() {
    let mut cases = 0;
    for (what, before, file, old) in situations() {
        let store = |disk: &Recording| Store { directory: "/state/nightstand".into(), disk: Arc::new(disk.clone()) };
        let new = Record { bookmarks: vec![mark("new", 2), mark("old", 1)], read: 20, ..old };
        let known = ids(&loaded(&store(&before.copy())).value).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let disk = before.copy();
        store(&disk).keep_record(&file, &new).unwrap();
        let mut last = 0;
        disk.after_power_cuts(|done, _| last = last.max(done));
        cases += disk.after_power_cuts(|done, left| {
            let found = loaded(&store(left)).value;
            let has_new = ids(&found).contains(&"new");
            assert!(has_new || done < last, "{what}: it was said to be kept");
            for id in &known {
                assert!(ids(&found).contains(&id.as_str()), "{what}, after {done} operations: {id} is lost");
            }
        });
    }
    println!("power cuts: {cases} states, always the old or the new");
}

#[test]
fn a_folder_that_is_never_made_is_told_and_not_tried_for_ever() {
    let store = Store::new("/proc/nightstand".into());
    let (story, document) = story("Tides", "/a.txt");
    let file = store.record(&story, &document).keep_at.unwrap();
    assert!(store.keep_record(&file, &Record::new(&story)).is_err());
}

#[test]
fn settings_that_are_too_large_hold_nothing_up() {
    let (_dir, store) = store();
    let file = store.settings().keep_at.unwrap();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, format!("version = 3\n# {}\n", "a".repeat(1 << 20))).unwrap();
    let loaded = store.settings();
    assert_eq!((loaded.value, loaded.keep_at), (Settings::default(), None));
    assert!(loaded.note.unwrap().contains("too large"));
}

#[test]
fn a_place_taken_over_from_another_file_is_said_once() {
    let (_dir, store) = store();
    let fresh = loaded(&store);
    let (_, document) = story("Tides", "/a.txt");
    let place = document.locate(crate::document::Place::new(0, 1, 0));
    store.keep_record(&fresh.keep_at.unwrap(), &Record { place, ..fresh.value }).unwrap();
    assert_eq!(loaded(&store).note, None, "the same file");
    let (moved, document) = story("Tides", "/b.txt");
    let found = store.record(&moved, &document);
    assert_eq!(found.other_file.as_deref(), Some("“a.txt”"));
    store.keep_record(&found.keep_at.unwrap(), &found.value).unwrap();
    assert_eq!(store.record(&moved, &document).note, None);
}

#[test]
fn copies_serve_where_files_have_no_second_names() {
    let disk = Recording::with_folder("/state");
    disk.refuse_links();
    let store = Store { directory: "/state/nightstand".into(), disk: Arc::new(disk.clone()) };
    let fresh = loaded(&store);
    let file = fresh.keep_at.unwrap();
    let with = |ids: &[&str]| Record { bookmarks: ids.iter().map(|id| mark(id, 1)).collect(), ..fresh.value.clone() };
    store.keep_record(&file, &with(&["a"])).unwrap();
    let first = disk.read(&file, u64::MAX).unwrap();
    store.keep_record(&file, &with(&["a", "b"])).unwrap();
    assert_eq!(disk.read(&beside(&file, ".bak"), u64::MAX).unwrap(), first, "the version before stays");
    disk.put(&file, b"damage = [");
    assert_eq!(ids(&loaded(&store).value), ["a"], "what the copy holds");
    assert_eq!(disk.read(&beside(&file, ".bad-1"), u64::MAX).unwrap(), b"damage = [");
}

#[test]
fn a_damaged_file_is_put_aside_once() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.toml");
    fs::write(&file, "damage = [").unwrap();
    let first = put_aside(&SystemDisk, &file, b"damage = [").unwrap();
    assert_eq!(put_aside(&SystemDisk, &file, b"damage = [").unwrap(), first);
    fs::write(dir.path().join("new"), "other = [").unwrap();
    fs::rename(dir.path().join("new"), &file).unwrap();
    assert_ne!(put_aside(&SystemDisk, &file, b"other = [").unwrap(), first);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 3);
}

mod again;
