use ratatui::style::Color;

use super::*;
use crate::typeset::Role;

fn parse(source: &str) -> (Theme, Vec<String>) {
    let parent = "[palette]\nink = \"#111111\"\n[roles]\ntext = \"ink\"\nemphasis = { italic = true }\n";
    let (theme, remarks) = read("test", source, &|name| (name == "parent").then(|| parent.to_owned())).unwrap();
    (theme, remarks.iter().map(ToString::to_string).collect())
}

#[test]
fn every_built_in_theme_loads_without_a_remark() {
    for (name, source) in BUILTIN {
        let find = |parent: &str| BUILTIN.iter().find(|(known, _)| *known == parent).map(|(_, s)| (*s).to_owned());
        let (theme, remarks) = read(name, source, &find).unwrap();
        assert_eq!(remarks, [], "{name}");
        assert!(!theme.description.is_empty(), "{name}");
        assert!(!theme.ornament(None).is_empty(), "{name}");
    }
}

#[test]
fn dream_and_waking_differ_without_colour_in_every_theme() {
    for (name, _) in BUILTIN {
        let theme = builtin(name).unwrap().reduced(Depth::None);
        let (dream, waking) = (Some(Mood::Dream), Some(Mood::Waking));
        assert_ne!(theme.style(dream, Scope::Text), theme.style(waking, Scope::Text), "{name}");
        assert_ne!(theme.ornament(dream), theme.ornament(waking), "{name}");
        // Emphasis must show within either.
        for (mood, block) in [(dream, Scope::Text), (waking, Scope::Text), (waking, Scope::Verse)] {
            let text = theme.text_style(mood, block, Roles::default());
            let stressed = theme.text_style(mood, block, [Role::Emphasis].into_iter().collect());
            assert_ne!(text.add_modifier, stressed.add_modifier, "{name}");
        }
    }
}

#[test]
fn what_a_theme_tells_by_colour_alone_is_told_without_colour_too() {
    let roles = ["hit", "current-hit", "selected"].map(|role| format!("{role} = {{ bg = \"#222222\" }}\n")).concat();
    let (theme, remarks) = parse(&format!("[roles]\n{roles}"));
    assert_eq!(remarks, [""; 0]);
    let looks = [
        (Scope::Hit, Modifier::UNDERLINED),
        (Scope::CurrentHit, Modifier::REVERSED),
        (Scope::Selected, Modifier::REVERSED),
    ];
    for mood in Mood::ALL.into_iter().map(Some).chain([None]) {
        for (scope, modifier) in looks {
            let look = |depth| theme.clone().reduced(depth).style(mood, scope).add_modifier;
            assert_eq!((look(Depth::Ansi16), look(Depth::None)), (Modifier::empty(), modifier), "{mood:?} {scope:?}");
        }
    }
}

#[test]
fn mono_has_no_colour_at_all() {
    let theme = builtin("mono").unwrap();
    let moods = Mood::ALL.into_iter().map(Some).chain([None]);
    for (mood, scope) in moods.flat_map(|mood| Scope::ALL.map(|scope| (mood, scope))) {
        let style = theme.style(mood, scope);
        assert_eq!((style.fg, style.bg), (None, None), "{mood:?} {scope:?}");
    }
}

#[test]
fn text_is_legible_in_every_theme_of_known_colours() {
    for name in ["lamplight", "daylight", "sepia", "contrast"] {
        let theme = builtin(name).unwrap();
        for mood in Mood::ALL.into_iter().map(Some).chain([None]) {
            let page = theme.style(mood, Scope::Text);
            let panel = theme.style(mood, Scope::Panel);
            for ground in Mood::ALL.into_iter().map(Some).chain([None]) {
                // A page whose mood changes half-way has one ground.
                let contrast = contrast(page.fg.unwrap(), theme.style(ground, Scope::Text).bg.unwrap());
                assert!(contrast >= 7.0, "{name} {mood:?} on {ground:?}: {contrast:.1}");
            }
            for scope in Scope::ALL {
                let over = match scope {
                    Scope::PanelDim | Scope::PanelTitle | Scope::Selected => panel,
                    _ => page,
                };
                let style = over.patch(theme.style(mood, scope));
                let contrast = contrast(style.fg.unwrap(), style.bg.unwrap());
                // WCAG 2.2: 4.5 for text, 3 for what is large or beside the text; text read for an hour gets 7.
                let least = match scope {
                    _ if name == "contrast" => 10.0,
                    Scope::Text | Scope::Verse | Scope::Letter | Scope::Quotation | Scope::Panel => 7.0,
                    Scope::Status | Scope::PanelDim | Scope::Ornament | Scope::Author => 3.0,
                    _ => 4.5,
                };
                assert!(contrast >= least, "{name} {mood:?} {scope:?}: {contrast:.1}");
            }
        }
    }
}

