//! The definition of a word, for counts that are shown to people.

/// Returns the number of words in a text: stretches between white space that hold a letter or a digit.
///
/// A lone dash is no word, and `to-day` is one. Markup and layout add and remove only signs and white space, so the
/// source and the set pages have the same count. Tests rely on that to prove that no word is lost.
///
/// ```
/// use nightstand::document::count_words;
///
/// assert_eq!(count_words("“Well” — she said — “to-day, at 3.”"), 6);
/// ```
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn punctuation_alone_is_no_word() {
        assert_eq!(count_words("“Well —” she said… ’twas * * * 3 o’clock"), 6);
    }
}
