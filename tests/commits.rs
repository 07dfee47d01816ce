//! The database commits: times and counts that can be worked out by hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{RecoveryReport, Report, Run, StationReport, run};
use switchyard::math;
use switchyard::payment::{Follows, Place, What};
use switchyard::scenario::{Checked, Scenario};
use switchyard::units::Instant;

fn constant(mean_ms: f64) -> Value {
    json!({ "deterministic": { "mean_ms": mean_ms } })
}

/// Only the database takes time, over one connection, and one card pays for everything; all payments are approved.
fn scenario(rate_per_s: f64, duration_s: f64, changes: &Value) -> Checked {
    let open = json!({ "workers": null, "queue_limit": null, "service": constant(0.0) });
    let mut value = json!({
        "load": { "open": { "rate_per_s": rate_per_s, "gaps": "regular" } },
        "cards": { "count": 1 }, "gateway": open, "card_management": open,
        "processors": { "count": 1, "workers": null, "queue_limit": null, "service": constant(0.0) },
        "channel": { "delay": constant(0.0), "answer_delay": constant(0.0) },
        "cache": { "capacity": 1 },
        "database": { "connections": 1, "queue_limit": null, "indexed_read": constant(0.0) },
        "processing": "asynchronous",
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "warm_up_s": 0, "duration_s": duration_s,
    });
    merge(&mut value, changes);
    Scenario::from_value(&value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"))
}

/// Puts the fields of a change into a scenario; a law is one choice and is replaced.
fn merge(into: &mut Value, change: &Value) {
    let law = |name: &str| ["commit", "indexed_read", "service", "kind"].contains(&name);
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            for (name, value) in change {
                let place = into.entry(name.clone()).or_insert(Value::Null);
                if law(name) { *place = value.clone() } else { merge(place, value) }
            }
        }
        (into, change) => *into = change.clone(),
    }
}

/// Runs it and sees that every law holds.
fn ran(scenario: &Checked) -> Report {
    let report = run(scenario, 1);
    for law in &report.invariants {
        assert_eq!(law.violations, 0, "{}", law.name);
    }
    report
}

fn counts(report: &Report) -> &RecoveryReport {
    report.recovery.as_ref().unwrap()
}

fn database(report: &Report) -> &StationReport {
    report.stations.iter().find(|station| station.place == Place::Database.code()).unwrap()
}

fn response_ms(report: &Report) -> f64 {
    report.metrics.response_ms.mean.unwrap()
}

#[track_caller]
fn close(what: &str, seen: f64, expected: f64, tolerance: f64) {
    assert!((seen - expected).abs() < tolerance, "{what}: {seen}, expected {expected}");
}

#[test]
fn an_approval_takes_its_commit_and_a_decline_none() {
    let commit = json!({ "database": { "commit": constant(20.0) } });
    let report = ran(&scenario(10.0, 100.0, &commit));
    close("response", response_ms(&report), 20.0, 1e-6);
    close("utilisation", database(&report).utilisation.unwrap(), 0.2, 1e-3);
    let (offered, commits) = (report.payments.offered, counts(&report).commits);
    assert!(offered - commits <= 1, "each is written, but for the last one: {commits} of {offered}");
    assert_eq!(database(&report).arrivals, offered + 1, "one read of the card, and a commit a payment");
    let mut declining = commit;
    merge(&mut declining, &json!({ "outcomes": { "business_decline_share": 1 } }));
    let report = ran(&scenario(10.0, 100.0, &declining));
    assert_eq!((counts(&report).commits, database(&report).arrivals), (0, 1), "nothing to write");
    close("response", response_ms(&report), 0.0, 1e-9);
}

#[test]
fn without_a_commit_nothing_is_written_and_the_network_stays_plain() {
    let report = ran(&scenario(10.0, 10.0, &json!({})));
    assert_eq!((report.recovery.as_ref(), database(&report).arrivals), (None, 1), "the read of the card");
}

/// Every payment reads for 5 ms and commits for 10 ms, one after the other on one connection, every 20 ms.
#[test]
fn reads_and_commits_share_the_connections() {
    let both =
        json!({ "cache": { "capacity": 0 }, "database": { "indexed_read": constant(5.0), "commit": constant(10.0) } });
    for processing in ["asynchronous", "synchronous"] {
        let mut changes = both.clone();
        changes["processing"] = json!(processing);
        let report = ran(&scenario(50.0, 100.0, &changes));
        close("response", response_ms(&report), 15.0, 1e-6);
        close("utilisation", database(&report).utilisation.unwrap(), 0.75, 1e-3);
    }
}

