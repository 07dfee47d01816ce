//! A closed loop: so many clients, each of whom waits for the answer, thinks and pays again.
//!
//! Where nobody can wait anywhere the laws of all times do not matter. Where only one place makes the clients wait, with
//! exponential times, it is the finite source, with percentiles; else a closed network by mean values.

use super::answer::{Answer, Broken, Expected, Known, Reason, Unknown, Violation};
use super::layout::{Layout, Routing, Stage};
use super::open::Places;
use super::pool::{Found, MILLIS, expected, source, tidy};
use super::stream::flaw;
use super::time::Time;
use crate::payment::Place;
use crate::theory::{
    Assumption, Clients, Closed, ClosedFigures, ClosedStation, Customers, Flow, Law, Shape, Source, Station,
};

/// A place of the network.
#[derive(Clone, Copy, Debug)]
struct Node<'a> {
    stage: &'a Stage,
    /// How often a payment comes there.
    visits: f64,
    /// What it asks of a worker.
    time: Time,
    /// Whether it is inside of what another place holds its workers for, and counted there.
    within: bool,
}

/// Everything about the loop.
pub(super) struct Loop {
    pub(super) places: Places,
    pub(super) whole: Answer,
    pub(super) violated: Vec<Violation>,
}

/// What theory says of a closed loop.
pub(super) fn closed(layout: &Layout<'_>, number: u32, think: Time) -> Loop {
    let nodes = match nodes(layout) {
        Ok(nodes) => nodes,
        Err(unknown) => return nothing(layout, unknown),
    };
    match solve(layout, &nodes, Customers { number, think_mean_ms: think.mean_ms }) {
        Ok(network) => answers(layout, &nodes, &network, (number, think)),
        Err(unknown) => nothing(layout, unknown),
    }
}

pub(super) fn nothing(layout: &Layout<'_>, unknown: Unknown) -> Loop {
    let none = || Found::unknown(unknown);
    let places = Places {
        gateway: none(),
        processors: layout.processors.iter().map(|_| none()).collect(),
        channel: none(),
        cards: none(),
        database: none(),
    };
    Loop { places, whole: Answer::Unknown(unknown), violated: Vec::new() }
}

/// The places in the report's order, each with what it asks of its workers.
fn nodes<'a>(layout: &'a Layout<'_>) -> Result<Vec<Node<'a>>, Unknown> {
    let no_ratio = Unknown { place: Place::CardManagement.code(), reason: Reason::HitRatio };
    let uneven = layout.processors.iter().any(|one| one.can_wait() || one.own != layout.processors[0].own);
    let by_load = matches!(layout.routing, Routing::ByLoad(_));
    if by_load && uneven || matches!(layout.routing, Routing::ByPayment(_)) {
        return Err(Unknown { place: Place::Balancer.code(), reason: layout.routing.reason() });
    }
    let misses = if layout.database.own.is_none() { Some(layout.misses().unwrap_or(1.0)) } else { layout.misses() };
    let visits = [1.0, 1.0, 1.0, misses.ok_or(no_ratio)?].into_iter().chain(layout.shares());
    let node = |(stage, visits): (&'a Stage, f64)| {
        let time = if stage.can_wait() { stage.held.ok_or(no_ratio)? } else { stage.own };
        Ok(Node { stage, visits, time, within: false })
    };
    let mut nodes: Vec<Node<'a>> = layout.stages().zip(visits).map(node).collect::<Result<_, Unknown>>()?;
    if layout.synchronous() {
        nest(&mut nodes)?;
    }
    Ok(nodes)
}

/// How far behind the merchants a place lies, and so within whose hold.
fn depth(place: Place) -> u8 {
    match place {
        Place::Gateway => 0,
        Place::Processor(_) => 1,
        Place::Channel => 2,
        Place::CardManagement => 3,
        _ => 4,
    }
}

/// Whether workers of a place are held while a payment is further on.
fn holds(place: Place) -> bool {
    !matches!(place, Place::Channel | Place::Database)
}

/// Marks what lies within the hold of a place that makes payments wait.
fn nest(nodes: &mut [Node<'_>]) -> Result<(), Unknown> {
    let waits = |node: &&Node<'_>| node.stage.can_wait() && node.visits > 0.0;
    let lines = nodes.iter().filter(waits).map(|node| node.stage.place);
    let Some(outer) = lines.filter(|place| holds(*place)).min_by_key(|place| depth(*place)) else {
        return Ok(());
    };
    let inner = |node: &&Node<'_>| depth(node.stage.place) > depth(outer);
    if let Some(line) = nodes.iter().filter(waits).find(inner) {
        return Err(Unknown { place: line.stage.place.code(), reason: Reason::HeldInLine });
    }
    for node in nodes.iter_mut() {
        node.within = depth(node.stage.place) > depth(outer);
    }
    Ok(())
}

impl Node<'_> {
    /// What it asks of its workers in a round; nothing if that counts elsewhere.
    fn demand_ms(&self) -> f64 {
        if self.within { 0.0 } else { self.visits * self.time.mean_ms }
    }
}

