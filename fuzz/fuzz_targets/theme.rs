#![no_main]

use libfuzzer_sys::fuzz_target;
use nightstand::document::is_hazard;
use nightstand::theme::{BUILTIN, read};

fuzz_target!(|text: &str| {
    let parent = |name: &str| BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
    if let Ok((theme, remarks)) = read("own", text, &parent) {
        assert!(!theme.meta().description.chars().any(is_hazard));
        assert!(remarks.iter().all(|remark| !remark.message.chars().any(is_hazard)));
    }
});
