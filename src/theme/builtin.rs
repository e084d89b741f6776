//! The themes that are built in, from `themes/*.toml`.

use std::sync::OnceLock;

use super::definition::Definition;
use super::{Theme, read, source};

/// The sources, by name, in the order in which a list shows them: pairs of a dark and a light one, then those that take the
/// terminal's own colours.
pub const BUILTIN: [(&str, &str); 14] = [
    ("lamplight", include_str!("../../themes/lamplight.toml")),
    ("daylight", include_str!("../../themes/daylight.toml")),
    ("candle", include_str!("../../themes/candle.toml")),
    ("paperback", include_str!("../../themes/paperback.toml")),
    ("midnight", include_str!("../../themes/midnight.toml")),
    ("snow", include_str!("../../themes/snow.toml")),
    ("forest", include_str!("../../themes/forest.toml")),
    ("vellum", include_str!("../../themes/vellum.toml")),
    ("harbour", include_str!("../../themes/harbour.toml")),
    ("orchard", include_str!("../../themes/orchard.toml")),
    ("contrast", include_str!("../../themes/contrast.toml")),
    ("contrast-day", include_str!("../../themes/contrast-day.toml")),
    ("terminal", include_str!("../../themes/terminal.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

/// Names that themes had in earlier versions. They work wherever a name is asked for.
const RENAMED: [(&str, &str); 1] = [("sepia", "paperback")];

/// The theme of a first start, where the terminal shows colours of its own choosing.
pub const DEFAULT: &str = "lamplight";

/// The theme of a first start, where the terminal has sixteen colours: theirs look better than what is nearest to ours.
pub const TERMINAL: &str = "terminal";

/// Returns the built-in theme of this name, with all colours.
#[must_use]
pub fn builtin(name: &str) -> Option<Theme> {
    let name = current_name(name);
    let source = builtin_source(name)?;
    read(name, source, &|parent| builtin_source(parent).map(str::to_owned)).ok().map(|(theme, _)| theme)
}

/// Returns the TOML of the built-in theme of this name, which may be one of an earlier version.
#[must_use]
pub fn builtin_source(name: &str) -> Option<&'static str> {
    let name = current_name(name);
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// Returns the name that a theme has today.
#[must_use]
pub fn current_name(name: &str) -> &str {
    RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new)
}

/// The definition of `mono`, which lies under all themes that say nothing of moods.
pub(super) fn mono() -> Option<&'static Definition> {
    static MONO: OnceLock<Option<Definition>> = OnceLock::new();
    let read = || source::definition("mono", builtin_source("mono")?, &|_| None, &mut Vec::new()).ok();
    MONO.get_or_init(read).as_ref()
}
