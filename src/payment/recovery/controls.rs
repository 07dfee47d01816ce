//! The controls at work: the gateway asks them about a submission before it is routed, the issuer's before it decides.
//!
//! A control that declines has decided: that is neither a business decline of the issuer nor a technical one, and nobody
//! tries it again (59 suspected fraud, 63 security violation). Whether the answer was good depends on what the payment hid:
//! a blocked fraud is a correct answer and counts as such in availability; a blocked honest payment is a false decline and
//! counts as a failure, and so does a challenge that an honest shopper leaves. What is declined because a check was down has
//! failed technically. Nobody in the network knows which it was; only the counts do.

use super::records::{Booked, Open};
use super::{Leg, Recovery, Step};
use crate::engine::EventQueue;
use crate::math;
use crate::payment::event::Event;
use crate::payment::index::{CARD_MANAGEMENT, GATEWAY};
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::payment::security::{
    Control, Parties, RISK_CHECK, SECURITY_MODULE, SecurityCounts, TOKEN_VAULT, Truth, Verdict,
};
use crate::units::{Instant, Nanos};

impl Network {
    /// The gateway asks the controls about a submission, those that take no time first.
    pub(super) fn ask_controls(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let (now, payment, card) = (queue.now(), book.trace(id).payment, self.attempts[id].card);
        let security = &mut book.security;
        security.counts.asked += 1;
        security.deciding += 1;
        if let Some(rule) = security.strikes(now, payment, card) {
            return self.stop(book, id, rule, queue);
        }
        let (Some(lane), Some(check)) = (security.lane, security.plan.as_ref().and_then(|plan| plan.check.as_ref()))
        else {
            return self.let_through(book, id, queue);
        };
        let due = now + check.timeout;
        let station = security.first + RISK_CHECK;
        book.trace(id).open.open(Open::GATEWAY);
        book.trace(id).score_due = due;
        queue.after_lane(lane, Event::Step { step: Step::ScoreTimer, id });
        if book.faults.at(station).silent {
            // Only the timer will tell.
            book.counts.lost += 1;
            return self.tell(book, id, now, What::Lost(Place::RiskCheck));
        }
        book.trace(id).open.open(Open::SCREENED);
        if !self.enter(book, station, id, Place::Gateway, queue) {
            book.trace(id).open.close(Open::SCREENED);
            self.decide_blindly(book, id, queue);
        }
    }

    /// A station of the controls has done its work.
    pub(super) fn control_done(&mut self, book: &mut Recovery, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        match station - book.security.first {
            RISK_CHECK => self.scored(book, id, queue),
            guard => self.guarded(book, guard, id, queue),
        }
    }

    /// The risk check has a score.
    fn scored(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        book.trace(id).open.close(Open::SCREENED);
        if book.trace(id).score_due == Instant::NEVER {
            book.security.counts.late += 1;
            self.tell(book, id, queue.now(), What::Late(Place::Gateway));
            return self.settle_attempt(book, id);
        }
        let station = book.security.first + RISK_CHECK;
        let errors = book.faults.at(station).errors;
        if book.happens(id, Leg::Error(station), errors) {
            return self.decide_blindly(book, id, queue);
        }
        let payment = book.trace(id).payment;
        match book.security.verdict(payment) {
            Verdict::Pass => self.let_through(book, id, queue),
            Verdict::Block => self.stop(book, id, Control::Score, queue),
            Verdict::Challenge => self.challenge(book, id, queue),
        }
    }

    /// The gateway no longer waits for a score.
    pub(super) fn score_timer(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if book.trace(id).score_due == queue.now() {
            self.tell(book, id, queue.now(), What::TimedOut(Place::Gateway));
            self.decide_blindly(book, id, queue);
        }
    }

    /// There is no score: the risk check fails open, or closed.
    fn decide_blindly(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let payment = book.trace(id).payment;
        let open =
            book.security.plan.as_ref().and_then(|plan| plan.check.as_ref()).is_some_and(|check| check.fails_open);
        if open {
            book.security.truth(payment).exposed = true;
            return self.let_through(book, id, queue);
        }
        book.decide(id, |counts| &mut counts.closed);
        self.reply(book, id, Outcome::TechnicalDecline, queue);
    }

    /// A submission may go on.
    fn let_through(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        book.decide(id, |counts| &mut counts.passed);
        self.take_on(book, id, queue);
    }

    /// A control declines a submission at the gateway.
    fn stop(&mut self, book: &mut Recovery, id: u32, by: Control, queue: &mut EventQueue<Event>) {
        self.stopped(book, id, by, queue.now());
        book.decide(id, |counts| &mut counts.declined);
        self.reply(book, id, Outcome::Blocked, queue);
    }

    /// The shopper has to show who they are. The merchant's call has its answer, so its timer rests meanwhile; it runs again
    /// when the shopper is back, because that answer can be lost like any other.
    fn challenge(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let payment = book.trace(id).payment;
        book.trace(id).score_due = Instant::NEVER;
        book.payments[payment].timer = Instant::NEVER;
        book.payments[payment].working = false;
        if self.synchronous {
            self.free_worker(book, GATEWAY, queue);
        }
        let truth = book.security.truth(payment);
        truth.challenged = true;
        queue.after(truth.challenge_time, Event::Step { step: Step::Challenged, id });
    }

