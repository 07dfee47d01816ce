//! The way between a gateway and a processor: what is lost on it, who does not answer, and how long it takes to another zone.
//!
//! Within a zone it takes no time of its own. To another zone every message takes the scenario's delay each way, a refusal
//! too. Left out: that delay for the gateway's own checks and for messages that follow an attempt, which the store and
//! forward times by itself.

use super::faults::either;
use super::records::Open;
use super::{Leg, Recovery, Step};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::index::{FIRST_PROCESSOR, place};
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::units::Nanos;

impl Network {
    /// An attempt sets out from its gateway to its processor.
    pub(super) fn set_out(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        match self.between_zones(id) {
            Some(between) => queue.after(between, Event::Step { step: Step::Reach, id }),
            None => self.reach(book, id, queue),
        }
    }

    /// An attempt comes to its processor.
    pub(super) fn reach(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let (now, station) = (queue.now(), FIRST_PROCESSOR + usize::from(self.attempts[id].processor));
        let health = *book.faults.at(station);
        let lost = either(book.plan.loss.processor, health.loss);
        if book.loses(id, Leg::ToProcessor, lost) {
            self.tell(book, id, now, What::Lost(place(station)));
            return self.vanish(book, id);
        }
        let connects = !book.happens(id, Leg::Connection, health.refusing(now));
        if !connects || !self.enter(book, station, id, Place::Balancer, queue) {
            self.turned_away(book, station, id, queue);
        }
    }

    /// What a processor has to say of an attempt sets out for its gateway.
    pub(super) fn send_back(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        // What the risk check turns away was at no processor.
        let between = self.between_zones(id).filter(|_| book.trace(id).routed);
        let Some(between) = between else { return self.gateway_hears(book, id, told, queue) };
        book.trace(id).open.open(Open::RETURNS);
        queue.after(between, Event::Step { step: Step::Return(told), id });
    }

    /// It comes to the gateway.
    pub(super) fn returned(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        book.trace(id).open.close(Open::RETURNS);
        self.gateway_hears(book, id, told, queue);
    }

    /// How long an attempt is between the zones of its gateway and its processor, one way; `None` within one.
    fn between_zones(&self, id: u32) -> Option<Nanos> {
        let attempt = &self.attempts[id];
        self.routing.between(attempt.number, usize::from(attempt.processor))
    }
}
