//! The looks of what stands over the page.

use ratatui::style::Style;

use crate::app::App;
use crate::theme::Scope;

/// Returns the look of a scope on a panel: that of the page, of panels, and of the scope, one over the other.
pub(super) fn panel_style(app: &App, scope: Scope) -> Style {
    let theme = app.theme();
    let text = theme.style(None, Scope::Text);
    let ground = Style { fg: text.fg, bg: text.bg, ..Style::default() };
    ground.patch(theme.style(None, Scope::Panel)).patch(theme.style(None, scope))
}
