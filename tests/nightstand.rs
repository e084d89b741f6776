//! The whole program from outside: one binary, so that it is linked once.
#![expect(clippy::unwrap_used, reason = "a test that fails by a panic is a test that fails; helpers are no #[test]")]

#[path = "suite/assets.rs"]
mod assets;
#[path = "suite/at_home.rs"]
mod at_home;
#[path = "suite/cases.rs"]
mod cases;
#[path = "suite/command_line.rs"]
mod command_line;
#[path = "suite/dice.rs"]
mod dice;
#[path = "suite/fetching.rs"]
mod fetching;
#[path = "suite/ground.rs"]
mod ground;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/layers.rs"]
mod layers;
#[path = "suite/machine.rs"]
mod machine;
#[path = "suite/messages.rs"]
mod messages;
#[path = "suite/night.rs"]
mod night;
#[path = "suite/packages.rs"]
mod packages;
#[path = "suite/places.rs"]
mod places;
#[path = "suite/promises.rs"]
mod promises;
#[path = "suite/pty.rs"]
mod pty;
#[path = "suite/reading.rs"]
mod reading;
#[path = "suite/readme.rs"]
mod readme;
#[path = "suite/sequences.rs"]
mod sequences;
#[path = "suite/themes.rs"]
mod themes;
#[path = "suite/traces.rs"]
mod traces;
#[path = "suite/ways_out.rs"]
mod ways_out;
