#![no_main]
mod files;
mod oracle;

use std::collections::HashMap;

use libfuzzer_sys::fuzz_target;

// Package, navigation and NCX, parted by zeros.
fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0).map(<[u8]>::to_vec);
    let mut part = || parts.next().unwrap_or_default();
    let mut book = files::Files(HashMap::from([
        ("META-INF/container.xml", b"<rootfile full-path='p'/>".to_vec()),
        ("p", part()),
        ("n", part()),
        ("x", part()),
        ("META-INF/encryption.xml", part()),
        ("a", b"<p id='b'>It was late.</p>".to_vec()),
    ]));
    if let Ok(reading) = nightstand::format::read_book(&mut book) {
        oracle::check(reading.document());
    }
});
