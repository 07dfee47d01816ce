//! An open load on its way through the places: from the front to the back where workers are free after their own work,
//! and holds from the back to the front where they are held until the answer is there.

use super::answer::{Answer, Broken, Reason, Unknown};
use super::layout::{Layout, Routing, Stage};
use super::pool::{BLOCKED_SELDOM, Found, Hold, MILLIS, ask};
use super::stream::{Stream, flaw};
use crate::math;
use crate::payment::Place;
use crate::scenario::{Gaps, Shape as LoadShape};
use crate::theory::{Assumption, Law, Passage, Shape};

/// Rounds in which held workers learn how many payments are turned away in front of them.
const ROUNDS: u32 = 4;
/// Held workers may spend at most this share of their time in lines further on: beyond it those lines depend on how few
/// workers there are, and a place can't be looked at alone. Below, the error is of this size.
const LINE_SHARE_MAX: f64 = 0.05;

/// What was found out about each place.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) gateway: Found,
    pub(super) processors: Vec<Found>,
    pub(super) channel: Found,
    pub(super) cards: Found,
    pub(super) database: Found,
}

impl Places {
    /// All of them, on the way of a payment.
    pub(super) fn list(&self) -> Vec<&Found> {
        let front = std::iter::once(&self.gateway).chain(&self.processors);
        front.chain([&self.channel, &self.cards, &self.database]).collect()
    }

    /// In the report's order.
    pub(super) fn into_list(self) -> Vec<Found> {
        [self.gateway, self.channel, self.cards, self.database].into_iter().chain(self.processors).collect()
    }
}

/// A stream, or why it is not known.
type Flowing = Result<Stream, Unknown>;

/// The load of an open scenario.
pub(super) fn arrivals(rate_per_s: f64, shape: &LoadShape, gaps: Gaps) -> Stream {
    let mut flaws = Vec::new();
    if shape.varies() {
        flaws.push(flaw(Assumption::SteadyLoad, Place::Merchants, Broken::VaryingLoad));
    }
    let law = match gaps {
        Gaps::Exponential => Law::Exponential,
        Gaps::Regular => {
            flaws.push(flaw(Assumption::PoissonArrivals, Place::Merchants, Broken::RegularArrivals));
            Law::Constant
        }
    };
    let rate_per_s = shape.profile(rate_per_s).long_run_rate();
    Stream { rate_per_s, gaps: Shape::Law(law), flaws, exact: true }
}

/// Workers are free after their own work: each place sees what the one before lets go.
pub(super) fn asynchronous(layout: &Layout<'_>, arrivals: &Stream) -> Places {
    let gateway = ask(&layout.gateway, arrivals, &Hold::exactly(layout.gateway.own));
    let (processors, merged) = share_out(layout, leave(&layout.gateway, Ok(arrivals.clone()), &gateway));
    let pass = |stage: &Stage, coming: Flowing| {
        let found = visit(stage, &coming);
        let leaving = leave(stage, coming, &found);
        (found, leaving)
    };
    let (channel, crossed) = pass(&layout.channel, merged);
    let (cards, looked_up) = pass(&layout.cards, crossed);
    let (database, _) = pass(&layout.database, misses(layout, looked_up));
    Places { gateway, processors, channel, cards, database }
}

/// A place that holds nobody but for its own work.
fn visit(stage: &Stage, coming: &Flowing) -> Found {
    match coming {
        Ok(stream) => ask(stage, stream, &Hold::exactly(stage.own)),
        Err(unknown) => Found::unknown(*unknown),
    }
}

/// What leaves a place.
fn leave(stage: &Stage, coming: Flowing, found: &Found) -> Flowing {
    let (stream, known) = (coming?, found.known()?);
    if stage.ledger.is_some() {
        return Err(Unknown { place: stage.place.code(), reason: Reason::Blocks });
    }
    if !stage.takes_time() {
        return Ok(stream);
    }
    if !stage.can_wait() {
        return Ok(stream.delayed(stage.place, stage.own.is_constant()));
    }
    let passage = Passage {
        utilisation: known.figures.utilisation.unwrap_or(0.0),
        servers: stage.workers.unwrap_or(1),
        service_scv: stage.own.scv(),
    };
    let exact = stream.exact && (known.exact || found.p_block() <= 0.0);
    let through = stream.admitted(stage.place, found.p_block());
    Ok(Stream { exact, ..through.departures(stage.place, passage, found.memoryless) })
}

