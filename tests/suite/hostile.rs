//! Files that mean harm: whatever stands in them, the program opens or refuses them, and nothing but what is on the list
//! reaches the terminal (each window holds what was sent to it to that list).
//!
//! `TIMES=20 cargo test hostile -- --nocapture` opens all of them; without it every twentieth.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use nightstand::document::Place;
use nightstand::format;
use nightstand::shelf::{Bookmark, Identity, Record, Seal};
use nightstand::terminal::Store;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::dice::{Dice, times};
use super::promises::in_parallel;
use super::pty::{PROGRAM, Window};
use super::reading::home;

/// Characters that could do harm, and sequences made of them.
fn charges() -> Vec<String> {
    let c0 = (0_u32..0x20).filter(|c| ![0, 9, 10, 13].contains(c));
    let single = c0
        .chain(0x7f..0xa0)
        .chain([0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0xfeff, 0xfff9, 0xfffe, 0x1d173, 0xe0001, 0xe0041, 0xe0100]);
    let marks = (0x200b..=0x200f).chain(0x2028..=0x202e).chain(0x2060..=0x206f).chain(0xfdd0..=0xfdd3);
    let mut charges: Vec<String> = single.chain(marks).filter_map(char::from_u32).map(|c| c.to_string()).collect();
    charges.extend(
        [
            "\u{1b}]52;c;aGFoYQ==\u{7}",
            "\u{1b}]0;title\u{1b}\\",
            "\u{1b}[?1003h\u{1b}[6n",
            "\u{1b}P+q544e\u{1b}\\",
            "\u{9b}2J\u{9d}0;x\u{9c}",
            "\u{1b}c\u{1b}[!p",
            "\u{202e}evil\u{202c}",
        ]
        .map(str::to_owned),
    );
    charges.push(format!("e{}", "\u{301}".repeat(500)));
    charges.push(["👩"; 60].join("\u{200d}"));
    charges.push("🇨".repeat(99));
    charges
}

/// Where a charge is put.
pub const CARRIERS: [&str; 25] = [
    "text",
    "text within a word",
    "heading",
    "markdown",
    "markdown heading",
    "markdown entity",
    "markdown double entity",
    "front matter",
    "html",
    "code",
    "epub text",
    "epub entity",
    "epub double entity",
    "epub title",
    "epub author",
    "epub contents",
    "epub heading",
    "epub picture",
    "epub note",
    "fb2",
    "kept pages",
    "file name",
    "sidecar",
    "note",
    "theme",
];

/// Pages that were kept of a story and then changed, sealed anew as whoever changes them would.
fn kept_pages(home: &Path, charge: &str) -> (PathBuf, Vec<String>) {
    let paragraph = |n: u32| format!("Paragraph {n}. It was late, and it rained.\n\n");
    let text: String = (0..4000).map(paragraph).collect();
    let file = home.join("a.txt");
    std::fs::write(&file, text).unwrap();
    let mut window = Window::open((80, 24), home, &[file.to_str().unwrap()]);
    window.wait_for(" of ");
    window.press("q");
    assert!(window.end().success());
    let pages = home.join(".local/state/nightstand/pages");
    let kept = std::fs::read_dir(pages).unwrap().next().unwrap().unwrap().path();
    let json = std::fs::read_to_string(&kept).unwrap();
    let json = json.lines().next().unwrap().replace("It was late", &format!("It was {}", escaped(charge)));
    let json = json.replace("\"title\":\"a\"", &format!("\"title\":\"{}\"", escaped(charge)));
    std::fs::write(&kept, Seal::put(json + "\n")).unwrap();
    (file, Vec::new())
}

/// A charge as JSON has it in a string.
fn escaped(charge: &str) -> String {
    let unit = |unit: u16| format!("\\u{unit:04x}");
    charge.encode_utf16().map(unit).collect()
}

/// A charge as entities.
fn entities(charge: &str, amp: &str) -> String {
    charge.chars().fold(String::new(), |text, c| text + &format!("{amp}#x{:x};", c as u32))
}

