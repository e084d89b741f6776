//! Headings in Chinese, Japanese and Korean: a number with the sign for a chapter or a part, and the names of parts without one.

use super::heading_word::is_front;

/// The longest such heading, in characters.
const LONGEST: usize = 40;

/// Returns the level of a line that is a heading: “第一章 河边的钟”, “제 3 장”, “877화. 종소리”, “卷三”, “その一”, “序章”.
pub(super) fn level(line: &str) -> Option<u8> {
    if line.is_ascii() || line.chars().count() > LONGEST {
        return None;
    }
    let line = line.trim_matches(['【', '】', '《', '》', '「', '」', ' ', '\u{3000}', '◇', '◆', '☆', '★', '■', '●']);
    if front(line) {
        return Some(2);
    }
    let line = line.strip_prefix("正文").map_or(line, str::trim_start);
    numbered(line).or_else(|| unit_first(line))
}

/// Whether a line is the name of a part without a number, or begins with one and goes on behind a sign.
fn front(line: &str) -> bool {
    let (name, title) = line.split_once([':', '：', '—', '・', '\u{3000}']).unwrap_or((line, ""));
    // Korean has blanks within some.
    // “番外一”
    let name = name.trim_end_matches(is_digit);
    is_front(&name.replace(' ', "")) && title.chars().count() <= LONGEST / 2
}

/// “第一章 河边的钟”, “3장”
fn numbered(line: &str) -> Option<u8> {
    let mut letters = line.chars().peekable();
    let ordered = letters.next_if(|c| matches!(c, '第' | '제')).is_some();
    while letters.next_if(|c| *c == ' ').is_some() {}
    let mut digits = 0;
    // “제삼장”
    while letters.next_if(|c| is_digit(*c) || ordered && "일이삼사오육칠팔구십백".contains(*c)).is_some() {
        digits += 1;
    }
    while letters.next_if(|c| *c == ' ').is_some() {}
    // “一の章”
    let linked = digits > 0 && letters.next_if(|c| *c == 'の').is_some();
    let unit = letters.next()?;
    let after = letters.next();
    if digits == 0 || digits > 8 {
        return None;
    }
    let level = match unit {
        '章' | '回' | '话' | '話' | '节' | '節' | '장' | '화' | '회' | '夜' | '幕' => 2,
        '卷' | '巻' | '部' | '集' | '篇' | '編' | '권' | '부' => 1,
        _ => return None,
    };
    // “第一章” begins a heading; “三部” alone may be anything.
    let parted = after.is_none_or(|c| c.is_whitespace() || ".:：、．·—-（(「『".contains(c));
    let sentence = line.ends_with(['。', '！', '？', '，', '.', '!', '?']) && after.is_some();
    // “제2부대” is a word.
    let ordered = ordered && (parted || !line.starts_with('제'));
    let bare = matches!(unit, '화' | '장' | '회' | '부' | '권') || unit == '章' || linked;
    (!sentence && (ordered || bare && parted)).then_some(level)
}

/// “卷三”, “その一”
fn unit_first(line: &str) -> Option<u8> {
    let (level, rest) = [("卷", 1), ("巻", 1), ("巻の", 1), ("その", 2), ("其の", 2)]
        .iter()
        .find_map(|(lead, level)| Some((*level, line.strip_prefix(lead)?)))?;
    let digits = rest.chars().take_while(|c| is_digit(*c)).count();
    let after = rest.chars().nth(digits);
    let sentence = line.ends_with(['。', '！', '？', '，', '、']);
    ((1..=4).contains(&digits) && after.is_none_or(|c| c.is_whitespace() || ".:：".contains(c)) && !sentence)
        .then_some(level)
}

/// Returns the number of a title without a word for it: “一、河”, “二　桥”, “３．夜”.
pub(super) fn numbered_title(line: &str) -> Option<u32> {
    if line.is_ascii() {
        return None;
    }
    let (first, title) = line.split_once(['、', '\u{3000}', '．'])?;
    let titled = !title.trim().is_empty() && !title.ends_with(['。', '！', '？', '，', '、', '」', '”']);
    number(first).filter(|_| titled)
}

/// Returns the number of digits as wide as other signs.
fn full_width(signs: &str) -> Option<u32> {
    let digits = signs.chars().map(|sign| u32::from(sign).checked_sub(u32::from('０')).filter(|digit| *digit < 10));
    let short = (1..=3).contains(&signs.chars().count());
    short
        .then(|| digits.collect::<Option<Vec<u32>>>())
        .flatten()
        .map(|digits| digits.iter().fold(0, |sum, digit| 10 * sum + digit))
}

/// Returns the number that signs are, if they are nothing else: 三, 十二, 二十一.
pub(super) fn number(signs: &str) -> Option<u32> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let (mut sum, mut digit) = (0, 0);
    if signs.is_empty() || signs.len() > 15 {
        return None;
    }
    if let Some(number) = full_width(signs) {
        return Some(number);
    }
    for sign in signs.chars() {
        match DIGITS.chars().position(|one| one == sign) {
            Some(value) => digit = u32::try_from(value).ok()?,
            None if sign == '十' => {
                sum += if digit == 0 { 10 } else { 10 * digit };
                digit = 0;
            }
            None => return None,
        }
    }
    Some(sum + digit).filter(|number| *number > 0)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十百千〇零两兩".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_sentences() {
        for (line, found) in [
            ("第一章 河边的钟", Some(2)),
            ("正文 第十章 桥", Some(2)),
            ("제 1 장 방앗간", Some(2)),
            ("2부", Some(1)),
            ("卷三", Some(1)),
            ("楔子", Some(2)),
            ("番外：钟声", Some(2)),
            ("序章", Some(2)),
            ("あとがき", Some(2)),
            ("その一", Some(2)),
            ("一の章", Some(2)),
            ("1章", Some(2)),
            ("프롤로그", Some(2)),
            ("작가의 말", Some(2)),
            ("その一つを取った。", None),
            ("三部曲", None),
            ("제삼장", Some(2)),
            ("◇第三章◇", Some(2)),
            ("3장 남았다.", None),
            ("제2부대가 왔다.", None),
            ("제1장은 재미없었다.", None),
            ("序を読んだ。", None),
            ("Chapter", None),
        ] {
            assert_eq!(level(line), found, "{line}");
        }
        assert_eq!(
            [numbered_title("一、河"), numbered_title("３　夜"), numbered_title("一、他走了。")],
            [Some(1), Some(3), None]
        );
        assert_eq!([number("三"), number("二十一"), number("十二"), number("河")], [Some(3), Some(21), Some(12), None]);
    }
}
