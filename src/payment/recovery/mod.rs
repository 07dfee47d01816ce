//! Payments whose answer may not come: timers at every caller, unknown outcomes, retries, reversals, and the books.
//!
//! A timeout is neither success nor failure. Whoever waits gives up at some time and does not know what became of the
//! request: it may have been lost, may still be on its way, may have been approved with the answer lost. So a payment
//! is apart from its attempts here. What the merchant knows is apart from what the gateway, each processor, the channel
//! and the issuer know, and only messages carry knowledge from one to the other. When nothing about a payment is open
//! any more, what the merchant knows is compared with the issuer's books: a difference is money.
//!
//! The states follow those of Stripe, Airwallex and Hyperswitch (an intent owns attempts; unknown is a state of its
//! own), the messages are named as in ISO 8583, store and forward is that of jPOS-EE, the books are those of TigerBeetle.
//! A network without timers, losses, retries, faults and ways between zones has no [`Recovery`], and pays nothing for it.
//!
//! By file: `merchant` submits and gives up, `gateway` keeps keys and retries, `guards` limits and breaks, `queues` says
//! who is served next or not at all, `health` finds out who can be sent anything, `scaling` changes the number of workers,
//! `between` is the way from gateway to processor and back, `path` is processor and channel, `rail` an account rail, `issuer`
//! decides and books, `forward` repeats what must arrive, `enquiry` asks, `controls` ask whether it may be fraud, `attack`
//! tries out cards, `follow_up` accepts now and works later, `notices` tell the result until it is acknowledged, `writes`
//! brings approvals to the database, `profile` is what is known of cards; `ledger` is the books, and `laws` what must hold.

mod attack;
mod between;
mod controls;
mod counts;
mod enquiry;
mod faults;
mod follow_up;
mod forward;
mod gateway;
mod guards;
mod health;
mod issuer;
mod laws;
mod ledger;
mod leg;
mod merchant;
mod notices;
mod path;
mod plan;
mod profile;
mod queues;
mod rail;
mod records;
mod scaling;
mod step;
mod writes;

pub use counts::{ClassCounts, Depth, FollowUpCounts, Money, RecoveryCounts};
pub use enquiry::EnquiryPlan;
pub use follow_up::{Backlog, FollowUpPlan};
pub use health::{ChecksPlan, HealthPlan};
pub use plan::{
    Backoff, ConcurrencyPlan, Fault, FaultPlan, ForwardPlan, GuardsPlan, Key, LossPlan, MerchantPlan, RecoveryPlan,
    RetryPlan, StandInPlan, TimersPlan,
};
pub use profile::{ProfilePlan, Refusal};
pub use queues::{Discipline, OverloadPlan};
pub use records::Follow;
pub use scaling::ScalingPlan;
pub use step::Step;
pub use writes::WritesPlan;

use super::demand::Demands;
use super::event::Event;
use super::index::{CHANNEL, FIRST_PROCESSOR};
use super::journal::What;
use super::network::Network;
use super::place::{Outcome, Place};
use super::plan::{Plan, UNLIMITED};
use super::security::Security;
use super::slab::Slab;
use super::watch::Move;
use crate::cache::{Cache, Settings};
use crate::engine::{EventQueue, Lane};
use crate::math;
use crate::random::{Keyed, Stream};
use crate::units::{Instant, Nanos};
use faults::Faults;
use follow_up::FollowUp;
use guards::Guards;
use health::Health;
use ledger::Ledger;
use leg::Leg;
use profile::Profiles;
use queues::Queues;
use records::{Kind, NONE, Payment, Trace};
use scaling::Scaling;
use writes::Writes;

/// Mixed into the seed for what further attempts ask of the stages, so that they leave the draws of the first alone.
const AGAIN: u64 = 0x5851_F42D_4C95_7F2D;

