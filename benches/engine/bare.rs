//! The yardstick: the least that a simulator of the same model must do.
//!
//! A sorted array of times, ziggurat draws, array queues, a slab of jobs and the sum of the response times, by which
//! the model is checked; no other statistics, no station that is not needed, nothing that could be configured.

use std::collections::VecDeque;
use switchyard::math;
use switchyard::random::{Stream, exponential};

/// Most pending events; the models here have some 40.
const PENDING_MAX: usize = 256;

/// Pending events, the earliest at the end; ties in the order in which they came.
struct Pending {
    entries: [(u64, u32); PENDING_MAX],
    len: usize,
}

impl Pending {
    const fn new() -> Self {
        Self { entries: [(0, 0); PENDING_MAX], len: 0 }
    }

    #[inline]
    fn push(&mut self, at: u64, event: u32) {
        let mut place = self.len;
        while place > 0 && self.entries[place - 1].0 <= at {
            self.entries[place] = self.entries[place - 1];
            place -= 1;
        }
        self.entries[place] = (at, event);
        self.len += 1;
    }

    #[inline]
    fn pop(&mut self) -> (u64, u32) {
        self.len -= 1;
        self.entries[self.len]
    }
}

/// A draw of an exponential time in whole nanoseconds.
#[inline]
fn draw(stream: &mut Stream, mean: f64) -> u64 {
    math::whole(mean * exponential(stream))
}

/// M/M/c at 80 % load with service times of mean `mean` nanoseconds: mean response of so many customers, in services.
pub(crate) fn mmc(servers: u32, mean: f64, customers: u32) -> f64 {
    const ARRIVAL: u32 = u32::MAX;
    let mut stream = Stream::new(1, "bare");
    let mut pending = Pending::new();
    let (mut jobs, mut free): (Vec<u64>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut queue = VecDeque::new();
    let gap = mean / f64::from(servers) / 0.8;
    let (mut busy, mut left, mut total) = (0, customers, 0);
    pending.push(draw(&mut stream, gap), ARRIVAL);
    while left > 0 {
        let (now, event) = pending.pop();
        if event == ARRIVAL {
            let job = free.pop().unwrap_or_else(|| {
                jobs.push(0);
                math::id(jobs.len() - 1)
            });
            jobs[math::index(job)] = now;
            if busy < servers {
                busy += 1;
                pending.push(now + draw(&mut stream, mean), job);
            } else {
                queue.push_back(job);
            }
            pending.push(now + draw(&mut stream, gap), ARRIVAL);
        } else {
            total += now - jobs[math::index(event)];
            free.push(event);
            left -= 1;
            if let Some(next) = queue.pop_front() {
                pending.push(now + draw(&mut stream, mean), next);
            } else {
                busy -= 1;
            }
        }
    }
    math::float(total) / mean / f64::from(customers)
}

/// A station of the pipeline.
struct Station {
    workers: u32,
    mean: f64,
    busy: u32,
    queue: VecDeque<u32>,
}

/// Code of the channel, which delays but never queues.
const CHANNEL: u32 = 5;
/// Code of the database among the stations.
const DATABASE: u32 = 6;
/// Code of an arrival.
const ARRIVAL: u32 = 7;

struct Pipeline {
    pending: Pending,
    stream: Stream,
    stations: [Station; 7],
}

impl Pipeline {
    #[inline]
    fn after(&mut self, now: u64, mean: f64, station: u32, job: u32) {
        let at = now + draw(&mut self.stream, mean);
        self.pending.push(at, (job << 3) | station);
    }

    #[inline]
    fn enter(&mut self, now: u64, station: u32, job: u32) {
        let one = &mut self.stations[math::index(station)];
        if one.busy < one.workers {
            one.busy += 1;
            let mean = one.mean;
            self.after(now, mean, station, job);
        } else {
            one.queue.push_back(job);
        }
    }

    #[inline]
    fn leave(&mut self, now: u64, station: u32) {
        let one = &mut self.stations[math::index(station)];
        if let Some(next) = one.queue.pop_front() {
            let mean = one.mean;
            self.after(now, mean, station, next);
        } else {
            one.busy -= 1;
        }
    }
}

/// The plain pipeline: a gateway of 8, round robin over four processors of 4, a channel without queue, a database of 2,
/// every station at 80 % load. `unit` is its time unit in nanoseconds; returns the mean response in units.
pub(crate) fn pipeline(unit: f64, payments: u32) -> f64 {
    let station =
        |workers, mean| Station { workers, mean: mean * unit, busy: 0, queue: VecDeque::with_capacity(1 << 10) };
    let stations =
        [(8, 0.64), (4, 1.28), (4, 1.28), (4, 1.28), (4, 1.28), (0, 1.0), (2, 0.16)].map(|(w, m)| station(w, m));
    let mut line = Pipeline { pending: Pending::new(), stream: Stream::new(1, "bare"), stations };
    let (mut jobs, mut free): (Vec<u64>, Vec<u32>) = (Vec::new(), Vec::new());
    let gap = unit / 10.0;
    let (mut left, mut turn, mut total) = (payments, 0, 0);
    line.after(0, gap, ARRIVAL, 0);
    while left > 0 {
        let (now, event) = line.pending.pop();
        let (station, job) = (event & 7, event >> 3);
        match station {
            ARRIVAL => {
                let job = free.pop().unwrap_or_else(|| {
                    jobs.push(0);
                    math::id(jobs.len() - 1)
                });
                jobs[math::index(job)] = now;
                line.enter(now, 0, job);
                line.after(now, gap, ARRIVAL, 0);
            }
            0 => {
                line.leave(now, 0);
                line.enter(now, 1 + turn, job);
                turn = (turn + 1) & 3;
            }
            CHANNEL => line.enter(now, DATABASE, job),
            DATABASE => {
                line.leave(now, DATABASE);
                total += now - jobs[math::index(job)];
                free.push(job);
                left -= 1;
            }
            processor => {
                line.leave(now, processor);
                let delay = line.stations[math::index(CHANNEL)].mean;
                line.after(now, delay, CHANNEL, job);
            }
        }
    }
    math::float(total) / unit / f64::from(payments)
}
