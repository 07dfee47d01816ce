//! The merchant's side: submits a payment, waits, tries again, gives up; and the end of a payment.

use super::guards::Whose;
use super::records::{Kind, NONE, Open, Payment, Trace};
use super::{Leg, Recovery, Step};
use crate::engine::EventQueue;
use crate::math;
use crate::payment::attempt::Attempt;
use crate::payment::demand::Demand;
use crate::payment::event::Event;
use crate::payment::index::GATEWAY;
use crate::payment::journal::{Line, What};
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::units::{Instant, Nanos};

impl Network {
    /// A payment comes.
    pub(super) fn begin_payment(&mut self, book: &mut Recovery, client: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        if let Some(next) = self.source.next() {
            queue.at(next, Event::Arrive { client: 0 });
        }
        self.measure.tally.offered += 1;
        book.under_way += 1;
        let mut demand = self.demands.draw();
        let patience = book.plan.merchant.patience.as_ref().map(|law| law.sample(&mut book.patience));
        let leaves = patience.map_or(Instant::NEVER, |nanos| now + Nanos::new(math::whole(nanos)));
        let amount = math::whole(book.plan.amount.sample(&mut book.amounts)).max(1);
        // Probes of an attack have numbers of their own, so that the payments keep theirs.
        let number = self.measure.tally.offered - book.security.attack.count;
        let (card, verdict) = (self.cards.draw(now), book.verdict(number, demand.outcome));
        let priority = book.queues.has_priority(number);
        let unheard = demand.outcome == Outcome::TechnicalDecline;
        let payment = Payment { client, card, amount, verdict, unheard, leaves, priority, ..Payment::new(number, now) };
        let id = book.payments.add(payment);
        if book.security.on() {
            book.hide(id);
        }
        // Fraud has amounts of its own, so that the card is looked at last.
        book.look_at_card(id, &mut demand);
        if leaves < Instant::NEVER {
            queue.at(leaves, Event::Step { step: Step::Leave, id });
        }
        book.guards.deposit(Whose::Merchant, now);
        self.submit(book, id, demand, queue);
    }

    /// The pause before a further submission is over.
    pub(super) fn resubmit(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let payment = &mut book.payments[id];
        if payment.resumes != queue.now() || payment.outcome != Outcome::Open {
            return;
        }
        let mut demand = book.again.draw();
        demand.outcome = payment.says(demand.outcome);
        self.submit(book, id, demand, queue);
    }

    /// Sends a payment to the gateway.
    pub(super) fn submit(&mut self, book: &mut Recovery, id: u32, demand: Demand, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        book.counts.submissions += 1;
        let payment = &mut book.payments[id];
        payment.submissions += 1;
        payment.resumes = Instant::NEVER;
        self.wait_for_answer(book, id, queue);
        let deadline = book.payments[id].timer;
        let attempt = self.attempt(book, Trace::new(id, Kind::Request, (NONE, 0)), demand);
        book.trace(attempt).deadline = deadline;
        book.trace(attempt).open.open(Open::TRAVELS);
        if book.payments[id].submissions == 1 {
            self.tell(book, attempt, now, What::Came);
            self.write_payment(book, id, now, What::About(book.payments[id].amount));
        }
        self.tell(book, attempt, now, What::Submitted);
        if book.loses(attempt, Leg::ToGateway, book.merchant_loss()) {
            self.tell(book, attempt, now, What::Lost(Place::Gateway));
            return self.vanish(book, attempt);
        }
        if self.come_in(book, attempt, queue) {
            let payment = &mut book.payments[id];
            if payment.admitted == Instant::NEVER {
                payment.admitted = now;
                self.measure.tally.accepted += 1;
                self.measure.in_system.rise(now);
            }
        } else {
            self.vanish(book, attempt);
            self.merchant_hears(book, id, Outcome::Rejected, queue);
        }
    }

    /// The merchant's timer begins to run.
    pub(super) fn wait_for_answer(&self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if let (Some(timeout), Some(lane)) = (book.plan.merchant.timeout, book.lanes.merchant) {
            book.payments[id].timer = queue.now() + timeout;
            queue.after_lane(lane, Event::Step { step: Step::MerchantTimer, id });
        }
    }

    /// Brings a submission to the gateway, if its rate limit and its admission control let it in.
    fn come_in(&mut self, book: &mut Recovery, attempt: u32, queue: &mut EventQueue<Event>) -> bool {
        let now = queue.now();
        let lets_in = book.guards.lets_in(now);
        let admitted = lets_in && book.guards.admits_submission(now);
        if !admitted {
            book.counts.rate_limited += u64::from(!lets_in);
            book.counts.not_admitted += u64::from(lets_in);
            self.stations[GATEWAY].refuse();
            self.tell(book, attempt, now, What::Refused(Place::Gateway));
        }
        admitted && self.enter(book, GATEWAY, attempt, Place::Merchants, queue)
    }

    /// Makes an attempt or a message of a payment.
    pub(super) fn attempt(&mut self, book: &mut Recovery, mut trace: Trace, demand: Demand) -> u32 {
        self.numbered += 1;
        trace.place = book.next_place(&trace);
        let payment = &mut book.payments[trace.payment];
        payment.open += 1;
        let id = self.attempts.add(Attempt {
            number: self.numbered,
            arrived: payment.arrived,
            client: payment.client,
            card: payment.card,
            processor: 0,
            sent: payment.arrived,
            outcome: Outcome::Open,
            demand,
        });
        book.remember(id, trace);
        id
    }

