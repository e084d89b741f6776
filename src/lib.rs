//! Nightstand, a terminal reader for stories.
//!
//! The crate is one pipeline of plain values and a thin shell around it:
//!
//! ```text
//! bytes ──opening::open──▶ Document ──stretches──▶ Stretch ──Quire::set──▶ Quire ──▶ ui ──▶ Frame
//!         + Diagnostics   Scene ▸ Block ▸ Text    blocks    lines, pages    theme[mood][role] ▸ cells
//! ```
//!
//! `ARCHITECTURE.md` has the map and its rules; a test holds the modules to it.
//!
//! # Words
//!
//! The trade's terms, each used for one thing only:
//!
//! - **scene**: a stretch of story with one mood; **mood**: the name that its style hangs on (`dream`, `waking`, …).
//! - **block**: a paragraph, a heading, a stanza; **mark**: a range of a block's text with a meaning (emphasis, …).
//! - **place**: a point in a document held in memory (scene, block, byte); **locator**: a storable place, which carries
//!   the words around it so that it can be found again in an edited text.
//! - **measure**: the length of a line, in cells; **galley**: lines that are set but not yet paged.
//! - **stretch**: a range of blocks that is set by itself; **quire**: a stretch that has been set, lines and pages;
//!   **compositor**: who sets it.
//! - **piece**: what of a story is there while the whole is fetched; **excerpt**: a piece as it is kept.
//! - **lead**: a link or a note's number on the page, and where it leads.
//! - **page**: a screenful of lines; **spread**: two facing pages; **gutter**: the cells between them;
//!   **margin**: the cells around them; **folio**: a page's number.
//! - **runt**: a last line of one short word; **drop cap**: a first letter of several rows;
//!   **hanging** signs stand over the edges of the text.
//! - **orphan**: a paragraph's first line alone at a page's foot; **widow**: its last line alone at a page's top.
//! - **ornament**: the mark of a scene break; **verse**: text whose lines are the author's;
//!   **turned-over line**: the rest of a verse line that did not fit.
//! - **ragged** and **justified**: lines of natural width, and lines stretched to the measure.
//! - **role**: what a stretch of text *is* (`emphasis`, `heading`, …); a theme says how it looks.

pub mod action;
pub mod app;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod embedded;
pub mod format;
pub mod moods;
pub mod opening;
pub mod shelf;
pub mod terminal;
pub mod theme;
pub mod typeset;
pub mod ui;
