//! Elements as boxes: which of them begin and end a block, and what kind of block it is.

use super::attributes::Attributes;
use super::breaks::is_break_class;
use super::class_names::{HEADING_BOXES, HEADING_LINES};
use super::element::Element;
use super::source::{end_tag, few_words};
use super::tables::Table;
use super::{ChapterReader, ElementRole, Kind, OpenElement};
use crate::document::{BlockKind, Setting, Side};
use crate::format::plain::{heading_level, is_chapter_number};

impl ChapterReader<'_> {
    pub(super) fn begin_box(&mut self, element: Element, attributes: &Attributes<'_>, rest: &str) {
        self.imply_end(element);
        if element == Element::Table {
            self.end_block();
            return self.tables.push(Table::ahead(rest));
        }
        if matches!(element, Element::Row | Element::Cell { .. }) && !self.tables.is_empty() {
            return self.begin_cell(element);
        }
        if self.in_row() && self.is_data_table() {
            // What stands in several paragraphs of a cell stands apart.
            let cell = self.open.iter().rfind(|open| matches!(open.element, Element::Cell { .. }));
            if cell.is_some_and(|cell| cell.filled) {
                self.text(" ");
            }
            return;
        }
        if std::mem::take(&mut self.flow.run_in) && self.binder.in_block() {
            return;
        }
        let heading = matches!(element, Element::Heading(_));
        if self.continues_verse() && !heading || self.in_heading() && self.binder.in_block() {
            // A break at the end of a line that is an element breaks nothing more.
            if !std::mem::take(&mut self.flow.broken) {
                self.binder.break_line();
            }
            return;
        }
        self.end_block();
        (self.flow.ornament, self.flow.blank, self.flow.lines) = (false, false, 0);
        // A section without a title is parted from the one before it.
        if element == Element::Section && !self.open.iter().any(|open| open.element == Element::Notes) {
            self.binder.break_scene();
        }
        if is_break_class(attributes) || attributes.is_any(&["separator"]) {
            self.binder.break_scene();
        }
    }

    /// Ends what was left open because its end may be left out.
    fn imply_end(&mut self, element: Element) {
        let implied = element.may_lack_end();
        let same = |open: &OpenElement| {
            open.element == element || matches!((open.element, element), (Element::Cell { .. }, Element::Cell { .. }))
        };
        if implied && self.open.last().is_some_and(same) {
            self.end(element);
        } else if element == Element::Row
            && matches!(self.open.last(), Some(OpenElement { element: Element::Cell { .. }, .. }))
            && !self.tables.is_empty()
        {
            // A cell and its row.
            self.end(Element::Row);
        }
    }

    /// Whether the open block is a stanza whose lines are elements of their own.
    pub(super) fn continues_verse(&self) -> bool {
        let Some(stanza) = self.open.iter().rposition(|open| open.role == ElementRole::Verse) else { return false };
        self.binder.in_block() && self.open[stanza..].iter().all(|open| open.block)
    }

    /// Whether what stands here is verse.
    pub(super) fn in_verse(&self) -> bool {
        self.open.iter().any(|open| open.role == ElementRole::Verse)
    }

    /// Whether what stands here is a line of a heading, whatever it is made of.
    pub(super) fn in_heading(&self) -> bool {
        self.open.iter().any(|open| matches!(open.element, Element::Heading(_)))
    }

    pub(super) fn in_row(&self) -> bool {
        self.open.iter().any(|open| open.element == Element::Row)
    }

    /// Whether the open block's lines are the author's.
    pub(super) fn is_of_lines(&self) -> bool {
        self.in_heading() || self.open.iter().any(|open| open.role == ElementRole::Verse || open.style.keeps_lines)
    }

    /// Whether a heading stands in a box that has just begun, with a few words around it and no paragraph.
    pub(super) fn holds_only_a_heading(&self, name: &str, rest: &str) -> bool {
        /// Boxes around a number and a title take no more.
        const NEAR: usize = 1200;
        let near = &rest[..rest.floor_char_boundary(NEAR)];
        let heading = ["<h1", "<h2", "<h3"].iter().filter_map(|tag| near.find(tag)).min();
        let prose = ["<p", "<blockquote", "</section", "</header"].iter().filter_map(|tag| near.find(tag)).min();
        // A header may hold a motto, a date and a name besides.
        let alone = name != "header" || holds_nothing_more(near);
        heading.is_some_and(|heading| prose.is_none_or(|prose| heading < prose)) && alone && !self.in_heading()
    }

    /// Whether a class says that a short line is a chapter's number or title. It stands before all that is told.
    pub(super) fn is_heading_line(&self, (name, rest): (&str, &str), attributes: &Attributes<'_>) -> bool {
        /// A title is a line or two.
        const LONGEST: usize = 80;
        let short = || few_words(rest, "p", LONGEST).is_some_and(|words| !words.is_empty());
        let classed = attributes.has_class(&HEADING_LINES) && short();
        // A chapter's number right above its title.
        let label = || {
            let behind = title_behind(rest, name)?;
            few_words(&rest[..behind], name, LONGEST).map(|words| is_chapter_number(words.trim()))
        };
        (classed || label() == Some(true) || self.is_only_heading(name, rest)) && !self.in_heading() && !self.in_row()
    }

    /// Whether a paragraph is a chapter's heading by its words, in a file that has no others: who writes without styles writes so.
    fn is_only_heading(&self, name: &str, rest: &str) -> bool {
        /// Tags around a few words take no more.
        const NEAR: usize = 600;
        let near = &rest[..rest.floor_char_boundary(NEAR)];
        // What leads to a chapter is no heading.
        let leads = || near.find("</p").is_none_or(|end| near[..end].contains("href"));
        let words = || few_words(rest, "p", 60).is_some_and(|words| heading_level(words.trim()).is_some());
        self.is_untitled && name == "p" && words() && !leads()
    }

    pub(super) fn close_box(&mut self, open: OpenElement) {
        let stanza = self.in_verse();
        if open.role == ElementRole::Verse {
            self.flow.indent = 0;
        }
        match open.element {
            Element::Table => self.end_table(),
            Element::Cell { .. } if !self.tables.is_empty() => self.end_cell(open),
            Element::Row if !self.tables.is_empty() => self.end_row(),
            _ if self.in_row() && self.is_data_table() => {}
            Element::NoteLabel => {
                self.flow.run_in = self.binder.in_block();
                if self.flow.run_in {
                    self.binder.push(" ");
                }
            }
            Element::Heading(_) if !self.in_heading() => self.end_block(),
            _ if open.role == ElementRole::Initial && self.is_initial() => self.flow.run_in = true,
            _ if self.open.iter().any(|outer| outer.element == Element::NoteLabel) => {}
            _ if (stanza || self.in_heading()) && self.binder.in_block() => {}
            _ if self.is_break(&open) => self.scene_break(),
            _ => self.end_block(),
        }
    }

    /// Whether the open block holds a capital letter and nothing else: the first one of the block that follows.
    fn is_initial(&self) -> bool {
        let mut letters = self.binder.written_since(0).trim().chars();
        self.binder.in_block() && letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    }

    /// Whether a block that ends is empty and parts scenes, or holds an ornament and nothing else.
    fn is_break(&mut self, open: &OpenElement) -> bool {
        if open.filled || self.hidden > 0 || self.binder.in_block() {
            return false;
        }
        // A rule that is drawn as the edge of an empty box.
        if open.element == Element::Box && open.children == 0 && open.ending.ruled {
            return true;
        }
        let leaf = matches!(open.element, Element::Paragraph)
            || open.element == Element::Box && open.children == 0 && (self.flow.blank || open.ending.height >= ROW);
        self.flow.blanks += usize::from(leaf);
        std::mem::take(&mut self.flow.ornament) || leaf && self.flow.blanks_part == Some(self.flow.blanks)
    }

    pub(super) fn end_block(&mut self) {
        if self.binder.in_block()
            && let Some(title) = self.expected.take()
            && is_alike(&self.text, &title)
        {
            self.binder.set_kind(BlockKind::Heading { level: 2 });
            self.binder.set(Setting::default());
        }
        // A line that says whom a page is by is none of its chapters.
        let by = |text: &str| text.len() < 60 && (text.starts_with("by ") || text.starts_with("By "));
        if self.chapter.kind == Kind::Page && self.binder.in_block() && by(self.binder.written_since(0)) {
            self.binder.set_kind(BlockKind::Paragraph);
        }
        self.text.clear();
        self.binder.end();
    }

    /// Begins a block of the kind that the open elements make it.
    pub(super) fn begin_block(&mut self) {
        let find = |wanted: fn(&OpenElement) -> bool| self.open.iter().rposition(wanted);
        let heading = self.open.iter().rev().find_map(|open| match open.element {
            Element::Heading(level) => Some(level),
            _ => None,
        });
        let item = find(|open| matches!(open.element, Element::Item | Element::Term | Element::Definition));
        let style = self.open.last().map(|open| open.style).unwrap_or_default();
        let kind = if let Some(level) = heading {
            BlockKind::Heading { level }
        } else if self.in_verse() {
            BlockKind::Verse
        } else if style.keeps_lines {
            BlockKind::Preformatted
        } else if item.is_some() {
            BlockKind::Item
        } else if find(|open| open.role == ElementRole::Letter).is_some() {
            BlockKind::Letter
        } else if find(|open| open.role == ElementRole::Quotation).is_some() {
            BlockKind::Quotation
        } else {
            BlockKind::Paragraph
        };
        let titled = matches!(kind, BlockKind::Heading { .. });
        if titled {
            self.expected = None;
        }
        self.text.clear();
        (self.flow.ornament, self.flow.lines, self.flow.blanks) = (false, 0, 0);
        self.flow.blank_between = false;
        self.begin_kind(kind, style.side);
        if let Some(item) = item.filter(|_| kind == BlockKind::Item) {
            self.begin_item(item);
        }
    }

    /// Sets what stands before the first word of an item, or of a term or its definition, given its index among the open elements.
    fn begin_item(&mut self, item: usize) {
        // An item's other lines stand in by two cells, and so do all of a definition.
        const IN: &str = "\u{A0}\u{A0}";
        /// Deeper lists would leave a narrow window no room.
        const DEEPEST: usize = 4;
        if self.open[item].element == Element::Definition {
            return self.binder.push(IN);
        }
        let lists = self.open.iter().filter(|open| matches!(open.element, Element::List { .. })).count();
        if std::mem::take(&mut self.open[item].list.pending) {
            let bullet = self.bullet(item);
            self.binder.push(&IN.repeat(lists.saturating_sub(1).min(DEEPEST)));
            self.binder.push(&bullet);
        }
    }

    /// Returns whether a style sheet sets a paragraph farther from the one before it than others of the chapter: so books leave a row
    /// free between scenes.
    fn has_more_room_than_usual(&mut self, kind: BlockKind) -> bool {
        let room = std::mem::take(&mut self.flow.room);
        if kind != BlockKind::Paragraph || self.binder.last_kind() != Some(kind) || self.in_row() {
            return false;
        }
        let usual = *self.flow.usual_room.get_or_insert(room);
        self.flow.usual_room = Some(usual.min(room));
        room >= usual.saturating_add(ROW)
    }

    /// Begins a block, set as its style wants it. Where a heading stands is its theme's.
    pub(super) fn begin_kind(&mut self, kind: BlockKind, side: Side) {
        let parts = self.has_more_room_than_usual(kind);
        self.binder.begin(kind);
        let gap = std::mem::take(&mut self.flow.gap) || parts;
        if !matches!(kind, BlockKind::Heading { .. }) {
            let side =
                if matches!(kind, BlockKind::Paragraph | BlockKind::Quotation | BlockKind::Verse | BlockKind::Letter) {
                    side
                } else {
                    Side::Left
                };
            self.binder.set(Setting { side, gap });
        }
    }
}

