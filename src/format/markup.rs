//! Text files that hold markup, though their names do not say so: Markdown, HTML or `BBCode` that somebody has saved as text.

use super::Format;

/// How much of a text is looked at. What a text holds once in so much is no markup.
const SAMPLE: usize = 64 << 10;

/// The fewest tags that make a text one of HTML or of `BBCode`.
const FEWEST_TAGS: usize = 3;

/// Returns the format of a text that is not told by its name: markup only where it is certain.
pub(super) fn of_text(text: &str) -> Format {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    if holds_tags(sample) {
        return Format::Html;
    }
    if holds_codes(sample) || kinds_of_markdown(sample) >= 2 { Format::Story } else { Format::Plain }
}

/// Whether a text has elements of HTML that are ended.
fn holds_tags(sample: &str) -> bool {
    let count = |tag: &str| sample.matches(tag).count();
    if memchr::memmem::find(sample.as_bytes(), b"</").is_none()
        && memchr::memmem::find(sample.as_bytes(), b"<br").is_none()
    {
        return false;
    }
    // Italics alone are those of a text: its reader knows them.
    let ended: usize = ["</p>", "</div>", "</h1>", "</h2>", "</h3>", "</span>"].map(count).iter().sum();
    // Of paragraphs, or in most of a text's lines.
    count("</p>") + count("<br") >= FEWEST_TAGS
        || ended >= FEWEST_TAGS && ended * 8 >= sample.lines().filter(|line| !line.trim().is_empty()).count()
}

/// Whether a text has codes of a message board that are ended: `[i]…[/i]`.
fn holds_codes(sample: &str) -> bool {
    if memchr::memmem::find(sample.as_bytes(), b"[/").is_none() {
        return false;
    }
    let count = |code: &str| sample.matches(code).count() + sample.matches(&code.to_uppercase()).count();
    ["[/i]", "[/b]", "[/url]", "[/quote]", "[/u]", "[/center]"].map(count).iter().sum::<usize>() >= FEWEST_TAGS
}

/// How many kinds of Markdown's signs a text has that plain text does not.
fn kinds_of_markdown(sample: &str) -> usize {
    let hash = |line: &str| {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        (1..=4).contains(&level) && line[level..].starts_with(' ') && line[level..].contains(char::is_alphabetic)
    };
    // A line of verse that begins with a hash is none.
    let bytes = sample.as_bytes();
    let begins_line = |at: &usize| *at == 0 || bytes[at - 1] == b'\n';
    let headings =
        memchr::memchr_iter(b'#', bytes).filter(begins_line).any(|at| sample[at..].lines().next().is_some_and(hash));
    // A heading may be a line of verse, and several that stand alone are none.
    let several = headings && {
        let lines: Vec<&str> = sample.lines().collect();
        let blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(|line| line.trim().is_empty());
        let words = |line: &str| line.trim_start_matches('#').trim_start().starts_with(char::is_uppercase);
        let alone = |at: &usize| blank(at.checked_sub(1)) && blank(Some(at + 1));
        (0..lines.len()).filter(|at| hash(lines[*at]) && words(lines[*at]) && alone(at)).count() >= 2
    };
    let strong = paired(sample, "**");
    let links = memchr::memmem::find(bytes, b"](http").is_some() || memchr::memmem::find(bytes, b"](#").is_some();
    let fences = memchr::memmem::find_iter(bytes, b"```").filter(begins_line).count() >= 2;
    let struck = paired(sample, "~~");
    [headings, several, strong, links, fences, struck].into_iter().filter(|has| *has).count()
}

/// Whether a line has words between two double signs.
fn paired(sample: &str, sign: &str) -> bool {
    let has = |line: &str| {
        let Some((before, rest)) = line.split_once(sign) else { return false };
        let inner = rest.split_once(sign).map_or("", |(inner, _)| inner);
        !before.ends_with('*')
            && inner.starts_with(|c: char| c.is_alphanumeric() || "\"“'".contains(c))
            && !inner.ends_with(' ')
    };
    // Most lines have none: only those are looked at that have one, each once.
    let mut seen = 0;
    memchr::memmem::find_iter(sample.as_bytes(), sign.as_bytes()).any(|at| {
        if at < seen {
            return false;
        }
        let start = memchr::memrchr(b'\n', &sample.as_bytes()[..at]).map_or(0, |end| end + 1);
        seen = memchr::memchr(b'\n', &sample.as_bytes()[at..]).map_or(sample.len(), |end| at + end);
        has(&sample[start..seen])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_for_such_only_where_it_is_certain() {
        for (text, format) in [
            ("# The Ferry\n\nShe counted the **coins**.\n", Format::Story),
            ("# The Ferry\n\nSee [this](http://a.b).\n", Format::Story),
            ("She counted the **coins**.\n", Format::Plain),
            ("# 1\n\nIt was late.\n", Format::Plain),
            ("# The Boat\n\nIt was late.\n\n# The Storm\n\nIt rained.\n", Format::Story),
            ("It was <i>late</i>, and <i>he</i> was <i>not</i> there.\n", Format::Plain),
            ("So [i]late[/i] it [b]was[/b], [i]truly[/i].\n", Format::Story),
            ("<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>\n", Format::Html),
            ("It was <3 and </p> is a tag.\n", Format::Plain),
            ("* * *\n\n** not bold **\n", Format::Plain),
        ] {
            assert_eq!(of_text(text), format, "{text}");
        }
    }
}
