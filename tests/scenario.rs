//! Bad input is told apart from good, completely and in words; good input survives every way in and out.

use serde_json::{Value, json};
use switchyard::scenario::{LabSetting, Link, LinkError, PRESETS, Problem, Scenario, Tail};

/// The problems of a scenario that must not pass.
fn problems(scenario: &Value) -> Vec<Problem> {
    Scenario::from_value(scenario).err().unwrap_or_default()
}

/// One thing is wrong: its path, its value and words of what is allowed.
fn check(scenario: Value, path: &str, value: &str, allowed: &str) {
    let found = problems(&scenario);
    assert_eq!(found.len(), 1, "{scenario}: {found:?}");
    assert_eq!(found[0].path, path, "{scenario}");
    assert_eq!(found[0].value, value, "{scenario}");
    assert!(found[0].allowed.contains(allowed), "{scenario}: allowed is said to be {:?}", found[0].allowed);
}

#[test]
fn each_mistake_names_place_value_and_what_is_allowed() {
    check(json!({ "gatewey": {} }), "gatewey", "{}", "did you mean gateway?");
    check(json!({ "gateway": { "wrokers": 3 } }), "gateway.wrokers", "3", "did you mean workers?");
    check(json!({ "gateway": { "workers": 0 } }), "gateway.workers", "0", "from 1 to 10000");
    check(json!({ "gateway": { "workers": 2.5 } }), "gateway.workers", "2.5", "whole number");
    check(json!({ "gateway": { "workers": "four" } }), "gateway.workers", "\"four\"", "or null for no limit");
    check(json!({ "gateway": 5 }), "gateway", "5", "an object");
    check(json!({ "load": { "open": { "rate_per_s": -1 } } }), "load.open.rate_per_s", "-1", "payments per second");
    check(json!({ "load": { "open": { "rate_per_s": null } } }), "load.open.rate_per_s", "null", "a number");
    check(json!({ "load": { "opened": {} } }), "load", "{\"opened\":{}}", "did you mean open?");
    check(json!({ "version": 2 }), "version", "2", "newer Switchyard");
    check(
        json!({ "balancer": { "policy": "round_robin" } }),
        "balancer.policy",
        "\"round_robin\"",
        "did you mean round-robin?",
    );
    check(
        json!({ "balancer": { "weights": [0, 0, 0] } }),
        "balancer.weights",
        "[0, 0, 0]",
        "at least one weight above 0",
    );
    check(json!({ "balancer": { "weights": [1, 2] } }), "balancer.weights", "2 numbers", "each of the 3 processors");
    check(json!({ "balancer": { "weights": [1, -2, 1] } }), "balancer.weights[1]", "-2", "from 0 to 256");
    check(json!({ "balancer": { "weights": [1, 1.5, 1] } }), "balancer.weights[1]", "1.5", "whole number");
    check(json!({ "processors": { "count": 17 } }), "processors.count", "17", "from 1 to 16 processors");
    check(json!({ "cache": { "policy": "ttl" } }), "cache.ttl_s", "null", "goes by age");
    check(json!({ "cache": { "ttl_jitter": 0.1 } }), "cache.ttl_jitter", "0.1", "without ttl_s");
    check(json!({ "cache": { "refresh_beta": 1 } }), "cache.refresh_beta", "1", "without ttl_s");
    let jittered = json!({ "cache": { "policy": "ttl", "ttl_s": 5, "ttl_jitter": 0.1 } });
    check(jittered, "cache.ttl_jitter", "0.1", "in which they were stored");
    check(
        json!({ "cache": { "write": "through" } }),
        "cache.write",
        "\"through\"",
        "without a time in database.commit",
    );
    check(json!({ "cache": { "write": "behnd" } }), "cache.write", "\"behnd\"", "behind");
    check(json!({ "cache": { "stale_ms": 500 } }), "cache.stale_ms", "500", "without ttl_s");
    check(json!({ "cache": { "ttl_s": 5, "stale_ms": 0.5 } }), "cache.stale_ms", "0.5", "from 1 to");
    let absent = json!({ "cache": { "policy": "ttl", "ttl_s": 5, "absent_ms": 100 } });
    check(absent, "cache.absent_ms", "100", "in which they were stored");
    check(json!({ "cards": { "unknown_share": 1.5 } }), "cards.unknown_share", "1.5", "from 0 to 1");
    check(json!({ "warm_up_s": 100, "duration_s": 50 }), "warm_up_s", "100", "below duration_s");
    check(
        json!({ "outcomes": { "business_decline_share": 0.9, "technical_decline_share": 0.2 } }),
        "outcomes.technical_decline_share",
        "0.2",
        "business declines leave",
    );
    check(
        json!({ "gateway": { "service": { "log_normal": { "median_ms": 10, "p99_ms": 5 } } } }),
        "gateway.service.log_normal.p99_ms",
        "5",
        "not below median_ms, which is 10",
    );
    check(json!({ "gateway": { "service": { "gamma": {} } } }), "gateway.service", "{\"gamma\":{}}", "log_normal");
    check(
        json!({ "gateway": { "service": { "empirical": {} } } }),
        "gateway.service.empirical.values_ms",
        "[]",
        "at least one",
    );
    check(
        json!({ "load": { "open": { "rate_per_s": 1e6 } }, "duration_s": 31_536_000 }),
        "duration_s",
        "31536000",
        "1e9 payments",
    );
    check(json!([1, 2]), "(whole)", "[1,2]", "a JSON object");
}

