#![no_main]
mod oracle;

use libfuzzer_sys::fuzz_target;
use nightstand::format::{apply_sidecar, read};

fuzz_target!(|text: &str| {
    let source = format!("+++\n{text}\n+++\n\nIt was late.\n\n***\n\nThey *woke*.\n");
    if let Ok(mut reading) = read("a.md", source.as_bytes()) {
        let _ = apply_sidecar(&mut reading.draft, text);
        oracle::check(reading.document());
    }
});