    /// The merchant's timer fires, unless an answer came.
    pub(super) fn merchant_timer(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if book.payments[id].timer == queue.now() && book.payments[id].outcome == Outcome::Open {
            book.counts.timeouts[0] += 1;
            self.write_payment(book, id, queue.now(), What::TimedOut(Place::Merchants));
            self.merchant_hears(book, id, Outcome::Unknown, queue);
        }
    }

    /// The shopper leaves, unless the payment has ended.
    pub(super) fn leave_shop(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if book.payments[id].leaves == queue.now() && book.payments[id].outcome == Outcome::Open {
            self.finish_payment(book, id, Outcome::Abandoned, queue);
        }
    }

    /// An answer comes to the merchant, or none will.
    pub(super) fn merchant_hears(
        &mut self,
        book: &mut Recovery,
        id: u32,
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        let retry = book.plan.merchant.retry;
        let payment = &mut book.payments[id];
        if payment.outcome != Outcome::Open {
            return;
        }
        payment.timer = Instant::NEVER;
        let submissions = payment.submissions;
        if told.answered() || submissions >= retry.tries || book.security.is_probe(id) {
            return self.finish_payment(book, id, told, queue);
        }
        if payment.resumes != Instant::NEVER {
            // It is to be submitted again already: this was the answer to an earlier submission.
            return;
        }
        if !book.guards.withdraw(Whose::Merchant, queue.now()) {
            book.counts.retries_refused += 1;
            return self.finish_payment(book, id, told, queue);
        }
        let resumes = queue.now() + book.pause(retry.backoff, submissions - 1);
        book.payments[id].resumes = resumes;
        queue.at(resumes, Event::Step { step: Step::Resubmit, id });
    }

    /// A payment ends for the merchant.
    pub(super) fn finish_payment(
        &mut self,
        book: &mut Recovery,
        id: u32,
        outcome: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        if book.payments[id].outcome != Outcome::Open {
            // An end is an end: whoever comes with another one is wrong, and nothing else is counted of it.
            return book.counts.reopen(book.payments[id].number);
        }
        let now = queue.now();
        let outcome = if book.security.on() { book.judged(id, outcome) } else { outcome };
        let payment = &mut book.payments[id];
        payment.outcome = outcome;
        let Payment { arrived, admitted, client, verdict, amount, approved, priority, .. } = *payment;
        payment.approved = NONE;
        book.under_way -= 1;
        self.write_payment(book, id, now, What::Ended(outcome));
        let sale = !book.security.on() || book.count_end(id, outcome);
        book.counts.end(outcome, if sale { verdict } else { Outcome::Open }, amount);
        if admitted < Instant::NEVER {
            self.measure.depart(admitted, now);
        }
        book.payments[id].in_time = self.measure.end(outcome, now.since(arrived));
        if book.queues.has_classes() && !book.security.is_probe(id) {
            book.counts.classes[usize::from(!priority)].end(outcome, now.since(arrived));
        }
        if !book.security.is_probe(id)
            && let Some(pause) = self.source.think(outcome == Outcome::Rejected || now == arrived)
        {
            queue.after(pause, Event::Arrive { client });
        }
        if approved == NONE {
            self.close_payment(book, id);
            return;
        }
        book.trace(approved).open.close(Open::KEPT);
        if outcome != Outcome::Approved {
            // The merchant never heard of the approval: it has to be taken back.
            self.reverse(book, approved, queue);
        }
        self.settle_attempt(book, approved);
    }

    /// Writes down what happens to a payment, no attempt concerned.
    pub(super) fn write_payment(&mut self, book: &Recovery, id: u32, at: Instant, what: What) {
        let payment = book.payments[id].number;
        if let Some(journal) = &mut self.journal {
            journal.write(Line { at, payment, attempt: 0, what });
        }
    }

    /// A message is lost, or nobody carries it on.
    pub(super) fn vanish(&mut self, book: &mut Recovery, attempt: u32) {
        book.trace(attempt).open.close(Open::TRAVELS);
        self.settle_attempt(book, attempt);
    }

    /// Forgets an attempt about which nothing is open any more, and then maybe its payment.
    pub(super) fn settle_attempt(&mut self, book: &mut Recovery, attempt: u32) {
        let trace = book.trace(attempt);
        let id = trace.payment;
        if id == NONE || !trace.open.over() {
            return;
        }
        trace.payment = NONE;
        self.attempts.remove(attempt);
        book.payments[id].open -= 1;
        self.close_payment(book, id);
    }

    /// Judges and forgets a payment about which nothing is open any more.
    pub(super) fn close_payment(&mut self, book: &mut Recovery, id: u32) {
        let Payment { number, outcome, in_time, standing, amount, .. } = book.payments[id];
        if book.payments[id].is_open() {
            return;
        }
        book.counts.judge(number, outcome, standing, amount);
        if outcome == Outcome::Approved && standing != 1 {
            self.measure.tally.contradicted += 1;
            self.measure.tally.contradicted_good += u64::from(in_time);
        }
        if outcome == Outcome::Approved && standing > 0 && book.plan.rail.is_none() {
            for _ in 0..standing {
                if !book.ledger.post(amount) {
                    book.counts.wrong(number);
                }
            }
            self.write_payment(book, id, book.now, What::Posted(standing));
        }
        self.write_payment(book, id, book.now, What::Closed(standing));
        book.payments.remove(id);
    }
}
