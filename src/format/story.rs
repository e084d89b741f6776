//! The story format: Markdown whose headings and thematic breaks begin scenes.
//!
//! Three things are added to `CommonMark`, none of which shows in another Markdown reader: a heading's attributes name
//! the scene's mood (`## The dream {.dream}`); a comment `<!-- {.dream} -->` does the same for an untitled scene when
//! it follows the thematic break, and makes a letter of the quotation that it stands before (`<!-- {.letter} -->`);
//! a paragraph whose lines all end in a hard break is verse.

mod dialect;
mod directive;
mod html;
mod inline;
mod signs;
mod spans;
mod table;
mod writer;

pub use writer::{element, to_markdown};

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use self::directive::{INNER, NextBlock, OpenParts, setting};
use self::html::HtmlEnds;
use self::inline::InlineTag;
use self::signs::MarkupSigns;
use self::table::StoryTable;
use super::anchors::{Anchors, note, slug};
use super::ornament::is_ornament;
use super::{Parsed, ReadOptions, front_matter};
use crate::diagnostic::{Remarks, suggestion};
use crate::document::{BlockKind, Draft, MarkKind, Mood, MoodSource, Place, SafeText, Scene, SceneBuilder};
use crate::format::css::Script;

/// The heading of a whole story: `# The Ferry`.
const TITLE: BlockKind = BlockKind::Heading { level: 1 };

/// What is read beside `CommonMark`.
fn extensions() -> Options {
    Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// Reads a story.
pub(super) fn read(source: &str, options: &ReadOptions) -> Parsed {
    let dialect::Plain { source, metadata } = dialect::plain(source);
    let source = &*dialect::shallow(&source);
    let mut reader = StoryReader::new(source, options);
    reader.document.metadata = metadata.unwrap_or_default();
    let (mut depth, mut covered) = (0_usize, 0);
    for (event, range) in Parser::new_ext(source, extensions()).into_offset_iter() {
        let ends = matches!(event, Event::End(_));
        if depth == 0 && !ends {
            reader.uncovered(covered..range.start);
            covered = covered.max(range.end);
        }
        depth = if ends { depth.saturating_sub(1) } else { depth + usize::from(matches!(event, Event::Start(_))) };
        reader.take(event, range);
    }
    reader.uncovered(covered..source.len());
    reader.finish()
}

struct StoryReader<'a> {
    source: &'a str,
    document: Draft,
    remarks: Remarks,
    scene: SceneBuilder,
    /// Where the open scene begins, for a remark.
    scene_start: usize,
    /// Lists and quotations around the current block, innermost last.
    containers: Vec<Nest>,
    next: NextBlock,
    parts: OpenParts,
    /// Line ends in the open paragraph: all, and those that the author insists on.
    line_ends: usize,
    hard_line_ends: usize,
    in_metadata: Option<MetadataBlockKind>,
    in_code: bool,
    /// Inline tags that are open, so that their ends close the right mark.
    inline: Vec<InlineTag>,
    html_ends: HtmlEnds,
    anchors: Anchors,
    /// The open heading's place and words.
    heading: Option<(Place, String)>,
    /// Whether the open link leads to somewhere in the story.
    in_link: bool,
    signs: MarkupSigns,
    table: StoryTable,
}

/// Returns a line of code as a block has it. Blanks that are not broken are not collapsed. A line that is too long is broken at a
/// single one.
fn code_line(line: &str) -> String {
    let whole = line.replace('\t', "    ");
    let inner = whole.trim_start_matches(' ');
    "\u{A0}".repeat(whole.len() - inner.len()) + &inner.replace("  ", "\u{A0}\u{A0}")
}

#[derive(Debug, Clone, Copy)]
enum Nest {
    Quotation(BlockKind),
    List(Option<u64>),
    /// A footnote, whose number is set already.
    Note,
}

