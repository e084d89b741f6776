use super::*;
use crate::format;
use crate::theme::builtin;

#[test]
fn scenes_moods_and_marks_are_there_and_nothing_is_run_or_fetched() {
    let source = "+++\ntitle = \"A <b> & c\"\nlicence = \"CC0\"\n+++\n\n## One {.dream}\n\nIt *was* <script>alert(1)</script> late.\n\n***\n\nLine,\\\nline.\n";
    let document = format::read("a.md", source.as_bytes()).unwrap().document();
    let page = html(&document, &builtin("lamplight").unwrap(), &builtin("daylight").unwrap());
    for part in [
        "<h1>A &lt;b&gt; &amp; c</h1>",
        "<section id=\"scene-1\" class=\"dream\">",
        "<em>was</em>",
        "Line,<br>\nline.",
        "prefers-color-scheme:dark",
        "<footer>CC0</footer>",
        "<hr>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for never in ["<script", "http:", "https:", "src=", "url("] {
        assert!(!page.contains(never), "{never}");
    }
    // Read back, it has the same words.
    let again = format::read("a.html", page.as_bytes()).unwrap().document();
    let words = |document: &Document| {
        document
            .blocks()
            .flat_map(|(_, _, block)| block.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let (before, after) = (words(&document), words(&again));
    assert!(before.iter().all(|word| after.contains(word)), "{before:?} {after:?}");
}

#[test]
fn a_link_to_the_web_is_one_and_its_address_is_no_markup() {
    let source = "See [the tables](https://tides.example/?a=%22b%22&c=d).\n";
    let document = format::read("a.md", source.as_bytes()).unwrap().document();
    let page = html(&document, &builtin("lamplight").unwrap(), &builtin("daylight").unwrap());
    assert!(page.contains("<a href=\"https://tides.example/?a=%22b%22&amp;c=d\">the tables</a>"), "{page}");
}
