//! Options of the page for some stories: the tables `[for."*.fb2"]` of `config.toml`.
//!
//! A table is for the files whose name its pattern fits. What it sets goes before what the file says for all stories.

use std::collections::BTreeMap;
use std::path::Path;

use regex::Regex;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::options::KEYS;
use crate::diagnostic::Diagnostic;

/// Options of the page, each as it is written.
pub type PageOptions = BTreeMap<&'static str, String>;

/// The name of an option, where it stands.
pub(super) type Name<'a> = Spanned<std::borrow::Cow<'a, str>>;

/// What is wrong, and the byte at which it stands.
pub(super) type Wrong = (usize, String);

/// The tables, in the order of their file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForFiles(Vec<(String, PageOptions)>);

impl ForFiles {
    /// Returns the options of the page for a file: those of all tables whose pattern fits it. Of two that set the same option, the later
    /// one holds. `home` is the folder that `~` stands for.
    #[must_use]
    pub fn of(&self, file: &Path, home: Option<&Path>) -> PageOptions {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let whole = file.to_string_lossy();
        let fits = |pattern: &str| match (pattern.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => matches(&format!("{}/{rest}", home.display()), &whole),
            _ if pattern.contains('/') => matches(pattern, &whole),
            _ => matches(pattern, &name),
        };
        let tables = self.0.iter().filter(|(pattern, _)| fits(pattern));
        tables.flat_map(|(_, page)| page.iter().map(|(name, value)| (*name, value.clone()))).collect()
    }

    /// Returns the patterns with what they set, in their order.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &PageOptions)> {
        self.0.iter().map(|(pattern, page)| (pattern.as_str(), page))
    }

    /// Returns the tables without options that a stronger source sets.
    pub(super) fn without(mut self, stronger: &PageOptions) -> Self {
        for (_, page) in &mut self.0 {
            page.retain(|name, _| !stronger.contains_key(name));
        }
        self
    }

    /// Returns these tables behind those of a weaker source.
    pub(super) fn or(self, weaker: Self) -> Self {
        Self(weaker.0.into_iter().chain(self.0).collect())
    }

    /// Reads the tables by `take`, which takes an option. What can't be read is left out and remarked on.
    pub(super) fn read(
        &mut self,
        source: &str,
        tables: &DeTable<'_>,
        take: fn(&mut PageOptions, &Name<'_>, &Spanned<DeValue<'_>>) -> Result<(), Wrong>,
        remarks: &mut Vec<Diagnostic>,
    ) {
        let mut tables: Vec<_> = tables.iter().collect();
        tables.sort_by_key(|(pattern, _)| pattern.span().start);
        for (pattern, value) in tables {
            let DeValue::Table(options) = value.get_ref() else {
                let wrong = "`for` has a table for each pattern: [for.\"*.fb2\"]";
                remarks.push(Diagnostic::at(source, value.span().start, wrong));
                continue;
            };
            let mut page = PageOptions::new();
            for (name, value) in options {
                // TOML takes a period outside quotation marks for the beginning of another table's name.
                if matches!(value.get_ref(), DeValue::Table(_)) && !KEYS.iter().any(|key| key.name == name.get_ref()) {
                    let whole = format!("{}.{}", pattern.get_ref(), name.get_ref());
                    let wrong = format!("a name with a period stands in quotes: [for.\"{whole}\"]");
                    remarks.push(Diagnostic::at(source, name.span().start, &wrong));
                    continue;
                }
                if let Err((at, wrong)) = take(&mut page, name, value) {
                    remarks.push(Diagnostic::at(source, at, &wrong));
                }
            }
            self.0.push((pattern.get_ref().to_string(), page));
        }
    }
}

/// Whether a text fits a pattern, in which `*` stands for any letters. Capitals and small letters are alike.
fn matches(pattern: &str, text: &str) -> bool {
    let expression = regex::escape(pattern).replace(r"\*", ".*");
    Regex::new(&format!("(?is)^{expression}$")).is_ok_and(|regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    #[test]
    fn stars_stand_for_any_letters() {
        for (pattern, text, fits) in [
            ("*.fb2", "War.FB2", true),
            ("*.fb2", "war.fb2.zip", false),
            ("war.txt", "war.txt", true),
            ("war*", "war and peace.txt", true),
            ("*war*peace*.txt", "the war, the peace.txt", true),
            ("*war*peace*.txt", "peace and war.txt", false),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn tables_set_options_for_the_files_that_they_fit() {
        let source = "align = \"left\"\n[for.\"*.fb2\"]\nmeasure = 50\nalign = \"justify\"\n[for.\"war*\"]\nmeasure = 70\n\
            [for.\"/books/*\"]\npages = 1\n[for.\"~/*\"]\npages = 2\n";
        let (config, remarks) = Config::read(source);
        assert_eq!(remarks, []);
        let of = |file: &str| {
            config.for_files.of(Path::new(file), Some(Path::new("/home/ana"))).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(of("ebb.txt"), []);
        assert_eq!(of("/books/ebb.txt"), [("pages", "1".to_owned())]);
        assert_eq!(of("/home/ana/ebb.txt"), [("pages", "2".to_owned())]);
        assert_eq!(of("ebb.fb2"), [("align", "justify".to_owned()), ("measure", "50".to_owned())]);
        assert_eq!(of("war.fb2"), [("align", "justify".to_owned()), ("measure", "70".to_owned())]);
        let mut environment = Config::default();
        environment.set("align", "left").unwrap();
        let both = environment.or(config);
        assert_eq!(both.for_files.of(Path::new("ebb.fb2"), None).keys().collect::<Vec<_>>(), [&"measure"]);
    }

    #[test]
    fn what_is_wrong_in_a_table_is_told_with_its_place() {
        let source = "[for]\nx = 1\n[for.\"*.fb2\"]\nmeasure = 5\ntheme = \"snow\"\nmeasur = 50\npages = 1\n";
        let (config, remarks) = Config::read(source);
        let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "2:5: `for` has a table for each pattern: [for.\"*.fb2\"]",
                "4:11: `measure` must be a number from 20 to 120, not `5`",
                "5:1: `theme` holds for all stories; only options of the page can be set here",
                "6:1: unknown option `measur`; did you mean `measure`?",
            ]
        );
        assert_eq!(config.for_files.of(Path::new("a.fb2"), None).len(), 1);
    }
}
