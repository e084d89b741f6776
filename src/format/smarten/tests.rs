use proptest::prelude::*;

use super::*;

fn smarten(text: &str) -> String {
    let mut set = String::new();
    super::smarten(text, Printer::of(None), &mut set);
    set
}

fn set_in(language: &str, text: &str) -> String {
    let mut set = String::new();
    super::smarten(text, Printer::of(Language::parse(language)), &mut set);
    set
}

#[test]
fn each_language_has_its_marks() {
    for (language, typed, set) in [
        ("de", "\"Ist es weit?\", fragte sie.", "„Ist es weit?“, fragte sie."),
        (
            "de",
            "\"Er hat gesagt: 'Komm nicht.'\", sagte sie. Das war's.",
            "„Er hat gesagt: ‚Komm nicht.‘“, sagte sie. Das war’s.",
        ),
        ("de", ",,So ist es'', sagte er.", "„So ist es“, sagte er."),
        ("pl", "\"Chodź\", powiedział. ,,Dobrze'', rzekła.", "„Chodź”, powiedział. „Dobrze”, rzekła."),
        ("pl", "- Daleko? - zapytała.", "—\u{A0}Daleko? — zapytała."),
        ("fr", "\"C'est loin ?\" dit-elle.", "«\u{A0}C’est loin ?\u{A0}» dit-elle."),
        ("fr", "<< Venez >>, dit-il.", "«\u{A0}Venez\u{A0}», dit-il."),
        ("fr", "- Tu viens ?", "—\u{A0}Tu viens ?"),
        ("es", "- Bastante - dijo.", "—Bastante —dijo."),
        ("es", "- ¿Vienes? - dijo él - Mañana.", "—¿Vienes? —dijo él— Mañana."),
        ("es", "-Bastante -dijo él-. Mañana.", "—Bastante —dijo él—. Mañana."),
        ("es", "Un franco-tirador de pro.", "Un franco-tirador de pro."),
        ("ru", "\"Пора\", сказал он.", "«Пора», сказал он."),
        ("ru", "\"Приходи\", - сказал он.", "«Приходи», — сказал он."),
        ("ru", "-Далеко? -спросила она.", "—\u{A0}Далеко? —спросила она."),
        ("pl", "\"Chodź\" - powiedział.", "„Chodź” — powiedział."),
        ("de", "\"Wie geht's?\" - \"Gut.\"", "„Wie geht’s?“ – „Gut.“"),
        ("de", "5 - 3 = 2", "5 - 3 = 2"),
        ("en", "So - it was.", "So - it was."),
        ("sv", "\"Kom\", sa hon.", "”Kom”, sa hon."),
        ("de", ">>Wohin?<< fragte sie, >>nach Hause<<.", "„Wohin?“ fragte sie, „nach Hause“."),
        ("de", "Er stand -- er schlief nicht -- da.", "Er stand – er schlief nicht – da."),
        ("fr", "--Et le chien ?", "—\u{A0}Et le chien ?"),
        ("ru", "- Пойдём,- сказал он.", "—\u{A0}Пойдём, — сказал он."),
        ("ja", "彼は\"自由\"という\"鍵\"を", "彼は「自由」という「鍵」を"),
        ("ko", "그녀는 '기다림'이라는 말을", "그녀는 ‘기다림’이라는 말을"),
        ("nl", "'Ik heb 'm gezien,' zei ze. 's Avonds.", "‘Ik heb ’m gezien,’ zei ze. ’s Avonds."),
        ("en", "- Who is there?", "–\u{A0}Who is there?"),
    ] {
        assert_eq!(set_in(language, typed), set, "{language}: {typed}");
    }
}

#[test]
fn measures_have_primes_and_addresses_stay() {
    for (typed, set) in [
        ("He was 6'2\" tall, the board 10' 6\" long.", "He was 6′2″ tall, the board 10′ 6″ long."),
        ("At 41°24'12\" N", "At 41°24′12″ N"),
        ("\"It was 1871\"", "“It was 1871”"),
        ("See http://a.b/it's--so... and \"go\".", "See http://a.b/it's--so… and “go”."),
    ] {
        assert_eq!(smarten(typed), set, "{typed}");
    }
}

