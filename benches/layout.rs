//! How fast a book is set, beside textwrap on the same text in the same run.
//!
//! ```sh
//! cargo bench                                   # the story that is built in, a hundred times over
//! NIGHTSTAND_BENCH=book.txt cargo bench         # a book (`scripts/novel book.txt` fetches one)
//! ```
//!
//! Times are of one thread. Compare them within one run only: machines differ, and so do their hours.

use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use hypher::Lang;
use nightstand::document::Document;
use nightstand::typeset::{Align, Compositor, Hyphens, Leaves, Options, Quire, stretches, typeset};
use nightstand::{embedded, format};
use textwrap::{WordSplitter, WrapAlgorithm};

const MEASURE: u16 = 66;

static BOOK: LazyLock<Document> = LazyLock::new(|| {
    let bytes = match std::env::var("NIGHTSTAND_BENCH") {
        Ok(file) => std::fs::read(&file).expect("NIGHTSTAND_BENCH names a file"),
        Err(_) => embedded::STORY.repeat(100),
    };
    format::read("book.txt", &bytes).expect("a book").document()
});

fn main() {
    divan::main();
}

fn bench(bencher: Bencher<'_, '_>, set: impl Fn(&Document) -> usize + Sync) {
    let book = &*BOOK;
    bencher.counter(BytesCount::new(book.len())).bench(|| set(black_box(book)));
}

/// Lines of the whole book, nothing remembered from before.
#[divan::bench(args = [Hyphens::None, Hyphens::Calm, Hyphens::Tight], sample_count = 10)]
fn ours(bencher: Bencher<'_, '_>, hyphens: Hyphens) {
    let options = Options { measure: MEASURE, hyphens, ..Options::default() };
    bench(bencher, |book| typeset(book, &options).lines.len());
}

#[divan::bench(sample_count = 10)]
fn ours_justified(bencher: Bencher<'_, '_>) {
    let options = Options { measure: MEASURE, align: Align::Justify, ..Options::default() };
    bench(bencher, |book| typeset(book, &options).lines.len());
}

/// Lines and pages of the whole book, alone and facing.
#[divan::bench(args = [false, true], sample_count = 10)]
fn ours_in_pages(bencher: Bencher<'_, '_>, facing: bool) {
    let options = Options { measure: MEASURE, ..Options::default() };
    bench(bencher, |book| {
        let mut compositor = Compositor::new(book);
        let quire = |s| Quire::set(&mut compositor, book, s, &options, Leaves { rows: 40, facing }).count();
        stretches(book).into_iter().map(quire).sum()
    });
}

/// The pages that a reader waits for.
#[divan::bench(sample_count = 10)]
fn ours_first_page(bencher: Bencher<'_, '_>) {
    let (book, options) = (&*BOOK, Options { measure: MEASURE, ..Options::default() });
    let first = stretches(book)[0];
    bencher.bench(|| Quire::set(&mut Compositor::new(book), book, first, &options, Leaves { rows: 40, facing: false }));
}

/// Another width, with the words already known.
#[divan::bench(sample_count = 10)]
fn ours_new_width(bencher: Bencher<'_, '_>) {
    let book = &*BOOK;
    let set = |compositor: &mut Compositor, measure| {
        let options = Options { measure, ..Options::default() };
        let quire = |s| Quire::set(compositor, book, s, &options, Leaves { rows: 40, facing: false }).count();
        stretches(book).into_iter().map(quire).sum::<usize>()
    };
    let known = || {
        let mut compositor = Compositor::new(book);
        set(&mut compositor, MEASURE);
        compositor
    };
    bencher.with_inputs(known).bench_values(|mut compositor| set(&mut compositor, MEASURE - 6));
}

#[divan::bench(sample_count = 10)]
fn textwrap_first_fit(bencher: Bencher<'_, '_>) {
    bench(bencher, |book| wrapped(book, WrapAlgorithm::FirstFit, WordSplitter::NoHyphenation));
}

#[divan::bench(sample_count = 10)]
fn textwrap_optimal_fit(bencher: Bencher<'_, '_>) {
    bench(bencher, |book| wrapped(book, WrapAlgorithm::new_optimal_fit(), WordSplitter::NoHyphenation));
}

#[divan::bench(sample_count = 2, sample_size = 1)]
fn textwrap_optimal_fit_with_hyphens(bencher: Bencher<'_, '_>) {
    bench(bencher, |book| wrapped(book, WrapAlgorithm::new_optimal_fit(), WordSplitter::Custom(syllables)));
}

fn wrapped(book: &Document, algorithm: WrapAlgorithm, splitter: WordSplitter) -> usize {
    let options = textwrap::Options::new(usize::from(MEASURE)).wrap_algorithm(algorithm).word_splitter(splitter);
    book.blocks().map(|(_, _, block)| textwrap::wrap(block.text, &options).len()).sum()
}

/// The bytes at which a word may be broken, by the patterns that we use.
fn syllables(word: &str) -> Vec<usize> {
    let mut at = 0;
    let ends = hypher::hyphenate(word, Lang::English).map(|syllable| {
        at += syllable.len();
        at
    });
    let mut ends: Vec<usize> = ends.collect();
    ends.pop();
    ends
}
