//! The properties that a page can show, and the values that they have.

use cssparser::{Parser, Token};

use crate::document::Side;

/// How an element stands among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Display {
    /// Not at all.
    None,
    /// Within a line.
    Inline,
    /// As a block of its own.
    Block,
}

/// Above or below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Script {
    Super,
    Sub,
    Base,
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Bullet {
    None,
    Sign,
    Number(super::super::xhtml::Numbers),
}

/// The letters that text is set in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::format) enum LetterCase {
    #[default]
    AsWritten,
    Upper,
    Lower,
    /// Each word begins with a capital.
    Words,
}

impl LetterCase {
    /// Returns text in these letters.
    pub(in crate::format) fn set(self, text: &str) -> std::borrow::Cow<'_, str> {
        match self {
            Self::AsWritten => text.into(),
            Self::Upper => text.to_uppercase().into(),
            Self::Lower => text.to_lowercase().into(),
            Self::Words => {
                let mut begins = true;
                let mut set = String::with_capacity(text.len());
                for c in text.chars() {
                    if begins && c.is_alphabetic() {
                        set.extend(c.to_uppercase());
                    } else {
                        set.push(c);
                    }
                    begins = !c.is_alphanumeric() && !matches!(c, '’' | '\'');
                }
                set.into()
            }
        }
    }
}

/// What becomes of line ends in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum SourceLines {
    /// They are blanks.
    Joined,
    /// They are kept, and the lines are not broken: `pre`.
    Kept,
    /// They are kept, and the lines are broken where they are too long: `pre-wrap`. Some tools say so of all prose.
    Wrapped,
}

/// What style sheets say of an element. `None` is what they say nothing of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::format) struct ElementStyle {
    pub(in crate::format) display: Option<Display>,
    pub(in crate::format) visible: Option<bool>,
    pub(in crate::format) italic: Option<bool>,
    pub(in crate::format) bold: Option<bool>,
    pub(in crate::format) small_caps: Option<bool>,
    pub(in crate::format) case: Option<LetterCase>,
    pub(in crate::format) struck: Option<bool>,
    /// Whether it is stressed in a way that a page has no look for: underlined, letters apart, points beside them.
    pub(in crate::format) stressed: Option<bool>,
    pub(in crate::format) side: Option<Side>,
    pub(in crate::format) script: Option<Script>,
    pub(in crate::format) lines: Option<SourceLines>,
    pub(in crate::format) bullet: Option<Bullet>,
    /// Whether text flows around it.
    pub(in crate::format) floats: Option<bool>,
    /// Whether it is inset on both sides, as a quotation is.
    pub(in crate::format) inset: Insets,
}

/// The insets of an element, in tenths of an em.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::format) struct Insets {
    left: Option<u8>,
    right: Option<u8>,
    /// The room above it.
    pub(in crate::format) top: Option<u8>,
    /// The room below it.
    pub(in crate::format) bottom: Option<u8>,
    /// Whether a line is drawn above or below it.
    pub(in crate::format) ruled: Option<bool>,
    /// How high it is by itself, though it holds nothing.
    pub(in crate::format) height: Option<u8>,
}

impl Insets {
    /// Returns whether both sides are set in as far as a quotation's are.
    pub(in crate::format) fn quotes(self) -> bool {
        /// Browsers set a quotation in by 40 pixels, two and a half em. Half of it is meant as an inset too.
        const LEAST: u8 = 12;
        self.left.is_some_and(|left| left >= LEAST) && self.right.is_some_and(|right| right >= LEAST)
    }
}

impl ElementStyle {
    /// Lays what a declaration says over what is known.
    pub(super) fn lay(&mut self, over: &Self) {
        macro_rules! over {
            ($($field:ident),*) => { $(if over.$field.is_some() { self.$field = over.$field; })* };
        }
        over!(display, visible, italic, bold, small_caps, case, struck, stressed, side, script, lines, bullet, floats);
        self.inset.left = over.inset.left.or(self.inset.left);
        self.inset.right = over.inset.right.or(self.inset.right);
        self.inset.top = over.inset.top.or(self.inset.top);
        self.inset.bottom = over.inset.bottom.or(self.inset.bottom);
        self.inset.ruled = over.inset.ruled.or(self.inset.ruled);
        self.inset.height = over.inset.height.or(self.inset.height);
    }
}

