//! `nightstand theme`: the themes, listed and printed.

use std::io::{self, Write};

use super::Failure;
use crate::document::SafeText;
use crate::terminal::{Directories, Library};

pub(super) fn list(directories: &Directories) -> Result<(), Failure> {
    let library = Library::new(directories);
    let mut out = io::stdout().lock();
    for name in library.names() {
        match library.theme(&name) {
            Ok(found) => writeln!(out, "{name:<12} {}", found.theme.meta().description)?,
            Err(failure) => drop(writeln!(io::stderr(), "nightstand: {}", SafeText::line(&failure.to_string()))),
        }
    }
    Ok(())
}

pub(super) fn show(name: &str, directories: &Directories) -> Result<(), Failure> {
    let library = Library::new(directories);
    for remark in library.theme(name)?.remarks {
        let _ = writeln!(io::stderr(), "{}", SafeText::line(&remark));
    }
    if let Some((text, _)) = library.source(name) {
        io::stdout().lock().write_all(SafeText::new(&text).as_bytes())?;
    }
    Ok(())
}
