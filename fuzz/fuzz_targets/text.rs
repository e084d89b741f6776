#![no_main]
mod oracle;

use libfuzzer_sys::fuzz_target;
use nightstand::format::{Wishes, read_as};

fuzz_target!(|bytes: &[u8]| {
    for as_typed in [false, true] {
        if let Ok(reading) = read_as("a.txt", bytes, &Wishes { as_typed, ..Wishes::default() }) {
            oracle::check(reading.document);
        }
    }
});
