use std::thread;

use super::*;
use crate::config::Makes;

fn run(words: &[&str]) -> Result<String, String> {
    let command = words.iter().map(|word| (*word).to_owned()).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("$(a) b.docx");
    std::fs::write(&file, "It was late.").unwrap();
    match convert(&Converter { command, makes: Makes::Anything }, &file, &Progress::default()) {
        Ok(bytes) => Ok(String::from_utf8(bytes).unwrap()),
        Err(NoOutput::Because(why)) => Err(why),
        Err(NoOutput::Stopped) => Err("stopped".to_owned()),
    }
}

#[test]
fn a_program_gets_the_file_and_its_output_is_taken() {
    assert_eq!(run(&["cat", "{file}"]).unwrap(), "It was late.");
    assert_eq!(run(&["cat"]).unwrap(), "It was late.", "the file is its last argument");
    assert!(run(&["echo", "{file}"]).unwrap().ends_with("/$(a) b.docx\n"), "no shell reads it");
}

#[test]
fn a_name_that_is_not_utf_8_is_given_as_it_is() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.docx"));
    std::fs::write(&file, "It was late.").unwrap();
    let converter = Converter { command: vec!["cat".to_owned(), "{file}".to_owned()], makes: Makes::Anything };
    assert!(convert(&converter, &file, &Progress::default()).is_ok_and(|bytes| bytes == b"It was late."));
}

#[test]
fn why_there_is_none_is_told_in_a_line() {
    assert_eq!(run(&["sh", "-c", "echo; echo no such font >&2; exit 3"]).unwrap_err(), "no such font");
    assert_eq!(run(&["true"]).unwrap_err(), "wrote nothing");
    assert_eq!(run(&["false"]).unwrap_err(), "exit status: 1");
    assert!(run(&["no-such-converter"]).unwrap_err().starts_with("can't be run: "));
}

#[test]
fn a_program_that_goes_on_without_output_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let (file, closed) = (folder.path().join("a.docx"), folder.path().join("closed"));
    std::fs::write(&file, "").unwrap();
    let script = format!("echo late; exec >&- 2>&-; : > {}; sleep 600", closed.display());
    let converter = Converter { command: ["sh", "-c", &script].map(str::to_owned).into(), makes: Makes::Anything };
    let progress = Progress::default();
    let outcome = thread::scope(|scope| {
        let running = scope.spawn(|| convert(&converter, &file, &progress));
        while !closed.exists() {
            thread::yield_now();
        }
        progress.stop();
        running.join().unwrap()
    });
    assert!(matches!(outcome, Err(NoOutput::Stopped)));
}

#[test]
fn it_is_ended_with_all_that_it_has_started_when_nobody_waits() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.docx");
    std::fs::write(&file, "").unwrap();
    let pid = folder.path().join("pid");
    let script = format!("sleep 600 & echo $! > {}; wait", pid.display());
    let command = vec!["sh".to_owned(), "-c".to_owned(), script];
    let progress = Progress::default();
    let converter = Converter { command, makes: Makes::Anything };
    let outcome = thread::scope(|scope| {
        let running = scope.spawn(|| convert(&converter, &file, &progress));
        while std::fs::read_to_string(&pid).is_ok_and(|text| text.is_empty()) || !pid.exists() {
            thread::yield_now();
        }
        progress.stop();
        running.join().unwrap()
    });
    assert!(matches!(outcome, Err(NoOutput::Stopped)));
    let child: i32 = std::fs::read_to_string(&pid).unwrap().trim().parse().unwrap();
    let gone = || std::fs::read_to_string(format!("/proc/{child}/stat")).map_or(true, |stat| stat.contains(") Z "));
    while !gone() {
        thread::yield_now();
    }
}
