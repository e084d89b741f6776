//! The little of a book's style sheets that changes what its words mean: which classes are slanted, bold, in small capitals,
//! above the line or hidden.

use std::collections::HashMap;

/// What a class does to its words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub(in crate::format) struct Look {
    pub(super) italic: bool,
    pub(super) bold: bool,
    pub(super) small_caps: bool,
    /// Above the line.
    pub(super) raised: bool,
    pub(super) hidden: bool,
}

impl Look {
    /// Both together.
    fn and(self, other: Self) -> Self {
        Self {
            italic: self.italic || other.italic,
            bold: self.bold || other.bold,
            small_caps: self.small_caps || other.small_caps,
            raised: self.raised || other.raised,
            hidden: self.hidden || other.hidden,
        }
    }
}

/// The looks of classes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::format) struct Styles {
    classes: HashMap<String, Look>,
}

/// The most classes that are remembered; a book's own are some dozens.
const MOST_CLASSES: usize = 4096;

/// The most style sheets in one source.
const MOST_SHEETS: usize = 64;

impl Styles {
    /// Reads a style sheet into those before it. Only selectors that end in a class count, and only those properties.
    pub(in crate::format) fn read(&mut self, css: &str) {
        let css = without_comments(css);
        for rule in css.split('}') {
            let Some((selectors, body)) = rule.rsplit_once('{') else { continue };
            let look = look(body);
            if look == Look::default() {
                continue;
            }
            for selector in selectors.split(',') {
                let last = selector.split_whitespace().next_back().unwrap_or_default();
                let class = last.rsplit_once('.').map_or("", |(_, class)| class);
                let plain = !class.is_empty() && class.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
                if plain && self.classes.len() < MOST_CLASSES {
                    let known = self.classes.entry(class.to_owned()).or_default();
                    *known = known.and(look);
                }
            }
        }
    }

    /// Reads the style sheets that stand in a source.
    pub(in crate::format) fn read_from(&mut self, source: &str) {
        for piece in source.split("<style").skip(1).take(MOST_SHEETS) {
            let css = piece.split_once('>').and_then(|(_, rest)| rest.split_once("</style"));
            self.read(css.map_or("", |(css, _)| css));
        }
    }

    /// What the classes of an element and its own style do together.
    pub(super) fn of(&self, classes: &str, style: &str) -> Look {
        let own = look(style);
        classes.split_whitespace().filter_map(|class| self.classes.get(class)).fold(own, |sum, look| sum.and(*look))
    }
}

fn look(body: &str) -> Look {
    let mut look = Look::default();
    for declaration in body.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
        match property.trim().to_ascii_lowercase().as_str() {
            "font-style" => look.italic = matches!(value.as_str(), "italic" | "oblique"),
            "font-weight" => look.bold = matches!(value.as_str(), "bold" | "bolder" | "600" | "700" | "800" | "900"),
            "font-variant" | "font-variant-caps" | "font" => {
                look.small_caps |= value.split_whitespace().any(|value| value.ends_with("small-caps"));
            }
            "vertical-align" => look.raised = matches!(value.as_str(), "super" | "text-top"),
            "display" => look.hidden = value == "none",
            "visibility" => look.hidden |= value == "hidden",
            _ => {}
        }
    }
    look
}

fn without_comments(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_tell_what_is_slanted_bold_and_hidden() {
        let mut styles = Styles::default();
        styles.read("/* .no {font-style:italic} */ p.thought, div .dream { Font-Style: ITALIC; margin: 0 } .b{font-weight:700}\n.h { display:none }");
        assert!(styles.of("thought", "").italic && styles.of("x dream", "").italic);
        assert!(styles.of("b", "").bold && styles.of("h", "").hidden && !styles.of("no", "").italic);
        assert!(styles.of("", "font-style: italic").italic);
        styles.read(".smcap { font-variant: normal small-caps } .ref { vertical-align: super }");
        assert!(styles.of("smcap", "").small_caps && styles.of("ref", "").raised && !styles.of("ref", "").small_caps);
    }
}
