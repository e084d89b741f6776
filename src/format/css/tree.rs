//! The elements that are open, with those beside them that are past: what selectors look at.
//!
//! A chapter is read as a stream, so nothing is known of what comes later. Of past siblings a few are kept, so that a chapter of a
//! hundred thousand paragraphs costs no memory.

use std::cell::Cell;
use std::collections::VecDeque;

use compact_str::CompactString;
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::matching::{ElementSelectorFlags, MatchingContext};
use selectors::{Element, OpaqueElement};

use super::paths::{Path, Paths};
use super::selector::{Name, Selectors, Unknown};

/// The siblings that are remembered. A rule that counts further back matches nothing.
const SIBLINGS: usize = 32;

/// What selectors ask of an element.
#[derive(Debug, Clone, Default)]
pub(in crate::format) struct Names {
    /// Its local name, in lower case.
    pub(in crate::format) name: CompactString,
    pub(in crate::format) id: CompactString,
    pub(in crate::format) class: CompactString,
    /// Its other attributes, by their names as they are written.
    pub(in crate::format) attributes: Vec<(String, String)>,
}

/// An open element and its past children.
#[derive(Debug, Default)]
struct Level {
    names: Names,
    children: VecDeque<Names>,
    /// Its path, once its look has been asked for.
    path: Cell<Option<Path>>,
}

/// The elements that are open, from the outermost.
#[derive(Debug, Default)]
pub(in crate::format) struct Tree {
    levels: Vec<Level>,
    /// Past elements that stand in none.
    roots: VecDeque<Names>,
    /// Whether no rule asks for past elements.
    forgets: bool,
}

impl Tree {
    /// Returns a tree for some styles' rules: it remembers past elements only if `asks_siblings`.
    pub(in crate::format) fn new(asks_siblings: bool) -> Self {
        Self { forgets: !asks_siblings, ..Self::default() }
    }

    /// Opens an element within the innermost one.
    pub(in crate::format) fn open(&mut self, names: Names) {
        self.levels.push(Level { names, ..Level::default() });
    }

    /// Closes the innermost element.
    pub(in crate::format) fn close(&mut self) {
        let Some(Level { names, .. }) = self.levels.pop().filter(|_| !self.forgets) else { return };
        let siblings = self.levels.last_mut().map_or(&mut self.roots, |level| &mut level.children);
        if siblings.len() == SIBLINGS {
            siblings.pop_front();
        }
        siblings.push_back(names);
    }

    /// Returns the path of what the innermost element stands in.
    pub(super) fn path_around(&self) -> Option<Path> {
        self.levels.iter().nth_back(1).map_or(Some(Paths::ROOT), |level| level.path.get())
    }

    /// Notes the path of the innermost element.
    pub(super) fn set_path(&self, path: Option<Path>) {
        if let Some(level) = self.levels.last() {
            level.path.set(path);
        }
    }

    /// Returns the classes of the open elements.
    pub(super) fn classes(&self) -> impl Iterator<Item = &str> {
        self.levels.iter().flat_map(|level| level.names.class.split_ascii_whitespace())
    }

    /// Returns whether an open element has a class.
    pub(super) fn has_class(&self, class: &Name) -> bool {
        self.classes().any(|one| one == class.as_ref())
    }

    /// Returns the innermost element.
    pub(super) fn innermost(&self) -> Option<Node<'_>> {
        let depth = self.levels.len().checked_sub(1)?;
        Some(Node { tree: self, depth, back: 0 })
    }
}

/// An element: the open one at a depth, or one of its past siblings, counted backwards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    tree: &'a Tree,
    depth: usize,
    back: usize,
}

impl<'a> Node<'a> {
    fn siblings(self) -> &'a VecDeque<Names> {
        self.depth.checked_sub(1).map_or(&self.tree.roots, |parent| &self.tree.levels[parent].children)
    }

    fn names(self) -> &'a Names {
        let siblings = self.siblings();
        match self.back {
            0 => &self.tree.levels[self.depth].names,
            back => &siblings[siblings.len() - back],
        }
    }
}

impl Element for Node<'_> {
    type Impl = Selectors;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.names())
    }

    fn parent_element(&self) -> Option<Self> {
        let depth = self.depth.checked_sub(1)?;
        Some(Self { depth, back: 0, ..*self })
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        (self.back < self.siblings().len()).then_some(Self { back: self.back + 1, ..*self })
    }

    /// Nothing is known of what comes next.
    fn next_sibling_element(&self) -> Option<Self> {
        None
    }

    fn first_element_child(&self) -> Option<Self> {
        None
    }

    fn is_html_element_in_html_document(&self) -> bool {
        true
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.names().name == name
    }

    fn has_namespace(&self, _: &str) -> bool {
        true
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.names().name == other.names().name
    }

    fn attr_matches(
        &self,
        _: &NamespaceConstraint<&Name>,
        name: &Name,
        operation: &AttrSelectorOperation<&Name>,
    ) -> bool {
        let names = self.names();
        let local =
            |key: &str| key.rsplit_once(':').map_or(key, |(_, local)| local).eq_ignore_ascii_case(name.as_ref());
        match name.as_ref() {
            "id" => !names.id.is_empty() && operation.eval_str(&names.id),
            "class" => !names.class.is_empty() && operation.eval_str(&names.class),
            _ => names.attributes.iter().any(|(key, value)| local(key) && operation.eval_str(value)),
        }
    }

    fn match_non_ts_pseudo_class(&self, class: &Unknown, _: &mut MatchingContext<'_, Selectors>) -> bool {
        match *class {}
    }

    fn match_pseudo_element(&self, element: &Unknown, _: &mut MatchingContext<'_, Selectors>) -> bool {
        match *element {}
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        false
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &Name, case: CaseSensitivity) -> bool {
        case.eq(self.names().id.as_bytes(), id.as_ref().as_bytes())
    }

    fn has_class(&self, class: &Name, case: CaseSensitivity) -> bool {
        let mut all = self.names().class.split_ascii_whitespace();
        all.any(|one| case.eq(one.as_bytes(), class.as_ref().as_bytes()))
    }

    fn has_custom_state(&self, _: &Name) -> bool {
        false
    }

    fn imported_part(&self, _: &Name) -> Option<Name> {
        None
    }

    fn is_part(&self, _: &Name) -> bool {
        false
    }

    /// An element that has just begun may be empty or not: a rule for either matches nothing.
    fn is_empty(&self) -> bool {
        false
    }

    fn is_root(&self) -> bool {
        self.depth == 0
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
