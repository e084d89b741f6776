//! Text as it is set: scripts above and below the line, quotation marks, capitals, the author's own lines.

use std::borrow::Cow;

use super::attributes::Attributes;
use super::breaks::says_nothing;
use super::element::Element;
use super::{ChapterReader, OpenElement};
use crate::document::Language;
use crate::format::css::Script;
use crate::format::plain::is_chapter_number;
use crate::format::quotes::Quotes;

/// The most bytes of blanks that stand before an item or a definition. A text of nothing but blanks is not gone through each time.
const DEEPEST_INDENT: usize = 24;

impl ChapterReader<'_> {
    /// Takes text in where it stands.
    pub(super) fn text(&mut self, text: &str) {
        if self.hidden > 0 || text.is_empty() {
            return;
        }
        let blank = text.chars().all(|c| c.is_whitespace() || c == '\u{A0}');
        // Between the parts of a formula blanks mean nothing.
        let formula = self.open.iter().any(|open| open.element.is_formula());
        // But words between them keep theirs: x if y.
        let words = formula && text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        let text = if formula && !words { text.trim() } else { text };
        if text.is_empty() {
            return;
        }
        if !self.binder.in_block() {
            if blank {
                self.flow.blank = true;
                return;
            }
            self.begin_block();
        }
        self.flow.broken &= blank;
        if !blank {
            let indent = usize::from(std::mem::take(&mut self.flow.indent));
            if indent > 0 && self.in_verse() && (self.binder.length() == 0 || self.binder.ends_line()) {
                self.binder.push(&"\u{A0}".repeat(indent));
            }
        }
        // Behind the blanks that set a definition in, those of the source are none.
        let fresh =
            self.binder.length() <= DEEPEST_INDENT && self.binder.written_since(0).chars().all(|c| c == '\u{A0}');
        let keeps = self.open.last().is_some_and(|open| open.style.keeps_lines);
        let text = if fresh && !keeps { text.trim_start_matches([' ', '\n', '\r', '\t']) } else { text };
        if !blank && std::mem::take(&mut self.flow.quote) {
            self.begin_quote(text);
        }
        let style = self.open.last().map(|open| open.style).unwrap_or_default();
        if style.keeps_lines && !self.in_heading() {
            self.lines(text);
        } else if let (Some(script), false) = (style.script, blank) {
            let set = scripted(text, script, style.note);
            // The number of a note would go on with a power.
            let power = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c);
            let glued = style.note && set.starts_with(power) && self.binder.written_since(0).ends_with(power);
            self.binder.push(&if glued { format!("[{}]", text.trim()) } else { set });
        } else {
            self.binder.push(&style.case.set(text));
        }
        if self.expected.is_some() {
            self.text.push_str(text);
        }
        if !blank {
            self.open.iter_mut().for_each(|open| open.filled = true);
        }
    }

    /// Takes lines in as they are: their ends, and the blanks at their beginning and within them.
    fn lines(&mut self, text: &str) {
        /// The columns to the next tab stop, on average.
        const TAB: &str = "\u{A0}\u{A0}\u{A0}\u{A0}";
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.binder.break_line();
            }
            let line = replaced(line.trim_end_matches('\r'), "\t", TAB);
            let inner = line.trim_start_matches([' ', '\u{A0}']);
            let at_start = self.binder.length() == 0 || self.binder.ends_line();
            if at_start {
                self.binder.push(&"\u{A0}".repeat(line.chars().count() - inner.chars().count()));
                self.binder.push(&replaced(inner, "  ", "\u{A0}\u{A0}"));
            } else {
                self.binder.push(&replaced(&line, "  ", "\u{A0}\u{A0}"));
            }
        }
    }

    pub(super) fn line_break(&mut self) {
        self.flow.indent = 0;
        if self.is_data_table() && self.in_row() {
            return self.text(" ");
        }
        if !self.binder.in_block() {
            self.flow.blank = true;
            self.blank_between();
            self.flow.lines = self.flow.lines.saturating_add(u8::from(self.flow.lines > 0));
            if self.flow.lines == 3 {
                self.scene_break();
            }
            return;
        }
        if self.binder.ends_line() && !self.is_of_lines() {
            // Two in a row part paragraphs, and three scenes.
            self.end_block();
            self.flow.lines = 2;
            return;
        }
        if !self.is_of_lines() && self.binder.take_ornament_line() {
            return self.scene_break();
        }
        self.binder.break_line();
        self.flow.broken = true;
        if self.expected.is_some() {
            self.text.push(' ');
        }
    }

    /// Shows what a picture is said to be.
    pub(super) fn picture(&mut self, attributes: &Attributes<'_>) {
        self.before_child();
        let alt = attributes.alt.trim();
        let mut letters = alt.chars();
        let initial = letters.next().filter(|c| c.is_alphabetic() && letters.next().is_none());
        let note = self.open.last().is_some_and(|open| open.style.note);
        // A rare sign that is drawn within a line, as Japanese books have them.
        let drawn = self.binder.in_block() && letters.next().is_none() && attributes.class.contains("gaiji");
        if drawn && !alt.is_empty() {
            self.text(alt);
        } else if self.is_ornament(attributes) && !note {
            if self.hidden == 0 && !self.binder.in_block() {
                self.flow.ornament = true;
            }
        } else if let Some(initial) = initial {
            // A drop cap that is drawn: it is the first letter of its word.
            self.text(initial.encode_utf8(&mut [0; 4]));
        } else if note && alt.is_empty() {
            self.text("[*]");
        } else if !alt.is_empty() && self.in_heading() {
            // A title that is drawn. Beside one in letters it is a seal, but not beside a number.
            let letters = self.binder.written_since(0).trim();
            if !self.binder.in_block() || is_chapter_number(letters) {
                self.text(" ");
                self.text(alt);
                self.text(" ");
            }
        } else if !alt.is_empty() && !says_nothing(&alt.to_lowercase()) {
            self.text(&format!("[{alt}]"));
        }
        if !self.flow.ornament {
            self.open.iter_mut().for_each(|open| open.filled = true);
        }
    }

    /// Sets what stands before an element's first word.
    pub(super) fn after_start(&mut self, element: Element, rest: &str) {
        match element {
            Element::Ruby | Element::Bracketed | Element::Fence => self.text("("),
            Element::Root => self.text("√"),
            Element::RootOfMany => self.text("√("),
            Element::RootOfDegree => {
                let degree = degree(rest).map(|degree| scripted(&degree, Script::Super, false)).unwrap_or_default();
                self.text(&format!("{degree}√("));
            }
            Element::DrawingTitle => self.text("["),
            Element::DrawingText => self.text(" "),
            Element::Quote => {
                self.flow.quote = true;
                if let Some(open) = self.open.last_mut() {
                    open.filled = false;
                }
            }
            _ => {}
        }
    }

    /// Sets what stands behind an element's last word.
    pub(super) fn before_end(&mut self) {
        let Some(open) = self.open.last().copied() else { return };
        match open.element {
            Element::Ruby | Element::Bracketed | Element::Fence | Element::RootOfMany | Element::RootOfDegree => {
                self.text(")");
            }
            Element::Typed => self.binder.keep_signs(open.from),
            Element::DrawingTitle => self.text("]"),
            Element::DrawingText => self.text(" "),
            Element::Quote => {
                let depth = self.quotes();
                if !std::mem::take(&mut self.flow.quote) && open.from != usize::MAX {
                    self.binder.push(Quotes::of(self.language()).close(depth));
                }
            }
            _ => {}
        }
    }

    /// Sets a quotation's first mark, unless the text has one of its own.
    fn begin_quote(&mut self, text: &str) {
        let depth = self.quotes();
        let brings = text.trim_start().starts_with(['“', '”', '„', '«', '»', '"', '‘', '‚', '‹', '\'', '「', '『']);
        let language = self.language();
        if brings {
            // Nothing is set at its end either.
            if let Some(quote) = self.open.iter_mut().rev().find(|open| open.element == Element::Quote) {
                quote.from = usize::MAX;
            }
        } else {
            self.binder.push(Quotes::of(language).open(depth));
        }
    }

    /// How many quotations are open.
    fn quotes(&self) -> usize {
        self.open.iter().filter(|open| open.element == Element::Quote).count()
    }

    /// The language that the chapter names here. That of the package is none of its chapters' (EPUB 3.3, 5.3.3).
    fn language(&self) -> Option<Language> {
        self.open.last().and_then(|open| open.style.language).or(self.language)
    }

    /// Sets what stands between the parts of a formula, and says which of them are scripts.
    pub(super) fn before_child(&mut self) {
        let Some(OpenElement { element, children, .. }) = self.open.last_mut() else { return };
        *children = children.saturating_add(1);
        let (element, nth) = (*element, *children);
        let script = match (element, nth) {
            (Element::Fraction, 2) => return self.text("/"),
            (Element::Fence, 2..) => return self.text(","),
            (Element::ScriptAbove, 2) | (Element::ScriptBoth, 3) => Some(Script::Super),
            (Element::ScriptBelow | Element::ScriptBoth, 2) => Some(Script::Sub),
            _ => return,
        };
        if let Some(open) = self.open.last_mut() {
            open.style.script = script;
        }
    }
}

