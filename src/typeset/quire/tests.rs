use proptest::prelude::*;

use super::*;
use crate::document::MoodSet;
use crate::format;
use crate::typeset::{Align, Hyphens, stretches, text_of, typeset};

fn document(source: &str) -> Document {
    format::read("a.md", source.as_bytes()).unwrap().document()
}

fn leaves(rows: u16, facing: bool) -> Leaves {
    Leaves { rows, facing }
}

fn set(document: &Document, options: Options, leaves: Leaves) -> Vec<Quire> {
    let mut compositor = Compositor::new(document);
    stretches(document).into_iter().map(|s| Quire::set(&mut compositor, document, s, &options, leaves)).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\n')).collect()
}

/// Paragraphs of so many dozens of words each.
fn prose(paragraphs: impl IntoIterator<Item = usize>) -> String {
    const WORDS: [&str; 11] =
        ["a", "the", "river", "lamp", "she", "counted", "nightingale", "under", "stairs", "and", "remembered"];
    let mut state = 1_u32;
    let mut word = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        WORDS[(state >> 16) as usize % WORDS.len()]
    };
    let mut paragraph = |n: usize| (0..n * 12).map(|_| word()).collect::<Vec<_>>().join(" ");
    paragraphs.into_iter().map(&mut paragraph).collect::<Vec<_>>().join("\n\n")
}

/// How many pages end short of the rows where the text goes on.
fn short(quire: &Quire, rows: u16) -> usize {
    (0..quire.count() - 1).filter(|page| quire.page(*page).len() < usize::from(rows)).count()
}

#[test]
fn nothing_at_all_is_one_empty_page() {
    let quire = Quire::default();
    assert_eq!((quire.count(), quire.page(0).len(), quire.page(7).len()), (1, 0, 0));
    assert_eq!(quire.starts(), [Place::default()]);
}

#[test]
fn a_paragraph_that_gives_way_is_not_torn() {
    let document = document(&prose((0..400).map(|n| 2 + n * 7 % 9)));
    for align in [Align::Left, Align::Justify] {
        let options = Options { align, measure: 45, ..Options::default() };
        let whole = typeset(&document, &options).lines;
        let worst = |lines: &[Line]| {
            let inner = lines.iter().filter(|line| !line.last && !line.is_blank());
            inner.map(|line| 45 - line.indent - line.cells).max()
        };
        let torn = lines_that_differ(&whole, &set(&document, options, leaves(24, false)));
        assert!(torn.len() > 3, "{} are set longer", torn.len());
        for lines in torn {
            assert!(lines.last().unwrap().cells >= 7, "a runt: {lines:?}");
            if align == Align::Left {
                assert!(worst(&lines).unwrap() * 100 <= 45 * 18, "{lines:?}");
            } else {
                assert!(lines.iter().all(|line| !line.all_wide), "blanks of three cells: {lines:?}");
            }
        }
    }
}

#[test]
fn a_paragraph_of_two_lines_is_never_set_in_three() {
    let words = "The river went by under the lamps and nobody counted them, it was late and so";
    // Both lines are so full that a little less room would make three of them.
    let full = ["sea"; 49].join(" ");
    for (words, measure) in [(words, 42), (&*full, 100)] {
        let document = document(&vec![words; 200].join("\n\n"));
        let options = Options { measure, hyphens: Hyphens::None, ..Options::default() };
        let whole = typeset(&document, &options).lines;
        assert!(whole.iter().all(|line| line.first != line.last), "each has two");
        for rows in [9, 11, 13] {
            assert_eq!(
                lines_that_differ(&whole, &set(&document, options, leaves(rows, false))),
                [[]; 0],
                "{rows} rows"
            );
        }
    }
}

/// The paragraphs of pages that have more lines than they have in a galley.
fn lines_that_differ(galley: &[Line], quires: &[Quire]) -> Vec<Vec<Line>> {
    let paragraphs = |lines: &[Line]| {
        let text = lines.iter().filter(|line| !line.is_blank()).copied();
        let mut all: Vec<Vec<Line>> = Vec::new();
        for line in text {
            if line.first {
                all.push(Vec::new());
            }
            all.last_mut().unwrap().push(line);
        }
        all
    };
    let pages = quires.iter().flat_map(|quire| (0..quire.count()).flat_map(|page| quire.page(page)));
    let set = paragraphs(&pages.copied().collect::<Vec<_>>());
    let plain = paragraphs(galley);
    assert_eq!(set.len(), plain.len());
    set.into_iter().zip(plain).filter(|(set, plain)| set.len() > plain.len()).map(|(set, _)| set).collect()
}

#[test]
fn a_paragraph_gives_way_where_a_page_would_be_short() {
    let document = document(&prose((0..300).map(|n| 2 + n * 7 % 9)));
    let options = Options::default();
    for rows in [24, 40] {
        let quires = set(&document, options, leaves(rows, false));
        let fitted: usize = quires.iter().map(|quire| short(quire, rows)).sum();
        let whole = typeset(&document, &options).lines;
        let plain = cut(&whole, leaves(rows, false), &[], false);
        let unfitted = plain.iter().rev().skip(1).filter(|page| page.lines.len() < usize::from(rows)).count();
        assert!(fitted * 2 < unfitted, "{rows} rows: {fitted} short pages, {unfitted} without");
    }
}