/// What is said to be allowed is short, and whoever follows it is not refused again.
#[test]
fn a_limit_that_was_computed_has_no_tail() {
    let declines = |business: f64, technical: f64| {
        let shares = json!({ "business_decline_share": business, "technical_decline_share": technical });
        json!({ "outcomes": shares })
    };
    for (business, rest) in [(0.999, 0.001), (0.9999, 0.0001), (0.99995, 0.00005), (0.7, 0.3), (0.000_001, 0.999_999)] {
        let allowed = format!("a number not above {rest}, what");
        check(declines(business, 1.0), "outcomes.technical_decline_share", "1", &allowed);
        assert_eq!(problems(&declines(business, rest)), [], "{business} and {rest}");
    }
    let long = |duration_s: f64| json!({ "load": { "open": { "rate_per_s": 600 } }, "duration_s": duration_s });
    check(long(2e6), "duration_s", "2000000", "at most 1666666 s at");
    assert_eq!(problems(&long(1_666_666.0)), [], "as was said");
}

#[test]
fn a_time_that_would_stand_still_is_refused() {
    let none = json!({ "deterministic": { "mean_ms": 0 } });
    let scenario = json!({
        "load": { "closed": { "clients": 2, "think": none } },
        "gateway": { "service": none }, "processors": { "service": none }, "card_management": { "service": none },
        "channel": { "delay": none, "answer_delay": none },
    });
    check(scenario, "load.closed.think", "no time at all", "time would stand still");
}

#[test]
fn all_problems_come_at_once() {
    let scenario = json!({ "gateway": { "workers": 0, "queue_limit": -1 }, "cards": { "count": 0 }, "colour": "red" });
    let paths: Vec<String> = problems(&scenario).into_iter().map(|problem| problem.path).collect();
    assert_eq!(paths, ["cards.count", "gateway.workers", "gateway.queue_limit", "colour"], "every one of them");
}

#[test]
fn broken_text_names_its_line() {
    let found = Scenario::parse("{\n  \"gateway\": NaN\n}").unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].path.starts_with("line 2"), "{found:?}");
    assert!(Scenario::parse("{\"duration_s\": 1e999}").is_err(), "a number beyond all numbers");
    assert!(Scenario::parse(&"[".repeat(100_000)).is_err(), "too deep to read");
}

#[test]
fn presets_pass_and_come_back_from_their_brief_form() {
    for preset in PRESETS {
        let scenario = preset.scenario();
        let checked = scenario.check().unwrap_or_else(|problems| panic!("{}: {problems:?}", preset.id));
        assert_eq!(Scenario::from_value(&scenario.to_brief_value()), Ok(checked.clone()), "{}: brief", preset.id);
        assert_eq!(Scenario::from_value(&scenario.to_value()), Ok(checked), "{}: full", preset.id);
    }
}

#[test]
fn the_default_is_nearly_nothing() {
    let brief = Scenario::default().to_brief_value();
    assert_eq!(brief, json!({ "version": 1 }), "defaults are left out");
}

