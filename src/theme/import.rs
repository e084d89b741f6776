//! Makes a theme of a colour scheme of another program.
//!
//! | kind | form | reference |
//! | --- | --- | --- |
//! | base16, base24 | YAML | the styling guidelines at <https://github.com/chriskempson/base16> |
//! | Ghostty | lines of `key = value` | its options `background`, `foreground` and `palette` |
//! | Alacritty | TOML | its tables `colors.primary`, `colors.normal` and `colors.bright` |
//!
//! A scheme has a ground, an ink and up to sixteen colours. The theme gives the plain look and the moods these
//! colours. It is text, so that the reader can change it afterwards.

use std::collections::BTreeMap;

use toml::Value;

use super::colour::Rgb;

/// The reason for which a file can't become a theme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file is of none of the known kinds.
    #[error("not a colour scheme that is known: base16 or base24 YAML, Ghostty, or Alacritty TOML")]
    Unknown,
    /// The scheme lacks its background or its foreground, which every theme needs. The field says which.
    #[error("the scheme has no colour `{0}`")]
    Missing(&'static str),
}

/// The colours of a scheme.
#[derive(Debug, Default)]
struct Scheme {
    /// The background.
    ground: Option<Rgb>,
    /// The foreground.
    ink: Option<Rgb>,
    /// The colours of a terminal, by their codes: 1 is red, 8 is dark grey.
    colours: BTreeMap<usize, Rgb>,
    /// The name that the scheme gives itself. It becomes the description of the theme and may be empty.
    about: String,
}

/// Returns the TOML of a theme with the colours of a scheme. The kind of the scheme is recognised by its keys.
///
/// Only the background and the foreground are required. The foreground stands in for each of the colours 1 to 6 that is
/// missing. Quiet text has colour 8, or else colour 7, or else the foreground.
///
/// # Errors
///
/// Returns [`ImportError::Unknown`] if the source is of no known kind, and [`ImportError::Missing`] if it lacks the
/// background or the foreground.
///
/// # Example
///
/// ```
/// use nightstand::theme::{ImportError, import, read};
///
/// let scheme = "background = 1d1f21\nforeground = c5c8c6\npalette = 4=#81a2be\n";
/// let source = import(scheme).unwrap();
/// assert!(source.contains("ground = \"#1d1f21\""));
///
/// let (theme, remarks) = read("imported", &source, &|_| None).unwrap();
/// assert!(remarks.is_empty() && !theme.is_foreign());
///
/// assert_eq!(import("palette: none"), Err(ImportError::Unknown));
/// ```
pub fn import(source: &str) -> Result<String, ImportError> {
    let scheme =
        base16(source).or_else(|| alacritty(source)).or_else(|| ghostty(source)).ok_or(ImportError::Unknown)?;
    let ground = scheme.ground.ok_or(ImportError::Missing("background"))?;
    let ink = scheme.ink.ok_or(ImportError::Missing("foreground"))?;
    let dark = ground.luminance() < 0.18;
    let colour = |index: usize, spare: Rgb| scheme.colours.get(&index).copied().unwrap_or(spare);
    let quiet = colour(8, colour(7, ink));
    let hex = |Rgb(r, g, b): Rgb| format!("\"#{r:02x}{g:02x}{b:02x}\"");
    let about = if scheme.about.is_empty() { "Imported colours".to_owned() } else { scheme.about.clone() };
    let mut theme = format!(
        "[meta]\ndescription = {}\nvariant = \"{}\"\n\n[palette]\n",
        Value::String(about),
        if dark { "dark" } else { "light" }
    );
    let accents = [("red", 1), ("green", 2), ("yellow", 3), ("blue", 4), ("magenta", 5), ("cyan", 6)];
    let palette = [("ground", ground), ("ink", ink), ("quiet", quiet)].into_iter();
    for (name, rgb) in palette.chain(accents.map(|(name, index)| (name, colour(index, ink)))) {
        theme.extend([name, " = ", &hex(rgb), "\n"]);
    }
    theme += LOOKS;
    Ok(theme)
}

/// The looks and moods that every imported theme gets, by the names of its palette.
///
/// Nothing here ensures a contrast. A theme that is not built in gets WCAG's level AA when it is shown, unless the reader
/// asks for another.
const LOOKS: &str = r#"
[reader]
text = { fg = "ink", bg = "ground" }
heading = { fg = "yellow", bold = true }
title = { fg = "yellow", bold = true }
ornament = "yellow"
author = { fg = "quiet", italic = true }
emphasis = { italic = true }
strong = { bold = true }
foreign = { italic = true }
verse = { italic = true }
small = "quiet"
link = "blue"
hit = { fg = "ground", bg = "quiet" }
current-hit = { fg = "ground", bg = "yellow", bold = true }
status = "quiet"
message = { fg = "yellow", bold = true }
panel = { fg = "ink", bg = "ground" }
panel-title = { fg = "yellow", bold = true }
panel-dim = "quiet"
selected = { fg = "ground", bg = "yellow" }
glyphs = "* * *"

[mood.dream]
text = { fg = "blue", italic = true }
heading = { fg = "magenta", italic = true }
ornament = { fg = "magenta", italic = false }
glyphs = "· ☾ ·"

[mood.dream.nightmare]
heading = "red"
ornament = { fg = "red", italic = false }
glyphs = "· ☽ ·"

[mood.memory]
heading = { fg = "cyan", italic = true }
ornament = "cyan"
glyphs = "· · ·"

[mood.letter]
heading = { fg = "green", italic = true }
ornament = "green"
glyphs = "~ ❦ ~"

[mood.verse]
text = { italic = true }
glyphs = "~"

[mood.dawn]
heading = "red"
ornament = "red"
glyphs = "· ☼ ·"

