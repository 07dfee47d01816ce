//! From arrival to answer under an open load: the sum of the places, and percentiles where their laws are known together.

use super::answer::{Answer, Excess, Expected, Known, Reason, Unknown, Violation};
use super::layout::{Layout, Stage};
use super::open::Places;
use super::pool::{Found, MILLIS, source, steady, tidy};
use super::stream::Stream;
use super::time::Time;
use crate::theory::{Jackson, JacksonStation, Law, Shape};

/// A place that a payment spends time at.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    stage: &'a Stage,
    found: &'a Found,
    /// How often a payment comes there.
    visits: f64,
}

/// What theory says from arrival to answer, and which assumptions are not kept.
pub(super) fn whole(layout: &Layout<'_>, places: &Places, arrivals: &Stream) -> (Answer, Vec<Violation>) {
    if let Some(excess) = first_excess(places) {
        return (Answer::Unstable(excess), steady(&arrivals.flaws));
    }
    let parts = parts(layout, places);
    let known: Result<Vec<(Part<'_>, &Known)>, Unknown> =
        parts.and_then(|parts| parts.into_iter().map(|part| Ok((part, part.found.known()?))).collect());
    let known = match known {
        Ok(known) => known,
        Err(unknown) => return (Answer::Unknown(unknown), steady(&arrivals.flaws)),
    };
    // What lies behind a held worker is part of its time, and so are the assumptions about it.
    let every = if layout.synchronous() { places.list() } else { known.iter().map(|(part, _)| part.found).collect() };
    let mut violated: Vec<Violation> = every.iter().flat_map(|found| found.violated.iter().copied()).collect();
    violated.extend(steady(&arrivals.flaws));
    tidy(&mut violated);
    let exact = violated.is_empty() && known.iter().all(|(_, known)| known.exact);
    let model = model(&known, layout);
    let figures = figures(layout, &known, (arrivals.rate_per_s, passed(layout, places)), exact);
    (
        Answer::Known(Box::new(Known { model: model.to_owned(), source: source(model).to_owned(), exact, figures })),
        violated,
    )
}

/// The first place on the way where more arrives than can be served.
fn first_excess(places: &Places) -> Option<Excess> {
    places.list().into_iter().find_map(|found| match &found.answer {
        Answer::Unstable(excess) => Some(*excess),
        Answer::Known(_) | Answer::Unknown(_) => None,
    })
}

/// The places that take time, each counted once: what a held worker waits for counts at the worker.
fn parts<'a>(layout: &'a Layout<'_>, places: &'a Places) -> Result<Vec<Part<'a>>, Unknown> {
    let gateway = Part { stage: &layout.gateway, found: &places.gateway, visits: 1.0 };
    if layout.synchronous() {
        return Ok(vec![gateway]);
    }
    let reads = match layout.misses() {
        _ if layout.database.own.is_none() => 0.0,
        Some(misses) => misses,
        None => return Err(Unknown { place: layout.cards.place.code(), reason: Reason::HitRatio }),
    };
    // Of those who are answered fewer were at a processor that turns some away.
    let passed = passed_processors(layout, places);
    let share = |(found, share): (&Found, f64)| share * (1.0 - found.p_block()) / passed;
    let shares = places.processors.iter().zip(layout.shares()).map(share);
    let each = layout.processors.iter().zip(&places.processors).zip(shares);
    let mut parts = vec![gateway];
    parts.extend(each.map(|((stage, found), visits)| Part { stage, found, visits }));
    parts.push(Part { stage: &layout.channel, found: &places.channel, visits: 1.0 });
    parts.push(Part { stage: &layout.cards, found: &places.cards, visits: 1.0 });
    parts.push(Part { stage: &layout.database, found: &places.database, visits: reads });
    Ok(parts.into_iter().filter(|part| part.stage.takes_time() && part.visits > 0.0).collect())
}

/// The share of the payments that the processors let in.
fn passed_processors(layout: &Layout<'_>, places: &Places) -> f64 {
    let shares = places.processors.iter().zip(layout.shares());
    1.0 - shares.map(|(found, share)| share * found.p_block()).sum::<f64>()
}

/// The share of the payments that every place lets in.
fn passed(layout: &Layout<'_>, places: &Places) -> f64 {
    let reads = if layout.database.own.is_none() { 0.0 } else { layout.misses().unwrap_or(0.0) };
    let behind = (1.0 - places.cards.p_block()) * (1.0 - reads * places.database.p_block());
    (1.0 - places.gateway.p_block()) * passed_processors(layout, places) * (1.0 - places.channel.p_block()) * behind
}

/// The way back, where it is not part of what the gateway's workers are held for.
fn back(layout: &Layout<'_>) -> Time {
    if layout.synchronous() { Time::NONE } else { layout.answer }
}

