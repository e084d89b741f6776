//! The editor of a note: several lines at the foot of the page.
//!
//! What has been written so far is in the marks at each key and is kept as the place is, so that a power cut loses no more of a
//! note than of the place. Leaving the note as it was puts the marks back.
//!
//! The text is edited by `ratatui-textarea`. It is a value of the model: what keys do to it is told here, how it looks in
//! `ui`.

use ratatui_textarea::{Input, Key as EditorKey, TextArea, WrapMode};

use super::{App, Effect, Urgency};
use crate::action::Action;
use crate::config::Key;
use crate::document::{Passage, SafeText};

/// The most bytes of a note: a page. What is longer is a text of its own.
const LONGEST: usize = 4 << 10;

/// What a note is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// A passage that becomes a highlight with the note.
    Passage(Passage),
    /// The highlight that is known by this.
    Highlight(String),
}

/// A note that is being written.
#[derive(Debug, Clone)]
pub struct NoteEditor {
    /// What it is written to.
    pub noted: Noted,
    /// Its text.
    pub text: TextArea<'static>,
    /// The note before it was changed.
    before: SafeText,
    /// The new highlight that what was written so far stands at.
    begun: Option<String>,
    /// Whether it was opened from the list of marks, which comes back.
    in_list: bool,
}

impl NoteEditor {
    pub(super) fn new(noted: Noted, note: &str) -> Self {
        let mut text = TextArea::new(note.lines().map(str::to_owned).collect());
        text.set_wrap_mode(WrapMode::WordOrGlyph);
        text.move_cursor(ratatui_textarea::CursorMove::Bottom);
        text.move_cursor(ratatui_textarea::CursorMove::End);
        Self { noted, text, before: SafeText::new(note), begun: None, in_list: false }
    }

    /// The note as it is kept: without blanks at its ends.
    fn note(&self) -> SafeText {
        SafeText::new(self.text.lines().join("\n").trim())
    }

    fn has_room(&self, more: usize) -> bool {
        self.text.lines().iter().map(|line| line.len() + 1).sum::<usize>() + more <= LONGEST
    }

    fn insert(&mut self, text: &str) {
        if self.has_room(text.len()) {
            self.text.insert_str(text);
        }
    }

    fn edit(&mut self, key: Key) {
        let input = |key, ctrl| Input { key, ctrl, alt: false, shift: false };
        let input = match key {
            Key::Char(c) => return self.insert(&SafeText::line(c.encode_utf8(&mut [0; 4]))),
            Key::Enter | Key::Ctrl('j') => return self.insert("\n"),
            Key::Ctrl(c) => input(EditorKey::Char(c), true),
            Key::Backspace => input(EditorKey::Backspace, false),
            Key::Delete => input(EditorKey::Delete, false),
            Key::Left => input(EditorKey::Left, false),
            Key::Right => input(EditorKey::Right, false),
            Key::Up => input(EditorKey::Up, false),
            Key::Down => input(EditorKey::Down, false),
            Key::Home => input(EditorKey::Home, false),
            Key::End => input(EditorKey::End, false),
            Key::PageUp => input(EditorKey::PageUp, false),
            Key::PageDown => input(EditorKey::PageDown, false),
            Key::Tab | Key::Esc | Key::Function(_) => return,
        };
        self.text.input(input);
    }
}

impl App {
    pub(super) fn write_note(&mut self, noted: Noted, note: &str) {
        self.overlay = Some(super::Overlay::Note(Box::new(NoteEditor::new(noted, note))));
    }

    /// Opens the note of a highlight from the list of marks.
    pub(super) fn write_note_in_list(&mut self, id: String, note: &str) {
        let editor = NoteEditor { in_list: true, ..NoteEditor::new(Noted::Highlight(id), note) };
        self.overlay = Some(super::Overlay::Note(Box::new(editor)));
    }

    /// Puts the editor away.
    fn close_note(&mut self) {
        if let Some(super::Overlay::Note(editor)) = self.overlay.take()
            && let (Noted::Highlight(id), true) = (&editor.noted, editor.in_list)
        {
            self.show_bookmark(id);
        }
    }

    /// Takes a key while a note is written. Esc keeps it, as leaving keeps everything; Ctrl-C and Ctrl-G leave it as it was.
    pub(super) fn note_key(&mut self, key: Key) -> Vec<Effect> {
        match key {
            Key::Esc | Key::Ctrl('s') => return self.keep_note(),
            Key::Ctrl('c' | 'g') => return self.leave_note(),
            _ => {}
        }
        if let Some(super::Overlay::Note(editor)) = &mut self.overlay {
            editor.edit(key);
        }
        self.keep_draft()
    }

    pub(super) fn paste_into_note(&mut self, text: &str) -> Vec<Effect> {
        if let Some(super::Overlay::Note(editor)) = &mut self.overlay {
            editor.insert(&SafeText::new(text));
        }
        self.keep_draft()
    }

    /// Puts what has been written so far into the marks.
    fn keep_draft(&mut self) -> Vec<Effect> {
        let Some(super::Overlay::Note(editor)) = &mut self.overlay else { return Vec::new() };
        let note = editor.note();
        let marks = &mut self.remembered.marks;
        let id = match (&editor.noted, &editor.begun) {
            (Noted::Highlight(id), _) | (_, Some(id)) => id.clone(),
            (Noted::Passage(_), None) if note.is_empty() => return Vec::new(),
            (Noted::Passage(passage), None) => {
                let id = marks.highlight(&self.story.document, *passage, super::selecting::PLAIN, self.now);
                editor.begun.insert(id).clone()
            }
        };
        marks.rename(&id, note, self.now);
        vec![Effect::Keep(Urgency::Soon)]
    }

    /// Leaves the note as it was.
    fn leave_note(&mut self) -> Vec<Effect> {
        let Some(super::Overlay::Note(editor)) = &self.overlay else { return Vec::new() };
        self.notices.note = Some("Nothing was changed".to_owned());
        let (noted, begun, before) = (editor.noted.clone(), editor.begun.clone(), editor.before.clone());
        self.close_note();
        match (noted, begun) {
            (Noted::Highlight(id), _) => {
                let typed = self.remembered.marks.name_of(&id);
                self.remembered.marks.rename(&id, before.clone(), self.now);
                if typed != before {
                    self.remembered.marks.remember_name(&id, typed);
                    self.notices.note = Some(format!("Note discarded · {} brings it back", self.key(Action::Undo)));
                }
            }
            (Noted::Passage(_), Some(id)) => {
                self.remembered.marks.discard(id, self.now);
                self.notices.note = Some(format!("Note discarded · {} brings it back", self.key(Action::Undo)));
            }
            (Noted::Passage(_), None) => return Vec::new(),
        }
        vec![Effect::Keep(Urgency::Now)]
    }

    /// Keeps the note that is being written. A new passage without a word about it stays as it was.
    pub(super) fn keep_note(&mut self) -> Vec<Effect> {
        self.keep_draft();
        let Some(super::Overlay::Note(editor)) = &self.overlay else { return Vec::new() };
        if matches!(editor.noted, Noted::Passage(_)) && editor.note().is_empty() {
            let effects = self.leave_note();
            self.notices.note = Some("No note was written".to_owned());
            return effects;
        }
        if let Noted::Highlight(id) = &editor.noted {
            self.remembered.marks.remember_name(id, editor.before.clone());
        }
        self.close_note();
        self.notices.kept = Some("Note saved");
        vec![Effect::Keep(Urgency::Told)]
    }
}