fn link() -> Link {
    let scenario = PRESETS[3].checked();
    let lab = LabSetting { servers: 7, tail: Tail::LogNormal, ..LabSetting::default() };
    Link { view: "play".to_owned(), scenario, seed: 42, pinned: Some(PRESETS[0].checked()), lab }
}

#[test]
fn a_link_leads_back() {
    let fragment = link().encode();
    assert!(fragment.starts_with("play/v1."), "{fragment}");
    assert!(fragment.len() < 700, "short enough for every chat: {} characters", fragment.len());
    assert_eq!(Link::decode(&fragment), Ok(link()), "what was sent comes back");
    assert_eq!(Link::decode(&format!("#{fragment}")), Ok(link()), "also with its mark");
}

#[test]
fn old_links_live_for_ever() {
    // Made on 2026-11-22 by the first version. It must open in every later one.
    let golden = "play/v1.VY_BbsMgDIZfxfI5mtoqp0jTtKfYEVmZM9AAM3CaVlXefWZrDz2B-a3v-7lhmzlTDYLTDb9IeaNrv_6svLKLIQXFKa8xDti4nsPMPeVLkcxZA8U-JqbsUsPpeHg57PuAm9RvrvYw2hCFPvuWFM7_lmLJE2PAampXuDqLTkYxnadiMpwlN6Ws2MFWq2kQ4-CHJwXbMWoDFVDPsIRFPRS6JgPD5jlDoou714FXGN_MpUFjJ79DEYkgCyyyVniUHvBsx5_kuPdvs9UfT_sv";
    let opened = Link::decode(golden).unwrap();
    assert_eq!(opened.seed, 42, "its seed");
    assert_eq!(opened.lab, LabSetting::default(), "the formula lab was not in it");
    assert_eq!(opened.scenario.scenario().gateway.workers, Some(4), "its four workers");
}

#[test]
fn strange_fragments_are_told_apart() {
    let check = |fragment: &str| Link::decode(fragment).unwrap_err();
    for foreign in ["", "#", "section-2", "play/", "play/v1", "/v1.abc", "Play/v1.abc", "play/vx.abc"] {
        assert_eq!(check(foreign), LinkError::NotOurs, "{foreign:?}");
    }
    assert!(matches!(check("play/v2.abc"), LinkError::Newer(_)), "a later version");
    let fragment = link().encode();
    assert!(matches!(check(&fragment[..fragment.len() / 2]), LinkError::Damaged(_)), "cut short");
    assert!(matches!(check("play/v1.!!!"), LinkError::Damaged(_)), "not base64url");
    assert!(matches!(check(&format!("play/v1.{}", "A".repeat(70_000))), LinkError::Damaged(_)), "too long");
}

#[test]
fn a_bomb_does_not_go_off() {
    use base64::Engine;
    let packed = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 20_000_000], 9);
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(packed);
    assert!(payload.len() < 65_536, "it looks harmless");
    assert!(matches!(Link::decode(&format!("play/v1.{payload}")), Err(LinkError::Damaged(_))), "it is not inflated");
}

#[test]
fn a_link_lists_what_is_not_allowed_in_it() {
    use base64::Engine;
    let check = |document: Value, place: &str| {
        let packed = miniz_oxide::deflate::compress_to_vec(document.to_string().as_bytes(), 9);
        let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(packed);
        let Err(LinkError::Refused(problems)) = Link::decode(&format!("play/v1.{payload}")) else { panic!("refused") };
        assert_eq!(problems[0].path, place, "the place is named");
    };
    check(json!({ "scenario": { "gateway": { "workers": 0 } }, "seed": -1 }), "gateway.workers");
    check(json!({ "scenario": {}, "lab": { "servers": 65 } }), "lab.servers");
    check(json!({ "scenario": {}, "lab": { "tail": "long" } }), "lab.tail");
    check(json!({ "scenario": {}, "lab": { "colour": "red" } }), "lab.colour");
    check(json!({ "scenario": {}, "lab": 4 }), "lab");
}

proptest::proptest! {
    #[test]
    fn no_fragment_breaks_the_reader(fragment in "\\PC{0,80}", payload in "[A-Za-z0-9_-]{0,200}") {
        let _ = Link::decode(&fragment);
        let _ = Link::decode(&format!("play/v1.{payload}"));
    }

    #[test]
    fn no_text_breaks_the_parser(text in "\\PC{0,200}") {
        let _ = Scenario::parse(&text);
    }
}