#[test]
fn quotes_dashes_and_dots_are_those_of_a_printer() {
    for (typed, set) in [
        ("\"Don't,\" she said. \"It's late.\"", "“Don’t,” she said. “It’s late.”"),
        ("\"'Kashi? Whassa matter?\"", "“’Kashi? Whassa matter?”"),
        ("'Tis the '90s, rock 'n' roll!", "’Tis the ’90s, rock ’n’ roll!"),
        ("''Tis late,' she said.", "‘’Tis late,’ she said."),
        ("\"''Twas so,' he said,\" she said.", "“‘’Twas so,’ he said,” she said."),
        ("'Come in,' he said. 'It's the dogs' door.'", "‘Come in,’ he said. ‘It’s the dogs’ door.’"),
        ("\"He said 'no' and left.\"", "“He said ‘no’ and left.”"),
        ("\"She asked me, 'Why?'\"", "“She asked me, ‘Why?’”"),
        ("so--\"Wait,\" he said--and left...", "so—“Wait,” he said—and left…"),
        ("\"I never--\" she began.", "“I never—” she began."),
        ("(\"Yes.\")", "(“Yes.”)"),
        ("\"And so it went on,", "“And so it went on,"),
        ("Mr. J---- of B----", "Mr. J—— of B——"),
        ("the boys' boots and Ana's", "the boys’ boots and Ana’s"),
        ("'éérkeés so", "’éérkeés so"),
        ("give 'em that, 'cause I said so", "give ’em that, ’cause I said so"),
        ("a moment \"...of my youth!\"", "a moment “…of my youth!”"),
        ("those 'receipts' of yours, 'Uncle's' man", "those ‘receipts’ of yours, ‘Uncle’s’ man"),
        ("(She shut her eyes.)\"No!\"", "(She shut her eyes.)“No!”"),
        ("\"Wait...\" he said", "“Wait…” he said"),
        ("\"Wait....\" he said", "“Wait….” he said"),
        ("1. \"Home\" ........ 9", "1. “Home” ........ 9"),
        ("2. The ferry..... 12", "2. The ferry..... 12"),
        ("_\"Go,\"_ he said", "_“Go,”_ he said"),
        ("\" 'Come,' he cried. 'Come!' \"", "“ ‘Come,’ he cried. ‘Come!’ ”"),
        ("\" 'MY DEAR SIR:--I come", "“ ‘MY DEAR SIR:—I come"),
        ("soup until death.\"'", "soup until death.”’"),
        ("`-- and so,' said he; `I--'", "‘— and so,’ said he; ‘I—’"),
        ("\"_ulcerans_\"--it is", "“_ulcerans_”—it is"),
        ("He said: \" 'Come,' she told me.\"", "He said: “ ‘Come,’ she told me.”"),
    ] {
        assert_eq!(smarten(typed), set);
    }
}

#[test]
fn what_is_set_already_stays() {
    let set = "“Don’t—” she said… ‘It’s late,’ he said; ’twas so.";
    assert!(is_plain(set));
    assert_eq!(smarten(set), set);
}

/// Languages whose printers have rules of their own.
const LANGUAGES: [&str; 9] = ["en", "de", "fr", "es", "pl", "ru", "sv", "it", "nl"];

proptest! {
    /// In each language the signs come one after the other, whatever is typed.
    #[test]
    fn signs_come_in_order(text in "[-\"'<>,.;:?! aé—«»]{0,24}", language in 0..LANGUAGES.len()) {
        let all = edits(&text, Printer::of(Language::parse(LANGUAGES[language])));
        prop_assert!(all.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{all:?}");
        let mut set = String::new();
        super::smarten(&text, Printer::of(Language::parse(LANGUAGES[language])), &mut set);
    }

    #[test]
    fn letters_stay_and_setting_again_changes_nothing(text in "[a-z '\"\\-.,]{0,60}") {
        let set = smarten(&text);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&set), letters(&text));
        prop_assert!(!set.contains(['"', '\'']) && !set.contains("--"));
    }
}
