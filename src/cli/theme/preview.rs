//! `nightstand theme preview`: the moods of themes, on the terminal or as a picture.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use anstyle::{Ansi256Color, AnsiColor, Effects};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use html_escape::encode_text as escaped;

use super::Failure;
use crate::config::{Colours, Config};
use crate::terminal::{Library, Output, depth};
use crate::theme::{Contrast, Depth, Rgb, Theme};
use crate::ui::preview;

/// The cells of a page on the terminal, of which two stand beside each other in 80 columns; and in a picture.
const WIDE: u16 = 38;
const NARROW: u16 = 30;

pub(super) fn run(names: &[String], svg: bool, colours: Option<&str>, library: &Library) -> Result<(), Failure> {
    let mut config = Config::default();
    if let Some(colours) = colours {
        config.set("colours", colours).map_err(Failure::Usage)?;
    }
    let told = || if svg || !io::stdout().is_terminal() { Depth::True } else { depth(|name| std::env::var(name).ok()) };
    let depth = if let Some(Colours::Only(depth)) = config.colours { depth } else { told() };
    let mut themes = Vec::new();
    for name in names {
        let found = library.theme(name)?;
        let contrast = if found.file.is_some() { Contrast::Aa } else { Contrast::Off };
        themes.push(found.theme.rendered(depth, contrast));
    }
    // On the terminal a page in a row of two; in a picture all moods of a theme in one row.
    if svg {
        let buffer = preview(&themes, NARROW, if themes.len() > 1 { 8 } else { 4 });
        Output.write_all(picture(&buffer, &themes).as_bytes())?;
    } else {
        let buffer = preview(&themes, WIDE, 2);
        Output.write_all(rows(&buffer).as_bytes())?;
    }
    Ok(())
}

/// The rows of a buffer with their looks, as a terminal shows them.
fn rows(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut worn = None;
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let style = looks(cell.style());
            if worn != Some(style) {
                let _ = write!(text, "\u{1b}[0m{style}");
                worn = Some(style);
            }
            text.push_str(cell.symbol());
        }
        text.push_str("\u{1b}[0m\n");
    }
    text
}

fn looks(style: Style) -> anstyle::Style {
    let mut effects = Effects::new();
    for (modifier, effect) in [
        (Modifier::BOLD, Effects::BOLD),
        (Modifier::DIM, Effects::DIMMED),
        (Modifier::ITALIC, Effects::ITALIC),
        (Modifier::UNDERLINED, Effects::UNDERLINE),
        (Modifier::REVERSED, Effects::INVERT),
        (Modifier::CROSSED_OUT, Effects::STRIKETHROUGH),
    ] {
        if style.add_modifier.contains(modifier) {
            effects |= effect;
        }
    }
    let colour = |colour: Option<Color>| colour.and_then(of_terminal);
    anstyle::Style::new().fg_color(colour(style.fg)).bg_color(colour(style.bg)).effects(effects)
}

/// A colour as the terminal is told it; `None` is its own.
fn of_terminal(colour: Color) -> Option<anstyle::Color> {
    Some(match colour {
        Color::Rgb(r, g, b) => anstyle::RgbColor(r, g, b).into(),
        Color::Indexed(index) => Ansi256Color(index).into(),
        Color::Black => AnsiColor::Black.into(),
        Color::Red => AnsiColor::Red.into(),
        Color::Green => AnsiColor::Green.into(),
        Color::Yellow => AnsiColor::Yellow.into(),
        Color::Blue => AnsiColor::Blue.into(),
        Color::Magenta => AnsiColor::Magenta.into(),
        Color::Cyan => AnsiColor::Cyan.into(),
        Color::Gray => AnsiColor::White.into(),
        Color::DarkGray => AnsiColor::BrightBlack.into(),
        Color::LightRed => AnsiColor::BrightRed.into(),
        Color::LightGreen => AnsiColor::BrightGreen.into(),
        Color::LightYellow => AnsiColor::BrightYellow.into(),
        Color::LightBlue => AnsiColor::BrightBlue.into(),
        Color::LightMagenta => AnsiColor::BrightMagenta.into(),
        Color::LightCyan => AnsiColor::BrightCyan.into(),
        Color::White => AnsiColor::BrightWhite.into(),
        Color::Reset => return None,
    })
}

/// A cell's size in a picture, in pixels.
const CELL: (u16, u16) = (9, 19);

/// A picture of a buffer.
fn picture(buffer: &Buffer, themes: &[Theme]) -> String {
    let (width, height) = (buffer.area.width * CELL.0, buffer.area.height * CELL.1);
    let names: Vec<&str> = themes.iter().map(|theme| &*theme.name).collect();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n\
        <style>text{{font:15px ui-monospace,Menlo,\"DejaVu Sans Mono\",monospace;white-space:pre}}</style>\n",
        escaped(&names.join(", "))
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let same = |cell: &Cell| cell.style() == first.style();
            let end = (x..buffer.area.width).find(|x| !same(&buffer[(*x, y)])).unwrap_or(buffer.area.width);
            let text: String = (x..end).map(|x| buffer[(x, y)].symbol()).collect();
            run_of_cells(&mut svg, &text, first, (x, y));
            x = end;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws cells that look alike.
fn run_of_cells(svg: &mut String, text: &str, cell: &Cell, at: (u16, u16)) {
    let hex = |colour: Color, spare: Rgb| {
        let Rgb(r, g, b) = Rgb::of(colour).unwrap_or(spare);
        format!("#{r:02x}{g:02x}{b:02x}")
    };
    let (mut ink, mut ground) = (hex(cell.fg, Rgb(217, 217, 217)), hex(cell.bg, Rgb(24, 24, 24)));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, ground) = (ground, ink);
    }
    let cells = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
    let (left, top) = (at.0 * CELL.0, at.1 * CELL.1);
    let _ = writeln!(
        svg,
        "<rect shape-rendering=\"crispEdges\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{ground}\"/>",
        cells * CELL.0,
        CELL.1
    );
    if text.trim().is_empty() {
        return;
    }
    let mut looks = String::new();
    for (modifier, look) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.7\""),
    ] {
        if cell.modifier.contains(modifier) {
            looks.push_str(look);
        }
    }
    // Several blanks are not the same in all programs that draw pictures, and so each group of words stands by itself.
    let mut column = at.0;
    for group in text.split_inclusive("  ") {
        let blanks = u16::try_from(group.chars().take_while(|c| *c == ' ').count()).unwrap_or(0);
        let words = group.trim();
        if !words.is_empty() {
            let letters = u16::try_from(words.chars().count()).unwrap_or(u16::MAX);
            let (left, length, base) = ((column + blanks) * CELL.0, letters * CELL.0, top + 14);
            let _ = writeln!(
                svg,
                "<text x=\"{left}\" y=\"{base}\" textLength=\"{length}\" fill=\"{ink}\"{looks}>{}</text>",
                escaped(words)
            );
        }
        column += u16::try_from(group.chars().count()).unwrap_or(0);
    }
}