/// The processors, and what they send on together.
fn share_out(layout: &Layout<'_>, coming: Flowing) -> (Vec<Found>, Flowing) {
    let stream = match coming {
        Ok(stream) => stream,
        Err(unknown) => {
            return (layout.processors.iter().map(|_| Found::unknown(unknown)).collect(), Err(unknown));
        }
    };
    let Some(parts) = parts(layout, &stream) else {
        let unknown = Unknown { place: Place::Balancer.code(), reason: layout.routing.reason() };
        return (layout.processors.iter().map(|_| Found::unknown(unknown)).collect(), Err(unknown));
    };
    let pairs = || layout.processors.iter().zip(&parts);
    let found: Vec<Found> = pairs().map(|(stage, part)| ask(stage, part, &Hold::exactly(stage.own))).collect();
    let alike = layout.processors.iter().all(|stage| !stage.can_wait() && stage.own == layout.processors[0].own);
    if alike {
        // Whoever gets it, it takes the same time, and nobody waits: as if they were one.
        let first = &layout.processors[0];
        return (found, Ok(stream.delayed(first.place, first.own.is_constant())));
    }
    let leaving = pairs().zip(&found).map(|((stage, part), found)| leave(stage, Ok(part.clone()), found));
    let leaving: Result<Vec<Stream>, Unknown> = leaving.collect();
    let merged = leaving.map(|mut streams| match streams.as_slice() {
        [_] => streams.remove(0),
        _ => Stream::merged(&streams, utilisation_beyond(layout, stream.rate_per_s)),
    });
    (found, merged)
}

/// Each processor's stream; `None` if it depends on the load and that matters.
fn parts(layout: &Layout<'_>, stream: &Stream) -> Option<Vec<Stream>> {
    let in_turn = |stream: &Stream, share: f64| {
        let turns = math::low(math::whole(1.0 / share.max(f64::MIN_POSITIVE)));
        let mut part = stream.every(turns);
        if turns > 1 && part.gaps != Shape::Law(Law::Constant) {
            part.flaws.push(flaw(Assumption::PoissonArrivals, Place::Balancer, Broken::TakingTurns));
        }
        part
    };
    let idle = || Stream { rate_per_s: 0.0, ..stream.clone() };
    match &layout.routing {
        Routing::Lot(shares) => Some(shares.iter().map(|share| stream.part(*share)).collect()),
        Routing::Turns(shares) => {
            Some(shares.iter().map(|&share| if share > 0.0 { in_turn(stream, share) } else { idle() }).collect())
        }
        Routing::WeightedTurns(turns) => {
            let part = |&(share, variance): &(f64, f64)| match share > 0.0 {
                true => stream.one_in(1.0 / share, variance).spoilt(Place::Balancer, Broken::UnevenTurns),
                false => idle(),
            };
            Some(turns.iter().map(part).collect())
        }
        Routing::ByPayment(_) => None,
        Routing::ByLoad(shares) => {
            // By symmetry each gets the same; how, matters only to those who may wait.
            let alike =
                layout.processors.iter().all(|stage| !stage.can_wait() && stage.own == layout.processors[0].own);
            alike.then(|| shares.iter().map(|share| stream.part(*share)).collect())
        }
    }
}

/// How busy the first place with a bound on its workers will be, to which the processors' streams flow together.
fn utilisation_beyond(layout: &Layout<'_>, rate_per_s: f64) -> f64 {
    let next = [&layout.channel, &layout.cards].into_iter().find(|stage| stage.can_wait());
    let busy = |stage: &Stage| Some(rate_per_s * stage.own.mean_ms / MILLIS / f64::from(stage.workers?));
    next.and_then(busy).unwrap_or(0.0)
}

/// The look-ups that miss.
fn misses(layout: &Layout<'_>, coming: Flowing) -> Flowing {
    let Some(share) = layout.misses() else {
        return Err(Unknown { place: Place::CardManagement.code(), reason: Reason::HitRatio });
    };
    let stream = coming?;
    if share >= 1.0 {
        return Ok(stream);
    }
    let exact = stream.exact && layout.hits.expectation.exact;
    let part = Stream { exact, ..stream.part(share) };
    Ok(if layout.hits.independent { part } else { part.spoilt(Place::CardManagement, Broken::DependentMisses) })
}

/// Workers are held until the answer is back: each place serves as long as what lies behind it takes.
pub(super) fn synchronous(layout: &Layout<'_>, arrivals: &Stream) -> Places {
    let mut places = held(layout, arrivals, None);
    for _ in 1..ROUNDS {
        if places.list().iter().all(|found| found.p_block() <= 0.0) {
            break;
        }
        places = held(layout, arrivals, Some(&places));
    }
    places
}

