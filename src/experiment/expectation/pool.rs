//! One place: the model that answers it, and what that model says.

use super::answer::{Answer, Broken, Excess, Expected, Known, Reason, Unknown, Violation};
use super::layout::Stage;
use super::stream::{Flaw, Stream, flaw};
use super::time::Time;
use crate::math;
use crate::theory::{Assumption, Choice, Figures, Flow, Law, Shape, Source, Station, TheoryError};

/// A queue turns so few away that the model of an endless one comes closer than M/M/c/K, whose service is exponential.
pub(super) const BLOCKED_SELDOM: f64 = 1e-3;
/// With more places the chance that all are taken is nothing that a model need count.
const PLACES_MAX: u32 = 10_000;
/// Milliseconds in a second.
pub(super) const MILLIS: f64 = 1e3;

/// How long workers are held, and what is not quite so.
#[derive(Clone, Debug)]
pub(super) struct Hold {
    pub(super) time: Time,
    pub(super) flaws: Vec<Flaw>,
    /// Whether the time is exact.
    pub(super) exact: bool,
}

impl Hold {
    pub(super) fn exactly(time: Time) -> Self {
        Self { time, flaws: Vec::new(), exact: true }
    }
}

/// What was found out about a place.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) answer: Answer,
    pub(super) violated: Vec<Violation>,
    /// How long a worker is held on average.
    pub(super) held_ms: Option<f64>,
    /// Whether a Poisson stream leaves the place as one.
    pub(super) memoryless: bool,
}

impl Found {
    pub(super) fn unknown(unknown: Unknown) -> Self {
        Self { answer: Answer::Unknown(unknown), violated: Vec::new(), held_ms: None, memoryless: false }
    }

    /// The figures, or why there are none, for those who build on them.
    pub(super) fn known(&self) -> Result<&Known, Unknown> {
        match &self.answer {
            Answer::Known(known) => Ok(known),
            Answer::Unstable(excess) => Err(Unknown { place: excess.place, reason: Reason::Overload }),
            Answer::Unknown(unknown) => Err(*unknown),
        }
    }

    /// The same, but not called exact.
    pub(super) fn inexact(mut self) -> Self {
        if let Answer::Known(known) = &mut self.answer {
            known.exact = false;
        }
        self
    }

    pub(super) fn p_block(&self) -> f64 {
        self.answer.figures().and_then(|figures| figures.p_block).unwrap_or(0.0)
    }
}

/// Asks theory about an open place.
pub(super) fn ask(stage: &Stage, stream: &Stream, hold: &Hold) -> Found {
    if let Some(kind) = stage.ledger {
        return super::blocks::ask(stage, stream, kind);
    }
    let Some(servers) = stage.workers.filter(|_| stage.can_wait() && !hold.time.is_none()) else {
        return unhindered(stage, stream, hold);
    };
    match choose(stage, &station(stage, stream, hold, servers)) {
        Ok(choice) => {
            let violated = violations(&choice, &flaws(stage, stream, hold));
            let exact = choice.exact && violated.is_empty() && hold.exact && stream.exact;
            let memoryless = choice.model == "M/M/c" && violated.is_empty();
            let mut figures = Expected { arrivals_per_s: Some(stream.rate_per_s), ..expected(&choice.figures) };
            if !violated.is_empty() {
                // Means are robust, the ends of a law are not.
                (figures.p50_ms, figures.p95_ms, figures.p99_ms) = (None, None, None);
            }
            let model = choice.model.to_owned();
            let known = Known { model, source: source(choice.model).to_owned(), exact, figures };
            Found { answer: Answer::Known(Box::new(known)), violated, held_ms: Some(hold.time.mean_ms), memoryless }
        }
        Err(TheoryError::Unstable { .. }) => overloaded(stage, stream, hold, servers),
        Err(_) => Found::unknown(Unknown { place: stage.place.code(), reason: Reason::OutOfRange }),
    }
}

/// More arrives than the workers can serve, if that is so even without waits further on: in the model those may have grown
/// longer than so few workers make them.
fn overloaded(stage: &Stage, stream: &Stream, hold: &Hold, servers: u32) -> Found {
    let place = stage.place.code();
    let least_ms = stage.held.unwrap_or(hold.time).mean_ms;
    let capacity_per_s = f64::from(servers) * MILLIS / least_ms;
    let sure = hold.flaws.iter().all(|(_, violation)| violation.broken != Broken::TurningAway);
    if !sure || stream.rate_per_s < capacity_per_s {
        return Found::unknown(Unknown { place, reason: Reason::HeldInLine });
    }
    let excess = Excess { place, offered_per_s: stream.rate_per_s, capacity_per_s };
    let found = Found::unknown(Unknown { place, reason: Reason::Overload });
    Found { answer: Answer::Unstable(excess), violated: steady(&stream.flaws), held_ms: Some(least_ms), ..found }
}

