//! What counts as a good answer: final, right by the issuer's books, within the objective; and what else a payment may come to.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use switchyard::experiment::Run;
use switchyard::payment::{Follows, Outcome, Place, What};
use switchyard::scenario::{Checked, Scenario};
use switchyard::units::{Instant, Nanos};

fn checked(scenario: &Value) -> Checked {
    Scenario::from_value(scenario).unwrap()
}

/// A network that loses one message in twenty, whose merchants try again and whose gateway keeps no keys.
fn lossy_without_keys() -> Value {
    json!({
        "load": { "open": { "rate_per_s": 100 } },
        "merchant": { "timeout_ms": 1_500, "tries": 4, "backoff": { "fixed": { "pause_ms": 100 } } },
        "timers": { "gateway_ms": 1_000, "processor_ms": 800, "channel_ms": 500 },
        "safeguards": { "idempotency": false, "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 2 },
        "links": { "merchant_loss": 0.05, "processor_loss": 0.05, "channel_loss": 0.05, "issuer_loss": 0.05 },
        "objective": { "response_ms": 700 },
        "warm_up_s": 0, "duration_s": 60,
    })
}

/// What the journal says of each payment: when it came, how and after which time it ended, how many approvals stand.
#[derive(Clone, Copy, Default)]
struct Told {
    came: Instant,
    ended: Option<(Outcome, Nanos)>,
    standing: Option<u32>,
}

#[test]
fn a_payment_that_is_charged_twice_is_neither_available_nor_goodput() {
    let mut run = Run::new(&checked(&lossy_without_keys()), 1);
    run.network_mut().follow(Follows::All);
    while !run.advance(Instant::from_seconds(60.0), 1_000_000) {}
    let mut told: BTreeMap<u64, Told> = BTreeMap::new();
    for line in run.network_mut().lines() {
        let told = told.entry(line.payment).or_default();
        match line.what {
            What::Came => told.came = line.at,
            What::Ended(outcome) => told.ended = Some((outcome, line.at.since(told.came))),
            What::Closed(standing) => told.standing = Some(standing),
            _ => {}
        }
    }
    let wrong = |one: &&Told| matches!(one.ended, Some((Outcome::Approved, _))) && one.standing.is_some_and(|n| n != 1);
    let answered = |one: &&Told| one.ended.is_some_and(|(outcome, _)| outcome.answered());
    let in_time = |one: &&Told| one.ended.is_some_and(|(_, took)| took <= Nanos::from_millis(700.0));
    let count = |of: &dyn Fn(&&Told) -> bool| u32::try_from(told.values().filter(of).count()).unwrap();
    // What is under way for longer than the objective is not in time; the merchants' timer ends its wait.
    let waits = |one: &&Told| one.ended.is_none() && run.now().since(one.came) > Nanos::from_millis(700.0);
    let [ended, all, right, good, late] = [
        count(&|one| one.ended.is_some()),
        count(&|one| one.ended.is_some() || waits(one)),
        count(&|one| answered(one) && !wrong(one)),
        count(&|one| answered(one) && in_time(one) && !wrong(one)),
        count(&|one| wrong(one) && !in_time(one)),
    ]
    .map(f64::from);
    assert!(late > 10.0 && count(&wrong) > 100, "payments are charged twice, in time and late");
    let report = run.report();
    let close = |measured: Option<f64>, expected: f64| (measured.unwrap() - expected).abs() < 1e-9;
    assert!(close(report.metrics.availability.mean, right / ended), "{:?}", report.metrics.availability);
    assert!(close(report.availability.good.mean, good / all), "{:?}", report.availability);
    assert!(close(report.metrics.goodput_per_s.mean, good / report.window_s), "{:?}", report.metrics.goodput_per_s);
    assert_eq!(report.availability.contradicted, u64::from(count(&wrong)));
    let budget = report.availability.budget;
    assert!(
        close(report.availability.burn, (ended - right) / budget),
        "they spend the budget: {:?}",
        report.availability
    );
}

/// Nobody's timer ends the wait for a message that was lost.
#[test]
fn a_payment_that_hangs_for_ever_is_not_available() {
    let scenario = json!({
        "processing": "asynchronous", "links": { "processor_loss": 0.3 }, "warm_up_s": 10, "duration_s": 100,
    });
    let mut run = Run::new(&checked(&scenario), 1);
    while !run.advance(Instant::from_seconds(100.0), 1_000_000) {}
    let report = run.report();
    let share = report.metrics.availability.mean.unwrap();
    assert!((0.46..0.52).contains(&share), "0.7 of the requests arrive, 0.7 of the answers: {share}");
    assert!(report.availability.good.mean <= Some(share), "{:?}", report.availability);
    let begun = report.availability.ended + report.availability.hanging;
    assert!(report.availability.hanging * 2 > begun, "most hang: {:?}", report.availability);
    assert!(begun.abs_diff(report.payments.offered) < 100, "all of the window count: {:?}", report.payments);
    assert_eq!(report.verdict.availability_met, Some(false));
}

/// Where every answer comes, a payment under way is late and no more.
#[test]
fn a_payment_under_way_is_not_in_time_once_the_objective_is_over() {
    let scenario = json!({
        "load": { "open": { "rate_per_s": 50 } }, "processors": { "count": 1, "workers": 1, "queue_limit": null,
        "service": { "deterministic": { "mean_ms": 40 } } }, "gateway": { "workers": null },
        "processing": "asynchronous", "outcomes": { "technical_decline_share": 0 }, "warm_up_s": 0, "duration_s": 60,
    });
    let mut run = Run::new(&checked(&scenario), 1);
    while !run.advance(Instant::from_seconds(60.0), 1_000_000) {}
    let report = run.report();
    let measured = &report.availability;
    assert!(measured.overdue > 400, "half of them wait: {measured:?}");
    assert_eq!((measured.hanging, report.metrics.availability.mean), (0, Some(1.0)), "what ended was answered");
    let all = measured.ended + measured.overdue;
    let good = f64::from(u32::try_from(report.payments.good).unwrap()) / f64::from(u32::try_from(all).unwrap());
    assert!((measured.good.mean.unwrap() - good).abs() < 1e-9, "{measured:?}");
}

/// Challenges, workers that boot, further tries: whoever waits is answered, and has not failed meanwhile.
#[test]
fn a_payment_hangs_only_where_messages_are_lost_and_nobody_ends_the_wait() {
    let slow = json!({ "service": { "deterministic": { "mean_ms": 2_000 } }, "workers": null });
    let lossy = json!({ "processor_loss": 0.05 });
    let settings = [
        (json!({ "security": { "enabled": true, "fraud_share": 0.05 } }), false),
        (json!({ "scaling": { "on": true }, "card_management": slow }), false),
        (json!({ "retry": { "tries": 3 }, "card_management": slow }), false),
        (json!({ "merchant": { "timeout_ms": 60_000 }, "links": lossy, "processing": "asynchronous" }), false),
        (json!({ "faults": [{ "kind": { "slow": { "times": 100 } }, "start_s": 55 }] }), false),
        (json!({ "links": lossy, "processing": "asynchronous" }), true),
    ];
    for (setting, hangs) in settings {
        let mut run = Run::new(&checked(&setting), 1);
        while !run.advance(Instant::from_seconds(60.0), 1_000_000) {}
        let measured = run.report().availability;
        assert_eq!(measured.hanging > 0, hangs, "{setting}: {measured:?}");
        assert!(measured.overdue > 0, "some are late: {setting}: {measured:?}");
    }
}

#[test]
fn business_and_technical_declines_have_a_figure_each() {
    let scenario = json!({
        "outcomes": { "business_decline_share": 0.3, "technical_decline_share": 0.1 },
        "load": { "open": { "rate_per_s": 100 } }, "warm_up_s": 0, "duration_s": 100,
    });
    let mut run = Run::new(&checked(&scenario), 1);
    while !run.advance(Instant::from_seconds(100.0), 1_000_000) {}
    let report = run.report();
    let near = |measured: Option<f64>, expected: f64| (measured.unwrap() - expected).abs() < 0.02;
    assert!(near(report.availability.declined.mean, 0.3), "{:?}", report.availability);
    assert!(near(report.availability.technical.mean, 0.1), "{:?}", report.availability);
    assert_eq!(report.payments.technical, report.payments.failed, "nothing else fails here");
}

/// A technical failure at the issuer says nothing of the card: most of those payments would have been approved.
#[test]
fn a_technical_failure_at_the_issuer_is_a_sale_lost() {
    for (business, lost) in [(0.0, 1.0), (0.2, 0.6)] {
        let scenario = json!({
            "outcomes": { "business_decline_share": business, "technical_decline_share": 0.5 },
            "load": { "open": { "rate_per_s": 100 } }, "merchant": { "timeout_ms": 5_000 },
            "warm_up_s": 0, "duration_s": 60,
        });
        let mut run = Run::new(&checked(&scenario), 1);
        while !run.advance(Instant::from_seconds(60.0), 1_000_000) {}
        let report = run.report();
        let (failed, sales) = (report.payments.failed, report.recovery.unwrap().sales_lost.count);
        let [failed, sales] = [failed, sales].map(|count| f64::from(u32::try_from(count).unwrap()));
        assert!(failed > 2_800.0, "half of all fail: {failed}");
        assert!((sales / failed - lost).abs() < 0.03, "{business} declined: {sales} sales of {failed} failures");
    }
}

/// What is wrong with a card stays wrong, and what is right stays right, whenever the first try failed technically.
#[test]
fn a_further_try_after_a_technical_failure_is_told_of_the_same_card() {
    let scenario = json!({
        "outcomes": { "business_decline_share": 0.2, "technical_decline_share": 0.5 },
        "load": { "open": { "rate_per_s": 100 } }, "merchant": { "timeout_ms": 5_000, "tries": 10 },
        "warm_up_s": 0, "duration_s": 60,
    });
    let mut run = Run::new(&checked(&scenario), 1);
    while !run.advance(Instant::from_seconds(60.0), 1_000_000) {}
    let counts = run.report().payments;
    let declined =
        f64::from(u32::try_from(counts.declined).unwrap()) / f64::from(u32::try_from(counts.completed).unwrap());
    assert!((declined - 0.4).abs() < 0.03, "0.2 of the 0.5 that do not fail: {declined}");
}

/// However often the answers to it are lost, the issuer says the same of a card.
#[test]
fn what_is_wrong_with_a_card_stays_wrong_over_a_lossy_link() {
    let scenario = json!({
        "outcomes": { "business_decline_share": 0.3, "technical_decline_share": 0.4 },
        "load": { "open": { "rate_per_s": 50 } }, "links": { "merchant_loss": 0.3, "processor_loss": 0.3 },
        "merchant": { "timeout_ms": 1_500, "tries": 10 }, "timers": { "gateway_ms": 1_000, "processor_ms": 800 },
        "safeguards": { "idempotency": false, "reversals": false }, "processing": "asynchronous",
        "warm_up_s": 0, "duration_s": 60,
    });
    let mut run = Run::new(&checked(&scenario), 1);
    run.network_mut().follow(Follows::All);
    while !run.advance(Instant::from_seconds(60.0), 1_000_000) {}
    let mut said: BTreeMap<u64, Vec<Outcome>> = BTreeMap::new();
    for line in run.network_mut().lines() {
        if let What::Heard(Place::Channel, told) = line.what {
            said.entry(line.payment).or_default().push(told);
        }
    }
    let mut recovered = 0;
    for (payment, all) in &said {
        let answers: Vec<&Outcome> = all.iter().filter(|told| told.answered()).collect();
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "payment {payment} was told {all:?}");
        recovered += u32::from(all[0] == Outcome::TechnicalDecline && answers.len() > 1);
    }
    assert!(recovered > 100, "many failed first and were answered more than once: {recovered}");
}