/// Puts a charge into a home, in its carrier; the story to be opened, and further arguments.
#[expect(clippy::too_many_lines, reason = "a table of carriers")]
pub fn lay(home: &Path, carrier: &str, charge: &str) -> (PathBuf, Vec<String>) {
    let story = |name: &str, text: String| {
        let file = home.join(name);
        std::fs::write(&file, text).unwrap();
        (file, Vec::new())
    };
    let book = |parts: [&str; 5]| {
        let file = home.join("a.epub");
        std::fs::write(&file, epub(parts)).unwrap();
        (file, Vec::new())
    };
    let (once, twice) = (entities(charge, "&"), entities(charge, "&amp;"));
    let quoted = toml::Value::String(charge.to_owned()).to_string();
    match carrier {
        "text" => story("a.txt", format!("It was late. {charge} So late.\n\nMore.\n")),
        "text within a word" => story("a.txt", format!("It was la{charge}te.\n")),
        "heading" => story("a.txt", format!("CHAPTER I. {charge}\n\nIt was late.\n")),
        "markdown" => story("a.md", format!("It *was {charge}* late.\n")),
        "markdown heading" => story("a.md", format!("# A {charge} b\n\nIt was late.\n")),
        "markdown entity" => story("a.md", format!("It was {once} late.\n")),
        "markdown double entity" => story("a.md", format!("It was {twice} late.\n")),
        "front matter" => story("a.md", format!("+++\ntitle = {quoted}\nauthor = {quoted}\n+++\n\nIt was late.\n")),
        "html" => story("a.md", format!("<b>{once}</b> <x {charge}>late</x>\n")),
        "code" => story("a.md", format!("```\nIt was {charge} late.\n```\n")),
        "epub text" => book(["T", "A", "C", "H", &format!("<p>late {charge} so</p>")]),
        "epub entity" => book(["T", "A", "C", "H", &format!("<p>late {once} so</p>")]),
        "epub double entity" => book(["T", "A", "C", "H", &format!("<p>late {twice} so</p>")]),
        "epub title" => book([&format!("T{once}{charge}"), "A", "C", "H", "<p>late</p>"]),
        "epub author" => book(["T", &format!("A{once}{charge}"), "C", "H", "<p>late</p>"]),
        "epub contents" => book(["T", "A", &format!("C{once}{charge}"), "H", "<p>late</p>"]),
        "epub heading" => book(["T", "A", "C", &format!("H{once}{charge}"), "<p>late</p>"]),
        "epub picture" => book(["T", "A", "C", "H", &format!("<p>late <img alt='{once}{charge}'/></p>")]),
        "epub note" => {
            let note =
                format!("<p>late<sup><a href='#n{once}'>1{once}</a></sup></p><p id='n{charge}'>{once}{charge}</p>");
            book(["T", "A", "C", "H", &note])
        }
        "fb2" => story(
            "a.fb2",
            format!(
                "<FictionBook><description><title-info><book-title>T{once}{charge}</book-title></title-info></description>\
                 <body><section><title><p>S{once}{charge}</p></title><poem><stanza><v>late {once}{charge}</v></stanza></poem>\
                 </section></body></FictionBook>"
            ),
        ),
        "kept pages" => kept_pages(home, charge),
        "file name" => story(
            &format!("a{}.txt", charge.replace(['/', '\0'], "")).chars().take(60).collect::<String>(),
            "It was late.\n".into(),
        ),
        "sidecar" => {
            std::fs::write(
                home.join("a.scenes.toml"),
                format!("[[scene]]\nnumber = 1\ntitle = {quoted}\nmood = {quoted}\n"),
            )
            .unwrap();
            story("a.txt", "It was late.\n".to_owned())
        }
        "note" => {
            let found = story("a.txt", "It was late.\n".to_owned());
            let path = std::fs::canonicalize(&found.0).unwrap();
            let document = format::read("a.txt", b"It was late.\n").unwrap().document();
            let identity = Identity { title: charge.to_owned(), ..Identity::of(&document, path.to_str().unwrap()) };
            let mut record = Record::new(&identity);
            let locator = document.locate(Place::default());
            record.bookmarks.push(Bookmark {
                id: "a".into(),
                stamp: 1,
                name: charge.to_owned(),
                locator,
                removed: false,
            });
            record.read = 1;
            let store = Store::new(home.join(".local/state/nightstand"));
            let file = store.record(&identity, &document).keep_at.unwrap();
            store.keep_record(&file, &record).unwrap();
            found
        }
        _ => {
            let folder = home.join(".config/nightstand/themes");
            std::fs::create_dir_all(&folder).unwrap();
            let theme = format!(
                "inherits = \"sepia\"\ndescription = {quoted}\n[mood.dream]\nglyphs = {quoted}\n{quoted} = 1\n"
            );
            std::fs::write(folder.join("own.toml"), theme).unwrap();
            let (file, _) = story("a.txt", "It was late.\n\n***\n\nMore.\n".to_owned());
            (file, vec!["--theme".to_owned(), "own".to_owned()])
        }
    }
}

