//! Chooses the story that is built in: the project's own, or the file that `NIGHTSTAND_STORY` names.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

const OWN: &str = "assets/the-night-gate.md";

fn main() {
    println!("cargo:rerun-if-env-changed=NIGHTSTAND_STORY");
    let chosen = env::var_os("NIGHTSTAND_STORY").map_or_else(|| PathBuf::from(OWN), PathBuf::from);
    println!("cargo:rerun-if-changed={}", chosen.display());
    let Some(out) = env::var_os("OUT_DIR") else { fail("cargo did not set OUT_DIR") };
    let target = Path::new(&out).join("story");
    if let Err(error) = fs::read(&chosen).and_then(|bytes| fs::write(&target, bytes)) {
        fail(&format!(
            "NIGHTSTAND_STORY: can't read {} ({error}). Name a file that exists, or unset the variable.",
            chosen.display()
        ));
    }
    let name = chosen.file_name().unwrap_or_default().to_string_lossy();
    println!("cargo:rustc-env=NIGHTSTAND_EMBEDDED_NAME={name}");
}

fn fail(message: &str) -> ! {
    println!("cargo::error={message}");
    process::exit(1);
}
