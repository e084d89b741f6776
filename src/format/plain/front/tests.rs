use super::super::rows::Rows;
use super::*;

fn found(text: &str) -> Option<Range<usize>> {
    contents(&Rows::of(text).collect::<Vec<_>>())
}

#[test]
fn contents_are_headings_that_come_again() {
    let chapter = |n: u32| format!("Chapter {n}\n\nIt was late, and the ferry had gone.\n\n");
    let list = "CONTENTS\n\nChapter 1\n\nChapter 2\n\nChapter 3\n\n\n\n";
    let story: String = (1..4).map(chapter).collect();
    assert_eq!(found(&format!("{list}{story}")), Some(0..4));
    assert_eq!(found(&story), None);
    let block = "The Ferry\n\nContents\n\nChapter 1\nChapter 2\nChapter 3\n\n";
    assert_eq!(found(&format!("{block}{story}")), Some(1..3));
}

#[test]
fn what_an_author_says_beside_the_story_is_known() {
    for line in ["Disclaimer: I own nothing.", "A/N: Thanks!", "**Summary:** A boat.", "Author’s Note - short."] {
        assert!(is_aside(line), "{line}");
    }
    assert!(is_aside("AN: I own nothing.") && !is_aside("An: Otto"));
    assert!(!is_aside("An old man came.") && !is_aside("Summary of all that she knew") && !is_aside("Rating"));
}
