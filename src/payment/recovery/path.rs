//! Between gateway and issuer: stations that may be wrong, the processor and the channel with their timers.

use super::faults::either;
use super::records::{Follow, Kind, Open};
use super::{Leg, Recovery, Step};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::index::{CARD_MANAGEMENT, CHANNEL, DATABASE, FIRST_PROCESSOR, GATEWAY, place};
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::payment::station::Admission;
use crate::units::{Instant, Nanos};

impl Network {
    /// Brings an attempt to a station. Returns whether it was let in: a silent station lets everything in.
    pub(super) fn enter(
        &mut self,
        book: &mut Recovery,
        station: usize,
        id: u32,
        from: Place,
        queue: &mut EventQueue<Event>,
    ) -> bool {
        let health = book.faults.at(station);
        let now = queue.now();
        if health.down {
            self.stations[station].refuse();
            self.tell(book, id, now, What::Refused(self.place_of(station)));
            return false;
        }
        if health.silent {
            book.counts.lost += 1;
            self.tell(book, id, now, What::Lost(self.place_of(station)));
            let (card, reads) = (self.attempts[id].card, station == DATABASE && !book.trace(id).commits);
            self.vanish(book, id);
            if reads {
                self.lose_read(book, card, now);
            }
            return true;
        }
        let admission = self.queue_up(book, station, id, now);
        self.tell(book, id, now, admission.what(self.place_of(station)));
        match admission {
            Admission::Starts => self.begin(book, station, id, queue),
            Admission::Waits => self.wait_for_block(station, id, queue),
            Admission::Rejected => return false,
        }
        // The controls are not drawn: a payment stays where it was meanwhile.
        if station < self.controls {
            self.show_carefully(book, id, [from, place(station)], admission == Admission::Waits);
        }
        true
    }

    /// A worker begins with an attempt, or a ledger takes it into a block.
    pub(super) fn begin(&mut self, book: &mut Recovery, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        if station == CHANNEL
            && let Some(blocks) = &mut self.blocks
        {
            return blocks.include(id, queue.now());
        }
        if station == self.forwarders {
            return Self::forward_accepted(id, queue);
        }
        self.work_on(book, station, id, queue);
    }

    /// The work of a station on an attempt goes on for as long as it takes.
    pub(in crate::payment) fn work_on(
        &mut self,
        book: &mut Recovery,
        station: usize,
        id: u32,
        queue: &mut EventQueue<Event>,
    ) {
        let slow = book.faults.at(station).slow;
        let commits = station == DATABASE && book.trace(id).commits;
        // A commit finds its row by what the look-up brought, index or not.
        let commit = commits.then(|| self.attempts[id].demand.commit);
        let scan = book.faults.scan.filter(|_| station == DATABASE);
        let own = commit.or(scan).or_else(|| book.control_time(station, id));
        let usual = slow.to_bits() == 1_f64.to_bits() && own.is_none();
        if usual {
            return self.work.start(station, id, &self.attempts[id].demand, queue);
        }
        let time = own.unwrap_or_else(|| self.work.time(station, &self.attempts[id].demand));
        let time = Nanos::new(crate::math::whole(crate::math::float(time.get()) * slow));
        queue.after(time, crate::payment::event::done(station, id));
    }

    /// Frees a worker, who takes the next one.
    pub(super) fn free_worker(&mut self, book: &mut Recovery, station: usize, queue: &mut EventQueue<Event>) {
        self.stations[station].free(queue.now());
        if book.restaffs(station) {
            self.restaff(book, station, queue.now());
        }
        self.serve(book, station, queue);
    }

    /// A station has done its work.
    pub(super) fn done_carefully(
        &mut self,
        book: &mut Recovery,
        station: usize,
        id: u32,
        queue: &mut EventQueue<Event>,
    ) {
        self.tell(book, id, queue.now(), What::Done(self.place_of(station)));
        let held = self.synchronous && station != CHANNEL && station != DATABASE && station < self.controls;
        let message = matches!(book.trace(id).kind, Kind::Message(_));
        if !held || message {
            self.free_worker(book, station, queue);
        }
        match station {
            GATEWAY => self.screen(book, id, queue),
            CHANNEL => self.cross_carefully(book, id, queue),
            CARD_MANAGEMENT if message => self.take_message(book, id, queue),
            CARD_MANAGEMENT => self.look_up_carefully(book, id, queue),
            DATABASE if book.trace(id).commits => self.committed(book, id, queue),
            DATABASE => self.store_carefully(book, id, queue),
            control if control >= self.controls => self.control_done(book, control, id, queue),
            processor => self.send_carefully(book, processor, id, queue),
        }
    }

