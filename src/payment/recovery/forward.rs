//! Store and forward: a message that must arrive is kept and sent again until it is acknowledged.
//!
//! As in jPOS-EE: a first delay, a least interval between two messages of the queue, a wait for the acknowledgement, and
//! a number of transmissions after which a person has to look. Every transmission is a traveller of its own and costs
//! the channel and the issuer what any request costs.

use super::records::{Follow, Kind, Open, Trace};
use super::{Leg, Recovery, Step};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::index::CHANNEL;
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::Place;
use crate::units::Instant;

impl Network {
    /// The outcome of an attempt is unknown to one who waited for it, or not wanted any more: it is to be taken back. Returns
    /// whether nobody has set out to do so before.
    pub(super) fn reverse(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) -> bool {
        let new = book.plan.reversals && book.trace(id).open.open(Open::REVERSAL);
        if new {
            book.counts.reversals += 1;
            book.trace(id).reversal.from_channel = false;
            self.tell(book, id, queue.now(), What::Due(Follow::Reversal));
            let first = queue.now() + book.plan.forward.first_delay;
            self.schedule(book, id, Follow::Reversal, first, queue);
        }
        new
    }

    /// The issuer is to know of an approval in its stead.
    pub(super) fn advise(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if book.trace(id).open.open(Open::ADVICE) {
            book.trace(id).advice.from_channel = true;
            let first = queue.now() + book.plan.forward.first_delay;
            self.schedule(book, id, Follow::Advice, first, queue);
        }
    }

    /// Queues the next transmission of a message.
    pub(super) fn schedule(
        &mut self,
        book: &mut Recovery,
        id: u32,
        follow: Follow,
        earliest: Instant,
        queue: &mut EventQueue<Event>,
    ) {
        let due = earliest.max(book.forward_free);
        book.forward_free = due + book.plan.forward.interval;
        book.trace(id).pending(follow).due = due;
        queue.at(due, Event::Step { step: Step::Forward(follow), id });
    }

    /// A message is due: to be sent, or to be sent again because it was not acknowledged.
    pub(super) fn forward(&mut self, book: &mut Recovery, id: u32, follow: Follow, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let plan = book.plan.forward;
        let trace = book.trace(id);
        if trace.pending(follow).due != now || !trace.open.has(follow.reason()) {
            return;
        }
        if trace.pending(follow).sent == plan.tries {
            trace.open.close(follow.reason());
            book.counts.given_up += 1;
            return self.settle_attempt(book, id);
        }
        let pending = trace.pending(follow);
        pending.sent += 1;
        pending.due = now + plan.wait;
        queue.after_lane(book.lanes.wait, Event::Step { step: Step::Forward(follow), id });
        book.counts.forwarded += 1;
        self.send_message(book, id, follow, queue);
    }

    /// A message about an attempt sets out.
    pub(super) fn send_message(&mut self, book: &mut Recovery, id: u32, follow: Follow, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        self.tell(book, id, now, What::Forwarded(follow));
        let payment = book.trace(id).payment;
        let about = (id, self.attempts[id].number);
        let demand = book.again.draw();
        let message = self.attempt(book, Trace::new(payment, Kind::Message(follow), about), demand);
        self.attempts[message].processor = self.attempts[id].processor;
        book.trace(message).open.open(Open::TRAVELS);
        self.tell(book, message, now, What::Travels(follow));
        if !book.trace(id).pending(follow).from_channel && book.loses_at_channel(message, Leg::ToChannel) {
            self.tell(book, message, now, What::Lost(Place::Channel));
            return self.vanish(book, message);
        }
        if !self.enter(book, CHANNEL, message, Place::Processor(self.attempts[id].processor), queue) {
            self.vanish(book, message);
        }
    }

    /// A message was acknowledged.
    pub(super) fn acknowledged(&mut self, book: &mut Recovery, (id, number): (u32, u64), follow: Follow, now: Instant) {
        if self.attempts[id].number == number && book.trace(id).open.close(follow.reason()) {
            self.tell(book, id, now, What::Acknowledged(follow));
            book.counts.reversed += u64::from(follow == Follow::Reversal);
            self.settle_attempt(book, id);
        }
    }
}