[mood.night]
heading = "blue"
ornament = "blue"
glyphs = "· ✦ ·"
"#;

/// Returns a colour of six hexadecimal digits, which may be in quotes and after `#` or `0x`. Returns `None` for anything
/// else.
fn rgb(text: &str) -> Option<Rgb> {
    let digits = text.trim().trim_matches(['"', '\'']).trim_start_matches("0x").trim_start_matches('#');
    let component = |range| u8::from_str_radix(digits.get(range)?, 16).ok();
    if digits.len() != 6 {
        return None;
    }
    Some(Rgb(component(0..2)?, component(2..4)?, component(4..6)?))
}

/// Reads a scheme of base16 or base24. Returns `None` if it has no colour `base00`.
///
/// A line such as `base00: "1d1f21"` has one colour. It may stand at the top level or under `palette:`. The colours that
/// base24 adds are not used.
fn base16(source: &str) -> Option<Scheme> {
    let mut scheme = Scheme::default();
    let mut bases = BTreeMap::new();
    for line in source.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        // A comment may stand behind a value in quotes.
        let value = value.trim();
        let value = value.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next()).unwrap_or(value);
        match (key.trim().strip_prefix("base"), rgb(value)) {
            (Some(number), Some(colour)) => drop(bases.insert(u8::from_str_radix(number, 16).ok()?, colour)),
            _ if matches!(key.trim(), "scheme" | "name") => value.clone_into(&mut scheme.about),
            _ => {}
        }
    }
    scheme.ground = Some(*bases.get(&0)?);
    scheme.ink = bases.get(&5).copied();
    // Red, green, yellow, blue, magenta and cyan as the terminal templates of base16 have them.
    let terminal = [(1, 8), (2, 0xB), (3, 0xA), (4, 0xD), (5, 0xE), (6, 0xC), (7, 4), (8, 3)];
    scheme.colours = terminal.into_iter().filter_map(|(index, base)| Some((index, *bases.get(&base)?))).collect();
    Some(scheme)
}

/// Reads a theme of Ghostty, with lines such as `background = 1d1f21` and `palette = 4=#81a2be`. Returns `None` if it has
/// neither a background nor a foreground.
fn ghostty(source: &str) -> Option<Scheme> {
    let mut scheme = Scheme::default();
    for line in source.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let Some((key, value)) = line.split_once('=') else { continue };
        match key.trim() {
            "background" => scheme.ground = rgb(value),
            "foreground" => scheme.ink = rgb(value),
            "palette" => {
                if let Some((index, colour)) = value.split_once('=')
                    && let (Ok(index), Some(colour)) = (index.trim().parse(), rgb(colour))
                {
                    scheme.colours.insert(index, colour);
                }
            }
            _ => {}
        }
    }
    (scheme.ground.is_some() || scheme.ink.is_some()).then_some(scheme)
}

/// Reads a theme of Alacritty, with the tables `[colors.primary]`, `[colors.normal]` and `[colors.bright]`. Returns
/// `None` if the source is not TOML or has no `[colors]`.
fn alacritty(source: &str) -> Option<Scheme> {
    /// The names of eight colours in either table, in the order of their codes.
    const NAMES: [&str; 8] = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
    let table: toml::Table = source.parse().ok()?;
    let colours = table.get("colors")?.as_table()?;
    let colour = |part: &str, name: &str| rgb(colours.get(part)?.get(name)?.as_str()?);
    let mut scheme =
        Scheme { ground: colour("primary", "background"), ink: colour("primary", "foreground"), ..Scheme::default() };
    for (part, first) in [("normal", 0), ("bright", 8)] {
        for (nth, name) in NAMES.into_iter().enumerate() {
            scheme.colours.extend(colour(part, name).map(|colour| (first + nth, colour)));
        }
    }
    Some(scheme)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;
    use crate::theme::{Scope, read};

    fn colours(scheme: &str) -> (Option<Color>, Option<Color>, Option<Color>) {
        let (theme, remarks) = read("x", &import(scheme).unwrap(), &|_| None).unwrap();
        assert_eq!(remarks, []);
        let text = theme.style(None, Scope::Text);
        (text.bg, text.fg, theme.style(None, Scope::Heading).fg)
    }

    #[test]
    fn each_kind_of_scheme_becomes_a_theme() {
        let wanted = (
            Some(Color::Rgb(0x1d, 0x1f, 0x21)),
            Some(Color::Rgb(0xc5, 0xc8, 0xc6)),
            Some(Color::Rgb(0xf0, 0xc6, 0x74)),
        );
        let base16 = "scheme: \"Tomorrow Night\"\nbase00: \"1d1f21\" # ground\nbase05: 'c5c8c6'\nbase0A: \"f0c674\"\nbase03: \"969896\"\n";
        let base24 =
            "system: base24\nname: X\npalette:\n  base00: \"#1d1f21\"\n  base05: \"#c5c8c6\"\n  base0A: \"#f0c674\"\n";
        let ghostty =
            "# a scheme\nbackground = 1d1f21\nforeground = #c5c8c6\npalette = 3=#f0c674\npalette = 8=#969896\n";
        let alacritty =
            "[colors.primary]\nbackground = '#1d1f21'\nforeground = '0xc5c8c6'\n[colors.normal]\nyellow = '#f0c674'\n";
        for scheme in [base16, base24, ghostty, alacritty] {
            assert_eq!(colours(scheme), wanted, "{scheme}");
        }
        assert!(import(base16).unwrap().contains("description = \"Tomorrow Night\""));
    }

    #[test]
    fn what_is_no_scheme_is_refused() {
        assert_eq!(import("It was late.\n"), Err(ImportError::Unknown));
        assert_eq!(import("foreground = ffffff\n"), Err(ImportError::Missing("background")));
    }
}
