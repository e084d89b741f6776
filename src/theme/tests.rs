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
        assert!(!theme.meta().description.is_empty(), "{name}");
        assert!(!theme.ornament(None).is_empty(), "{name}");
    }
}

#[test]
fn dream_and_waking_differ_without_colour_in_every_theme() {
    for (name, _) in BUILTIN {
        let theme = builtin(name).unwrap().rendered(Depth::None, Contrast::Off);
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
            let look = |depth| theme.rendered(depth, Contrast::Off).style(mood, scope).add_modifier;
            assert_eq!((look(Depth::True), look(Depth::None)), (Modifier::empty(), modifier), "{mood:?} {scope:?}");
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

/// The looks whose colours are ours: the others take the terminal's.
fn looks() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|(name, _)| *name).filter(|name| *name != TERMINAL && *name != "mono")
}

/// All moods, and none.
fn moods() -> impl Iterator<Item = Option<Mood>> + Clone {
    Mood::ALL.into_iter().map(Some).chain([None])
}

#[test]
fn what_is_found_or_selected_is_told_from_the_page_and_from_highlights() {
    // Four times what CSS Color 4 takes for the least difference that an eye notices.
    const TOLD_APART: f64 = 0.08;
    for name in looks() {
        let theme = builtin(name).unwrap().rendered(Depth::True, Contrast::Off);
        for mood in moods() {
            let ground = |scope| Rgb::of(theme.style(mood, scope).bg.unwrap()).unwrap().lab();
            for lit in [Scope::Hit, Scope::CurrentHit, Scope::Selection, Scope::Spoken] {
                for other in Scope::HIGHLIGHTS.into_iter().chain([Scope::Text]) {
                    let distance = ground(lit).distance(ground(other));
                    assert!(distance >= TOLD_APART, "{name} {mood:?}: {lit:?} on {other:?}: {distance:.3}");
                }
            }
        }
    }
}

#[test]
fn highlights_are_told_apart_at_every_depth() {
    for (name, depth) in looks().flat_map(|name| Depth::ALL[1..].iter().map(move |depth| (name, *depth))) {
        let theme = builtin(name).unwrap().rendered(depth, Contrast::Off);
        for mood in moods() {
            let looks =
                Scope::HIGHLIGHTS.map(|scope| theme.style(mood, scope)).map(|style| (style.bg, style.add_modifier));
            for (nth, look) in looks.iter().enumerate() {
                assert!(!looks[..nth].contains(look), "{name} {depth:?} {mood:?}: {looks:?}");
            }
        }
    }
}

#[test]
fn text_is_legible_in_every_look_at_every_depth() {
    for (name, depth) in looks().flat_map(|name| Depth::ALL[1..].iter().map(move |depth| (name, *depth))) {
        let theme = builtin(name).unwrap().rendered(depth, Contrast::Off);
        let grounds: Vec<Rgb> = moods().filter_map(|mood| Rgb::of(theme.style(mood, Scope::Text).bg?)).collect();
        for (mood, scope) in moods().flat_map(|mood| Scope::ALL.map(|scope| (mood, scope))) {
            let under = theme.style(mood, if scope.is_on_panel() { Scope::Panel } else { Scope::Text });
            let style = under.patch(theme.style(mood, scope));
            let ink = Rgb::of(style.fg.unwrap()).unwrap();
            // A page whose mood changes half-way has one ground.
            let own = [Rgb::of(style.bg.unwrap()).unwrap()];
            let plain = theme.style(mood, scope).bg.is_none() || scope == Scope::Text;
            let on = if plain && !scope.is_on_panel() { &grounds[..] } else { &own };
            let contrast = on.iter().map(|ground| ink.contrast(*ground)).fold(f64::INFINITY, f64::min);
            let wanted = if name.starts_with("contrast") { Contrast::Aaa } else { Contrast::Aa };
            // WCAG 2.2 asks for 4.5; text that is read for an hour gets 7 where there are colours enough.
            let long = matches!(scope, Scope::Text | Scope::Verse | Scope::Letter | Scope::Quotation | Scope::Panel);
            let least = if long && depth == Depth::True { 7.0 } else { wanted.least(scope) };
            assert!(contrast >= least, "{name} {} {mood:?} {scope:?}: {contrast:.2}", depth.name());
        }
    }
}

#[test]
fn every_mood_is_seen_at_a_glance_in_every_look() {
    let differ = |name: &str, depth: Depth, a: Option<Mood>, b: Option<Mood>| {
        let theme = builtin(name).unwrap().rendered(depth, Contrast::Off);
        let look =
            |mood| (theme.style(mood, Scope::Text), theme.style(mood, Scope::Heading), theme.ornament(mood).to_owned());
        assert_ne!(look(a), look(b), "{name} {}", depth.name());
    };
    for (name, depth) in looks().flat_map(|name| Depth::ALL.map(|depth| (name, depth))) {
        let dressed = [Mood::Dream, Mood::Nightmare, Mood::Memory, Mood::Letter, Mood::Verse, Mood::Dawn, Mood::Night];
        for (nth, mood) in dressed.into_iter().enumerate() {
            differ(name, depth, Some(mood), None);
            dressed[..nth].iter().for_each(|other| differ(name, depth, Some(mood), Some(*other)));
        }
    }
}