/// Whether a part of a formula that has just begun holds a sign between others, and no brackets around all of it.
pub(super) fn is_compound(rest: &str, name: &str) -> bool {
    /// A longer formula is not looked at ahead.
    const NEAR: usize = 2000;
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let inner = near.find(&format!("</{name}")).map_or(near, |end| &near[..end]);
    let words = super::without_tags(&format!("<>{inner}"));
    let words = words.trim();
    let bracketed = words.starts_with(['(', '[']) && words.ends_with([')', ']']);
    inner.matches("<mo").count() > usize::from(inner.contains("<mover")) && words.len() > 1 && !bracketed
}

/// The degree of a root that has just begun: its second part, if that holds a single sign or number.
pub(super) fn degree(rest: &str) -> Option<String> {
    /// A longer root is not looked at ahead.
    const NEAR: usize = 2000;
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    // The names may have a prefix.
    let end = near.find("</mroot").or_else(|| near.find(":mroot>").and_then(|at| near[..at].rfind("</")))?;
    let inner = near[..end].trim_end();
    let (_, name) = inner.rsplit_once("</")?;
    let begin = inner.rfind(&format!("<{}", name.trim_end_matches('>')))?;
    let degree = super::without_tags(&inner[begin..]);
    let degree = degree.trim();
    let single = degree.chars().count() == 1 || degree.bytes().all(|byte| byte.is_ascii_digit());
    // Between the tags of two parts there is nothing else.
    let whole = inner[..begin].trim_end().ends_with('>') && !inner[..begin].contains("mroot");
    (whole && single && !degree.is_empty()).then(|| degree.to_owned())
}

