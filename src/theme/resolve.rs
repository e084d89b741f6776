//! From a definition to looks: colours in place of names, as one depth of colour and one contrast show them.

use ratatui::style::{Color, Modifier, Style};

use super::colour::{Rgb, cube, lifted, nearest, sixteen, worst_contrast};
use super::definition::{Definition, Palettes, Rule, Rules};
use super::names::own_colour;
use super::{Contrast, Depth, Looks, Scope, derive};
use crate::document::Mood;

/// How many scopes there are.
const SCOPES: usize = Scope::ALL.len();

/// The plain look and the moods'.
const ALL: usize = Mood::ALL.len() + 1;

/// A colour as it was defined: by 24 bits or by the terminal's own name, and by hand for the depth.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tint {
    full: Color,
    designed: Option<Color>,
}

/// A scope's look, in tints.
#[derive(Debug, Clone, Copy, Default)]
struct Draft {
    fg: Option<Tint>,
    bg: Option<Tint>,
    add: Modifier,
    sub: Modifier,
}

/// Resolves a definition. `base` lies under a foreign one: it says how moods differ without colour.
pub(super) fn looks(
    definition: &Definition,
    base: Option<&Definition>,
    depth: Depth,
    contrast: Contrast,
) -> [Looks; ALL] {
    let moods = || std::iter::once(None).chain(Mood::ALL.map(Some));
    let mut drafts = [[Draft::default(); SCOPES]; ALL];
    for (index, mood) in moods().enumerate() {
        let plain = drafts[0];
        let tinting = Tinting { theme: &definition.palettes, mood: mood.map(|m| &definition.mood(m).palettes), depth };
        for scope in Scope::ALL {
            let mut rule = Rule::default();
            for layer in layers(definition, base, mood) {
                rule.patch(&layer.rule(scope));
            }
            drafts[index][scope as usize] = tinting.draft(&rule);
        }
        if let Some(mood) = mood.filter(|_| definition.foreign) {
            derive_mood(mood, &plain, &mut drafts[index]);
        }
    }
    let page = Page::of(&drafts, depth, contrast);
    let mut looks = [const { Looks::EMPTY }; ALL];
    for ((index, mood), look) in moods().enumerate().zip(&mut looks) {
        for scope in Scope::ALL {
            look.styles[scope as usize] = page.style(&drafts[index], index, scope);
        }
        for layer in layers(definition, base, mood) {
            look.ornament = layer.ornament.clone().unwrap_or(std::mem::take(&mut look.ornament));
            look.title = layer.title.or(look.title);
            look.transition = layer.transition.or(look.transition);
        }
    }
    looks
}

/// The rules that apply to a mood, the weakest first. A mood with a dot has those of the mood before the dot.
fn layers<'a>(definition: &'a Definition, base: Option<&'a Definition>, mood: Option<Mood>) -> Vec<&'a Rules> {
    let mut layers: Vec<&Rules> = base.iter().map(|base| &base.plain).collect();
    layers.push(&definition.plain);
    for mood in mood.into_iter().flat_map(|mood| [mood.parent(), Some(mood)]).flatten() {
        layers.extend(base.map(|base| &base.mood(mood).rules));
        layers.push(&definition.mood(mood).rules);
    }
    layers
}

impl Definition {
    fn mood(&self, mood: Mood) -> &super::definition::MoodRules {
        &self.moods[mood as usize]
    }
}

/// Finds the tints of names.
struct Tinting<'a> {
    theme: &'a Palettes,
    mood: Option<&'a Palettes>,
    depth: Depth,
}

impl Tinting<'_> {
    fn draft(&self, rule: &Rule) -> Draft {
        let tint = |name: &Option<String>| name.as_ref().and_then(|name| self.tint(name));
        Draft { fg: tint(&rule.fg), bg: tint(&rule.bg), add: rule.add, sub: rule.sub }
    }

    /// The tint of a name. What a mood says of it at any depth goes before what the theme says.
    fn tint(&self, name: &str) -> Option<Tint> {
        let of = |palettes: &Palettes| {
            let designed = match self.depth {
                Depth::Ansi256 => palettes.of256.get(name),
                Depth::Ansi16 => palettes.of16.get(name),
                Depth::True | Depth::None => None,
            };
            let full = palettes.full.get(name).or(designed)?;
            Some(Tint { full: *full, designed: designed.copied() })
        };
        self.mood
            .and_then(of)
            .or_else(|| of(self.theme))
            .or_else(|| own_colour(name).map(|full| Tint { full, designed: None }))
    }
}

/// Gives a mood that is not named the colours that follow from the plain ones.
fn derive_mood(mood: Mood, plain: &[Draft; SCOPES], drafts: &mut [Draft; SCOPES]) {
    let rgb = |tint: Option<Tint>| tint.and_then(|tint| Rgb::of(tint.full));
    let text = Scope::Text as usize;
    let Some(ground) = rgb(plain[text].bg) else { return };
    let ground = derive::ground(mood, ground);
    let tint = |rgb: Rgb| Some(Tint { full: rgb.colour(), designed: None });
    drafts[text].bg = tint(ground);
    for scope in Scope::ALL.into_iter().filter(|scope| !scope.is_on_panel()) {
        let draft = &mut drafts[scope as usize];
        if let Some(ink) = rgb(plain[scope as usize].fg)
            && draft.bg.is_none_or(|_| scope == Scope::Text)
        {
            draft.fg = tint(derive::ink(mood, scope, ink, ground));
        }
    }
}

