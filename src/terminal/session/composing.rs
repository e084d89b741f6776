//! Sets what the model orders on a thread of its own: the pages around the reader, and the numbers of all others.

use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::app::{Event, Order, Proof};
use crate::document::Document;
use crate::terminal::failure::spawn;
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;
use crate::typeset::Compositor;

/// The setting thread. It begins with the first order, which comes when a page is on the screen, and ends with the session, in the
/// midst of an order if need be.
#[derive(Debug)]
pub(in crate::terminal) struct Composing {
    document: Arc<Document>,
    story: usize,
    messages: Messenger,
    orders: OnceCell<Sender<Order>>,
}

impl Composing {
    /// Sets a story of this number once something is ordered; what is set goes to `messages`, with the number.
    pub(in crate::terminal) fn new(document: Arc<Document>, story: usize, messages: Messenger) -> Self {
        Self { document, story, messages, orders: OnceCell::new() }
    }

    /// Gives an order. One before it that is not done is dropped.
    ///
    /// Without a thread what is read is set all the same, when it is read; only the numbers of pages stay unknown.
    pub(in crate::terminal) fn order(&self, order: Order) {
        // It fails only when there is no thread.
        let _ = self.orders.get_or_init(|| self.start()).send(order);
    }

    fn start(&self) -> Sender<Order> {
        let (orders, inbox) = channel();
        let (document, story, messages) = (Arc::clone(&self.document), self.story, self.messages.clone());
        let _ = spawn(messages.clone(), move || work(&document, &inbox, &ProofSender { story, messages }));
        orders
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
    /// Sends the pages that have been set. Returns whether anyone is there to take them.
    fn send(&self, order: &Order, proofs: &mut Vec<Proof>) -> bool {
        if proofs.is_empty() {
            return true;
        }
        let event = Event::Composed { generation: order.generation, proofs: std::mem::take(proofs) };
        self.messages.send(Message::Composed { story: self.story, event })
    }
}
