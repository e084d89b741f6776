//! The marks of a story as one page of HTML, without scripts and without anything from elsewhere.

use std::fmt::Write;

use html_escape::encode_double_quoted_attribute as escaped;
use serde_json::Value;

use super::Mark;
use super::import::comment;
use crate::document::{Document, SafeText};

/// The look of the page. The colours of highlights are those of marker pens, on either ground.
const STYLE: &str =
    "body{max-width:36em;margin:2em auto;padding:0 1em;font:1.1em/1.5 Georgia,serif;color-scheme:light dark}
blockquote{margin:1.5em 0 .5em;padding-left:1em;border-left:.3em solid #999}
.c1{border-color:#c9a500}.c2{border-color:#2f9e57}.c3{border-color:#2f7fd0}.c4{border-color:#c9508a}
footer{opacity:.7;font-size:.85em}.note{white-space:pre-wrap}";

/// Returns the page. What the marks are as JSON stands in a comment, so that they can be taken in again.
pub(super) fn html(document: &Document, marks: &[Mark], described: &Value) -> String {
    let title = escaped(&*document.metadata.title);
    let language = document.metadata.language.map_or_else(String::new, |language| format!(" lang=\"{language}\""));
    let mut page = format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for mark in marks {
        let class = mark.colour.map_or_else(String::new, |colour| format!(" class=\"c{colour}\""));
        let words = if mark.colour.is_some() { SafeText::new(&mark.words).to_string() } else { mark.shown(document) };
        let words = escaped(&words).replace("\n\n", "<br>\n");
        let _ = writeln!(page, "<article>\n<blockquote{class}>{words}</blockquote>");
        if !mark.name.is_empty() {
            let _ = writeln!(page, "<p class=\"note\">{}</p>", escaped(&*SafeText::new(&mark.name)));
        }
        let scene = document.title_at(mark.place()).replace('\n', " ");
        let _ = writeln!(
            page,
            "<footer>{}{}%</footer>\n</article>",
            if scene.is_empty() { String::new() } else { format!("{} · ", escaped(&scene)) },
            document.percent(mark.place())
        );
    }
    page.push_str(&comment(described));
    page.push_str("</body>\n</html>\n");
    page
}
