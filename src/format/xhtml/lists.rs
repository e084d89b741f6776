//! Lists: what stands before each item.

use super::ChapterReader;
use super::attributes::Numbering;
use super::element::Element;
use crate::format::css::Bullet;
use crate::format::roman::roman;

/// How the items of a list are numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::format) enum Numbers {
    #[default]
    Decimal,
    /// With a zero before a single digit.
    TwoDigits,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

/// A list with the number of its next item, or an item whose bullet has not been set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct List {
    next: i32,
    step: i32,
    bullet: Option<Bullet>,
    /// For an item: that nothing of it has been set, and the number that it brings itself.
    pub(super) pending: bool,
    value: Option<i32>,
}

impl List {
    /// Returns the list, or the item of one, that an element is.
    pub(super) fn of(element: Element, numbering: &Numbering<'_>, style: Option<Bullet>) -> Self {
        let kind = match &*numbering.kind {
            "a" => Some(Bullet::Number(Numbers::LowerLetter)),
            "A" => Some(Bullet::Number(Numbers::UpperLetter)),
            "i" => Some(Bullet::Number(Numbers::LowerRoman)),
            "I" => Some(Bullet::Number(Numbers::UpperRoman)),
            "1" => Some(Bullet::Number(Numbers::Decimal)),
            "disc" | "circle" | "square" => Some(Bullet::Sign),
            _ => None,
        };
        match element {
            Element::List { numbered } => {
                let usual = if numbered { Bullet::Number(Numbers::Decimal) } else { Bullet::Sign };
                Self {
                    next: numbering.start.unwrap_or(1),
                    step: if numbering.reversed { -1 } else { 1 },
                    bullet: style.or(kind).or(Some(usual)),
                    ..Self::default()
                }
            }
            Element::Item => Self { pending: true, value: numbering.value, bullet: style, ..Self::default() },
            _ => Self::default(),
        }
    }
}

/// Returns how many items stand in a list that has just begun.
pub(super) fn items_ahead(rest: &str) -> i32 {
    /// A list that counts down is one of a few.
    const MOST: usize = 64 << 10;
    let ahead = &rest[..rest.floor_char_boundary(MOST)];
    let list = ahead.split_once("</ol").map_or(ahead, |(list, _)| list);
    i32::try_from(list.matches("<li").count()).unwrap_or(1)
}

impl ChapterReader<'_> {
    /// What stands before the item at an index of the open elements.
    pub(super) fn bullet(&mut self, item: usize) -> String {
        let List { value, bullet: own, .. } = self.open[item].list;
        let list = self.open[..item].iter_mut().rev().find(|open| matches!(open.element, Element::List { .. }));
        let Some(list) = list.map(|open| &mut open.list) else { return "• ".to_owned() };
        let number = value.unwrap_or(list.next);
        list.next = number.saturating_add(list.step);
        match own.or(list.bullet) {
            Some(Bullet::None) => String::new(),
            Some(Bullet::Number(numbers)) => format!("{}. ", written(number, numbers)),
            _ => "• ".to_owned(),
        }
    }
}

/// A number as it is written in a list. One that cannot be written so is decimal.
fn written(number: i32, numbers: Numbers) -> String {
    // After z comes aa.
    let letters = |first: u8| {
        let (mut rest, mut set) = (u32::try_from(number).ok().filter(|number| *number > 0)?, String::new());
        while let Some(index) = rest.checked_sub(1) {
            set.insert(0, char::from(first + u8::try_from(index % 26).ok()?));
            rest = index / 26;
        }
        Some(set)
    };
    let roman = |number: i32| u32::try_from(number).ok().and_then(roman);
    let found = match numbers {
        Numbers::Decimal => None,
        Numbers::TwoDigits => Some(format!("{number:02}")),
        Numbers::LowerLetter => letters(b'a'),
        Numbers::UpperLetter => letters(b'A'),
        Numbers::LowerRoman => roman(number).map(|number| number.to_lowercase()),
        Numbers::UpperRoman => roman(number),
    };
    found.unwrap_or_else(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_have_them() {
        for (number, numbers, text) in [
            (3, Numbers::Decimal, "3"),
            (-2, Numbers::Decimal, "-2"),
            (1, Numbers::LowerLetter, "a"),
            (27, Numbers::UpperLetter, "AA"),
            (0, Numbers::UpperLetter, "0"),
            (7, Numbers::TwoDigits, "07"),
            (1994, Numbers::UpperRoman, "MCMXCIV"),
            (4, Numbers::LowerRoman, "iv"),
            (0, Numbers::LowerRoman, "0"),
        ] {
            assert_eq!(written(number, numbers), text);
        }
    }
}
