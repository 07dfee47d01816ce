//! The kinds of channel: a rail's limit to the nanosecond, its rejection to both sides, and blocks worked out by hand.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{Answer, Expectation, Report, Run, State, run, story};
use switchyard::payment::{Follow, Follows, Line, Outcome, Place, RecoveryCounts, What};
use switchyard::scenario::{Checked, Scenario};
use switchyard::theory::MemorylessBlocks;
use switchyard::units::Instant;

/// Index of the channel among a report's stations.
const CHANNEL: usize = 1;

/// Everything but the channel takes no time and holds nobody up; payments come like a metronome, and all are approved.
fn scenario(rate_per_s: f64, duration_s: f64, changes: &Value) -> Checked {
    let none = json!({ "deterministic": { "mean_ms": 0 } });
    let open = json!({ "workers": null, "queue_limit": null, "service": none });
    let mut value = json!({
        "load": { "open": { "rate_per_s": rate_per_s, "gaps": "regular" } },
        "gateway": open, "card_management": open,
        "processors": { "count": 1, "workers": null, "queue_limit": null, "service": none },
        "channel": { "delay": none, "answer_delay": none },
        "database": { "connections": null, "queue_limit": null, "indexed_read": none },
        "processing": "asynchronous",
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "safeguards": { "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 30 },
        "warm_up_s": 0, "duration_s": duration_s,
    });
    merge(&mut value, changes);
    Scenario::from_value(&value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"))
}

fn merge(into: &mut Value, change: &Value) {
    // A tagged field is one choice: it is replaced, not mixed with another.
    let tagged = |name: &str| ["kind", "service", "delay", "answer_delay", "load"].contains(&name);
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            for (name, value) in change {
                let place = into.entry(name.clone()).or_insert(Value::Null);
                if tagged(name) { *place = value.clone() } else { merge(place, value) }
            }
        }
        (into, change) => *into = change.clone(),
    }
}

fn ledger(interval_s: f64, spacing: &str, places: u32, confirmations: u32) -> Value {
    json!({ "channel": { "kind": { "ledger": { "block_interval_s": interval_s, "block_spacing": spacing,
                                               "block_payments": places, "confirmations": confirmations } } } })
}

/// The same with each payment a tenth of a second at the gateway, so that none comes at the instant of a block.
fn offset(mut ledger: Value) -> Value {
    merge(&mut ledger, &json!({ "gateway": { "service": { "deterministic": { "mean_ms": 100 } } } }));
    ledger
}

/// Runs to the end, and on until nothing is open any more; with everything that happened. The payment that was on its way
/// at the end still comes.
fn drained(scenario: &Checked, seed: u64) -> (Run, Vec<Line>) {
    let mut run = Run::new(scenario, seed);
    run.network_mut().follow(Follows::All);
    while !run.advance(Instant::from_seconds(scenario.scenario().duration_s), 1_000_000) {}
    run.network_mut().shut();
    let mut left = 1_000_000;
    while left > 0 && run.step() {
        left -= 1;
    }
    assert!(left > 0, "the run comes to its end");
    let lines = run.network_mut().lines();
    let broken: Vec<_> = run.network().violations(run.now()).into_iter().filter(|(_, times)| *times > 0).collect();
    assert_eq!(broken, [], "every law holds");
    assert_eq!(run.network().under_way(), 0, "every payment has ended");
    (run, lines)
}

fn counts(run: &Run) -> RecoveryCounts {
    run.network().recovery().expect("an account rail is no plain network")
}

/// Milliseconds from the arrival of each payment to something that happens to it, in order of arrival.
fn times_ms(lines: &[Line], what: impl Fn(What) -> bool) -> Vec<f64> {
    let came = lines.iter().filter(|line| line.what == What::Came);
    came.filter_map(|came| {
        let then = lines.iter().find(|line| line.payment == came.payment && what(line.what))?;
        Some(then.at.since(came.at).millis())
    })
    .collect()
}

fn ended_ms(scenario: &Checked) -> Vec<f64> {
    times_ms(&drained(scenario, 1).1, |what| matches!(what, What::Ended(_)))
}

