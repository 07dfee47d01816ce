//! The payment network: what each event does to a payment, its workers and the queues.
//!
//! A payment waits for a gateway worker, is routed, waits at its processor, crosses the channel, and is decided by the
//! card-management system: a cache look-up, and on a miss a database read that waits for a connection. Then its answer
//! travels back. In synchronous processing the workers of gateway, processor and card management are held meanwhile.

use super::around::Around;
use super::arrivals::Source;
use super::attempt::Attempt;
use super::blocks::Blocks;
use super::cards::Cards;
use super::demand::Demands;
use super::event::Event;
use super::index::{CARD_MANAGEMENT, CHANNEL, DATABASE, FIRST_PROCESSOR, GATEWAY, place};
use super::journal::{Journal, What};
use super::measure::Measure;
use super::place::{Outcome, Place};
use super::plan::{Plan, StationPlan};
use super::recovery::Recovery;
use super::routing::{Routing, Wanted, answer};
use super::series::Charted;
use super::slab::Slab;
use super::station::{Admission, Station};
use super::watch::Watch;
use super::work::Work;
use crate::balance::Ended;
use crate::cache::{Cache, Settings};
use crate::engine::{EventQueue, Model};
use crate::units::Instant;

/// The network with everything in it.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) stations: Vec<Station>,
    pub(super) measure: Measure,
    pub(super) cache: Cache,
    /// What stands around it; nothing where no rule is switched on.
    pub(super) around: Option<Box<Around>>,
    pub(super) source: Source,
    pub(super) watch: Watch,
    pub(super) routing: Routing,
    pub(super) demands: Demands,
    pub(super) cards: Cards,
    pub(super) work: Work,
    pub(super) synchronous: bool,
    /// Index of the first station of the security controls, behind all others; beyond all stations where there is none.
    pub(super) controls: usize,
    /// The blocks of a ledger channel, which has a worker for nobody between them; nothing for any other channel.
    pub(super) blocks: Option<Box<Blocks>>,
    /// Index of the station where accepted payments wait, the last one; beyond all stations where there is none.
    pub(super) forwarders: usize,
    /// What is done about answers that do not come; nothing where every answer comes.
    pub(super) recovery: Option<Box<Recovery>>,
    /// What is written down, for a look back.
    pub(super) journal: Option<Box<Journal>>,
    pub(super) attempts: Slab<Attempt>,
    pub(super) numbered: u64,
    pub(super) digest: u64,
}

impl Network {
    /// The network at its start, and the first events.
    #[must_use]
    pub fn new(plan: &Plan, seed: u64) -> (Self, EventQueue<Event>) {
        let fixed = [&plan.gateway, &plan.channel, &plan.card_management, &plan.database];
        let fixed = fixed.map(|StationPlan { workers, queue_limit, .. }| Station::new(*workers, *queue_limit));
        let processors = plan.processors.iter().map(|one| Station::new(one.workers, one.queue_limit));
        let mut stations: Vec<Station> = fixed.into_iter().chain(processors).collect();
        let drawn = stations.len();
        let controls = plan.control_stations();
        stations.extend(controls.iter().map(|one| Station::new(one.workers, one.queue_limit)));
        let forwarders = plan.forwarders();
        let last = if forwarders.is_some() { stations.len() } else { usize::MAX };
        stations.extend(forwarders.map(|one| Station::new(one.workers, one.queue_limit)));
        let measure = Measure::new(&stations, Charted::of(plan, &stations), plan.warm_up, plan.objective);
        let mut queue = EventQueue::new();
        let mut network = Self {
            stations,
            measure,
            cache: plan.cache.build(Settings { seed, ..plan.cache_settings }),
            around: plan.around.map(|around| Box::new(Around::new(around, plan, seed))),
            source: Source::new(&plan.source, seed),
            watch: Watch::default(),
            routing: Routing::new(plan, seed),
            demands: Demands::new(plan, seed),
            cards: Cards::new(plan.cards, &plan.popularity, seed).with_unknown(plan.unknown_share, seed),
            work: Work::new(plan, &mut queue),
            synchronous: plan.synchronous,
            controls: if controls.is_empty() { usize::MAX } else { drawn },
            blocks: plan
                .blocks
                .map(|blocks| Box::new(Blocks::new(blocks, plan.warm_up.unwrap_or(Instant::START), seed))),
            forwarders: last,
            recovery: None,
            journal: None,
            attempts: Slab::default(),
            numbered: 0,
            digest: seed,
        };
        for (index, station) in network.stations.iter_mut().enumerate().take(drawn) {
            station.transparent = network.work.is_transparent(index);
        }
        if plan.blocks.is_some() {
            network.stations[CHANNEL].workers = 0;
        }
        network.recovery =
            plan.recovery.as_ref().map(|recovery| Box::new(Recovery::new(recovery, plan, seed, &mut queue)));
        if let Some(book) = &network.recovery {
            let stations = network.stations.iter_mut().enumerate();
            stations.filter(|(index, _)| book.restaffs(*index)).for_each(|(_, station)| station.open_pool());
        }
        for (at, client) in network.source.first() {
            queue.at(at, Event::Arrive { client });
        }
        (network, queue)
    }

