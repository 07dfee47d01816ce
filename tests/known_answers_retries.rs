//! Tries against their closed form: with independent failures the attempts of a payment are 1 + p + ... + p^r.

use serde_json::json;
use switchyard::experiment::run;
use switchyard::scenario::Scenario;

/// Share of failures, retries, attempts of a payment on average.
const ATTEMPTS: [(f64, u32, f64); 4] = [(0.1, 3, 1.111), (0.5, 3, 1.875), (0.9, 2, 2.71), (1.0, 3, 4.0)];

#[test]
fn failures_cost_as_many_attempts_as_the_sum_says() {
    for (share, retries, expected) in ATTEMPTS {
        let scenario = json!({
            "load": { "open": { "rate_per_s": 100 } },
            "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
            "processors": { "count": 1, "workers": null },
            "retry": { "tries": retries + 1, "backoff": { "fixed": { "pause_ms": 0 } }, "budget": null },
            "faults": [{ "kind": { "errors": { "share": share } }, "place": "processor_1", "start_s": 0, "duration_s": 300 }],
            "warm_up_s": 0, "duration_s": 300,
        });
        let checked = Scenario::from_value(&scenario).unwrap_or_else(|problems| panic!("{problems:?}"));
        let report = run(&checked, 1);
        let counts = report.recovery.expect("answers may fail");
        let submissions = f64::from(u32::try_from(counts.submissions).expect("few"));
        let got = f64::from(u32::try_from(counts.attempts).expect("few")) / submissions;
        // Five standard errors, with the variance of one payment's attempts bounded by that of the largest spread.
        let tolerance = 5.0 * f64::from(retries) / 2.0 / submissions.sqrt();
        assert!((got - expected).abs() < tolerance, "{share}, {retries} retries: {got}, expected {expected}");
    }
}