/// The places, where so many payments are turned away as in the round before.
fn held(layout: &Layout<'_>, arrivals: &Stream, before: Option<&Places>) -> Places {
    let blocked = |pick: fn(&Places) -> &Found| before.map_or(0.0, |places| pick(places).p_block());
    let sent = send_on(&layout.gateway, arrivals, blocked(|places| &places.gateway));
    let parts = parts(layout, &sent).ok_or(Unknown { place: Place::Balancer.code(), reason: layout.routing.reason() });
    let out = send_on_by_processors(layout, &sent, before);
    let at_cards = send_on(&layout.channel, &out, blocked(|places| &places.channel));
    let read = misses(layout, Ok(send_on(&layout.cards, &at_cards, blocked(|places| &places.cards))));
    let outer: Vec<&Stage> = std::iter::once(&layout.gateway).chain(&layout.processors).collect();
    let with_cards: Vec<&Stage> = outer.iter().copied().chain([&layout.cards]).collect();
    let database = sheltered(visit(&layout.database, &read), &layout.database, &with_cards);
    let channel = sheltered(visit(&layout.channel, &Ok(out)), &layout.channel, &outer);
    let reading = [Behind { found: &database, stage: &layout.database, visits: layout.misses() }];
    let cards = answer(&layout.cards, &Ok(at_cards), hold(&layout.cards, &reading));
    let cards = sheltered(cards, &layout.cards, &outer);
    let behind = |found, stage| Behind { found, stage, visits: Some(1.0) };
    let beyond = [behind(&channel, &layout.channel), behind(&cards, &layout.cards)];
    let each = layout.processors.iter().enumerate().map(|(at, stage)| {
        let coming = parts.as_ref().map(|parts| parts[at].clone()).map_err(|unknown| *unknown);
        sheltered(answer(stage, &coming, hold(stage, &beyond)), stage, &[&layout.gateway])
    });
    let processors: Vec<Found> = each.collect();
    let chosen = layout.processors.iter().zip(&processors).zip(layout.shares());
    let chosen: Vec<Behind<'_>> =
        chosen.map(|((stage, found), share)| Behind { found, stage, visits: Some(share) }).collect();
    let gateway = answer(&layout.gateway, &Ok(arrivals.clone()), hold(&layout.gateway, &chosen));
    Places { gateway, processors, channel, cards, database }
}

/// What a place sends on after its own work, its worker still held: much as it came, but held up with the workers.
fn send_on(stage: &Stage, stream: &Stream, p_block: f64) -> Stream {
    if !stage.can_wait() {
        return stream.delayed(stage.place, stage.own.is_constant());
    }
    let exact = stream.exact && p_block <= 0.0;
    Stream { exact, ..stream.admitted(stage.place, p_block).spoilt(stage.place, Broken::Departures) }
}

/// A place behind workers that are held: if one of them turns payments away, more than it can serve does not come.
fn sheltered(found: Found, stage: &Stage, before: &[&Stage]) -> Found {
    let bounded = before.iter().any(|one| one.can_wait() && one.room().is_some());
    match &found.answer {
        Answer::Unstable(_) if bounded => {
            Found::unknown(Unknown { place: stage.place.code(), reason: Reason::HeldInLine })
        }
        _ => found,
    }
}

/// What the processors send on together.
fn send_on_by_processors(layout: &Layout<'_>, stream: &Stream, before: Option<&Places>) -> Stream {
    let (mut out, mut left) = (stream.clone(), 1.0);
    for ((at, stage), share) in layout.processors.iter().enumerate().zip(layout.shares()) {
        let lost = before.map_or(0.0, |places| share * places.processors[at].p_block());
        out = send_on(stage, &out, lost / left);
        left -= lost;
    }
    out
}

/// A place that a held worker waits for.
struct Behind<'a> {
    found: &'a Found,
    stage: &'a Stage,
    /// How often a payment comes there; `None` if that is not known.
    visits: Option<f64>,
}

/// How long a place holds a worker: its own work and all that is behind it.
fn hold(stage: &Stage, behind: &[Behind<'_>]) -> Result<Hold, Unknown> {
    let (mut waits_ms, mut exact, mut flaws) = (0.0, true, Vec::new());
    for Behind { found, stage: inner, visits } in behind.iter().filter(|one| one.stage.takes_time()) {
        let known = found.known()?;
        exact &= known.exact;
        let work_ms = inner.held.map_or(0.0, |held| held.mean_ms);
        waits_ms += visits.unwrap_or(0.0) * (known.figures.response_ms.unwrap_or(work_ms) - work_ms);
        if found.p_block() > BLOCKED_SELDOM {
            return Err(Unknown { place: inner.place.code(), reason: Reason::LeftEarly });
        }
        if found.p_block() > 0.0 {
            exact = false;
            flaws.push(flaw(Assumption::IndependentService, inner.place, Broken::TurningAway));
        }
        let deeper = found.violated.iter().filter(|violation| violation.broken == Broken::WaitWhileHeld);
        flaws.extend(deeper.map(|violation| (Assumption::IndependentService, *violation)));
        // Who has a worker for everybody is not held up by what happens behind it.
        if inner.can_wait() && stage.can_wait() {
            exact = false;
            flaws.push(flaw(Assumption::IndependentService, inner.place, Broken::WaitWhileHeld));
        }
    }
    let least = stage.held.ok_or(Unknown { place: Place::CardManagement.code(), reason: Reason::HitRatio })?;
    let time = least.longer_by(waits_ms);
    if stage.can_wait() && waits_ms > LINE_SHARE_MAX * time.mean_ms {
        let place = behind.iter().find(|one| one.stage.can_wait()).map_or(stage.place, |one| one.stage.place);
        return Err(Unknown { place: place.code(), reason: Reason::HeldInLine });
    }
    Ok(Hold { time, flaws, exact })
}

fn answer(stage: &Stage, coming: &Flowing, hold: Result<Hold, Unknown>) -> Found {
    match (coming, hold) {
        (Ok(stream), Ok(hold)) => ask(stage, stream, &hold),
        (Err(unknown), _) => Found::unknown(*unknown),
        (_, Err(unknown)) => Found::unknown(unknown),
    }
}
