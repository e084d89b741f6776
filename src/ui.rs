//! Draws the model into a frame: the page, the status line, and what stands over them.
//!
//! Drawing takes `&App` and changes nothing. The only colours here are the theme's.

mod page;
mod panel;
mod status;
mod text;
mod waiting;

use ratatui::Frame;

use crate::app::App;

/// Draws everything.
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    let sheet = app.book().sheet();
    let area = frame.area();
    // A frame of another size comes between a resize and its event; the next one fits.
    if (sheet.width, sheet.height) != (area.width, area.height) {
        return;
    }
    let buffer = frame.buffer_mut();
    page::draw(buffer, app);
    if app.document().is_empty() {
        waiting::draw(buffer, app);
    }
    status::draw(buffer, app);
    if let Some(overlay) = app.overlay() {
        panel::draw(buffer, app, overlay);
    }
}

#[cfg(test)]
mod tests;
