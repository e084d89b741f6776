//! The whole program from outside: one binary, so that it is linked once.

#[path = "suite/assets.rs"]
mod assets;
#[path = "suite/command_line.rs"]
mod command_line;
#[path = "suite/layers.rs"]
mod layers;
#[path = "suite/pty.rs"]
mod pty;
#[path = "suite/reading.rs"]
mod reading;
#[path = "suite/readme.rs"]
mod readme;
