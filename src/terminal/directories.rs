//! Where settings and remembered places live: the XDG base directories, on every Unix.

use std::ffi::OsString;
use std::path::PathBuf;

/// The program's directories. Neither need exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directories {
    /// What the program remembers; `None` when there is neither a state nor a home directory.
    pub state: Option<PathBuf>,
    /// What the reader has written for it: themes.
    pub config: Option<PathBuf>,
}

impl Directories {
    /// The directories that the environment tells; `variable` looks one up. As the XDG specification asks, a relative
    /// path counts as none.
    #[must_use]
    pub fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = absolute("HOME");
        let base =
            |name: &str, fallback: &str| absolute(name).or_else(|| home.as_ref().map(|home| home.join(fallback)));
        Self {
            state: base("XDG_STATE_HOME", ".local/state").map(|base| base.join("nightstand")),
            config: base("XDG_CONFIG_HOME", ".config").map(|base| base.join("nightstand")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(&str, &str)]) -> Directories {
        Directories::from_environment(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn xdg_variables_go_before_home() {
        let both = told(&[("HOME", "/h"), ("XDG_STATE_HOME", "/s")]);
        assert_eq!(both.state, Some("/s/nightstand".into()));
        assert_eq!(both.config, Some("/h/.config/nightstand".into()));
    }

    #[test]
    fn without_a_home_there_are_none() {
        assert_eq!(told(&[("XDG_STATE_HOME", "relative")]), Directories::default());
    }
}
