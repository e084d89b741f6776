//! What counts as a word.

/// Counts the words of a text: stretches between white space that hold a letter or a digit, so that a lone dash is
/// none. The same count holds for the source and for the set pages, which is what makes it worth printing.
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
