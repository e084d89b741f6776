//! What is typed in one line: the edits that its keys ask for, in a question and in a filter.

use tui_input::{Input, InputRequest};

use crate::action::Action;

/// Edits what is typed, if an action does so. Returns whether it does.
pub(super) fn edit(input: &mut Input, action: Action) -> bool {
    use InputRequest as R;
    let request = match action {
        Action::RubOut => R::DeletePrevChar,
        Action::DeleteLetter => R::DeleteNextChar,
        Action::LetterBack => R::GoToPrevChar,
        Action::LetterForward => R::GoToNextChar,
        Action::LineStart => R::GoToStart,
        Action::LineEnd => R::GoToEnd,
        Action::RubOutWord => R::DeletePrevWord,
        Action::ClearLine => R::DeleteLine,
        Action::ClearToEnd => R::DeleteTillEnd,
        _ => return false,
    };
    input.handle(request);
    true
}