/// Where nobody waits the response is the time at work, whoever comes when.
fn unhindered(stage: &Stage, stream: &Stream, hold: &Hold) -> Found {
    let (rate, mean_ms) = (stream.rate_per_s, hold.time.mean_ms);
    let in_system = Flow { rate_per_s: rate, mean_time_ms: mean_ms }.mean_inside();
    let quantile = |share: f64| match hold.time.shape {
        Shape::Law(Law::Constant) => Some(mean_ms),
        Shape::Law(Law::Exponential) => Some(-mean_ms * math::ln_1p(-share)),
        Shape::Law(_) | Shape::Moments(_) => None,
    };
    let mut violated = Vec::new();
    if stage.takes_time() {
        let left_early = hold.flaws.iter().filter(|(_, violation)| violation.broken == Broken::TurningAway);
        violated = steady(&stream.flaws);
        violated.extend(left_early.map(|(_, violation)| *violation));
        tidy(&mut violated);
    }
    let model = if stage.takes_time() { "G/G/∞" } else { "no work" };
    let known = Known {
        model: model.to_owned(),
        source: source(model).to_owned(),
        exact: violated.is_empty() && hold.exact && stream.exact,
        figures: Expected {
            arrivals_per_s: Some(rate),
            throughput_per_s: Some(rate),
            utilisation: stage.workers.map(|workers| in_system / f64::from(workers)),
            p_wait: Some(0.0),
            p_block: Some(0.0),
            wait_ms: Some(0.0),
            response_ms: Some(mean_ms),
            in_system: Some(in_system),
            queue: Some(0.0),
            p50_ms: quantile(0.5),
            p95_ms: quantile(0.95),
            p99_ms: quantile(0.99),
        },
    };
    Found { answer: Answer::Known(Box::new(known)), violated, held_ms: Some(mean_ms), memoryless: false }
}

fn station(stage: &Stage, stream: &Stream, hold: &Hold, servers: u32) -> Station {
    Station {
        source: Source::Open { rate_per_s: stream.rate_per_s, gaps: stream.gaps },
        service_mean_ms: hold.time.mean_ms,
        service: hold.time.shape,
        servers: Some(servers),
        capacity: stage.room(),
        broken: stream.flaws.iter().chain(&hold.flaws).map(|(assumption, _)| *assumption).collect(),
    }
}

/// The model: that of the bounded queue where it is exact, or where the bound is felt.
fn choose(stage: &Stage, station: &Station) -> Result<Choice, TheoryError> {
    let Some(room) = stage.room() else { return station.choice() };
    let mut endless = Station { capacity: None, ..station.clone() };
    endless.broken.push(Assumption::UnlimitedRoom);
    if room > PLACES_MAX {
        return endless.choice();
    }
    let bounded = station.choice()?;
    let felt = bounded.figures.p_block.is_none_or(|share| share > BLOCKED_SELDOM);
    let foreign = [Assumption::ExponentialService, Assumption::PoissonArrivals];
    if felt || !bounded.violated.iter().any(|assumption| foreign.contains(assumption)) {
        return Ok(bounded);
    }
    endless.choice().or(Ok(bounded))
}

/// Everything that a model of this place might have to know.
fn flaws(stage: &Stage, stream: &Stream, hold: &Hold) -> Vec<Flaw> {
    let own = [
        flaw(Assumption::UnlimitedRoom, stage.place, Broken::BoundedQueue),
        flaw(Assumption::ExponentialService, stage.place, Broken::ServiceNotExponential),
    ];
    stream.flaws.iter().chain(&hold.flaws).copied().chain(own).collect()
}

/// What a choice assumes falsely, by what breaks it.
pub(super) fn violations(choice: &Choice, flaws: &[Flaw]) -> Vec<Violation> {
    let broken = flaws.iter().filter(|(assumption, _)| choice.violated.contains(assumption));
    let mut violated: Vec<Violation> = broken.map(|(_, violation)| *violation).collect();
    tidy(&mut violated);
    violated
}

/// Of some flaws that which concerns every model: a load that varies.
pub(super) fn steady(flaws: &[Flaw]) -> Vec<Violation> {
    let of_load = flaws.iter().filter(|(assumption, _)| *assumption == Assumption::SteadyLoad);
    of_load.map(|(_, violation)| *violation).collect()
}

/// Each once, in order.
pub(super) fn tidy(violated: &mut Vec<Violation>) {
    violated.sort_unstable();
    violated.dedup();
}

/// A model's figures as the page receives them.
pub(super) fn expected(figures: &Figures) -> Expected {
    let [p50_ms, p95_ms, p99_ms] = figures.percentiles_ms;
    let throughput_per_s = figures.throughput_per_s();
    Expected {
        arrivals_per_s: throughput_per_s,
        throughput_per_s,
        utilisation: figures.utilisation,
        p_wait: figures.p_wait,
        p_block: figures.p_block.or(Some(0.0)),
        wait_ms: figures.means.map(|means| means.wait_ms),
        response_ms: figures.means.map(|means| means.response_ms),
        in_system: figures.means.map(|means| means.in_system),
        queue: figures.means.map(|means| means.queue),
        p50_ms,
        p95_ms,
        p99_ms,
    }
}

/// Where a model is from.
pub(super) fn source(model: &str) -> &'static str {
    match model {
        "M/M/c" => "Erlang (1917); Kleinrock, Queueing Systems 1 (1975), section 3.5",
        "M/M/c/K" => "Kleinrock, Queueing Systems 1 (1975), sections 3.6 and 3.7",
        "M/G/c/c" => "Erlang (1917); Sevastyanov (1957)",
        "M/G/1" => "Pollaczek (1930), Khinchine (1932)",
        "M/M/1 priority" | "M/G/1 priority" => "Cobham (1954); Kleinrock, Queueing Systems 2 (1976), section 3.2",
        "M/D/c" => "Crommelin (1932)",
        "GI/M/c" => "Kendall (1953); Takacs (1962)",
        "G/G/c" => "Allen, Probability, Statistics, and Queueing Theory (1990), section 5.6; Whitt (1983)",
        "M/M^[K]/1" => "Gross and Harris, Fundamentals of Queueing Theory, bulk service; Bailey (1954)",
        "room in every block" => "Kleinrock, Queueing Systems 1 (1975), section 5.2",
        "M/M/c//N" => "Kleinrock, Queueing Systems 1 (1975), section 3.8",
        "closed network" => "Gordon and Newell (1967); Reiser and Lavenberg (1980)",
        "Jackson network" => "Jackson (1957); Burke (1956)",
        "series" => "Sum of the places; Little (1961)",
        _ => "Little (1961)",
    }
}
