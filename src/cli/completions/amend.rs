//! What the generators of the scripts leave out, shell by shell.
//!
//! Each function looks for a line of the generated script and adds to it. A new version of the generator may write other lines, so
//! a test looks for everything that is added.

use std::fmt::Write;

use clap::Command;
use clap::builder::PossibleValue;

use super::Taker;

/// A text between single quotes, in which elvish and PowerShell write a single quote twice.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn help(value: &PossibleValue) -> String {
    value.get_help().map(ToString::to_string).unwrap_or_default()
}

/// The arguments without a name that take one of a few values.
fn unnamed(takers: &[Taker]) -> impl Iterator<Item = &Taker> {
    takers.iter().filter(|taker| taker.options.is_empty() && !taker.values.is_empty())
}

/// Writes one line for each option that takes one of a few values. An option has the same values in all commands.
fn options(takers: &[Taker], line: impl Fn(&str, &[PossibleValue]) -> String) -> String {
    let mut written: Vec<&str> = Vec::new();
    let mut lines = String::new();
    for taker in takers {
        for option in &taker.options {
            if !taker.values.is_empty() && !written.contains(&option.as_str()) {
                written.push(option);
                lines += &line(option, &taker.values);
            }
        }
    }
    lines
}

/// Lets the first word be a command or a file, and completes `--theme=c` as it does `--theme c`.
///
/// The generated script offers files only where no command begins like them. Bash takes the sign of equality for a word.
pub(super) fn bash(script: &str) -> String {
    let previous = "    prev=\"$3\"\n";
    let with_sign =
        "    [[ ${cur} == \"=\" ]] && cur=\"\"\n    [[ ${prev} == \"=\" ]] && prev=\"${COMP_WORDS[COMP_CWORD-2]}\"\n";
    let Some((head, rest)) = script.split_once("        nightstand)\n") else { return script.to_owned() };
    let words = "COMPREPLY=( $(compgen -W \"${opts}\" -- \"${cur}\") )\n";
    let files = "                if [[ ${cur} != -* ]] ; then\n                    local IFS=$'\\n'\n                    compopt -o filenames 2>/dev/null\n                    COMPREPLY+=( $(compgen -f -- \"${cur}\") )\n                fi\n";
    let head = head.replacen(previous, &format!("{previous}{with_sign}"), 1);
    format!("{head}        nightstand)\n{}", rest.replacen(words, &format!("{words}{files}"), 1))
}

/// Lets the first word be a command or a file, and completes options after a file.
///
/// The generated script takes the first word for a file, and the second for a command.
pub(super) fn zsh(script: &str) -> String {
    let begin = "_arguments \"${_arguments_options[@]}\" : \\\n";
    let end = "\":: :_nightstand_commands\"";
    let Some((head, (arguments, rest))) =
        script.split_once(begin).and_then(|(head, rest)| Some((head, rest.split_once(end)?)))
    else {
        return script.to_owned();
    };
    let options: String = arguments.split_inclusive('\n').filter(|line| !line.starts_with("'::story")).collect();
    let after_file = format!("(*)\n{begin}{options}'*:story:_files' \\\n&& ret=0\n;;\n");
    let last_case = "        esac\n    ;;\nesac\n}\n\n(( $+functions[_nightstand_commands] ))";
    let describe = "    _describe -t commands 'nightstand commands' commands \"$@\"";
    let with_files = format!("    local found=1\n{describe} && found=0\n    _files && found=0\n    return found");
    let rest = rest.replace("$line[2]", "$line[1]").replace(last_case, &(after_file + last_case));
    format!("{head}{begin}{options}{end}{}", rest.replace(describe, &with_files))
}

/// Completes arguments without a name, options before their value is typed, and options after a file.
///
/// The generated script parses the words before the cursor. It gives up at an option whose value is still missing.
pub(super) fn fish(script: &str, takers: &[Taker], command: &Command) -> String {
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let mut script = script.replace(
        "    or return\n    if set -q argv[1]\n",
        &format!(
            "    or argparse -s (__fish_nightstand_global_optspecs) -- $cmd[1..-2] 2>/dev/null\n    or return\n    \
             if contains -- \"$argv[1]\" {}\n",
            names.join(" ")
        ),
    );
    for taker in unnamed(takers) {
        let Some((first, rest)) = taker.commands.split_first() else { continue };
        let seen: String =
            rest.iter().map(|command| "; and __fish_seen_subcommand_from ".to_owned() + command).collect();
        let condition = format!("__fish_nightstand_using_subcommand {first}{seen}");
        for value in &taker.values {
            let (name, help) = (value.get_name(), help(value).replace('\\', "\\\\").replace('\'', "\\'"));
            let _ = writeln!(script, "complete -c nightstand -n \"{condition}\" -f -a \"{name}\" -d '{help}'");
        }
    }
    script
}

/// Completes the values of options, arguments without a name, files, and options after a file.
pub(super) fn elvish(script: &str, takers: &[Taker]) -> String {
    let values = options(takers, |option, values| {
        let values: Vec<String> = values.iter().map(|value| quoted(value.get_name())).collect();
        format!("        &{}=[{}]\n", quoted(option), values.join(" "))
    });
    let begin = "    var completions = [";
    let end = "    $completions[$command]\n";
    let choice = "    if (has-key $values $words[-2]) {
        all $values[$words[-2]]
    } elif (has-key $completions $command) {
        $completions[$command]
    } elif (not (has-key $completions 'nightstand;'$words[1])) {
        $completions[nightstand]
    }
";
    let mut script = script.replace(begin, &format!("    var values = [\n{values}    ]\n{begin}")).replace(end, choice);
    for taker in takers.iter().filter(|taker| taker.options.is_empty()) {
        let case = taker.commands.iter().fold("&'nightstand".to_owned(), |all, command| all + ";" + command) + "'= {";
        let line =
            |value: &PossibleValue| format!("\n            cand {} {}", quoted(value.get_name()), quoted(&help(value)));
        let mut lines: String = taker.values.iter().map(line).collect();
        if taker.values.is_empty() {
            lines += "\n            edit:complete-filename $words[-1]";
        }
        script = script.replace(&case, &(case.clone() + &lines));
    }
    script
}

/// Completes the values of options, and arguments without a name.
pub(super) fn power_shell(script: &str, takers: &[Taker]) -> String {
    let values = options(takers, |option, values| {
        let values: Vec<String> = values.iter().map(|value| quoted(value.get_name())).collect();
        format!("        {} = @({})\n", quoted(option), values.join(", "))
    });
    let begin = "    $completions = @(switch ($command) {";
    let choice = r#"
    $before = "$($commandElements.Where{ $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Last 1)"
    if ($values.ContainsKey($before)) {
        return $values[$before].Where{ $_ -like "$wordToComplete*" }.ForEach{ [CompletionResult]::new($_) }
    }

"#;
    let mut script = script.replace(begin, &format!("    $values = @{{\n{values}    }}{choice}{begin}"));
    for taker in unnamed(takers) {
        let case = format!("'nightstand;{}' {{", taker.commands.join(";"));
        let line =
            |value: &PossibleValue| format!("\n            [CompletionResult]::new({})", quoted(value.get_name()));
        script = script.replace(&case, &(case.clone() + &taker.values.iter().map(line).collect::<String>()));
    }
    script
}
