//! The cascade: what several rules say of one element, by their weight and their order (CSS Cascading 4, 6.1).
//!
//! Most rules of books are for a class or an element, or for one within another. They are found by name, and what they say is
//! remembered by `paths.rs`, so that a paragraph costs one look into a table. Only the others are matched for each element.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use selectors::context::{MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches};
use selectors::matching::{MatchingContext, matches_selector};
use selectors::parser::{Combinator, Component, NthSelectorData, Selector};

use super::look::{Display, ElementStyle, FoundStyle, declared};
use super::paths::Paths;
use super::selector::{Name, Selectors};
use super::sheet::StyleSheet;
use super::tree::Tree;

/// The most selectors that are tried on the elements of a book: of a hundred thousand elements some forty each. A real book comes
/// nowhere near; without a limit, a sheet and a text of a megabyte each could be matched for hours.
const MOST_TRIES: u64 = 4_000_000;

/// A selector with what its rule says.
#[derive(Debug)]
struct Weighed {
    selector: Selector<Selectors>,
    /// Whether its class and its name alone say whether it matches.
    simple: Option<Simple>,
    /// Whether nothing matters but the names, classes and ids of the element and of those around it.
    is_of_path: bool,
    /// Classes that an element must have, or one around it.
    classes: Vec<Name>,
    specificity: u32,
    look: ElementStyle,
    important: ElementStyle,
}

/// A selector of a name and classes, without anything else.
#[derive(Debug, Default)]
struct Simple {
    name: Option<Name>,
    classes: Vec<Name>,
}

/// What the rules of a chapter ask for beyond the name, the class and the id of an element.
#[derive(Debug, Default, Clone, Copy)]
struct Asks {
    /// The elements around it.
    tree: bool,
    /// The elements before it.
    siblings: bool,
    /// Its other attributes.
    attributes: bool,
}

/// The style sheets of a chapter.
#[derive(Debug, Default)]
pub(in crate::format) struct Styles {
    rules: Vec<Weighed>,
    /// The rules by the class, the id or the name of the element that they are for.
    by_class: HashMap<Name, Vec<usize>>,
    by_id: HashMap<Name, Vec<usize>>,
    by_name: HashMap<Name, Vec<usize>>,
    /// Those for elements without a class or an id of their own, by a class that an element around has.
    by_class_around: HashMap<Name, Vec<usize>>,
    others: Vec<usize>,
    /// The ids that rules ask for, of the element or of one around it.
    ids: HashSet<Name>,
    /// What some rules ask for.
    asks: Asks,
    /// Whether some rules hide what they are for.
    hides_some: bool,
    /// What was found of elements by where they stand.
    paths: RefCell<Paths>,
    tries: Rc<Cell<u64>>,
}

/// An element whose look is asked for.
pub(in crate::format) struct Asked<'a> {
    pub(in crate::format) name: &'a str,
    pub(in crate::format) id: &'a str,
    pub(in crate::format) class: &'a str,
    pub(in crate::format) style: &'a str,
}

impl Styles {
    /// Returns the styles of some sheets, in their order. `tries` counts what was matched in all of the book.
    pub(in crate::format) fn of(sheets: &[Rc<StyleSheet>], tries: &Rc<Cell<u64>>) -> Self {
        let mut styles = Self { tries: Rc::clone(tries), ..Self::default() };
        for rule in sheets.iter().flat_map(|sheet| &sheet.rules) {
            for selector in rule.selectors.slice().iter().filter(|selector| !looks_ahead(selector)) {
                styles.add(Weighed {
                    simple: simple(selector),
                    is_of_path: is_of_path(selector),
                    classes: classes(selector),
                    specificity: selector.specificity(),
                    selector: selector.clone(),
                    look: rule.look,
                    important: rule.important,
                });
            }
        }
        styles
    }

