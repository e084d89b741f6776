//! Scene breaks: by class names, by pictures that are ornaments, by rules and empty rows.

use std::collections::HashMap;

use super::attributes::Attributes;
use super::class_names::{BREAKS, ORNAMENT_PICTURES, ORNAMENTS};
use super::element::Element;
use super::{ChapterReader, ElementRole, OpenElement};
use crate::format::ornament::is_ornament;

/// The pictures of a chapter: which stand in it more than once.
pub(super) struct Pictures<'a> {
    source: &'a str,
    counts: Option<HashMap<&'a str, usize>>,
}

impl<'a> Pictures<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        Self { source, counts: None }
    }

    /// Whether a picture stands in the chapter more than once. They are counted when that is first asked.
    fn repeats(&mut self, path: &str) -> bool {
        let source = self.source;
        let counts = self.counts.get_or_insert_with(|| {
            let mut counts = HashMap::new();
            for piece in source.split("src=").skip(1) {
                let quote = piece.chars().next().filter(|c| matches!(c, '"' | '\''));
                if let Some(path) = quote.and_then(|quote| piece[1..].split(quote).next()) {
                    *counts.entry(path).or_insert(0) += 1;
                }
            }
            counts
        });
        counts.get(path).is_some_and(|count| *count > 1)
    }
}

impl ChapterReader<'_> {
    pub(super) fn scene_break(&mut self) {
        self.end_block();
        self.binder.break_scene();
        self.flow.gap = false;
    }

    /// Takes in a line end that stands between two paragraphs: as many as stand there are one empty paragraph.
    pub(super) fn blank_between(&mut self) {
        // One within an empty paragraph is that paragraph's.
        let between = self.open.last().is_some_and(|open| open.children > 0 && open.element != Element::Paragraph);
        if !between || self.flow.lines > 0 || !self.binder.has_told() {
            return;
        }
        if std::mem::replace(&mut self.flow.blank_between, true) {
            return;
        }
        self.flow.blanks += 1;
        if self.flow.blanks_part == Some(self.flow.blanks) {
            self.scene_break();
        }
    }

    /// A blank row above the next block. At a scene's beginning there is one anyway.
    pub(super) fn empty_line(&mut self) {
        if self.in_heading() {
            return;
        }
        if self.continues_verse() {
            self.binder.break_line();
            return self.binder.break_line();
        }
        self.end_block();
        self.flow.gap = self.binder.has_told();
    }

    /// Whether a picture is an ornament: its words say so, or it has none and its name, its class or its repetition does.
    pub(super) fn is_ornament(&mut self, attributes: &Attributes<'_>) -> bool {
        /// Words of a picture that say no more than that it parts scenes.
        const WORDS: [&str; 7] = ["break", "ornament", "divider", "separator", "asterisks", "flourish", "fleuron"];
        let alt = attributes.alt.trim().to_lowercase();
        // Some programs put everything into spans.
        let bare = |open: &&OpenElement| open.element != Element::Plain || open.style.note;
        let around = self.open.iter().rev().find(bare).is_some_and(|open| open.element.is_block());
        if around && self.around_ornament() || is_ornament(&alt) && !alt.is_empty() {
            return true;
        }
        let file = attributes.source.rsplit('/').next().unwrap_or_default().to_lowercase();
        let named = ORNAMENT_PICTURES.iter().any(|name| name.len() > 3 && file.contains(name));
        // “Decorative break” is one, and so is a picture's file that names one; “a break in the wall” is a picture.
        let last = alt.rsplit(' ').next().unwrap_or_default();
        if WORDS.contains(&last) && alt.split(' ').count() <= 2 {
            return true;
        }
        let speaks = alt.contains(char::is_alphanumeric) && !says_nothing(&alt) && alt != file;
        around
            && !speaks
            && (named || attributes.has_class(&ORNAMENT_PICTURES) || self.pictures.repeats(&attributes.source))
    }

    /// Whether the class of a box around says that an ornament stands in it.
    fn around_ornament(&self) -> bool {
        /// The boxes that programs put around an ornament.
        const AROUND: usize = 3;
        self.open.iter().rev().take(AROUND).any(|open| open.role == ElementRole::Ornament)
    }
}

/// Whether the words of a picture, in small letters, say nothing of it: some programs write the same for each.
pub(super) fn says_nothing(alt: &str) -> bool {
    const NOTHING: [&str; 9] = [
        "cover",
        "image",
        "cover image",
        "illustration",
        "picture",
        "img",
        "decoration",
        "ornament",
        "image-placeholder",
    ];
    NOTHING.contains(&alt)
}

/// Whether a class names a scene break.
pub(super) fn is_break_class(attributes: &Attributes<'_>) -> bool {
    let bare = |class: &str| -> String {
        class.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
    };
    attributes.classes().any(|class| BREAKS.contains(&&*bare(class)))
}