fn model(known: &[(Part<'_>, &Known)], layout: &Layout<'_>) -> &'static str {
    const SINGLE: [&str; 8] = ["M/M/c", "M/M/c/K", "M/G/c/c", "M/G/1", "M/D/c", "GI/M/c", "G/G/c", "G/G/∞"];
    let exponential = |(_, known): &(Part<'_>, &Known)| ["M/M/c", "G/G/∞"].contains(&known.model.as_str());
    match known {
        [(_, only)] if back(layout).is_none() => {
            SINGLE.into_iter().find(|model| *model == only.model).unwrap_or("series")
        }
        [] => "no work",
        _ if known.iter().all(|one| exponential(one) && one.1.exact) => "Jackson network",
        _ => "series",
    }
}

/// The figures; `rate` and `passed` say how many come per second, and which share of them is answered.
fn figures(layout: &Layout<'_>, known: &[(Part<'_>, &Known)], (rate, passed): (f64, f64), exact: bool) -> Expected {
    let back = back(layout);
    let sum = |of: fn(&Expected) -> Option<f64>| {
        known.iter().map(|(part, known)| Some(part.visits * of(&known.figures)?)).sum::<Option<f64>>()
    };
    let there = known.iter().map(|(_, known)| known.figures.in_system).sum::<Option<f64>>();
    let [p50_ms, p95_ms, p99_ms] = percentiles(known, back, exact);
    let alone = match known {
        [(part, only)] if part.visits >= 1.0 => only.figures.p_wait,
        _ => None,
    };
    Expected {
        arrivals_per_s: Some(rate),
        throughput_per_s: Some(rate * passed * (1.0 - layout.scenario.outcomes.technical_decline_share)),
        utilisation: None,
        p_wait: alone,
        p_block: Some(1.0 - passed),
        wait_ms: sum(|figures| figures.wait_ms),
        response_ms: sum(|figures| figures.response_ms).map(|parts| parts + back.mean_ms),
        in_system: there.map(|there| there + rate * passed * back.mean_ms / MILLIS),
        queue: None,
        p50_ms,
        p95_ms,
        p99_ms,
    }
}

/// Percentiles: of the only place that varies, shifted by the constant times; or of a tandem of exponential places.
fn percentiles(known: &[(Part<'_>, &Known)], back: Time, exact: bool) -> [Option<f64>; 3] {
    let constant = |(part, _): &&(Part<'_>, &Known)| {
        !part.stage.can_wait() && part.stage.held.is_some_and(|held| held.is_constant())
    };
    let steady = known.iter().filter(constant);
    let certain = steady.clone().all(|(part, _)| part.visits >= 1.0);
    let shift_ms: f64 = steady.map(|(part, _)| part.stage.held.map_or(0.0, |held| held.mean_ms)).sum::<f64>()
        + if back.is_constant() { back.mean_ms } else { 0.0 };
    let varying: Vec<&(Part<'_>, &Known)> = known.iter().filter(|one| !constant(one)).collect();
    let of = |figures: &Expected| [figures.p50_ms, figures.p95_ms, figures.p99_ms];
    let shifted = |percentiles: [Option<f64>; 3]| percentiles.map(|ms| Some(ms? + shift_ms));
    if !certain {
        return [None; 3];
    }
    match varying.as_slice() {
        [] if back.is_constant() => [Some(shift_ms); 3],
        [first, rest @ ..] if back.is_constant() && alike(first, rest) => shifted(of(&first.1.figures)),
        _ if exact => shifted(tandem(&varying, back)),
        _ => [None; 3],
    }
}

/// Whether all are one: a single place, or processors of the same figures of which a payment sees one.
fn alike(first: &(Part<'_>, &Known), rest: &[&(Part<'_>, &Known)]) -> bool {
    let visits = first.0.visits + rest.iter().map(|(part, _)| part.visits).sum::<f64>();
    rest.iter().all(|(_, known)| known.figures == first.1.figures) && (visits - 1.0).abs() < 1e-9
}

/// Percentiles of places in a row, each with a Poisson stream and exponential services; none unless theory has them.
fn tandem(varying: &[&(Part<'_>, &Known)], back: Time) -> [Option<f64>; 3] {
    let memoryless = |time: Time| time.shape == Shape::Law(Law::Exponential);
    let in_row = varying.iter().all(|(part, _)| part.visits >= 1.0 && memoryless(part.stage.own));
    if !in_row || !(back.is_none() || memoryless(back)) {
        return [None; 3];
    }
    let queues =
        varying.iter().map(|(part, _)| (part.stage.own.mean_ms, part.stage.workers.filter(|_| part.stage.can_wait())));
    let mut row: Vec<(f64, Option<u32>)> = queues.collect();
    if !back.is_none() {
        row.push((back.mean_ms, None));
    }
    let rate = varying.first().and_then(|(_, known)| known.figures.arrivals_per_s).unwrap_or(0.0);
    let number = row.len();
    let station = |(at, &(service_mean_ms, servers)): (usize, &(f64, Option<u32>))| JacksonStation {
        service_mean_ms,
        servers,
        external_rate_per_s: if at == 0 { rate } else { 0.0 },
        routes: (0..number).map(|to| if to == at + 1 { 1.0 } else { 0.0 }).collect(),
    };
    let stations: Vec<JacksonStation> = row.iter().enumerate().map(station).collect();
    let Ok(network) = Jackson::new(&stations) else { return [None; 3] };
    [0.5, 0.95, 0.99].map(|share| network.response_quantile_ms(share))
}