/// A worker of card management is held for the 20 ms of the commit, so that one of them can bear 50 payments a second.
#[test]
fn a_synchronous_worker_is_held_during_the_commit() {
    let held = json!({ "processing": "synchronous", "card_management": { "workers": 1 },
                       "database": { "connections": null, "commit": constant(20.0) } });
    let report = ran(&scenario(40.0, 100.0, &held));
    let held = report.stations.iter().find(|station| station.place == Place::CardManagement.code()).unwrap();
    close("held", held.utilisation.unwrap(), 0.8, 2e-3);
    let mut free = json!({ "processing": "asynchronous" });
    merge(
        &mut free,
        &json!({ "card_management": { "workers": 1 }, "database": { "connections": null, "commit": constant(20.0) } }),
    );
    let report = ran(&scenario(40.0, 100.0, &free));
    let free = report.stations.iter().find(|station| station.place == Place::CardManagement.code()).unwrap();
    close("not held", free.utilisation.unwrap(), 0.0, 1e-9);
}

/// M/D/1: at 50 a second and 10 ms the wait is rho / (2 (1 - rho)) services, 5 ms (Pollaczek and Khinchine).
#[test]
fn commits_queue_as_the_formula_says() {
    let poisson = json!({ "load": { "open": { "gaps": "exponential" } }, "database": { "commit": constant(10.0) } });
    let report = ran(&scenario(50.0, 2_000.0, &poisson));
    close("response", response_ms(&report), 15.0, 0.5);
    close("utilisation", database(&report).utilisation.unwrap(), 0.5, 0.01);
}

/// A commit takes 15 ms, payments come every 10 ms and nobody may wait: every second one finds the connection taken.
#[test]
fn an_approval_that_is_not_written_does_not_count() {
    let full = json!({ "database": { "queue_limit": 0, "commit": constant(15.0) } });
    let report = ran(&scenario(100.0, 100.0, &full));
    let (completed, failed) = (report.payments.completed, report.payments.failed);
    assert!(completed.abs_diff(failed) <= 2 && completed > 4_990, "half of them: {completed} and {failed}");
    let counts = counts(&report);
    assert!(counts.commits.abs_diff(completed) <= 1, "what is answered is written: {} of {completed}", counts.commits);
    assert_eq!((counts.stuck_holds.count, counts.unfounded.count), (0, 0), "and nothing else is booked");
}

#[test]
fn while_the_database_is_down_nothing_is_approved() {
    let down = json!({ "database": { "commit": constant(1.0) },
                       "faults": [{ "kind": "down", "place": "database", "start_s": 20, "duration_s": 20 }] });
    let report = ran(&scenario(10.0, 60.0, &down));
    assert!(report.payments.failed.abs_diff(200) <= 1, "20 s of 10 a second: {}", report.payments.failed);
    assert_eq!(counts(&report).stuck_holds.count, 0, "and nobody's money is held");
}

/// The story of a payment: written first, then booked.
#[test]
fn a_payment_is_booked_when_its_approval_is_written() {
    let checked = scenario(10.0, 0.35, &json!({ "database": { "commit": constant(20.0) } }));
    let mut run = Run::new(&checked, 1);
    run.network_mut().follow(Follows::One(2));
    while !run.advance(Instant::from_seconds(0.35), 1_000_000) {}
    let lines = run.network_mut().lines();
    let of = |what: What| lines.iter().find(|line| line.what == what).map(|line| line.at);
    let wanted = [What::Hit, What::Writes, What::Begins(Place::Database), What::Done(Place::Database), What::Held];
    let seen: Vec<What> = lines.iter().map(|line| line.what).filter(|what| wanted.contains(what)).collect();
    assert_eq!(seen, wanted, "in this order");
    let took = of(What::Held).unwrap().since(of(What::Writes).unwrap());
    close("from the decision to the booking", took.millis(), 20.0, 1e-9);
}

/// Reads of 5 ms, commits of 20 ms, over connections without end, and entries that live for a second.
fn cached(write: &str) -> Value {
    json!({ "cache": { "ttl_s": 1, "write": write },
            "database": { "connections": null, "indexed_read": constant(5.0), "commit": constant(20.0) } })
}