    fn add(&mut self, rule: Weighed) {
        let index = self.rules.len();
        let (mut class, mut id, mut name) = (None, None, None);
        // The compound of the element itself comes first.
        for component in rule.selector.iter() {
            match component {
                Component::Class(one) => class = Some(one.clone()),
                Component::ID(one) => id = Some(one.clone()),
                Component::LocalName(one) => name = Some(one.lower_name.clone()),
                _ => {}
            }
        }
        let around = rule.classes.first().cloned();
        let list = match (id, class, around, name) {
            (Some(id), ..) => self.by_id.entry(id).or_default(),
            (_, Some(class), ..) => self.by_class.entry(class).or_default(),
            (_, _, Some(class), _) => self.by_class_around.entry(class).or_default(),
            (.., Some(name)) => self.by_name.entry(name).or_default(),
            _ => &mut self.others,
        };
        list.push(index);
        self.ids.extend(ids(&rule.selector));
        self.asks.attributes |= asks_attributes(&rule.selector);
        self.asks.siblings |= asks_siblings(&rule.selector);
        self.asks.tree |= rule.simple.is_none();
        let hides = |look: &ElementStyle| look.display == Some(Display::None) || look.visible == Some(false);
        self.hides_some |= hides(&rule.look) || hides(&rule.important);
        self.rules.push(rule);
    }

    /// Returns whether the elements around one have to be known.
    pub(in crate::format) fn needs_tree(&self) -> bool {
        self.asks.tree
    }

    /// Returns whether some rules ask for other attributes than the class and the id.
    pub(in crate::format) fn asks_attributes(&self) -> bool {
        self.asks.attributes
    }

    /// Returns whether some rules ask for the elements before one.
    pub(in crate::format) fn asks_siblings(&self) -> bool {
        self.asks.siblings
    }

    /// Returns whether some rules hide what they are for.
    pub(in crate::format) fn hides_some(&self) -> bool {
        self.hides_some
    }

    /// Returns whether rules were left out because there was too much to match.
    pub(in crate::format) fn is_exhausted(&self) -> bool {
        self.tries.get() >= MOST_TRIES
    }

    /// Returns what the sheets and its own `style` say of an element. `tree` holds it as the innermost one, where it is needed.
    pub(in crate::format) fn look(&self, asked: &Asked<'_>, tree: &Tree) -> ElementStyle {
        let FoundStyle { mut look, important } =
            if self.rules.is_empty() { FoundStyle::default() } else { self.of_sheets(asked, tree) };
        look.lay(&declared(asked.style));
        look.lay(&important);
        look
    }

    fn of_sheets(&self, asked: &Asked<'_>, tree: &Tree) -> FoundStyle {
        let from = if self.asks.tree { tree.path_around() } else { Some(Paths::ROOT) };
        let id = if self.ids.contains(asked.id) { asked.id } else { "" };
        let path = from.and_then(|from| self.paths.borrow_mut().step(from, [asked.name, asked.class, id]));
        tree.set_path(path);
        if let Some(look) = path.and_then(|path| self.paths.borrow().look(path)) {
            return look;
        }
        let (look, is_of_path) = self.found(asked, tree);
        if let Some(path) = path.filter(|_| is_of_path && !self.is_exhausted()) {
            self.paths.borrow_mut().remember(path, look);
        }
        look
    }

    /// Returns what the rules say of an element, and whether its path alone decides it.
    fn found(&self, asked: &Asked<'_>, tree: &Tree) -> (FoundStyle, bool) {
        let mut found: Vec<usize> = self.others.clone();
        found.extend(self.by_name.get(asked.name).into_iter().flatten());
        for class in asked.class.split_ascii_whitespace() {
            found.extend(self.by_class.get(class).into_iter().flatten());
        }
        if !asked.id.is_empty() {
            found.extend(self.by_id.get(asked.id).into_iter().flatten());
        }
        if !self.by_class_around.is_empty() {
            found.extend(tree.classes().filter_map(|class| self.by_class_around.get(class)).flatten());
        }
        found.sort_unstable();
        found.dedup();
        let lacks = |rule: &Weighed| rule.classes.iter().any(|class| !tree.has_class(class));
        found.retain(|index| self.rules[*index].is_of_path || !lacks(&self.rules[*index]));
        let is_of_path = found.iter().all(|index| self.rules[*index].is_of_path);
        found.retain(|index| self.matches(&self.rules[*index], asked, tree));
        // Of equal weight the later rule wins.
        found.sort_by_key(|index| self.rules[*index].specificity);
        let mut style = FoundStyle::default();
        for index in &found {
            style.look.lay(&self.rules[*index].look);
            style.important.lay(&self.rules[*index].important);
        }
        (style, is_of_path)
    }

