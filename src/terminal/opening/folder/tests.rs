use super::*;

#[test]
fn stories_are_listed_by_their_names_and_then_by_their_titles() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    put("a_tale.txt", "It was late.");
    put("notes.pdf", "no story");
    put(".hidden/b.txt", "It was late.");
    put("Other/Tides (7)/t.epub", "no book");
    put(
        "Other/Tides (7)/metadata.opf",
        "<package><metadata><dc:title>Tides</dc:title><dc:creator>A. N. Other</dc:creator></metadata></package>",
    );
    put("b.fb2", "<FictionBook><description><title-info><book-title>Bells</book-title></title-info></description>");
    put("c.md", "+++\ntitle = \"Ferries\"\nauthor = \"B. C.\"\n+++\n\nIt was late.\n");
    put("d.html", "<html><head><title>Gates</title></head><body><p>It was late.</p></body></html>");
    let mut told = Vec::new();
    let read = Entry {
        title: "A Tale of Late".to_owned(),
        path: whole_path(&folder.path().join("a_tale.txt")),
        percent: 40,
        read: 5,
        ..Entry::default()
    };
    let mut notes = Vec::new();
    // One folder is in another, and one is not there.
    list(&[folder.path().to_owned(), folder.path().join("Other"), folder.path().join("gone")], &[read], |event| {
        if let Event::Note(note) = &event {
            notes.push(note.clone());
        }
        if let Event::Folder { entries, reading } = event {
            let titles: Vec<String> = entries.iter().map(|entry| format!("{}|{}", entry.title, entry.author)).collect();
            told.push((titles, reading));
        }
        true
    });
    let names = ["t|", "A Tale of Late|", "b|", "c|", "d|"].map(str::to_owned).to_vec();
    let titles =
        ["Tides|A. N. Other", "A Tale of Late|", "Bells|", "Ferries|B. C.", "Gates|"].map(str::to_owned).to_vec();
    assert!(matches!(&notes[..], [note] if note.starts_with("There is no folder ") && note.ends_with("/gone")));
    assert_eq!(told, [(names, Some((0, 5))), (titles, None)]);
}
