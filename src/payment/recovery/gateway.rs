//! The gateway's side: keeps answers by key, sends attempts, waits for each, tries elsewhere, answers the merchant.

use super::guards::{Call, Whose};
use super::plan::Key;
use super::records::{Kind, NONE, Open, Trace};
use super::{Leg, Recovery, Step};
use crate::engine::EventQueue;
use crate::math;
use crate::payment::attempt::Attempt;
use crate::payment::event::Event;
use crate::payment::index::{FIRST_PROCESSOR, GATEWAY, place};
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::payment::routing::{Wanted, answer};
use crate::units::Instant;

impl Network {
    /// The gateway has taken a submission up: whether it knows the key, and if not, which way the attempt goes.
    pub(super) fn screen(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        book.trace(id).open.close(Open::TRAVELS);
        let known = book.plan.idempotency && book.plan.merchant.key == Key::Stable;
        let payment = book.payment_of(id);
        let stored = payment.stored;
        if known && stored.answered() {
            book.counts.replayed += 1;
            self.tell(book, id, queue.now(), What::Replayed);
            book.trace(id).open.open(Open::GATEWAY);
            return self.reply(book, id, stored, queue);
        }
        if known && payment.in_backlog {
            return self.accept_again(book, id, queue);
        }
        if known && payment.working {
            book.counts.joined += 1;
            let until = book.trace(id).deadline;
            let payment = book.payment_of(id);
            payment.joined_until = payment.joined_until.max(until);
            self.tell(book, id, queue.now(), What::Joined);
            if self.synchronous {
                self.free_worker(book, GATEWAY, queue);
            }
            return self.settle_attempt(book, id);
        }
        payment.working = true;
        book.guards.deposit(Whose::Gateway, queue.now());
        if book.security.on() && !book.trace(id).cleared {
            return self.ask_controls(book, id, queue);
        }
        self.take_on(book, id, queue);
    }

    /// Sends an attempt to a processor.
    pub(super) fn route_carefully(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        book.trace(id).routed = true;
        book.trace(id).open.open(Open::GATEWAY);
        self.show_carefully(book, id, [Place::Gateway, Place::Balancer], false);
        if !book.guards.has_room() {
            book.counts.shed += 1;
            return self.gateway_decides(book, id, Outcome::Rejected, queue);
        }
        self.look_around(book, now);
        let wanted = self.wanted(book, id);
        let Some(processor) = self.routing.pick(now, wanted, &self.stations) else {
            book.counts.full += u64::from(book.health.full);
            book.counts.nobody += u64::from(!book.health.full);
            self.tell(book, id, now, if book.health.full { What::Full } else { What::Nobody });
            return self.gateway_decides(book, id, Outcome::Rejected, queue);
        };
        if !book.guards.admits(now, processor) {
            book.counts.broken += 1;
            return self.gateway_decides(book, id, Outcome::Rejected, queue);
        }
        book.count_attempt(id);
        self.took_turns(book, processor, now);
        self.stations[FIRST_PROCESSOR + processor].picks += 1;
        self.attempts[id].processor = u8::try_from(processor).unwrap_or(0);
        self.attempts[id].sent = now;
        self.routing.opened(self.attempts[id].number, processor, now);
        book.trace(id).in_flight = book.guards.sent();
        self.tell(book, id, now, What::Sent(place(FIRST_PROCESSOR + processor)));
        book.trace(id).open.open(Open::TRAVELS);
        if let (Some(timeout), Some(lane)) = (book.plan.timers.gateway, book.lanes.timers[0]) {
            book.trace(id).timers[0] = now + timeout;
            queue.after_lane(lane, Event::Step { step: Step::GatewayTimer, id });
        }
        if let (Some(delay), Some(lane), NONE) = (book.plan.guards.hedge, book.lanes.hedge, book.trace(id).twin) {
            book.trace(id).hedge = now + delay;
            queue.after_lane(lane, Event::Step { step: Step::Hedge, id });
        }
        self.set_out(book, id, queue);
    }

