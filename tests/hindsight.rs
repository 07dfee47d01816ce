//! A look back tells what happened, and adds up.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use switchyard::experiment::{Cause, Judgement, Run, Story, Why, hindsight, story};
use switchyard::payment::{Follows, Place, What};
use switchyard::scenario::{Checked, Fault, FaultKind, Preset, Processing, Scenario, Service, Stage};
use switchyard::units::Instant;

fn ran(id: &str, until_s: f64) -> (Checked, Run) {
    let scenario = Preset::find(id).unwrap().checked();
    let mut run = Run::new(&scenario, 1);
    while !run.advance(Instant::from_seconds(until_s), 1_000_000) {}
    (scenario, run)
}

#[test]
fn a_payment_has_its_story() {
    let (scenario, run) = ran("calm-day", 20.0);
    let story = story(&scenario, 1, run.events(), 100);
    let words: Vec<&str> = story.moments.iter().map(|moment| moment.what.as_str()).collect();
    assert_eq!(words.first(), Some(&"came"), "it comes: {words:?}");
    assert_eq!(words.last(), Some(&"ended"), "and ends: {words:?}");
    assert!(words.iter().filter(|word| **word == "begins").count() >= 4, "work at every stage: {words:?}");
    assert!(story.moments.is_sorted_by(|a, b| a.at_ms <= b.at_ms), "in order");
}

#[test]
fn a_payment_under_way_is_followed_to_its_end() {
    let (scenario, run) = ran("calm-day", 20.0);
    let whole = story(&scenario, 1, run.events(), 100);
    for events in [3_000, 2_000, 1_500] {
        let told = story(&scenario, 1, events, 100);
        if !told.moments.is_empty() {
            assert_eq!(told.moments, whole.moments, "the same story from {} s", told.until_s);
        }
    }
    let early = (1..run.events()).map(|events| story(&scenario, 1, events, 100)).find(|told| !told.moments.is_empty());
    let early = early.unwrap();
    assert!((early.until_s - early.arrived_s).abs() < 1e-9, "from the instant at which it came");
    assert_eq!(early.moments, whole.moments, "to its end");
}

#[test]
fn the_attempt_that_gave_the_answer_bears_the_blame() {
    let (scenario, mut run) = ran("retry-storm", 120.0);
    let slow_ms = run.report().metrics.p99_ms.mean.unwrap();
    let found = hindsight(&scenario, 1, run.events(), Some(slow_ms));
    let share = |cause| found.blame.iter().filter(|share| share.cause == cause).map(|share| share.mean_ms).sum::<f64>();
    assert!(share(Cause::Waiting) > 0.5 * slow_ms, "most of it in the queue: {:?}", found.blame);
    assert!(share(Cause::Way) < 1.0, "nothing else takes time there: {:?}", found.blame);
}

/// Of 100 requests 70 come to card management, and of the 51 that are without an answer 36 reversals do: a third of the work.
#[test]
fn reversals_are_blamed_for_the_workers_that_they_take() {
    let blamed = |reversals: bool| {
        let mut scenario = Scenario { warm_up_s: Some(0.0), duration_s: 30.0, ..Scenario::default() };
        scenario.processing = Processing::Asynchronous;
        scenario.card_management =
            Stage { workers: Some(1), queue_limit: None, service: Service::Deterministic { mean_ms: 5.0 } };
        (scenario.links.channel_loss, scenario.timers.processor_ms) = (0.3, Some(1_000.0));
        (scenario.safeguards.forward_delay_s, scenario.safeguards.forward_interval_s) = (0.5, 0.0);
        scenario.safeguards.reversals = reversals;
        let scenario = scenario.check().unwrap();
        let mut run = Run::new(&scenario, 1);
        while !run.advance(Instant::from_seconds(30.0), 1_000_000) {}
        let found = hindsight(&scenario, 1, run.events(), Some(0.0));
        [Cause::Reversals, Cause::Waiting].map(|cause| {
            let there = |place: Option<u8>| place == Some(Place::CardManagement.code());
            let all = found.blame.iter().filter(|share| share.cause == cause && there(share.place));
            all.map(|share| share.mean_ms).sum::<f64>()
        })
    };
    let [reversals, others] = blamed(true);
    let part = reversals / (reversals + others);
    assert!((0.2..0.45).contains(&part), "{reversals} ms behind reversals, {others} ms behind others");
    let [reversals, others] = blamed(false);
    assert!(reversals <= 0.0 && others > 0.0, "none are sent: {reversals} ms, {others} ms");
}

