//! Draws a page as an SVG, with the program's own renderer.
//!
//! ```sh
//! cargo run --release --example picture -- daylight 60x20 ']' > page.svg
//! ```
//!
//! The arguments: a theme, a size, and keys as in a key table, parted by blanks. It shows the embedded story.

use std::fmt::Write;

use anyhow::{Context, anyhow};
use nightstand::app::{App, Event, Start, Themes};
use nightstand::format::ReadOptions;
use nightstand::terminal::{Source, load};
use nightstand::theme::builtin;
use nightstand::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let theme = arguments.next().unwrap_or_else(|| "lamplight".to_owned());
    let size = arguments.next().unwrap_or_else(|| "72x24".to_owned());
    let keys = arguments.next().unwrap_or_default();
    let (width, height) = size.split_once('x').context("a size is written 72x24")?;
    let (width, height): (u16, u16) = (width.parse()?, height.parse()?);

    let document =
        load(&Source::Embedded, &ReadOptions::default(), &nightstand::config::Converters::default())?.document;
    let theme = builtin(&theme).with_context(|| format!("there is no theme `{theme}`"))?;
    let mut app = App::new(Start::of(document.into(), Themes::new(theme, [])));
    app.update(Event::Resize { width, height });
    for key in keys.split_whitespace() {
        app.update(Event::Key(key.parse()?));
    }
    let mut terminal = Terminal::new(TestBackend::new(width, height))?;
    terminal.draw(|frame| ui::draw(frame, &app))?;
    let buffer = terminal.backend().buffer();
    let ground = colour(buffer[(0, 0)].bg).ok_or_else(|| anyhow!("this theme has no ground of its own"))?;
    let picture = anstyle_svg::Term::new().min_width_px(0).bg_color(ground.into()).render_svg(&ansi(buffer));
    println!("{picture}");
    Ok(())
}

/// The buffer as text with SGR sequences, which is what the SVG's maker reads.
fn ansi(buffer: &Buffer) -> String {
    let mut text = String::new();
    let mut last = None;
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            if last != Some(cell.style()) {
                last = Some(cell.style());
                let _ = write!(text, "{}{}", anstyle::Reset.render(), style(cell.style()).render());
            }
            text.push_str(cell.symbol());
            x += u16::try_from(nightstand::typeset::width(cell.symbol())).unwrap_or(1).max(1);
        }
        text.push('\n');
    }
    text
}

fn style(style: Style) -> anstyle::Style {
    let mut effects = anstyle::Effects::new();
    for (modifier, effect) in [
        (Modifier::BOLD, anstyle::Effects::BOLD),
        (Modifier::DIM, anstyle::Effects::DIMMED),
        (Modifier::ITALIC, anstyle::Effects::ITALIC),
        (Modifier::UNDERLINED, anstyle::Effects::UNDERLINE),
        (Modifier::REVERSED, anstyle::Effects::INVERT),
    ] {
        if style.add_modifier.contains(modifier) {
            effects |= effect;
        }
    }
    let shown = |part: Option<Color>| part.and_then(colour).map(anstyle::Color::Rgb);
    anstyle::Style::new().fg_color(shown(style.fg)).bg_color(shown(style.bg)).effects(effects)
}

fn colour(colour: Color) -> Option<anstyle::RgbColor> {
    match colour {
        Color::Rgb(r, g, b) => Some(anstyle::RgbColor(r, g, b)),
        _ => None,
    }
}
