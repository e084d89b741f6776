//! What is kept once more.

use super::*;

/// A disk with a store on it, in which the record of a story with one bookmark is kept.
fn with_one_bookmark() -> (Recording, Store, PathBuf, Record) {
    let disk = Recording::with_folder("/state");
    let store = Store { directory: "/state/nightstand".into(), disk: Arc::new(disk.clone()) };
    let fresh = loaded(&store);
    let file = fresh.keep_at.unwrap();
    let record = Record { bookmarks: vec![mark("a", 1)], ..fresh.value };
    store.keep_record(&file, &record).unwrap();
    (disk, store, file, record)
}

#[test]
fn what_was_edited_by_hand_counts_and_its_bytes_stay() {
    let (disk, store, file, record) = with_one_bookmark();
    let written = String::from_utf8(disk.read(&file, u64::MAX).unwrap()).unwrap();
    let edited = written.replace("name of a", "My own name");
    disk.put(&file, edited.as_bytes());
    let kept = store.keep_record(&file, &Record { bookmarks: Vec::new(), ..record }).unwrap();
    assert_eq!(kept.bookmarks[0].name, "My own name");
    assert_eq!(disk.read(&beside(&file, ".bad-1"), u64::MAX).unwrap(), edited.as_bytes());
}

#[test]
fn what_did_not_change_is_not_written_again() {
    let (disk, store, file, record) = with_one_bookmark();
    assert!(disk.writes() > 0);
    disk.settle();
    store.keep_record(&file, &record).unwrap();
    assert_eq!(disk.writes(), 0);
}

#[test]
fn what_was_written_but_not_synced_lasts_once_it_is_kept_again() {
    let (disk, store, file, record) = with_one_bookmark();
    disk.settle();
    let new = Record { bookmarks: vec![mark("a", 1), mark("b", 2)], ..record };
    let on = |disk: &Recording| Store { disk: Arc::new(disk.clone()), ..store.clone() };
    let counted = disk.copy();
    on(&counted).keep_record(&file, &new).unwrap();
    // The last operation makes the file's new name last.
    disk.fail(counted.operations(), Fault::Once(5));
    assert!(store.keep_record(&file, &new).is_err());
    let writes = disk.writes();
    store.keep_record(&file, &new).unwrap();
    assert_eq!(disk.writes(), writes);
    let mut last = 0;
    disk.after_power_cuts(|done, _| last = last.max(done));
    disk.after_power_cuts(|done, left| {
        assert!(done < last || ids(&loaded(&on(left)).value).contains(&"b"), "it was said to be kept");
    });
}

#[test]
fn a_file_with_another_text_is_said_once() {
    let (_dir, store) = store();
    let fresh = loaded(&store);
    let (_, before) = story("Tides", "/a.txt");
    let place = before.locate(crate::document::Place::new(0, 1, 0));
    store.keep_record(&fresh.keep_at.unwrap(), &Record { place, ..fresh.value }).unwrap();
    let text = "Nobody had told the miller of the bridge.\n\nHe went over it every morning, and came back at night.\n";
    let document = format::read("a.txt", text.as_bytes()).unwrap().document();
    let other = Identity::of(&document, "/a.txt");
    let found = store.record(&other, &document);
    assert!(found.note.as_deref().is_some_and(|note| note.contains("it is kept")), "{:?}", found.note);
    store.keep_record(&found.keep_at.unwrap(), &found.value).unwrap();
    assert_eq!(store.record(&other, &document).note, None);
    assert_eq!(store.record(&Identity::of(&document, "/b.txt"), &document).note, None, "no file of that name before");
    let again = loaded(&store);
    assert!(again.value.place.ratio > 0.0, "the earlier text has its place");
}
