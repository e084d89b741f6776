//! `nightstand print`: the typeset text as plain text.

use std::io::{self, BufWriter, Write};

mod html;

use super::{AlignArg, Failure, PrintArgs, open_story};
use crate::document::{BlockKind, Document, Place};
use crate::format;
use crate::terminal::{Directories, Library, Output};
use crate::theme::{Theme, Variant};
use crate::typeset::{
    Align, Compositor, Leaves, Line, LineKind, Options, Quire, clusters, stretches, text_of, typeset,
};

pub(super) fn run(args: &PrintArgs, directories: &Directories) -> Result<(), Failure> {
    let mut document = open_story(args.story.story.as_deref(), directories, &args.reading)?.document;
    if let Some(number) = args.scene {
        document = only_scene(document, number)?;
    }
    if args.markdown {
        Output.write_all(format::to_markdown(&document).as_bytes())?;
        return Ok(());
    }
    if args.html {
        let (dark, light) = themes(args.theme.as_deref(), directories)?;
        Output.write_all(html::html(&document, &dark, &light).as_bytes())?;
        return Ok(());
    }
    if args.width == 0 {
        return print_paragraphs(&document);
    }
    let options = Options {
        measure: args.width,
        align: if args.align == AlignArg::Justify { Align::Justify } else { Align::Left },
        hyphens: args.hyphenate.into(),
        ambiguous: args.ambiguous.into(),
        ..Options::default()
    };
    print(&document, options, args.height)
}

/// The dark and the light theme of a page of HTML: a theme and its other half.
fn themes(name: Option<&str>, directories: &Directories) -> Result<(Theme, Theme), Failure> {
    let library = Library::new(directories);
    let theme = library.theme(name.unwrap_or("lamplight"))?.theme;
    let pair = theme.meta().pair.to_string();
    let other = if pair.is_empty() { theme.clone() } else { library.theme(&pair)?.theme };
    let light = theme.meta().variant == Some(Variant::Light);
    Ok(if light { (other, theme) } else { (theme, other) })
}

/// Prints each paragraph on a line of its own, with an empty line between two. Lines of verse keep their ends.
fn print_paragraphs(document: &Document) -> Result<(), Failure> {
    let mut out = BufWriter::new(Output);
    let mut first = true;
    for (_, _, block) in document.blocks() {
        if !std::mem::take(&mut first) {
            writeln!(out)?;
        }
        match block.kind {
            BlockKind::Ornament => writeln!(out, "* * *")?,
            _ => writeln!(out, "{}", block.text.replace('\u{a0}', " "))?,
        }
    }
    out.flush()?;
    Ok(())
}

/// Prints a document to standard output, from the paragraph on that a place is in.
pub(super) fn print_from(document: &Document, options: Options, place: Place) -> Result<(), Failure> {
    let galley = typeset(document, &options);
    let first = galley.lines.partition_point(|line| (line.place.scene, line.place.block) < (place.scene, place.block));
    let mut out = BufWriter::new(Output);
    write_lines(&mut out, document, without_leading_room(&galley.lines[first..]), options.measure)?;
    out.flush()?;
    Ok(())
}

/// Prints a document to standard output, in pages of so many rows if they are asked for.
pub(super) fn print(document: &Document, options: Options, height: Option<u16>) -> Result<(), Failure> {
    let mut out = BufWriter::new(Output);
    match height {
        Some(rows) => {
            let leaves = Leaves { rows, facing: false };
            let mut compositor = Compositor::new(document);
            let mut first = true;
            for stretch in stretches(document) {
                let quire = Quire::set(&mut compositor, document, stretch, &options, leaves);
                for page in 0..quire.count() {
                    if !std::mem::take(&mut first) {
                        out.write_all(b"\x0c")?;
                    }
                    write_lines(&mut out, document, quire.page(page), options.measure)?;
                }
            }
        }
        None => {
            let galley = typeset(document, &options);
            write_lines(&mut out, document, without_leading_room(&galley.lines), options.measure)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn only_scene(document: Document, number: usize) -> Result<Document, Failure> {
    let count = document.scenes.len();
    let Some(index) = number.checked_sub(1).filter(|index| *index < count) else {
        return Err(Failure::Usage(format!("there is no scene {number}; this story has {count}, counted from 1")));
    };
    let mut draft = document.into_draft();
    draft.scenes = vec![draft.scenes.swap_remove(index)];
    Ok(draft.seal())
}

fn without_leading_room(lines: &[Line]) -> &[Line] {
    let room = lines.iter().take_while(|line| line.is_blank()).count();
    &lines[room..]
}

fn under_title(document: &Document, line: &Line) -> bool {
    let block = document.block(line.place.scene as usize, line.place.block as usize);
    block.is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
}

fn is_preformatted(document: &Document, line: &Line) -> bool {
    let block = document.block(line.place.scene as usize, line.place.block as usize);
    block.is_some_and(|block| block.kind == BlockKind::Preformatted)
}

fn write_lines(out: &mut impl Write, document: &Document, lines: &[Line], measure: u16) -> io::Result<()> {
    // As wide as it may be, or a single star where there is no room for three.
    let ornament = if measure < 5 { "*" } else { "* * *" };
    for line in lines {
        if line.kind == LineKind::Ornament {
            // Its glyphs are a theme's; plain text has this one, for a break, and none under a title.
            writeln!(out, "{}", if under_title(document, line) { "" } else { ornament })?;
            continue;
        }
        let text = text_of(document, line);
        if !text.is_empty() {
            write_blanks(out, usize::from(line.indent))?;
        }
        let is_set = is_preformatted(document, line);
        if !is_set && text.split(' ').skip(1).all(begins_a_cluster) {
            write_words(out, text, line)?;
        } else {
            for cluster in clusters(document, line) {
                // The blanks of code and of tables are only kept together on the page: other programs want them as they were typed.
                let cluster_text = if is_set && cluster.text == "\u{a0}" { " " } else { cluster.text };
                out.write_all(cluster_text.as_bytes())?;
                write_blanks(
                    out,
                    usize::from(cluster.cells.saturating_sub(line.ambiguous.cluster_width(cluster.text))),
                )?;
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Whether what stands behind a blank can't be one cluster with it, as a combining mark is. Nearly all text is told by this.
fn begins_a_cluster(text: &str) -> bool {
    text.chars().next().is_none_or(|c| c.is_ascii() || c.is_alphanumeric() || matches!(c, '\u{2010}'..='\u{2027}'))
}

/// Writes a line's text word by word, with the blanks that justify it, and its hyphen.
fn write_words(out: &mut impl Write, text: &str, line: &Line) -> io::Result<()> {
    let (mut wide, all) = (line.wide, usize::from(line.all_wide));
    let mut words = text.split(' ');
    out.write_all(words.next().unwrap_or_default().as_bytes())?;
    for word in words {
        write_blanks(out, 1 + all + usize::from(wide & 1 == 1))?;
        wide >>= 1;
        out.write_all(word.as_bytes())?;
    }
    if line.hyphen { out.write_all(b"-") } else { Ok(()) }
}

/// Writes so many blanks.
fn write_blanks(out: &mut impl Write, count: usize) -> io::Result<()> {
    const BLANKS: [u8; 64] = [b' '; 64];
    let mut left = count;
    while left > 0 {
        let some = left.min(BLANKS.len());
        out.write_all(&BLANKS[..some])?;
        left -= some;
    }
    Ok(())
}
