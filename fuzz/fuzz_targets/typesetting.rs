#![no_main]

use libfuzzer_sys::fuzz_target;
use nightstand::document::MoodSet;
use nightstand::typeset::{Align, Compositor, Hyphens, Leaves, Options, Quire, clusters, stretches};

// The first bytes choose the page, the rest is the text.
fuzz_target!(|bytes: &[u8]| {
    let [measure, rows, choice, text @ ..] = bytes else { return };
    let Ok(reading) = nightstand::format::read("a.md", text) else { return };
    let options = Options {
        measure: u16::from(*measure).max(2),
        align: if choice & 1 == 0 { Align::Left } else { Align::Justify },
        hyphens: Hyphens::ALL[usize::from(choice >> 1) % 3],
        hang: choice & 8 != 0,
        initials: MoodSet::of(|_| choice & 16 != 0),
        big_titles: MoodSet::of(|_| choice & 8 != 0),
        title_page: choice & 32 != 0,
        ..Options::default()
    };
    let leaves = Leaves { rows: u16::from(*rows).max(1), facing: choice & 64 != 0 };
    let document = reading.document();
    let mut compositor = Compositor::new(&document);
    for stretch in stretches(&document) {
        let quire = Quire::set(&mut compositor, &document, stretch, &options, leaves);
        for line in (0..quire.count()).flat_map(|page| quire.page(page)) {
            let cells: u16 = clusters(&document, line).iter().map(|cluster| cluster.cells).sum();
            let hanging = 2 * u16::from(options.hang);
            assert!(line.indent + cells <= options.measure + hanging, "{line:?}");
        }
    }
});
