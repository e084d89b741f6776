//! Holds what is sent to the terminal to the published list, `docs/sequences.md`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use nightstand::document::is_hazard;
use vte::{Params, Parser, Perform};

const PAGE: &str = include_str!("../../docs/sequences.md");

/// The first cells of the page's tables: sequences, and parameters of `CSI m` (ranges spelled out).
static LISTED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let cells = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let mut listed = BTreeSet::new();
    for cell in cells {
        let names: Vec<&str> = cell.split('`').filter(|part| !part.trim().is_empty()).collect();
        match names[..] {
            [first, "to" | " to ", last] => {
                let (first, last): (u16, u16) = (first.parse().unwrap(), last.parse().unwrap());
                listed.extend((first..=last).map(|n| n.to_string()));
            }
            [name] => drop(listed.insert(name.to_owned())),
            _ => panic!("{cell}"),
        }
    }
    listed
});

/// Whatever in these bytes is not on the list.
pub fn unlisted(bytes: &[u8]) -> Vec<String> {
    let mut reader = Reader::default();
    Parser::new().advance(&mut reader, bytes);
    reader.unlisted
}

#[derive(Default)]
struct Reader {
    unlisted: Vec<String>,
}

impl Reader {
    fn see(&mut self, name: String) {
        if !LISTED.contains(&name) {
            self.unlisted.push(name);
        }
    }

    /// The parameters of `CSI m`: a colour's belong together.
    fn looks(&mut self, params: &[u16]) {
        let mut rest = params;
        while let Some((first, more)) = rest.split_first() {
            let taken = match (first, more.first()) {
                (38 | 48, Some(5)) => 2,
                (38 | 48, Some(2)) => 4,
                _ => 0,
            };
            let numbers = more.get(1..taken).unwrap_or_default();
            let kind = if taken > 0 { format!(" ; {}", more[0]) } else { String::new() };
            self.see(format!("{first}{kind}{}", " ; n".repeat(numbers.len())));
            rest = &more[taken.min(more.len())..];
        }
    }
}

impl Perform for Reader {
    fn print(&mut self, c: char) {
        if is_hazard(c) {
            self.unlisted.push(format!("letter {c:?}"));
        }
    }

    fn execute(&mut self, byte: u8) {
        if !matches!(byte, b'\r' | b'\n') {
            self.unlisted.push(format!("control {byte:#x}"));
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignored: bool, action: char) {
        let numbers: Vec<u16> = params.iter().flatten().copied().collect();
        let subparameters = params.iter().any(|param| param.len() > 1);
        if ignored || subparameters {
            self.unlisted.push(format!("CSI {intermediates:?} {numbers:?} {action}"));
            return;
        }
        let listed = |numbers: &str| format!("CSI {numbers} {action}").replace("  ", " ");
        match (intermediates, action) {
            (b"", 'm') => {
                self.see("CSI m".to_owned());
                self.looks(&numbers);
            }
            (b"", 'H') => self.see(listed(&vec!["n"; numbers.len()].join(" ; "))),
            (b"", 'G' | 'C') => self.see(listed("n")),
            _ => {
                // One that is left out is told as zero.
                let numbers = if numbers == [0] { Vec::new() } else { numbers };
                let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
                let private = String::from_utf8_lossy(intermediates).into_owned();
                let name = format!("{private} {}", numbers.join(" ; "));
                self.see(listed(name.trim()));
            }
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        // The end of a string, such as a colour.
        if (intermediates, byte) != (b"", b'\\') {
            self.unlisted.push(format!("ESC {intermediates:?} {}", char::from(byte)));
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], bell: bool) {
        let told = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
        match params {
            [kind, b"?"] => self.see(format!("OSC {} ; ?", told(kind))),
            // Ours ends in a string terminator; a story's may end in a bell.
            [b"52", b"c", text]
                if !bell && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)) =>
            {
                self.see("OSC 52 ; c ; base64".to_owned());
            }
            [kind, colour] if colour.starts_with(b"rgb:") => self.see(format!("OSC {} ; rgb", told(kind))),
            [kind] => self.see(format!("OSC {}", told(kind))),
            _ => self.unlisted.push(format!("OSC {:?}", params.first())),
        }
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        self.unlisted.push(format!("DCS {action}"));
    }
}

#[test]
fn what_is_on_the_list_passes_and_nothing_else() {
    let fine =
        "\u{1b}[?1049h\u{1b}[3;4H\u{1b}[0m\u{1b}[1;38;2;1;2;3;48;5;7;97mé—夜\u{1b}[7C\u{1b}[9G\u{1b}[J\u{1b}[?7l\r\n";
    assert_eq!(unlisted(fine.as_bytes()), [""; 0]);
    for other in [
        "\u{1b}]52;c;aGk=\u{7}",
        "\u{1b}]10;?\u{7}",
        "\u{1b}]11;red\u{7}",
        "\u{1b}]0;title\u{7}",
        "\u{1b}[?1003h",
        "\u{1b}[5m",
        "\u{1b}[6n",
        "\u{1b}[38;2m",
        "\u{1b}[4:3m",
        "\u{1b}c",
        "\u{1b}P+q\u{1b}\\",
        "\u{7}",
        "\u{202e}",
        "\u{9b}2J",
    ] {
        assert!(!unlisted(other.as_bytes()).is_empty(), "{other:?}");
    }
}
