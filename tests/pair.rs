//! Two runs on the same random numbers: how far they differ, and how honest the interval of that is.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{Comparison, Estimate, Metrics, Run, State};
use switchyard::scenario::{Checked, Preset, Scenario};
use switchyard::units::Instant;

/// A plain M/M/1 with 50 payments a second, with something changed.
fn queue(service_ms: f64, change: impl Fn(&mut Value)) -> Checked {
    let mut value = Preset::find("mmc").unwrap().scenario().to_value();
    value["load"] = json!({ "open": { "rate_per_s": 50 } });
    let service = json!({ "exponential": { "mean_ms": service_ms } });
    value["gateway"] = json!({ "workers": 1, "queue_limit": null, "service": service });
    value["warm_up_s"] = json!(5);
    value["duration_s"] = json!(100_000);
    change(&mut value);
    Scenario::from_value(&value).unwrap()
}

fn compare(a: &Checked, b: &Checked, seed: u64, to_s: f64) -> Comparison {
    let [mut a, mut b] = [a, b].map(|scenario| {
        let mut run = Run::new(scenario, seed);
        while !run.advance(Instant::from_seconds(to_s), 1_000_000) {}
        run
    });
    Comparison::of(&mut a, &mut b)
}

fn plain(service_ms: f64) -> Checked {
    queue(service_ms, |_| {})
}

#[test]
fn twins_differ_by_exactly_zero_from_the_start() {
    let found = queue(12.0, |value| value["warm_up_s"] = json!(null));
    for scenario in [plain(12.0), found, Preset::find("calm-day").unwrap().checked()] {
        for to_s in [3.0, 10.0, 60.0] {
            for (name, difference) in compare(&scenario, &scenario, 7, to_s).difference.entries() {
                let known = (difference.mean, difference.half_width, difference.state);
                let nothing =
                    difference.mean.is_none() && (difference.needed.is_some() || difference.half_width.is_none());
                let zero = known == (Some(0.0), Some(0.0), State::Steady);
                assert!(zero || nothing, "{name} after {to_s} s: {difference:?}");
                assert!(zero || name != "response_ms", "{name} after {to_s} s: {difference:?}");
            }
        }
    }
}

/// What theory says of M/M/1 at 0.5 and 0.6: the mean response time is 1 / (mu - lambda), 20 and 30 ms, and the 95th
/// percentile ln 20 times that.
#[test]
fn a_known_difference_is_covered_and_narrower_than_of_strangers() {
    const SEEDS: u32 = 200;
    let (a, b) = (plain(10.0), plain(12.0));
    let (mut held, mut narrower) = ([0_u32; 2], [0.0; 2]);
    for seed in 1..=SEEDS {
        let seen = compare(&a, &b, u64::from(seed), 205.0);
        let pick = |metrics: &Metrics| [metrics.response_ms, metrics.p95_ms];
        let alone = [&seen.a, &seen.b].map(|one| pick(&one.report.metrics));
        for (which, difference) in pick(&seen.difference).into_iter().enumerate() {
            let truth = [10.0, 10.0 * switchyard::math::ln(20.0)][which];
            let (mean, half_width) = (difference.mean.unwrap(), difference.half_width.unwrap());
            assert_eq!(difference.state, State::Steady, "seed {seed}: {difference:?}");
            held[which] += u32::from((mean - truth).abs() <= half_width);
            let [a, b] = alone.map(|one: [Estimate; 2]| one[which].half_width.unwrap());
            narrower[which] += half_width / (a * a + b * b).sqrt() / f64::from(SEEDS);
        }
    }
    // 95 % of 200 and three standard errors: 190 and 9.
    assert!(held.iter().all(|held| (181..=199).contains(held)), "covered {held:?} of {SEEDS}");
    assert!(narrower.iter().all(|share| *share < 0.8), "of the width of independent runs: {narrower:?}");
}

/// The state of a difference is that of the weaker of both.
#[test]
fn a_difference_is_worth_no_more_than_either() {
    let steady = plain(12.0);
    let seen = |to_s| compare(&plain(10.0), &steady, 1, to_s).difference.response_ms;
    assert_eq!((seen(4.0).state, seen(4.0).half_width), (State::WarmingUp, None), "inside the warm-up");
    assert_eq!((seen(6.0).state, seen(6.0).half_width), (State::WarmingUp, None), "too few payments");
    assert_eq!(seen(60.0).state, State::Steady, "long enough");
    let endless = compare(&plain(30.0), &steady, 1, 60.0).difference.response_ms;
    assert_eq!((endless.state, endless.half_width), (State::Unstable, None), "150 % of what one server bears");
    let burst = queue(12.0, |value| {
        value["load"] = json!({ "open": { "rate_per_s": 50, "shape": { "daily": { "day_s": 60 } } } });
    });
    let varying = compare(&burst, &steady, 1, 60.0).difference.response_ms;
    assert_eq!((varying.state, varying.half_width), (State::Varying, None), "one run is one observation");
}

/// Slices that do not meet say nothing about the pair: the half-widths add up, which is always enough.
#[test]
fn other_warm_ups_make_the_difference_less_sure() {
    let late = queue(12.0, |value| value["warm_up_s"] = json!(11.1));
    let seen = compare(&plain(10.0), &late, 1, 205.0);
    let [a, b] = [&seen.a, &seen.b].map(|one| one.report.metrics.response_ms.half_width.unwrap());
    let difference = seen.difference.response_ms.half_width.unwrap();
    assert!((difference - (a + b)).abs() < 1e-9, "{difference} of {a} and {b}");
    let [found, also] = [10.0, 12.0].map(|service_ms| queue(service_ms, |value| value["warm_up_s"] = json!(null)));
    let seen = compare(&found, &also, 1, 205.0);
    let [a, b] = [&seen.a, &seen.b].map(|one| one.report.metrics.response_ms);
    let difference = seen.difference.response_ms;
    let apart = b.mean.unwrap() - a.mean.unwrap();
    assert!((difference.mean.unwrap() - apart).abs() < 1e-9, "warm-ups that are found meet in their slices");
    assert!(difference.half_width.unwrap() < a.half_width.unwrap() + b.half_width.unwrap(), "and pair up");
}

/// Nothing failed in either run: that rules out much, but not everything.
#[test]
fn no_difference_seen_is_no_certainty() {
    let availability = compare(&plain(10.0), &plain(12.0), 1, 205.0).difference.availability;
    assert_eq!(availability.mean, Some(0.0), "all were answered");
    let half_width = availability.half_width.unwrap();
    // About 10,000 payments: z squared over n and a little.
    assert!((0.000_3..0.000_8).contains(&half_width), "{half_width}");
}
