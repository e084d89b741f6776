//! Measures how a book is set: by us, greedily, and by textwrap's optimal fit, side by side.
//!
//! ```sh
//! cargo run --release --example metrics -- book.txt
//! ```
//!
//! The table is Markdown. Definitions, over all lines but each paragraph's last: *ragged* is the square of the empty cells,
//! a line; a *hole* is a line with more than 15 % of its cells empty. A *runt* is a last line of fewer than seven cells, in
//! thousandths of the paragraphs that have more than one line. Hyphens, doubled and tripled ones are in thousandths of all
//! lines. Of justified text: *stacked gaps* are gaps of two cells or more right under such a gap, *rivers* columns that lie in a
//! gap of four or more lines running, *gaps of three cells* lines that have one, in thousandths; *stubs* are lines in
//! mid-paragraph that are less than 85 % full though what follows would have fitted. *Broken words* are those that a page's
//! end breaks.

use anyhow::Context;
use nightstand::document::{BlockKind, Document};
use nightstand::format;
use nightstand::typeset::{
    Align, Compositor, Hyphens, Leaves, LineKind, Options, Paragraphs, Quire, clusters, stretches, typeset, width,
};
use textwrap::WrapAlgorithm;

const MEASURES: [u16; 3] = [45, 66, 80];

/// The rows of a page for which page ends are counted.
const PAGE_ROWS: [u16; 2] = [24, 40];

fn main() -> anyhow::Result<()> {
    let file = std::env::args().nth(1).context("which file?")?;
    let document = format::read(&file, &std::fs::read(&file)?)?.document();
    println!("| measure | set by | lines | ragged | holes | hyphens | doubled | tripled | runts |");
    println!("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for measure in MEASURES {
        row(measure, "greedy", &wrapped(&document, measure, WrapAlgorithm::FirstFit));
        row(measure, "textwrap", &wrapped(&document, measure, WrapAlgorithm::new_optimal_fit()));
        for hyphens in Hyphens::ALL {
            row(measure, hyphens.name(), &ours(&document, measure, hyphens));
        }
    }
    println!("\n| measure | justified by | stacked gaps | rivers | widest gap | gaps of three cells | stubs |");
    println!("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    for measure in MEASURES {
        justified_row(measure, "textwrap, evenly", &evenly_spaced(&document, measure));
        justified_row(measure, "calm", &our_justified(&document, measure));
    }
    println!(
        "\n| rows | kind | pages | orphans | widows | titles at a foot | short pages | unequal spreads | broken words |"
    );
    println!("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for rows in PAGE_ROWS {
        page_row(&document, rows, false);
        page_row(&document, rows, true);
    }
    Ok(())
}

/// A set line: its cells, and whether it ends in an added hyphen.
type Line = (usize, bool);

fn row(measure: u16, name: &str, paragraphs: &[Vec<Line>]) {
    let measure_cells = usize::from(measure);
    let inner = || paragraphs.iter().flat_map(|lines| &lines[..lines.len() - 1]);
    let slack = |(cells, _): &Line| measure_cells.saturating_sub(*cells);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let all = count(paragraphs.iter().map(Vec::len).sum());
    let ragged: usize = inner().map(|line| slack(line).pow(2)).sum();
    let holes = inner().filter(|line| slack(line) * 100 > measure_cells * 15).count();
    let in_a_row = |n: usize| {
        let runs = |lines: &Vec<Line>| lines.windows(n).filter(|run| run.iter().all(|(_, hyphen)| *hyphen)).count();
        paragraphs.iter().map(runs).sum::<usize>()
    };
    let long = paragraphs.iter().filter(|lines| lines.len() > 1);
    let runts = long.clone().filter(|lines| lines.last().is_some_and(|(cells, _)| *cells < 7)).count();
    let per = |n: usize, of: usize, scale: u32| f64::from(count(n)) * f64::from(scale) / f64::from(count(of).max(1));
    println!(
        "| {measure} | {name} | {all} | {:.2} | {holes} | {:.1} | {:.2} | {} | {:.1} |",
        per(ragged, inner().count(), 1),
        per(in_a_row(1), all as usize, 1000),
        per(in_a_row(2), all as usize, 1000),
        in_a_row(3),
        per(runts, long.count(), 1000),
    );
}