#[test]
fn a_payment_that_did_not_come_has_none() {
    let (scenario, run) = ran("calm-day", 1.0);
    assert_eq!(story(&scenario, 1, run.events(), 1_000_000).moments, vec![], "nothing happened to it");
}

#[test]
fn a_lost_answer_is_told() {
    let (scenario, mut run) = ran("lossy-link", 60.0);
    let number = run.report().recovery.unwrap().first_violating.unwrap();
    let story = story(&scenario, 1, run.events(), number);
    let count = |word: &str| story.moments.iter().filter(|moment| moment.what == word).count();
    assert!(count("lost") >= 1 && count("timed-out") >= 1 && count("submitted") >= 2, "{story:?}");
    assert_eq!(count("held"), 2, "the issuer holds it twice: {story:?}");
    let books = story.books.unwrap();
    assert_eq!((books.held, books.returned, books.posted, books.standing), (2, 0, 2, 2), "and charges both");
    assert_eq!(books.judgement, Judgement::ChargedTwice, "which is why it is the first: {books:?}");
    assert!(books.amount > 0.0 && story.moments.last().is_some_and(|moment| moment.what == "closed"), "in money");
    let found = hindsight(&scenario, 1, run.events(), None);
    assert!(found.mentions.iter().any(|mention| mention.why == Why::HeldTwice), "and it is among the strange ones");
}

#[test]
fn blame_adds_up_to_the_response_time() {
    for id in ["calm-day", "thread-pool", "index-lost", "lossy-link"] {
        let (scenario, mut run) = ran(id, 90.0);
        let slow_ms = run.report().metrics.p99_ms.mean.unwrap_or(500.0);
        let found = hindsight(&scenario, 1, run.events(), Some(slow_ms));
        let sum: f64 = found.blame.iter().map(|share| share.mean_ms).sum();
        assert!(found.slow > 0 && sum >= slow_ms, "{id}: {sum} ms of {} payments above {slow_ms} ms", found.slow);
        assert!(found.blame.iter().any(|share| share.cause == Cause::Work), "{id}: {:?}", found.blame);
        let slowest = &found.mentions[0];
        assert!(slowest.response_ms >= slow_ms && sum <= slowest.response_ms, "{id}: the mean is below the slowest");
    }
}

/// An answer is lost and the payment fails for its merchant within seconds; its reversal follows a minute later.
#[test]
fn a_payment_is_followed_until_nothing_about_it_is_open() {
    let mut scenario = Scenario { warm_up_s: Some(0.0), duration_s: 20.0, ..Scenario::default() };
    (scenario.merchant.timeout_ms, scenario.links.processor_loss) = (Some(2_000.0), 0.3);
    (scenario.timers.gateway_ms, scenario.timers.processor_ms) = (Some(1_500.0), Some(1_000.0));
    let scenario = scenario.check().unwrap();
    let taken_back = (1..60).map(|payment| story(&scenario, 1, 8_000, payment));
    let taken_back = taken_back.into_iter().find(|story| story.books.is_some_and(|books| books.returned > 0)).unwrap();
    let books = taken_back.books.unwrap();
    assert_eq!((books.held, books.standing, books.judgement), (1, 0, Judgement::Free), "{taken_back:?}");
    let at = |word: &str| taken_back.moments.iter().find(|moment| moment.what == word).map(|moment| moment.at_ms);
    assert!(at("ended").unwrap() < 3_000.0 && at("returned").unwrap() > 60_000.0, "long after its end: {taken_back:?}");
    assert!(at("closed") > at("returned"), "and until it is acknowledged");
    assert_eq!(taken_back.moments.last().unwrap().what, "closed", "then it is over");
}

