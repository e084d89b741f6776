//! A style sheet, read into rules: what is wrong in it costs a rule, not the sheet.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, parse_important,
};
use selectors::parser::{ParseRelative, SelectorList, SelectorParseErrorKind};

use super::look::{ElementStyle, declaration};
use super::media::{applies, is_supported};
use super::selector::{Selectors, SheetSelectors};

/// A rule: for which elements it is, and what it says of them.
#[derive(Debug, Clone)]
pub(super) struct StyleRule {
    pub(super) selectors: SelectorList<Selectors>,
    pub(super) look: ElementStyle,
    /// What it says with `!important`.
    pub(super) important: ElementStyle,
}

/// A style sheet.
#[derive(Debug, Clone, Default)]
pub(in crate::format) struct StyleSheet {
    pub(super) rules: Vec<StyleRule>,
    /// The sheets that it imports, before its own rules.
    pub(in crate::format) imports: Vec<String>,
}

/// The most rules of a sheet. The largest of real books have some thousands.
const MOST_RULES: usize = 20_000;

/// How deep rules may stand within conditions.
const DEEPEST: u8 = 16;

impl StyleSheet {
    /// Reads a sheet.
    pub(in crate::format) fn read(css: &str) -> Self {
        let mut sheet = Self::default();
        let mut input = Parser::new(css);
        input.set_nested_block_limit(DEEPEST);
        let mut reader = SheetParser { sheet: &mut sheet };
        // The items have been taken in as they were parsed, and errors cost what they are in.
        StyleSheetParser::new(&mut input, &mut reader).for_each(drop);
        sheet
    }
}

/// Returns the declarations in a text, each with whether it is important.
pub(super) fn declarations(css: &str) -> Vec<(ElementStyle, bool)> {
    body(&mut Parser::new(css))
}

/// The declarations of a rule.
fn body(input: &mut Parser<'_>) -> Vec<(ElementStyle, bool)> {
    RuleBodyParser::new(input, &mut Declarations).flatten().flatten().collect()
}

type Failed = ParseError<SelectorParseErrorKind>;

struct SheetParser<'a> {
    sheet: &'a mut StyleSheet,
}

/// What stands before the block of an at-rule.
enum Prelude {
    /// What is in it applies.
    Applies,
    /// It does not, or is nothing for a page.
    Skipped,
    Import(String),
}

impl<'i> QualifiedRuleParser<'i> for SheetParser<'_> {
    type Prelude = SelectorList<Selectors>;
    type QualifiedRule = ();
    type Error = SelectorParseErrorKind;

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<Self::Prelude, Failed> {
        SelectorList::parse(&SheetSelectors, input, ParseRelative::No)
    }

    fn parse_block(&mut self, selectors: Self::Prelude, _: &ParserState, input: &mut Parser<'i>) -> Result<(), Failed> {
        let (mut look, mut important) = (ElementStyle::default(), ElementStyle::default());
        for (more, is_important) in body(input) {
            if is_important { &mut important } else { &mut look }.lay(&more);
        }
        let says = look != ElementStyle::default() || important != ElementStyle::default();
        if says && self.sheet.rules.len() < MOST_RULES {
            self.sheet.rules.push(StyleRule { selectors, look, important });
        }
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for SheetParser<'_> {
    type Prelude = Prelude;
    type AtRule = ();
    type Error = SelectorParseErrorKind;

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<Prelude, Failed> {
        let name = name.to_ascii_lowercase();
        if name == "import" {
            let path = input.expect_url_or_string()?.to_string();
            return Ok(if applies(rest(input)) { Prelude::Import(path) } else { Prelude::Skipped });
        }
        let condition = rest(input);
        let holds = match name.as_str() {
            "media" => applies(condition),
            "supports" => is_supported(condition),
            "layer" | "document" => true,
            _ => false,
        };
        Ok(if holds { Prelude::Applies } else { Prelude::Skipped })
    }

    fn rule_without_block(&mut self, prelude: Prelude, _: &ParserState) -> Result<(), ()> {
        /// More sheets in a sheet are a joke or an attack.
        const MOST_IMPORTS: usize = 16;
        if let Prelude::Import(path) = prelude
            && self.sheet.imports.len() < MOST_IMPORTS
        {
            self.sheet.imports.push(path);
        }
        Ok(())
    }

    fn parse_block(&mut self, prelude: Prelude, _: &ParserState, input: &mut Parser<'i>) -> Result<(), Failed> {
        if let Prelude::Applies = prelude {
            StyleSheetParser::new(input, self).for_each(drop);
        }
        Ok(())
    }
}

/// The rest of what is being parsed, as it is written.
fn rest<'i>(input: &mut Parser<'i>) -> &'i str {
    let start = input.position();
    while input.next().is_ok() {}
    input.slice_from(start)
}

struct Declarations;

impl<'i> DeclarationParser<'i> for Declarations {
    type Declaration = Option<(ElementStyle, bool)>;
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<Self::Declaration, ParseError<()>> {
        let look = input.parse_until_before(cssparser::Delimiter::Bang, |input| {
            Ok::<_, ParseError<()>>(declaration(&name, input))
        })?;
        let important = input.try_parse(parse_important).is_ok();
        Ok(look.map(|look| (look, important)))
    }
}

impl QualifiedRuleParser<'_> for Declarations {
    type Prelude = ();
    type QualifiedRule = Option<(ElementStyle, bool)>;
    type Error = ();
}

impl AtRuleParser<'_> for Declarations {
    type Prelude = ();
    type AtRule = Option<(ElementStyle, bool)>;
    type Error = ();
}

impl RuleBodyItemParser<'_, Option<(ElementStyle, bool)>, ()> for Declarations {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}