#[test]
fn facing_pages_have_one_depth() {
    let document = document(&prose((0..400).map(|n| 1 + n * 5 % 8)));
    let quires = set(&document, Options { measure: 53, ..Options::default() }, leaves(36, true));
    let depths = |quire: &Quire| (0..quire.count()).map(|page| quire.page(page).len()).collect::<Vec<_>>();
    // The story's last spread ends where it ends.
    let depths: Vec<usize> = quires.iter().flat_map(depths).collect();
    let pairs: Vec<&[usize]> = depths.chunks(2).rev().skip(1).collect();
    let unequal = pairs.iter().filter(|pair| pair[0] != pair[1]).count();
    assert!(pairs.len() > 20 && unequal * 8 < pairs.len(), "{unequal} of {}", pairs.len());
}

#[test]
fn a_quire_that_goes_on_ends_a_spread_with_a_full_page() {
    let document = document(&prose((0..1000).map(|n| 1 + n * 5 % 8)));
    let stretches = stretches(&document);
    assert!(stretches.len() > 2 && stretches[0].open);
    for facing in [false, true] {
        let quires = set(&document, Options::default(), leaves(30, facing));
        for quire in &quires[..quires.len() - 1] {
            assert!(quire.page(quire.count() - 1).len() >= 28);
            assert!(!facing || quire.count().is_multiple_of(2));
        }
    }
}

#[test]
fn stretches_make_the_lines_of_the_whole() {
    let prose = prose((0..900).map(|n| 1 + n * 5 % 8)).replace("\n\nnightingale", "\n\n***\n\nnightingale");
    let document =
        document(&format!("+++\ntitle = \"Tides\"\n+++\n\n## One {{.dream}}\n\n{prose}\n\n## Two\n\n{prose}"));
    let options = Options { title_page: true, initials: MoodSet::of(|_| true), ..Options::default() };
    let mut compositor = Compositor::new(&document);
    let all = stretches(&document);
    assert!(all.len() > 5);
    let set = |stretch: Stretch| Typesetter::new(&mut compositor, &document, options).stretch(stretch);
    // Blank rows at a stretch's ends are at a page's edge, where they vanish.
    let shown = |line: &Line| !line.is_blank();
    let lines: Vec<Line> = all.into_iter().flat_map(set).filter(shown).collect();
    let whole: Vec<Line> = typeset(&document, &options).lines.into_iter().filter(shown).collect();
    assert_eq!(lines.len(), whole.len());
    assert!(lines.iter().zip(&whole).all(|(stretched, whole)| stretched == whole));
}

#[test]
fn whoever_sets_a_stretch_and_when_it_comes_out_the_same() {
    let document = document(&prose((0..900).map(|n| 1 + n * 5 % 8)));
    let options = Options { hyphens: Hyphens::Tight, ..Options::default() };
    let in_order = set(&document, options, leaves(24, true));
    let all = stretches(&document);
    assert!(all.len() > 3);
    std::thread::scope(|scope| {
        let halves = [0, 1].map(|half| {
            let (document, all, options) = (&document, &all, &options);
            scope.spawn(move || {
                let mut compositor = Compositor::new(document);
                let mine = all.iter().enumerate().rev().filter(move |(n, _)| n % 2 == half);
                let set = |s: &Stretch| Quire::set(&mut compositor, document, *s, options, leaves(24, true));
                mine.map(|(_, s)| s).map(set).collect::<Vec<_>>()
            })
        });
        for (half, thread) in halves.into_iter().enumerate() {
            for (quire, nth) in thread.join().unwrap().iter().rev().zip((half..).step_by(2)) {
                assert_eq!(quire, &in_order[nth]);
            }
        }
    });
}

fn source() -> impl Strategy<Value = String> {
    let words = prop::collection::vec("[a-zé夜👩]{1,14}[.,—…]?", 1..60).prop_map(|words| words.join(" "));
    let block = prop_oneof![
        8 => words.clone(),
        1 => words.clone().prop_map(|w| format!("## {w}")),
        1 => words.clone().prop_map(|w| format!("## {w} {{.dream}}")),
        1 => words.prop_map(|w| format!("{w}\\\n{w}")),
        1 => Just("***".to_owned()),
    ];
    prop::collection::vec(block, 1..20).prop_map(|blocks| blocks.join("\n\n"))
}

proptest! {
    #[test]
    fn each_word_stands_on_one_page(
        source in source(), measure in 2_u16..120, rows in 1_u16..60, facing: bool, open: bool,
    ) {
        let Ok(reading) = format::read("a.md", source.as_bytes()) else { return Ok(()) };
        let document = reading.document();
        let stretch = Stretch { open, ..Stretch::whole(&document) };
        let options = Options { measure, ..Options::default() };
        let quire = Quire::set(&mut Compositor::new(&document), &document, stretch, &options, leaves(rows, facing));
        let told: String = document.blocks().map(|(_, _, block)| letters(block.text)).collect();
        let mut set = String::new();
        for page in 0..quire.count() {
            let lines = quire.page(page);
            prop_assert!(!lines.is_empty() && lines.len() <= usize::from(rows));
            set.extend(lines.iter().map(|line| letters(text_of(&document, line))));
            prop_assert!(lines.iter().all(|line| line.indent + line.cells <= measure.max(2)));
        }
        prop_assert_eq!(set, told);
        prop_assert!(quire.starts().is_sorted());
    }
}