#[test]
fn where_every_answer_comes_a_story_has_no_money() {
    let (scenario, run) = ran("calm-day", 5.0);
    assert_eq!(story(&scenario, 1, run.events(), 10).books, None, "nothing is booked");
}

/// The codes of the answers in a story, in order.
fn codes(story: &Story) -> Vec<&str> {
    story.moments.iter().filter_map(|moment| moment.code.as_deref()).collect()
}

#[test]
fn a_decline_has_one_reason_however_often_it_is_told() {
    let mut scenario = Scenario { warm_up_s: Some(0.0), duration_s: 2.0, ..Scenario::default() };
    scenario.merchant.timeout_ms = Some(5_000.0);
    (scenario.outcomes.business_decline_share, scenario.outcomes.technical_decline_share) = (1.0, 0.0);
    let scenario = scenario.check().unwrap();
    let mut reasons = BTreeSet::new();
    for payment in 1..40 {
        let story = story(&scenario, 1, 2_000, payment);
        let codes = codes(&story);
        assert!(codes.len() > 2 && codes.iter().all(|code| *code == codes[0]), "channel to merchant: {story:?}");
        reasons.insert(codes[0].to_owned());
    }
    let known = ["51", "05", "54", "14", "57", "62", "61", "65", "55"];
    assert!(reasons.len() >= 3 && reasons.iter().all(|code| known.contains(&code.as_str())), "{reasons:?}");
}

#[test]
fn a_probe_of_a_number_that_belongs_to_nobody_is_declined_with_14() {
    let (scenario, run) = ran("card-testing", 70.0);
    let probes = (1..20).map(|number| story(&scenario, 1, run.events(), (1 << 36) + number));
    let declined = |story: &Story| story.moments.iter().any(|moment| moment.outcome == Some(2));
    let story = probes.into_iter().find(declined).unwrap();
    assert!(codes(&story).iter().all(|code| *code == "14"), "{story:?}");
}

#[test]
fn a_control_says_59_or_63() {
    let mut scenario = Scenario { warm_up_s: Some(0.0), duration_s: 2.0, ..Scenario::default() };
    (scenario.security.enabled, scenario.security.fraud_share) = (true, 1.0);
    (scenario.security.block_above, scenario.security.challenge_above) = (Some(-5.0), None);
    let story = story(&scenario.check().unwrap(), 1, 2_000, 3);
    let by: Vec<_> = story.moments.iter().filter(|moment| moment.what == "stopped").collect();
    assert_eq!(by.len(), 1, "the risk check declines it: {story:?}");
    assert!(codes(&story).iter().all(|code| *code == "59"), "suspected fraud: {story:?}");
}

#[test]
fn an_issuer_that_does_not_answer_is_91_and_one_that_fails_is_96() {
    let with = |kind: FaultKind| {
        let mut scenario = Scenario { warm_up_s: Some(0.0), duration_s: 2.0, ..Scenario::default() };
        scenario.timers.channel_ms = Some(300.0);
        scenario.faults = vec![Fault::new(kind, Place::CardManagement, 0.0, 60.0)];
        story(&scenario.check().unwrap(), 1, 2_000, 3)
    };
    let [silent, failing] = [FaultKind::Silent, FaultKind::Errors { share: 1.0 }].map(with);
    assert!(!codes(&silent).is_empty() && codes(&silent).iter().all(|code| *code == "91"), "{silent:?}");
    assert!(!codes(&failing).is_empty() && codes(&failing).iter().all(|code| *code == "96"), "{failing:?}");
}

#[test]
fn on_a_ledger_it_waits_for_a_block_and_for_confirmations() {
    let (scenario, run) = ran("ledger-channel", 300.0);
    let story = story(&scenario, 1, run.events(), 200);
    let at = |word: &str| story.moments.iter().position(|moment| moment.what == word);
    let [waits, block, last] = ["waits-for-block", "in-block", "final"].map(|word| at(word).unwrap());
    assert!(waits < block && block < last, "in this order: {:?}", story.moments);
    assert!(story.moments[last].message.as_ref().is_some_and(|said| said.ends_with("confirmations")));
    let numbers = |message: &str| message.starts_with('0') || message.contains('.');
    let messages: Vec<&str> = story.moments.iter().filter_map(|moment| moment.message.as_deref()).collect();
    assert!(!messages.iter().any(|message| numbers(message)), "no numbers of a card network: {messages:?}");
    assert_eq!(story.channel, "ledger");
}

