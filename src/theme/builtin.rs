//! The themes that are built in, from `themes/*.toml`.

use super::{Theme, read};

/// The sources, by name, in the order in which a list shows them.
pub const BUILTIN: [(&str, &str); 6] = [
    ("lamplight", include_str!("../../themes/lamplight.toml")),
    ("daylight", include_str!("../../themes/daylight.toml")),
    ("sepia", include_str!("../../themes/sepia.toml")),
    ("contrast", include_str!("../../themes/contrast.toml")),
    ("terminal", include_str!("../../themes/terminal.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

/// The theme of a first start, where the terminal shows colours of its own choosing.
pub const DEFAULT: &str = "lamplight";

/// The theme of a first start, where the terminal has sixteen colours: theirs look better than what is nearest to ours.
pub const TERMINAL: &str = "terminal";

/// The built-in theme of this name.
#[must_use]
pub fn builtin(name: &str) -> Option<Theme> {
    let source = source_of(name)?;
    read(name, source, &|parent| source_of(parent).map(str::to_owned)).ok().map(|(theme, _)| theme)
}

fn source_of(name: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}
