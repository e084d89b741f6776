//! The ends of elements: what an end tag closes, and what becomes of the block that is open then.
//!
//! Real pages close elements in the wrong order, too late, or not at all.

use super::element::Element;
use super::{ChapterReader, OpenElement};

impl ChapterReader<'_> {
    /// Takes in an end tag. A wrong one ends nothing.
    pub(super) fn end(&mut self, element: Element) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        // A wrong end ends nothing; one that comes too late ends all that stands in it.
        let ends = |open: &OpenElement| {
            // A section's title was taken in as a heading, or as nothing for readers.
            let titled = matches!(open.element, Element::Heading(_) | Element::Hidden | Element::NoteLabel);
            let whole = element == Element::Whole && open.element == Element::Notes;
            let placed = matches!(element, Element::Box | Element::Paragraph) && open.element == Element::Heading(2)
                || element == Element::Title && matches!(open.element, Element::Hidden | Element::DrawingTitle);
            let drawn = element == Element::Plain && matches!(open.element, Element::DrawingText | Element::Hidden);
            let cell = matches!((element, open.element), (Element::Cell { .. }, Element::Cell { .. }));
            let heading = matches!((element, open.element), (Element::Heading(_), Element::Heading(_)));
            let list = matches!((element, open.element), (Element::List { .. }, Element::List { .. }));
            let bracketed = matches!(
                (element, open.element),
                (Element::Formula, Element::Bracketed)
                    | (Element::Root, Element::RootOfMany)
                    | (Element::RootOfDegree, Element::Fence)
                    | (Element::Preformatted, Element::Box)
            );
            open.element == element
                || whole
                || cell
                || heading
                || list
                || bracketed
                || placed
                || drawn
                || element == Element::SectionTitle && titled
        };
        let Some(at) = self.open.iter().rposition(ends) else { return };
        // Nor does what stands in a script end what stands around it.
        let hidden = self.open.iter().position(|open| open.hides);
        if hidden.is_some_and(|hidden| at < hidden && !self.open[hidden].element.may_lack_end()) {
            return;
        }
        // The end of italics that began in another paragraph ends no paragraph: `<i>tired.<p>She was to</i>o`.
        let inline = !self.open[at].block && self.hidden == 0 && self.binder.in_block();
        let paragraphs = self.open[at + 1..].iter().all(|open| !open.block || open.element == Element::Paragraph);
        while self.open.len() > at && self.close_innermost(inline && paragraphs) {}
    }

    /// Closes the innermost element. Returns whether there was one.
    pub(super) fn close_last(&mut self) -> bool {
        self.close_innermost(false)
    }

    /// Closes the innermost element, and leaves its block open if `goes_on`. Returns whether there was one.
    fn close_innermost(&mut self, goes_on: bool) -> bool {
        self.before_end();
        let Some(open) = self.open.pop() else { return false };
        if open.block && self.hidden == usize::from(open.hides) && !goes_on {
            self.close_box(open);
            self.flow.room = self.flow.room.max(open.ending.room);
            // A paragraph may be the first of several; what stands around them ends a note.
            let holds_note =
                matches!(open.element, Element::Box | Element::Item | Element::Definition | Element::Section);
            if open.ending.named && holds_note && !self.binder.in_block() {
                self.binder.end_named();
            }
        }
        self.unmark(open.marks);
        self.hidden -= usize::from(open.hides);
        if self.chapter.styles.needs_tree() {
            self.tree.close();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::format;

    fn texts(source: &str) -> Vec<String> {
        let page = format!("<html><body>{source}</body></html>");
        let draft = format::read("a.html", page.as_bytes()).unwrap().draft;
        draft.blocks().map(|(_, _, block)| block.text.to_owned()).collect()
    }

    #[test]
    fn the_end_of_italics_from_another_paragraph_ends_no_paragraph() {
        for (source, expected) in [
            (
                "<p>He was <i>tired.<p>She was to</i>o, and said so.</p><p>End.</p>",
                vec!["He was tired.", "She was too, and said so.", "End."],
            ),
            ("<p>One <b>two</p><p>thr</b>ee.</p><p>Four.</p>", vec!["One two", "three.", "Four."]),
            ("<div><i><p>One.</p><p>Two.</p></i></div><p>Three.</p>", vec!["One.", "Two.", "Three."]),
        ] {
            assert_eq!(texts(source), expected, "{source}");
        }
    }
}
