//! `nightstand keys`: which key asks for what, as a table or as a file.

use std::io::{self, Write};

use super::args::KeysArgs;
use super::{Failure, SafeText};
use crate::config::{Config, Context, Keymap};
use crate::terminal::{Configuration, Directories};

pub(super) fn run(args: &KeysArgs, directories: &Directories) -> Result<(), Failure> {
    let keymap = match &args.preset {
        Some(name) => Keymap::read(&format!("preset = \"{name}\"\n")).0,
        None => {
            let configuration = Configuration::of_process(Config::default(), directories);
            for remark in &configuration.pointed {
                let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::new(remark));
            }
            configuration.keymap
        }
    };
    let mut out = io::stdout().lock();
    if args.toml {
        out.write_all(keymap.to_toml().as_bytes())?;
        return Ok(());
    }
    for context in Context::ALL {
        writeln!(out, "{}{}", if context == Context::ALL[0] { "" } else { "\n" }, context.title())?;
        for binding in keymap.bindings().iter().filter(|binding| binding.context == context) {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            let (action, does) = (binding.action.name(), binding.action.description());
            writeln!(out, "  {action:<20} {does:<42} {}", keys.join(" "))?;
        }
    }
    Ok(())
}