/// The contrast of two colours (WCAG 2.2, relative luminance).
fn contrast(a: Color, b: Color) -> f64 {
    let luminance = |colour| {
        let Color::Rgb(red, green, blue) = colour else { panic!("{colour:?}") };
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn a_childs_palette_recolours_what_it_inherits() {
    let (theme, remarks) = parse("inherits = \"parent\"\n[palette]\nink = \"#222222\"\n");
    assert_eq!(remarks, [""; 0]);
    assert_eq!(theme.style(None, Scope::Text).fg, Some(Color::Rgb(0x22, 0x22, 0x22)));
    assert!(theme.style(None, Scope::Emphasis).add_modifier.contains(Modifier::ITALIC));
}

#[test]
fn a_mood_changes_only_what_it_names() {
    let source = "inherits = \"parent\"\n[mood.dream]\nglyphs = \"~\"\nemphasis = { italic = false, bold = true }\n";
    let (theme, _) = parse(source);
    let dream = theme.style(Some(Mood::Dream), Scope::Emphasis);
    assert!(!dream.add_modifier.contains(Modifier::ITALIC) && dream.add_modifier.contains(Modifier::BOLD));
    assert_eq!(theme.style(Some(Mood::Dream), Scope::Text), theme.style(None, Scope::Text));
    assert_eq!(theme.ornament(Some(Mood::Dream)), "~");
}

#[test]
fn slips_are_remarked_on_where_they_stand() {
    let source = "inherits = \"nobody\"\n[roles]\nhaeding = \"red\"\ntext = { fg = \"lihgtblue\", itlic = true }\n[mood.draem]\n";
    assert_eq!(
        parse(source).1,
        [
            "1:12: `inherits` names an unknown theme, `nobody`",
            "5:7: unknown mood `draem`; did you mean `dream`?",
            "3:1: unknown role `haeding`; did you mean `heading`?",
            "4:15: unknown colour `lihgtblue`; did you mean `lightblue`?",
            "4:28: unknown key `itlic` in a role; did you mean `italic`?",
        ]
    );
}

#[test]
fn a_theme_that_inherits_from_itself_ends() {
    let source = "inherits = \"loop\"\n[roles]\ntext = \"red\"\n";
    let (theme, remarks) = read("loop", source, &|_| Some(source.to_owned())).unwrap();
    assert_eq!((theme.style(None, Scope::Text).fg, remarks.len()), (Some(Color::Red), 1));
}

#[test]
fn what_is_no_toml_is_an_error_with_its_place() {
    let remark = read("x", "[roles]\ntext = \n", &|_| None).unwrap_err();
    assert_eq!(remark.line, 2);
}

#[test]
fn a_slip_in_a_child_costs_nothing_of_what_it_inherits() {
    let parent = "[palette]\nink = \"#111111\"\npaper = \"#eeeeee\"\n[roles]\ntext = { fg = \"ink\", bg = \"paper\" }\nheading = \"ink\"\n";
    let source = "inherits = \"parent\"\n[roles]\ntext = { bg = \"papre\" }\nheading = \"imk\"\n";
    let (theme, remarks) = read("test", source, &|name| (name == "parent").then(|| parent.to_owned())).unwrap();
    let remarks: Vec<_> = remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        remarks,
        ["4:11: unknown colour `imk`; did you mean `ink`?", "3:15: unknown colour `papre`; did you mean `paper`?"]
    );
    let (ink, paper) = (Some(Color::Rgb(0x11, 0x11, 0x11)), Some(Color::Rgb(0xee, 0xee, 0xee)));
    assert_eq!((theme.style(None, Scope::Text).fg, theme.style(None, Scope::Text).bg), (ink, paper));
    assert_eq!(theme.style(None, Scope::Heading).fg, ink);
}

#[test]
fn a_loop_of_themes_is_called_one() {
    let find = |name: &str| match name {
        "a" => Some("inherits = \"b\"".to_owned()),
        "b" => Some("inherits = \"a\"".to_owned()),
        _ => name.strip_prefix('n').and_then(|n| n.parse::<u32>().ok()).map(|n| format!("inherits = \"n{}\"", n + 1)),
    };
    let told = |name: &str| {
        read(name, &find(name).unwrap(), &find).unwrap().1.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told("a"), ["1:12: `inherits` goes round in a loop: a → b → a"]);
    let as_found_by_the_program = |name: &str| if name == "a" { None } else { find(name) };
    let (_, remarks) = read("a", &find("a").unwrap(), &as_found_by_the_program).unwrap();
    assert_eq!(remarks[0].to_string(), "1:12: `inherits` goes round in a loop: a → b → a");
    assert_eq!(told("n1"), ["1:12: more than 8 themes inherit from each other"]);
}

#[test]
fn a_palette_may_name_its_own_colours_and_no_slip_suggests_itself() {
    let (theme, remarks) = parse("[palette]\none = \"#010101\"\na = \"one\"\n[roles]\ntext = \"a\"\n");
    assert_eq!((theme.style(None, Scope::Text).fg, remarks), (Some(Color::Rgb(1, 1, 1)), vec![]));
    let (_, remarks) = parse("[palette]\none = \"two\"\ntwo = \"one\"\n");
    assert_eq!(remarks, ["2:7: unknown colour `two`", "3:7: unknown colour `one`"]);
}