    fn matches(&self, rule: &Weighed, asked: &Asked<'_>, tree: &Tree) -> bool {
        if let Some(Simple { name, classes }) = &rule.simple {
            let named = name.as_ref().is_none_or(|name| name.as_ref() == asked.name);
            let has = |class: &Name| asked.class.split_ascii_whitespace().any(|one| one == class.as_ref());
            return named && classes.iter().all(has);
        }
        let Some(node) = tree.innermost().filter(|_| !self.is_exhausted()) else { return false };
        self.tries.set(self.tries.get() + 1);
        let mut caches = SelectorCaches::default();
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            &mut caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        matches_selector(&rule.selector, 0, None, node, &mut context)
    }
}

/// Returns whether a selector asks for what comes after an element: `:last-child` and the like. Nobody knows it when the element
/// begins, so the selector matches nothing.
fn looks_ahead(selector: &Selector<Selectors>) -> bool {
    let ahead = |nth: &NthSelectorData| nth.ty.is_from_end() || nth.ty.is_only();
    selector.iter_raw_match_order().any(|component| match component {
        Component::Nth(nth) => ahead(nth),
        Component::NthOf(nth) => ahead(nth.nth_data()),
        Component::Negation(all) | Component::Is(all) | Component::Where(all) => all.slice().iter().any(looks_ahead),
        Component::Empty | Component::Has(_) => true,
        _ => false,
    })
}

/// Returns whether nothing matters to a selector but the names, classes and ids of an element and of those around it.
fn is_of_path(selector: &Selector<Selectors>) -> bool {
    selector.iter_raw_match_order().all(|component| match component {
        Component::LocalName(_) | Component::Class(_) | Component::ID(_) | Component::ExplicitUniversalType => true,
        Component::Combinator(combinator) => matches!(combinator, Combinator::Child | Combinator::Descendant),
        Component::Negation(all) | Component::Is(all) | Component::Where(all) => all.slice().iter().all(is_of_path),
        _ => false,
    })
}

/// Returns classes that an element must have to which a selector applies, or one around it: those before the first sibling.
fn classes(selector: &Selector<Selectors>) -> Vec<Name> {
    let beside = |component: &&Component<Selectors>| {
        matches!(component, Component::Combinator(Combinator::NextSibling | Combinator::LaterSibling))
    };
    let near = selector.iter_raw_match_order().take_while(|component| !beside(component));
    let class = |component: &Component<Selectors>| match component {
        Component::Class(class) => Some(class.clone()),
        _ => None,
    };
    near.filter_map(class).collect()
}

/// Returns the ids in a selector.
fn ids(selector: &Selector<Selectors>) -> Vec<Name> {
    let of = |component: &Component<Selectors>| match component {
        Component::ID(id) => vec![id.clone()],
        Component::Negation(all) | Component::Is(all) | Component::Where(all) => {
            all.slice().iter().flat_map(ids).collect()
        }
        _ => Vec::new(),
    };
    selector.iter_raw_match_order().flat_map(of).collect()
}

/// Returns whether a selector may ask for attributes. What is none of the usual parts may.
fn asks_attributes(selector: &Selector<Selectors>) -> bool {
    selector.iter_raw_match_order().any(|component| match component {
        Component::LocalName(_)
        | Component::Class(_)
        | Component::ID(_)
        | Component::ExplicitUniversalType
        | Component::Combinator(_)
        | Component::Nth(_)
        | Component::Root => false,
        Component::Negation(all) | Component::Is(all) | Component::Where(all) => {
            all.slice().iter().any(asks_attributes)
        }
        _ => true,
    })
}

/// Returns whether a selector asks for elements before one, or counts them.
fn asks_siblings(selector: &Selector<Selectors>) -> bool {
    selector.iter_raw_match_order().any(|component| match component {
        Component::Nth(_) | Component::NthOf(_) => true,
        Component::Combinator(combinator) => !matches!(combinator, Combinator::Child | Combinator::Descendant),
        Component::Negation(all) | Component::Is(all) | Component::Where(all) => all.slice().iter().any(asks_siblings),
        _ => false,
    })
}

