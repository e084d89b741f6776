//! Sets a file and says how many lines and pages it makes: the thing to run under callgrind.
//!
//! ```sh
//! cargo build --release --example layout
//! valgrind --tool=callgrind target/release/examples/layout book.txt 66 calm
//! ```
//!
//! Arguments: a file, a measure, and `none`, `calm`, `tight`, or `read` to stop after reading, which is what the others
//! are compared with, or `know` to count the words that a story is known by; then the rows of a page, where pages are to be cut too, and `facing` for spreads.

use anyhow::Context;
use nightstand::format;
use nightstand::typeset::{Compositor, Hyphens, Leaves, Options, Quire, stretches, typeset};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().context("which file?")?;
    let measure = arguments.next().context("which measure?")?.parse()?;
    let mode = arguments.next().unwrap_or_else(|| "calm".to_owned());
    let document = format::read(&file, &std::fs::read(&file)?)?.document();
    if mode == "read" {
        println!("{} bytes of text", document.len());
        return Ok(());
    }
    if mode == "know" {
        println!("{} bytes of text, {:016x}", document.len(), document.index().hash);
        return Ok(());
    }
    let hyphens = Hyphens::parse(&mode).context("none, calm, tight, read or know")?;
    let options = Options { measure, hyphens, ..Options::default() };
    let Some(rows) = arguments.next() else {
        println!("{} bytes of text, {} lines", document.len(), typeset(&document, &options).lines.len());
        return Ok(());
    };
    let leaves = Leaves { rows: rows.parse()?, facing: arguments.next().is_some() };
    let mut compositor = Compositor::new(&document);
    let quires = stretches(&document).into_iter();
    let pages: usize = quires.map(|s| Quire::set(&mut compositor, &document, s, &options, leaves).count()).sum();
    println!("{} bytes of text, {pages} pages", document.len());
    Ok(())
}
