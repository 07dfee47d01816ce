//! A ledger channel: the wait for a place in a block, the blocks that confirm it, and the most that it can take.

use super::answer::{Answer, Broken, Excess, Expected, Known, Reason, Unknown};
use super::layout::Stage;
use super::pool::{Found, MILLIS, source, tidy};
use super::stream::{Stream, flaw};
use crate::scenario::{BlockSpacing, ChannelKind};
use crate::theory::{Assumption, Flow, MemorylessBlocks, mean_residual};

/// Regular blocks have room for all if they have so many standard deviations of a Poisson count more places than payments
/// come on average: fewer than one gap in a thousand million brings more.
const DEVIATIONS: f64 = 6.0;

/// Asks theory about a ledger channel.
pub(super) fn ask(stage: &Stage, stream: &Stream, kind: ChannelKind) -> Found {
    let place = stage.place.code();
    let ChannelKind::Ledger { block_interval_s, block_spacing, block_payments, confirmations } = kind else {
        return Found::unknown(Unknown { place, reason: Reason::Blocks });
    };
    let (rate, capacity_per_s) = (stream.rate_per_s, f64::from(block_payments) / block_interval_s);
    if rate >= capacity_per_s {
        let found = Found::unknown(Unknown { place, reason: Reason::Overload });
        let excess = Excess { place, offered_per_s: rate, capacity_per_s };
        // A pool with a limit turns the rest away.
        return if stage.queue_limit.is_some() { found } else { Found { answer: Answer::Unstable(excess), ..found } };
    }
    let interval_ms = block_interval_s * MILLIS;
    let come = rate * block_interval_s;
    let (model, wait_ms) = match block_spacing {
        BlockSpacing::Exponential => match MemorylessBlocks::new(rate, interval_ms, block_payments) {
            Ok(blocks) => ("M/M^[K]/1", blocks.mean_wait_ms()),
            Err(_) => return Found::unknown(Unknown { place, reason: Reason::OutOfRange }),
        },
        BlockSpacing::Regular if f64::from(block_payments) > come + DEVIATIONS * come.sqrt() => {
            ("room in every block", mean_residual(interval_ms, 0.0))
        }
        BlockSpacing::Regular => return Found::unknown(Unknown { place, reason: Reason::Blocks }),
    };
    let held_ms = f64::from(confirmations) * interval_ms + stage.own.mean_ms;
    let inside = |time_ms: f64| Flow { rate_per_s: rate, mean_time_ms: time_ms }.mean_inside();
    let figures = Expected {
        arrivals_per_s: Some(rate),
        throughput_per_s: Some(rate),
        utilisation: None,
        p_wait: Some(1.0),
        p_block: Some(0.0),
        wait_ms: Some(wait_ms),
        response_ms: Some(wait_ms + held_ms),
        in_system: Some(inside(wait_ms + held_ms)),
        queue: Some(inside(wait_ms)),
        ..Expected::default()
    };
    let mut violated: Vec<_> = stream.flaws.iter().map(|(_, violation)| *violation).collect();
    if stage.queue_limit.is_some() {
        violated.push(flaw(Assumption::UnlimitedRoom, stage.place, Broken::BoundedQueue).1);
    }
    tidy(&mut violated);
    let exact = model == "M/M^[K]/1" && violated.is_empty() && stream.exact && stream.is_poisson();
    let known = Known { model: model.to_owned(), source: source(model).to_owned(), exact, figures };
    Found { answer: Answer::Known(Box::new(known)), violated, held_ms: Some(held_ms), memoryless: false }
}