    /// What the balancer may know of an attempt.
    fn wanted(&self, book: &Recovery, id: u32) -> Wanted {
        let Attempt { number, card, .. } = self.attempts[id];
        let payment = book.traces[math::index(id)].payment;
        let amount = book.payments[payment].amount;
        Wanted { number, card, amount, merchant: book.security.merchant(payment) }
    }

    /// An answer to an attempt comes to the gateway.
    pub(super) fn gateway_hears(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        if !book.trace(id).open.has(Open::GATEWAY) {
            book.counts.late += 1;
            self.tell(book, id, queue.now(), What::Late(Place::Gateway));
            return self.settle_attempt(book, id);
        }
        self.tell(book, id, queue.now(), What::Heard(Place::Gateway, told));
        self.hang_up(book, id, told, queue.now());
        if told == Outcome::Unknown && self.enquire(book, id, queue) {
            return;
        }
        self.gateway_decides(book, id, told, queue);
    }

    /// The gateway's timer fires, unless an answer came.
    pub(super) fn gateway_timer(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        if trace.timers[0] != queue.now() || !trace.open.has(Open::GATEWAY) {
            return;
        }
        book.counts.timeouts[1] += 1;
        self.tell(book, id, queue.now(), What::TimedOut(Place::Gateway));
        self.hang_up(book, id, Outcome::Unknown, queue.now());
        if self.enquire(book, id, queue) {
            return;
        }
        self.reverse(book, id, queue);
        self.gateway_decides(book, id, Outcome::Unknown, queue);
    }

    /// The gateway tries elsewhere, or answers.
    pub(super) fn gateway_decides(
        &mut self,
        book: &mut Recovery,
        id: u32,
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        let retry = book.plan.retry;
        let trace = book.trace(id);
        trace.timers[0] = Instant::NEVER;
        trace.hedge = Instant::NEVER;
        if let Some(twin) = book.waiting_twin(id) {
            if !told.answered() {
                // The other one may still bring an answer.
                book.trace(id).open.close(Open::GATEWAY);
                return self.settle_attempt(book, id);
            }
            self.forgo(book, twin, queue);
        }
        let trace = book.trace(id);
        let tries = trace.tries;
        let expired = book.plan.overload.deadlines && book.deadline(id) <= queue.now();
        let again = !told.answered() && !expired && tries < retry.tries && {
            let granted = book.guards.withdraw(Whose::Gateway, queue.now());
            book.counts.retries_refused += u64::from(!granted);
            granted
        };
        if !again {
            return self.reply(book, id, told, queue);
        }
        let next = self.another(book, id, tries + 1);
        book.trace(id).open.close(Open::GATEWAY);
        self.settle_attempt(book, id);
        let pause = book.pause(retry.backoff, tries - 1);
        queue.after(pause, Event::Step { step: Step::Retry, id: next });
    }

    /// A further attempt of the same submission, for which the gateway waits.
    fn another(&mut self, book: &mut Recovery, id: u32, tries: u32) -> u32 {
        let mut demand = book.again.draw();
        let Trace { payment, deadline, accepted, .. } = *book.trace(id);
        demand.outcome = book.payments[payment].says(demand.outcome);
        let next = self.attempt(book, Trace::new(payment, Kind::Request, (NONE, 0)), demand);
        let trace = book.trace(next);
        (trace.tries, trace.deadline, trace.accepted) = (tries, deadline, accepted);
        trace.open.open(Open::GATEWAY);
        next
    }

    /// No answer has come for so long that a second attempt is sent beside the first.
    pub(super) fn hedge(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        if trace.hedge != queue.now() || !trace.open.has(Open::GATEWAY) {
            return;
        }
        let tries = trace.tries;
        if !book.guards.hedges() {
            book.counts.retries_refused += 1;
            return;
        }
        let twin = self.another(book, id, tries);
        book.trace(id).twin = twin;
        book.trace(twin).twin = id;
        self.route_carefully(book, twin, queue);
    }

    /// The gateway no longer waits for an attempt because the other one was answered; what became of it is unknown.
    fn forgo(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        trace.open.close(Open::GATEWAY);
        (trace.timers[0], trace.hedge) = (Instant::NEVER, Instant::NEVER);
        // It was given up by us and is no failure of its processor.
        self.hang_up(book, id, Outcome::BusinessDecline, queue.now());
        self.reverse(book, id, queue);
        self.settle_attempt(book, id);
    }

