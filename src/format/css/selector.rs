//! Selectors, as the `selectors` crate reads them: which strings they hold, and which pseudo-classes a page can know.

use std::fmt;

use cssparser::{ParseError, ToCss, serialize_identifier};
use precomputed_hash::PrecomputedHash;
use selectors::parser::{NonTSPseudoClass, Parser, PseudoElement, SelectorImpl, SelectorParseErrorKind};

/// A name in a selector.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Name(Box<str>);

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl ToCss for Name {
    fn to_css<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        serialize_identifier(&self.0, out)
    }
}

impl PrecomputedHash for Name {
    /// FNV-1a. It fills the filters of the crate, which are not used here.
    fn precomputed_hash(&self) -> u32 {
        self.0.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }
}

/// A pseudo-class that needs to know more than the tree: `:link` and the like. None is known, so it matches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unknown {}

impl ToCss for Unknown {
    fn to_css<W: fmt::Write>(&self, _: &mut W) -> fmt::Result {
        match *self {}
    }
}

impl NonTSPseudoClass for Unknown {
    fn is_active_or_hover(&self) -> bool {
        match *self {}
    }

    fn is_user_action_state(&self) -> bool {
        match *self {}
    }
}

impl PseudoElement for Unknown {}

/// The selectors of a style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selectors;

impl SelectorImpl for Selectors {
    type ExtraMatchingData<'a> = ();
    type AttrValue = Name;
    type Identifier = Name;
    type LocalName = Name;
    type NamespaceUrl = Name;
    type NamespacePrefix = Name;
    type BorrowedNamespaceUrl = str;
    type BorrowedLocalName = str;
    type NonTSPseudoClass = Unknown;
    type PseudoElement = Unknown;
}

/// Reads selectors. What it does not know is an error, which costs the rule.
pub(super) struct SheetSelectors;

impl Parser<'_> for SheetSelectors {
    type Impl = Selectors;
    type Error = SelectorParseErrorKind;

    fn parse_is_and_where(&self) -> bool {
        true
    }

    /// `epub|type` names an attribute of any namespace: books declare the prefix in the sheet, and elsewhere otherwise.
    fn namespace_for_prefix(&self, prefix: &Name) -> Option<Name> {
        Some(prefix.clone())
    }

    fn parse_pseudo_element(&self, _: &str) -> Result<Unknown, ParseError<SelectorParseErrorKind>> {
        Err(ParseError::custom(SelectorParseErrorKind::UnsupportedPseudoClassOrElement))
    }
}