    /// A processor sends an attempt into the channel, and waits.
    fn send_carefully(&mut self, book: &mut Recovery, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        book.trace(id).open.open(Open::PROCESSOR);
        let fails = book.happens(id, Leg::Error(station), book.faults.at(station).errors);
        if fails {
            book.trace(id).open.close(Open::TRAVELS);
            return self.processor_hears(book, id, Outcome::TechnicalDecline, queue);
        }
        if let (Some(timeout), Some(lane)) = (book.plan.timers.processor, book.lanes.timers[1]) {
            book.trace(id).timers[1] = queue.now() + timeout;
            queue.after_lane(lane, Event::Step { step: Step::ProcessorTimer, id });
        }
        if book.loses_at_channel(id, Leg::ToChannel) {
            self.tell(book, id, queue.now(), What::Lost(Place::Channel));
            return self.vanish(book, id);
        }
        if self.enter(book, CHANNEL, id, place(station), queue) {
            self.time_transfer(book, id, queue);
        } else {
            self.turned_away(book, CHANNEL, id, queue);
        }
    }

    /// The channel hands something to the issuer.
    fn cross_carefully(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let request = book.trace(id).kind == Kind::Request;
        if request {
            if book.rejected_on_rail(id) {
                return self.vanish(book, id);
            }
            book.trace(id).open.open(Open::CHANNEL);
            book.trace(id).crossed = true;
            if let (Some(timeout), Some(lane)) = (book.plan.timers.channel, book.lanes.timers[2]) {
                book.trace(id).timers[2] = book.channel_due(id, timeout, queue.now());
                queue.after_lane(lane, Event::Step { step: Step::ChannelTimer, id });
            }
        }
        let lost = either(book.plan.loss.issuer, book.faults.at(CARD_MANAGEMENT).loss);
        if book.loses(id, Leg::ToIssuer, lost) {
            self.tell(book, id, queue.now(), What::Lost(Place::CardManagement));
            return self.vanish(book, id);
        }
        let guard = if request { book.security.guard_from(0) } else { None };
        self.hand_over(book, id, guard.unwrap_or(CARD_MANAGEMENT), queue);
    }

    /// What comes from the channel goes to card management, or to a guard in front of it.
    pub(super) fn hand_over(&mut self, book: &mut Recovery, id: u32, station: usize, queue: &mut EventQueue<Event>) {
        if !self.enter(book, station, id, Place::Channel, queue) {
            if book.trace(id).kind == Kind::Request {
                self.turned_away(book, station, id, queue);
            } else {
                self.vanish(book, id);
            }
        }
    }

    /// An answer to an attempt comes to the channel, which passes it on.
    pub(super) fn channel_hears(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        trace.timers[2] = Instant::NEVER;
        if !trace.open.close(Open::CHANNEL) {
            book.counts.late += 1;
            self.tell(book, id, queue.now(), What::Late(Place::Channel));
            return self.settle_attempt(book, id);
        }
        self.pass_on(book, id, told, queue);
    }

    /// The channel's timer fires, unless the issuer answered.
    pub(super) fn channel_timer(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        if trace.timers[2] != queue.now() || !trace.open.close(Open::CHANNEL) {
            return;
        }
        book.counts.timeouts[3] += 1;
        self.tell(book, id, queue.now(), What::TimedOut(Place::Channel));
        if book.stands_in(id) {
            self.tell(book, id, queue.now(), What::StoodIn);
            self.advise(book, id, queue);
            self.pass_on(book, id, Outcome::Approved, queue);
        } else {
            if book.plan.rail.is_some() {
                self.reject(book, id, queue);
            } else if self.reverse(book, id, queue) {
                book.trace(id).reversal.from_channel = true;
            }
            self.pass_on(book, id, Outcome::TechnicalDecline, queue);
        }
    }