/// Everything that is remembered beside the stations.
#[derive(Clone, Debug)]
pub(super) struct Recovery {
    plan: RecoveryPlan,
    /// The instant of the present event, for what happens at the end of a chain of calls.
    now: Instant,
    pub(super) counts: RecoveryCounts,
    /// The counts when measuring began.
    pub(super) origin: Option<RecoveryCounts>,
    payments: Slab<Payment>,
    /// By the id of an attempt.
    traces: Vec<Trace>,
    ledger: Ledger,
    faults: Faults,
    /// Payments that have not ended for the merchant.
    pub(super) under_way: u64,
    /// Workers of the stations while nothing is wrong.
    workers: Vec<u32>,
    /// The stations whose number of workers changes.
    restaffed: Vec<bool>,
    /// The cache as it is after it was emptied.
    empty: Cache,
    /// Stand-in approvals by card.
    stood_in: Vec<u32>,
    /// When the store and forward is free to send.
    forward_free: Instant,
    lanes: Lanes,
    amounts: Stream,
    patience: Stream,
    pauses: Stream,
    fates: Keyed,
    /// What the issuer has to say of cards whose first try fails before it can say it.
    minds: Keyed,
    again: Demands,
    guards: Guards,
    queues: Queues,
    health: Health,
    scaling: Option<Scaling>,
    /// Fraud, and what is done about it.
    pub(super) security: Box<Security>,
    /// The backlog of accepted payments; nothing where every answer is the result.
    follow_up: Option<Box<FollowUp>>,
    /// What is written and how; nothing where approvals are not written.
    writes: Option<Box<Writes>>,
    /// What is known of cards; nothing where nothing of it decides.
    profiles: Option<Profiles>,
}

/// One lane for each constant delay.
#[derive(Clone, Copy, Debug)]
struct Lanes {
    merchant: Option<Lane>,
    timers: [Option<Lane>; 3],
    rail: Option<Lane>,
    hedge: Option<Lane>,
    wait: Lane,
}

impl Recovery {
    pub(super) fn new(plan: &RecoveryPlan, whole: &Plan, seed: u64, queue: &mut EventQueue<Event>) -> Self {
        let faults = Faults::new(&plan.faults, FIRST_PROCESSOR + whole.processors.len());
        for at in faults.changes() {
            queue.at(at, Event::Step { step: Step::Fault, id: 0 });
        }
        let mut lane = |delay: Option<Nanos>| delay.map(|delay| queue.lane(delay));
        let TimersPlan { gateway, processor, channel } = plan.timers;
        let lanes = Lanes {
            merchant: lane(plan.merchant.timeout),
            timers: [gateway, processor, channel].map(&mut lane),
            rail: lane(plan.rail),
            hedge: lane(plan.guards.hedge),
            wait: queue.lane(plan.forward.wait),
        };
        Self {
            now: Instant::START,
            counts: RecoveryCounts::default(),
            origin: None,
            payments: Slab::default(),
            traces: Vec::new(),
            ledger: Ledger::default(),
            under_way: 0,
            workers: whole.workers().collect(),
            restaffed: restaffed(plan, whole, &faults),
            faults,
            empty: whole.cache.build(Settings { seed, ..whole.cache_settings }),
            stood_in: vec![0; math::index(whole.cards)],
            forward_free: Instant::START,
            lanes,
            amounts: Stream::new(seed, "amounts"),
            patience: Stream::new(seed, "patience"),
            pauses: Stream::new(seed, "pauses"),
            fates: Keyed::new(seed, "fates"),
            minds: Keyed::new(seed, "minds"),
            again: Demands::new(whole, seed ^ AGAIN),
            guards: Guards::new(&plan.guards, [plan.merchant.retry, plan.retry], whole.processors.len(), seed),
            health: Health::new(&plan.health, whole, seed, queue),
            scaling: plan.scaling.map(|scaling| Scaling::new(scaling, whole.processors[0].workers, queue)),
            queues: Queues::new(&plan.overload, [whole.workers().count(), whole.processors.len()], seed),
            security: Box::new(Security::new(plan.security.as_ref(), whole, seed, queue)),
            follow_up: plan.follow_up.map(|plan| Box::new(FollowUp::new(plan, seed))),
            writes: plan.writes.as_ref().map(|plan| Box::new(Writes::new(plan, seed))),
            profiles: plan.profile.map(|plan| Profiles::new(plan, seed)),
            plan: plan.clone(),
        }
    }

