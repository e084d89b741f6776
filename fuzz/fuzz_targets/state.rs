#![no_main]

use libfuzzer_sys::fuzz_target;
use nightstand::shelf::{Record, Settings};

fuzz_target!(|text: &str| {
    let _ = Settings::parse(text).map(|settings| settings.to_toml());
    let _ = Record::salvage(text);
    if let Ok(record) = Record::parse(text) {
        let again = Record::parse(&record.to_toml()).expect("what is written is read");
        assert_eq!(again.to_toml(), record.to_toml());
        let merged = record.clone().merged(again);
        assert_eq!(merged.clone().merged(merged.clone()).to_toml(), merged.to_toml());
    }
});