/// Reads the declarations of a `style` attribute.
pub(in crate::format) fn declared(style: &str) -> ElementStyle {
    let mut look = ElementStyle::default();
    if !style.is_empty() {
        for (more, _) in super::sheet::declarations(style) {
            look.lay(&more);
        }
    }
    look
}

/// What the rules of sheets say of an element.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundStyle {
    pub(super) look: ElementStyle,
    /// What they say with `!important`, which its own `style` does not undo.
    pub(super) important: ElementStyle,
}

/// Reads a declaration's value. Returns `None` for a property or a value that a page can't show.
pub(super) fn declaration(property: &str, input: &mut Parser<'_>) -> Option<ElementStyle> {
    let mut look = ElementStyle::default();
    let property = property.to_ascii_lowercase();
    let values = words(input);
    let has = |wanted: &str| values.iter().any(|value| value == wanted);
    let first = values.first()?.as_str();
    match property.as_str() {
        "display" => look.display = display(first),
        "float" => look.floats = Some(first != "none"),
        "visibility" => look.visible = Some(!matches!(first, "hidden" | "collapse")),
        "font-style" => look.italic = italic(first),
        "font-weight" => look.bold = bold(first),
        "font-variant" | "font-variant-caps" => {
            look.small_caps = Some(values.iter().any(|value| value.ends_with("small-caps")));
        }
        "font" => {
            // A shorthand sets back what it does not name.
            look.italic = Some(values.iter().any(|value| italic(value) == Some(true)));
            look.bold = Some(values.iter().any(|value| value.len() > 2 && bold(value) == Some(true)));
            look.small_caps = Some(has("small-caps"));
        }
        "text-align" => look.side = side(first),
        "text-transform" => {
            look.case = match first {
                "uppercase" => Some(LetterCase::Upper),
                "lowercase" => Some(LetterCase::Lower),
                "capitalize" => Some(LetterCase::Words),
                _ => Some(LetterCase::AsWritten),
            }
        }
        "text-decoration" | "text-decoration-line" => {
            (look.struck, look.stressed) = (Some(has("line-through")), Some(has("underline")));
        }
        // A tenth of an em is what German books set apart; less is a matter of looks.
        "letter-spacing" => look.stressed = Some(tenths(first).is_some_and(|room| room >= 1)),
        "text-emphasis" | "text-emphasis-style" | "-webkit-text-emphasis-style" | "-epub-text-emphasis-style" => {
            look.stressed = Some(first != "none");
        }
        "border-top" | "border-bottom" => look.inset.ruled = Some(!has("none") && first != "0"),
        "height" | "min-height" | "padding-top" | "padding-bottom" => look.inset.height = tenths(first),
        "vertical-align" => {
            look.script = match first {
                "super" | "text-top" => Some(Script::Super),
                "sub" | "text-bottom" => Some(Script::Sub),
                "baseline" => Some(Script::Base),
                _ => None,
            }
        }
        "white-space" => {
            look.lines = Some(match first {
                "pre" => SourceLines::Kept,
                "pre-wrap" | "pre-line" | "break-spaces" => SourceLines::Wrapped,
                _ => SourceLines::Joined,
            });
        }
        "list-style" | "list-style-type" => look.bullet = bullet(&values),
        "margin" | "margin-left" | "margin-right" | "margin-top" | "margin-bottom" | "padding" | "padding-left"
        | "padding-right" => {
            look.inset = insets(&property, &values);
        }
        _ => return None,
    }
    (look != ElementStyle::default()).then_some(look)
}

/// The words of a value in lower case, and its numbers as they are written. What stands in brackets is left out.
fn words(input: &mut Parser<'_>) -> Vec<String> {
    /// No value that is known here has more.
    const MOST: usize = 12;
    let mut all = Vec::new();
    while let Ok(token) = input.next() {
        match token {
            Token::Ident(word) => all.push(word.to_ascii_lowercase()),
            Token::Number { value, .. } => all.push(value.to_string()),
            Token::Dimension { value, unit, .. } => all.push(format!("{value}{}", unit.to_ascii_lowercase())),
            Token::Percentage { unit_value, .. } => all.push(format!("{}%", unit_value * 100.0)),
            _ => {}
        }
        if all.len() >= MOST {
            break;
        }
    }
    all
}