#[test]
fn regular_blocks_by_hand() {
    // Into the pool at 0.6, 1.1, 1.6, 2.1, 2.6; blocks at 1, 2, 3. A tenth at the gateway, and to the second block after.
    let two = offset(ledger(1.0, "regular", 2, 2));
    assert_eq!(ended_ms(&scenario(2.0, 2.4, &two)), [2_500.0, 3_000.0, 2_500.0, 3_000.0, 2_500.0]);
    // One place: the n-th is in the n-th block, and final with it.
    let one = offset(ledger(1.0, "regular", 1, 0));
    assert_eq!(ended_ms(&scenario(2.0, 2.4, &one)), [500.0, 1_000.0, 1_500.0, 2_000.0, 2_500.0]);
    // The way out comes after that, and then the way back.
    let mut ways = one;
    let delays = json!({ "channel": { "delay": { "deterministic": { "mean_ms": 30 } },
                                      "answer_delay": { "deterministic": { "mean_ms": 20 } } } });
    merge(&mut ways, &delays);
    assert_eq!(ended_ms(&scenario(2.0, 0.9, &ways)), [550.0, 1_050.0]);
}

#[test]
fn who_comes_with_a_block_waits_for_the_next() {
    let blocks = ledger(1.0, "regular", 5, 0);
    assert_eq!(ended_ms(&scenario(1.0, 2.5, &blocks)), [1_000.0; 3], "nobody waited for the block that passes");
    assert_eq!(ended_ms(&scenario(2.0, 1.9, &blocks)), [500.0, 1_000.0, 500.0, 1_000.0], "or somebody did");
}

#[test]
fn the_same_blocks_where_answers_may_not_come() {
    let plain = offset(ledger(1.0, "exponential", 2, 1));
    let mut careful = plain.clone();
    merge(&mut careful, &json!({ "timers": { "gateway_ms": 600_000 } }));
    assert_eq!(ended_ms(&scenario(1.5, 60.0, &plain)), ended_ms(&scenario(1.5, 60.0, &careful)));
}

#[test]
fn a_full_pool_turns_away() {
    let mut blocks = offset(ledger(10.0, "regular", 2, 0));
    merge(&mut blocks, &json!({ "channel": { "queue_limit": 3 } }));
    let report = run(&scenario(1.0, 9.5, &blocks), 1);
    assert_eq!((report.payments.rejected, report.stations[CHANNEL].rejected), (6, 6), "9 came, 3 found room");
    assert_eq!(report.ledger.expect("a ledger").pool, 3, "no block has come yet");
}

#[test]
fn a_ledger_takes_its_places_and_no_more() {
    let mut endless = ledger(1.0, "regular", 5, 3);
    let report = run(&scenario(10.0, 400.0, &endless), 1);
    let seen = report.ledger.expect("a ledger");
    // The blocks at 1 s, 2 s .. 400 s, all full; those of the last three are not final.
    assert_eq!((seen.blocks, seen.used, report.payments.completed), (400, 400 * 5, 397 * 5));
    assert_eq!((seen.used_share, seen.unconfirmed), (Some(1.0), 15));
    assert_eq!(report.state, State::Unstable);
    let said = report.unstable.unwrap_or_default();
    assert!(said.contains("exceed capacity 5.0/s at channel"), "{said}");
    merge(&mut endless, &json!({ "channel": { "queue_limit": 50 } }));
    let bounded = run(&scenario(10.0, 400.0, &endless), 1);
    let said = bounded.overloaded.unwrap_or_default();
    assert!(said.contains("channel turns away") && said.contains("capacity 5.0/s"), "{said}");
    let within = run(&scenario(4.5, 400.0, &ledger(1.0, "regular", 5, 3)), 1);
    assert_eq!((within.unstable, within.overloaded), (None, None), "nine tenths are not too much");
}

/// The mean of several runs and four standard errors of it.
fn mean_of(scenario: &Checked, figure: impl Fn(&Report) -> f64) -> (f64, f64) {
    let runs: Vec<f64> = (1..=10).map(|seed| figure(&run(scenario, seed))).collect();
    let mean = runs.iter().sum::<f64>() / 10.0;
    let variance = runs.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 9.0;
    (mean, 4.0 * (variance / 10.0).sqrt())
}

