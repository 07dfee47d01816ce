//! How the result of an accepted payment reaches its merchant: at least once.
//!
//! The gateway tells it (a webhook) and tells it again after a pause until the merchant acknowledges it, because notice and
//! acknowledgement can both be lost; so a merchant may have the same result twice. Stripe's documentation ("Receive Stripe
//! events in your webhook endpoint") says so of its own events, tells them again for up to three days with an exponential
//! pause, and has merchants keep the ids of those that they have processed. A merchant that does not, fulfils the order again.
//!
//! A result that comes when the shopper has left finds an order that was cancelled: an approval is taken back as any that
//! nobody wants, as merchants of Adyen send a cancel or, where they do not know whether it was captured, a reversal. Whoever
//! only closed the page has not left in this sense: Stripe ("Fulfill orders") has merchants fulfil from the webhook for that
//! reason. A result that the gateway gives up telling ends the merchant's wait with an unknown outcome; reconciliation then
//! finds an approval without an order, and it is taken back too.

use super::follow_up::{FollowUp, TO_RESULT};
use super::{Recovery, Step};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::units::Instant;

/// A result that is told until it is acknowledged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notice {
    /// The payment.
    payment: u32,
    /// Its number among all results: the id of the event.
    event: u64,
    /// The result.
    told: Outcome,
    /// How often it was told.
    sent: u32,
    /// Whether the merchant has had it.
    heard: bool,
}

impl Notice {
    /// A result that nobody was told yet.
    pub(super) const fn new(payment: u32, event: u64, told: Outcome) -> Self {
        Self { payment, event, told, sent: 0, heard: false }
    }
}

/// The two ways on which chance decides.
#[derive(Clone, Copy, Debug)]
enum Way {
    Notice,
    Acknowledgement,
}

impl FollowUp {
    /// Whether a notice or its acknowledgement is lost. It depends on the result and on how often it was told, not on what
    /// else was sent.
    fn loses(&self, notice: Notice, way: Way, probability: f64) -> bool {
        let draw = u64::from(notice.sent) << 1 | u64::from(matches!(way, Way::Acknowledgement));
        probability > 0.0 && self.fates.unit(notice.event, draw) < probability
    }
}

impl Network {
    /// The gateway tells a result.
    pub(super) fn deliver(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let (now, loss) = (queue.now(), book.merchant_loss());
        let Some(follow_up) = &mut book.follow_up else { return };
        let notice = &mut follow_up.notices[id];
        notice.sent += 1;
        let notice = *notice;
        follow_up.counts.notices += 1;
        let arrives = !follow_up.loses(notice, Way::Notice, loss);
        let acknowledged = arrives && !follow_up.loses(notice, Way::Acknowledgement, loss);
        book.counts.lost += u64::from(!acknowledged);
        self.write_payment(book, notice.payment, now, What::Notified(notice.sent > 1));
        if arrives {
            self.hear_result(book, id, queue);
        } else {
            self.write_payment(book, notice.payment, now, What::Lost(Place::Merchants));
        }
        if acknowledged {
            return self.acknowledge(book, id, now);
        }
        if arrives {
            self.write_payment(book, notice.payment, now, What::Lost(Place::Gateway));
        }
        self.tell_later(book, id, queue);
    }

    /// The gateway waits before it tells a result again, or gives it up.
    fn tell_later(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let Some(follow_up) = &book.follow_up else { return };
        let (backoff, sent) = (follow_up.plan.redeliver, follow_up.notices[id].sent);
        let pause = book.pause(backoff, sent - 1);
        queue.after(pause, Event::Step { step: Step::Redeliver, id });
    }

    /// A result has not been acknowledged: it is told again, or given up.
    pub(super) fn redeliver(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let Some(follow_up) = &mut book.follow_up else { return };
        if follow_up.notices[id].sent < follow_up.plan.deliveries {
            return self.deliver(book, id, queue);
        }
        follow_up.counts.given_up += 1;
        let Notice { payment, heard, .. } = follow_up.notices[id];
        self.write_payment(book, payment, queue.now(), What::GaveUp);
        if !heard && book.awaits_result(payment) {
            self.finish_payment(book, payment, Outcome::Unknown, queue);
        }
        self.forget_notice(book, id);
    }

    /// The merchant has a result before it, maybe again.
    fn hear_result(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let Some(follow_up) = &mut book.follow_up else { return };
        let notice = &mut follow_up.notices[id];
        let Notice { payment, told, heard, .. } = *notice;
        notice.heard = true;
        let (outcome, amount, arrived) = {
            let payment = &book.payments[payment];
            (payment.outcome, payment.amount, payment.arrived)
        };
        // A merchant that got the result as the answer to a later submission has it already.
        let fulfilled = (outcome, told) == (Outcome::Approved, Outcome::Approved);
        if heard || fulfilled {
            follow_up.counts.duplicates += 1;
            if fulfilled && !follow_up.plan.deduplicate {
                follow_up.counts.fulfilled_twice.add(1, amount);
            }
            return self.write_payment(book, payment, now, What::Duplicate);
        }
        if outcome != Outcome::Open {
            book.counts.late += 1;
            return self.write_payment(book, payment, now, What::Late(Place::Merchants));
        }
        if told.answered() {
            follow_up.times[TO_RESULT].record(now.since(arrived), now);
        }
        self.write_payment(book, payment, now, What::Heard(Place::Merchants, told));
        self.merchant_hears(book, payment, told, queue);
    }

    /// The gateway knows that the merchant has a result.
    fn acknowledge(&mut self, book: &mut Recovery, id: u32, now: Instant) {
        let Some(follow_up) = &mut book.follow_up else { return };
        let Notice { payment, sent, .. } = follow_up.notices[id];
        if sent == 1 {
            follow_up.counts.told_at_once += 1;
        } else {
            follow_up.counts.told_again += 1;
        }
        self.write_payment(book, payment, now, What::Confirmed);
        self.forget_notice(book, id);
    }

    /// Nothing about a result is open any more, and then maybe nothing about its payment.
    fn forget_notice(&mut self, book: &mut Recovery, id: u32) {
        let Some(follow_up) = &mut book.follow_up else { return };
        let payment = follow_up.notices[id].payment;
        follow_up.notices.remove(id);
        book.payments[payment].open -= 1;
        self.close_payment(book, payment);
    }
}

impl Recovery {
    /// Whether a merchant waits for a result, and for nothing else that would end its wait.
    fn awaits_result(&self, payment: u32) -> bool {
        let payment = &self.payments[payment];
        let waits = payment.timer == Instant::NEVER && payment.resumes == Instant::NEVER && !payment.working;
        payment.outcome == Outcome::Open && waits
    }
}
