//! Hanging punctuation: signs stand over the edges, so that the letters make the edges.
//!
//! Opening quotes hang before the left edge. In justified text, hyphens, full stops, commas and closing quotes also
//! hang past the right one. In ragged text there is no right edge to hang over. Print hangs a sign by a part of its
//! width, but a terminal can only hang a whole cell.
//!
//! The module moves the points of a paragraph by one cell, before lines are chosen. A cell that hangs is not counted as
//! part of a line. It is for alphabetic prose only, since the signs of East Asian text fill two cells.

use super::breaks::Break;
use super::lines::Fill;

/// The fewest cells of a piece whose signs may hang. Of a shorter one, nothing would be left to stand at the edge.
const LEAST_PIECE: u32 = 3;

/// Lets the signs at all points hang that may. Signs at line ends hang only if `fill` makes the lines reach the edge.
/// `text` is the text of the whole block.
pub(super) fn hang(breaks: &mut [Break], text: &str, fill: Fill) {
    for n in 0..breaks.len() {
        let after = breaks.get(n + 1).map(|next| next.end.cell - breaks[n].start.cell);
        let before = n.checked_sub(1).map(|n| breaks[n + 1].end.cell.saturating_sub(breaks[n].start.cell));
        let opens = after.is_some_and(|cells| cells >= LEAST_PIECE) && begins_with_quote(text, breaks[n]);
        // One cell of the piece may hang on its left already, which makes it a cell shorter here.
        let long = before.is_some_and(|cells| cells >= LEAST_PIECE);
        let closes = fill == Fill::Justified && long && ends_in_small_sign(text, breaks[n]);
        let point = &mut breaks[n];
        if opens {
            point.hangs = true;
            point.start.cell += 1;
        }
        if closes {
            point.end.cell -= 1;
        }
    }
}

/// Returns whether a line from this point begins with an opening quote and a letter.
fn begins_with_quote(text: &str, point: Break) -> bool {
    let mut chars = text[point.start.byte as usize..].chars();
    let opening = matches!(chars.next(), Some('“' | '‘' | '„' | '‚' | '"' | '\''));
    // A straight apostrophe at the start of a word ('tis) looks like a quote, and hangs too. A lone quote does not.
    opening && chars.next().is_some_and(char::is_alphanumeric)
}

/// Returns whether a line to this point ends with a sign that is small enough to hang, or adds a hyphen.
fn ends_in_small_sign(text: &str, point: Break) -> bool {
    point.hyphen || text[..point.end.byte as usize].ends_with(['-', '.', ',', '”', '’', '"', '\''])
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::format;
    use crate::typeset::{Align, Ambiguous, Line, Options, clusters, typeset};
    use proptest::prelude::*;

    fn set(source: &str, options: Options) -> (Document, Vec<Line>) {
        let document = format::read("a.md", source.as_bytes()).unwrap().document();
        let lines = typeset(&document, &options).lines;
        (document, lines)
    }

    /// Each line's first column, counted from a cell before the measure, and the column past its last sign.
    fn columns(source: &str, options: Options) -> Vec<(u16, u16)> {
        let (document, lines) = set(source, options);
        let edges = |line: &Line| {
            let first = 1 + line.indent - u16::from(line.hangs);
            (first, first + clusters(&document, line).iter().map(|cluster| cluster.cells).sum::<u16>())
        };
        lines.iter().map(edges).collect()
    }

    #[test]
    fn an_opening_quote_stands_before_the_edge() {
        let options = Options { measure: 12, hang: true, ..Options::default() };
        assert_eq!(columns("“Never mind,” he said.", options)[0].0, 0);
        // “Never mind,” fills thirteen cells, the first of them in the margin.
        assert_eq!(columns("“Never mind,” he said.", options)[0].1, 13);
        let foreign = "“<i lang=\"cs\">Pij</i>,” he said.";
        assert_eq!(columns(foreign, options)[0].0, 0, "a foreign phrase is prose too");
        assert_eq!(columns("“ x” he said.", options)[0].0, 1, "a quote alone is no edge");
        let wide = Options { measure: 40, ..options };
        assert_eq!(columns("One.\n\n“Two.”", wide)[1].0, 2, "it hangs into the indent");
    }

    #[test]
    fn a_small_sign_stands_past_the_edge_of_justified_text() {
        let options = Options { measure: 44, align: Align::Justify, hang: true, ..Options::default() };
        let source = "The lamp was lit, and the tide was out, and nobody came. ".repeat(12);
        let (document, lines) = set(&source, options);
        let mut hung = 0;
        for (line, (_, end)) in lines.iter().zip(columns(&source, options)).filter(|(line, _)| !line.last) {
            let signed = line.hyphen || crate::typeset::text_of(&document, line).trim_end().ends_with([',', '.']);
            assert_eq!(end, 45 + u16::from(signed), "{line:?}");
            hung += usize::from(signed);
        }
        assert!(hung > 1, "some line ends with a sign");
    }

    #[test]
    fn nothing_hangs_beside_ideographs_or_where_quotes_are_wide() {
        let options = Options { measure: 12, hang: true, ..Options::default() };
        assert_eq!(columns("“Never” 夜", options)[0].0, 1);
        let wide = Options { ambiguous: Ambiguous::Wide, ..options };
        assert_eq!(columns("“Never mind”", wide)[0].0, 1);
    }

    proptest! {
        #[test]
        fn no_sign_hangs_further_than_a_cell(
            words in prop::collection::vec("[“‘\"']?[a-zé]{1,9}([.,!]?[”’\"']?|-[a-z]{1,5})", 1..60),
            measure in 10_u16..90, justify: bool,
        ) {
            let align = if justify { Align::Justify } else { Align::Left };
            let options = Options { measure, align, hang: true, ..Options::default() };
            let source = words.join(" ");
            let (document, lines) = set(&source, options);
            let text = document.block(0, 0).unwrap().text;
            let mut read = String::new();
            for (line, (first, end)) in lines.iter().zip(columns(&source, options)) {
                prop_assert!(first <= measure && end <= measure + 1 + u16::from(justify), "{:?}", line);
                read.push_str(&text[line.start as usize..line.end as usize]);
            }
            prop_assert_eq!(read.replace(' ', ""), text.replace(' ', ""));
        }
    }
}