fn ours(document: &Document, measure: u16, hyphens: Hyphens) -> Vec<Vec<Line>> {
    // Blank rows rather than indents, so that all three set the same cells.
    let options = Options { measure, hyphens, paragraphs: Paragraphs::BlankRow, ..Options::default() };
    let mut paragraphs: Vec<Vec<Line>> = Vec::new();
    for line in &typeset(document, &options).lines {
        if line.kind != LineKind::Text(BlockKind::Paragraph) {
            continue;
        }
        if line.first {
            paragraphs.push(Vec::new());
        }
        let cells = clusters(document, line).iter().map(|cluster| usize::from(cluster.cells)).sum();
        if let Some(lines) = paragraphs.last_mut() {
            lines.push((cells, line.hyphen));
        }
    }
    paragraphs
}

fn wrapped(document: &Document, measure: u16, algorithm: WrapAlgorithm) -> Vec<Vec<Line>> {
    let options = textwrap::Options::new(usize::from(measure)).wrap_algorithm(algorithm);
    let prose = document.blocks().filter(|(_, _, block)| block.kind == BlockKind::Paragraph);
    prose
        .map(|(_, _, block)| textwrap::wrap(block.text, &options).iter().map(|line| (width(line), false)).collect())
        .collect()
}

/// The gaps of a line: column and cells of each.
type Gaps = Vec<(usize, usize)>;

/// A justified line.
struct Justified {
    gaps: Gaps,
    /// Whether it is a stub: under 85 % full in mid-paragraph, though the first piece of what follows would have fitted.
    stub: bool,
}

/// Counts gaps of two cells or more that overlap such a gap in the line above, and columns that lie in a gap of four or more
/// lines running.
fn justified_row(measure: u16, name: &str, paragraphs: &[Vec<Justified>]) {
    let (mut stacked, mut rivers, mut widest, mut three, mut stubs) = (0, 0, 0, 0, 0);
    for lines in paragraphs {
        let mut runs = vec![0_usize; usize::from(measure)];
        for (n, Justified { gaps, stub }) in lines.iter().enumerate() {
            stubs += usize::from(*stub);
            three += usize::from(gaps.iter().any(|(_, cells)| *cells > 2));
            let wide = |gaps: &Gaps| gaps.iter().filter(|(_, cells)| *cells > 1).copied().collect::<Vec<_>>();
            if let Some(above) = n.checked_sub(1).map(|n| wide(&lines[n].gaps)) {
                let overlaps =
                    |(at, cells): &(usize, usize)| above.iter().any(|(a, c)| a < &(at + cells) && at < &(a + c));
                stacked += wide(gaps).iter().filter(|gap| overlaps(gap)).count();
            }
            for (column, run) in runs.iter_mut().enumerate() {
                let in_gap = gaps.iter().any(|(at, cells)| (*at..at + cells).contains(&column));
                *run = if in_gap { *run + 1 } else { 0 };
                // Each river once, however long it is.
                rivers += usize::from(*run == 4);
            }
            widest = gaps.iter().map(|(_, cells)| *cells).max().unwrap_or(0).max(widest);
        }
    }
    let three = 10.0 * percent(three, paragraphs.iter().map(Vec::len).sum());
    println!("| {measure} | {name} | {stacked} | {rivers} | {widest} | {three:.2} | {stubs} |");
}