/// The name and the classes of a selector that has nothing else.
fn simple(selector: &Selector<Selectors>) -> Option<Simple> {
    let mut found = Simple::default();
    for component in selector.iter_raw_match_order() {
        match component {
            Component::LocalName(name) => found.name = Some(name.lower_name.clone()),
            Component::Class(class) => found.classes.push(class.clone()),
            Component::ExplicitUniversalType => {}
            _ => return None,
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::Names;
    use super::*;
    use crate::document::Side;

    fn styles(css: &str) -> Styles {
        Styles::of(&[Rc::new(StyleSheet::read(css))], &Rc::default())
    }

    /// The look of the last of some elements, each in the one before it: `div.a#b`.
    fn look(css: &str, path: &str) -> ElementStyle {
        let styles = styles(css);
        let mut tree = Tree::default();
        let mut last = ElementStyle::default();
        for element in path.split(' ') {
            let (rest, id) = element.split_once('#').unwrap_or((element, ""));
            let (name, class) = rest.split_once('.').unwrap_or((rest, ""));
            let class = class.replace('.', " ");
            let attributes = Vec::new();
            tree.open(Names { name: name.into(), id: id.into(), class: class.clone().into(), attributes });
            last = styles.look(&Asked { name, id, class: &class, style: "" }, &tree);
        }
        last
    }

    #[test]
    fn a_rule_is_for_what_its_selector_says() {
        for (css, path, italic) in [
            (".a { font-style: italic }", "p.a", true),
            ("p.a { font-style: italic }", "div.a", false),
            (".a.b { font-style: italic }", "p.a", false),
            (".a p { font-style: italic }", "div.a div p", true),
            (".a > p { font-style: italic }", "div.a div p", false),
            ("#x { font-style: italic }", "p#x", true),
            ("p:not(.a) { font-style: italic }", "p.b", true),
            ("p:not(.a) { font-style: italic }", "p.a", false),
            ("p:first-child { font-style: italic }", "div p", true),
            ("p::first-letter { font-style: italic }", "p", false),
            ("p:hover { font-style: italic }", "p", false),
            ("p:last-child { font-style: italic }", "div p", false),
            ("p:not(:last-child) { font-style: italic }", "div p", false),
            ("p:only-of-type { font-style: italic }", "div p", false),
            ("@media print { p { font-style: italic } }", "p", false),
            ("@media screen { p { font-style: italic } }", "p", true),
            ("p { font: italic 12pt serif }", "p", true),
            ("p { colour: red; font-style: italic; }", "p", true),
            ("}} p { font-style: italic }", "p", false),
            ("x { y: z } { p { a } } q, p { font-style: italic }", "p", true),
        ] {
            assert_eq!(look(css, path).italic == Some(true), italic, "{css} {path}");
        }
    }

    #[test]
    fn the_heavier_rule_wins_then_the_later_one() {
        for (css, display) in [
            (".x { display: none } .x { display: block }", Display::Block),
            ("p.x { display: none } .x { display: block }", Display::None),
            (".x { display: none !important } p.x { display: block }", Display::None),
            ("p { display: none } @supports (font-size: 0) { p { display: block } }", Display::Block),
        ] {
            assert_eq!(look(css, "p.x").display, Some(display), "{css}");
        }
    }

    #[test]
    fn what_is_important_wins_over_a_style_of_its_own() {
        let look = |css: &str| {
            let asked = Asked { name: "p", id: "", class: "", style: "display: block; font-style: italic" };
            styles(css).look(&asked, &Tree::default())
        };
        let display = |css: &str| look(css).display;
        assert_eq!(display("p { display: none }"), Some(Display::Block));
        assert_eq!(display("p { display: none !important }"), Some(Display::None));
        assert_eq!(look("p { display: none !important }").italic, Some(true));
    }

    #[test]
    fn siblings_that_are_past_are_known() {
        let styles = styles(
            "h1 + p { text-align: center } p:nth-child(3) { font-weight: bold } p:first-of-type { font-style: italic }",
        );
        let mut tree = Tree::default();
        let mut looks = Vec::new();
        tree.open(Names { name: "body".into(), ..Names::default() });
        for name in ["h1", "p", "p"] {
            tree.open(Names { name: name.into(), ..Names::default() });
            looks.push(styles.look(&Asked { name, id: "", class: "", style: "" }, &tree));
            tree.close();
        }
        assert_eq!(looks.iter().map(|look| look.side).collect::<Vec<_>>(), [None, Some(Side::Centre), None]);
        assert_eq!(looks.iter().map(|look| look.italic).collect::<Vec<_>>(), [None, Some(true), None]);
        assert_eq!(looks.iter().map(|look| look.bold).collect::<Vec<_>>(), [None, None, Some(true)]);
    }

    #[test]
    fn what_stands_alike_is_matched_once() {
        let styles = styles("div p { font-style: italic } #x p { font-weight: bold }");
        let mut tree = Tree::default();
        tree.open(Names { name: "div".into(), ..Names::default() });
        styles.look(&Asked { name: "div", id: "", class: "", style: "" }, &tree);
        for _ in 0..100 {
            tree.open(Names { name: "p".into(), ..Names::default() });
            assert_eq!(styles.look(&Asked { name: "p", id: "", class: "", style: "" }, &tree).italic, Some(true));
            tree.close();
        }
        assert!(styles.tries.get() <= 2);
    }

    #[test]
    fn rules_for_what_is_elsewhere_are_not_tried() {
        let css = (0..100).fold(String::new(), |css, n| css + &format!(".c{n} p {{ font-style: italic }}"));
        let styles = styles(&css);
        let mut tree = Tree::default();
        tree.open(Names { name: "div".into(), class: "c7".into(), ..Names::default() });
        tree.open(Names { name: "p".into(), ..Names::default() });
        assert_eq!(styles.look(&Asked { name: "p", id: "", class: "", style: "" }, &tree).italic, Some(true));
        assert_eq!(styles.tries.get(), 1);
    }

    proptest::proptest! {
        /// Styles that remember say what styles say that see each element for the first time.
        #[test]
        fn what_is_remembered_is_what_is_found(
            rules in proptest::collection::vec(0..RULES.len(), 1..6),
            steps in proptest::collection::vec((0..3_usize, 0..3_usize, 0..3_usize, 0..3_usize), 1..40),
        ) {
            let css: String = rules.iter().map(|rule| RULES[*rule]).collect();
            let styles = styles(&css);
            let (mut tree, mut depth) = (Tree::new(styles.asks_siblings()), 0);
            let mut whole = Tree::default();
            for (name, class, id, up) in steps {
                for _ in 0..up.min(depth) {
                    tree.close();
                    whole.close();
                    depth -= 1;
                }
                let (name, class, id) = (["p", "div", "i"][name], ["", "a", "a b"][class], ["", "x", "y"][id]);
                let names = Names { name: name.into(), id: id.into(), class: class.into(), attributes: Vec::new() };
                tree.open(names.clone());
                whole.open(names);
                depth += 1;
                let asked = Asked { name, id, class, style: "" };
                proptest::prop_assert_eq!(styles.of_sheets(&asked, &tree), styles.found(&asked, &whole).0, "{}", css);
            }
        }
    }

    const RULES: [&str; 11] = [
        "p { text-indent: 0 }",
        ".a { font-style: italic }",
        "div .a { font-weight: bold }",
        "div > p { text-align: center }",
        "#x p { font-style: normal }",
        "p#y { display: none }",
        "p:not(#x) { text-align: right }",
        "i + p { font-weight: normal }",
        "div:first-child p.b { font-variant: small-caps }",
        ".a > i { font-variant: small-caps }",
        ".b div p { font-style: italic }",
    ];

    #[test]
    fn matching_has_an_end() {
        let styles = styles(&"h1 + p { font-style: italic }".repeat(10));
        styles.tries.set(MOST_TRIES - 100);
        let mut tree = Tree::default();
        tree.open(Names { name: "p".into(), ..Names::default() });
        for _ in 0..100 {
            styles.look(&Asked { name: "p", id: "", class: "", style: "" }, &tree);
        }
        assert!(styles.is_exhausted());
    }
}
