#![no_main]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reading) = nightstand::format::read("a.md", bytes) {
        oracle::check(reading.document());
    }
});
