//! Small files that other readers get wrong, in a folder beside the project. Where it is not there, nothing is tested.

use std::path::Path;
use std::process::Command;

/// A file, how many scenes it has, words that are shown and words that are not.
type Case = (&'static str, usize, &'static [&'static str], &'static [&'static str]);

const BOOKS: [Case; 46] = [
    ("br-blanks.epub", 1, &["number 11"], &["* * *"]),
    ("cdata.epub", 1, &["1 < 2 & so on"], &["&lt;"]),
    ("creator-roles.epub", 2, &["by M. Tarn:"], &[]),
    ("css-hidden-descendant.epub", 1, &["Kept words."], &["Hidden"]),
    ("css-hidden-unset.epub", 1, &["Kept words."], &[]),
    ("dd-with-p.epub", 1, &["The sea going out."], &[]),
    ("div-blank-break.epub", 2, &["At dawn"], &[]),
    ("drm-audio-only.epub", 2, &["Water fell"], &[]),
    ("google-docs.epub", 3, &["Line 8"], &[]),
    ("gutenberg-pagenum.epub", 1, &["came to the river"], &["Pg 12"]),
    ("id-with-spaces.epub", 2, &["The wheel stood still."], &[]),
    ("image-break-alt-stars.epub", 2, &["At dawn"], &[]),
    ("image-break.epub", 2, &["At dawn"], &[]),
    ("list-style-none.epub", 1, &["1. One"], &["1. 1."]),
    ("mathml-annotation.epub", 1, &["a/b it is"], &["frac"]),
    ("mathml-frac.epub", 1, &["a/b"], &[]),
    ("meta-whitespace.epub", 2, &["by M. Tarn:"], &[]),
    ("multiple-rootfiles.epub", 2, &["Water fell"], &[]),
    ("nfd-file-name.epub", 1, &["Second summer."], &[]),
    ("no-spine.epub", 2, &["Water fell"], &[]),
    ("nonlinear.epub", 2, &["A note on the side."], &[]),
    ("object-fallback.epub", 1, &["A map of the isle."], &[]),
    ("pagebreak-block.epub", 1, &["river."], &["12"]),
    ("q-element.epub", 1, &["“Hello”"], &[]),
    ("r-case_name.epub", 1, &["Found."], &[]),
    ("r-css_descendant.epub", 1, &["Spoken at noon."], &[]),
    ("r-css_media.epub", 1, &["no Kindle", "but print"], &[]),
    ("r-css_supports.epub", 1, &["By Ana"], &[]),
    ("r-entity.epub", 1, &["Ana came to Old Quay"], &["&hero"]),
    ("r-hidden_attr.epub", 1, &["The path went"], &["38", "Secret"]),
    ("r-mathsvg.epub", 1, &["So a+b it was."], &[]),
    ("r-nfd_name.epub", 1, &["Found."], &[]),
    ("r-no_container.epub", 1, &["Found."], &[]),
    ("r-noteimg.epub", 1, &["word[note]", "another[*]"], &[]),
    ("r-ol_start.epub", 1, &["3. lamp", "12. twelve", "a. alpha", "1. one"], &[]),
    ("r-pct_literal.epub", 2, &["Found.", "Second."], &[]),
    ("r-q_el.epub", 1, &["“Come in, ‘old friend’ of mine”"], &[]),
    ("r-subsup.epub", 1, &["10²", "H₂O", "xⁿ", "10⁻³", "4th", "word*", "word¹,²"], &[]),
    ("scripted-fallback.epub", 1, &["Plain words."], &[]),
    ("spine-case-mismatch.epub", 2, &["The wheel stood still."], &[]),
    ("switch.epub", 1, &["x squared"], &["x2"]),
    ("table-cell-paragraphs.epub", 1, &["One word.", "Two words."], &[]),
    ("table-list.epub", 1, &["• salt", "• rope"], &[]),
    ("vellum.epub", 3, &["The tide went out."], &[]),
    ("r-comments.fb2", 2, &["1 A comment."], &[]),
    ("r-emptyline.fb2", 1, &["Dear Ana,"], &["* * *"]),
];

const TEXTS: [Case; 48] = [
    ("an.txt", 2, &["Harbour Lights, by saltmarsh77"], &[]),
    ("apos.txt", 1, &["6′2″", "10′ 6″", "41°24′12″"], &[]),
    ("br-paras.html", 3, &["When the bell"], &[]),
    ("chapter-question.txt", 5, &[], &[]),
    ("chapters-bare.txt", 4, &[], &[]),
    ("cp1252.html", 1, &["£4"], &[]),
    ("de-quotes.txt", 1, &["„Ist es weit?“", "‚Komm nicht.‘", "„So ist es“"], &[]),
    ("dos437.txt", 1, &["L’été était déjà passé"], &[]),
    ("emph.txt", 1, &["loud and low and both"], &[]),
    ("ffn-sep.txt", 32, &[], &[]),
    ("fr-quotes.txt", 1, &["— Oui."], &["<<"]),
    ("headings-de.txt", 5, &["Der Fährmann, by Anna Leser"], &[]),
    ("headings-es.txt", 4, &[], &[]),
    ("headings-it-pl-nl.txt", 6, &[], &[]),
    ("headings-zh.txt", 3, &[], &[]),
    ("html-title-author.html", 2, &["The Ferry, by Ada Holm"], &[]),
    ("hugo.md", 3, &["by Ada Holm, Otto Mere"], &["{{"]),
    ("hyphen-wrap.txt", 1, &["anything", "because", "engineer", "mother-in-law"], &[]),
    ("macroman.txt", 1, &["café was closed — “too late,” said Élise"], &[]),
    ("markdownish.txt", 3, &["coins"], &["**"]),
    ("md-comment.md", 1, &["coins"], &["ferryman dies"]),
    ("mood-dreamed-first.txt", 3, &["dream"], &[]),
    ("mood-spoken.txt", 3, &["dream"], &[]),
    ("numbers-paren.txt", 5, &[], &[]),
    ("obsidian.md", 1, &["Marta met Otto", "by Ada Holm, Otto Mere", "Timeline"], &["%%", "[["]),
    ("ocr-pages.txt", 1, &["foreign", "counted", "page numbers left out"], &["THE FERRY", "Page 45"]),
    ("old-gutenberg.txt", 1, &["The Ferry, by Ada Holm"], &["SMALL PRINT", "End of"]),
    ("pandoc.md", 3, &["The Ferry, by Ada Holm"], &[":::"]),
    ("pl-dialog.txt", 1, &["— zapytała", "„Chodź”", "„Dobrze”"], &[]),
    ("r-art.txt", 1, &["+-------+------+"], &[]),
    ("r-ch_de.txt", 5, &[], &[]),
    ("r-ch_dot.txt", 5, &[], &[]),
    ("r-ch_fr.txt", 5, &[], &[]),
    ("r-ch_ko.txt", 5, &[], &[]),
    ("r-ch_zh.txt", 5, &[], &[]),
    ("r-ch_zh_gap.txt", 5, &[], &[]),
    ("r-cn_wrap.md", 1, &["河水的声音。他坐起来，点了灯，又听了很久。"], &[]),
    ("r-en_lines.txt", 8, &["one paragraph a line"], &[]),
    ("r-enc_utf16be_nobom.txt", 1, &["Он проснулся ночью"], &[]),
    ("r-enc_utf16le_nobom_zh.txt", 1, &["夜里他醒来"], &[]),
    ("reddit.md", 3, &["Trust"], &["~~", "nbsp"]),
    ("setext-trap.md", 3, &["She went down."], &[]),
    ("signature-capitals.txt", 3, &["LETTER 3."], &[]),
    ("srt.txt", 1, &["It is always late."], &["-->"]),
    ("title-page.txt", 1, &["THE FERRY, by Ada Holm"], &[]),
    ("toc-apart.txt", 4, &[], &[]),
    ("wiki.html", 1, &["The Ferry, by Ada Holm", "eleven  one"], &["banner", "Sidebar", "Share", "[edit]", "footer"]),
    ("wrapped-indent.txt", 1, &["paragraphs by indent"], &[]),
];

/// What the program says of a file: its words as they are read, its facts, and how many scenes there are.
fn told(file: &Path) -> (String, usize) {
    let run = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_nightstand")).args(words).arg(file).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let facts = run(&["scenes"]);
    let story: serde_json::Value = serde_json::from_str(&run(&["scenes", "--json"])).unwrap_or_default();
    let scenes = story["scenes"].as_array().map_or(0, Vec::len);
    // What is not shown may be in the list of scenes no more than on a page.
    (run(&["print", "--width", "60000", "--hyphenate", "no"]) + "\n" + &facts, scenes)
}

fn try_all(folder: &str, cases: &[Case]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases").join(folder);
    if !folder.is_dir() {
        return;
    }
    let mut wrong = Vec::new();
    for (name, scenes, shown, hidden) in cases {
        let (text, count) = told(&folder.join(name));
        let lacks = shown.iter().filter(|words| !text.replace('\u{A0}', " ").contains(**words));
        wrong.extend(lacks.map(|words| format!("{name}: lacks {words}")));
        wrong
            .extend(hidden.iter().filter(|words| text.contains(**words)).map(|words| format!("{name}: shows {words}")));
        if count != *scenes {
            wrong.push(format!("{name}: {count} scenes, not {scenes}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn books_that_others_misread_are_read() {
    try_all("books", &BOOKS);
}

#[test]
fn texts_that_others_misread_are_read() {
    try_all("texts", &TEXTS);
}
