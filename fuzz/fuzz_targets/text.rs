#![no_main]
mod oracle;

use libfuzzer_sys::fuzz_target;
use nightstand::format::{ReadOptions, read_as};

fuzz_target!(|bytes: &[u8]| {
    for smarten in [true, false] {
        if let Ok(reading) = read_as("a.txt", bytes, &ReadOptions { smarten, ..ReadOptions::default() }) {
            oracle::check(reading.document());
        }
    }
});
