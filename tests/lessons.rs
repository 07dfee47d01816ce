//! Every lesson is true: each knob that is said to mend an incident does, in money or in payments in time.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use switchyard::experiment::{Estimate, run};
use switchyard::scenario::{Checked, Lesson, PRESETS};

/// The seed, any.
const SEED: u64 = 1;
/// The least part of the harm that a knob must take away.
const MENDED: f64 = 0.1;

/// What a run costs: money charged twice, sales lost, or goods sent twice; where nothing is counted in money, payments that
/// were not answered in time.
fn harm(scenario: &Checked) -> f64 {
    let report = run(scenario, SEED);
    let Some(recovery) = report.recovery else {
        let rate = |metric: Estimate| metric.mean.unwrap();
        return (rate(report.metrics.offered_per_s) - rate(report.metrics.goodput_per_s)) * report.window_s;
    };
    let twice = report.follow_up.map_or(0.0, |follow_up| follow_up.fulfilled_twice.amount);
    recovery.double_charges.amount + recovery.sales_lost.amount + twice
}

#[test]
fn every_knob_mends_what_it_says() {
    let mut lessons = 0;
    for preset in PRESETS {
        let Some(lesson) = Lesson::of(preset.id) else { continue };
        lessons += 1;
        let broken = harm(&preset.checked());
        assert!(broken > 0.0, "{}: there is something to mend", preset.id);
        for knob in lesson.mends {
            let scenario = preset.scenario();
            let mended = harm(&lesson.turned(Some(knob), &scenario, &scenario).check().unwrap());
            assert!(mended < broken * (1.0 - MENDED), "{}: {}: {broken} to {mended}", preset.id, knob.words);
        }
    }
    assert_eq!(lessons, 15, "every incident has its lesson");
}
