//! Notes at the foot of the page: opened where their number stands, without leaving it.

use super::{App, Effect, Lead, ListKind, Overlay};
use crate::action::Action;
use crate::config::{Context, Key};
use crate::document::{BlockKind, Place, SafeText, narrow};
use crate::typeset::width;

/// A note at the foot of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootNote {
    /// Its words, a paragraph a line.
    text: String,
    /// Its lines, as wide as the text above.
    pub lines: Vec<String>,
    /// Where it stands in the story.
    pub place: Place,
    /// The address of the web that is shown instead of a note.
    pub address: Option<SafeText>,
}

/// The letters that choose among the links of a page, in their order.
const LETTERS: &str = "abcdefghijklmnoprstuvwxyz";

/// The paragraphs of a note that are looked at: a longer one is gone to.
const MOST_PARAGRAPHS: usize = 8;

impl App {
    /// Opens the note of the page, or asks which one.
    pub(super) fn open_note(&mut self) -> Vec<Effect> {
        let leads = self.leads();
        match &leads[..] {
            [] => self.say("No notes or links on this page".to_owned()),
            [lead] => self.follow_lead(&lead.clone()),
            more if more.len() <= LETTERS.len() => {
                self.overlay = Some(Overlay::Letters);
                Vec::new()
            }
            _ => {
                self.open_list(ListKind::Leads, 0);
                Vec::new()
            }
        }
    }

    /// The letter that stands over a link while one is asked for, by the place where its words begin.
    #[must_use]
    pub fn letter_of(&self, leads: &[Lead], at: Place) -> Option<char> {
        let nth = leads.iter().position(|lead| lead.at == at)?;
        LETTERS.chars().nth(nth).filter(|_| matches!(self.overlay, Some(Overlay::Letters)))
    }

    /// Takes the letter of a link.
    pub(super) fn letter_key(&mut self, key: Key) -> Vec<Effect> {
        self.overlay = None;
        let Key::Char(letter) = key else { return Vec::new() };
        let nth = LETTERS.chars().position(|other| key.is_letter(other));
        match nth.and_then(|nth| self.leads().get(nth).cloned()) {
            Some(lead) => self.follow_lead(&lead),
            None if letter == 'q' => Vec::new(),
            None => self.say(format!("No link has the letter `{letter}`")),
        }
    }

    /// Follows the link whose words a click met.
    pub(super) fn follow_link(&mut self, link: u32) -> Vec<Effect> {
        match self.leads().into_iter().find(|lead| lead.link == link) {
            Some(lead) => self.follow_lead(&lead),
            None => Vec::new(),
        }
    }

    /// Shows a short note at the foot of the page, and goes to anything else.
    pub(super) fn follow_lead(&mut self, lead: &Lead) -> Vec<Effect> {
        let note = match &lead.own {
            Some(own) => Some(self.foot_note(own.to_string(), lead.place)),
            None if lead.address.is_some() => {
                let address = lead.address.clone();
                Some(FootNote { address, ..self.foot_note(lead.label.to_string(), lead.place) })
            }
            None if lead.is_note => self.note_at(lead.place),
            None => None,
        };
        match note {
            Some(note) => {
                self.overlay = Some(Overlay::FootNote(note));
                Vec::new()
            }
            None => {
                self.overlay = None;
                self.notices.note = Some(format!("{} comes back", self.key(Action::GoBack)));
                self.jump(lead.place)
            }
        }
    }

    fn foot_note(&self, text: String, place: Place) -> FootNote {
        FootNote { lines: self.wrapped(&text), text, place, address: None }
    }

    /// Breaks the note at the foot into lines again, for another width.
    pub(super) fn rewrap_foot_note(&mut self) {
        if let Some(Overlay::FootNote(mut note)) =
            self.overlay.take_if(|overlay| matches!(overlay, Overlay::FootNote(_)))
        {
            note.lines = self.wrapped(&note.text);
            self.overlay = Some(Overlay::FootNote(note));
        }
    }

    /// A text in lines as wide as those of the page.
    fn wrapped(&self, text: &str) -> Vec<String> {
        let measure = usize::from(self.story.book.sheet().measure.max(1));
        let lines = text.lines().flat_map(|line| textwrap::wrap(line, measure));
        lines.map(std::borrow::Cow::into_owned).collect()
    }

    /// The note at a place, if it is short enough for the foot of the page: a third of it.
    fn note_at(&self, place: Place) -> Option<FootNote> {
        let sheet = self.story.book.sheet();
        let document = &self.story.document;
        let scene = document.scenes.get(place.scene as usize)?;
        let others = &document.links;
        let begins_another = |at: Place| at != place && others.iter().flatten().any(|other| *other == at);
        let mut note = self.foot_note(String::new(), place);
        for (nth, block) in scene.blocks().enumerate().skip(place.block as usize).take(MOST_PARAGRAPHS) {
            let first = nth == place.block as usize;
            let at = Place::new(place.scene as usize, nth, 0);
            let has_ended = document.note_ends.contains(&(place.scene, narrow(nth)));
            if !first && (has_ended || begins_another(at) || block.kind.opens_scene()) {
                break;
            }
            if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Ornament) {
                return None;
            }
            let from = if first { place.byte as usize } else { 0 };
            let text = SafeText::new(block.text.get(from..)?).replace('\u{a0}', " ");
            note.lines.extend(self.wrapped(&text));
            note.text.push_str(&text);
            note.text.push('\n');
            if note.lines.len() > usize::from((sheet.rows / 3).max(1)) {
                return None;
            }
        }
        let there = note.lines.iter().any(|line| width(line) > 0);
        there.then_some(note)
    }

    /// Takes a key while a note is at the foot. What would put it away only does so, and all else is done after it.
    pub(super) fn foot_note_key(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::FootNote(note)) = self.overlay.take() else { return Vec::new() };
        let action = self.keys.keymap.action(Context::Reading, key);
        // The keys that copy a selection and choose in a list do so here, unless they turn pages.
        let copies = self.keys.keymap.action(Context::Selection, key) == Some(Action::Copy);
        let chosen = self.keys.keymap.action(Context::Panel, key) == Some(Action::Choose);
        let chooses = chosen && (key == Key::Enter || action.is_none());
        if let Some(address) = &note.address {
            let opens = chooses || matches!(action, Some(Action::OpenNote | Action::ShowLeads));
            if copies {
                self.notices.note = Some("Copied the address".to_owned());
                return vec![Effect::Copy(address.to_string())];
            } else if opens {
                return vec![Effect::OpenAddress(address.to_string())];
            }
        }
        match action {
            _ if copies => {
                self.notices.note = Some("Copied the note".to_owned());
                vec![Effect::Copy(note.text.trim_end().to_owned())]
            }
            _ if chooses => self.jump(note.place),
            Some(Action::Dismiss) | None => Vec::new(),
            Some(Action::Quit) if key == Key::Char('q') => Vec::new(),
            Some(Action::OpenNote) if self.leads().len() == 1 => Vec::new(),
            Some(Action::ShowLeads) => self.jump(note.place),
            Some(action) => self.reading_action(action),
        }
    }
}
