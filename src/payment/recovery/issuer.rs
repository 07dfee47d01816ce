//! The issuer's side: looks the card up, decides, books, and takes the messages that follow.
//!
//! A reversal names what it reverses, and the issuer remembers it: if it overtakes the request, the request is refused
//! when it comes. Taking the same message again changes nothing.

use super::faults::either;
use super::records::{Booked, Follow, Kind, NONE, Open, Trace};
use super::{Leg, Recovery};
use crate::cache::around::Turn;
use crate::engine::EventQueue;
use crate::math;
use crate::payment::around::Way;
use crate::payment::event::Event;
use crate::payment::index::{CARD_MANAGEMENT, DATABASE};
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::payment::station::Admission;
use crate::units::Instant;

impl Network {
    /// The card is looked up in the cache.
    pub(super) fn look_up_carefully(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let card = self.attempts[id].card;
        let way = if book.is_dirty(card) { self.find_dirty(book, card, now) } else { self.ask_cache(id, now) };
        self.tell(book, id, now, way.what());
        match way {
            Way::Hit => return self.decide_carefully(book, id, queue),
            Way::Stale(turn) => return self.decide_from_stale_carefully(book, id, turn, queue),
            Way::Joins => return self.tell(book, id, now, What::Waits(Place::Database)),
            Way::Reads | Way::Renews => {}
        }
        if !self.enter(book, DATABASE, id, Place::CardManagement, queue) {
            self.turned_away(book, DATABASE, id, queue);
        }
    }

    /// A payment is answered from a stale entry, and its card may be read behind its back.
    fn decide_from_stale_carefully(&mut self, book: &mut Recovery, id: u32, turn: Turn, queue: &mut EventQueue<Event>) {
        if turn == Turn::Leads {
            self.read_behind_carefully(book, self.attempts[id].card, queue);
        }
        self.decide_carefully(book, id, queue);
    }

    /// Reads a card that somebody has just found stale; a database that is down refuses that as anything else.
    fn read_behind_carefully(&mut self, book: &mut Recovery, card: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let id = self.read_for_nobody(card, now);
        book.remember(id, Trace::new(NONE, Kind::Read, (NONE, 0)));
        if book.faults.at(DATABASE).down {
            self.stations[DATABASE].refuse();
            return self.forget_read(card, id);
        }
        match self.queue_up(book, DATABASE, id, now) {
            Admission::Starts => self.begin(book, DATABASE, id, queue),
            Admission::Waits => {}
            Admission::Rejected => self.forget_read(card, id),
        }
    }

    /// The card was read from the database.
    pub(super) fn store_carefully(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let card = self.attempts[id].card;
        self.keep(card, queue.now());
        if !self.was_behind(id) {
            self.show_carefully(book, id, [Place::Database, Place::CardManagement], false);
            self.decide_carefully(book, id, queue);
        }
        for id in self.joined(card) {
            self.tell(book, id, queue.now(), What::Done(Place::Database));
            self.decide_carefully(book, id, queue);
        }
    }

    /// The database does not read for an attempt, nor for those that waited for its read.
    pub(super) fn not_read_carefully(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let card = self.attempts[id].card;
        if !self.was_behind(id) {
            self.decided_carefully(book, id, Outcome::Rejected, queue);
        }
        for id in self.joined(card) {
            self.tell(book, id, queue.now(), What::Refused(Place::Database));
            self.decided_carefully(book, id, Outcome::Rejected, queue);
        }
    }

    /// A read vanished, and with it those that waited for it: nobody else would ever end their wait.
    pub(super) fn lose_read(&mut self, book: &mut Recovery, card: u32, now: Instant) {
        for id in self.joined(card) {
            book.counts.lost += 1;
            self.tell(book, id, now, What::Lost(Place::Database));
            self.vanish(book, id);
        }
    }

    /// The issuer decides; an approval may have to be written before it counts.
    fn decide_carefully(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let errors = book.faults.at(CARD_MANAGEMENT).errors;
        let fails = book.happens(id, Leg::Error(CARD_MANAGEMENT), errors);
        let drawn = if fails { Outcome::TechnicalDecline } else { self.attempts[id].demand.outcome };
        if drawn == Outcome::BusinessDecline && book.trace(id).booked == Booked::Nothing {
            self.say_why(book, id, queue.now());
        }
        let approves = drawn == Outcome::Approved && book.trace(id).booked == Booked::Nothing;
        if !(approves && self.commits(book, id, queue)) {
            self.book_decision(book, id, drawn, queue);
        }
    }

    /// A decision stands, unless its attempt was booked or reversed meanwhile; an approval is booked.
    pub(super) fn book_decision(
        &mut self,
        book: &mut Recovery,
        id: u32,
        drawn: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        let outcome = match book.trace(id).booked {
            Booked::Reversed => {
                book.counts.overtaking += 1;
                Outcome::TechnicalDecline
            }
            Booked::Held => Outcome::Approved,
            Booked::Nothing | Booked::Declined => drawn,
        };
        match (outcome, book.trace(id).booked) {
            (Outcome::Approved, Booked::Nothing) => {
                book.hold(id);
                self.tell(book, id, queue.now(), What::Held);
            }
            (_, Booked::Nothing) => book.trace(id).booked = Booked::Declined,
            _ => {}
        }
        self.decided_carefully(book, id, outcome, queue);
    }

