//! The engine beside other simulators, on the same models, in one run.
//!
//! Each model is written in the usual idiom of each simulator, from its documentation. Rounds are interleaved and the
//! least processor time counts, because other work on the machine only adds time. Ours counts all its statistics; the
//! others sum up response times. Each says its mean response, which must agree with ours, or the figure is worth
//! nothing. Lines of `simulator<TAB>model<TAB>nanoseconds per payment<TAB>mean response`.

mod desru;
#[path = "../../engine/host.rs"]
#[allow(dead_code, unused_imports, reason = "the engine's benchmark measures memory too")]
mod host;
mod model;
mod nexosim;
mod odem;
#[path = "../../engine/models.rs"]
#[allow(dead_code, reason = "the engine's benchmark has more models")]
mod ours;

use model::Model;
use switchyard::experiment::Run;
use switchyard::scenario::Checked;
use switchyard::units::Instant;

/// Payments of a round.
const PAYMENTS: u64 = 500_000;
/// Rounds.
const ROUNDS: u32 = 3;

struct Case {
    simulator: &'static str,
    model: Model,
    round: Box<dyn Fn(&Model) -> f64>,
    least: f64,
    mean: f64,
}

fn main() {
    let models = [
        (Model::mmc("M/M/1", 1), ours::mmc(1), 6),
        (Model::mmc("M/M/4", 4), ours::mmc(4), 6),
        (Model::pipeline(), ours::pipeline(), 7),
    ];
    let mut cases = Vec::new();
    for (model, scenario, events) in models {
        let own = move |_: &Model| simulate(&scenario, PAYMENTS * events);
        cases.push(Case::new("switchyard", &model, own));
        cases.push(Case::new("desru", &model, |model| desru::run(model, PAYMENTS)));
        cases.push(Case::new("odem-rs", &model, |model| odem::run(model, PAYMENTS)));
        cases.push(Case::new("nexosim", &model, |model| nexosim::run(model, PAYMENTS)));
    }
    for _ in 0..ROUNDS {
        cases.iter_mut().for_each(Case::measure);
    }
    for Case { simulator, model, least, mean, .. } in cases {
        host::say(&format!("{simulator}\t{}\t{least:.1}\t{mean:.3}", model.name));
    }
}

impl Case {
    fn new(simulator: &'static str, model: &Model, round: impl Fn(&Model) -> f64 + 'static) -> Self {
        Self { simulator, model: model.clone(), round: Box::new(round), least: f64::INFINITY, mean: 0.0 }
    }

    fn measure(&mut self) {
        let from = host::seconds();
        self.mean = (self.round)(&self.model);
        self.least = self.least.min((host::seconds() - from) / PAYMENTS as f64 * 1e9);
    }
}

/// Our own engine for so many events: the mean response in units.
fn simulate(scenario: &Checked, events: u64) -> f64 {
    let mut run = Run::new(scenario, 1);
    run.advance(Instant::NEVER, events);
    run.report().metrics.response_ms.mean.unwrap_or_default() / ours::UNIT_MS
}