/// The way back, where no worker is held for it that makes payments wait: card management lets go before.
fn back_ms(layout: &Layout<'_>, nodes: &[Node<'_>]) -> f64 {
    let held = nodes.iter().any(|node| node.within && node.stage.place == Place::Channel);
    if held { 0.0 } else { layout.answer.mean_ms }
}

/// The network of the places that ask something, in their order.
fn solve(layout: &Layout<'_>, nodes: &[Node<'_>], customers: Customers) -> Result<Closed, Unknown> {
    let out_of_range = Unknown { place: Place::Merchants.code(), reason: Reason::OutOfRange };
    let station = |node: &Node<'_>| ClosedStation {
        demand_ms: node.demand_ms(),
        servers: node.stage.workers.filter(|_| node.stage.can_wait()),
    };
    let mut stations: Vec<ClosedStation> = nodes.iter().map(station).filter(|one| one.demand_ms > 0.0).collect();
    let back_ms = back_ms(layout, nodes);
    if back_ms > 0.0 {
        stations.push(ClosedStation { demand_ms: back_ms, servers: None });
    }
    if stations.iter().all(|station| station.servers.is_none()) {
        return Ok(unhindered(&stations, customers));
    }
    Closed::new(customers, &stations).map_err(|_| out_of_range)
}

/// The network where nobody waits: every round takes as long as its parts, by Little's law.
fn unhindered(stations: &[ClosedStation], customers: Customers) -> Closed {
    let response_ms: f64 = stations.iter().map(|station| station.demand_ms).sum();
    let rate_per_ms = f64::from(customers.number) / (customers.think_mean_ms + response_ms);
    let figures = |station: &ClosedStation| ClosedFigures {
        response_ms: station.demand_ms,
        in_system: rate_per_ms * station.demand_ms,
        utilisation: None,
    };
    Closed { throughput_per_s: rate_per_ms * MILLIS, response_ms, stations: stations.iter().map(figures).collect() }
}

fn answers(layout: &Layout<'_>, nodes: &[Node<'_>], network: &Closed, (number, think): (u32, Time)) -> Loop {
    let rate = network.throughput_per_s;
    let mut solved = network.stations.iter();
    let responses: Vec<f64> = nodes
        .iter()
        .map(|node| if node.demand_ms() > 0.0 { solved.next().map_or(0.0, |it| it.response_ms) } else { 0.0 })
        .collect();
    let found: Vec<Found> = (0..nodes.len()).map(|at| place(layout, nodes, &responses, at, rate)).collect();
    let waiting: Vec<&Node<'_>> = nodes.iter().filter(|node| node.stage.can_wait() && node.visits > 0.0).collect();
    let mut violated: Vec<Violation> = found.iter().flat_map(|found| found.violated.iter().copied()).collect();
    tidy(&mut violated);
    // Every rate is that of the whole loop.
    let exact = violated.is_empty() && found.iter().all(|found| found.known().is_ok_and(|known| known.exact));
    let found = found.into_iter().map(|found| if exact { found } else { found.inexact() });
    let work_ms = nodes.iter().map(Node::demand_ms).sum::<f64>() + back_ms(layout, nodes);
    let mut figures = Expected {
        arrivals_per_s: Some(rate),
        throughput_per_s: Some(rate * (1.0 - layout.scenario.outcomes.technical_decline_share)),
        p_block: Some(0.0),
        wait_ms: Some((network.response_ms - work_ms).max(0.0)),
        response_ms: Some(network.response_ms),
        in_system: Some(network.in_system()),
        ..Expected::default()
    };
    let mut model = "closed network";
    if let [only] = waiting.as_slice()
        && let Some(source) = finite_source(layout, only, number, think)
    {
        model = "M/M/c//N";
        figures = Expected { utilisation: None, throughput_per_s: figures.throughput_per_s, ..source };
    }
    let known = Known { model: model.to_owned(), source: source(model).to_owned(), exact, figures };
    let mut found = found;
    let mut next = || found.next().unwrap_or_else(|| Found::unknown(Unknown { place: 0, reason: Reason::OutOfRange }));
    let [gateway, channel, cards, database] = [next(), next(), next(), next()];
    let places = Places { gateway, channel, cards, database, processors: found.collect() };
    Loop { places, whole: Answer::Known(Box::new(known)), violated }
}