#[test]
fn waits_for_memoryless_blocks_are_those_of_bulk_service() {
    for (rate, places) in [(0.5, 1_000), (2.0, 3), (4.0, 6)] {
        let mut poisson = ledger(1.0, "exponential", places, 2);
        merge(&mut poisson, &json!({ "load": { "open": { "rate_per_s": rate } }, "warm_up_s": 100 }));
        let scenario = scenario(rate, 8_100.0, &poisson);
        let exact = MemorylessBlocks::new(rate, 1_000.0, places).expect("stable");
        let (wait, error) = mean_of(&scenario, |report| report.stations[CHANNEL].mean_wait_ms.unwrap_or_default());
        assert!((wait - exact.mean_wait_ms()).abs() < error, "{rate}/s: {wait} +- {error}, {}", exact.mean_wait_ms());
        let (response, error) = mean_of(&scenario, |report| report.metrics.response_ms.mean.unwrap_or_default());
        let expected = exact.mean_wait_ms() + 2_000.0;
        assert!((response - expected).abs() < error, "two more blocks: {response} +- {error}, {expected}");
        let (used, error) =
            mean_of(&scenario, |report| report.ledger.and_then(|one| one.used_share).unwrap_or_default());
        assert!((used - exact.utilisation()).abs() < error, "{used} +- {error}, {}", exact.utilisation());
        // Theory beside the run says the same, and calls it exact.
        let expectation = Expectation::of(&scenario);
        let Answer::Known(known) = &expectation.stations[CHANNEL].answer else { panic!("{expectation:?}") };
        assert_eq!((known.model.as_str(), known.exact), ("M/M^[K]/1", true));
        assert_eq!(known.figures.response_ms, Some(expected));
    }
}

#[test]
fn the_wait_for_regular_blocks_with_room_is_half_a_gap() {
    let mut poisson = ledger(1.0, "regular", 100, 0);
    merge(&mut poisson, &json!({ "load": { "open": { "rate_per_s": 5.0 } } }));
    let scenario = scenario(5.0, 2_000.0, &poisson);
    let (wait, error) = mean_of(&scenario, |report| report.stations[CHANNEL].mean_wait_ms.unwrap_or_default());
    assert!((wait - 500.0).abs() < error, "{wait} +- {error}");
    let seen = run(&scenario, 1).ledger.expect("a ledger");
    assert_eq!(seen.inclusion_ms, seen.finality_ms, "without confirmations who is in a block is final");
}

#[test]
fn theory_knows_when_a_ledger_is_too_small() {
    let small = Expectation::of(&scenario(6.0, 10.0, &ledger(1.0, "exponential", 6, 0)));
    assert!(matches!(small.stations[CHANNEL].answer, Answer::Unstable(excess) if excess.capacity_per_s == 6.0));
}

#[test]
fn a_ledger_changes_no_other_draw() {
    let draws = json!({ "load": { "open": { "rate_per_s": 20 } }, "outcomes": { "business_decline_share": 0.3 },
                        "channel": { "delay": { "exponential": { "mean_ms": 50 } } } });
    let mut blocks = draws.clone();
    merge(&mut blocks, &ledger(0.5, "exponential", 100, 1));
    let seen = |changes: &Value| -> Vec<(Instant, Option<What>)> {
        let lines = drained(&scenario(20.0, 20.0, changes), 3).1;
        let came = lines.iter().filter(|line| line.what == What::Came);
        let ended = |number| lines.iter().find(|line| line.payment == number && matches!(line.what, What::Ended(_)));
        came.map(|came| (came.at, ended(came.payment).map(|line| line.what))).collect()
    };
    assert_eq!(seen(&draws), seen(&blocks), "the same payments with the same ends");
}

#[test]
fn blocks_for_nobody_are_no_events() {
    let report = run(&scenario(0.01, 1_000.0, &ledger(0.1, "exponential", 1, 0)), 1);
    assert!(report.events < 100, "ten payments, ten thousand blocks: {} events", report.events);
    assert!((9_500..10_500).contains(&report.ledger.expect("a ledger").blocks), "and all are counted");
}

#[test]
fn less_capacity_is_fewer_places() {
    let mut failing = ledger(1.0, "regular", 10, 0);
    let fault = json!({ "kind": { "capacity": { "share": 0.3 } }, "place": "channel", "start_s": 0, "duration_s": 50 });
    merge(&mut failing, &json!({ "faults": [fault] }));
    let seen = run(&scenario(8.0, 49.5, &failing), 1).ledger.expect("a ledger");
    assert_eq!((seen.blocks, seen.used), (49, 49 * 3), "three places a block");
}