fn our_justified(document: &Document, measure: u16) -> Vec<Vec<Justified>> {
    let options = Options { measure, align: Align::Justify, paragraphs: Paragraphs::BlankRow, ..Options::default() };
    let mut paragraphs: Vec<Vec<Justified>> = Vec::new();
    for line in
        typeset(document, &options).lines.iter().filter(|line| line.kind == LineKind::Text(BlockKind::Paragraph))
    {
        if line.first {
            paragraphs.push(Vec::new());
        }
        let mut column = usize::from(line.indent);
        let mut gaps = Gaps::new();
        for cluster in clusters(document, line) {
            if cluster.text == " " {
                gaps.push((column, usize::from(cluster.cells)));
            }
            column += usize::from(cluster.cells);
        }
        let full = column * 100 >= 85 * usize::from(measure);
        let rest = document.block(line.place.scene as usize, line.place.block as usize);
        let rest = rest.map_or("", |block| block.text[line.end as usize..].trim_start());
        let stub = !line.last && !full && column + 1 + width(first_piece(rest)) <= usize::from(measure);
        if let Some(lines) = paragraphs.last_mut() {
            lines.push(Justified { gaps, stub });
        }
    }
    paragraphs
}

/// What of a text could stand on the line before it: up to the first blank or dash. Hyphens are priced, and so not counted on.
fn first_piece(text: &str) -> &str {
    let end = text.find([' ', '-', '—', '–']).map_or(text.len(), |at| text.ceil_char_boundary(at + 1));
    text[..end].trim_end()
}

/// textwrap's optimal lines, their empty cells given to the gaps by Bresenham's rule.
fn evenly_spaced(document: &Document, measure: u16) -> Vec<Vec<Justified>> {
    let options = textwrap::Options::new(usize::from(measure)).wrap_algorithm(WrapAlgorithm::new_optimal_fit());
    let spaced = |line: &str, last: bool| {
        let slack = if last { 0 } else { usize::from(measure).saturating_sub(width(line)) };
        let count = line.matches(' ').count();
        let (mut column, mut nth, mut gaps) = (0, 0, Gaps::new());
        for word in line.split_inclusive(' ') {
            let letters = width(word.trim_end_matches(' '));
            column += letters;
            if word.ends_with(' ') {
                let cells = 1 + (nth + 1) * slack / count - nth * slack / count;
                gaps.push((column, cells));
                column += cells;
                nth += 1;
            }
        }
        Justified { gaps, stub: false }
    };
    let prose = document.blocks().filter(|(_, _, block)| block.kind == BlockKind::Paragraph);
    prose
        .map(|(_, _, block)| {
            let lines = textwrap::wrap(block.text, &options);
            lines.iter().enumerate().map(|(n, line)| spaced(line, n + 1 == lines.len())).collect()
        })
        .collect()
}

fn page_row(document: &Document, rows: u16, facing: bool) {
    let mut compositor = Compositor::new(document);
    let (mut pages, mut orphans, mut widows, mut titles, mut short, mut unequal) = (0, 0, 0, 0, 0, 0);
    let mut broken = 0;
    for stretch in stretches(document) {
        let leaves = Leaves { rows, facing };
        let quire = Quire::set(&mut compositor, document, stretch, &Options::default(), leaves);
        pages += quire.count();
        for page in 1..quire.count() {
            let (before, after) = (quire.page(page - 1), quire.page(page));
            let (Some(last), Some(next)) = (before.last(), after.first()) else { continue };
            broken += usize::from(last.hyphen);
            orphans += usize::from(last.first && !last.last);
            widows += usize::from(next.last && !next.first);
            titles += usize::from(matches!(last.kind, LineKind::Text(BlockKind::Heading { .. })));
            short += usize::from(before.len() < usize::from(rows) && !next.new_page);
            // Where a chapter ends, its last page is as long as it is.
            let goes_on = !next.new_page && quire.page(page + 1).first().is_some_and(|line| !line.new_page);
            unequal += usize::from(facing && page % 2 == 1 && before.len() != after.len() && goes_on);
        }
        if stretch.open && quire.page(quire.count() - 1).len() < usize::from(rows) {
            short += 1;
        }
    }
    let kind = if facing { "facing" } else { "single" };
    println!(
        "| {rows} | {kind} | {pages} | {orphans} | {widows} | {titles} | {:.1} % | {unequal} | {broken} |",
        percent(short, pages)
    );
}

fn percent(part: usize, whole: usize) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    100.0 * count(part) / count(whole.max(1))
}