/// What a guard forbids goes through no processor.
#[test]
fn an_attempt_is_counted_when_a_processor_gets_it() {
    let scenario = json!({
        "load": { "open": { "rate_per_s": 200 } }, "resilience": { "concurrency": { "fixed": { "limit": 10 } } },
        "merchant": { "timeout_ms": 5_000 }, "warm_up_s": 0, "duration_s": 30,
    });
    let mut run = Run::new(&checked(&scenario), 1);
    while !run.advance(Instant::from_seconds(30.0), 1_000_000) {}
    let counts = run.network().recovery().unwrap();
    assert!(counts.shed > 100, "the limit forbids some: {counts:?}");
    assert_eq!(counts.attempts, run.network().picks(), "each attempt is a pick that was followed");
}

/// Retries and hedges are attempts: what a guard forbids is none of them.
#[test]
fn retries_and_hedges_are_part_of_the_attempts() {
    for further in [
        json!({ "retry": { "tries": 5, "backoff": { "fixed": { "pause_ms": 50 } } } }),
        json!({ "resilience": { "hedge_ms": 20 } }),
    ] {
        let mut scenario = json!({
            "load": { "open": { "rate_per_s": 200 } }, "merchant": { "timeout_ms": 5_000 },
            "resilience": { "concurrency": { "fixed": { "limit": 10 } } }, "warm_up_s": 0, "duration_s": 30,
        });
        for (section, values) in further.as_object().unwrap() {
            for (field, value) in values.as_object().unwrap() {
                scenario[section][field] = value.clone();
            }
        }
        let mut run = Run::new(&checked(&scenario), 1);
        while !run.advance(Instant::from_seconds(30.0), 1_000_000) {}
        let counts = run.network().recovery().unwrap();
        assert!(counts.shed > 100 && counts.retries + counts.hedges > 100, "{counts:?}");
        assert!(counts.attempts <= counts.submissions + counts.retries + counts.hedges, "{counts:?}");
        assert!(counts.retries + counts.hedges < counts.attempts, "parts of the whole: {counts:?}");
    }
}
