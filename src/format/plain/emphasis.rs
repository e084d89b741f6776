//! `_Emphasis_`, `*emphasis*` and `=bold=` in plain text, as Project Gutenberg's volunteers and letter writers type it.

use crate::document::{MarkKind, SceneBuilder};

/// Pushes a paragraph's text, its emphasis marked.
pub(super) fn push(scene: &mut SceneBuilder, text: &str) {
    let mut text = text;
    while let Some((head, inner, kind, tail)) = tagged(text) {
        push_signed(scene, head);
        scene.open_mark(kind);
        // A tag of the same kind can't stand in it, so that this ends soon.
        push(scene, inner);
        scene.close_mark();
        text = tail;
    }
    push_signed(scene, text);
}

/// Pushes text without tags, its emphasis marked.
fn push_signed(scene: &mut SceneBuilder, text: &str) {
    if memchr::memchr3(b'_', b'*', b'=', text.as_bytes()).is_none() {
        return scene.push(text);
    }
    let mut rest = text;
    let mut before = None;
    // Signs that nothing further on closes: they are not looked for again.
    let mut unclosed = [false; 5];
    while let Some((start, sign)) = rest.char_indices().find(|(_, c)| matches!(c, '_' | '*' | '=')) {
        let (head, tail) = rest.split_at(start);
        let before_it = head.chars().next_back().or(before);
        let run = tail.chars().take_while(|c| *c == sign).count();
        let (nth, length, marks): (_, _, &[MarkKind]) = match (sign, run) {
            ('_', 1) => (0, 1, &[MarkKind::Emphasis]),
            ('*', 1) => (1, 1, &[MarkKind::Emphasis]),
            ('=', 1) => (2, 1, &[MarkKind::Strong]),
            ('*' | '_', 2) => (3, 2, &[MarkKind::Strong]),
            ('*', 3) => (4, 3, &[MarkKind::Strong, MarkKind::Emphasis]),
            _ => (0, 0, &[]),
        };
        let leads = length > 0
            && before_it.is_none_or(|c| !c.is_alphanumeric() && c != sign)
            && opens(&tail[length - 1..], sign);
        let end = if leads && !unclosed[nth] { closing(tail, sign, length) } else { Ending::None };
        unclosed[nth] |= leads && end == Ending::None;
        match end {
            Ending::At(end) => {
                scene.push(head);
                for mark in marks {
                    scene.open_mark(*mark);
                }
                scene.push(&tail[length..end]);
                for _ in marks {
                    scene.close_mark();
                }
                before = tail[..end].chars().next_back();
                rest = &tail[end + length..];
            }
            Ending::None | Ending::Another => {
                // A sign that marks nothing is one.
                scene.push(head);
                scene.push(&tail[..run]);
                before = Some(sign);
                rest = &tail[run..];
            }
        }
    }
    scene.push(rest);
}

/// Returns what stands before, within and behind the first words that are marked by a tag of HTML, as people type it into plain text:
/// `<i>late</i>`.
fn tagged(text: &str) -> Option<(&str, &str, MarkKind, &str)> {
    /// The bytes between two tags: a paragraph, so that many tags without an end cost no more than their number.
    const LONGEST: usize = 4000;
    const TAGS: [(&str, MarkKind); 5] = [
        ("i>", MarkKind::Emphasis),
        ("em>", MarkKind::Emphasis),
        ("u>", MarkKind::Emphasis),
        ("b>", MarkKind::Strong),
        ("strong>", MarkKind::Strong),
    ];
    let begins = |at: usize, lead: &str, tag: &str| {
        let rest = text[at..].strip_prefix(lead)?;
        rest.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
            .then_some(at + lead.len() + tag.len())
    };
    memchr::memchr_iter(b'<', text.as_bytes()).find_map(|start| {
        let (from, tag, kind) = TAGS.iter().find_map(|(tag, kind)| Some((begins(start, "<", tag)?, *tag, *kind)))?;
        let near = text.floor_char_boundary((from + LONGEST).min(text.len()));
        let ends = memchr::memmem::find_iter(&text.as_bytes()[from..near], "</").map(|at| from + at);
        let (end, after) = ends.into_iter().find_map(|end| Some((end, begins(end, "</", tag)?)))?;
        (end > from).then_some((&text[..start], &text[from..end], kind, &text[after..]))
    })
}

