//! What each control costs, from pairs under one seed, and the same through the pool of workers.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::json;
use switchyard::experiment::{Estimate, Price, PriceReport, Prices};
use switchyard::scenario::{Checked, Scenario};
use switchyard::wire::{Answer, Command, Findings, Message, Session, Study};

/// A calm network with much fraud; the risk check is on, and all stations have room.
fn scenario() -> Checked {
    let stage = json!({ "workers": 40, "queue_limit": null, "service": { "deterministic": { "mean_ms": 10 } } });
    let value = json!({
        "load": { "open": { "rate_per_s": 100 } }, "cards": { "count": 1_000, "popularity": "uniform" },
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "security": {
            "enabled": true, "fraud_share": 0.2, "separation": 2, "risk_check": stage, "token_vault": stage,
            "security_module": stage, "challenge_above": null, "block_above": 1,
        },
        "warm_up_s": 5, "duration_s": 30,
    });
    Scenario::from_value(&value).expect("allowed")
}

fn report() -> PriceReport {
    report_of(&scenario())
}

fn report_of(scenario: &Checked) -> PriceReport {
    let mut prices = Prices::new(scenario, 5).expect("allowed");
    for (place, (side, job)) in prices.jobs().into_iter().enumerate() {
        let scenario = prices.trial(side).expect("a side").scenario().clone();
        prices.take(place, job.run(&scenario));
    }
    prices.report()
}

fn of<'a>(report: &'a PriceReport, control: &str) -> &'a Price {
    report.prices.iter().find(|price| price.control == control).expect("every control")
}

/// Whether an interval holds a number.
#[track_caller]
fn holds(estimate: &Estimate, expected: f64, slack: f64) {
    let (mean, half) = (estimate.mean.expect("a mean"), estimate.half_width.expect("an interval"));
    assert!((mean - expected).abs() <= half + slack, "{mean} ± {half}, expected {expected}");
}

#[test]
fn a_control_is_paid_for_with_what_it_takes_and_whom_it_hurts() {
    let report = report();
    let check = of(&report, "risk-check");
    assert_eq!((check.on, check.pairs), (true, 8), "it is on; eight pairs");
    // Phi(1) of the fraud lies above 1 where the laws are 2 apart, and 1 - Phi(1) of the honest.
    holds(&check.fraud_stopped, 0.841_3, 0.005);
    holds(&check.false_declines, 0.158_7, 0.005);
    holds(&check.honest_answered, -0.158_7, 0.005);
    let held = check.utilisation.iter().find(|(place, _)| *place == switchyard::payment::Place::RiskCheck.code());
    // 100 a second for 10 ms are one of forty workers.
    holds(&held.expect("its station").1, 0.025, 0.002);
    let tokens = of(&report, "tokenisation");
    assert!(!tokens.on, "off: tried");
    // Nobody honest is hurt; a few more end within the measured window, or after it.
    holds(&tokens.false_declines, 0.0, 0.0);
    holds(&tokens.response_ms[0], 10.0, 0.1);
    // 28 % of what the check lets through.
    holds(&tokens.fraud_stopped, 0.28 * 0.158_7, 0.005);
    assert_eq!(tokens.learned.mean, None, "nobody probes");
}

#[test]
fn shoppers_who_leave_a_challenge_are_its_price() {
    let mut value = scenario().scenario().to_value();
    value["security"]["challenge_above"] = json!(0.5);
    value["security"]["block_above"] = json!(3);
    value["security"]["challenge_time"] = json!({ "deterministic": { "mean_ms": 10 } });
    value["security"]["challenge_abandoned_share"] = json!(0.5);
    let report = report_of(&Scenario::from_value(&value).expect("allowed"));
    let challenge = of(&report, "challenge");
    // Of the honest 0.3085 lie above 0.5 and 0.0013 above 3; half of those in between leave.
    holds(&challenge.honest_answered, -0.153_6, 0.005);
    holds(&challenge.false_declines, 0.0, 0.001);
}

/// Does all tasks of the study in a pool of one hand, the last one first if `backwards`.
fn pooled(backwards: bool) -> PriceReport {
    let scenario = scenario().scenario().to_value();
    let command = Command::Study { request: 7, study: Study::Prices { scenario, seed: 5 } };
    let (mut books, mut hand) = (Session::new(), Session::new());
    let told = books.command(command, 0.0);
    let Some(Message::Answer(Answer::Study { tasks, done: 0, planned: 56, .. })) = told else { panic!("{told:?}") };
    let mut tasks: Vec<_> = (0..).zip(tasks).collect();
    if backwards {
        tasks.reverse();
    }
    let mut last = None;
    for (place, task) in tasks {
        let outcome = hand.command(Command::Task { place, task }, 0.0);
        let Some(Message::Answer(Answer::Outcome { place, outcome })) = outcome else { panic!("{outcome:?}") };
        last = books.command(Command::Outcome { place, outcome }, 0.0);
    }
    let Some(Message::Answer(Answer::Study { done: 56, findings: Findings::Prices(found), .. })) = last else {
        panic!("{last:?}")
    };
    *found
}

#[test]
fn the_pool_finds_the_same_in_any_order() {
    let found = pooled(false);
    assert_eq!(found, pooled(true), "the last task first");
    assert_eq!(found.prices.len(), report().prices.len(), "every control");
    assert!(found.prices.iter().all(|price| price.pairs == 8), "with all its pairs");
}
