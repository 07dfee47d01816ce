//! Answers that follow: the gateway accepts a submission, says so at once (HTTP 202), and works on it later.
//!
//! What is accepted goes into a backlog. A bounded number of forwarders works it off, each holding one payment until its
//! result is there, the gateway's own retries and their pauses included, as a consumer of a queue does that acknowledges a
//! message only when it is done. So a burst or an outage fills the backlog and it drains afterwards; where it is full the
//! gateway turns a submission away at once, which is still an honest answer. How the result reaches the merchant is told in
//! `notices`.
//!
//! HTTP 202 promises nothing about the result (RFC 9110, section 15.3.3), so the merchant's timer is satisfied, but a payment
//! has not ended and counts as answered only with its result. A merchant that sends the payment again under the same key is
//! told "accepted" again, or the result once it is there.
//!
//! Left out on purpose: a backlog that loses what it holds; it is durable.

use super::counts::{Depth, FollowUpCounts};
use super::notices::Notice;
use super::plan::Backoff;
use super::records::Open;
use super::{Leg, Recovery, Step};
use crate::engine::EventQueue;
use crate::math;
use crate::payment::event::Event;
use crate::payment::index::GATEWAY;
use crate::payment::journal::What;
use crate::payment::measure::{GROUP, SLICES_MAX, SLICES_PER_GROUP};
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::payment::plan::{Plan, StationPlan};
use crate::payment::slab::Slab;
use crate::payment::station::Admission;
use crate::random::{Distribution, Keyed};
use crate::stats::Grouped;
use crate::units::{Instant, Nanos};

/// How answers follow.
#[derive(Clone, Copy, Debug)]
pub struct FollowUpPlan {
    /// Payments of the backlog that are worked on at a time.
    pub workers: u32,
    /// Payments that may wait for that.
    pub queue_limit: u32,
    /// The pause before a result is told again.
    pub redeliver: Backoff,
    /// Most times that a result is told.
    pub deliveries: u32,
    /// Whether merchants know a result again that they have had.
    pub deduplicate: bool,
}

/// The gateway's backlog, and the results that it has not got rid of.
#[derive(Clone, Debug)]
pub(super) struct FollowUp {
    pub(super) plan: FollowUpPlan,
    pub(super) counts: FollowUpCounts,
    /// The counts when measuring began.
    pub(super) origin: FollowUpCounts,
    pub(super) notices: Slab<Notice>,
    /// Decides which notice is lost, and which acknowledgement.
    pub(super) fates: Keyed,
    /// From arrival to acceptance, and to the first sight of the result; since measuring began.
    pub(super) times: [Grouped; 2],
    pub(super) depth: Depth,
}

/// Times to acceptance among the two kinds.
const TO_ACCEPTANCE: usize = 0;
/// Times to the result.
pub(super) const TO_RESULT: usize = 1;

impl FollowUp {
    pub(super) fn new(plan: FollowUpPlan, seed: u64) -> Self {
        Self {
            plan,
            counts: FollowUpCounts::default(),
            origin: FollowUpCounts::default(),
            notices: Slab::default(),
            fates: Keyed::new(seed, "notices"),
            times: [(); 2].map(|()| Grouped::new(Instant::START, GROUP, SLICES_MAX / SLICES_PER_GROUP)),
            depth: Depth::default(),
        }
    }

    /// Measuring begins with so many in the backlog.
    pub(super) fn begin(&mut self, waiting: u32, now: Instant) {
        self.origin = self.counts;
        self.times.iter_mut().for_each(|times| times.begin(now));
        self.depth = Depth::default();
        self.depth.look(waiting, now);
    }

    /// What must hold, and how often it did not, where so many accepted payments wait or are worked on.
    pub(super) fn violations(&self, backlog: u32) -> u64 {
        let counts = &self.counts;
        let told = counts.told_at_once + counts.told_again + counts.given_up + math::wide(self.notices.len());
        counts.accepted.abs_diff(counts.results + u64::from(backlog)) + counts.results.abs_diff(told)
    }
}

impl Network {
    /// The gateway has nothing against a submission: it goes on its way, or is accepted for later.
    pub(super) fn take_on(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if book.follow_up.is_some() {
            self.accept(book, id, queue);
        } else {
            self.route_carefully(book, id, queue);
        }
    }

    /// The gateway accepts a submission, if its backlog has room, and says so.
    fn accept(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let admission = self.queue_up(book, self.forwarders, id, now);
        let accepted = admission != Admission::Rejected;
        let Some(follow_up) = &mut book.follow_up else { return };
        follow_up.counts.accepted += u64::from(accepted);
        follow_up.counts.turned_away += u64::from(!accepted);
        follow_up.depth.look(self.stations[self.forwarders].waiting.value(), now);
        if !accepted {
            self.tell(book, id, now, What::Refused(Place::Forwarders));
            return self.reply(book, id, Outcome::Rejected, queue);
        }
        let trace = book.trace(id);
        trace.accepted = true;
        // Nobody's call waits for it any more.
        trace.deadline = Instant::NEVER;
        trace.open.open(Open::GATEWAY);
        book.payment_of(id).in_backlog = true;
        if self.synchronous {
            self.free_worker(book, GATEWAY, queue);
        }
        self.tell_accepted(book, id, now);
        self.tell(book, id, now, admission.what(Place::Forwarders));
        if admission == Admission::Starts {
            self.begin(book, self.forwarders, id, queue);
        }
    }