#[test]
fn what_a_ledger_cannot_have_is_refused() {
    let kind = &ledger(1.0, "regular", 1, 0)["channel"]["kind"];
    for (field, value) in [("lines", 3), ("queue_limit", 0)] {
        let problems = Scenario::from_value(&json!({ "channel": { "kind": kind, field: value } }));
        let paths: Vec<String> = problems.expect_err("refused").into_iter().map(|problem| problem.path).collect();
        assert_eq!(paths, [format!("channel.{field}")]);
    }
}

/// An account rail with a limit of two seconds.
fn rail(changes: &Value) -> Value {
    let mut rail = json!({ "channel": { "kind": { "instant_rail": { "limit_s": 2 } } } });
    merge(&mut rail, changes);
    rail
}

fn constant(ms: f64) -> Value {
    json!({ "deterministic": { "mean_ms": ms } })
}

#[test]
fn the_limit_counts_from_when_the_rail_takes_the_transfer() {
    let silent = json!([{ "kind": "silent", "place": "card_management", "start_s": 0, "duration_s": 1_000 }]);
    let changes = rail(&json!({ "faults": silent, "gateway": { "service": constant(100.0) },
                                "channel": { "delay": constant(300.0), "answer_delay": constant(50.0) } }));
    let (_, lines) = drained(&scenario(1.0, 4.5, &changes), 1);
    let fired = times_ms(&lines, |what| what == What::TimedOut(Place::Channel));
    assert_eq!(fired, [2_100.0; 5], "a tenth at the gateway, two seconds from there, way out included");
    let ended = times_ms(&lines, |what| what == What::Ended(Outcome::TechnicalDecline));
    assert_eq!(ended, [2_150.0; 5], "the sender is told at once");
    let told = times_ms(&lines, |what| what == What::Forwarded(Follow::Reversal));
    assert_eq!(told, [2_100.0; 5], "and so is the other side");
}

#[test]
fn an_answer_at_the_limit_is_a_rejection() {
    for (takes, outcome) in [(999.0, Outcome::Approved), (1_000.0, Outcome::TechnicalDecline)] {
        let way =
            json!({ "channel": { "delay": constant(1_000.0) }, "card_management": { "service": constant(takes) } });
        let (_, lines) = drained(&scenario(1.0, 2.5, &rail(&way)), 1);
        let ends = lines.iter().filter(|line| line.what == What::Ended(outcome)).count();
        assert_eq!(ends, 3, "{takes} ms: {outcome:?}");
    }
}

#[test]
fn a_late_answer_is_ignored_and_nobody_keeps_the_money() {
    // Booked after three seconds, rejected after two; the rejection is a rule of the rail, not one of the safeguards.
    let slow = json!({ "channel": { "delay": constant(100.0) }, "card_management": { "service": constant(3_000.0) },
                       "safeguards": { "reversals": false } });
    let (run, lines) = drained(&scenario(1.0, 9.5, &rail(&slow)), 1);
    let seen = counts(&run);
    assert_eq!((seen.timeouts[3], seen.reversals, seen.reversed), (10, 10, 10), "each is rejected to both sides");
    assert_eq!(seen.late, 10, "each answer comes too late");
    assert_eq!((seen.stuck_holds.count, seen.unfounded.count, seen.double_charges.count), (0, 0, 0));
    let held = lines.iter().filter(|line| line.what == What::Held).count();
    assert_eq!(held, 10, "each was booked, and given back when the rejection had come");
}

#[test]
fn a_transfer_that_never_left_the_rail_is_rejected_to_its_sender_alone() {
    let line = json!({ "channel": { "delay": constant(5_000.0), "lines": 1 } });
    let (run, lines) = drained(&scenario(1.0, 9.5, &rail(&line)), 1);
    let seen = counts(&run);
    assert_eq!((seen.timeouts[3], seen.reversals), (10, 0), "the other side never saw any");
    assert!(!lines.iter().any(|line| line.what == What::Missed || line.what == What::Hit), "nor looked one up");
}

