//! Status enquiry: the gateway asks what became of an attempt whose outcome it does not know.
//!
//! Instead of taking it back at once the gateway asks, as merchants of Stripe retrieve a payment and UPI's applications
//! check a transaction's status; ISO 8583 has no message of its own for it. The answer, approved, declined or not found, ends
//! the unknown outcome; if none helps after so many enquiries the attempt is reversed as without them. An enquiry goes
//! through channel and issuer as any message and costs what any costs: whoever asks without a pause adds to the load that
//! made the outcome unknown, as in UPI's outage of 12 April 2025.

use super::records::{Booked, Follow, Open};
use super::{Recovery, Step};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::index::FIRST_PROCESSOR;
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::Outcome;
use crate::units::{Instant, Nanos};

/// How the gateway asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnquiryPlan {
    /// From one enquiry to the next.
    pub interval: Nanos,
    /// Before the first.
    pub delay: Nanos,
    /// Most enquiries about one attempt.
    pub tries: u32,
}

impl Network {
    /// Nobody has told the gateway what became of an attempt for which it waits: it asks. Returns whether it does; it does
    /// not where somebody has set out to take the attempt back.
    pub(super) fn enquire(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) -> bool {
        let Some(plan) = book.plan.enquiry else { return false };
        let trace = book.trace(id);
        if trace.open.has(Open::REVERSAL) {
            return false;
        }
        (trace.timers[0], trace.hedge) = (Instant::NEVER, Instant::NEVER);
        trace.open.open(Open::ENQUIRY);
        trace.enquiry.due = queue.now() + plan.delay;
        queue.at(trace.enquiry.due, Event::Step { step: Step::Forward(Follow::Enquiry), id });
        true
    }

    /// An enquiry is due: the next one, or the end of asking.
    pub(super) fn enquire_again(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let Some(plan) = book.plan.enquiry else { return };
        let trace = book.trace(id);
        if trace.enquiry.due != now || !trace.open.has(Open::ENQUIRY) {
            return;
        }
        if trace.enquiry.sent == plan.tries || trace.open.has(Open::REVERSAL) {
            return self.give_up_asking(book, id, queue);
        }
        trace.enquiry.sent += 1;
        trace.enquiry.due = now + plan.interval;
        queue.at(trace.enquiry.due, Event::Step { step: Step::Forward(Follow::Enquiry), id });
        book.counts.enquiries += 1;
        self.send_message(book, id, Follow::Enquiry, queue);
    }

    /// No enquiry has helped: the attempt is taken back, and its outcome stays unknown.
    fn give_up_asking(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        book.trace(id).open.close(Open::ENQUIRY);
        self.reverse(book, id, queue);
        self.gateway_decides(book, id, Outcome::Unknown, queue);
    }

    /// The answer to an enquiry is back. Processor and channel, who passed it on, know it too and wait no longer.
    pub(super) fn enquired(
        &mut self,
        book: &mut Recovery,
        (id, number): (u32, u64),
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        if self.attempts[id].number != number {
            return;
        }
        let trace = book.trace(id);
        // A channel that approved in the issuer's stead says so; what somebody takes back already is not to be relied on.
        let told = match told {
            _ if trace.open.has(Open::ADVICE) => Outcome::Approved,
            // The issuer declined before it had the advice, and holds the amount since.
            Outcome::BusinessDecline | Outcome::TechnicalDecline if trace.booked == Booked::Held => Outcome::Approved,
            // The rail passes the answer on, and has rejected the transfer since the issuer gave it.
            Outcome::Approved if trace.booked == Booked::Reversed => Outcome::TechnicalDecline,
            told => told,
        };
        if told == Outcome::Open || !trace.open.has(Open::ENQUIRY) || trace.open.has(Open::REVERSAL) {
            return;
        }
        trace.open.close(Open::ENQUIRY);
        trace.open.close(Open::CHANNEL);
        (trace.timers[1], trace.timers[2], trace.told) = (Instant::NEVER, Instant::NEVER, told);
        if trace.open.close(Open::PROCESSOR) && self.synchronous {
            let station = FIRST_PROCESSOR + usize::from(self.attempts[id].processor);
            self.free_worker(book, station, queue);
        }
        book.counts.enquiries_answered += 1;
        self.tell(book, id, queue.now(), What::Acknowledged(Follow::Enquiry));
        self.gateway_decides(book, id, told, queue);
    }
}

impl Recovery {
    /// What the issuer says of an attempt; open if it has not seen it.
    pub(super) fn status(&mut self, id: u32, drawn: Outcome) -> Outcome {
        match self.trace(id).booked {
            Booked::Nothing => Outcome::Open,
            Booked::Held => Outcome::Approved,
            Booked::Declined if drawn == Outcome::BusinessDecline => drawn,
            Booked::Declined | Booked::Reversed => Outcome::TechnicalDecline,
        }
    }
}
