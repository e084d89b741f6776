//! The names that a theme's file may use: keys, modifiers, colours, and the first words of Helix's scopes.

use std::str::FromStr;

use ratatui::style::{Color, Modifier};

/// The modifiers, by the names that they have in a theme's file.
pub(super) const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

/// The modifiers that Helix knows by other names.
pub(super) const IN_HELIX: [(&str, Modifier); 3] =
    [("underlined", Modifier::UNDERLINED), ("reversed", Modifier::REVERSED), ("crossed_out", Modifier::CROSSED_OUT)];

/// Modifiers of Helix's that a page never has: nothing blinks, and nothing is hidden.
pub(super) const NEVER: [&str; 3] = ["slow_blink", "rapid_blink", "hidden"];

/// The colour names that a theme may use beside its palette: the terminal's own.
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

/// The first words of Helix's scopes. Another key at the top level may be a slip.
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

/// The keys of a theme's file that are no scopes.
pub(super) const KEYS: [&str; 9] =
    ["description", "inherits", "meta", "mood", "palette", "palette16", "palette256", "reader", "roles"];

/// The keys of a mood, or of `[reader]`, that are no scopes.
pub(super) const PROPERTIES: [&str; 4] = ["drop-cap", "glyphs", "title", "transition"];

/// Returns a colour by its value or by the name that it has in every terminal.
pub(super) fn own_colour(name: &str) -> Option<Color> {
    let short = name.strip_prefix('#').filter(|digits| digits.len() == 3 && digits.is_ascii());
    if let Some(digits) = short {
        return Color::from_str(&digits.chars().fold("#".to_owned(), |all, digit| all + &digit.to_string().repeat(2)))
            .ok();
    }
    // Alpha says nothing in a terminal.
    if name.len() == 9 && name.starts_with('#') && name.is_ascii() {
        return Color::from_str(&name[..7]).ok();
    }
    let plain = name.replace('-', "");
    match &*plain {
        "default" => Some(Color::Reset),
        "lightgray" => Some(Color::Gray),
        "brightblack" => Some(Color::DarkGray),
        _ if name.starts_with('#') || COLOURS.contains(&&*plain) => Color::from_str(&plain).ok(),
        _ => None,
    }
}
