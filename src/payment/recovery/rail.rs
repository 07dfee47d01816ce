//! An account rail: transfers that are final when they are booked, and a time by which each must have its answer.
//!
//! There is no hold and no capture: the transfer (pacs.008) moves the money, and its status report (pacs.002) says so. The
//! rail times every transfer from the moment it takes it. If no answer is there by the limit it rejects the transfer to
//! both sides: whoever sent it has a technical failure, and the side that books must not keep the money, which it gives
//! back by a transfer of its own (pacs.004) if it has booked already. An answer that comes later is ignored. So the
//! central bank of Brazil has it for Pix (bacen/pix-perguntas-e-respostas 366); limits are 10 s for SEPA Instant by law
//! (its 2025 rulebook rejects at 7 s), 10 s for Pix and 20 s for FedNow.
//!
//! The rejection is a rule of the rail and no safeguard that can be switched off. It goes out at once, and again until it is
//! acknowledged, as any message of the store and forward. Recalls by those who gave up earlier (camt.056) take the way of
//! card reversals. Nobody stands in for anybody: what is answered is final.

use super::records::{Follow, Open};
use super::{Recovery, Step};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::units::{Instant, Nanos};

impl Network {
    /// The rail has taken a transfer, and its time runs.
    pub(super) fn time_transfer(&self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let taken = book.trace(id).open.has(Open::TRAVELS);
        if let (true, Some(limit), Some(lane)) = (taken, book.plan.rail, book.lanes.rail) {
            let trace = book.trace(id);
            trace.open.open(Open::CHANNEL);
            trace.timers[2] = queue.now() + limit;
            queue.after_lane(lane, Event::Step { step: Step::ChannelTimer, id });
        }
    }

    /// The rail has rejected a transfer: the side that books learns of it, unless the transfer never left the rail.
    pub(super) fn reject(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let trace = book.trace(id);
        if trace.crossed && trace.open.open(Open::REVERSAL) {
            book.counts.reversals += 1;
            book.trace(id).reversal.from_channel = true;
            self.tell(book, id, queue.now(), What::Due(Follow::Reversal));
            self.schedule(book, id, Follow::Reversal, queue.now(), queue);
        }
    }
}

impl Recovery {
    /// Whether a request that is about to leave the rail was rejected on it.
    pub(super) fn rejected_on_rail(&mut self, id: u32) -> bool {
        self.plan.rail.is_some() && !self.trace(id).open.has(Open::CHANNEL)
    }

    /// When the channel's timer fires that begins to run now: on a rail the time of the whole transfer may end before.
    pub(super) fn channel_due(&mut self, id: u32, timeout: Nanos, now: Instant) -> Instant {
        self.trace(id).timers[2].min(now + timeout)
    }
}
