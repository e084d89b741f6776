use super::*;

#[test]
fn a_language_makes_a_foreign_phrase() {
    let foreign = MarkKind::Foreign(Language::parse("cy").unwrap());
    assert_eq!(InlineTag::parse("<i lang=\"cy\">"), Some(InlineTag::Marked(foreign)));
    assert_eq!(InlineTag::parse("<small>"), Some(InlineTag::Marked(MarkKind::Small)));
    assert_eq!(InlineTag::parse("</span>"), Some(InlineTag::End));
    assert_eq!(InlineTag::parse("<script>"), None);
}

#[test]
fn words_outlive_their_tags() {
    assert_eq!(without_tags("<p class=\"a\">So it <u>was</u>.</p>"), "So it was.");
    assert_eq!(without_tags("<love you> <!a <?php b ?> < c"), "<love you> <!a <?php b ?> < c");
}
