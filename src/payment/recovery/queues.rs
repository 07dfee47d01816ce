//! The queues of the stations under overload: who is next, who goes ahead, and who is sent away instead of served.
//!
//! A queue that is served in order makes everybody late once it stands. Controlled delay drops what waited too long
//! while all wait too long (folly's CoDel); adaptive LIFO serves the newest first while the queue stands (Maurer, "Fail at
//! scale", ACM Queue 13(8), 2015); a deadline that travels with the payment, as in gRPC, drops what its merchant or its
//! gateway no longer waits for. What is dropped is answered as what a full queue turns away, so that nobody waits for it.

use super::Recovery;
use super::records::{Kind, Open};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::index::{CARD_MANAGEMENT, CHANNEL, DATABASE, FIRST_PROCESSOR, GATEWAY};
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::Outcome;
use crate::payment::resilience::codel::{Codel, CodelSettings};
use crate::payment::station::Admission;
use crate::payment::waiting::Next;
use crate::random::Keyed;
use crate::units::{Instant, Nanos};

/// What is done about queues that grow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OverloadPlan {
    /// How the gateway's queue is served.
    pub gateway: Discipline,
    /// How the processors' queues are served.
    pub processors: Discipline,
    /// How the database's queue is served.
    pub database: Discipline,
    /// Whether work is dropped before it starts once its deadline is over.
    pub deadlines: bool,
    /// Share of the payments that go ahead of the others in every queue.
    pub priority_share: f64,
    /// Most attempts in flight from the gateway to one processor.
    pub per_processor: Option<u32>,
}

/// How a queue is served.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Discipline {
    /// First come, first served.
    #[default]
    FirstInFirstOut,
    /// The same, but what waited too long is dropped while all wait too long.
    Codel(CodelSettings),
    /// The newest first while the queue has not been empty for so long.
    AdaptiveLifo(Nanos),
}

/// The queues of all stations.
#[derive(Clone, Debug)]
pub(super) struct Queues {
    /// By station.
    orders: Vec<Order>,
    priority_share: f64,
    priorities: Keyed,
}

#[derive(Clone, Copy, Debug)]
enum Order {
    Fifo,
    Codel(Codel),
    Lifo {
        after: Nanos,
        /// Since when somebody waits.
        standing: Instant,
    },
}

impl Queues {
    /// For so many stations, so many of them processors.
    pub(super) fn new(plan: &OverloadPlan, [stations, processors]: [usize; 2], seed: u64) -> Self {
        let discipline = |station: usize| match station {
            GATEWAY => plan.gateway,
            DATABASE => plan.database,
            _ if (FIRST_PROCESSOR..FIRST_PROCESSOR + processors).contains(&station) => plan.processors,
            _ => Discipline::FirstInFirstOut,
        };
        let order = |station: usize| match discipline(station) {
            Discipline::FirstInFirstOut => Order::Fifo,
            Discipline::Codel(settings) => Order::Codel(Codel::new(settings)),
            Discipline::AdaptiveLifo(after) => Order::Lifo { after, standing: Instant::START },
        };
        Self {
            orders: (0..stations).map(order).collect(),
            priority_share: plan.priority_share,
            priorities: Keyed::new(seed, "priorities"),
        }
    }

    /// Whether a payment has priority: a matter of its number alone, so that it is the same in every scenario.
    pub(super) fn has_priority(&self, number: u64) -> bool {
        self.priority_share > 0.0 && self.priorities.unit(number, 0) < self.priority_share
    }

    /// Whether the run knows two classes.
    pub(super) fn has_classes(&self) -> bool {
        self.priority_share > 0.0
    }

    /// Somebody came to a station at which so many wait now, the newcomer included if it waits.
    fn came(&mut self, station: usize, (admission, waiting): (Admission, u32), now: Instant) {
        match (&mut self.orders[station], admission) {
            (Order::Codel(codel), Admission::Starts) => {
                codel.drops(now, Nanos::ZERO);
            }
            (Order::Lifo { standing, .. }, Admission::Waits) if waiting == 1 => *standing = now,
            _ => {}
        }
    }

    /// Who is next at a station.
    fn next(&self, station: usize, now: Instant) -> Next {
        match self.orders[station] {
            Order::Lifo { after, standing } if now.since(standing) >= after => Next::Newest,
            _ => Next::Oldest,
        }
    }

    /// Whether a queue drops who waited so long.
    fn drops(&mut self, station: usize, waited: Nanos, now: Instant) -> bool {
        match &mut self.orders[station] {
            Order::Codel(codel) => codel.drops(now, waited),
            Order::Fifo | Order::Lifo { .. } => false,
        }
    }
}

