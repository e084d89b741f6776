//! How many colours the terminal shows, told from its environment.

use crate::theme::Depth;

/// The depth that a terminal's variables tell; `variable` looks one up.
///
/// `NO_COLOR` set to anything but nothing wins (no-color.org). GNU screen passes `COLORTERM` on from the terminal around it, and
/// garbles the colours that it promises: there are 256 at most. Where tmux runs within it, or it within tmux, the inner one
/// is what counts, and sets `TERM`.
#[must_use]
pub fn depth(variable: impl Fn(&str) -> Option<String>) -> Depth {
    if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return Depth::None;
    }
    let term = variable("TERM").unwrap_or_default();
    let in_screen = is_gnu_screen(&variable);
    let program = variable("TERM_PROGRAM").unwrap_or_default().to_ascii_lowercase();
    let known = |name: &str| term.contains(name) || program.starts_with(name);
    match variable("COLORTERM").as_deref() {
        Some(_) if in_screen => Depth::Ansi256,
        Some("truecolor" | "24bit") => Depth::True,
        // `COLORTERM` does not come along over ssh, but `TERM` does.
        _ if in_screen && term.contains("256color") => Depth::Ansi256,
        _ if term.ends_with("-direct") || TRUE_COLOUR.into_iter().any(known) => Depth::True,
        _ if term.contains("256color") => Depth::Ansi256,
        _ if term == "dumb" || term.starts_with("vt") => Depth::None,
        _ => Depth::Ansi16,
    }
}

/// Returns whether the terminal is GNU screen.
pub(in crate::terminal) fn is_gnu_screen(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let named = variable("TERM").is_some_and(|term| term.starts_with("screen")) && variable("TMUX").is_none();
    named || variable("STY").is_some_and(|session| !session.is_empty())
}

/// Terminals that are known by name to show 24 bits.
const TRUE_COLOUR: [&str; 8] = ["alacritty", "contour", "foot", "ghostty", "iterm", "kitty", "rio", "wezterm"];

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(&str, &str)]) -> Depth {
        depth(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_environment_tells_the_depth() {
        assert_eq!(told(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(told(&[("TERM", "xterm-256color")]), Depth::Ansi256);
        assert_eq!(told(&[("TERM", "linux")]), Depth::Ansi16);
        for name in
            ["alacritty", "foot", "foot-extra", "xterm-kitty", "xterm-ghostty", "contour", "xterm-direct", "rio"]
        {
            assert_eq!(told(&[("TERM", name)]), Depth::True, "{name}");
        }
        assert_eq!(told(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")]), Depth::True);
        assert_eq!(told(&[("TERM", "vt220")]), Depth::None);
        assert_eq!(told(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(told(&[("COLORTERM", "truecolor"), ("NO_COLOR", "")]), Depth::True);
        for inside in [("STY", "77.pts-1.host"), ("TERM", "screen.xterm-256color"), ("TERM", "screen")] {
            assert_eq!(told(&[("COLORTERM", "truecolor"), inside]), Depth::Ansi256, "{inside:?}");
        }
        let tmux = [("TERM", "screen-256color"), ("TMUX", "/tmp/tmux-0/default,7,0"), ("COLORTERM", "truecolor")];
        assert_eq!(told(&tmux), Depth::True);
    }
}
