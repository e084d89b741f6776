use super::*;

fn typed(text: &str, table: &[char; 128]) -> Vec<u8> {
    let byte = |c: char| {
        u8::try_from(c)
            .ok()
            .filter(u8::is_ascii)
            .unwrap_or_else(|| 128 + u8::try_from(table.iter().position(|other| *other == c).unwrap()).unwrap())
    };
    text.chars().map(byte).collect()
}

#[test]
fn names_are_known_in_their_spellings() {
    for (name, charset) in [
        ("cp437", "cp437"),
        ("IBM850", "cp850"),
        ("852", "cp852"),
        ("MacRoman", "macintosh"),
        ("latin1", "windows-1252"),
    ] {
        assert_eq!(Charset::named(name).map(Charset::name), Some(charset));
    }
    assert_eq!(Charset::named("no such thing"), None);
}

#[test]
fn old_encodings_are_told_by_what_makes_sense() {
    let french =
        "L’été était déjà passé, et la forêt près du café où elle rêvait fermait à neuf heures.".replace('’', "'");
    let polish = "Prom odpłynął o dziewiątej, a żółta łódź została przy nabrzeżu.";
    let browsers = |bytes: &[u8]| guessed(bytes, encoding_rs::WINDOWS_1252).name();
    assert!(matches!(browsers(&typed(&french, &DECODING_TABLE_CP437)), "cp437" | "cp850"));
    assert_eq!(browsers(&typed(polish, &DECODING_TABLE_CP852)), "cp852");
    let hungarian = "Az öreg révész a háza előtt ült, és őrült szél fújt a felhők között.";
    assert_eq!(browsers(&encoding_rs::WINDOWS_1250.encode(hungarian).0), "windows-1250");
    let lithuanian = "Senas keltininkas sėdėjo prieš namus ir žiūrėjo į upę.";
    assert_eq!(browsers(&encoding_rs::WINDOWS_1257.encode(lithuanian).0), "windows-1257");
    for western in [
        "Não se sabe por que razões as lições de português são tão difíceis; põe-se o chapéu.",
        "Vana mees istus jõe ääres ja vaatas üle vee, kui öö tõusis.",
        "Elle était assise près de la forêt, où le garçon rêvait déjà.",
        "Ragazzi, perché è così? Più in là c'è la città.",
    ] {
        assert_eq!(browsers(&encoding_rs::WINDOWS_1252.encode(western).0), "windows-1252", "{western}");
    }
    let swedish = "Färjan hade gått klockan nio, och båten låg kvar på ån.";
    assert!(matches!(browsers(&typed(swedish, &DECODING_TABLE_CP850)), "cp437" | "cp850"));
    assert!(matches!(
        browsers(&typed("It cost £4, and ½ a crown; he was naïve.", &DECODING_TABLE_CP437)),
        "cp437" | "cp850"
    ));
    let capitals = "Никто не знал, Анна и Пётр ушли. Но Вера осталась.";
    let mac = encoding_rs::X_MAC_CYRILLIC.encode(capitals).0;
    assert_eq!(guessed(&mac, encoding_rs::WINDOWS_1251).name(), "x-mac-cyrillic");
    let windows = encoding_rs::WINDOWS_1251.encode(capitals).0;
    assert_eq!(guessed(&windows, encoding_rs::WINDOWS_1251).name(), "windows-1251");
    let windows = encoding_rs::WINDOWS_1252.encode("“Été,” said Élise — the café’s owner.").0;
    assert_eq!(browsers(&windows), "windows-1252");
    // “The café — “late,” said Élise.” of a Macintosh.
    assert_eq!(browsers(b"The caf\x8e was closed \xd1 \xd2late,\xd3 said \x83lise. She didn\xd5t."), "macintosh");
}