/// The figures with percentiles where one place is all that takes time, the times are exponential and clients think.
fn finite_source(layout: &Layout<'_>, only: &Node<'_>, number: u32, think: Time) -> Option<Expected> {
    let others = layout.stages().any(|stage| stage.place != only.stage.place && !stage.own.is_none());
    if others || !layout.answer.is_none() || only.visits < 1.0 || think.is_none() {
        return None;
    }
    let station = Station {
        source: Source::Closed { clients: Clients { number, think_mean_ms: think.mean_ms }, think: think.shape },
        service_mean_ms: only.time.mean_ms,
        service: only.time.shape,
        servers: only.stage.workers,
        capacity: only.stage.room(),
        broken: Vec::new(),
    };
    let choice = station.choice().ok()?;
    choice.violated.is_empty().then(|| expected(&choice.figures))
}

/// What the network says of the place at an index; `responses` are the times that a round spends at each.
fn place(layout: &Layout<'_>, nodes: &[Node<'_>], responses: &[f64], at: usize, rate: f64) -> Found {
    let node = &nodes[at];
    let own_rate = rate * node.visits;
    let deeper = nodes.iter().zip(responses).filter(|(other, _)| depth(other.stage.place) > depth(node.stage.place));
    let behind_ms: f64 = deeper.map(|(_, response_ms)| response_ms).sum();
    let back_ms = if depth(node.stage.place) < depth(Place::Channel) { back_ms(layout, nodes) } else { 0.0 };
    let held_ms = match node.stage.held {
        _ if node.stage.can_wait() => node.time.mean_ms,
        Some(held) if node.within => held.mean_ms,
        _ if layout.synchronous() && holds(node.stage.place) => node.stage.own.mean_ms + behind_ms + back_ms,
        _ => node.stage.own.mean_ms,
    };
    let waits = node.stage.can_wait() && node.visits > 0.0;
    let response_ms = if waits { responses[at] / node.visits } else { held_ms };
    let busy = Flow { rate_per_s: own_rate, mean_time_ms: held_ms }.mean_inside();
    let wait_ms = (response_ms - held_ms).max(0.0);
    let violated = violations(layout, node);
    let model = match () {
        () if node.stage.can_wait() => "closed network",
        () if node.stage.takes_time() => "G/G/∞",
        () => "no work",
    };
    let reliable = layout.hits.expectation.exact || layout.database.own.is_none();
    let known = Known {
        model: model.to_owned(),
        source: source(model).to_owned(),
        exact: violated.is_empty() && reliable,
        figures: Expected {
            arrivals_per_s: Some(own_rate),
            throughput_per_s: Some(own_rate),
            utilisation: node.stage.workers.map(|workers| busy / f64::from(workers)),
            p_wait: (!node.stage.can_wait()).then_some(0.0),
            p_block: Some(0.0),
            wait_ms: Some(wait_ms),
            response_ms: Some(response_ms),
            in_system: Some(own_rate * response_ms / MILLIS),
            queue: Some(own_rate * wait_ms / MILLIS),
            ..Expected::default()
        },
    };
    Found { answer: Answer::Known(Box::new(known)), violated, held_ms: Some(held_ms), memoryless: false }
}

/// What a closed network assumes of a place where payments may wait; elsewhere it assumes nothing.
fn violations(layout: &Layout<'_>, node: &Node<'_>) -> Vec<Violation> {
    let stage = node.stage;
    // One client alone meets nobody, and so does one more than nobody visits.
    if !stage.can_wait() || node.visits <= 0.0 {
        return Vec::new();
    }
    let mut violated = Vec::new();
    let mut breaks = |place: Place, broken| violated.push(flaw(Assumption::ExponentialService, place, broken).1);
    if node.time.shape != Shape::Law(Law::Exponential) {
        breaks(stage.place, Broken::ServiceNotExponential);
    }
    if stage.room().is_some() {
        breaks(stage.place, Broken::BoundedQueue);
    }
    let processor = matches!(stage.place, Place::Processor(_));
    match layout.routing {
        Routing::Turns(_) if processor && node.visits < 1.0 => breaks(Place::Balancer, Broken::TakingTurns),
        Routing::WeightedTurns(_) if processor => breaks(Place::Balancer, Broken::UnevenTurns),
        _ => {}
    }
    if stage.place == Place::Database && node.visits < 1.0 && !layout.hits.independent {
        breaks(Place::CardManagement, Broken::DependentMisses);
    }
    tidy(&mut violated);
    violated
}
