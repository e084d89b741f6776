//! What keys do, as panels say it: by the keys that are in force.

use crate::action::Action;
use crate::app::App;
use crate::config::Context;

/// Returns the first key of each action, with what it does. One without a key is left out.
pub(super) fn hints(app: &App, actions: &[(Context, Action, &str)]) -> String {
    let told = |(context, action, does): &(Context, Action, &str)| {
        Some(format!("{} {does}", app.keymap().keys_of(*context, *action).first()?))
    };
    actions.iter().filter_map(told).collect::<Vec<_>>().join(" · ")
}

/// Says that a filter lets nothing through, and what clears it.
pub(super) fn nothing_matches(app: &App) -> String {
    format!("Nothing matches · {}", hints(app, &[(Context::Prompt, Action::Dismiss, "clears the filter")]))
}