fn epub([title, author, contents, heading, body]: [&str; 5]) -> Vec<u8> {
    let package = format!(
        "<package><metadata><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator></metadata><manifest><item id='n' href='n.xhtml' \
         properties='nav'/><item id='1' href='1.xhtml'/></manifest><spine><itemref idref='1'/></spine></package>"
    );
    let navigation = format!("<nav><ol><li><a href='1.xhtml'>{contents}</a></li></ol></nav>");
    packed(&[
        ("META-INF/container.xml", b"<container><rootfile full-path='b.opf'/></container>"),
        ("b.opf", package.as_bytes()),
        ("n.xhtml", navigation.as_bytes()),
        ("1.xhtml", format!("<body><h1>{heading}</h1>{body}</body>").as_bytes()),
    ])
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn hostile_no_charge_in_any_carrier_reaches_the_terminal() {
    let charges = charges();
    let all = charges.len() * CARRIERS.len();
    assert!(all >= 2000, "{all}");
    let count = times(all.div_ceil(20)).min(all);
    // Seven and all share no factor, so that every twentieth is of every carrier and of every kind.
    let stride = if count == all { 1 } else { 7 * (all / count / 7).max(1) + 1 };
    in_parallel(count, |nth| {
        let case = nth * stride % all;
        let (carrier, charge) = (CARRIERS[case % CARRIERS.len()], &charges[case / CARRIERS.len()]);
        let home = home();
        let (file, more) = lay(home.path(), carrier, charge);
        let mut arguments = vec![file.to_str().unwrap()];
        arguments.extend(more.iter().map(String::as_str));
        let begun = Instant::now();
        let mut window = Window::open((80, 24), home.path(), &arguments);
        // A long remark stands in the place of the percentage.
        let told = |screen: &vt100::Screen| screen.contents().contains('%') || screen.contents().contains("late");
        let shown = window.wait_until(begun + Duration::from_secs(20), told);
        assert!(shown, "{carrier}, {charge:?}:\n{}", window.text());
        for keys in ["c", "q", "'", "q", "S", "q", "=", "q"] {
            window.press(keys);
            window.wait_until(Instant::now() + Duration::from_millis(2), |_| false);
        }
        window.end();
        assert!(!window.text().contains("internal error"), "{carrier}, {charge:?}:\n{}", window.text());
    });
    println!("hostile files: {count} of {all} opened; nothing outside the list was sent");
}

/// Runs a command on a book with at most 256 MiB of memory; how it ended and what it said.
fn run(file: &Path, command: &str) -> (Option<i32>, String) {
    // The processor's time is bounded against what would never end; how long it takes is told, not judged.
    let script = format!("ulimit -v 262144; ulimit -t 20; exec \"$0\" {command} \"$1\"");
    let output =
        Command::new("sh").args(["-c", &script, PROGRAM, file.to_str().unwrap()]).env_clear().output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Texts that take a careless reader time by the square of their length, each with its ending.
fn texts() -> Vec<(String, Vec<u8>)> {
    let repeated = |what: &str| what.repeat((256 << 10) / what.len());
    let text = |name: &str, ending: &str, text: String| (format!("{name}.{ending}"), text.into_bytes());
    let mut texts = vec![
        text("stars", "txt", format!("Word {}", repeated("*a "))),
        text("snakes", "txt", format!("Word {}", repeated("_a"))),
        text("quotes", "txt", format!("Word {}", repeated(" 'a"))),
        text("speech", "txt", repeated("\" ")),
        text("points", "txt", repeated("a\u{ad}")),
        text("a long word", "txt", repeated("supercalifragilistic")),
        text("no blanks", "txt", repeated("กขคงจ")),
        text("blank lines", "txt", format!("Word.{}", repeated("\n"))),
        text("ornaments", "txt", repeated("a\n\n***\n\n")),
        text("headings", "txt", repeated("CHAPTER I\n\n")),
        text("sections", "fb2", format!("<FictionBook><body>{}", repeated("<section><title><p>a</p></title>"))),
        text("stanzas", "fb2", format!("<FictionBook><body><section>{}", repeated("<poem><stanza><v>a</v>"))),
        text("boxes", "html", format!("<html><body>{}late", repeated("<div><p>"))),
        text("anchors", "md", format!("# a\n\n{}", repeated("[a](#a)[^a]"))),
        text("a long front matter", "md", format!("+++\n{}\n+++\n\nText.", repeated("x=\n"))),
        ("wide".to_owned() + ".txt", repeated("It was late. ").encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    let noise = (0..64 << 10).map(|n: u32| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap().max(1));
    texts.push(("noise.txt".to_owned(), noise.collect()));
    for sign in
        ["*", "_", "[", "(", "<", ">", "`", "![", "](", "\\", "&", "- ", "> ", "1. ", "#", "|", "<!--", "**a ", "[a]("]
    {
        texts.push(text(&format!("md {}", texts.len()), "md", format!("Word. {}", repeated(sign))));
    }
    texts
}

/// Books that lie about their sizes, their names or their places: each number in the container's directory is put to extremes.
fn liars(whole: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut books = Vec::new();
    for (signature, fields) in [
        (&b"PK\x01\x02"[..], &[(10_usize, 2_usize), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4)][..]),
        (b"PK\x03\x04", &[(8, 2), (18, 4), (22, 4), (26, 2), (28, 2)]),
        (b"PK\x05\x06", &[(8, 2), (10, 2), (12, 4), (16, 4), (20, 2)]),
    ] {
        let at = whole.windows(4).rposition(|bytes| bytes == signature).unwrap();
        for (field, size) in fields {
            for value in [0_u8, 0x7F, 0xFF] {
                let mut bytes = whole.to_vec();
                bytes[at + field..at + field + size].fill(value);
                books.push((format!("a lie at {field} of {:?}", signature[2]), bytes));
            }
        }
    }
    books
}

/// Books that have far too many of something.
fn crowds() -> Vec<(String, Vec<u8>)> {
    const MANY: usize = 100_000;
    let container: (&str, &[u8]) = ("META-INF/container.xml", b"<container><rootfile full-path='b.opf'/></container>");
    let package = "<package><manifest><item id='n' href='n.xhtml' properties='nav'/><item id='1' href='1.xhtml'/></manifest>\
         <spine><itemref idref='1'/></spine></package>";
    let book = |package: &str, contents: &str, chapter: &str| {
        let files = [("b.opf", package.as_bytes()), ("n.xhtml", contents.as_bytes()), ("1.xhtml", chapter.as_bytes())];
        packed(&[&[container][..], &files[..]].concat())
    };
    let many = |what: &str| what.repeat(MANY);
    let numbered = |what: &dyn Fn(usize) -> String| (0..MANY).map(what).collect::<String>();
    let items = numbered(&|n| format!("<item id='{n}' href='1.xhtml?{n}'/>"));
    let spine = numbered(&|n| format!("<itemref idref='{n}'/>"));
    let crowded = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
    let late = "<p>late</p>";
    let books = [
        ("items", book(&crowded, "", late)),
        (
            "entries",
            book(package, &format!("<nav><ol>{}</ol></nav>", many("<li><a href='1.xhtml#a'>A</a></li>")), late),
        ),
        ("nested entries", book(package, &format!("<nav>{}</nav>", many("<ol><li><a href='1.xhtml'>A</a>")), late)),
        ("links", book(package, "", &format!("<p>{}</p>", many("<a href='#a' id='a'>1</a>")))),
        ("names", book(package, "", &numbered(&|n| format!("<p id='n{n}'>a</p>")))),
        ("scenes", book(package, "", &many("<h2>a</h2><p>b</p>"))),
        ("ornaments", book(package, "", &many("<p>a</p><hr/>"))),
        ("cells", book(package, "", &format!("<table><tr>{}</tr></table>", many("<td>a</td>")))),
        ("ruby", book(package, "", &format!("<p>{}</p>", many("<ruby>a<rt>b</rt></ruby>")))),
        ("line ends", book(package, "", &format!("<p>a{}b</p>", many("<br/>")))),
        ("notes", book(package, "", &format!("<p>a{}</p>", many("<sup>1</sup>")))),
        ("classes", book(package, "", &format!("<p class='{}'>a</p>", many("a ")))),
        ("combining", book(package, "", &format!("<p>a{}</p>", many("\u{301}")))),
        ("pictures", book(package, "", &many("<img alt='a picture'/>"))),
        (
            "a title",
            book(
                &package.replace("<manifest>", &format!("<dc:title>{}</dc:title><manifest>", many("long "))),
                "",
                late,
            ),
        ),
        (
            "authors",
            book(
                &package.replace("<manifest>", &format!("{}<manifest>", many("<dc:creator>A</dc:creator>"))),
                "",
                late,
            ),
        ),
        (
            "sheets",
            book(package, "", &format!("<head>{}</head>{late}", numbered(&|n| format!("<link href='{n}.css'/>")))),
        ),
    ];
    books.into_iter().map(|(name, bytes)| (format!("too many: {name}"), bytes)).collect()
}

/// Books that are broken or mean harm, each with a name.
pub fn books() -> Vec<(String, Vec<u8>)> {
    let whole = epub(["T", "A", "C", "H", &"<p>It was late, and the ferry had gone.</p>".repeat(200)]);
    let container: (&str, &[u8]) = ("META-INF/container.xml", b"<container><rootfile full-path='b.opf'/></container>");
    let book =
        |package: &str, chapter: &[u8]| packed(&[container, ("b.opf", package.as_bytes()), ("1.xhtml", chapter)]);
    let package = |spine: &str| {
        format!("<package><manifest><item id='1' href='1.xhtml'/></manifest><spine>{spine}</spine></package>")
    };
    let one = package("<itemref idref='1'/>");
    let mut books = vec![
        ("a bomb".to_owned(), book(&one, &vec![b' '; 80 << 20])),
        ("nested".to_owned(), book(&one, format!("{}x", "<div>".repeat(100_000)).as_bytes())),
        ("the same chapter".to_owned(), book(&package(&"<itemref idref='1'/>".repeat(2000)), b"<p>late</p>")),
        ("attributes".to_owned(), book(&one, format!("<p {}>late</p>", "a='b' ".repeat(200_000)).as_bytes())),
        ("a long attribute".to_owned(), book(&one, format!("<p class='{}'>late</p>", "x ".repeat(500_000)).as_bytes())),
        (
            "entities".to_owned(),
            book(&one, b"<!DOCTYPE x [<!ENTITY a 'late'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;&b;&amp;b;</p>"),
        ),
        ("no spine".to_owned(), book("<package/>", b"<p>late</p>")),
        ("no package".to_owned(), packed(&[container])),
        ("loops".to_owned(), packed(&[("META-INF/container.xml", b"<rootfile full-path='META-INF/container.xml'/>")])),
        (
            "traversal".to_owned(),
            packed(&[container, ("b.opf", one.replace("1.xhtml", "../../../../etc/passwd").as_bytes())]),
        ),
        ("no books".to_owned(), packed(&[("a.txt", b"late")])),
        ("marks".to_owned(), book(&one, format!("<p>{}x</p>", "<b><i>".repeat(50_000)).as_bytes())),
        ("lists".to_owned(), book(&one, format!("<ol>{}</ol>", "<li><p>a</p>".repeat(100_000)).as_bytes())),
        ("unclosed".to_owned(), book(&one, "<p><!-- <![CDATA[ late".repeat(10_000).as_bytes())),
        (
            "styles".to_owned(),
            book(
                &one,
                format!("<head><style>{}</style></head><p class='a'>x</p>", ".a{font-style:italic}".repeat(100_000))
                    .as_bytes(),
            ),
        ),
    ];
    books.extend(liars(&whole));
    books.extend(crowds());
    for end in (0..whole.len()).step_by(32) {
        books.push((format!("cut at {end}"), whole[..end].to_vec()));
    }
    let mut dice = Dice::new(9);
    for n in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..=dice.below(8) {
            let at = dice.below(bytes.len());
            bytes[at] = u8::try_from(dice.below(256)).unwrap();
        }
        books.push((format!("damaged {n}"), bytes));
    }
    books
}

#[test]
fn hostile_books_are_opened_or_refused() {
    let books: Vec<_> =
        books().into_iter().map(|(name, bytes)| (format!("{name}.epub"), bytes)).chain(texts()).collect();
    let slowest = std::sync::Mutex::new((Duration::ZERO, String::new()));
    let dir = home();
    in_parallel(books.len(), |nth| {
        let (name, bytes) = &books[nth];
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let file = dir.path().join(format!("{nth}.{ending}"));
        std::fs::write(&file, bytes).unwrap();
        let begun = Instant::now();
        let (code, said) = run(&file, "scenes");
        let took = begun.elapsed();
        assert!(matches!(code, Some(0 | 3)), "{name}: {code:?}: {said}");
        assert!(!said.contains("panicked") && !said.contains('\u{1b}'), "{name}: {said}");
        let mut slowest = slowest.lock().unwrap();
        if took > slowest.0 {
            *slowest = (took, name.clone());
        }
    });
    let (took, name) = slowest.into_inner().unwrap();
    assert!(books.len() - texts().len() >= 300, "{}", books.len());
    println!(
        "hostile books and texts: {} opened or refused within 256 MiB, the slowest ({name}) in {} ms",
        books.len(),
        took.as_millis()
    );
}