    /// A submission whose payment is in the backlog already comes: it gets the same answer.
    pub(super) fn accept_again(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if let Some(follow_up) = &mut book.follow_up {
            follow_up.counts.accepted_again += 1;
        }
        if self.synchronous {
            self.free_worker(book, GATEWAY, queue);
        }
        self.tell_accepted(book, id, queue.now());
        self.settle_attempt(book, id);
    }

    /// The merchant is told that a result follows. Its timer is satisfied and nothing is sent again; its shopper waits on.
    fn tell_accepted(&mut self, book: &mut Recovery, id: u32, now: Instant) {
        self.tell(book, id, now, What::Accepted);
        if book.loses(id, Leg::ToMerchant, book.merchant_loss()) {
            return self.tell(book, id, now, What::Lost(Place::Merchants));
        }
        let payment = book.trace(id).payment;
        let payment = &mut book.payments[payment];
        if payment.outcome != Outcome::Open {
            book.counts.late += 1;
            return self.tell(book, id, now, What::Late(Place::Merchants));
        }
        (payment.timer, payment.resumes) = (Instant::NEVER, Instant::NEVER);
        if !payment.accepted {
            payment.accepted = true;
            let took = now.since(payment.arrived);
            if let Some(follow_up) = &mut book.follow_up {
                follow_up.times[TO_ACCEPTANCE].record(took, now);
            }
        }
    }

    /// A forwarder begins with an accepted payment: an attempt is made at this instant, but not within this event, so that
    /// a backlog of failures does not end in one.
    pub(super) fn forward_accepted(id: u32, queue: &mut EventQueue<Event>) {
        queue.after(Nanos::ZERO, Event::Step { step: Step::Retry, id });
    }

    /// The result of an accepted payment is there: its forwarder takes the next one.
    pub(super) fn conclude(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        self.free_worker(book, self.forwarders, queue);
        self.publish(book, id, told, queue);
    }

    /// An accepted payment left the backlog without being worked on, because its shopper had gone.
    pub(super) fn withdraw(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if let Some(follow_up) = &mut book.follow_up {
            follow_up.counts.withdrawn += 1;
        }
        self.publish(book, id, Outcome::Rejected, queue);
    }

    /// The gateway keeps a result and begins to tell it.
    fn publish(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        let waiting = self.stations[self.forwarders].waiting.value();
        let payment = self.keep_answer(book, id, told, queue);
        let Some(follow_up) = &mut book.follow_up else { return };
        follow_up.depth.look(waiting, queue.now());
        follow_up.counts.results += 1;
        let notice = follow_up.notices.add(Notice::new(payment, follow_up.counts.results, told));
        book.payments[payment].open += 1;
        self.settle_attempt(book, id);
        self.deliver(book, notice, queue);
    }
}

impl Network {
    /// Accepted payments that wait or are worked on.
    pub(in crate::payment) fn backlog(&self) -> u32 {
        self.stations.get(self.forwarders).map_or(0, |station| station.waiting.value() + station.busy.value())
    }

    /// Measuring begins.
    pub(super) fn begin_follow_up(&self, book: &mut Recovery, now: Instant) {
        if let (Some(follow_up), Some(station)) = (&mut book.follow_up, self.stations.get(self.forwarders)) {
            follow_up.begin(station.waiting.value(), now);
        }
    }
}

impl Recovery {
    /// What is known of answers that follow; `None` where every answer is the result.
    pub(in crate::payment) fn answers(&self, [waiting, working]: [u32; 2]) -> Option<Backlog<'_>> {
        let follow_up = self.follow_up.as_ref()?;
        let [to_acceptance, to_result] = &follow_up.times;
        Some(Backlog {
            counts: follow_up.counts.since(&follow_up.origin),
            waiting,
            working,
            telling: math::wide(follow_up.notices.len()),
            depth: follow_up.depth,
            to_acceptance,
            to_result,
        })
    }
}

/// The backlog of accepted payments now, and what became of those before; counts and times since measuring began.
#[derive(Clone, Copy, Debug)]
pub struct Backlog<'a> {
    /// What was counted.
    pub counts: FollowUpCounts,
    /// Accepted payments that wait now.
    pub waiting: u32,
    /// Accepted payments that forwarders hold now.
    pub working: u32,
    /// Results that are being told now.
    pub telling: u64,
    /// How deep it was.
    pub depth: Depth,
    /// From a payment's arrival to the merchant's knowledge that it is accepted.
    pub to_acceptance: &'a Grouped,
    /// From a payment's arrival to the merchant's knowledge of its final, correct result.
    pub to_result: &'a Grouped,
}

impl Plan {
    /// The station at which accepted payments wait, behind all others; none where every answer is the result.
    pub(in crate::payment) fn forwarders(&self) -> Option<StationPlan> {
        let plan = self.recovery.as_ref()?.follow_up?;
        let FollowUpPlan { workers, queue_limit, .. } = plan;
        Some(StationPlan { workers, queue_limit, service: Distribution::Constant(0.0) })
    }
}
