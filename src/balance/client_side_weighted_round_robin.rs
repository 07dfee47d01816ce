//! Client-side weighted round robin: weights from what the servers report, as gRPC and Envoy do it.
//!
//! Source: gRPC proposal A58 (2023). A server's weight is the throughput that it would reach if it were fully used,
//! `qps / (utilisation + eps / qps * penalty)`, so failures count as load. Picks go by earliest deadline: each server
//! is due again one period, 1 / weight, after it was due last, and its first deadline is drawn uniformly within a
//! period so that many balancers do not march in step. The schedule is made anew after each report and whenever the
//! eligible servers change. A weight is used only after its server has reported for the blackout period and is forgotten after
//! the expiration period of silence; servers without a usable weight get the mean of the others, and with fewer than two
//! usable weights the policy is plain round robin. Configured weights are ignored, except that 0 drains.
//!
//! A server that becomes eligible again counts as a fresh connection and must report as long again. Left out:
//! reports in the trailer of each call (here all come at once, at the interval that the caller chooses; gRPC updates
//! its weights each second) and the integer approximation of the schedule that gRPC's implementations use for speed.

use super::glimpse::Glimpse;
use super::{Balance, LoadReport, Nobody, Parameter, RoundRobin, Setup, View};
use crate::math;
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// How much failures count: `error_utilization_penalty`.
const PENALTY: Parameter = Parameter::number("error_penalty", (0.0, 100.0), 1.0)
    .says("", "How much a failing share of 100 % adds to the utilisation.");
/// How long a server must have reported before its weight is used: `blackout_period`.
const BLACKOUT: Parameter = Parameter::number("blackout_s", (0.0, 3_600.0), 10.0)
    .says("s", "How long a processor must have reported before its weight is used.");
/// How long a weight outlives the last report: `weight_expiration_period`.
const EXPIRATION: Parameter = Parameter::number("expiration_s", (0.0, 86_400.0), 180.0)
    .says("s", "How long a weight outlives the last report.");

/// gRPC's weighting by reported load, with picks by earliest deadline.
#[derive(Clone, Debug)]
pub struct ClientSideWeightedRoundRobin {
    limits: Limits,
    records: Vec<Record>,
    /// Eligible at the last pick.
    eligible: Vec<bool>,
    schedule: Schedule,
    /// Whether the weights or the eligible servers have changed since the schedule was made.
    stale: bool,
    turns: RoundRobin,
}

/// What is set.
#[derive(Clone, Copy, Debug)]
struct Limits {
    penalty: f64,
    blackout: Nanos,
    expiration: Nanos,
}

/// What is known of one server.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    /// The newest weight, usable or not.
    reported: f64,
    /// When the present unbroken row of reports began.
    since: Option<Instant>,
    /// When the last report arrived.
    updated: Option<Instant>,
    /// The weight in use; 0 for none.
    usable: f64,
}

/// When each server is due next, and how long after that again. Without periods it is plain round robin.
#[derive(Clone, Debug, Default)]
struct Schedule {
    periods: Vec<f64>,
    due: Vec<f64>,
}

impl Balance for ClientSideWeightedRoundRobin {
    const ID: &'static str = "client-side-weighted-round-robin";
    const NAME: &'static str = "Client-side weighted round robin (gRPC)";
    const SUMMARY: &'static str =
        "Processors report throughput and load, and get payments in proportion to what they could do at most.";
    const SOURCE: &'static str = "gRPC proposal A58, weighted_round_robin (2023), with its default parameters";
    const NOBODY: Nobody = Nobody::CallFails;
    const PARAMETERS: &'static [Parameter] = &[PENALTY, BLACKOUT, EXPIRATION];
    const SCORE: Option<&'static str> = Some("weight");

