//! The `nightstand` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    nightstand::cli::main()
}