#[test]
fn a_lost_answer_gives_the_money_back() {
    let lossy = json!({ "links": { "issuer_loss": 0.3 }, "load": { "open": { "rate_per_s": 20 } } });
    let (run, lines) = drained(&scenario(20.0, 60.0, &rail(&lossy)), 1);
    let seen = counts(&run);
    assert!(seen.timeouts[3] > 400, "about half have no answer: {}", seen.timeouts[3]);
    assert_eq!(seen.reversals, seen.timeouts[3], "each of them is rejected");
    assert_eq!((seen.stuck_holds.count, seen.unfounded.count, seen.double_charges.count), (0, 0, 0));
    let booked = lines.iter().filter(|line| line.what == What::Held).count();
    let approved = lines.iter().filter(|line| line.what == What::Ended(Outcome::Approved)).count();
    assert!(booked > approved + 100, "some were booked and given back: {booked}, {approved}");
}

#[test]
fn a_shorter_channel_timer_rejects_earlier_and_a_longer_one_never() {
    let silent =
        json!([{ "kind": { "loss": { "share": 1 } }, "place": "card_management", "start_s": 0, "duration_s": 9 }]);
    for (timer, fires) in [(700.0, 1_000.0), (1_700.0, 2_000.0), (60_000.0, 2_000.0)] {
        let changes =
            json!({ "faults": silent, "timers": { "channel_ms": timer }, "channel": { "delay": constant(300.0) } });
        let (_, lines) = drained(&scenario(1.0, 2.5, &rail(&changes)), 1);
        assert_eq!(times_ms(&lines, |what| what == What::TimedOut(Place::Channel)), [fires; 3], "{timer} ms");
    }
}

#[test]
fn nobody_stands_in_on_a_rail() {
    let silent = json!({ "faults": [{ "kind": "silent", "place": "card_management", "start_s": 0, "duration_s": 20 }],
                         "safeguards": { "stand_in": true, "stand_in_amount": 10_000 } });
    let (run, _) = drained(&scenario(1.0, 9.5, &rail(&silent)), 1);
    assert_eq!((counts(&run).stand_ins, counts(&run).timeouts[3]), (0, 10));
}

#[test]
fn the_story_on_a_rail_speaks_iso_20022() {
    let slow = json!({ "channel": { "delay": constant(100.0) }, "card_management": { "service": constant(3_000.0) } });
    let told = story(&scenario(1.0, 3.5, &rail(&slow)), 1, 200, 1);
    let messages: Vec<String> = told.moments.iter().filter_map(|moment| moment.message.clone()).collect();
    assert_eq!(messages.first().map(String::as_str), Some("pacs.008"), "{messages:?}");
    assert!(messages.contains(&"pacs.004".to_owned()), "the money goes back: {messages:?}");
    assert!(messages.iter().all(|message| !message.starts_with('0')), "nothing of ISO 8583: {messages:?}");
}

/// The issuer approved, its answer to an enquiry was on the way, the rail rejected meanwhile: what stands is the rejection.
#[test]
fn an_enquiry_that_crosses_a_rejection_tells_what_stands() {
    let long = |median: f64, p99: f64| json!({ "log_normal": { "median_ms": median, "p99_ms": p99 } });
    let stage = |median: f64, p99: f64| json!({ "workers": null, "queue_limit": null, "service": long(median, p99) });
    let scenario = json!({
        "load": { "open": { "rate_per_s": 120 } }, "cards": { "count": 40 },
        "gateway": stage(9.6, 43.2), "card_management": stage(0.2, 0.3), "processing": "asynchronous",
        "processors": { "count": 2, "workers": null, "queue_limit": null, "service": long(34.9, 84.8) },
        "channel": { "kind": { "instant_rail": { "limit_s": 0.55 } }, "delay": long(18.0, 30.0), "answer_delay": long(7.4, 11.1) },
        "cache": { "policy": "fifo", "capacity": 10, "ttl_s": 3 },
        "database": { "connections": null, "queue_limit": null, "indexed_read": long(0.2, 0.3) },
        "enquiry": { "interval_ms": 194, "delay_ms": 7, "tries": 2 },
        "merchant": { "timeout_ms": 900, "backoff": { "fixed": { "pause_ms": 0 } } },
        "timers": { "gateway_ms": 440, "processor_ms": 181, "channel_ms": 395 },
        "links": { "merchant_loss": 0.08, "processor_loss": 0.18, "issuer_loss": 0.18 },
        "safeguards": { "forward_delay_s": 0, "forward_interval_s": 0, "forward_wait_s": 0.5 },
        "warm_up_s": 0, "duration_s": 300,
    });
    let (run, _) = drained(&Scenario::from_value(&scenario).unwrap(), 1);
    assert!(counts(&run).enquiries_answered > 100, "many are asked about");
}
