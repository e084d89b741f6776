//! Conditions: which parts of a sheet are for a page of text that people read on a screen.

/// Returns whether a list of media queries applies to a screen of unknown size. A query that asks for a width, a colour scheme or a
/// device of a maker's does not.
pub(in crate::format) fn applies(queries: &str) -> bool {
    let queries = queries.trim().to_ascii_lowercase();
    queries.is_empty() || queries.split(',').any(|query| query_applies(query.trim()))
}

fn query_applies(query: &str) -> bool {
    let (negated, query) = match query.strip_prefix("not ") {
        Some(rest) => (true, rest),
        None => (false, query.strip_prefix("only ").unwrap_or(query)),
    };
    let known = matches!(query.trim(), "all" | "screen");
    // A medium that is known to be another one; of all else nothing is known.
    let other = matches!(query.trim(), "print" | "speech" | "aural" | "braille" | "projection" | "tty" | "tv")
        || query.starts_with("amzn-");
    if negated { other } else { known }
}

/// Returns whether a condition of `@supports` holds: any property may be taken for supported, and only `not` fails.
pub(super) fn is_supported(condition: &str) -> bool {
    let condition = condition.trim().to_ascii_lowercase();
    let all = condition.split(" and ").all(|part| {
        let part = part.trim().trim_start_matches('(').trim_start();
        !part.starts_with("not ") && !part.starts_with("not(") && !part.starts_with("selector(")
    });
    all || condition.split(" or ").any(|part| part.trim_start().starts_with('(') && !part.contains("not"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_for_a_screen_applies() {
        for (query, is) in [
            ("", true),
            ("screen", true),
            ("only screen", true),
            ("all", true),
            ("print", false),
            ("not print", true),
            ("not all", false),
            ("amzn-mobi", false),
            ("not amzn-mobi", true),
            ("print, screen", true),
            ("screen and (min-width: 40em)", false),
            ("(prefers-color-scheme: dark)", false),
            ("handheld", false),
        ] {
            assert_eq!(applies(query), is, "{query}");
        }
        assert!(
            is_supported("(font-size: 0)") && is_supported("(a: b) and (c: d)") && is_supported("(a:b) or (not (c:d))")
        );
        assert!(!is_supported("not (display: grid)") && !is_supported("selector(:has(a))"));
    }
}