/// One card every 100 ms. Left alone its entry, stored at 105 ms, is old when the payment of 1.2 s comes: one miss in eleven.
#[test]
fn what_becomes_of_the_entry_is_up_to_the_policy() {
    let misses = |write| ran(&scenario(10.0, 100.0, &cached(write))).cache.misses;
    assert!((88..=94).contains(&misses("none")), "the entry knows nothing of the commits: {}", misses("none"));
    assert_eq!(misses("through"), 1, "each commit makes it new");
    let around = ran(&scenario(10.0, 100.0, &cached("around")));
    assert_eq!((around.cache.hits, around.cache.misses), (0, around.payments.offered), "each throws it away");
    close("read and commit", response_ms(&around), 25.0, 1e-6);
    let behind = ran(&scenario(10.0, 100.0, &cached("behind")));
    assert_eq!((behind.cache.misses, counts(&behind).commits), (1, 0), "one read, and nobody waits for a commit");
    close("a read among all", response_ms(&behind) * 1_000.0, 5.0, 0.1);
}

/// The writer takes all approvals of the card at once, a second after the first of them.
#[test]
fn the_background_writer_writes_a_card_once_for_many_approvals() {
    let report = ran(&scenario(10.0, 100.0, &cached("behind")));
    let counts = counts(&report);
    assert!(counts.written_behind.abs_diff(report.payments.offered) <= 1, "each approval: {counts:?}");
    assert!((60..=250).contains(&counts.written_back), "one or two a second: {}", counts.written_back);
    let visits = database(&report).arrivals;
    assert!(visits - 1 - counts.written_back <= 1, "one read, and the writes: {visits}");
    assert_eq!(counts.lost_writes, 0, "nothing emptied the cache");
}

/// Payments every 100 ms, the first of them at 100 ms; nothing is written within the minute; the cache is emptied after 5.05 s.
#[test]
fn what_was_not_written_is_lost_with_the_cache() {
    let flushed = |write: &str, interval_s: f64| {
        let changes = json!({ "cache": { "write": write, "write_interval_s": interval_s },
                              "database": { "commit": constant(1.0) },
                              "faults": [{ "kind": "cache_flush", "place": "card_management", "start_s": 5.05, "duration_s": 1 }] });
        ran(&scenario(10.0, 10.0, &changes))
    };
    let behind = flushed("behind", 60.0);
    assert_eq!(counts(&behind).lost_writes, 50, "what was approved until then");
    assert_eq!((counts(&behind).unwritten, behind.cache.misses), (1, 2), "the card is read again, and dirty again");
    assert_eq!(
        (counts(&behind).stuck_holds.count, counts(&behind).unfounded.count),
        (0, 0),
        "the ledger knows them all"
    );
    for write in ["through", "around", "none"] {
        assert_eq!(counts(&flushed(write, 60.0)).lost_writes, 0, "{write}: answered when written");
    }
    let often = counts(&flushed("behind", 0.01)).lost_writes;
    assert_eq!(often, 0, "the last one was written long before");
}

/// A cache of no capacity: the card is read once, and then found among what waits to be written.
#[test]
fn what_the_database_does_not_have_is_not_read_from_it() {
    let mut changes = cached("behind");
    merge(&mut changes, &json!({ "cache": { "capacity": 0, "ttl_s": null, "write_interval_s": 600 } }));
    let report = ran(&scenario(10.0, 100.0, &changes));
    assert_eq!((report.cache.misses, report.cache.resident), (1, 0), "one read, and nothing in the cache");
    assert_eq!(counts(&report).unwritten, 1, "only memory has it");
}

/// Cards that come in turn are read each time, for 4 ms, and written behind, for 1 ms: over the one connection that both need.
#[test]
fn the_background_writer_takes_what_is_free_and_no_more() {
    let turns = |rate_per_s: f64, read_ms: f64, gaps: &str| {
        let changes = json!({ "load": { "open": { "gaps": gaps } }, "cards": { "count": 1_000_000, "popularity": "scan" },
                              "cache": { "capacity": 0, "write": "behind", "write_interval_s": 0.01 },
                              "database": { "indexed_read": constant(read_ms), "commit": constant(1.0) } });
        ran(&scenario(rate_per_s, 60.0, &changes))
    };
    let report = turns(50.0, 4.0, "exponential");
    let (misses, written) = (report.cache.misses, counts(&report).written_back);
    assert!(written.abs_diff(misses) < 100, "hardly any waits: {written} of {misses}");
    let busy_ms = math::float(misses) * 4.0 + math::float(written);
    close("both take it", database(&report).utilisation.unwrap(), busy_ms / 60_000.0, 5e-4);
    // A read every 9.9 ms that takes 10: somebody waits all the time.
    assert_eq!(counts(&turns(101.0, 10.0, "regular")).written_back, 0, "payments go first");
}
