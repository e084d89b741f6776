//! Faults on demand: builds for tests fail where `NIGHTSTAND_FAULT` says, so that what must hold in a failure is tried in the
//! real program. A release build has none of it.

#[cfg(debug_assertions)]
/// Fails here if the environment asks for a fault of this name.
pub(in crate::terminal) fn strike(at: &str) {
    match std::env::var("NIGHTSTAND_FAULT").as_deref() {
        Ok(asked) if asked != at || asked == "threads" => {}
        Ok("overflow") => {
            overflow(1);
        }
        Ok("memory") => std::alloc::handle_alloc_error(std::alloc::Layout::new::<[u64; 1 << 20]>()),
        Ok(_) => panic!("a fault in {at}, as asked"),
        Err(_) => {}
    }
}

#[cfg(debug_assertions)]
/// Returns whether the environment asks that something be refused here.
pub(in crate::terminal) fn refuses(what: &str) -> bool {
    std::env::var("NIGHTSTAND_FAULT").is_ok_and(|asked| asked == what)
}

#[cfg(not(debug_assertions))]
pub(in crate::terminal) fn refuses(_: &str) -> bool {
    false
}

#[cfg(debug_assertions)]
#[expect(unconditional_recursion, reason = "it is to overflow the stack")]
fn overflow(depth: u64) -> u64 {
    let room = std::hint::black_box([depth; 64]);
    overflow(room[7] + 1) + room[9]
}

#[cfg(not(debug_assertions))]
pub(in crate::terminal) fn strike(_: &str) {}

#[cfg(debug_assertions)]
/// Waits here until the file is there that the environment names: what is slow elsewhere is slow in tests too.
pub(in crate::terminal) fn hold() {
    if let Ok(file) = std::env::var("NIGHTSTAND_HOLD") {
        while !std::path::Path::new(&file).exists() {
            std::thread::park_timeout(std::time::Duration::from_millis(5));
        }
    }
}

#[cfg(not(debug_assertions))]
pub(in crate::terminal) fn hold() {}