    fn new(setup: &Setup<'_>) -> Self {
        let servers = setup.servers;
        let time = |parameter: &Parameter| Nanos::from_seconds(setup.value(parameter));
        Self {
            limits: Limits {
                penalty: setup.value(&PENALTY),
                blackout: time(&BLACKOUT),
                expiration: time(&EXPIRATION),
            },
            records: vec![Record::default(); servers],
            eligible: vec![true; servers],
            schedule: Schedule { periods: Vec::with_capacity(servers), due: Vec::with_capacity(servers) },
            stale: true,
            turns: RoundRobin::new(setup),
        }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        self.catch_up(view, stream);
        if self.schedule.periods.is_empty() { self.turns.pick(view, stream) } else { self.schedule.next(view) }
    }

    fn observe(&mut self, now: Instant, reports: &[LoadReport]) {
        for (record, report) in self.records.iter_mut().zip(reports) {
            record.update(now, weight(report, self.limits.penalty));
            record.look_up(now, &self.limits);
        }
        self.stale = true;
    }

    /// While there are no weights the turns decide, and are looked at.
    fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
        let mut next = self.clone();
        next.catch_up(view, &mut stream.clone());
        if next.schedule.periods.is_empty() { next.turns.glimpse(view, stream) } else { None }
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.schedule.periods.get(server).map(|period| 1.0 / period)
    }
}

impl ClientSideWeightedRoundRobin {
    /// Makes the schedule anew where it is out of date.
    fn catch_up(&mut self, view: &View<'_>, stream: &mut Stream) {
        self.notice(view);
        if self.stale {
            self.schedule.restart(&self.records, view, stream);
            self.stale = false;
        }
    }

    /// Compares the eligible servers with those of the last pick.
    fn notice(&mut self, view: &View<'_>) {
        for (server, known) in self.eligible.iter_mut().enumerate() {
            let eligible = view.is_eligible(server);
            if eligible && !*known {
                self.records[server].reconnect();
            }
            self.stale |= eligible != *known;
            *known = eligible;
        }
    }
}

impl Record {
    /// Takes the weight of a report in; 0 says nothing and counts as silence.
    fn update(&mut self, now: Instant, weight: f64) {
        if weight > 0.0 {
            self.reported = weight;
            self.since.get_or_insert(now);
            self.updated = Some(now);
        }
    }

    /// Applies expiration and blackout.
    fn look_up(&mut self, now: Instant, limits: &Limits) {
        if self.updated.is_none_or(|updated| now.since(updated) >= limits.expiration) {
            self.since = None;
        }
        let settled = self.since.is_some_and(|since| now.since(since) >= limits.blackout);
        self.usable = if settled { self.reported } else { 0.0 };
    }

    /// The server is back: its weight is not used until it has reported long enough again.
    fn reconnect(&mut self) {
        self.since = None;
        self.usable = 0.0;
    }
}

/// The throughput per second that the server would reach if it were fully used, failures counting as load; 0 if the
/// report says nothing.
fn weight(report: &LoadReport, penalty: f64) -> f64 {
    let LoadReport { completed_per_s: qps, failed_per_s: eps, utilisation } = *report;
    if qps > 0.0 && utilisation > 0.0 { qps / (utilisation + eps / qps * penalty) } else { 0.0 }
}

impl Schedule {
    /// Sets the periods from the weights in use and draws every first deadline.
    fn restart(&mut self, records: &[Record], view: &View<'_>, stream: &mut Stream) {
        self.periods.clear();
        self.due.clear();
        let Some(mean) = mean_weight(records, view) else { return };
        for record in records {
            let weight = if record.usable > 0.0 { record.usable } else { mean };
            self.periods.push(1.0 / weight);
            self.due.push(stream.unit() / weight);
        }
    }

    /// The eligible server that is due first.
    fn next(&mut self, view: &View<'_>) -> Option<usize> {
        let first = view.eligible().min_by(|&a, &b| self.due[a].total_cmp(&self.due[b]))?;
        self.due[first] += self.periods[first];
        Some(first)
    }
}

/// The mean of the usable weights of the eligible servers; `None` when there are fewer than two.
fn mean_weight(records: &[Record], view: &View<'_>) -> Option<f64> {
    let usable = || view.eligible().map(|server| records[server].usable).filter(|&weight| weight > 0.0);
    let count = usable().count();
    (count >= 2).then(|| usable().sum::<f64>() / math::count(count))
}
