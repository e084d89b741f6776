//! The names that a theme's file may use: keys, modifiers, colours, and the first words of Helix's scopes.
//!
//! `source` compares the keys of a file with these lists. It takes the nearest valid name in a remark from them too,
//! so each name of the format must be in its list.
//!
//! Helix's names are those of its manual, <https://docs.helix-editor.com/themes.html>.

use std::str::FromStr;

use ratatui::style::{Color, Modifier};

/// The modifiers, with their names in a theme's file. Each name is a key of a look, as in `bold = true`, and a member
/// of the list `modifiers`.
pub(super) const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

/// The modifiers that have another name in Helix. These names are valid in the list `modifiers` only.
pub(super) const IN_HELIX: [(&str, Modifier); 3] =
    [("underlined", Modifier::UNDERLINED), ("reversed", Modifier::REVERSED), ("crossed_out", Modifier::CROSSED_OUT)];

/// The modifiers of Helix that are valid and have no effect. Nothing on a page may blink, and no text may be hidden.
pub(super) const NEVER: [&str; 3] = ["slow_blink", "rapid_blink", "hidden"];

/// The names of the terminal's own colours, which a theme may use beside those of its palette.
///
/// `default` is the terminal's default ink or ground. Two of the names mean a colour that another name means too:
/// `lightgray` is `gray`, and `bright-black` is `darkgray`. A hyphen may stand anywhere in a name.
pub(super) const COLOURS: [&str; 19] = [
    "default",
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "darkgray",
    "lightgray",
    "bright-black",
    "lightred",
    "lightgreen",
    "lightyellow",
    "lightblue",
    "lightmagenta",
    "lightcyan",
    "white",
];

/// The first words of Helix's scopes, before the first dot.
///
/// A key at the top level that begins with none of them may be a slip of the finger, and then gets a remark.
pub(super) const HELIX_WORDS: [&str; 33] = [
    "annotation",
    "attribute",
    "comment",
    "constant",
    "constructor",
    "define",
    "definition",
    "diagnostic",
    "diff",
    "embedded",
    "error",
    "escape",
    "function",
    "hint",
    "info",
    "keyword",
    "label",
    "macro",
    "markup",
    "module",
    "namespace",
    "operator",
    "property",
    "punctuation",
    "rainbow",
    "special",
    "string",
    "tabstop",
    "tag",
    "type",
    "ui",
    "variable",
    "warning",
];

/// The keys at the top level of a theme's file that are not scopes.
pub(super) const KEYS: [&str; 9] =
    ["description", "inherits", "meta", "mood", "palette", "palette16", "palette256", "reader", "roles"];

/// The keys of a style, as themes of Helix write it.
pub(super) const STYLE: [&str; 4] = ["fg", "bg", "underline", "modifiers"];

/// The keys of `[reader]` or of a mood that are not scopes. `title` is a scope too if its value is a colour or a table.
pub(super) const PROPERTIES: [&str; 4] = ["drop-cap", "glyphs", "title", "transition"];

/// Returns the colour that a value or a name of the terminal's own stands for, or `None` if it is neither.
///
/// A value has three, six or eight hexadecimal digits after `#`. Three digits are doubled, as in CSS: `#fa0` is
/// `#ffaa00`. The last two of eight are an alpha, which a terminal can't show, so they are dropped.
pub(super) fn own_colour(name: &str) -> Option<Color> {
    if let Some(digits) = name.strip_prefix('#') {
        return hexadecimal(digits);
    }
    let plain = name.replace('-', "");
    match &*plain {
        "default" => Some(Color::Reset),
        "lightgray" => Some(Color::Gray),
        "brightblack" => Some(Color::DarkGray),
        _ if COLOURS.contains(&&*plain) => Color::from_str(&plain).ok(),
        _ => None,
    }
}

/// Returns the colour of three, six or eight hexadecimal digits.
fn hexadecimal(digits: &str) -> Option<Color> {
    let digit =
        |at: usize| char::from(*digits.as_bytes().get(at)?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |high: usize, low: usize| Some(digit(high)? * 16 + digit(low)?);
    let (red, green, blue) = match digits.len() {
        3 => (pair(0, 0), pair(1, 1), pair(2, 2)),
        // Alpha says nothing in a terminal.
        6 | 8 => (pair(0, 1), pair(2, 3), pair(4, 5)),
        _ => return None,
    };
    Some(Color::Rgb(red?, green?, blue?))
}