impl Network {
    /// Brings an attempt to a station's workers or queue.
    pub(super) fn queue_up(&mut self, book: &mut Recovery, station: usize, id: u32, now: Instant) -> Admission {
        let priority = book.trace(id).kind == Kind::Request && book.payment_of(id).priority;
        let one = &mut self.stations[station];
        let admission = if priority { one.admit_ahead(id, now) } else { one.admit(id, now) };
        book.queues.came(station, (admission, one.waiting.value()), now);
        admission
    }

    /// Free workers take who is next, as long as there are both; work for nobody may be passed over.
    pub(in crate::payment) fn serve(&mut self, book: &mut Recovery, station: usize, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        // The risk check knows nothing of who waits: what it has is on no other way meanwhile, or on its own again.
        let passes_over = station != self.controls;
        while let Some((id, waited)) = self.stations[station].call(book.queues.next(station, now), now) {
            let late = book.queues.drops(station, waited, now);
            if passes_over && book.plan.overload.deadlines && book.is_expired(id, self.attempts[id].sent, now) {
                book.counts.expired += 1;
            } else if late {
                book.counts.overdue += 1;
            } else if passes_over && book.plan.drops_abandoned && !book.is_awaited(id) {
                book.counts.dropped += 1;
            } else {
                self.stations[station].hold(now);
                self.tell(book, id, now, What::Begins(self.place_of(station)));
                self.begin(book, station, id, queue);
                continue;
            }
            self.stations[station].dropped += 1;
            self.send_away(book, station, id, queue);
        }
    }

    /// Somebody in a queue is not served: whoever waits for an answer has it now.
    fn send_away(&mut self, book: &mut Recovery, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        self.tell(book, id, queue.now(), What::Refused(self.place_of(station)));
        if station == self.forwarders {
            return self.withdraw(book, id, queue);
        }
        // A database's work is awaited by a worker of card management, whoever else has given up.
        if station != DATABASE && (book.trace(id).kind != Kind::Request || !book.is_awaited(id)) {
            return self.vanish(book, id);
        }
        if station == GATEWAY {
            let (payment, given_up) = (book.trace(id).payment, book.trace(id).deadline <= queue.now());
            self.vanish(book, id);
            if !given_up {
                self.merchant_hears(book, payment, Outcome::Rejected, queue);
            }
            return;
        }
        self.turned_away(book, station, id, queue);
    }

    /// A station behind the gateway does not take an attempt: its caller hears so.
    pub(super) fn turned_away(&mut self, book: &mut Recovery, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        if station == DATABASE && book.trace(id).commits {
            return self.not_committed(book, id, queue);
        }
        if station == DATABASE {
            return self.not_read_carefully(book, id, queue);
        }
        book.trace(id).open.close(Open::TRAVELS);
        match station {
            CHANNEL => {
                // A rail's time ends with its refusal.
                book.trace(id).open.close(Open::CHANNEL);
                self.processor_hears(book, id, Outcome::Rejected, queue);
            }
            CARD_MANAGEMENT => self.channel_hears(book, id, Outcome::Rejected, queue),
            guard if guard > self.controls => self.channel_hears(book, id, Outcome::Rejected, queue),
            _ => self.send_back(book, id, Outcome::Rejected, queue),
        }
    }

    /// Whether the gateway has as many attempts in flight at a processor as its bulkhead allows (NGINX's `max_conns`).
    pub(super) fn is_full(&self, book: &Recovery, processor: usize) -> bool {
        book.plan.overload.per_processor.is_some_and(|most| self.routing.in_flight(processor) >= most)
    }
}

impl Recovery {
    /// Whether nobody can wait for an attempt any more: its merchant's timer is over, or that of the gateway which sent it
    /// at this instant.
    pub(super) fn is_expired(&mut self, id: u32, sent: Instant, now: Instant) -> bool {
        if self.trace(id).kind != Kind::Request {
            return false;
        }
        let (timer, deadline) = (self.plan.timers.gateway, self.deadline(id));
        let trace = self.trace(id);
        let attempt = timer.filter(|_| trace.routed).map_or(Instant::NEVER, |timer| sent + timer);
        deadline.min(attempt) <= now
    }

    /// When the last merchant gives an attempt up: its own, or one whose later submission of the same key waits for it.
    pub(super) fn deadline(&mut self, id: u32) -> Instant {
        self.trace(id).deadline.max(self.payment_of(id).joined_until)
    }
}