    fn arrive(&mut self, client: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        if let Some(next) = self.source.next() {
            queue.at(next, Event::Arrive { client: 0 });
        }
        let id = self.create(client, now);
        self.measure.tally.offered += 1;
        self.measure.in_system.rise(now);
        if self.stations[GATEWAY].transparent {
            self.measure.tally.accepted += 1;
            self.pass(GATEWAY, id, now);
            self.go_on(GATEWAY, id, queue);
        } else if self.offer(GATEWAY, id, queue) {
            self.measure.tally.accepted += 1;
        } else {
            // Turned away at the door: it never was in the system, for Little's law and for what is accepted.
            self.measure.in_system.fall(now);
            self.finish(id, queue);
        }
    }

    fn create(&mut self, client: u32, now: Instant) -> u32 {
        self.numbered += 1;
        let id = self.attempts.add(Attempt {
            number: self.numbered,
            arrived: now,
            client,
            card: self.cards.draw(now),
            processor: 0,
            sent: now,
            outcome: Outcome::Open,
            demand: self.demands.draw(),
        });
        self.note(id, now, What::Came);
        id
    }

    /// A payment passes a transparent station.
    #[inline]
    fn pass(&mut self, station: usize, id: u32, now: Instant) {
        self.stations[station].pass();
        self.show_offer(station, id, false, now);
    }

    /// Brings a payment to a station that is not transparent. Returns whether it was admitted; a rejected one has its
    /// outcome.
    #[inline]
    fn offer(&mut self, station: usize, id: u32, queue: &mut EventQueue<Event>) -> bool {
        let now = queue.now();
        let admission = self.stations[station].admit(id, now);
        match admission {
            Admission::Starts => self.start(station, id, queue),
            Admission::Waits => self.wait_for_block(station, id, queue),
            Admission::Rejected => self.attempts[id].outcome = Outcome::Rejected,
        }
        if self.journal.is_some() {
            self.note(id, now, admission.what(place(station)));
        }
        self.show_offer(station, id, admission == Admission::Waits, now);
        admission != Admission::Rejected
    }

    #[inline]
    pub(super) fn start(&self, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        self.work.start(station, id, &self.attempts[id].demand, queue);
    }

    /// Frees a worker, who takes the next payment if one waits.
    fn release(&mut self, station: usize, queue: &mut EventQueue<Event>) {
        if let Some(next) = self.stations[station].release(queue.now()) {
            self.note(next, queue.now(), What::Begins(place(station)));
            self.start(station, next, queue);
        }
    }

    fn done(&mut self, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        self.note(id, queue.now(), What::Done(place(station)));
        let held = self.synchronous && station != CHANNEL && station != DATABASE;
        if !held {
            self.release(station, queue);
        }
        self.go_on(station, id, queue);
    }

    /// A payment leaves a station for the next one at which something happens to it.
    fn go_on(&mut self, mut station: usize, id: u32, queue: &mut EventQueue<Event>) {
        while let Some(next) = self.next(station, id, queue) {
            if !self.stations[next].transparent {
                if !self.offer(next, id, queue) {
                    self.turn_away(next, id, queue);
                }
                return;
            }
            self.pass(next, id, queue.now());
            station = next;
        }
    }

    /// The station after one; none where the answer sets out.
    #[inline]
    fn next(&mut self, station: usize, id: u32, queue: &mut EventQueue<Event>) -> Option<usize> {
        match station {
            GATEWAY => self.route(id, queue),
            CHANNEL => Some(CARD_MANAGEMENT),
            CARD_MANAGEMENT => self.look_up(id, queue),
            DATABASE => self.store(id, queue),
            _ => Some(CHANNEL),
        }
    }

    /// A full queue turned a payment away: whoever sent it there answers.
    fn turn_away(&mut self, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        match station {
            CHANNEL => self.leave(id, Some(self.processor_of(id)), queue),
            CARD_MANAGEMENT => self.answer(id, queue),
            DATABASE => self.not_read(id, queue),
            _ => {
                self.close(id, Outcome::Rejected, queue.now());
                self.leave(id, None, queue);
            }
        }
    }

    fn route(&mut self, id: u32, queue: &mut EventQueue<Event>) -> Option<usize> {
        let now = queue.now();
        self.show(id, Place::Gateway, Place::Balancer, false, now);
        let Attempt { number, card, .. } = self.attempts[id];
        let picked = self.routing.pick(now, Wanted { number, card, amount: 0, merchant: 0 }, &self.stations);
        let Some(processor) = picked else {
            self.attempts[id].outcome = Outcome::Rejected;
            self.leave(id, None, queue);
            return None;
        };
        self.stations[FIRST_PROCESSOR + processor].picks += 1;
        self.attempts[id].processor = u8::try_from(processor).unwrap_or(0);
        self.attempts[id].sent = now;
        self.routing.opened(self.attempts[id].number, processor, now);
        Some(FIRST_PROCESSOR + processor)
    }