    /// Tells balancer and guards that the gateway no longer waits for an attempt, and why; once, if it went on to ask.
    fn hang_up(&mut self, book: &mut Recovery, id: u32, outcome: Outcome, now: Instant) {
        if book.trace(id).open.close(Open::ENQUIRY) {
            return;
        }
        self.close(id, outcome, now);
        let attempt = &self.attempts[id];
        let (processor, took) = (usize::from(attempt.processor), now.since(attempt.sent));
        let in_flight = book.trace(id).in_flight;
        book.guards.ended(now, &Call { processor, answer: answer(outcome), took, in_flight });
        book.counts.ejected = book.guards.ejections();
        book.health.observed(now, processor, answer(outcome));
    }

    /// The gateway is done with a submission and answers the merchant.
    pub(super) fn reply(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        if book.trace(id).accepted {
            return self.conclude(book, id, told, queue);
        }
        if self.synchronous {
            self.free_worker(book, GATEWAY, queue);
        }
        self.answer_merchant(book, id, told, queue);
    }

    /// The gateway answers the merchant.
    pub(super) fn answer_merchant(
        &mut self,
        book: &mut Recovery,
        id: u32,
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        let deadline = book.deadline(id);
        let over = book.payment_of(id).outcome != Outcome::Open;
        let payment = self.keep_answer(book, id, told, queue);
        let lost = book.loses(id, Leg::ToMerchant, book.merchant_loss());
        let heard = if over { What::Late(Place::Merchants) } else { What::Heard(Place::Merchants, told) };
        self.tell(book, id, queue.now(), if lost { What::Lost(Place::Merchants) } else { heard });
        self.settle_attempt(book, id);
        // A merchant that has given this submission up does not take its failure for that of a later one.
        let given_up = book.plan.overload.deadlines && deadline <= queue.now() && !told.answered();
        if !over && !lost && !given_up {
            self.merchant_hears(book, payment, told, queue);
        } else if over {
            book.counts.late += 1;
        }
    }

    /// The gateway has the answer to a submission. Returns its payment.
    pub(super) fn keep_answer(
        &mut self,
        book: &mut Recovery,
        id: u32,
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) -> u32 {
        book.guards.replied(queue.now(), told.answered());
        self.attempts[id].outcome = told;
        self.show_carefully(book, id, [Place::Gateway, Place::Merchants], false);
        book.trace(id).open.close(Open::GATEWAY);
        let payment_id = book.trace(id).payment;
        let keeps = book.plan.idempotency && book.plan.merchant.key == Key::Stable && told.answered();
        // The answer to a key that was seen before belongs to an earlier attempt.
        let approved = told == Outcome::Approved && book.trace(id).told == told;
        let payment = &mut book.payments[payment_id];
        let outcome = payment.outcome;
        let over = outcome != Outcome::Open;
        (payment.working, payment.in_backlog) = (false, false);
        if keeps {
            payment.stored = told;
        }
        if approved && !over && payment.approved == NONE {
            payment.approved = id;
            book.trace(id).open.open(Open::KEPT);
        } else if approved && over && outcome != Outcome::Approved {
            self.reverse(book, id, queue);
        }
        payment_id
    }
}

impl Recovery {
    /// A processor gets an attempt: a first one, a further one, or one beside another.
    fn count_attempt(&mut self, id: u32) {
        let Trace { tries, twin, .. } = *self.trace(id);
        self.counts.attempts += 1;
        self.counts.hedges += u64::from(twin != NONE);
        self.counts.retries += u64::from(twin == NONE && tries > 1);
    }

    /// The attempt beside this one, if the gateway still waits for it.
    fn waiting_twin(&mut self, id: u32) -> Option<u32> {
        let twin = self.trace(id).twin;
        if twin == NONE {
            return None;
        }
        let back = self.trace(twin);
        (back.twin == id && back.open.has(Open::GATEWAY)).then_some(twin)
    }
}
