//! Sets what the model orders on a thread of its own: the pages around the reader, and the numbers of all others.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::app::{Event, Order, Proof};
use crate::document::Document;
use crate::terminal::failure::spawn;
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;
use crate::typeset::Compositor;

/// The setting thread. It ends with the session, in the midst of an order if need be.
#[derive(Debug)]
pub(in crate::terminal) struct Composing {
    orders: Sender<Order>,
}

impl Composing {
    /// Starts the thread; what it has set goes to `messages`, with the number of the story.
    ///
    /// Without a thread what is read is set all the same, when it is read; only the numbers of pages stay unknown.
    pub(in crate::terminal) fn start(document: Arc<Document>, story: usize, messages: Messenger) -> Self {
        let (orders, inbox) = channel();
        let _ = spawn(messages.clone(), move || work(&document, &inbox, &ProofSender { story, messages }));
        Self { orders }
    }

    /// Gives an order. One before it that is not done is dropped.
    pub(in crate::terminal) fn order(&self, order: Order) {
        // It fails only when the thread has died; what is read is set without it.
        let _ = self.orders.send(order);
    }
}

/// Sends finished proofs to the model.
struct ProofSender {
    story: usize,
    messages: Messenger,
}

/// Works until the session has ended.
fn work(document: &Document, inbox: &Receiver<Order>, sender: &ProofSender) {
    let mut compositor = Compositor::new(document);
    let mut next = inbox.recv().ok();
    while let Some(order) = next {
        let (mut nth, mut proofs) = (0, Vec::new());
        next = loop {
            if let Some(newer) = inbox.try_iter().last() {
                break Some(newer);
            }
            let Some(proof) = order.set(nth, document, &mut compositor) else { break None };
            nth += 1;
            let near = proof.quire.is_some();
            proofs.push(proof);
            // Mere numbers are told all together: each message makes a frame.
            if near && !sender.send(&order, &mut proofs) {
                return;
            }
        };
        if !sender.send(&order, &mut proofs) {
            return;
        }
        next = next.or_else(|| inbox.recv().ok());
    }
}

impl ProofSender {
    /// Sends what has been set; whether anyone is there to take it.
    fn send(&self, order: &Order, proofs: &mut Vec<Proof>) -> bool {
        if proofs.is_empty() {
            return true;
        }
        let event = Event::Composed { generation: order.generation, proofs: std::mem::take(proofs) };
        self.messages.send(Message::Composed { story: self.story, event })
    }
}