#[test]
fn moods_have_grounds_of_their_own_only_where_there_are_colours_enough() {
    for name in looks() {
        let grounds = |depth| {
            let theme = builtin(name).unwrap().rendered(depth, Contrast::Off);
            moods().map(|mood| theme.style(mood, Scope::Text).bg).collect::<std::collections::HashSet<_>>().len()
        };
        // `contrast` keeps black under the night.
        assert!(grounds(Depth::True) >= 7, "{name}");
        assert_eq!((grounds(Depth::Ansi256), grounds(Depth::Ansi16)), (1, 1), "{name}");
    }
}

#[test]
fn looks_come_in_pairs_of_a_dark_and_a_light_one() {
    for name in looks() {
        let theme = builtin(name).unwrap();
        let other = builtin(&theme.meta().pair).unwrap();
        assert_eq!(&*other.meta().pair, name);
        assert_ne!(theme.meta().variant, other.meta().variant, "{name}");
        let ground = Rgb::of(theme.style(None, Scope::Text).bg.unwrap()).unwrap();
        assert_eq!(theme.meta().variant, Some(if ground.luminance() < 0.18 { Variant::Dark } else { Variant::Light }));
    }
}

#[test]
fn a_theme_of_an_earlier_version_has_its_new_name_too() {
    assert_eq!(builtin_source("sepia"), builtin_source("paperback"));
}

#[test]
fn a_theme_of_helix_dresses_the_page_and_derives_its_moods() {
    let source = "\"ui.background\" = { bg = \"bg\" }\n\"ui.text\" = \"fg\"\n\"markup.heading\" = { fg = \"#fabd2f\", modifiers = [\"bold\"] }\n\
        comment = { fg = \"gray1\", modifiers = [\"italic\"] }\n\"ui.selection\" = { bg = \"gray1\" }\n\"ui.virtual.ruler\" = { bg = \"bg\" }\n\
        rainbow = [\"#f00\"]\n\"diagnostic.error\" = { underline = { color = \"fg\", style = \"curl\" } }\n\
        [palette]\nbg = \"#282828\"\nfg = \"#ebdbb2\"\ngray1 = \"#928374\"\n";
    let (theme, remarks) = parse(source);
    assert_eq!(remarks, [""; 0]);
    assert!(theme.is_foreign());
    let waking = theme.style(None, Scope::Text);
    assert_eq!((waking.fg, waking.bg), (Some(Color::Rgb(0xeb, 0xdb, 0xb2)), Some(Color::Rgb(0x28, 0x28, 0x28))));
    assert!(
        theme.style(None, Scope::Heading).add_modifier.contains(Modifier::BOLD),
        "markup.heading is the longest prefix"
    );
    let dream = theme.style(Some(Mood::Dream), Scope::Text);
    assert!(dream.bg != waking.bg && dream.fg != waking.fg && dream.add_modifier.contains(Modifier::ITALIC));
    assert_ne!(theme.ornament(Some(Mood::Dream)), theme.ornament(None));
    let hit = theme.rendered(Depth::True, Contrast::Aa).style(None, Scope::Hit);
    assert!(Rgb::of(hit.fg.unwrap()).unwrap().contrast(Rgb::of(hit.bg.unwrap()).unwrap()) >= 4.5);
}

#[test]
fn without_italics_stress_is_underlined_and_no_page_is() {
    let theme = builtin("lamplight").unwrap().rendered(Depth::Ansi256, Contrast::Off).without_italics();
    for mood in moods() {
        let text = theme.text_style(mood, Scope::Text, Roles::default());
        let stressed = theme.text_style(mood, Scope::Text, [Role::Emphasis].into_iter().collect());
        assert!(!text.add_modifier.intersects(Modifier::ITALIC | Modifier::UNDERLINED), "{mood:?}");
        assert!(stressed.add_modifier.contains(Modifier::UNDERLINED), "{mood:?}");
    }
}

#[test]
fn a_mood_with_a_dot_falls_back_to_the_mood_before_it() {
    let source = "inherits = \"parent\"\n[mood.dream]\ntext = \"red\"\nheading = \"blue\"\n[mood.dream.nightmare]\nheading = \"green\"\n";
    let (theme, remarks) = parse(source);
    assert_eq!(remarks, [""; 0]);
    let nightmare = |scope| theme.style(Some(Mood::Nightmare), scope).fg;
    assert_eq!((nightmare(Scope::Text), nightmare(Scope::Heading)), (Some(Color::Red), Some(Color::Green)));
}

