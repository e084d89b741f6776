#![no_main]
mod files;
mod oracle;

use std::collections::HashMap;

use libfuzzer_sys::fuzz_target;

const PACKAGE: &[u8] = b"<package><manifest><item id='n' href='n' properties='nav'/><item id='a' href='a'/></manifest><spine><itemref idref='a'/></spine></package>";
const NAVIGATION: &[u8] = b"<nav><ol><li><a href='a'>One</a></li><li><a href='a#b'>Two</a></li></ol></nav>";

fuzz_target!(|bytes: &[u8]| {
    let mut book = files::Files(HashMap::from([
        ("META-INF/container.xml", b"<rootfile full-path='p'/>".to_vec()),
        ("p", PACKAGE.to_vec()),
        ("n", NAVIGATION.to_vec()),
        ("a", bytes.to_vec()),
    ]));
    if let Ok(reading) = nightstand::format::read_book(&mut book) {
        oracle::check(reading.document());
    }
    // The same elements by other names.
    let fiction = [&b"<FictionBook><body>"[..], bytes].concat();
    for (name, source) in [("a.html", bytes), ("a.fb2", &fiction)] {
        if let Ok(reading) = nightstand::format::read(name, source) {
            oracle::check(reading.document());
        }
    }
});