/// A row is an em and a little more, in tenths of an em; less is a matter of looks.
const ROW: u8 = 10;

/// Returns where an element ends that has just begun, if a heading follows it. Only the tags of boxes may stand between the two.
fn title_behind(rest: &str, name: &str) -> Option<usize> {
    /// A number takes no more, with the tags in it.
    const NEAR: usize = 300;
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let end = end_tag(near, name)?;
    let mut behind = near[end..].split_once('>')?.1;
    loop {
        behind = behind.trim_start();
        if ["<h1", "<h2", "<h3"].iter().any(|tag| behind.starts_with(tag)) {
            return Some(end);
        }
        let tag = behind.strip_prefix('<')?.trim_start_matches('/');
        if !["div", "header", "section", "hgroup"].iter().any(|box_| tag.starts_with(box_)) {
            return None;
        }
        behind = behind.split_once('>')?.1;
    }
}

/// Whether a class says that a box is what a chapter is called.
pub(super) fn is_heading_box(attributes: &Attributes<'_>) -> bool {
    attributes.has_class(&HEADING_BOXES)
}

/// Whether a header holds no words behind its headings.
fn holds_nothing_more(header: &str) -> bool {
    let inner = header.find("</header").map_or(header, |end| &header[..end]);
    let behind = inner.rfind("</h").and_then(|end| inner[end..].find('>').map(|close| &inner[end + close + 1..]));
    !behind.is_some_and(|behind| super::without_tags(&format!("<>{behind}")).contains(char::is_alphanumeric))
}

