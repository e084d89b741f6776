//! Books in memory.

use std::collections::HashMap;

use nightstand::format::{Container, ReadError};

/// A book in memory.
pub struct Files(pub HashMap<&'static str, Vec<u8>>);

impl Container for Files {
    fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(self.0.get(path).cloned())
    }
}
