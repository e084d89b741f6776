//! Sets a file and says how many lines and pages it makes: the thing to run under callgrind.
//!
//! ```sh
//! cargo build --release --example layout
//! valgrind --tool=callgrind target/release/examples/layout book.txt 66 calm
//! ```
//!
//! Arguments: a file, a measure, and `none`, `calm`, `tight`, or `read` to stop after reading, which is what the others
//! are compared with.

use anyhow::Context;
use nightstand::format;
use nightstand::typeset::{Hyphens, Options, paginate, typeset};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().context("which file?")?;
    let measure = arguments.next().context("which measure?")?.parse()?;
    let mode = arguments.next().unwrap_or_else(|| "calm".to_owned());
    let document = format::read(&file, &std::fs::read(&file)?)?.document;
    if mode == "read" {
        println!("{} bytes of text", document.len());
        return Ok(());
    }
    let hyphens = Hyphens::parse(&mode).context("none, calm, tight or read")?;
    let galley = typeset(&document, &Options { measure, hyphens, ..Options::default() });
    let pages = paginate(&galley, 40);
    println!("{} bytes of text, {} lines, {} pages", document.len(), galley.lines.len(), pages.count());
    Ok(())
}
