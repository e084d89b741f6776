use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "a table of lines")]
fn headings_of_the_usual_shapes_are_told_from_sentences() {
    for (line, found) in [
        ("CHAPTER IV.", Some(2)),
        ("Chapter 4: The Ferry", Some(2)),
        ("CHAPTER XII. WHAT BECAME OF IT", Some(2)),
        ("CHAPTER 1: Who Rang the Bell?", Some(2)),
        ("CHAPTER 2: Run!", Some(2)),
        ("Chapter 3. The Quay.", Some(2)),
        ("Chapter Four - Home Again, and So to Bed.", Some(2)),
        ("Chapter 12a", Some(2)),
        ("chapter.001", Some(2)),
        ("Chapter Twenty-One", Some(2)),
        ("Inferno • Canto I", Some(2)),
        ("• Canto", None),
        ("chapter 12a", Some(2)),
        ("Ch. 3", Some(2)),
        ("Vol. I", Some(1)),
        ("Appendix", Some(2)),
        ("Fünftes Buch, erstes Kapitel", Some(2)),
        ("Rozdział trzeci, w którym pada deszcz", Some(2)),
        ("Deuxième partie : la pluie", Some(1)),
        ("Chapitre vingt et un", Some(2)),
        ("Zweites Capitel", Some(2)),
        ("ERSTER THEIL.", Some(1)),
        ("İKİNCİ BÖLÜM", Some(2)),
        ("ΚΕΦΑΛΑΙΟ ΠΡΩΤΟ", Some(2)),
        ("ENSIMÄINEN LUKU", Some(2)),
        ("Tizenkettedik fejezet", Some(2)),
        (
            "Chapter 7: What They Found Under the Old Wheel When the Water Had Gone at Last and Nobody Was Looking",
            Some(2),
        ),
        ("Capítulo décimo segundo", Some(2)),
        ("Einundzwanzigstes Kapitel", Some(2)),
        ("Capitolo ventuno", Some(2)),
        ("Глава двадцать первая", Some(2)),
        ("Tjugoförsta kapitlet", Some(2)),
        ("II. kapitola", Some(2)),
        ("ADVENTURE I. THE LOST LAMP", Some(2)),
        ("Part Two", Some(1)),
        ("BOOK ONE: 1805", Some(1)),
        ("PART THE FIRST", Some(1)),
        ("Epilogue", Some(2)),
        ("_Prologue_", Some(2)),
        ("Letter 3", Some(2)),
        ("IV. THE HOUSE", Some(2)),
        ("Chapter two was better, he said.", None),
        ("Part of it was lost.", None),
        ("The chapter ended.", None),
        ("Book in hand, she left", None),
        ("Preface to what, she asked", None),
        ("One letter.", None),
        ("Ein Brief.", None),
        ("Zweiter Teil, erster Brief kam.", None),
        ("Erstes Kapitel.", Some(2)),
        ("Das zweite Kapitel.", Some(2)),
        ("Segunda parte.", Some(1)),
        ("Första kapitlet.", Some(2)),
        ("Первая глава.", Some(2)),
        ("Действие первое", Some(1)),
        ("番外一", Some(2)),
        ("Chương một", Some(2)),
        ("Phần 2", Some(1)),
        ("ENSIMMÄINEN LUKU.", Some(2)),
        ("ΚΕΦΑΛΑΙΟ Β'", Some(2)),
        ("Κεφάλαιο πρώτο", Some(2)),
        ("Második fejezet", Some(2)),
        ("3. Bölüm", Some(2)),
        ("Розділ перший", Some(2)),
        ("Esipuhe", Some(2)),
        ("FÖRSTA KAPITLET.", Some(2)),
        ("Avant-propos", Some(2)),
        ("Chapitre Ier", Some(2)),
        ("Das erste Kapitel", Some(2)),
        ("Hoofdstuk Eén", Some(2)),
        ("HLAVA PRVNÍ", Some(2)),
        ("Chapter Zero", Some(2)),
        ("Appendix A", Some(2)),
        ("Interlude II", Some(2)),
        ("Appendix said no", None),
        ("C. V. HOLM.", None),
        ("L. HOLM", None),
        ("I", None),
    ] {
        assert_eq!(level(line), found, "{line}");
    }
}

#[test]
fn chapters_are_known_in_the_languages_that_are_hyphenated_and_in_chinese_and_korean() {
    for (line, found) in [
        ("Erstes Kapitel", 2),
        ("5. Kapitel", 2),
        ("Kapitel 4", 2),
        ("Zweiter Teil", 1),
        ("CHAPITRE PREMIER", 2),
        ("Deuxième partie", 1),
        ("Capítulo primero", 2),
        ("CAPÍTULO III. La noche", 2),
        ("Capitolo primo", 2),
        ("Rozdział drugi", 2),
        ("Część I", 1),
        ("Hoofdstuk 3", 2),
        ("Глава первая", 2),
        ("Часть вторая", 1),
        ("ЭПИЛОГ", 2),
        ("Kapitola druhá", 2),
        ("Díl první", 1),
        ("Första kapitlet", 2),
        ("第一章 河边的钟", 2),
        ("第十二回", 2),
        ("第二卷", 1),
        ("제3장", 2),
        ("877화. 종소리", 2),
        ("第１話　鐘", 2),
    ] {
        assert_eq!(level(line), Some(found), "{line}");
    }
    assert_eq!(level("第一章里他说过这件事，我们都记得。"), None);
}

#[test]
fn numbers_that_stand_alone_are_chapters_where_they_follow_each_other() {
    let values: Vec<Option<u32>> =
        ["IV", "12.", "(3)", "~ 4 ~", "- 5 -", "#6", "Three", "XXX", "three", "MIX a", "1871"].map(bare_number).into();
    let expected = [Some(4), Some(12), Some(3), Some(4), Some(5), Some(6), Some(3), Some(30), None, None, None];
    assert_eq!(values, expected);
    assert!(are_in_order(&[1, 2, 3]) && are_in_order(&[1, 2]) && !are_in_order(&[30, 30, 30]) && !are_in_order(&[7]));
    for (word, value) in [("i", 1), ("iv", 4), ("xiv", 14), ("xxxix", 39), ("xl", 40), ("xcix", 99), ("cxc", 190)] {
        assert_eq!(roman_value(word), Some(value), "{word}");
    }
    assert_eq!((roman_value("ill"), roman_value("lil")), (None, None));
}
