//! The story that is built into the program.

/// Its bytes.
pub const STORY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/story"));

/// The name of the file that it came from, which tells its format.
pub const NAME: &str = env!("NIGHTSTAND_EMBEDDED_NAME");