    /// Payments and attempts that are remembered.
    pub(super) fn remembered(&self) -> usize {
        self.payments.len()
    }

    /// When the payments came that have not ended for their merchant.
    pub(super) fn arrivals_under_way(&self) -> impl Iterator<Item = Instant> {
        self.payments.places().filter(|payment| payment.outcome == Outcome::Open).map(|payment| payment.arrived)
    }

    /// Times since their admission of the payments that are not over, in nanoseconds.
    pub(super) fn unfinished(&self, now: Instant) -> u128 {
        self.payments.sum(|payment| match payment.outcome {
            Outcome::Open if payment.admitted < Instant::NEVER => u128::from(now.since(payment.admitted).get()),
            _ => 0,
        })
    }

    #[inline]
    fn trace(&mut self, id: u32) -> &mut Trace {
        &mut self.traces[math::index(id)]
    }

    #[inline]
    fn payment_of(&mut self, id: u32) -> &mut Payment {
        let payment = self.traces[math::index(id)].payment;
        &mut self.payments[payment]
    }

    /// Whether an attempt is lost on one of its ways, with this probability.
    fn loses(&mut self, id: u32, leg: Leg, probability: f64) -> bool {
        let lost = self.happens(id, leg, probability);
        self.counts.lost += u64::from(lost);
        lost
    }

    /// Whether chance strikes an attempt on one of its ways, with this probability. It depends on its payment and on its
    /// place there, not on what else was sent: two scenarios under one seed lose the same messages.
    fn happens(&mut self, id: u32, leg: Leg, probability: f64) -> bool {
        if probability <= 0.0 {
            return false;
        }
        let place = self.trace(id).place;
        let number = self.payment_of(id).number;
        self.fates.unit(number, (place << LEG_BITS) | leg.code()) < probability
    }

    /// What the issuer has to say of a card: what was drawn for the first try, and where that fails technically what it would
    /// have been told otherwise. Drawn by the payment's number, it leaves every other draw alone. A further try that does not
    /// fail has a draw of its own ([`Payment::says`]).
    fn verdict(&self, number: u64, drawn: Outcome) -> Outcome {
        if drawn != Outcome::TechnicalDecline {
            return drawn;
        }
        let approved = self.minds.unit(number, 0) < self.again.approved_share();
        if approved { Outcome::Approved } else { Outcome::BusinessDecline }
    }

    /// The place of what is made next for a payment: requests are counted, and a message stands behind the request that it
    /// follows, by its kind and by how often it was sent.
    fn next_place(&mut self, made: &Trace) -> u64 {
        match made.kind {
            Kind::Request => {
                let payment = &mut self.payments[made.payment];
                payment.requests += 1;
                u64::from(payment.requests) << MESSAGE_BITS
            }
            Kind::Read => 0,
            Kind::Message(follow) => {
                let about = self.trace(made.about.0);
                let kind = match follow {
                    Follow::Reversal => 1,
                    Follow::Advice => 2,
                    Follow::Enquiry => 3,
                };
                about.place | (kind << TRANSMISSION_BITS) | u64::from(about.pending(follow).sent)
            }
        }
    }

    /// The pause before a further try, `failed` tries after the first.
    fn pause(&mut self, backoff: Backoff, failed: u32) -> Nanos {
        match backoff {
            Backoff::Fixed(pause) => pause,
            Backoff::Exponential { .. } => {
                Nanos::new(math::whole(self.pauses.unit() * math::float(backoff.limit(failed).get())))
            }
        }
    }
}

/// The stations whose number of workers changes: processors that follow the load, and whoever a fault takes workers from. A
/// ledger has places in blocks instead.
fn restaffed(plan: &RecoveryPlan, whole: &Plan, faults: &Faults) -> Vec<bool> {
    let processors = FIRST_PROCESSOR..FIRST_PROCESSOR + whole.processors.len();
    let changes = |(station, workers): (usize, u32)| {
        let scales = plan.scaling.is_some() && processors.contains(&station);
        let pays_in_blocks = station == CHANNEL && whole.blocks.is_some();
        scales || (faults.takes_workers(station) && workers != UNLIMITED && !pays_in_blocks)
    };
    whole.workers().enumerate().map(changes).collect()
}

