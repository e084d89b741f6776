//! Turns a definition into looks: names become colours, as one depth of colour and one contrast show them.
//!
//! Each scope of each mood goes through these steps:
//!
//! 1. The rules that apply are laid over each other, from the weakest to the strongest (`layers`).
//! 2. Names become tints: a 24-bit colour, and the colour that the author chose for this depth, if any (`Tinting`).
//! 3. The moods of a foreign theme get derived colours (`derive_mood`).
//! 4. Grounds are chosen for the whole theme (`Grounds::of`), because every ink must be legible on all of them.
//! 5. Tints become colours of the depth that have the least contrast (`Grounds::style`).

use ratatui::style::{Color, Modifier, Style};

use super::colour::{Rgb, cube, lifted, nearest, sixteen, worst_contrast};
use super::definition::{Definition, Palettes, Rule, Rules};
use super::names::own_colour;
use super::{Contrast, Depth, Looks, Scope, derive};
use crate::document::Mood;

/// The number of scopes.
const SCOPES: usize = Scope::ALL.len();

/// The number of looks: the plain one, which is first, and one for each mood.
const ALL: usize = Mood::ALL.len() + 1;

/// A colour as the theme defines it, before it is fitted to a depth.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tint {
    /// The colour for all depths: of 24 bits, or one of the terminal's own.
    full: Color,
    /// The colour that the author chose for the depth. It is used as it is unless its contrast is too low.
    designed: Option<Color>,
}

/// The look of a scope, in tints.
#[derive(Debug, Clone, Copy, Default)]
struct TintedStyle {
    /// The ink. `None` takes the ink of what lies under the scope.
    fg: Option<Tint>,
    /// The ground. `None` takes the ground of what lies under the scope.
    bg: Option<Tint>,
    /// The modifiers that the look adds.
    add: Modifier,
    /// The modifiers that the look takes away.
    sub: Modifier,
}

/// Returns the looks of a definition: the plain one first, then those of all moods in the order of [`Mood::ALL`].
///
/// `base` lies under a foreign definition. It gives the modifiers and ornaments by which moods differ without colour.
pub(super) fn looks(
    definition: &Definition,
    base: Option<&Definition>,
    depth: Depth,
    contrast: Contrast,
) -> [Looks; ALL] {
    let moods = || std::iter::once(None).chain(Mood::ALL.map(Some));
    let mut drafts = [[TintedStyle::default(); SCOPES]; ALL];
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
        derive_lights(depth, &mut drafts[index]);
    }
    let grounds = Grounds::of(&drafts, depth, contrast);
    let mut looks = [const { Looks::EMPTY }; ALL];
    for ((index, mood), look) in moods().enumerate().zip(&mut looks) {
        for scope in Scope::ALL {
            look.styles[scope as usize] = grounds.style(&drafts[index], index, scope);
        }
        for layer in layers(definition, base, mood) {
            look.ornament = layer.ornament.clone().unwrap_or(std::mem::take(&mut look.ornament));
            look.title = layer.title.or(look.title);
            look.drop_cap = layer.drop_cap.or(look.drop_cap);
            look.transition = layer.transition.or(look.transition);
        }
    }
    looks
}

/// Returns the rules that apply to a mood, from the weakest to the strongest.
///
/// The plain rules apply to every mood. The rules of a mood apply to its shades too, so that a nightmare without rules
/// of its own looks like a dream. At each step, the rules of the base are weaker than those of the definition.
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
    /// Returns the rules and colours that the theme gives a mood.
    fn mood(&self, mood: Mood) -> &super::definition::MoodRules {
        &self.moods[mood as usize]
    }
}

/// The palettes in which a name of one mood is looked up.
struct Tinting<'a> {
    /// The palettes of the theme.
    theme: &'a Palettes,
    /// The palettes of the mood, if the look has one. They go before those of the theme.
    mood: Option<&'a Palettes>,
    /// The depth whose designed colours are taken.
    depth: Depth,
}

