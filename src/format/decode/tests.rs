use super::*;

fn read(bytes: &[u8]) -> (String, bool) {
    let decoded = decode(bytes, None);
    (decoded.text.into_owned(), decoded.remark.is_some())
}

#[test]
fn encodings_are_told_by_their_bytes() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(read("\u{FEFF}Žofie".as_bytes()), ("Žofie".to_owned(), false));
    assert_eq!(read(&[&[0xFF, 0xFE][..], &utf16("Žofie")].concat()), ("Žofie".to_owned(), false));
    assert_eq!(read(&utf16("It was late.")), ("It was late.".to_owned(), false));
    for text in
        ["Паром отошёл, и никто не сказал ни слова.", "夜里他醒来，听见河水的声音。", "밤에 깨어 강물 소리를 들었다."]
    {
        assert_eq!(read(&utf16(text)), (text.to_owned(), false));
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&big), (text.to_owned(), false));
    }
    let big: Vec<u8> = "It was late.".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&big), ("It was late.".to_owned(), false));
}

#[test]
fn legacy_encodings_are_guessed_and_said() {
    let french = encoding_rs::WINDOWS_1252.encode("C’était l’été, et la rivière était très haute à côté du café.").0;
    assert_eq!(read(&french), ("C’était l’été, et la rivière était très haute à côté du café.".to_owned(), true));
    let russian = encoding_rs::WINDOWS_1251.encode("Он проснулся ночью и долго лежал в темноте, слушая реку.").0;
    assert!(read(&russian).0.starts_with("Он проснулся"));
    let japanese = encoding_rs::SHIFT_JIS.encode("夜中に目が覚めて、長いあいだ暗やみの中で川の音を聞いていた。").0;
    assert!(read(&japanese).0.starts_with("夜中に目が"));
}

#[test]
fn a_few_wrong_bytes_do_not_make_another_encoding() {
    let text = [&"Déjà vu, répéta-t-elle, là, à côté.".repeat(9).into_bytes()[..], b"\xff"].concat();
    let decoded = decode(&text, None);
    assert!(decoded.text.starts_with("Déjà vu") && decoded.remark.unwrap().contains("UTF-8"));
}

#[test]
fn what_is_asked_for_is_believed() {
    assert_eq!(decode(b"caf\xe9", named("latin1")).text, "café");
    assert_eq!(named("no such thing"), None);
}

#[test]
fn a_declaration_is_believed_where_the_bytes_do_not_say_otherwise() {
    let latin = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><p>caf\xe9</p>";
    assert!(decode_xml(latin).contains("café"));
    assert!(decode_xml("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><p>café</p>".as_bytes()).contains("café"));
}

#[test]
fn japanese_of_old_mails_is_told_by_its_escapes() {
    let (bytes, _, _) = encoding_rs::ISO_2022_JP.encode("夜、雨が降った。");
    assert_eq!(decode(&bytes, None).text, "夜、雨が降った。");
    assert_eq!(decode(b"It was \x1b[1mlate\x1b[0m.", None).text, "It was \x1b[1mlate\x1b[0m.");
}