/// Text above or below the line by the signs that Unicode has for it, where it has them for all of it. Else a note is set apart in
/// brackets, and all other text stays: `4th`, `Mlle`.
pub(in crate::format) fn scripted(text: &str, script: Script, note: bool) -> String {
    let inner = text.trim();
    // Of letters alone only a single one is a sign: `4th` is one word.
    let formula = inner.contains(|c: char| "+-−=/×*^".contains(c) || c.is_ascii_digit());
    let single = inner.chars().count() == 1 || formula && inner.len() <= 12;
    let sign = |c: char| match script {
        Script::Super => above(c, single),
        Script::Sub => below(c, single),
        Script::Base => None,
    };
    let set: Option<String> = inner.chars().map(|c| if " ,–".contains(c) { Some(c) } else { sign(c) }).collect();
    if let Some(set) = set.filter(|set| set.chars().any(|c| !" ,–".contains(c))) {
        return set;
    }
    // Brackets may stand around a number in elements of their own.
    let plain = !inner.contains(char::is_alphanumeric)
        || inner.starts_with(['[', '('])
        || inner.chars().any(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    if note && script == Script::Super && !plain {
        return format!("[{inner}]");
    }
    // A power that has no signs would be read as a factor: 2^(1/2).
    let number = inner.contains('.') && inner.chars().all(|c| c.is_ascii_digit() || c == '.');
    let greek = inner.contains(|c: char| ('α'..='ω').contains(&c)) && inner.chars().count() > 1;
    let set_apart = !note
        && inner.len() <= 12
        && (inner.contains(['+', '−', '=', '/', '×', '^']) || number || greek)
        && !inner.contains(' ');
    match script {
        Script::Super if set_apart => format!("^({inner})"),
        Script::Sub if set_apart => format!("_({inner})"),
        _ => text.to_owned(),
    }
}

/// The sign of a character above the line. Of letters only those that stand alone: `4th` is one word.
fn above(c: char, single: bool) -> Option<char> {
    const LETTERS: &str = "aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ";
    const SIGNS: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾";
    paired(SIGNS, c).or_else(|| paired(LETTERS, c).filter(|_| single))
}

/// The sign of a character below the line.
fn below(c: char, single: bool) -> Option<char> {
    const LETTERS: &str = "aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";
    const SIGNS: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎";
    paired(SIGNS, c).or_else(|| paired(LETTERS, c).filter(|_| single))
}

/// The character behind another one in a list of pairs.
fn paired(pairs: &str, c: char) -> Option<char> {
    let mut signs = pairs.chars();
    while let (Some(plain), Some(sign)) = (signs.next(), signs.next()) {
        if plain == c {
            return Some(sign);
        }
    }
    None
}

/// Returns a text with some letters replaced, which most texts don't have.
fn replaced<'a>(text: &'a str, from: &str, to: &str) -> Cow<'a, str> {
    if text.contains(from) { text.replace(from, to).into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::MarkKind;
    use crate::format;

    #[test]
    fn scripts_are_set_by_their_signs_or_stay_apart() {
        for (text, script, note, set) in [
            ("2", Script::Super, false, "²"),
            ("-3", Script::Super, false, "⁻³"),
            ("n", Script::Super, false, "ⁿ"),
            ("th", Script::Super, false, "th"),
            ("n+1", Script::Super, false, "ⁿ⁺¹"),
            ("-x", Script::Super, false, "⁻ˣ"),
            ("1/2", Script::Super, false, "^(1/2)"),
            ("i+1", Script::Sub, false, "ᵢ₊₁"),
            ("1,2", Script::Super, false, "¹,²"),
            ("2", Script::Sub, false, "₂"),
            ("max", Script::Sub, false, "max"),
            ("12", Script::Super, true, "¹²"),
            ("note", Script::Super, true, "[note]"),
            ("[7]", Script::Super, true, "[7]"),
            ("*", Script::Super, true, "*"),
            ("]", Script::Super, true, "]"),
        ] {
            assert_eq!(scripted(text, script, note), set);
        }
    }

    #[test]
    fn powers_and_notes_are_told_apart() {
        for (text, set) in [("1.5", "^(1.5)"), ("iπ", "^(iπ)"), ("th", "th"), ("2", "²")] {
            assert_eq!(scripted(text, Script::Super, false), set, "{text}");
        }
        let page = "<p>m<sup>2</sup><a epub:type='noteref' href='#n'><sup>5</sup></a></p><p id='n'>5. So.</p>";
        let draft = crate::format::read("a.html", page.as_bytes()).unwrap().draft;
        assert_eq!(draft.block(0, 0).unwrap().text, "m²[5]");
    }

    #[test]
    fn what_was_typed_for_a_machine_keeps_its_signs() {
        let source = r#"<p>"So," she said, "type <code>say "it's" -- so</code> here." <kbd>"</kbd> "Now."</p>"#;
        let draft = format::read("a.html", format!("<html><body>{source}</body></html>").as_bytes()).unwrap().draft;
        let set = "“So,” she said, “type say \"it's\" -- so here.” \" “Now.”";
        assert_eq!(draft.block(0, 0).unwrap().text, set);
    }

    #[test]
    fn formulas_keep_their_meaning() {
        for (math, set) in [
            ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
            ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
            ("<msqrt><mi>x</mi></msqrt>", "√x"),
            ("<mroot><mi>x</mi><mn>3</mn></mroot><mo>+</mo><mn>1</mn>", "³√(x)+1"),
            ("<mroot><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mi>n</mi></mroot>", "ⁿ√(x+1)"),
            ("<mroot><mn>8</mn><mrow><mn>3</mn></mrow></mroot>", "³√(8)"),
            ("<mroot><mn>8</mn><mfrac><mn>3</mn><mn>2</mn></mfrac></mroot>", "(8,3/2)"),
            ("<m:mroot><m:mi>x</m:mi><m:mn>3</m:mn></m:mroot>", "³√(x)"),
            ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
            ("<mi>a</mi><mphantom><mi>b</mi></mphantom>", "a"),
        ] {
            let source = format!("<html><body><p><math>{math}</math></p></body></html>");
            let draft = format::read("a.html", source.as_bytes()).unwrap().draft;
            assert_eq!(draft.block(0, 0).unwrap().text, set);
        }
    }

    #[test]
    fn lines_of_verse_stand_in_as_their_classes_say() {
        for lines in [
            "<div class='poem'><span class='i0'>One for the ferry,<br/></span><span class='i4'>two for the quay,<br/></span></div>",
            "<div class='stanza'><div class='verse indent0'>One for the ferry,</div><div class='verse indent4'>two for the quay,</div></div>",
        ] {
            let draft = format::read("a.html", lines.as_bytes()).unwrap().draft;
            let text = draft.block(0, 0).unwrap().text;
            assert_eq!(text.trim_end(), "One for the ferry,\n\u{a0}\u{a0}\u{a0}\u{a0}two for the quay,", "{lines}");
        }
    }

    #[test]
    fn an_empty_line_of_verse_sets_nothing_behind_it_in() {
        for empty in [
            "<div class='poem'><span class='i4'><br/></span></div>",
            "<div class='poem'><div class='verse indent8'></div></div>",
            "<div class='poem'><span class='i4'><br/></span><span class='i0'>A line<br/></span></div>",
        ] {
            let page = format!("<p>It was late.</p>{empty}<p>He went.</p>");
            let draft = format::read("a.html", page.as_bytes()).unwrap().draft;
            assert!(draft.blocks().all(|(_, _, block)| !block.text.contains('\u{a0}')), "{empty}");
        }
    }

    #[test]
    fn what_is_underlined_or_set_apart_is_stressed() {
        for stressed in [
            "<u>his</u>",
            "<span style='text-decoration: underline'>his</span>",
            "<em style='font-style: normal; letter-spacing: 0.2em'>his</em>",
            "<span style='text-emphasis: filled sesame'>his</span>",
        ] {
            let page = format!("<p>It was {stressed} lamp.</p>");
            let draft = format::read("a.html", page.as_bytes()).unwrap().draft;
            let block = draft.block(0, 0).unwrap();
            let marks: Vec<MarkKind> = block.marks.iter().map(|mark| mark.kind).collect();
            assert_eq!(marks, [MarkKind::Emphasis], "{stressed}");
        }
        let link = "<p>It was <a href='https://a.example' style='text-decoration: underline'>his</a> lamp.</p>";
        let draft = format::read("a.html", link.as_bytes()).unwrap().draft;
        assert!(draft.block(0, 0).unwrap().marks.iter().all(|mark| mark.kind != MarkKind::Emphasis));
    }

    #[test]
    fn a_picture_whose_caption_says_the_same_is_told_once() {
        let page =
            "<p>It was late.</p><div><img src='q.jpg' alt='The quay'/><span class='caption'>The quay</span></div>";
        let draft = format::read("a.html", page.as_bytes()).unwrap().draft;
        assert_eq!(draft.block(0, 1).unwrap().text, "The quay");
    }
}