fn display(value: &str) -> Option<Display> {
    match value {
        "none" => Some(Display::None),
        "inline" | "inline-block" | "contents" => Some(Display::Inline),
        "block" | "flex" | "grid" | "flow-root" => Some(Display::Block),
        // What is a table, an item or the like is told by its element.
        _ => None,
    }
}

fn italic(value: &str) -> Option<bool> {
    match value {
        "italic" | "oblique" => Some(true),
        "normal" => Some(false),
        _ => None,
    }
}

fn bold(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        _ => value.parse::<f32>().ok().map(|weight| weight >= 600.0),
    }
}

fn side(value: &str) -> Option<Side> {
    match value {
        "center" | "-webkit-center" => Some(Side::Centre),
        "right" | "end" => Some(Side::Right),
        "left" | "start" | "justify" => Some(Side::Left),
        _ => None,
    }
}

fn bullet(values: &[String]) -> Option<Bullet> {
    use super::super::xhtml::Numbers;
    values.iter().find_map(|value| match value.as_str() {
        "none" => Some(Bullet::None),
        "disc" | "circle" | "square" => Some(Bullet::Sign),
        "decimal" => Some(Bullet::Number(Numbers::Decimal)),
        "decimal-leading-zero" => Some(Bullet::Number(Numbers::TwoDigits)),
        "lower-alpha" | "lower-latin" => Some(Bullet::Number(Numbers::LowerLetter)),
        "upper-alpha" | "upper-latin" => Some(Bullet::Number(Numbers::UpperLetter)),
        "lower-roman" => Some(Bullet::Number(Numbers::LowerRoman)),
        "upper-roman" => Some(Bullet::Number(Numbers::UpperRoman)),
        _ => None,
    })
}

/// The insets that a margin or a padding makes: of one to four values, in the order of CSS.
fn insets(property: &str, values: &[String]) -> Insets {
    let all: Vec<Option<u8>> = values.iter().map(|value| tenths(value)).collect();
    let at = |index: usize| all.get(index).copied().flatten();
    let none = Insets::default();
    let sides = match (property, all.len()) {
        ("margin-left" | "padding-left", 1) => Insets { left: at(0), ..none },
        ("margin-right" | "padding-right", 1) => Insets { right: at(0), ..none },
        ("margin-top", 1) => Insets { top: at(0), ..none },
        ("margin-bottom", 1) => Insets { bottom: at(0), ..none },
        ("margin" | "padding", 1) => Insets { left: at(0), right: at(0), ..none },
        ("margin" | "padding", 2 | 3) => Insets { left: at(1), right: at(1), ..none },
        ("margin" | "padding", 4) => Insets { left: at(3), right: at(1), ..none },
        _ => none,
    };
    // The room above and below is that of margins. A padding of nothing would take it away.
    match (property, all.len()) {
        ("margin", 1 | 2) => Insets { top: at(0), bottom: at(0), ..sides },
        ("margin", 3 | 4) => Insets { top: at(0), bottom: at(2), ..sides },
        _ => sides,
    }
}

/// A length in tenths of an em: 16 pixels or 12 points are one, and a page is some forty wide.
fn tenths(value: &str) -> Option<u8> {
    let split = value.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(value.len());
    let number: f32 = value[..split].parse().ok()?;
    let ems = match &value[split..] {
        "em" | "rem" | "" => number,
        "px" => number / 16.0,
        "pt" => number / 12.0,
        "%" => number * 0.4,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of the type")]
    Some((ems * 10.0).clamp(0.0, 255.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_set_in_the_letters_that_a_sheet_asks_for() {
        for (case, set) in [
            (LetterCase::AsWritten, "It’s old MILL"),
            (LetterCase::Upper, "IT’S OLD MILL"),
            (LetterCase::Lower, "it’s old mill"),
            (LetterCase::Words, "It’s Old MILL"),
        ] {
            assert_eq!(case.set("It’s old MILL"), set);
        }
    }
}