#[test]
fn a_palette_of_a_mood_and_of_a_depth_recolours() {
    let source = "[palette]\nink = \"#eeeeee\"\nground = \"#111111\"\n[palette256]\nink = 250\nground = 233\n[palette16]\nink = \"white\"\nground = \"black\"\n\
        [reader]\ntext = { fg = \"ink\", bg = \"ground\" }\n[mood.dream.palette]\nink = \"#bbccff\"\nground = \"#111133\"\n[mood.night.palette256]\nink = 240\n";
    let (theme, remarks) = parse(source);
    assert_eq!(remarks, [""; 0]);
    let shown = |depth, mood| theme.rendered(depth, Contrast::Off).style(mood, Scope::Text);
    let (dream, night) = (Some(Mood::Dream), Some(Mood::Night));
    assert_eq!(shown(Depth::True, dream).bg, Some(Color::Rgb(0x11, 0x11, 0x33)));
    assert_eq!(shown(Depth::Ansi256, None).fg, Some(Color::Indexed(250)));
    assert_eq!(shown(Depth::Ansi256, dream).bg, Some(Color::Indexed(233)), "a tinted ground stays plain");
    assert_ne!(shown(Depth::Ansi256, dream).fg, Some(Color::Indexed(250)), "the ink tells the mood");
    assert_eq!(shown(Depth::Ansi256, night).fg, Some(Color::Indexed(240)));
    assert_eq!(shown(Depth::Ansi16, None).bg, Some(Color::Black));
}

#[test]
fn a_new_colour_in_a_child_is_new_at_every_depth() {
    let source = "inherits = \"lamplight\"\n[palette]\nroom = \"#ffffff\"\nink = \"#000000\"\n";
    let find = |name: &str| builtin_source(name).map(str::to_owned);
    let theme = read("mine", source, &find).unwrap().0.rendered(Depth::Ansi256, Contrast::Off);
    assert_eq!(theme.style(None, Scope::Text).bg, Some(Color::Indexed(231)));
}

#[test]
fn the_contrast_that_is_asked_for_holds() {
    let source =
        "[reader]\ntext = { fg = \"#777777\", bg = \"#808080\" }\nheading = \"#806020\"\nstatus = \"#7f7f7f\"\n";
    let (theme, _) = parse(source);
    let at = |contrast: Contrast, scope| {
        let theme = theme.rendered(Depth::True, contrast);
        let ground = Rgb::of(theme.style(None, Scope::Text).bg.unwrap()).unwrap();
        Rgb::of(theme.style(None, scope).fg.unwrap()).unwrap().contrast(ground)
    };
    assert!(at(Contrast::Off, Scope::Heading) < 2.0);
    assert!(at(Contrast::Aa, Scope::Heading) >= 4.5 && at(Contrast::Aa, Scope::Status) >= 3.0);
}

#[test]
fn at_sixteen_colours_no_ink_vanishes_on_either_ground() {
    let source = "[reader]\ntext = { fg = \"#eeeeee\", bg = \"#202020\" }\nheading = { fg = \"#ffff00\", bold = true }\nselected = { fg = \"#000000\", bg = \"#ffff00\" }\n";
    let theme = parse(source).0.rendered(Depth::Ansi16, Contrast::Off);
    let heading = theme.style(None, Scope::Heading);
    assert_eq!((heading.fg, theme.style(None, Scope::Text).bg), (Some(Color::Reset), Some(Color::Reset)));
    assert!(heading.add_modifier.contains(Modifier::BOLD));
    assert!(theme.style(None, Scope::Selected).add_modifier.contains(Modifier::REVERSED));
}

#[test]
fn the_format_takes_helixs_ways_of_writing() {
    let source = "\"ui.text\" = { fg = \"light-red\", modifiers = [\"underlined\", \"slow_blink\", \"crossed_out\"] }\n\"ui.background\".bg = \"#abc\"\n";
    let (theme, remarks) = parse(source);
    assert_eq!(remarks, [""; 0]);
    let text = theme.style(None, Scope::Text);
    assert_eq!((text.fg, text.bg), (Some(Color::LightRed), Some(Color::Rgb(0xaa, 0xbb, 0xcc))));
    assert!(text.add_modifier.contains(Modifier::UNDERLINED | Modifier::CROSSED_OUT));
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
fn a_table_that_is_no_scope_is_remarked_on() {
    let source = "[colours]\ntext = \"#ffffff\"\n[newscope]\nfg = \"red\"\n[\"other.scope\"]\nmodifiers = [\"bold\"]\n";
    assert_eq!(parse(source).1, ["1:2: unknown key `colours` in a theme"]);
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