    /// A challenge is over: passed, failed, or left.
    pub(super) fn challenged(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let (payment, now) = (book.trace(id).payment, queue.now());
        let truth = *book.security.truth(payment);
        let (abandoned, passes) = book.security.challenge_shares();
        if book.payments[payment].outcome != Outcome::Open {
            book.decide(id, |counts| &mut counts.moot);
            book.trace(id).open.close(Open::GATEWAY);
            return self.settle_attempt(book, id);
        }
        if truth.fraud && truth.challenge >= passes {
            self.stopped(book, id, Control::Challenge, now);
            book.decide(id, |counts| &mut counts.declined);
            self.wait_for_answer(book, payment, queue);
            book.trace(id).deadline = book.payments[payment].timer;
            return self.answer_merchant(book, id, Outcome::Blocked, queue);
        }
        if !truth.fraud && truth.challenge < abandoned {
            book.security.counts.abandoned.add(&truth, book.payments[payment].amount);
            book.decide(id, |counts| &mut counts.left);
            self.finish_payment(book, payment, Outcome::Abandoned, queue);
            book.trace(id).open.close(Open::GATEWAY);
            return self.settle_attempt(book, id);
        }
        book.security.truth(payment).authenticated = true;
        book.decide(id, |counts| &mut counts.passed);
        self.come_back(book, id, queue);
    }

    /// A shopper has passed a challenge: the payment comes to the gateway again, and is not asked about any more.
    fn come_back(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let payment = book.trace(id).payment;
        let trace = book.trace(id);
        trace.cleared = true;
        trace.open.close(Open::GATEWAY);
        trace.open.open(Open::TRAVELS);
        self.wait_for_answer(book, payment, queue);
        book.trace(id).deadline = book.payments[payment].timer;
        if !self.enter(book, GATEWAY, id, Place::Merchants, queue) {
            self.vanish(book, id);
            self.merchant_hears(book, payment, Outcome::Rejected, queue);
        }
    }

    /// The token vault or the security module has looked at a request on its way to the issuer.
    fn guarded(&mut self, book: &mut Recovery, guard: usize, id: u32, queue: &mut EventQueue<Event>) {
        let payment = book.trace(id).payment;
        if let Some(control) = book.security.catches(guard, payment) {
            self.stopped(book, id, control, queue.now());
            if book.trace(id).booked == Booked::Nothing {
                book.trace(id).booked = Booked::Declined;
            }
            return self.issuer_answers(book, id, Outcome::Blocked, queue);
        }
        let next = book.security.guard_from(guard + 1).unwrap_or(CARD_MANAGEMENT);
        self.hand_over(book, id, next, queue);
    }

    /// It is known who declined a payment.
    fn stopped(&mut self, book: &mut Recovery, id: u32, by: Control, now: Instant) {
        let payment = book.trace(id).payment;
        book.security.truth(payment).stopped_by = Some(by);
        self.tell(book, id, now, What::Stopped(by));
    }
}

impl Recovery {
    /// A control has decided about a submission.
    fn decide(&mut self, id: u32, counted: fn(&mut SecurityCounts) -> &mut u64) {
        self.trace(id).score_due = Instant::NEVER;
        self.security.deciding -= 1;
        *counted(&mut self.security.counts) += 1;
    }

    /// How long a station of the controls works on an attempt; none for the other stations.
    #[inline]
    pub(super) fn control_time(&mut self, station: usize, id: u32) -> Option<Nanos> {
        let control = station.checked_sub(self.security.first)?;
        let payment = self.trace(id).payment;
        self.security.truth(payment).work.get(control).copied()
    }

    /// What an outcome is once it is known what the payment hid.
    pub(super) fn judged(&mut self, payment: u32, outcome: Outcome) -> Outcome {
        let honest = outcome == Outcome::Blocked && !self.security.truth(payment).fraud;
        if honest { Outcome::FalseDecline } else { outcome }
    }

    /// Draws what a payment hides; fraud may be about more money.
    pub(super) fn hide(&mut self, payment: u32) {
        let truth = self.security.draw();
        self.security.keep(payment, truth);
        if let Some(plan) = self.security.plan.as_ref().filter(|_| truth.fraud) {
            let amount = &mut self.payments[payment].amount;
            *amount = math::whole(math::float(*amount) * plan.fraud_amount_times).max(1);
        }
    }

    /// A payment has ended for its merchant. Returns whether it is a sale that could be lost: fraud is none.
    pub(super) fn count_end(&mut self, payment: u32, outcome: Outcome) -> bool {
        let (truth, amount) = (*self.security.truth(payment), self.payments[payment].amount);
        let counts = &mut self.security.counts;
        let settled = outcome == Outcome::Approved;
        let add = |parties: &mut Parties, counts: bool| {
            if counts {
                parties.add(&truth, amount);
            }
        };
        add(&mut counts.ended, true);
        add(&mut counts.settled, settled);
        add(&mut counts.answered, outcome.answered());
        add(&mut counts.challenged, truth.challenged);
        add(&mut counts.exposed, truth.exposed);
        add(&mut counts.exposed_settled, truth.exposed && settled);
        if let Some(by) = truth.stopped_by.filter(|_| matches!(outcome, Outcome::Blocked | Outcome::FalseDecline)) {
            add(&mut counts.blocked[by.place()], true);
        }
        !truth.fraud
    }
}

impl Parties {
    /// Counts a payment for who made it.
    fn add(&mut self, truth: &Truth, amount: u64) {
        let party = match (truth.fraud, truth.probe) {
            (_, true) => &mut self.probes,
            (true, false) => &mut self.fraud,
            (false, false) => &mut self.honest,
        };
        party.add(1, amount);
    }
}

const _: () = assert!(TOKEN_VAULT < SECURITY_MODULE, "a token is exchanged before the cryptogram is checked");
