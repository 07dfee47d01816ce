//! Messages that are lost between processors and channel, by hand: a lost request leaves nothing behind, a lost answer an
//! amount that is held and has to be given back.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::Run;
use switchyard::payment::{Follow, Follows, Line, Outcome, Place, RecoveryCounts, What};
use switchyard::scenario::Scenario;
use switchyard::units::Instant;

/// The only processor.
const PROCESSOR: Place = Place::Processor(0);

/// A payment comes at each full second, and one more after the end. The way out takes 300 ms, the way back 50, nothing else
/// any time; all are approved. The processor waits for half a second, and a message that follows is sent a second later and
/// every two seconds from then on.
fn scenario(duration_s: f64) -> Value {
    let constant = |ms: f64| json!({ "deterministic": { "mean_ms": ms } });
    let open = json!({ "workers": null, "queue_limit": null, "service": constant(0.0) });
    json!({
        "load": { "open": { "rate_per_s": 1, "gaps": "regular" } },
        "gateway": open, "card_management": open,
        "processors": { "count": 1, "workers": null, "queue_limit": null, "service": constant(0.0) },
        "channel": { "delay": constant(300.0), "answer_delay": constant(50.0) },
        "database": { "connections": null, "queue_limit": null, "indexed_read": constant(0.0) },
        "processing": "asynchronous",
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "timers": { "processor_ms": 500 },
        "safeguards": { "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 2, "forward_tries": 3 },
        "warm_up_s": 0, "duration_s": duration_s,
    })
}

/// All messages in front of the channel are lost for a while.
fn cut(from_s: f64, until_s: f64) -> Value {
    json!({ "kind": { "loss": { "share": 1 } }, "place": "channel", "start_s": from_s, "duration_s": until_s - from_s })
}

/// Runs to the end, and on until nothing is open any more; with everything that happened.
fn drained(scenario: &Value) -> (RecoveryCounts, Vec<Line>) {
    let checked = Scenario::from_value(scenario).unwrap_or_else(|problems| panic!("{scenario}: {problems:?}"));
    let mut run = Run::new(&checked, 1);
    run.network_mut().follow(Follows::All);
    while !run.advance(Instant::from_seconds(checked.scenario().duration_s), 1_000_000) {}
    run.network_mut().shut();
    let mut left = 1_000_000;
    while left > 0 && run.step() {
        left -= 1;
    }
    assert!(left > 0, "the run comes to its end");
    let broken: Vec<_> = run.network().violations(run.now()).into_iter().filter(|(_, times)| *times > 0).collect();
    assert_eq!(broken, [], "every law holds");
    assert_eq!((run.network().under_way(), run.network().remembered()), (0, 0), "nothing is open");
    (run.network().recovery().expect("messages are lost"), run.network_mut().lines())
}

/// When something happened, in milliseconds after the first payment came.
fn at_ms(lines: &[Line], what: What) -> Vec<f64> {
    let came = lines.first().expect("a payment came").at;
    lines.iter().filter(|line| line.what == what).map(|line| line.at.since(came).millis()).collect()
}

#[test]
fn where_all_is_lost_nothing_comes_to_the_channel() {
    let mut scenario = scenario(9.5);
    scenario["links"] = json!({ "channel_loss": 1 });
    let (seen, lines) = drained(&scenario);
    let at_channel = lines.iter().filter(|line| line.what == What::Begins(Place::Channel)).count();
    assert_eq!(at_channel, 0, "neither a request nor a reversal");
    assert_eq!((seen.timeouts[2], seen.reversals, seen.reversed), (10, 10, 0), "the processor's timer is all there is");
    assert_eq!((seen.forwarded, seen.given_up), (30, 10), "three times each");
    assert_eq!(seen.lost, 10 + 30, "each of them");
    let ended: Vec<_> = lines.iter().filter(|line| line.what == What::Ended(Outcome::Unknown)).collect();
    assert_eq!(ended.len(), 10, "nobody knows");
    assert_eq!((seen.stuck_holds.count, seen.double_charges.count, seen.unfounded.count), (0, 0, 0), "nor is charged");
}

#[test]
fn a_lost_request_never_comes_and_its_reversal_does() {
    let mut scenario = scenario(0.5);
    scenario["faults"] = json!([cut(0.9, 1.1)]);
    let (seen, lines) = drained(&scenario);
    assert_eq!(at_ms(&lines, What::Lost(Place::Channel)), [0.0]);
    assert_eq!(at_ms(&lines, What::TimedOut(PROCESSOR)), [500.0]);
    assert_eq!(at_ms(&lines, What::Ended(Outcome::Unknown)), [500.0]);
    assert_eq!(at_ms(&lines, What::Taken(Follow::Reversal)), [1_800.0], "a second later, and the way out");
    assert_eq!(at_ms(&lines, What::Acknowledged(Follow::Reversal)), [1_850.0]);
    assert_eq!((at_ms(&lines, What::Held).len(), at_ms(&lines, What::Returned).len()), (0, 0), "nothing to give back");
    assert_eq!((seen.lost, seen.reversals, seen.reversed), (1, 1, 1));
}

#[test]
fn a_lost_answer_leaves_an_amount_that_is_given_back() {
    let mut scenario = scenario(0.5);
    scenario["faults"] = json!([cut(1.1, 1.9)]);
    let (seen, lines) = drained(&scenario);
    assert_eq!(at_ms(&lines, What::Held), [300.0], "the work is done");
    assert_eq!(at_ms(&lines, What::Lost(PROCESSOR)), [300.0], "and nobody hears of it");
    assert_eq!(at_ms(&lines, What::Ended(Outcome::Unknown)), [500.0]);
    assert_eq!(at_ms(&lines, What::Returned), [1_800.0]);
    assert_eq!(at_ms(&lines, What::Closed(0)), [1_850.0], "nothing stands");
    assert_eq!((seen.lost, seen.reversals, seen.reversed, seen.stuck_holds.count), (1, 1, 1, 0));
}

#[test]
fn a_lost_acknowledgement_repeats_the_reversal() {
    let mut scenario = scenario(0.5);
    scenario["faults"] = json!([cut(1.1, 1.9), cut(2.7, 2.9)]);
    let (seen, lines) = drained(&scenario);
    assert_eq!(at_ms(&lines, What::Forwarded(Follow::Reversal)), [1_500.0, 3_500.0], "two seconds apart");
    assert_eq!(at_ms(&lines, What::Taken(Follow::Reversal)), [1_800.0, 3_800.0], "both are taken");
    assert_eq!(at_ms(&lines, What::Returned), [1_800.0], "the amount is given back once");
    assert_eq!(at_ms(&lines, What::Acknowledged(Follow::Reversal)), [3_850.0]);
    assert_eq!((seen.lost, seen.forwarded, seen.reversed), (2, 2, 1));
}

#[test]
fn what_the_channel_sends_itself_cannot_be_lost_in_front_of_it() {
    let mut scenario = scenario(0.5);
    (scenario["timers"]["channel_ms"], scenario["timers"]["processor_ms"]) = (json!(400), json!(900));
    let silent = json!({ "kind": "silent", "place": "card_management", "start_s": 0, "duration_s": 2 });
    scenario["faults"] = json!([silent, cut(1.1, 100.0)]);
    let (seen, lines) = drained(&scenario);
    assert_eq!(at_ms(&lines, What::TimedOut(Place::Channel)), [700.0]);
    assert_eq!(at_ms(&lines, What::Lost(PROCESSOR)), [700.0], "the processor is not told");
    assert_eq!(at_ms(&lines, What::TimedOut(PROCESSOR)), [900.0], "and gives up by itself");
    assert_eq!(at_ms(&lines, What::Forwarded(Follow::Reversal)), [1_700.0], "once, by the channel");
    assert_eq!(at_ms(&lines, What::Acknowledged(Follow::Reversal)), [2_050.0]);
    assert_eq!((seen.lost, seen.reversals, seen.reversed), (2, 1, 1), "the request at the issuer, and the answer");
}

/// The merchants' link is cut when the second payment is sent, and when the third is answered.
#[test]
fn a_fault_at_the_gateway_loses_what_merchants_send_and_what_they_are_told() {
    let cut = |start_s: f64| json!({ "kind": { "loss": { "share": 1 } }, "place": "gateway", "start_s": start_s, "duration_s": 0.2 });
    let mut value = scenario(5.0);
    value["merchant"] = json!({ "timeout_ms": 900 });
    value["faults"] = json!([cut(1.9), cut(3.25)]);
    let (counts, lines) = drained(&value);
    let lost = |place| lines.iter().filter(move |line| line.what == What::Lost(place)).map(|line| line.at.seconds());
    let near = |at: Vec<f64>, expected: f64| at.len() == 1 && (at[0] - expected).abs() < 1e-6;
    assert!(near(lost(Place::Gateway).collect(), 2.0), "one request: {counts:?}");
    assert!(near(lost(Place::Merchants).collect(), 3.35), "one answer: {counts:?}");
    assert_eq!((counts.lost, counts.unknown), (2, 2), "and both merchants are left in the dark: {counts:?}");
}
