//! `_Emphasis_`, `*emphasis*` and `=bold=` in plain text, as Project Gutenberg's volunteers and letter writers type it.

use crate::document::{MarkKind, SceneBuilder};

/// Pushes a paragraph's text, its emphasis marked.
pub(super) fn push(scene: &mut SceneBuilder, text: &str) {
    if memchr::memchr3(b'_', b'*', b'=', text.as_bytes()).is_none() {
        return scene.push(text);
    }
    let mut rest = text;
    let mut before = None;
    // Signs that nothing further on closes: they are not looked for again.
    let mut unclosed = [false; 3];
    while let Some((start, sign)) = rest.char_indices().find(|(_, c)| matches!(c, '_' | '*' | '=')) {
        let (head, tail) = rest.split_at(start);
        let before_it = head.chars().next_back().or(before);
        let (nth, mark) = match sign {
            '_' => (0, MarkKind::Emphasis),
            '*' => (1, MarkKind::Emphasis),
            _ => (2, MarkKind::Strong),
        };
        let none = &mut unclosed[nth];
        let leads = before_it.is_none_or(|c| !c.is_alphanumeric() && c != sign) && opens(tail, sign);
        let end = if leads && !*none { closing(tail, sign) } else { None };
        *none |= leads && end.is_none();
        match end {
            Some(end) => {
                scene.push(head);
                scene.open_mark(mark);
                scene.push(&tail[1..end]);
                scene.close_mark();
                before = tail[..end].chars().next_back();
                rest = &tail[end + 1..];
            }
            None => {
                // A sign that marks nothing is one.
                scene.push(head);
                scene.push(&tail[..1]);
                before = Some(sign);
                rest = &tail[1..];
            }
        }
    }
    scene.push(rest);
}

/// Whether what follows a sign lets it begin emphasis.
fn opens(text: &str, sign: char) -> bool {
    text[1..].chars().next().is_some_and(|c| !c.is_whitespace() && c != sign)
}

/// The byte of the sign that ends what a sign at the start begins; `None` where there is none.
fn closing(text: &str, sign: char) -> Option<usize> {
    let inside = &text[1..];
    inside.match_indices(sign).map(|(at, _)| at + 1).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + 1..].chars().next();
        before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric() && c != sign)
    })
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
        assert_eq!(marked("=Fever=, and x=y=z"), told("Fever, and x=y=z", &["Fever"]));
    }

    #[test]
    fn signs_that_mark_nothing_stay() {
        for text in
            ["snake_case_name", "2 * 3 * 4", "a _ b _ c", "_never closed", "f*ck and sh*t", "__init__", "a = b = c"]
        {
            assert_eq!(marked(text), (text.to_owned(), Vec::new()), "{text}");
        }
    }
}