    /// Tells the balancer that an attempt has ended, and how.
    pub(super) fn close(&mut self, id: u32, outcome: Outcome, now: Instant) {
        let attempt = &self.attempts[id];
        let processor = usize::from(attempt.processor);
        let station = FIRST_PROCESSOR + processor;
        let ended = Ended {
            answer: answer(outcome),
            latency: now.since(attempt.sent),
            service: self.work.time(station, &attempt.demand),
            waiting: self.stations[station].waiting.value(),
        };
        self.routing.closed(attempt.number, processor, now, &ended);
    }

    /// The issuer decides.
    pub(super) fn decide(&mut self, id: u32, queue: &mut EventQueue<Event>) {
        let payment = &mut self.attempts[id];
        payment.outcome = payment.demand.outcome;
        if self.journal.is_some() && self.attempts[id].outcome == Outcome::BusinessDecline && self.names_nobody(id) {
            self.note(id, queue.now(), What::NoCard);
        }
        self.decided(id, queue);
    }

    /// The card-management system is done with a payment, whatever came of it.
    pub(super) fn decided(&mut self, id: u32, queue: &mut EventQueue<Event>) {
        if self.synchronous {
            self.release(CARD_MANAGEMENT, queue);
        }
        self.answer(id, queue);
    }

    /// The answer sets out.
    fn answer(&mut self, id: u32, queue: &mut EventQueue<Event>) {
        self.show(id, Place::CardManagement, Place::Channel, false, queue.now());
        self.show(id, Place::Channel, Place::Processor(self.attempts[id].processor), false, queue.now());
        if self.work.answers_at_once() {
            return self.answered(id, queue);
        }
        self.work.answer(id, &self.attempts[id].demand, queue);
    }

    fn answered(&mut self, id: u32, queue: &mut EventQueue<Event>) {
        self.leave(id, Some(self.processor_of(id)), queue);
    }

    /// The station of the processor that a payment was sent to.
    fn processor_of(&self, id: u32) -> usize {
        FIRST_PROCESSOR + usize::from(self.attempts[id].processor)
    }

    /// The payment leaves the system; `processor` is the one that holds it, if it came that far.
    fn leave(&mut self, id: u32, processor: Option<usize>, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        if let Some(processor) = processor {
            if self.synchronous {
                self.release(processor, queue);
            }
            self.close(id, self.attempts[id].outcome, now);
            self.show(id, place(processor), Place::Gateway, false, now);
        }
        if self.synchronous {
            self.release(GATEWAY, queue);
        }
        self.show(id, Place::Gateway, Place::Merchants, false, now);
        self.measure.depart(self.attempts[id].arrived, now);
        self.finish(id, queue);
    }

    /// The payment is over; in a closed loop its client thinks.
    fn finish(&mut self, id: u32, queue: &mut EventQueue<Event>) {
        let Attempt { outcome, arrived, client, .. } = self.attempts[id];
        self.note(id, queue.now(), What::Ended(outcome));
        self.measure.end(outcome, queue.now().since(arrived));
        self.attempts.remove(id);
        if let Some(pause) = self.source.think(outcome == Outcome::Rejected || queue.now() == arrived) {
            queue.after(pause, Event::Arrive { client });
        }
    }

    /// Mixes an event into the fingerprint: multiply and rotate, as in FxHash, over time and kind.
    #[inline]
    fn stamp(&mut self, event: Event, now: Instant) {
        let code = event.code();
        self.digest =
            (self.digest.rotate_left(5) ^ now.get() ^ code.rotate_left(40)).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
}

impl Network {
    /// The books are taken out meanwhile, so that both they and the network can change.
    #[inline(never)]
    fn handle_with_recovery(&mut self, event: Event, queue: &mut EventQueue<Event>) {
        if let Some(mut book) = self.recovery.take() {
            self.handle_careful(&mut book, event, queue);
            self.recovery = Some(book);
        }
    }
}

impl Model for Network {
    type Event = Event;

    #[inline]
    fn handle(&mut self, event: Event, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        self.measure.settle(now, &self.stations);
        self.stamp(event, now);
        if self.recovery.is_some() {
            return self.handle_with_recovery(event, queue);
        }
        match event {
            Event::Arrive { client } => self.arrive(client, queue),
            Event::Done { station, payment } => self.done(usize::from(station), payment, queue),
            Event::Answered { payment } => self.answered(payment, queue),
            Event::Block => self.block(queue),
            // Scheduled by nobody where every answer comes.
            Event::Step { .. } => {}
        }
    }
}