/// What reconciliation has to find can be opened.
#[test]
fn holds_that_stay_and_approvals_that_nothing_bears_out_are_among_the_strange_ones() {
    for (change, why, judgement) in [
        (json!({ "safeguards": { "reversals": false } }), Why::StuckHold, Judgement::Stuck),
        (
            json!({ "safeguards": { "stand_in": true, "forward_tries": 1, "forward_delay_s": 0, "forward_interval_s": 0, "forward_wait_s": 1 }, "timers": { "channel_ms": 60 } }),
            Why::Unfounded,
            Judgement::Unfounded,
        ),
    ] {
        let mut value = json!({
            "merchant": { "timeout_ms": 900 }, "timers": { "gateway_ms": 800, "processor_ms": 700, "channel_ms": 600 },
            "links": { "issuer_loss": 0.2, "processor_loss": 0.05 }, "warm_up_s": 0, "duration_s": 100,
        });
        for (name, fields) in change.as_object().unwrap() {
            for (field, set) in fields.as_object().unwrap() {
                value[name][field] = set.clone();
            }
        }
        let scenario = Scenario::from_value(&value).unwrap();
        let mut run = Run::new(&scenario, 1);
        while !run.advance(Instant::from_seconds(100.0), 1_000_000) {}
        let found = hindsight(&scenario, 1, run.events(), None);
        let named: Vec<u64> = found.mentions.iter().filter(|one| one.why == why).map(|one| one.payment).collect();
        assert_eq!(named.len(), 3, "{why:?} is listed: {:?}", run.report().recovery);
        for number in named {
            let books = story(&scenario, 1, run.events(), number).books.unwrap();
            assert_eq!(books.judgement, judgement, "payment {number}: {books:?}");
        }
    }
}

/// In a storm of retries most of what travels is a further attempt, a reversal or an enquiry: a bead is the payment's all the
/// same, and a sample shows a payment on its whole way or not at all.
#[test]
fn a_bead_is_a_payment_whatever_is_sent_for_it() {
    let [all, third] = [1, 3].map(beads);
    for (number, moves) in &all.moves {
        let (came, closed) = *all.spans.get(number).unwrap_or_else(|| panic!("no payment has the number {number}"));
        let within = |at: &Instant| came <= *at && *at <= closed;
        assert!(moves.iter().all(within), "payment {number} moves from {came:?} to {closed:?}: {moves:?}");
    }
    let sampled: BTreeMap<_, _> = all.moves.into_iter().filter(|(number, _)| number % 3 == 0).collect();
    assert!(sampled.len() > 1_000 && sampled.values().any(|moves| moves.len() > 16), "there are retries");
    assert_eq!(third.moves, sampled, "a payment is shown on its whole way or not at all");
}

/// What is seen of the payments of a storm, by number.
#[derive(Default)]
struct Beads {
    moves: BTreeMap<u64, Vec<Instant>>,
    /// When each came, and when nothing about it was open any more.
    spans: BTreeMap<u64, (Instant, Instant)>,
}

fn beads(sample_every: u64) -> Beads {
    let mut run = Run::new(&Preset::find("retry-storm").unwrap().checked(), 1);
    run.network_mut().watch(sample_every);
    run.network_mut().follow(Follows::All);
    let mut beads = Beads::default();
    while run.now() < Instant::from_seconds(80.0) && run.step() {
        for line in run.network_mut().lines() {
            match line.what {
                What::Came => drop(beads.spans.insert(line.payment, (line.at, Instant::NEVER))),
                What::Closed(_) => beads.spans.get_mut(&line.payment).unwrap().1 = line.at,
                _ => {}
            }
        }
        for seen in run.network_mut().moves() {
            beads.moves.entry(seen.payment).or_default().push(seen.at);
        }
    }
    beads
}
