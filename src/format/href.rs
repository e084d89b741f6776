//! Links: the file and the name that an `href` leads to from the file that it stands in.
//!
//! Every link of an EPUB goes through here: those of chapters, contents, package and style sheets. Paths are those within the
//! book; they never lead out of it.

use percent_encoding::percent_decode_str;

/// A link's target: the file's path and the name in it, which is empty for the file's beginning. Percent-encoded characters are
/// decoded (RFC 3986, 2.1), and `.` and `..` are resolved (5.2.4).
pub(super) fn resolved(from: &str, href: &str) -> (String, String) {
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let path = decoded(path.split('?').next().unwrap_or_default());
    if path.is_empty() {
        return (from.to_owned(), decoded(fragment));
    }
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    // Some packagers write backslashes.
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            // Never out of the book.
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    (parts.join("/"), decoded(fragment))
}

/// A path without what packagers write differently: percent signs decoded, in composed form (NFC), without case.
#[must_use]
pub fn loose_path(path: &str) -> String {
    super::anchors::loose(&decoded(path))
}

/// Returns whether a link leads out of the book: it begins with a scheme, as `https:` does (RFC 3986, 3.1).
pub(super) fn leads_out(href: &str) -> bool {
    href.split(['/', '#', '?']).next().is_some_and(|start| start.contains(':'))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_within_the_book() {
        for (from, href, path, name) in [
            ("OPS/text/a.xhtml", "../../../../etc/passwd", "etc/passwd", ""),
            ("OPS/a.xhtml", "/x//./y.xhtml?q#f%20g", "x/y.xhtml", "f g"),
            ("OPS/a.xhtml", "#here", "OPS/a.xhtml", "here"),
            ("a.opf", "..\\..\\b.xhtml", "b.xhtml", ""),
        ] {
            assert_eq!(resolved(from, href), (path.to_owned(), name.to_owned()), "{href}");
        }
    }

    #[test]
    fn a_scheme_leads_out() {
        assert!(leads_out("https://example.org/a") && leads_out("mailto:a@example.org"));
        assert!(!leads_out("a.xhtml#b:c") && !leads_out("../a:b") && !leads_out("#x"));
    }
}
