use super::*;

#[test]
fn what_other_programs_add_is_made_plain_line_by_line() {
    for (source, expected) in [
        ("a\n<!--\nno\n-->\nb\n", "a\n\n\n\nb\n"),
        ("<!-- {.dream} -->\n", "<!-- {.dream} -->\n"),
        ("{{< figure >}}\ntext {{% x %}}\n", "\ntext \n"),
        ("[[Ana Holm|Ana]] met [[Tom]] %%note%%\n", "Ana met Tom \n"),
        ("a [[1](#n)] b [[2]](#n) [[c]] [[]]\n", "a [[1](#n)] b [[2]](#n) c [[]]\n"),
        (
            "One.\n\n&nbsp;\n\nTwo.\n\n<br>\n\n<p>&nbsp;</p>\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n",
            "One.\n\n***\n\nTwo.\n\n***\n\n\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n",
        ),
        ("# A\n\n&nbsp;\n\nOne.\n\nTwo.\n", "# A\n\n\n\nOne.\n\nTwo.\n"),
        ("One.\n\n&nbsp;\n\nTwo.\n\n&nbsp;\n\nThree.\n", "One.\n\n\n\nTwo.\n\n\n\nThree.\n"),
        ("Chapter 1\nThe Ferry\n\nOne.\n", "## Chapter 1<br>The Ferry\n\n\nOne.\n"),
        ("Chapter 1\nIt was late.\n\nOne.\n", "Chapter 1\nIt was late.\n\nOne.\n"),
        ("Chapter 1\n\nOne.\n\n#\n\nTwo.\n", "## Chapter 1\n\nOne.\n\n***\n\nTwo.\n"),
        ("%%\nno\n%%\nyes\n", "\n\n\nyes\n"),
        ("\\*\\*\\*\n\\-\\-\\-\n", "***\n***\n"),
        ("&nbsp;\n#draft #one\n# Title\n", "\n\n# Title\n"),
        ("She left.\n---\n", "She left.\n\n***\n"),
        ("Title\n---\n", "Title\n---\n"),
        ("| One,\n|  two.\n", "One,\\\n&nbsp;two.\n"),
        ("| a | b |\n|---|---|\n", "| a | b |\n|---|---|\n"),
        ("::: {.x}\nwords\n:::\n", "\nwords\n\n"),
        ("```\n[[a]]\n```\n", "```\n[[a]]\n```\n"),
        ("eleven coins. ^coin-1\n", "eleven coins.\n"),
        ("[i]So[/i] it was.\n", "<i>So</i> it was.\n"),
        ("[color=red]So[/color] it was.\n[hr]\n", "So it was.\n***\n"),
        ("H~2~O and x^2^, ~~no~~[^1] a~b\n", "H₂O and x², ~~no~~[^1] a~b\n"),
        ("a [small]{.smallcaps} word\n<hr/>\n", "a small word\n***\n"),
        (
            "---\ntitle: Fog\nabstract: >\n  It came.\n---\nIt went.\n",
            "---\ntitle: Fog\nabstract: >\n  It came.\n---\nIt went.\n",
        ),
        ("* TOC\n{:toc}\n\n*red*{: .hl} and `rope`{.code}\n", "\n\n\n*red* and `rope`\n"),
        ("{% comment %}\nno\n{% endcomment %}\n{::comment}no{:/comment}\n", "\n\n\n\n"),
        ("noon^[Or near it.] came\n\\newpage\n```{=latex}\n\\x\n```\nend\n", "noon (Or near it.) came\n\n\n\n\nend\n"),
        ("<ruby>粉屋<rt>こなや</rt></ruby>\n", "粉屋（こなや）\n"),
    ] {
        assert_eq!(plain(source).source, expected, "{source}");
    }
    let Plain { source, metadata } = plain("% Tides\n% Ana Holm\n\nText.\n");
    let metadata = metadata.unwrap();
    assert_eq!((&*source, &*metadata.title, &*metadata.author), ("\n\n\nText.\n", "Tides", "Ana Holm"));
}

#[test]
fn a_line_that_is_longer_than_a_front_matter_may_be_is_none() {
    let source = format!("---{}\nIt was late.\n", " ".repeat(70_000));
    assert!(plain(&source).source.ends_with("It was late.\n"));
}