/// Whether a class says that what stands in a block is an ornament.
pub(super) fn holds_ornament(attributes: &Attributes<'_>) -> bool {
    is_break_class(attributes) || attributes.classes().any(|class| ORNAMENTS.contains(&&*class.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scenes of a chapter between whose two paragraphs something stands.
    fn scenes(between: &str) -> usize {
        let page = format!(
            "<html><head><title>Ebb</title></head><body><p>It was late.</p>{between}<p>It was early.</p></body></html>"
        );
        crate::format::read("a.html", page.as_bytes()).unwrap().draft.scenes.len()
    }

    #[test]
    fn a_picture_that_only_parts_scenes_is_a_break_whatever_it_is_called() {
        for between in [
            "<div class='ornamental-break'><div><img alt='Ornamental Break'/></div></div>",
            "<div class='scene-break'><img alt='A small leaf'/></div>",
            "<p><img src='scenebreak.png' alt='image'/></p>",
            "<p><img src='orn.jpg' alt='Decorative break'/></p>",
            "<p><img src='a/fleuron-1.jpg' alt='fleuron-1.jpg'/></p>",
            "<p><img src='divider.jpg' alt='-'/></p>",
        ] {
            assert_eq!(scenes(between), 2, "{between}");
        }
        for between in
            ["<p><img src='break.jpg' alt='A break in the clouds'/></p>", "<p><img src='quay.jpg' alt='image'/></p>"]
        {
            assert_eq!(scenes(between), 1, "{between}");
        }
    }

    #[test]
    fn more_empty_paragraphs_than_usual_part_scenes() {
        for blank in ["<p>&nbsp;</p>", "<p class='c1'><br/></p>"] {
            let text = "<p>It was late.</p>";
            let usual = format!("{blank}{text}").repeat(6);
            assert_eq!(scenes(&usual), 1, "{blank}");
            assert_eq!(scenes(&format!("{usual}{blank}{blank}{text}{usual}")), 2, "{blank}");
            assert_eq!(scenes(&format!("{usual}{blank}{blank}{blank}{text}{usual}")), 2, "{blank}");
            let twice = format!("{blank}{blank}{text}").repeat(6);
            assert_eq!(scenes(&format!("{twice}{blank}{blank}{blank}{text}")), 2, "{blank}");
        }
    }

    #[test]
    fn a_row_that_a_style_sheet_leaves_free_is_one() {
        let gaps = |css: &str, second: &str| {
            let text = "<p>She came down to the river.</p>";
            let page = format!("<style>{css}</style><h1>One</h1>{text}{text}{second}{text}");
            let page = format!("<html><body>{page}</body></html>");
            let draft = crate::format::read("a.html", page.as_bytes()).unwrap().draft;
            draft.blocks().map(|(_, _, block)| block.setting.gap).collect::<Vec<_>>()
        };
        let (next, none) = ("<p class='first'>Later.</p>", "p { margin: 0; text-indent: 1em }");
        let freed = [false, false, false, true, false];
        assert_eq!(gaps(&format!("{none} .first {{ margin-top: 2em; padding: 0 }}"), next), freed);
        assert_eq!(gaps(&format!("{none} .first {{ margin: 1em 0 0 }}"), next), freed);
        assert_eq!(gaps(none, "<div style='margin-top: 20px'><p>Later.</p></div>"), freed);
        // Where all paragraphs stand apart, and where the room is less than a row, none is.
        for css in ["", "p { margin: 1em 0 }", "p { margin: 0 } .first { margin-top: 0.3em }"] {
            assert_eq!(gaps(css, next), [false; 5], "{css}");
        }
    }

    #[test]
    fn classes_that_name_a_break_are_known_in_their_spellings() {
        for class in ["scene-break", "x Scene_Break", "ornamental-break ornamental-break-as-text", "Space-Break", "tb"]
        {
            assert!(is_break_class(&Attributes::of_class(class)), "{class}");
        }
        for class in ["line-break page-break tbl", ""] {
            assert!(!is_break_class(&Attributes::of_class(class)), "{class}");
        }
    }

    #[test]
    fn line_ends_between_paragraphs_and_boxes_with_a_height_part_scenes_where_they_are_rare() {
        let text = "<p>It was late.</p>".repeat(6);
        for blank in ["<br/>", "<br><br>", "<div style='height:2em'></div>", "<div style='padding-top:2em'></div>"] {
            assert_eq!(scenes(&format!("{text}{blank}{text}")), 2, "{blank}");
        }
        assert_eq!(scenes(&"<p>It was late.</p><br/>".repeat(12)), 1, "they stand between all");
        assert_eq!(scenes(&format!("{text}<div style='height:1px'></div>{text}")), 1);
    }

    #[test]
    fn an_ornament_may_stand_in_spans() {
        assert_eq!(scenes("<p><span class='koboSpan'><img src='orn-break.png'/></span></p>"), 2);
        assert_eq!(scenes("<p>She saw <span><img src='orn-break.png'/></span></p>"), 1);
    }

    #[test]
    fn an_empty_box_with_an_edge_is_a_rule() {
        assert_eq!(scenes("<div style='border-top: 1px solid black; height: 1px'></div>"), 2);
        assert_eq!(scenes("<div class='wst-rule'></div>"), 2);
        assert_eq!(scenes("<div style='border-top: none; height: 1px'></div>"), 1);
        assert_eq!(scenes("<div style='border-top: 1px solid black'><p>It was noon.</p></div>"), 1);
    }
}
