//! Probes of a card-testing attack come in at the door of everybody else.

use super::Recovery;
use super::Step;
use super::records::Payment;
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::network::Network;
use crate::units::Instant;

impl Network {
    /// An attack begins, ends, or changes.
    pub(super) fn change_attack(&mut self, book: &mut Recovery, queue: &mut EventQueue<Event>) {
        let (rate_per_s, valid_share) = book.faults.attack();
        if let Some(next) = book.security.attack.change(queue.now(), rate_per_s, valid_share) {
            queue.at(next, Event::Step { step: Step::Probe, id: 0 });
        }
    }

    /// A probe comes, and the next one is on its way. Whoever sends them does not wait for an answer that stays away, and
    /// tries none again.
    pub(super) fn probe(&mut self, book: &mut Recovery, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let Some(probe) = book.security.attack.probe(now) else { return };
        if let Some(next) = book.security.attack.schedule(now) {
            queue.at(next, Event::Step { step: Step::Probe, id: 0 });
        }
        self.measure.tally.offered += 1;
        book.under_way += 1;
        let payment = Payment { amount: probe.amount, card: probe.card, ..Payment::new(probe.number, now) };
        let id = book.payments.add(Payment { verdict: probe.demand.outcome, leaves: Instant::NEVER, ..payment });
        book.security.keep(id, probe.truth);
        let mut demand = probe.demand;
        book.look_at_card(id, &mut demand);
        self.submit(book, id, demand, queue);
    }
}
