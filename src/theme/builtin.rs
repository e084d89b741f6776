//! The built-in themes, whose sources are the files `themes/*.toml`.
//!
//! The sources are part of the program, which needs no files of its own. They are read by the same parser as a
//! reader's own theme. A reader's theme may inherit from any of them.

use std::sync::OnceLock;

use super::definition::Definition;
use super::{Theme, read, source};

/// The names and TOML sources of the built-in themes, in the order in which lists show them.
///
/// First come pairs of a dark theme and its light one. Then come `terminal`, which takes the terminal's sixteen colours,
/// and `mono`, which takes none.
///
/// ```
/// use nightstand::theme::{BUILTIN, builtin};
///
/// for (name, _) in BUILTIN {
///     let theme = builtin(name).unwrap();
///     assert!(!theme.meta().description.is_empty(), "{name} describes itself");
/// }
/// ```
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

/// The names that themes had in earlier versions, each with the name of today.
///
/// Settings and themes of a reader may still have an old name, so it must stay valid.
const RENAMED: [(&str, &str); 1] = [("sepia", "paperback")];

/// The theme of a first start, unless the terminal has just sixteen colours.
///
/// The theme is dark. A light terminal gets its pair, `daylight`.
pub const DEFAULT: &str = "lamplight";

/// The theme of a first start in a terminal with sixteen colours.
///
/// The sixteen colours that the terminal's owner chose look better than those nearest to the colours of another theme.
pub const TERMINAL: &str = "terminal";

/// Returns the built-in theme with this name in 24-bit colours, or `None` if there is none. A name of an earlier version
/// works too.
///
/// ```
/// use nightstand::theme::{Variant, builtin};
///
/// let theme = builtin("candle").unwrap();
/// assert_eq!(theme.meta().variant, Some(Variant::Dark));
/// assert_eq!(&*theme.meta().pair, "paperback");
/// assert_eq!(builtin("no such theme"), None);
/// ```
#[must_use]
pub fn builtin(name: &str) -> Option<Theme> {
    let name = current_name(name);
    let source = builtin_source(name)?;
    read(name, source, &|parent| builtin_source(parent).map(str::to_owned)).ok().map(|(theme, _)| theme)
}

/// Returns the TOML of the built-in theme with this name, or `None` if there is none. A name of an earlier version works
/// too.
#[must_use]
pub fn builtin_source(name: &str) -> Option<&'static str> {
    let name = current_name(name);
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// Returns today's name of a theme that may have had another one. Returns a name that was never changed as it is, even
/// if no theme has it.
///
/// ```
/// use nightstand::theme::current_name;
///
/// assert_eq!(current_name("sepia"), "paperback");
/// assert_eq!(current_name("mine"), "mine");
/// ```
#[must_use]
pub fn current_name(name: &str) -> &str {
    RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new)
}

/// Returns the definition of `mono`, which lies under all themes that say nothing of moods.
///
/// The source is read once and then kept: each rendering of such a theme needs the definition.
pub(super) fn mono() -> Option<&'static Definition> {
    static MONO: OnceLock<Option<Definition>> = OnceLock::new();
    let read = || source::definition("mono", builtin_source("mono")?, &|_| None, &mut Vec::new()).ok();
    MONO.get_or_init(read).as_ref()
}