    /// An answer sets out from the channel to the processor.
    fn pass_on(&mut self, book: &mut Recovery, id: u32, told: Outcome, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        self.tell(book, id, now, What::Heard(Place::Channel, told));
        let trace = book.trace(id);
        trace.told = told;
        self.attempts[id].outcome = told;
        let processor = Place::Processor(self.attempts[id].processor);
        self.show_carefully(book, id, [Place::Channel, processor], false);
        if book.loses_at_channel(id, Leg::FromChannel) {
            self.tell(book, id, now, What::Lost(processor));
            return self.settle_attempt(book, id);
        }
        book.trace(id).open.open(Open::ANSWERED);
        self.work.answer(id, &self.attempts[id].demand, queue);
    }

    /// An answer is back: at the processor, or a message's acknowledgement at its sender.
    pub(super) fn answered_carefully(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        if let Kind::Message(follow) = trace.kind {
            let about = trace.about;
            let told = trace.told;
            trace.open.close(Open::ANSWERED);
            match follow {
                Follow::Enquiry => self.enquired(book, about, told, queue),
                Follow::Reversal | Follow::Advice => self.acknowledged(book, about, follow, queue.now()),
            }
            return self.settle_attempt(book, id);
        }
        trace.open.close(Open::ANSWERED);
        let told = trace.told;
        self.processor_hears(book, id, told, queue);
    }

    /// An answer comes to a processor, which passes it on.
    pub(super) fn processor_hears(
        &mut self,
        book: &mut Recovery,
        id: u32,
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        let station = FIRST_PROCESSOR + usize::from(self.attempts[id].processor);
        let trace = book.trace(id);
        trace.timers[1] = Instant::NEVER;
        if !trace.open.close(Open::PROCESSOR) {
            book.counts.late += 1;
            self.tell(book, id, queue.now(), What::Late(place(station)));
            return self.settle_attempt(book, id);
        }
        if self.synchronous {
            self.free_worker(book, station, queue);
        }
        self.show_carefully(book, id, [place(station), Place::Gateway], false);
        let lost = either(book.plan.loss.processor, book.faults.at(station).loss);
        if book.loses(id, Leg::ToGatewayBack, lost) {
            self.tell(book, id, queue.now(), What::Lost(Place::Gateway));
            return self.settle_attempt(book, id);
        }
        self.send_back(book, id, told, queue);
    }

    /// A processor's timer fires, unless an answer came.
    pub(super) fn processor_timer(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        if trace.timers[1] != queue.now() || !trace.open.has(Open::PROCESSOR) {
            return;
        }
        book.counts.timeouts[2] += 1;
        self.tell(book, id, queue.now(), What::TimedOut(Place::Processor(self.attempts[id].processor)));
        // Where the gateway asks what became of it, taking it back is up to the gateway.
        if book.plan.enquiry.is_none() || book.plan.timers.gateway.is_none() {
            self.reverse(book, id, queue);
        }
        self.processor_hears(book, id, Outcome::Unknown, queue);
    }
}

impl Recovery {
    /// The probability that a message is lost between merchant and gateway, one way.
    pub(super) fn merchant_loss(&self) -> f64 {
        either(self.plan.loss.merchant, self.faults.at(GATEWAY).loss)
    }

    /// Whether an attempt is lost between a processor and the channel.
    pub(super) fn loses_at_channel(&mut self, id: u32, leg: Leg) -> bool {
        let lost = either(self.plan.loss.channel, self.faults.at(CHANNEL).loss);
        self.loses(id, leg, lost)
    }

    /// Whether anybody still waits for an attempt; messages are always waited for.
    pub(super) fn is_awaited(&mut self, id: u32) -> bool {
        let trace = self.trace(id);
        let waits = [Open::GATEWAY, Open::PROCESSOR, Open::CHANNEL].iter().any(|caller| trace.open.has(*caller));
        let (request, routed, payment) = (trace.kind == Kind::Request, trace.routed, trace.payment);
        !request || (self.payments[payment].outcome == Outcome::Open && (waits || !routed))
    }

    /// Whether the channel approves an attempt in the issuer's stead; if so it is counted.
    fn stands_in(&mut self, id: u32) -> bool {
        let Some(plan) = self.plan.stand_in else { return false };
        let payment = *self.payment_of(id);
        let Some(approvals) = self.stood_in.get_mut(crate::math::index(payment.card)) else { return false };
        let stands_in = payment.amount <= plan.amount_max && *approvals < plan.per_card;
        if stands_in {
            *approvals += 1;
            self.counts.stand_ins += 1;
            self.counts.stand_ins_wrong += u64::from(payment.verdict != Outcome::Approved);
        }
        stands_in
    }
}