/// Whether what follows a sign lets it begin emphasis.
fn opens(text: &str, sign: char) -> bool {
    text[1..].chars().next().is_some_and(|c| !c.is_whitespace() && c != sign)
}

/// Where the signs end that begin at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// At this byte.
    At(usize),
    /// Nowhere: others begin first.
    Another,
    /// Nowhere.
    None,
}

/// Returns where the signs end that begin a text.
fn closing(text: &str, sign: char, length: usize) -> Ending {
    let inside = &text[length..];
    let signs = &text[..length];
    // Whether letters stand before the place that has been reached: each part is looked at once.
    let (mut seen, mut letters) = (length, false);
    for (at, _) in inside.match_indices(signs) {
        let at = at + length;
        let before = text[..at].chars().next_back();
        let after = text[at + length..].chars().next();
        // A pair has letters between its signs; a double sign within a word is the author's.
        let spaced = before.is_some_and(|c| !c.is_whitespace() && c != sign);
        let ends = after.is_none_or(|c| !c.is_alphanumeric() && c != sign);
        letters = letters || text[seen.min(at)..at].contains(char::is_alphabetic);
        seen = at;
        if spaced && ends && (length == 1 || letters) {
            return Ending::At(at);
        }
        // “_q_C and _q_”: the first sign stands for something else.
        let begins = before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_alphanumeric);
        if length == 1 && begins {
            return Ending::Another;
        }
    }
    Ending::None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    fn marked(text: &str) -> (String, Vec<String>) {
        let mut scene = SceneBuilder::default();
        scene.begin(BlockKind::Paragraph);
        push(&mut scene, text);
        let scene = scene.finish();
        let block = scene.block(0).unwrap();
        (block.text.to_owned(), block.marks.iter().map(|mark| block.text[mark.range()].to_owned()).collect())
    }

    #[test]
    fn emphasis_is_marked_and_its_signs_go() {
        let told =
            |text: &str, marks: &[&str]| (text.to_owned(), marks.iter().map(|mark| (*mark).to_owned()).collect());
        assert_eq!(
            marked("It was _very late_, she _said_."),
            told("It was very late, she said.", &["very late", "said"])
        );
        assert_eq!(marked("“*Go!*” he said"), told("“Go!” he said", &["Go!"]));
        assert_eq!(marked("_All of it._"), told("All of it.", &["All of it."]));
        assert_eq!(marked("that _q_C is QC, the point _q_ too"), told("that _q_C is QC, the point q too", &["q"]));
        assert_eq!(marked("=Fever=, and x=y=z"), told("Fever, and x=y=z", &["Fever"]));
        assert_eq!(
            marked("**loud** and __low__ and ***both***."),
            told("loud and low and both.", &["loud", "low", "both", "both"])
        );
    }

    #[test]
    fn signs_that_mark_nothing_stay() {
        for text in ["snake_case_name", "2 * 3 * 4", "a _ b _ c", "_never closed", "f*ck and sh*t", "a = b = c", "****"]
        {
            assert_eq!(marked(text), (text.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn tags_mark_what_stands_between_them_and_others_are_signs() {
        assert_eq!(
            marked("It was <i>late</i>, <B>and</B> dark."),
            ("It was late, and dark.".to_owned(), vec!["late".to_owned(), "and".to_owned()])
        );
        for text in ["a <i> b", "<i></i>", "1 < 2 and </i>", "<it>late</it>"] {
            assert_eq!(marked(text), (text.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn many_signs_that_nothing_closes_cost_no_more_than_their_number() {
        // Before, each pair of signs read all of the text before it: this took minutes.
        assert!(marked(&"(**。1".repeat(100_000)).1.is_empty());
    }
}