    /// The issuer is done with an attempt, and its answer goes to the channel.
    pub(super) fn decided_carefully(
        &mut self,
        book: &mut Recovery,
        id: u32,
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        if self.synchronous {
            self.free_worker(book, CARD_MANAGEMENT, queue);
        }
        self.issuer_answers(book, id, told, queue);
    }

    /// The answer to an attempt goes from the issuer's side to the channel.
    pub(super) fn issuer_answers(
        &mut self,
        book: &mut Recovery,
        id: u32,
        told: Outcome,
        queue: &mut EventQueue<Event>,
    ) {
        book.trace(id).open.close(Open::TRAVELS);
        self.attempts[id].outcome = told;
        self.show_carefully(book, id, [Place::CardManagement, Place::Channel], false);
        let lost = either(book.plan.loss.issuer, book.faults.at(CARD_MANAGEMENT).loss);
        if book.loses(id, Leg::FromIssuer, lost) {
            self.tell(book, id, queue.now(), What::Lost(Place::Channel));
            return self.settle_attempt(book, id);
        }
        self.channel_hears(book, id, told, queue);
    }

    /// The issuer takes a message that follows an attempt, and acknowledges it.
    pub(super) fn take_message(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let (kind, (about, number)) = (book.trace(id).kind, book.trace(id).about);
        // An attempt about which nothing is open was acknowledged before: this is a repetition.
        let known = self.attempts[about].number == number && book.trace(about).payment == book.trace(id).payment;
        let mut crosses = false;
        if known {
            if let Kind::Message(follow) = kind {
                self.tell(book, about, queue.now(), What::Taken(follow));
                crosses = !book.trace(about).pending(follow).from_channel;
            }
            match kind {
                Kind::Message(Follow::Reversal) => {
                    if book.undo(about) {
                        self.tell(book, about, queue.now(), What::Returned);
                    }
                }
                Kind::Message(Follow::Advice) => {
                    if book.accept_advice(about) {
                        self.tell(book, about, queue.now(), What::Held);
                    }
                }
                Kind::Message(Follow::Enquiry) => {
                    let drawn = self.attempts[about].demand.outcome;
                    book.trace(id).told = book.status(about, drawn);
                }
                Kind::Request | Kind::Read => {}
            }
        }
        book.trace(id).open.close(Open::TRAVELS);
        let lost = either(book.plan.loss.issuer, book.faults.at(CARD_MANAGEMENT).loss);
        if book.loses(id, Leg::FromIssuer, lost) || (crosses && book.loses_at_channel(id, Leg::FromChannel)) {
            return self.settle_attempt(book, id);
        }
        book.trace(id).open.open(Open::ANSWERED);
        self.work.answer(id, &self.attempts[id].demand, queue);
    }
}

impl Recovery {
    /// Whether a number belongs to a card: what an attacker tries mostly does not, and nothing is kept of it.
    pub(super) const fn has_card(&self, card: u32) -> bool {
        math::index(card) < self.stood_in.len()
    }

    /// Begins to remember what travels under an id.
    pub(super) fn remember(&mut self, id: u32, trace: Trace) {
        let place = math::index(id);
        if place == self.traces.len() {
            self.traces.push(trace);
        } else {
            self.traces[place] = trace;
        }
    }

    /// Holds the amount of an attempt; on an account rail it is moved for good.
    fn hold(&mut self, id: u32) {
        self.trace(id).booked = Booked::Held;
        let payment = self.payment_of(id);
        payment.standing += 1;
        let amount = payment.amount;
        if self.plan.rail.is_some() { self.ledger.transfer(amount) } else { self.ledger.hold(amount) }
    }

    /// Takes an attempt back, whatever became of it and whether or not it has come yet. Returns whether it was booked.
    fn undo(&mut self, id: u32) -> bool {
        let held = self.trace(id).booked == Booked::Held;
        self.trace(id).booked = Booked::Reversed;
        if held {
            let payment = self.payment_of(id);
            payment.standing -= 1;
            let (number, amount) = (payment.number, payment.amount);
            let rail = self.plan.rail.is_some();
            let there = if rail { self.ledger.give_back(amount) } else { self.ledger.void(amount) };
            if !there {
                self.counts.wrong(number);
            }
        }
        held
    }

    /// Books what the channel approved, unless it is booked or reversed. Returns whether it does.
    fn accept_advice(&mut self, id: u32) -> bool {
        let new = matches!(self.trace(id).booked, Booked::Nothing | Booked::Declined);
        if new {
            self.hold(id);
        }
        new
    }
}
