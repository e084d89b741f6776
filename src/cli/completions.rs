//! `nightstand completions`: scripts that let a shell complete commands, options and the names of themes.

mod amend;

use std::io::{self, Write};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, CommandFactory, ValueHint};
use clap_complete::{Shell, generate};

use super::args::THEME;
use super::{Cli, Failure};
use crate::theme::{BUILTIN, builtin};

pub(super) fn run(shell: Shell) -> Result<(), Failure> {
    io::stdout().lock().write_all(script(shell).as_bytes())?;
    Ok(())
}

/// Returns the script for a shell.
///
/// The generators leave some things out, or do them in a way that does not suit a program whose first word is a command or a file.
/// `amend` adds these.
fn script(shell: Shell) -> String {
    let mut command = with_themes(Cli::command());
    let mut takers = Vec::new();
    collect_takers(&command, &[], &mut takers);
    // The generator panics if its output fails, as a closed pipe does. Memory does not fail.
    let mut script = Vec::new();
    generate(shell, &mut command, "nightstand", &mut script);
    let script = String::from_utf8_lossy(&script);
    match shell {
        Shell::Bash => amend::bash(&script),
        Shell::Zsh => amend::zsh(&script),
        Shell::Fish => amend::fish(&script, &takers, &command),
        Shell::Elvish => amend::elvish(&script, &takers),
        Shell::PowerShell => amend::power_shell(&script, &takers),
        _ => script.into_owned(),
    }
}

/// Lists the built-in themes as the values of each argument that takes a theme.
///
/// The parser itself knows no such list, because readers have themes of their own.
fn with_themes(command: Command) -> Command {
    let named = |arg: Arg| match arg.get_value_names() {
        Some([name]) if name.as_str() == THEME => arg.value_parser(PossibleValuesParser::new(BUILTIN.map(theme))),
        _ => arg,
    };
    command.mut_args(named).mut_subcommands(with_themes)
}

fn theme((name, _): (&'static str, &str)) -> PossibleValue {
    let value = PossibleValue::new(name);
    match builtin(name) {
        Some(theme) => value.help(theme.meta().description.to_string()),
        None => value,
    }
}

/// An argument that takes one of a few values, or a file.
struct Taker {
    /// The commands before it, without the program.
    commands: Vec<String>,
    /// The names of the option; none for an argument without a name.
    options: Vec<String>,
    /// The values; none for a file.
    values: Vec<PossibleValue>,
}

/// Collects the arguments of a command, and of the commands in it, that take one of a few values or a file.
fn collect_takers(command: &Command, commands: &[String], takers: &mut Vec<Taker>) {
    for arg in command.get_arguments() {
        let values = arg.get_possible_values();
        if arg.get_action().takes_values() && (!values.is_empty() || arg.get_value_hint() == ValueHint::AnyPath) {
            let names = arg.get_long_and_visible_aliases().unwrap_or_default();
            let options = names.iter().map(|name| format!("--{name}")).collect();
            takers.push(Taker { commands: commands.to_vec(), options, values });
        }
    }
    for inner in command.get_subcommands() {
        collect_takers(inner, &[commands, &[inner.get_name().to_owned()]].concat(), takers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_generators_leave_out_is_added() {
        for (shell, added) in [
            (Shell::Bash, &["compgen -f -- \"${cur}\") )", "prev=\"${COMP_WORDS[COMP_CWORD-2]}\""][..]),
            (Shell::Zsh, &["_files && found=0", "(*)\n_arguments", "'*:story:_files'"][..]),
            (
                Shell::Fish,
                &["$cmd[1..-2]", "if contains -- \"$argv[1]\" print", "seen_subcommand_from show\" -f -a \"snow"],
            ),
            (
                Shell::Elvish,
                &[
                    "&'--theme'=['lamplight'",
                    "all $values",
                    "$completions[nightstand]",
                    "cand 'snow'",
                    "edit:complete-filename",
                ],
            ),
            (Shell::PowerShell, &["'--theme' = @('lamplight'", "return $values", "::new('snow')"]),
        ] {
            let script = script(shell);
            for words in added {
                assert!(script.contains(words), "{shell}: {words}");
            }
        }
        assert!(!script(Shell::Zsh).contains("::story -- An EPUB"), "a command comes first");
    }

    #[test]
    fn an_option_has_the_same_values_in_all_commands() {
        let mut command = with_themes(Cli::command());
        command.build();
        let mut takers = Vec::new();
        collect_takers(&command, &[], &mut takers);
        for taker in &takers {
            for other in takers.iter().filter(|other| !other.options.is_empty() && other.options == taker.options) {
                assert_eq!(other.values, taker.values, "{:?}", taker.options);
            }
        }
        assert!(takers.len() > 20, "{}", takers.len());
    }
}