/// Bits of a place that count how often a message was sent: a scenario may ask for a hundred thousand times.
const TRANSMISSION_BITS: u32 = 17;
/// Bits of a place that tell a request and the messages that follow it apart.
const MESSAGE_BITS: u32 = TRANSMISSION_BITS + 2;
/// Bits for the ways of an attempt.
const LEG_BITS: u32 = 6;

impl Network {
    /// Lets an event happen in a network whose answers may not come.
    pub(super) fn handle_careful(&mut self, book: &mut Recovery, event: Event, queue: &mut EventQueue<Event>) {
        book.now = queue.now();
        if book.origin.is_none() && self.measure.begun() {
            book.origin = Some(book.counts);
            book.security.origin = Some(book.security.counts);
            self.begin_follow_up(book, queue.now());
        }
        match event {
            Event::Arrive { client } => self.begin_payment(book, client, queue),
            Event::Done { station, payment } => self.done_carefully(book, usize::from(station), payment, queue),
            Event::Answered { payment } => self.answered_carefully(book, payment, queue),
            Event::Block => self.block_carefully(book, queue),
            Event::Step { step, id } => self.step_carefully(book, step, id, queue),
        }
    }

    fn step_carefully(&mut self, book: &mut Recovery, step: Step, id: u32, queue: &mut EventQueue<Event>) {
        match step {
            Step::Leave => self.leave_shop(book, id, queue),
            Step::Resubmit => self.resubmit(book, id, queue),
            Step::MerchantTimer => self.merchant_timer(book, id, queue),
            Step::Retry => self.route_carefully(book, id, queue),
            Step::Hedge => self.hedge(book, id, queue),
            Step::GatewayTimer => self.gateway_timer(book, id, queue),
            Step::ProcessorTimer => self.processor_timer(book, id, queue),
            Step::ChannelTimer => self.channel_timer(book, id, queue),
            Step::Forward(Follow::Enquiry) => self.enquire_again(book, id, queue),
            Step::Forward(follow) => self.forward(book, id, follow, queue),
            Step::Fault => self.change_faults(book, queue),
            Step::Check => self.check(book, id, queue),
            Step::CheckPassed => self.checked(book, id, true, queue),
            Step::CheckFailed => self.checked(book, id, false, queue),
            Step::Scale => self.scale(book, queue),
            Step::Booted => self.booted(book, id, queue),
            Step::ScoreTimer => self.score_timer(book, id, queue),
            Step::Challenged => self.challenged(book, id, queue),
            Step::Probe => self.probe(book, queue),
            Step::Redeliver => self.redeliver(book, id, queue),
            Step::WriteBack => self.write_back(book, queue),
            Step::WrittenBack => self.written_back(book, queue),
            Step::Reach => self.reach(book, id, queue),
            Step::Return(told) => self.returned(book, id, told, queue),
        }
    }

    /// Shows a move of an attempt or a message: the bead is its payment's, whatever else was sent for it. A read that is no
    /// payment's is not shown.
    #[inline]
    pub(super) fn show_carefully(&mut self, book: &Recovery, id: u32, [from, to]: [Place; 2], waits: bool) {
        if self.watch.on() {
            self.show_payment(book, id, [from, to], waits);
        }
    }

    #[cold]
    #[inline(never)]
    fn show_payment(&mut self, book: &Recovery, id: u32, [from, to]: [Place; 2], waits: bool) {
        let payment = book.traces[math::index(id)].payment;
        if payment != NONE {
            let seen = self.movement(id, from, to, waits, book.now);
            self.watch.see(Move { payment: book.payments[payment].number, ..seen });
        }
    }

    /// Writes down what happens to an attempt; nothing of a read that is no payment's.
    #[inline]
    pub(super) fn tell(&mut self, book: &mut Recovery, id: u32, at: Instant, what: What) {
        if self.journal.is_some() && book.trace(id).kind != Kind::Read {
            let payment = book.payment_of(id).number;
            self.write(payment, id, at, what);
        }
    }
}