impl<'a> StoryReader<'a> {
    fn new(source: &'a str, options: &ReadOptions) -> Self {
        Self {
            source,
            document: Draft::default(),
            remarks: Remarks::default(),
            scene: SceneBuilder::default(),
            scene_start: 0,
            containers: Vec::new(),
            parts: OpenParts::default(),
            next: NextBlock::default(),
            line_ends: 0,
            hard_line_ends: 0,
            in_metadata: None,
            in_code: false,
            inline: Vec::new(),
            html_ends: HtmlEnds::default(),
            anchors: Anchors::default(),
            heading: None,
            in_link: false,
            signs: MarkupSigns { wanted: options.smarten, language: options.language, ..MarkupSigns::default() },
            table: StoryTable::default(),
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(_) if self.in_metadata.is_some() => self.front_matter(range),
            // The names of the columns stand before the cells.
            Event::Text(_) | Event::Code(_) if self.table.hides() => {}
            Event::Text(text) if self.in_code => self.code(&text),
            Event::Text(text) => {
                let start = self.scene.written();
                self.words(&text);
                // A sign after a backslash is meant as it is typed. A blank may come before it.
                if self.source[..range.start].ends_with('\\') {
                    self.signs.code.push(start..start + 2);
                }
            }
            Event::Code(text) => {
                let start = self.scene.written();
                self.words(&text);
                self.signs.code.push(start..self.scene.written() + 1);
            }
            Event::SoftBreak => {
                self.line_ends += 1;
                // The builder knows where the end of a line is no blank.
                self.scene.push("\n");
            }
            Event::HardBreak => {
                self.line_ends += 1;
                self.hard_line_ends += 1;
                self.scene.break_line();
            }
            Event::Rule => self.rule(range),
            Event::Html(html) => self.html_block(&html, range.start),
            Event::InlineHtml(html) => self.inline_html(&html, range.start),
            Event::FootnoteReference(name) => self.note_reference(&name),
            Event::TaskListMarker(done) => self.scene.push(if done { "☑ " } else { "☐ " }),
            Event::InlineMath(_) | Event::DisplayMath(_) => {
                // Their extensions are off, so that their source comes as text.
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if matches!(tag, Tag::Heading { .. } | Tag::List(_) | Tag::CodeBlock(_) | Tag::Table(_)) {
            self.next = NextBlock { quotation: self.next.quotation, ..NextBlock::default() };
        }
        match tag {
            Tag::Paragraph => self.begin_prose(),
            Tag::Heading { level, classes, id, .. } => {
                let classes: Vec<&str> = classes.iter().map(AsRef::as_ref).collect();
                self.begin_titled_scene(*level, &classes, range);
                let here = self.here();
                if let Some(id) = id {
                    self.anchors.put(id.to_string(), here, true);
                }
                self.heading = Some((here, String::new()));
            }
            Tag::BlockQuote(_) => {
                let kind = std::mem::replace(&mut self.next.quotation, BlockKind::Quotation);
                self.containers.push(Nest::Quotation(kind));
            }
            Tag::List(first) => {
                self.scene.end();
                self.containers.push(Nest::List(*first));
            }
            Tag::Item => self.begin_item(),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.scene.begin(BlockKind::Preformatted);
            }
            Tag::MetadataBlock(kind) => self.in_metadata = Some(*kind),
            Tag::Image { .. } => self.scene.push("["),
            Tag::Table(alignments) => {
                self.scene.end();
                self.table = StoryTable::of(&self.source[range], alignments, extensions());
            }
            Tag::TableHead | Tag::TableRow => self.begin_row(),
            Tag::TableCell => self.begin_cell(),
            Tag::FootnoteDefinition(name) => {
                self.scene.begin(BlockKind::Item);
                self.anchors.put(note(name), self.here(), true);
                self.scene.push(&format!("[{name}] "));
                self.containers.push(Nest::Note);
            }
            Tag::Link { dest_url, .. } => {
                let mark = match dest_url.strip_prefix('#') {
                    Some(name) => self.anchors.link(name.to_owned()),
                    None => self.anchors.web(dest_url),
                };
                self.in_link = mark.is_some();
                if let Some(mark) = mark {
                    self.scene.open_mark(mark);
                }
            }
            Tag::Emphasis => self.scene.open_mark(MarkKind::Emphasis),
            Tag::Strong => self.scene.open_mark(MarkKind::Strong),
            Tag::Strikethrough => self.scene.open_mark(MarkKind::Struck),
            Tag::Superscript => self.signs.script = Some(Script::Super),
            Tag::Subscript => self.signs.script = Some(Script::Sub),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_prose(),
            TagEnd::Heading(_) | TagEnd::Item => {
                if let Some((place, words)) = self.heading.take() {
                    self.anchors.put(slug(&words), place, true);
                }
                self.close_inline();
                self.set_signs();
                self.scene.end();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition => {
                self.scene.end();
                self.containers.pop();
                if tag == TagEnd::FootnoteDefinition {
                    self.anchors.end(self.here());
                }
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.scene.end();
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::MetadataBlock(_) => self.in_metadata = None,
            TagEnd::Image => self.scene.push("]"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.scene.break_line(),
            TagEnd::Table => {
                self.set_signs();
                self.scene.end();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.scene.close_mark(),
            TagEnd::Superscript | TagEnd::Subscript => self.signs.script = None,
            TagEnd::Link if std::mem::take(&mut self.in_link) => self.scene.close_mark(),
            _ => {}
        }
    }

    /// The place of the open block, or of the next one.
    fn here(&self) -> Place {
        Place::new(self.document.scenes.len(), self.scene.count(), 0)
    }

    fn note_reference(&mut self, name: &str) {
        let words = format!("[{name}]");
        match self.anchors.link(note(name)) {
            Some(mark) => {
                self.scene.open_mark(mark);
                self.scene.push(&words);
                self.scene.close_mark();
            }
            None => self.scene.push(&words),
        }
    }

    /// Source between two blocks, of which the parser says nothing: definitions of links. Those that are no address are
    /// the author's words, such as a dialogue with its speakers in brackets.
    fn uncovered(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for line in self.source.get(range).unwrap_or_default().split_inclusive('\n') {
            if !line.trim().is_empty() && !inline::defines_address(line) {
                self.remark(at, "in Markdown this line defines a link; it is shown as text here");
                self.scene.begin(BlockKind::Paragraph);
                self.scene.push(line);
                self.scene.end();
            }
            at += line.len();
        }
    }

    fn front_matter(&mut self, range: Range<usize>) {
        let source = &self.source[range.clone()];
        let before = std::mem::take(&mut self.document.metadata);
        self.document.metadata = match self.in_metadata {
            Some(MetadataBlockKind::YamlStyle) => front_matter::read_yaml(source),
            _ => front_matter::read(source, range.start, &mut self.remarks),
        };
        if self.document.metadata.title.is_empty() {
            self.document.metadata.title = before.title;
        }
    }

    fn begin_titled_scene(&mut self, level: HeadingLevel, classes: &[&str], range: Range<usize>) {
        if !self.containers.is_empty() {
            self.remark(range.start, "a heading inside a list or a quotation does not start a scene");
            self.scene.begin(BlockKind::Paragraph);
            return;
        }
        // The heading parts what a break right before it did.
        if self.scene.count() == 1 && self.scene.last_kind() == Some(BlockKind::Ornament) {
            self.scene = SceneBuilder::default();
        }
        let (setting, mut classes) = setting(classes);
        // Another heading of the scene that is open.
        let inner = classes.contains(&INNER) && !self.scene.is_untouched();
        classes.retain(|class| *class != INNER);
        if !inner {
            self.end_scene(range.start);
            self.set_mood(&classes, range.start);
        }
        self.scene.begin(BlockKind::Heading { level: level as u8 });
        self.scene.set(setting);
    }

    /// Takes in a row of signs that parts scenes, unless a comment says that it is words.
    fn rule(&mut self, range: Range<usize>) {
        if self.next.kind != Some(BlockKind::Paragraph) {
            return self.break_scene(range.start);
        }
        self.begin_prose();
        let row = &self.source[range];
        self.scene.push(row.trim());
        self.scene.end();
    }

    fn break_scene(&mut self, at: usize) {
        self.next = NextBlock::default();
        if self.scene.is_untouched() && self.document.scenes.is_empty() {
            return; // a rule above the first words parts nothing
        }
        self.end_scene(at);
        self.scene.begin(BlockKind::Ornament);
        self.scene.end();
    }

    /// Takes the mood among the classes of a heading or a directive.
    fn set_mood(&mut self, classes: &[&str], at: usize) {
        let mut mood = None;
        for class in classes {
            match Mood::parse(class) {
                Some(known) => mood = mood.or(Some(known)),
                // Pandoc's own say how a title is numbered.
                None if matches!(*class, "unnumbered" | "unlisted" | "-") => {}
                None => self.remark_mood(class, at),
            }
        }
        if mood.is_some() {
            self.scene.set_mood(mood, MoodSource::Markup);
        }
    }

    fn remark_mood(&mut self, class: &str, at: usize) {
        let near = suggestion(class, Mood::ALL.map(Mood::name));
        self.remark(at, &format!("unknown mood `{class}`{near}"));
    }

    fn begin_prose(&mut self) {
        (self.line_ends, self.hard_line_ends) = (0, 0);
        // An item's first paragraph continues the item, whose bullet is set already.
        if matches!(self.containers.last(), Some(Nest::List(_) | Nest::Note)) && self.scene.in_block() {
            return;
        }
        let asked = self.next.kind.take();
        self.next.is_told = asked.is_some();
        self.scene.begin(match self.containers.last() {
            Some(Nest::Quotation(kind)) => *kind,
            Some(Nest::List(_) | Nest::Note) => BlockKind::Item,
            None => asked.unwrap_or(BlockKind::Paragraph),
        });
        self.scene.set(std::mem::take(&mut self.next.setting));
    }

    fn end_prose(&mut self) {
        self.close_inline();
        if self.containers.is_empty() && !self.next.is_told && is_ornament(self.scene.written_since(0)) {
            self.scene.cancel();
            return self.break_scene(self.scene_start);
        }
        self.set_signs();
        if self.hard_line_ends > 0 && self.hard_line_ends == self.line_ends {
            let in_letter = matches!(self.containers.last(), Some(Nest::Quotation(BlockKind::Letter)));
            let in_item = matches!(self.containers.last(), Some(Nest::List(_)));
            if !in_letter && !in_item {
                self.scene.set_kind(BlockKind::Verse);
            }
        }
        self.scene.end();
    }

    fn begin_item(&mut self) {
        self.scene.begin(BlockKind::Item);
        let bullet = match self.containers.last_mut() {
            Some(Nest::List(Some(number))) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "• ".to_owned(),
        };
        // A list within a list stands in; a narrow window has no room for more than four.
        let lists = self.containers.iter().filter(|nest| matches!(nest, Nest::List(_))).count();
        self.scene.push(&"\u{A0}\u{A0}".repeat(lists.saturating_sub(1).min(4)));
        self.scene.push(&bullet);
    }

    fn code(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            self.scene.push(&code_line(line.trim_end_matches('\n')));
            if line.ends_with('\n') {
                self.scene.break_line();
            }
        }
    }

    fn close_inline(&mut self) {
        self.inline.clear(); // the block's end closes the marks
    }

    fn end_scene(&mut self, next: usize) {
        let mut scene = std::mem::take(&mut self.scene).finish();
        let blocks = scene.blocks().len();
        scene.parts = self.parts.finish(blocks);
        let start = std::mem::replace(&mut self.scene_start, next);
        self.keep(scene, start);
    }

    fn keep(&mut self, scene: Scene, start: usize) {
        // A rule at the end parts nothing.
        let rule = scene.blocks().all(|block| block.kind == BlockKind::Ornament);
        if scene.blocks().len() == 0 || rule && self.scene_start == self.source.len() {
            return;
        }
        // The title of the whole needs none.
        let title = self.document.scenes.is_empty() && matches!(scene.block(0), Some(block) if block.kind == TITLE);
        if scene.is_empty() && !title {
            self.remark(start, "this scene has no text");
        }
        self.document.scenes.push(scene);
    }

    /// Names a story that has no title after the only heading of level 1, if it begins with one.
    fn name(&mut self) {
        let mut titles = self.document.blocks().filter(|(_, _, block)| block.kind == TITLE);
        let first = titles.next().filter(|(scene, block, _)| (*scene, *block) == (0, 0));
        if let (Some((_, _, title)), None) = (first, titles.next())
            && self.document.metadata.title.is_empty()
        {
            let title = SafeText::line(&title.text.replace('\n', " "));
            drop(titles);
            self.document.metadata.title = title;
        }
    }

    fn remark(&mut self, at: usize, message: &str) {
        self.remarks.note(at, message.to_owned());
    }

    fn finish(mut self) -> Parsed {
        self.end_scene(self.source.len());
        self.name();
        self.anchors.lay(&mut self.document);
        Parsed { draft: self.document, diagnostics: self.remarks.place(self.source) }
    }
}

#[cfg(test)]
mod tests;