impl Tinting<'_> {
    /// Returns a rule with tints in place of names. A name that no palette has leaves the ink or the ground open.
    fn draft(&self, rule: &Rule) -> TintedStyle {
        let tint = |name: &Option<String>| name.as_ref().and_then(|name| self.tint(name));
        TintedStyle { fg: tint(&rule.fg), bg: tint(&rule.bg), add: rule.add, sub: rule.sub }
    }

    /// Returns the tint of a name or of a value, or `None` if there is no such colour.
    ///
    /// A mood's palette for any depth goes before all palettes of the theme. If only the palette for this depth has the
    /// name, its colour also serves as the colour for all depths.
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

/// Gives a mood the colours that [`derive`] makes from the plain ones.
///
/// Nothing happens if the theme's ground is unknown. Scopes on a panel keep their colours, and
/// so do scopes with a ground of their own, such as search matches.
fn derive_mood(mood: Mood, plain: &[TintedStyle; SCOPES], drafts: &mut [TintedStyle; SCOPES]) {
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

/// Gives a selection, spoken text and highlights a look where the theme has none.
///
/// Selected and spoken text look like a search match. A highlight has the ground of a marker pen: one that is made from the
/// page's ground, or one of the terminal's own where the ground is unknown or colours are few.
fn derive_lights(depth: Depth, drafts: &mut [TintedStyle; SCOPES]) {
    let is_open = |draft: &TintedStyle| draft.fg.is_none() && draft.bg.is_none() && draft.add.is_empty();
    for scope in [Scope::Selection, Scope::Spoken] {
        if is_open(&drafts[scope as usize]) {
            drafts[scope as usize] = drafts[Scope::Hit as usize];
        }
    }
    let text = drafts[Scope::Text as usize];
    let coloured = Scope::ALL.iter().any(|scope| drafts[*scope as usize].fg.is_some());
    let ground = text.bg.and_then(|tint| Rgb::of(tint.full)).filter(|_| depth != Depth::Ansi16);
    for (nth, scope) in Scope::HIGHLIGHTS.into_iter().enumerate() {
        let draft = &mut drafts[scope as usize];
        // A theme without a single colour has none for highlights either.
        if !is_open(draft) || !coloured {
            continue;
        }
        let own = |colour| Some(Tint { full: colour, designed: Some(colour) });
        (draft.fg, draft.bg) = match ground {
            // The ink that was designed for the page may be too weak on a marker.
            Some(ground) => (
                text.fg.map(|ink| Tint { designed: None, ..ink }),
                Some(Tint { full: derive::marker(nth, ground).colour(), designed: None }),
            ),
            None => (own(Color::Black), own(derive::SIXTEEN_MARKERS[nth])),
        };
    }
}

/// The modifiers that tell highlights apart where there are no colours. None of them is a search match's or a selection's.
const WITHOUT_COLOUR: [Modifier; 4] = [
    Modifier::UNDERLINED,
    Modifier::UNDERLINED.union(Modifier::BOLD),
    Modifier::UNDERLINED.union(Modifier::DIM),
    Modifier::BOLD,
];

/// Returns what tells a highlight from those of other colours without its colour. It is empty for all other scopes.
fn without_colour(scope: Scope) -> Modifier {
    let nth = Scope::HIGHLIGHTS.iter().position(|highlight| *highlight == scope);
    nth.map_or(Modifier::empty(), |nth| WITHOUT_COLOUR[nth])
}

/// Returns what tells a highlight from those of other colours where these are hardly told apart. Nothing is dim: the ink has a ground
/// that it must be read on.
#[must_use]
pub fn beside_colour(scope: Scope) -> Modifier {
    let told = without_colour(scope);
    if told.contains(Modifier::DIM) { told.difference(Modifier::DIM).union(Modifier::ITALIC) } else { told }
}

/// The grounds of a theme, on which all of its inks must be legible, and the depth and contrast that are asked for.
struct Grounds {
    /// The depth of the terminal.
    depth: Depth,
    /// The contrast that the reader asks for.
    contrast: Contrast,
    /// The ground of each look, as the depth shows it. `None` is the terminal's own.
    shown: [Option<Color>; ALL],
    /// The components of all grounds that are known. A page has one ground, whatever moods its lines have, so an ink may
    /// stand on any of them.
    known: Vec<Rgb>,
}

impl Grounds {
    /// Returns the grounds of the drafts at a depth.
    ///
    /// At 24 bits each mood has its own ground. At 256 and sixteen colours, a mood has the plain ground unless the author
    /// chose another for that depth. Without colours there are none.
    fn of(drafts: &[[TintedStyle; SCOPES]; ALL], depth: Depth, contrast: Contrast) -> Self {
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
        Self { depth, contrast, shown: grounds, known }
    }

    /// Returns whether two highlights have the same ground, as they may where colours are few.
    fn are_alike(&self, drafts: &[TintedStyle; SCOPES]) -> bool {
        let grounds =
            Scope::HIGHLIGHTS.map(|scope| drafts[scope as usize].bg.and_then(|tint| ground(tint, self.depth)));
        (1..grounds.len()).any(|nth| grounds[..nth].contains(&grounds[nth]))
    }

    /// Returns the style of a scope in the look `index`.
    ///
    /// Search matches and the selected row must be told from the text around them. Without colours, or
    /// without a ground of their own, they are underlined or reversed.
    fn style(&self, drafts: &[TintedStyle; SCOPES], index: usize, scope: Scope) -> Style {
        let draft = &drafts[scope as usize];
        let mut style = Style { add_modifier: draft.add, sub_modifier: draft.sub, ..Style::default() };
        let lit = scope.is_lit();
        if self.depth == Depth::None {
            // What a theme tells by colour alone has to be told by something.
            return match scope {
                Scope::Hit => style.add_modifier(Modifier::UNDERLINED),
                Scope::CurrentHit | Scope::Selected | Scope::Selection | Scope::Spoken => {
                    style.add_modifier(Modifier::REVERSED)
                }
                _ => style.add_modifier(without_colour(scope)),
            };
        }
        if Scope::HIGHLIGHTS.contains(&scope) && self.are_alike(drafts) {
            style = style.add_modifier(beside_colour(scope));
        }
        let under = &drafts[if scope.is_on_panel() { Scope::Panel } else { Scope::Text } as usize];
        style.bg = match scope {
            Scope::Text => self.shown[index],
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
            let told = without_colour(scope);
            let told = if told.is_empty() { Modifier::REVERSED } else { told };
            style = style.add_modifier(told);
        }
        style
    }

    /// Returns the colour in which an ink is shown on these grounds.
    ///
    /// A designed colour is taken if it has the contrast that the reader asks for. So is one of the terminal's own. A
    /// 24-bit colour is made lighter or darker if it must be, and then the nearest colour of the depth is taken. Below
    /// 24 bits, only colours with WCAG's level AA are considered if there are any, even if the reader asks for no
    /// contrast. An ink without a known ground becomes the terminal's default one in sixteen colours.
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

    /// Returns a colour in place of one of the terminal's own whose contrast is too low. The terminal's default colour
    /// stays, because its contrast is unknown.
    fn another(&self, colour: Color, grounds: &[Rgb], least: f64) -> Color {
        let Some(rgb) = Rgb::of(colour) else { return colour };
        match self.depth {
            Depth::True => lifted(rgb, grounds, least).colour(),
            Depth::Ansi256 => nearest(rgb, cube(), grounds, least),
            Depth::Ansi16 | Depth::None => nearest(rgb, sixteen(), grounds, least),
        }
    }
}

/// Returns the colour in which a depth shows a ground, or `None` without colours.
///
/// In sixteen colours, any other colour than one of them becomes the terminal's own ground.
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
