//! Two classes of payments before a gateway of one worker: whenever it is free one with priority is next, and nobody is
//! interrupted (Cobham).
//!
//! A payment's service does not depend on its class. So who is next changes neither how many are there nor how long all of
//! them wait on average: the model for one class keeps its means, and only its percentiles are lost. Each class has a mean
//! of its own. It holds for the whole too where nobody can wait behind the gateway. Several workers, and lines further on,
//! in which the classes come no longer as two Poisson streams, are left out.

use super::answer::{Answer, ClassExpectation, Expectation, Known};
use super::layout::{Layout, Stage};
use super::pool::source;
use crate::payment::Place;
use crate::scenario::Popularity;
use crate::theory::{Class, Demand, priority_means};

/// How far the answers tell both classes apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answered {
    /// Nowhere.
    Nowhere,
    /// At the gateway.
    Gateway,
    /// At the gateway, which is the only place where payments can wait.
    Whole,
    /// The same, and who overtakes whom does not matter to the cache.
    WholeAndHits,
}

/// Gives the gateway's answer both classes, if one worker serves a Poisson stream there.
pub(super) fn tell_apart(expectation: &mut Expectation, layout: &Layout<'_>) -> Answered {
    let gateway = expectation.stations.iter_mut().find(|station| station.place == Place::Gateway.code());
    let Some(station) = gateway else { return Answered::Nowhere };
    let Answer::Known(known) = &mut station.answer else { return Answered::Nowhere };
    let Some((model, classes)) = both(known, layout) else { return Answered::Nowhere };
    station.classes = Some(classes);
    let alone = known.model.clone();
    rename(known, model);
    // For a place in a block everybody waits.
    let line = |stage: &Stage| stage.can_wait() || stage.ledger.is_some();
    if layout.stages().any(|stage| stage.place != Place::Gateway && line(stage)) {
        return Answered::Gateway;
    }
    if let Answer::Known(whole) = &mut expectation.whole {
        rename(whole, if whole.model == alone { model } else { "series" });
    }
    if layout.scenario.cards.popularity == Popularity::Scan { Answered::Whole } else { Answered::WholeAndHits }
}

/// The model for two classes in place of that for one, and what it says of both.
fn both(known: &Known, layout: &Layout<'_>) -> Option<(&'static str, [ClassExpectation; 2])> {
    let (share, stage) = (layout.scenario.overload.priority_share, &layout.gateway);
    let model = match known.model.as_str() {
        "M/M/c" => "M/M/1 priority",
        "M/G/1" => "M/G/1 priority",
        _ => return None,
    };
    if stage.workers != Some(1) || !stage.can_wait() || share <= 0.0 || share >= 1.0 {
        return None;
    }
    let (rate_per_s, held) = (known.figures.arrivals_per_s?, stage.held?);
    let class = |share: f64| Class {
        demand: Demand { arrival_rate_per_s: share * rate_per_s, service_mean_ms: held.mean_ms },
        service_scv: held.scv(),
    };
    let classes = [class(share), class(1.0 - share)];
    let means = priority_means(&classes).ok()?;
    let told = |place: usize| {
        let means = means.get(place)?;
        Some(ClassExpectation {
            arrivals_per_s: classes[place].demand.arrival_rate_per_s,
            wait_ms: means.wait_ms,
            response_ms: means.response_ms,
            in_system: means.in_system,
        })
    };
    Some((model, [told(0)?, told(1)?]))
}

/// The model's new name; of its figures the percentiles are those of first come, first served.
fn rename(known: &mut Known, model: &'static str) {
    model.clone_into(&mut known.model);
    source(model).clone_into(&mut known.source);
    let figures = &mut known.figures;
    (figures.p50_ms, figures.p95_ms, figures.p99_ms) = (None, None, None);
}
