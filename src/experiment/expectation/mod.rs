//! What theory says of a scenario: for every place and from arrival to answer the model that comes closest, its figures,
//! and the assumptions of that model which the scenario does not keep.
//!
//! A payment's way is walked stage by stage. Poisson streams stay exact as long as theory can prove it (Burke, Mirasol,
//! random splits); beyond that streams count by rate and variability (Whitt's Queueing Network Analyzer), and every answer
//! that rests on it says so. Where workers are held until the answer is back, a place serves for as long as what lies
//! behind it takes: exact if nobody can wait there, an approximation while the waits are small, and no answer beyond. A
//! closed loop is a closed network. What has no closed form is left out, never guessed.

mod answer;
mod blocks;
mod cache;
mod classes;
mod closed;
mod layout;
mod open;
mod pool;
mod stream;
mod time;
mod whole;

pub use answer::{
    Answer, Broken, CacheExpectation, ClassExpectation, Excess, Expectation, Expected, Known, Reason,
    StationExpectation, Unknown, Violation,
};

use crate::payment::Place;
use crate::scenario::{Checked, Discipline, Links, Load, Scenario, Timers};
use classes::Answered;
use layout::Layout;
use open::Places;
use pool::Found;
use time::Time;

impl Expectation {
    /// What theory says of a scenario.
    #[must_use]
    pub fn of(scenario: &Checked) -> Self {
        let layout = Layout::new(scenario);
        let mut expectation = Self::if_answers_come(&layout);
        let answered = classes::tell_apart(&mut expectation, &layout);
        expectation.doubt(&unreliable(scenario.scenario()), answered);
        expectation
    }

    /// The same, as if every answer came and there were one class.
    fn if_answers_come(layout: &Layout<'_>) -> Self {
        let load = &layout.scenario.load;
        if layout.channel.ledger.is_some() && (layout.synchronous() || matches!(load, Load::Closed { .. })) {
            // Who waits for a block holds workers, or keeps a client from its next payment.
            let found = closed::nothing(layout, Unknown { place: Place::Channel.code(), reason: Reason::Blocks });
            return Self::put(layout, found.places, None, (found.whole, found.violated));
        }
        match load {
            Load::Open { rate_per_s, shape, gaps } => {
                let arrivals = open::arrivals(*rate_per_s, shape, *gaps);
                let walk = if layout.synchronous() { open::synchronous } else { open::asynchronous };
                let mut places = walk(layout, &arrivals);
                let (whole, violated) = whole::whole(layout, &places, &arrivals);
                hush(&mut places);
                Self::put(layout, places, Some(arrivals.rate_per_s), (whole, violated))
            }
            Load::Closed { clients, think } => {
                let found = closed::closed(layout, *clients, Time::of(think));
                Self::put(layout, found.places, None, (found.whole, found.violated))
            }
        }
    }

    /// No answer is exact where answers may not come, which no model here knows of; and none where there are two classes
    /// of payments, but for those that tell the classes apart.
    fn doubt(&mut self, violations: &[Violation], classes: Answered) {
        let mut others = violations.to_vec();
        others.retain(|violation| violation.broken != Broken::Priorities);
        let gateway = if classes >= Answered::Gateway { &others } else { violations };
        let rest = if classes >= Answered::Whole { &others } else { violations };
        for station in &mut self.stations {
            let doubts = if station.place == Place::Gateway.code() { gateway } else { rest };
            doubt(&mut station.answer, &mut station.violated, doubts);
        }
        doubt(&mut self.whole, &mut self.violated, rest);
        let of_hits = if classes == Answered::WholeAndHits { &others } else { violations };
        if self.cache.hit_ratio.is_some() && !of_hits.is_empty() {
            self.cache.exact = false;
            self.cache.violated.extend(of_hits);
        }
    }

    fn put(
        layout: &Layout<'_>,
        places: Places,
        arrivals_per_s: Option<f64>,
        (whole, violated): (Answer, Vec<Violation>),
    ) -> Self {
        let stations = layout.stages().zip(places.into_list()).map(|(stage, found)| StationExpectation {
            place: stage.place.code(),
            name: stage.place.name(),
            workers: stage.workers,
            service_ms: stage.own.mean_ms,
            held_ms: found.held_ms,
            answer: found.answer,
            classes: None,
            violated: found.violated,
        });
        Self { arrivals_per_s, stations: stations.collect(), cache: layout.hits.expectation.clone(), whole, violated }
    }
}

/// An answer that rests on what the scenario does not keep is not exact.
fn doubt(answer: &mut Answer, violated: &mut Vec<Violation>, violations: &[Violation]) {
    if let (Answer::Known(known), false) = (answer, violations.is_empty()) {
        known.exact = false;
        violated.extend(violations);
    }
}

/// What every model leaves out of a scenario in which answers may not come.
fn unreliable(scenario: &Scenario) -> Vec<Violation> {
    let named = named(scenario);
    let named = if named.is_empty() && !scenario.answers_always_come() { vec![Broken::Unreliable] } else { named };
    let place = |broken| if broken == Broken::Commits { Place::Database } else { Place::Merchants };
    named.into_iter().map(|broken| Violation { place: place(broken).code(), broken }).collect()
}

/// Those that have a name.
fn named(scenario: &Scenario) -> Vec<Broken> {
    let Scenario { merchant, timers, retry, resilience, overload, health, scaling, links, faults, .. } = scenario;
    let queues = [overload.gateway_queue, overload.processor_queue, overload.database_queue];
    let in_order = queues.iter().all(|queue| *queue == Discipline::FirstInFirstOut) && !overload.deadlines;
    let rail = scenario.channel.kind.limit_s().is_some();
    let waits = !rail && merchant.timeout_ms.is_none() && merchant.patience_s.is_none() && *timers == Timers::NONE;
    let broken = [
        (!waits || *links != Links::SAFE, Broken::Timeouts),
        (merchant.tries > 1 || retry.tries > 1, Broken::Retries),
        (!faults.is_empty(), Broken::Faults),
        (!resilience.is_off() || overload.attempts_per_processor.is_some(), Broken::Guards),
        (!in_order, Broken::QueueOrder),
        (overload.priority_share > 0.0, Broken::Priorities),
        (!health.is_off(), Broken::HealthChecks),
        (scaling.on, Broken::Scaling),
        (scenario.security.enabled, Broken::Security),
        (scenario.follow_up.enabled, Broken::FollowUp),
        (scenario.commits(), Broken::Commits),
        (scenario.balancer.in_zones(), Broken::Zones),
    ];
    broken.into_iter().filter(|(breaks, _)| *breaks).map(|(_, broken)| broken).collect()
}

/// Behind a place that can't serve what arrives nothing is known of what arrives.
fn hush(places: &mut Places) {
    let Places { gateway, processors, channel, cards, database } = places;
    let mut overloaded: Option<u8> = None;
    for level in [std::slice::from_mut(gateway), processors, std::slice::from_mut(channel)]
        .into_iter()
        .chain([std::slice::from_mut(cards), std::slice::from_mut(database)])
    {
        let own = level.iter().find_map(|found| match &found.answer {
            Answer::Unstable(excess) => Some(excess.place),
            Answer::Known(_) | Answer::Unknown(_) => None,
        });
        if let Some(place) = overloaded {
            level.fill(Found::unknown(Unknown { place, reason: Reason::Overload }));
        }
        overloaded = overloaded.or(own);
    }
}