/// Whether a block's text is what the contents call it.
fn is_alike(text: &str, title: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (text, title) = (letters(text), letters(title));
    !text.is_empty() && (text == title || title.len() > text.len() && title.starts_with(&text) && text.len() > 3)
}

#[cfg(test)]
mod tests {
    use crate::document::BlockKind;
    use crate::format;

    /// The headings of a page.
    fn headings(body: &str) -> Vec<String> {
        let page = format!("<html><head><title>Ebb</title></head><body>{body}</body></html>");
        let draft = format::read("a.html", page.as_bytes()).unwrap().draft;
        let all = draft.blocks().filter(|(_, _, block)| matches!(block.kind, BlockKind::Heading { .. }));
        all.map(|(_, _, block)| block.text.to_owned()).collect()
    }

    #[test]
    fn a_number_right_above_a_title_is_a_part_of_it() {
        for label in
            ["<p>Chapter 2</p>", "<p class='x'><b>PART TWO</b></p>", "<header><p>Chapter 2</p>", "<div><p>II</p></div>"]
        {
            let all = headings(&format!("{label}<h1>The Lamp</h1><p>It was late.</p>"));
            assert_eq!(all.len(), 2, "{label}: {all:?}");
        }
        assert_eq!(headings("<p>It was late.</p><h1>The Lamp</h1><p>It was late.</p>"), ["The Lamp"]);
        assert_eq!(headings("<p>Chapter 2</p><p>It was late.</p><h2>The Lamp</h2>"), ["The Lamp"]);
    }

    #[test]
    fn a_seal_beside_a_title_is_none_of_it() {
        assert_eq!(headings("<h2>Imprint<img alt='The logo'/></h2><p>It was late.</p>"), ["Imprint"]);
        assert_eq!(headings("<h2><img alt='The Lamp'/></h2><p>It was late.</p>"), ["The Lamp"]);
        let drawn = headings("<h2>CHAPTER II.<br/><img alt='The Lamp'/></h2><p>It was late.</p>");
        assert_eq!(drawn, ["CHAPTER II.\nThe Lamp"], "a number is no title");
    }

    #[test]
    fn without_headings_a_chapters_line_is_one() {
        let text = "<p>It was late, and nobody came.</p>";
        let page = format!("<p align=center><b>Chapter One</b></p>{text}<p>Chapter Two</p>{text}");
        assert_eq!(headings(&page), ["Chapter One", "Chapter Two"]);
        assert_eq!(headings(&format!("<h3>Ebb</h3>{page}")), ["Ebb"]);
        assert_eq!(headings(&format!("<p><a href='#a'>Chapter One</a></p>{text}")), [""; 0], "it leads to one");
    }
}