/// What all inks of a theme have to be read on, and how they are shown.
struct Page {
    depth: Depth,
    contrast: Contrast,
    /// The grounds as they are shown.
    grounds: [Option<Color>; ALL],
    /// Their colours: a page has one ground, whatever moods its lines have.
    known: Vec<Rgb>,
}

impl Page {
    fn of(drafts: &[[Draft; SCOPES]; ALL], depth: Depth, contrast: Contrast) -> Self {
        let text = |index: usize| &drafts[index][Scope::Text as usize];
        let plain = text(0).bg.and_then(|tint| ground(tint, depth));
        let mut grounds = [plain; ALL];
        for (index, shown) in grounds.iter_mut().enumerate().skip(1) {
            *shown = match (depth, text(index).bg) {
                (Depth::None, _) | (_, None) => None,
                (Depth::True, Some(tint)) => Some(tint.full),
                // A tinted ground that is nearest would be another tint: moods are told by ink, slant and ornament.
                (_, Some(tint)) => tint.designed.or(plain),
            };
        }
        let mut known: Vec<Rgb> = grounds.iter().flatten().filter_map(|ground| Rgb::of(*ground)).collect();
        if known.is_empty()
            && let Some(ink) = text(0).fg.and_then(|tint| Rgb::of(tint.full)).filter(|_| contrast != Contrast::Off)
        {
            // A theme without a ground was made for a terminal whose ground suits its text.
            known.push(if ink.luminance() > 0.18 { Rgb(0, 0, 0) } else { Rgb(255, 255, 255) });
        }
        Self { depth, contrast, grounds, known }
    }

    /// The style of a scope.
    fn style(&self, drafts: &[Draft; SCOPES], index: usize, scope: Scope) -> Style {
        let draft = &drafts[scope as usize];
        let mut style = Style { add_modifier: draft.add, sub_modifier: draft.sub, ..Style::default() };
        let lit = matches!(scope, Scope::Hit | Scope::CurrentHit | Scope::Selected);
        if self.depth == Depth::None {
            // What a theme tells by colour alone has to be told by something.
            return match scope {
                Scope::Hit => style.add_modifier(Modifier::UNDERLINED),
                Scope::CurrentHit | Scope::Selected => style.add_modifier(Modifier::REVERSED),
                _ => style,
            };
        }
        let under = &drafts[if scope.is_on_panel() { Scope::Panel } else { Scope::Text } as usize];
        style.bg = match scope {
            Scope::Text => self.grounds[index],
            // A page is one sheet of paper: what stands on it has no ground of its own.
            _ if scope.is_ink() => None,
            _ => draft.bg.and_then(|tint| ground(tint, self.depth)),
        };
        let grounds = match (style.bg, under.bg.and_then(|tint| ground(tint, self.depth))) {
            _ if scope == Scope::Text => self.known.clone(),
            (Some(own), _) => Rgb::of(own).into_iter().collect(),
            (None, Some(panel)) if scope.is_on_panel() => Rgb::of(panel).into_iter().collect(),
            _ => self.known.clone(),
        };
        let fg = draft.fg.or(under.fg.filter(|_| lit && draft.bg.is_some()));
        style.fg = fg.map(|tint| self.ink(tint, &grounds, scope));
        let plain_colours = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
        if lit && plain_colours(style.bg) && !style.add_modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED) {
            (style.fg, style.bg) = (None, None);
            style = style.add_modifier(Modifier::REVERSED);
        }
        style
    }

    /// An ink as it is shown on these grounds.
    fn ink(&self, tint: Tint, grounds: &[Rgb], scope: Scope) -> Color {
        let least = self.contrast.least(scope);
        let enough = |colour: Color| Rgb::of(colour).is_none_or(|ink| worst_contrast(ink, grounds) >= least);
        if let Some(designed) = tint.designed.filter(|colour| enough(*colour)) {
            return designed;
        }
        // The terminal's own colours are its owner's.
        let Color::Rgb(r, g, b) = tint.full else {
            return if enough(tint.full) { tint.full } else { self.another(tint.full, grounds, least) };
        };
        let rgb = Rgb(r, g, b);
        // An ink that was not designed for the depth must not vanish there, whatever contrast is asked for.
        let shown = least.max(Contrast::Aa.least(scope));
        match self.depth {
            Depth::True if least > 0.0 => lifted(rgb, grounds, least).colour(),
            Depth::True | Depth::None => tint.full,
            Depth::Ansi256 => nearest(lifted(rgb, grounds, shown), cube(), grounds, shown),
            Depth::Ansi16 if grounds.is_empty() => Color::Reset,
            Depth::Ansi16 => nearest(rgb, sixteen(), grounds, shown),
        }
    }

    /// A colour in place of one of the terminal's own that can't be read.
    fn another(&self, colour: Color, grounds: &[Rgb], least: f64) -> Color {
        let Some(rgb) = Rgb::of(colour) else { return colour };
        match self.depth {
            Depth::True => lifted(rgb, grounds, least).colour(),
            Depth::Ansi256 => nearest(rgb, cube(), grounds, least),
            Depth::Ansi16 | Depth::None => nearest(rgb, sixteen(), grounds, least),
        }
    }
}

/// A ground as a depth shows it; `None` shows none of its own.
fn ground(tint: Tint, depth: Depth) -> Option<Color> {
    if let Some(designed) = tint.designed {
        return Some(designed);
    }
    match (depth, tint.full) {
        (Depth::None, _) => None,
        (Depth::Ansi256, Color::Rgb(r, g, b)) => Some(nearest(Rgb(r, g, b), cube(), &[], 0.0)),
        (Depth::Ansi16, Color::Rgb(..) | Color::Indexed(16..)) => Some(Color::Reset),
        (_, shown) => Some(shown),
    }
}
