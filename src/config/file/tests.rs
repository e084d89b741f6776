use super::*;

#[test]
fn every_default_is_a_value_and_is_shown_as_it_is_written() {
    for key in KEYS {
        let source = format!("{} = {}\n", key.name, key.default);
        let (config, remarks) = Config::read(&source);
        assert_eq!(remarks, [], "{source}");
        assert_eq!(config.value(key.name).as_deref(), Some(key.default));
        for value in key.values {
            let mut config = Config::default();
            config.set(key.name, value).unwrap();
            assert_eq!(config.value(key.name), Some(format!("\"{value}\"")));
        }
    }
}

/// A hundred files: each option misspelled, as a table, as a date, as a list of lists, and with a value that it does not take.
#[test]
fn every_option_that_is_wrong_is_told_by_name_and_the_rest_holds() {
    let mut wrong = 0;
    for key in KEYS {
        let misspelled = format!("{}x", key.name);
        let free = key.values.is_empty() && key.name != "measure";
        let values = ["{ a = 1 }", "1979-05-27", "[[1]]", if free { "[1]" } else { "\"sideways\"" }];
        let files = values.map(|value| (key.name, format!("{} = {value}", key.name)));
        for (name, line) in files.into_iter().chain([(key.name, format!("{misspelled} = \"on\""))]) {
            let source = format!("align = \"justify\"\n{line}\n[convert]\ndoc = [\"antiword\"]\n");
            let (config, remarks) = Config::read(&source);
            if name == "align" && !line.starts_with("alignx") {
                continue; // It stands twice, which no file may have.
            }
            let [remark] = &remarks[..] else { panic!("{line}: {remarks:?}") };
            let told = remark.to_string();
            assert!(told.starts_with("2:") && told.contains(name) || told.contains("dark"), "{line}: {told}");
            assert_eq!(
                (config.value("align").as_deref(), config.converters.endings().count()),
                (Some("\"justify\""), 1)
            );
            wrong += 1;
        }
    }
    assert_eq!(wrong, 5 * KEYS.len() - 4);
}

#[test]
fn a_slip_costs_itself_and_is_told_with_its_place() {
    let source = "theme = \"snow\"\ncolour = \"256\"\ncontrast = \"aaaa\"\nmotion = []\ncolours = 256\ntheme_ = 1\n";
    let (config, remarks) = Config::read(source);
    assert_eq!(config.theme, Some(ThemeChoice::One("snow".to_owned())));
    assert_eq!(config.colours, Some(Colours::Only(Depth::Ansi256)));
    let mut told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    told.sort();
    assert_eq!(
        told,
        [
            "2:1: unknown option `colour`; did you mean `colours`?",
            "3:12: `contrast` can't be `aaaa`; did you mean `aaa`? (values: off, aa, aaa)",
            "4:10: `motion` must be one of none, basic, full",
            "6:1: unknown option `theme_`; did you mean `theme`?",
        ]
    );
    assert_eq!(Config::read("theme = \n").1[0].line, 1);
    for (source, told) in [
        ("measure = [66]\n", "1:11: `measure` must be a number from 20 to 120"),
        ("[for.a.fb2]\nmeasure = 60\n", "1:8: a name with a period stands in quotes: [for.\"a.fb2\"]"),
        ("theme = “snow”\n", "1:9: put it in straight quotes: `\"snow\"`"),
        ("folders = [“/books”]\n", "1:12: not valid TOML: quotation marks must be straight (`\"`)"),
        ("theme = true\n", "1:9: `theme` must be a name, or { dark = \"…\", light = \"…\" }"),
        (
            "theme = { dark = \"a\", light = \"b\", dim = \"c\" }\n",
            "1:9: a pair of themes has `dark` and `light`, and no `dim`",
        ),
    ] {
        assert_eq!(Config::read(source).1[0].to_string(), told);
    }
    let mut config = Config::default();
    config.set("theme", "{ dark = \"a\", light = \"b\" }").unwrap();
    assert_eq!(config.theme, Some(ThemeChoice::Pair { dark: "a".to_owned(), light: "b".to_owned() }));
    assert!(config.set("theme", "{ dark = \"a\" }").is_err());
}

#[test]
fn the_stronger_source_wins() {
    let flags = Config { contrast: Some(Contrast::Aaa), ..Config::default() };
    let (file, _) = Config::read("contrast = \"aa\"\nwindow = \"fill\"\n");
    let both = flags.or(file);
    assert_eq!((both.contrast, both.window), (Some(Contrast::Aaa), Some(Window::Fill)));
}

#[test]
fn a_word_without_quotes_is_told() {
    for line in ["motion = none", "window=fill", "hyphenate = tight # as ever"] {
        let (_, remarks) = Config::read(&format!("align = \"left\"\n{line}\n"));
        let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].starts_with("2:"), "{told:?}");
        assert!(told[0].contains("put it in quotes: `\"") || line.contains('#'), "{told:?}");
    }
}

#[test]
fn a_variable_may_have_a_list_as_the_file_has_it() {
    let mut config = Config::default();
    for (value, words) in
        [("sdcv -n {word}", "[\"sdcv\", \"-n\", \"{word}\"]"), ("[\"my dict\", \"-n\"]", "[\"my dict\", \"-n\"]")]
    {
        config.set("look-up", value).unwrap();
        assert_eq!(config.value("look-up").as_deref(), Some(words));
    }
    config.set("folders", "/a:/b c").unwrap();
    assert_eq!(config.folders, Some(vec!["/a".to_owned(), "/b c".to_owned()]));
    config.set("folders", "[\"/a:b\"]").unwrap();
    assert_eq!(config.folders, Some(vec!["/a:b".to_owned()]));
}
