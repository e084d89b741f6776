//! `nightstand print --html`: a story as one page of HTML, without scripts and without anything from elsewhere.
//!
//! Scenes are sections with their mood as a class. The colours are those of a theme and of its other half, of which the
//! browser shows the one that suits the reader's ground.

use std::fmt::Write;

use html_escape::encode_double_quoted_attribute as escaped;

use crate::document::{Addresses, Block, BlockKind, Document, Mood, Scene};
use crate::format::element;
use crate::theme::{Rgb, Scope, Theme};

/// The layout of the page. Lines are as long as on the terminal, and words are broken by the browser.
const LAYOUT: &str = "html{hyphens:auto;-webkit-hyphens:auto}
body{max-width:36em;margin:0 auto;font:1.15em/1.5 Georgia,'Times New Roman',serif}
section{padding:1em 1.5em}
p{margin:0;text-indent:1.4em}
h1+p,h2+p,h3+p,h4+p,hr+p,section>p:first-child{text-indent:0}
h1,h2,h3,h4,h5,h6{line-height:1.2;margin:1.6em 0 1em;font-size:1.3em}
hr{border:0;text-align:center;margin:1.5em 0}hr::before{content:'* * *'}
.verse,.letter,blockquote{margin:1em 0 1em 1.4em}.verse p,.letter p,blockquote p{text-indent:0}
.item{text-indent:0;margin-left:1.4em}pre{white-space:pre-wrap}
.centre{text-align:center;text-indent:0}.right{text-align:right;text-indent:0}
.smallcaps{font-variant:small-caps}
.dream,.dream-nightmare{font-style:italic}.dream em,.dream-nightmare em{font-style:normal}
header{padding:3em 1.5em 1em;text-align:center}footer{padding:2em 1.5em;opacity:.7;font-size:.85em}";

/// Returns the page, in the colours of a dark theme and of a light one.
pub(super) fn html(document: &Document, dark: &Theme, light: &Theme) -> String {
    let metadata = &document.metadata;
    let title = escaped(&*metadata.title);
    let language = metadata.language.map_or_else(String::new, |language| format!(" lang=\"{language}\""));
    let mut page = format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{LAYOUT}\n{}@media (prefers-color-scheme:dark){{\n{}}}\n</style>\n</head>\n<body>\n",
        colours(light),
        colours(dark)
    );
    let author =
        if metadata.author.is_empty() { String::new() } else { format!("<p>{}</p>\n", escaped(&*metadata.author)) };
    if !metadata.title.is_empty() {
        let _ = writeln!(page, "<header>\n<h1>{title}</h1>\n{author}</header>");
    }
    for (nth, scene) in document.scenes.iter().enumerate() {
        section(scene, nth, &document.addresses, &mut page);
    }
    if !metadata.licence.is_empty() {
        let _ = writeln!(page, "<footer>{}</footer>", escaped(&*metadata.licence));
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// The name of a mood as a class.
fn class(mood: Mood) -> String {
    mood.name().replace('.', "-")
}

/// Returns the colours of a theme as rules.
fn colours(theme: &Theme) -> String {
    let hex = |colour: Option<ratatui::style::Color>| {
        colour.and_then(Rgb::of).map(|Rgb(r, g, b)| format!("#{r:02x}{g:02x}{b:02x}"))
    };
    let rule = |selector: &str, mood: Option<Mood>| {
        let (text, heading) = (theme.style(mood, Scope::Text), theme.style(mood, Scope::Heading));
        let (ink, ground, accent) = (hex(text.fg), hex(text.bg), hex(heading.fg));
        let set =
            |name: &str, value: Option<String>| value.map_or_else(String::new, |value| format!("{name}:{value};"));
        let heads = format!("{selector} :is(h1,h2,h3,h4,h5,h6,hr){{{}}}\n", set("color", accent));
        format!("{selector}{{{}{}}}\n{heads}", set("color", ink), set("background", ground))
    };
    let moods = Mood::ALL.map(|mood| rule(&format!("section.{}", class(mood)), Some(mood)));
    rule("body", None) + &moods.concat()
}

fn section(scene: &Scene, nth: usize, web: &Addresses, page: &mut String) {
    let mood = scene.mood.map_or_else(String::new, |mood| format!(" class=\"{}\"", class(mood)));
    let _ = writeln!(page, "<section id=\"scene-{}\"{mood}>", nth + 1);
    for block in scene.blocks() {
        block_to(&block, web, page);
    }
    page.push_str("</section>\n");
}

fn block_to(block: &Block<'_>, web: &Addresses, page: &mut String) {
    use crate::document::Side;
    let side = match block.setting.side {
        Side::Left => "",
        Side::Centre => " class=\"centre\"",
        Side::Right => " class=\"right\"",
    };
    let text = marked(block, web);
    let _ = match block.kind {
        BlockKind::Heading { level } => writeln!(page, "<h{level}>{text}</h{level}>", level = level.clamp(1, 6)),
        BlockKind::Ornament => writeln!(page, "<hr>"),
        BlockKind::Paragraph => writeln!(page, "<p{side}>{text}</p>"),
        BlockKind::Verse => writeln!(page, "<div class=\"verse\"><p>{text}</p></div>"),
        BlockKind::Letter => writeln!(page, "<div class=\"letter\"><p>{text}</p></div>"),
        BlockKind::Quotation => writeln!(page, "<blockquote><p>{text}</p></blockquote>"),
        BlockKind::Item => writeln!(page, "<p class=\"item\">{text}</p>"),
        BlockKind::Preformatted => writeln!(page, "<pre>{}</pre>", escaped(&block.text.replace('\u{a0}', " "))),
    };
}

/// Returns a block's text with its marks as elements. A link to the web is one here too: a reader follows it or does not.
fn marked(block: &Block<'_>, web: &Addresses) -> String {
    let mut text = String::new();
    for span in block.spans() {
        let address = span.marks.iter().find_map(|mark| mark.address(web));
        let link = address.map(|address| (format!("<a href=\"{}\">", escaped(address)), "</a>"));
        let elements: Vec<(String, &str)> =
            link.into_iter().chain(span.marks.into_iter().filter_map(element)).collect();
        text.extend(elements.iter().map(|(opens, _)| opens.as_str()));
        text.push_str(&escaped(span.text).replace('\n', "<br>\n"));
        text.extend(elements.iter().rev().map(|(_, closes)| *closes));
    }
    text
}

#[cfg(test)]
mod tests;
