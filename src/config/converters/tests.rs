use super::*;
use crate::config::Config;

#[test]
fn programs_are_told_by_the_endings_of_files() {
    let source = "[convert]\nDOCX = { command = [\"pandoc\", \"{file}\", \"-t\", \"markdown\"], to = \"markdown\" }\n\".mobi\" = [\"ebook-convert\"]\n";
    let (config, remarks) = Config::read(source);
    assert_eq!(remarks, []);
    let converter = config.converters.of(Path::new("/a/The Ferry.Docx")).unwrap();
    assert_eq!((converter.command[0].as_str(), converter.makes), ("pandoc", Makes::Text(Format::Story)));
    assert_eq!(config.converters.of(Path::new("a.mobi")).unwrap().makes, Makes::Anything);
    assert_eq!(config.converters.of(Path::new("a.txt")), None);
    assert_eq!(config.converters.of(Path::new("docx")), None);
}

#[test]
fn every_example_can_be_taken_as_it_is() {
    let taken: String = EXAMPLES
        .lines()
        .map(|line| {
            line.strip_prefix("# ").filter(|line| line.contains(" = {") || *line == "[convert]").unwrap_or(line)
        })
        .fold(String::new(), |all, line| all + line + "\n");
    let (config, remarks) = Config::read(&taken);
    assert_eq!(remarks, []);
    assert_eq!(config.converters.endings().collect::<Vec<_>>(), ["azw3", "djvu", "docx", "mobi", "odt", "pdf", "rtf"]);
}

#[test]
fn an_option_below_the_table_is_told_where_it_belongs() {
    let (_, remarks) = Config::read("[convert]\nmeasure = 60\n");
    assert_eq!(remarks[0].to_string(), "2:1: `measure` stands in [convert]; put it above the first table");
}

#[test]
fn a_slip_costs_one_program_and_is_told_with_its_place() {
    let source = "[convert]\na = \"pandoc\"\nb = { comand = [\"x\"] }\nc = { command = [\"x\"], to = \"markdwn\" }\nd = []\ne = { to = \"text\" }\nf = [\"ok\"]\n";
    let (config, remarks) = Config::read(source);
    let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "2:5: a converter is a list of arguments, or { command = […], to = \"…\" }",
            "3:7: a converter has no `comand`; did you mean `command`?",
            "4:29: `to` can't be `markdwn`; did you mean `markdown`? (values: text, markdown, html, epub)",
            "5:5: a command is a list of strings: the program, then its arguments",
            "6:5: a converter needs its `command`",
        ]
    );
    assert!(config.converters.of(Path::new("x.f")).is_some());
}
