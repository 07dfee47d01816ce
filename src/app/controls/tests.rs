//! The groups rendered to text: what can be reached, what is said, and what is wrong.

use super::*;
use crate::app::text::WORKBENCH;
use crate::balance::Policy;
use crate::scenario::{
    Access, Backoff, Balancer, CacheWrite, ChannelKind, Concurrency, Discipline, Fault, FaultKind, Fee, Gaps, Load,
    Popularity, RoutingRule, Service, Shape, Zone,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every page and group that there is.
const PLACES: [(Page, Option<Place>); 17] = [
    (Page::Place, None),
    (Page::Place, Some(Place::Merchants)),
    (Page::Place, Some(Place::Gateway)),
    (Page::Place, Some(Place::Balancer)),
    (Page::Place, Some(Place::Channel)),
    (Page::Place, Some(Place::CardManagement)),
    (Page::Place, Some(Place::Database)),
    (Page::Place, Some(Place::Processor(0))),
    (Page::Place, Some(Place::Processor(1))),
    (Page::Place, Some(Place::Processor(2))),
    (Page::Place, Some(Place::RiskCheck)),
    (Page::Place, Some(Place::TokenVault)),
    (Page::Place, Some(Place::SecurityModule)),
    (Page::Place, Some(Place::Forwarders)),
    (Page::Safeguards, None),
    (Page::Security, None),
    (Page::Faults, None),
];

/// Runs a future that is always ready when it is polled.
fn finish<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::yield_now();
    }
}

fn render(scenario: &Scenario, place: Option<Place>) -> String {
    rendered(scenario, (Page::Place, place), None)
}

fn rendered(scenario: &Scenario, (page, place): (Page, Option<Place>), report: Option<Report>) -> String {
    beside(scenario, (page, place), (report, scenario.nobody()))
}

/// The same beside what is known of a run of another scenario: its report, and what is answered when nobody is usable.
fn beside(
    scenario: &Scenario,
    (page, place): (Page, Option<Place>),
    (report, nobody): (Option<Report>, &'static str),
) -> String {
    let scenario = scenario.clone();
    let problems = scenario.check().err().unwrap_or_default();
    let renderer = yew::ServerRenderer::<Controls>::with_props(move || ControlsProps {
        text: &WORKBENCH.controls,
        scenario: Rc::new(scenario),
        problems: Rc::new(problems),
        place,
        page,
        measured: Measured { report: report.map(Rc::new), nobody },
        feed: Feed::default(),
        on_edit: Callback::noop(),
        on_close: Callback::noop(),
    });
    finish(renderer.hydratable(false).render())
}

/// The paths that the controls of a group carry.
fn fields(html: &str) -> BTreeSet<String> {
    html.split("data-field=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// The paths of a scenario's leaves.
fn leaves(path: &str, value: &Value, found: &mut Vec<String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(inner) if !inner.is_empty() => {
            for (name, value) in inner {
                leaves(&below(name), value, found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

/// Scenarios that together use every kind of everything.
fn scenarios() -> Vec<Scenario> {
    let base = Scenario::default();
    let mut all = vec![base.clone()];
    let start = Service::Exponential { mean_ms: 20.0 };
    all.extend(Service::TAGS.iter().filter_map(|tag| start.with_tag(tag)).map(|law| {
        let mut scenario = base.clone();
        scenario.gateway.service = law.clone();
        scenario.processors.service = law.clone();
        scenario.channel.delay = law.clone();
        scenario.channel.answer_delay = law.clone();
        scenario.card_management.service = law.clone();
        scenario.database.indexed_read = law.clone();
        scenario.database.commit = law.clone();
        scenario.load = Load::Closed { clients: 7, think: law };
        scenario
    }));
    all.extend(
        Shape::TAGS.iter().filter_map(|tag| Shape::of_kind(tag, 100.0)).map(|shape| Scenario {
            load: Load::Open { rate_per_s: 100.0, shape, gaps: Gaps::Regular },
            ..base.clone()
        }),
    );
    all.extend(Popularity::TAGS.iter().filter_map(|tag| Popularity::of_kind(tag, 1_000)).map(|popularity| {
        let mut scenario = base.clone();
        scenario.cards.popularity = popularity;
        scenario
    }));
    all.extend(ChannelKind::TAGS.iter().filter_map(|tag| ChannelKind::of_tag(tag)).map(|kind| {
        let mut scenario = base.clone();
        scenario.channel.kind = kind;
        scenario
    }));
    let mut scan = base.clone();
    scan.database.access = Access::FullScan;
    scan.balancer.weights = vec![5.0, 3.0, 1.0];
    scan.balancer.fees = Fee::list("1.2% + 0.10, 0.9%, 0.25").unwrap_or_default();
    scan.balancer.rules = RoutingRule::list("cards 400000-400024: 2, 1; any: 3", 1).unwrap_or_default();
    scan.balancer.zones = Zone::list("2 processors, 1 gateway; 1, 0").unwrap_or_default();
    scan.processors.speeds = vec![1.0, 0.5, 2.0];
    (scan.gateway.workers, scan.gateway.queue_limit, scan.cache.ttl_s) = (None, None, Some(30.0));
    all.push(scan);
    let mut broken = base;
    (broken.merchant.backoff, broken.retry.backoff) = (Backoff::Fixed { pause_ms: 5.0 }, Backoff::default());
    (broken.merchant.tries, broken.merchant.timeout_ms, broken.timers.gateway_ms) = (3, Some(2e3), Some(9e3));
    broken.safeguards.idempotency = false;
    broken.resilience.concurrency = Concurrency::Fixed { limit: 5 };
    broken.overload.gateway_queue = Discipline::of_tag("codel");
    broken.overload.processor_queue = Discipline::of_tag("adaptive_lifo");
    broken.faults = FaultKind::TAGS
        .iter()
        .map(|tag| FaultKind::usual(tag))
        .map(|kind| Fault::new(kind, kind.usual_place(), 5.0, 9.0))
        .collect();
    all.push(broken);
    all
}

/// Whether a control's path covers a leaf: itself, or the list that the leaf is.
fn covers(field: &str, leaf: &str) -> bool {
    field == leaf || field.strip_prefix(leaf).is_some_and(|rest| rest.starts_with('['))
}

#[test]
fn every_field_of_a_scenario_is_reachable() {
    for scenario in scenarios() {
        let shown: BTreeSet<String> =
            PLACES.into_iter().flat_map(|at| fields(&rendered(&scenario, at, None))).collect();
        let mut wanted = Vec::new();
        leaves("", &scenario.to_value(), &mut wanted);
        // A policy without parameters has none to show.
        if scenario.balancer.policy.parameters().is_empty() {
            wanted.retain(|leaf| leaf != "balancer.parameters");
        }
        // Title and question stand in the bar, the version is nobody's to change, and the tag of a law without
        // numbers is the choice itself.
        for leaf in wanted.iter().filter(|leaf| !["version", "title", "question"].contains(&leaf.as_str())) {
            assert!(shown.iter().any(|field| covers(field, leaf)), "no control for {leaf}");
        }
    }
}

#[test]
fn a_group_shows_the_problems_of_its_own_fields_and_no_others() {
    for scenario in scenarios() {
        for (page, place) in PLACES {
            for field in fields(&rendered(&scenario, (page, place), None)) {
                let listed = ["processors.speeds", "load"].contains(&field.as_str());
                assert!(listed || groups::shows(page, place, &field), "{place:?} carries {field} but does not own it");
            }
        }
    }
    assert!(groups::shows(Page::Place, Some(Place::Gateway), "gateway.service.log_normal.p99_ms"), "below a field");
    assert!(!groups::shows(Page::Place, Some(Place::Gateway), "gateway_other"), "a name that only begins alike");
    assert!(!groups::shows(Page::Place, Some(Place::Processor(1)), "processors.speeds[0]"), "another processor's");
}

#[test]
fn every_control_is_named_and_described() {
    for scenario in scenarios() {
        for place in PLACES {
            let html = rendered(&scenario, place, None);
            for reference in ["aria-describedby=\"", "aria-labelledby=\"", " for=\"", "aria-controls=\""] {
                for ids in html.split(reference).skip(1).filter_map(|rest| rest.split('"').next()) {
                    for id in ids.split(' ') {
                        assert!(html.contains(&format!("id=\"{id}\"")), "{place:?}: {reference}{id} leads nowhere");
                    }
                }
            }
            let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let distinct: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), distinct.len(), "{place:?}: every id once");
        }
    }
}

#[test]
fn a_number_out_of_range_is_told_at_its_field() {
    let mut scenario = Scenario::default();
    scenario.gateway.workers = Some(0);
    let html = render(&scenario, Some(Place::Gateway));
    assert!(html.contains("Out of range: 0\u{a0}workers. Allowed: 1 to 10\u{202f}000\u{a0}workers."), "{html}");
    assert!(html.contains("aria-invalid=\"true\""), "and the field is marked");
    assert!(!html.contains("<li>"), "but it is not repeated at the top");
}

#[test]
fn a_problem_elsewhere_is_told_at_the_top() {
    let mut scenario = Scenario::default();
    scenario.gateway.workers = Some(0);
    let html = render(&scenario, Some(Place::Database));
    assert!(html.contains("role=\"alert\""), "an alert");
    assert!(html.contains("Gateway, Workers: not 0. Allowed: a whole number"), "{html}");
}

#[test]
fn a_contradiction_is_told_where_it_can_be_mended() {
    let mut scenario = Scenario::default();
    scenario.balancer = Balancer { weights: vec![1.0, 300.0, 1.0], ..scenario.balancer };
    let html = render(&scenario, Some(Place::Balancer));
    assert!(html.contains("Out of range: 300. Allowed: 0 to 256."), "{html}");
    scenario.balancer.weights = vec![0.0; 3];
    assert!(render(&scenario, Some(Place::Balancer)).contains("at least one weight above 0"), "the list's own");
    scenario = Scenario::default();
    scenario.channel.lines = Some(0);
    let html = render(&scenario, Some(Place::Channel));
    let fold = html.split("<details").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    assert!(fold.contains(" open"), "a fold opens for it: {fold}");
}

#[test]
fn the_default_is_said_and_its_reset_appears_only_when_it_serves() {
    let mut scenario = Scenario::default();
    let html = render(&scenario, Some(Place::Gateway));
    assert!(html.contains("Default: 48\u{a0}workers. Assumption"), "with its source");
    assert!(!html.contains("Reset Workers"), "nothing to reset");
    scenario.gateway.workers = Some(4);
    let html = render(&scenario, Some(Place::Gateway));
    assert!(html.contains("aria-label=\"Reset Workers to 48\u{a0}workers\""), "{html}");
    assert!(html.contains("aria-valuetext=\"4 workers\""), "the value with its unit");
}

#[test]
fn each_choice_has_words_for_every_tag() {
    let text = &WORKBENCH.controls;
    let ids = |options: &[crate::app::text::OptionText]| options.iter().map(|option| option.id).collect::<Vec<_>>();
    assert_eq!(ids(text.laws.kinds), Service::TAGS, "laws");
    assert_eq!(ids(text.load.shape.kinds), Shape::TAGS, "shapes");
    assert_eq!(ids(text.cards.popularity.kinds), Popularity::TAGS, "popularities");
    assert_eq!(ids(text.load.kinds), Load::TAGS, "loads");
    assert_eq!(ids(text.faults.kinds), FaultKind::TAGS, "faults");
    assert!(
        text.writes.write_kinds.iter().map(|kind| kind.id).eq(CacheWrite::CHOICES.iter().map(|(id, _)| *id)),
        "writes"
    );
    let known = text.faults.places.iter().filter(|place| Fault::place_of(place.id).is_some()).count();
    assert_eq!((known, text.faults.places.len()), (23, 23), "every place with a queue");
}

#[test]
fn a_classic_mistake_is_told_at_its_field() {
    let mut scenario = Scenario::default();
    (scenario.merchant.timeout_ms, scenario.timers.gateway_ms) = (Some(2_000.0), Some(9_000.0));
    let html = render(&scenario, Some(Place::Gateway));
    let caution = "The gateway waits 9000 ms, the merchant that called it only 2000 ms";
    assert!(html.contains(caution), "with its consequence: {html}");
    assert!(
        html.contains("control-timers-gateway-ms-caution control-timers-gateway-ms-help"),
        "and tied to the control"
    );
    assert!(!html.contains("aria-invalid"), "but it is allowed");
    assert!(!render(&scenario, Some(Place::Merchants)).contains(caution), "not elsewhere");
    let page = rendered(&scenario, (Page::Safeguards, None), None);
    assert!(page.contains("Gateway, Gateway's timer: ") || page.contains("Gateway, Gateway&#x27;s timer: "), "{page}");
}

#[test]
fn a_safeguard_says_what_breaks_and_what_it_counted() {
    let mut scenario = Scenario { warm_up_s: Some(1.0), duration_s: 8.0, ..Scenario::default() };
    let idle = rendered(&scenario, (Page::Safeguards, None), None);
    assert!(idle.contains(WORKBENCH.controls.safeguards.idle), "nothing to do: {idle}");
    let calm = crate::experiment::run(&scenario.check().expect("allowed"), 1);
    let laws = calm.invariants.clone();
    let listed = rendered(&scenario, (Page::Safeguards, None), Some(calm));
    assert!(
        listed.contains("arrivals = completed + failed + in flight (I9): <b>holds</b>"),
        "laws of any run: {listed}"
    );
    assert_eq!(listed.matches("<b>holds</b>").count(), laws.len(), "each of them");
    assert!(listed.contains("Counted from the first payment of the run on."), "from when they count");
    (scenario.links.merchant_loss, scenario.merchant.timeout_ms, scenario.merchant.tries) = (0.1, Some(900.0), 3);
    scenario.safeguards.idempotency = false;
    let report = crate::experiment::run(&scenario.check().expect("allowed"), 1);
    let payment = report.recovery.as_ref().and_then(|counts| counts.first_violating).expect("charged twice");
    let window = (WORKBENCH.controls.safeguards.window)(1.0, report.simulated_s);
    let html = rendered(&scenario, (Page::Safeguards, None), Some(report));
    assert!(html.contains("the card is charged twice"), "what breaks");
    assert!(html.contains("; double charges: "), "what it counted");
    assert!(html.contains(&window) && !idle.contains("have counted"), "and over which window: {window}");
    assert!(html.contains(&format!("The first payment that is wrong: number {payment}.")), "and who was first");
}

#[test]
fn nobody_usable_is_told_with_what_the_product_answers() {
    let down = |place: u8| Fault::new(FaultKind::Down, Place::Processor(place), 0.0, 20.0);
    let mut scenario = Scenario { warm_up_s: Some(0.0), duration_s: 20.0, ..Scenario::default() };
    scenario.faults = (0..3).map(down).collect();
    scenario.health.active = true;
    let report = crate::experiment::run(&scenario.check().expect("allowed"), 1);
    let html = rendered(&scenario, (Page::Safeguards, None), Some(report.clone()));
    let count = report.recovery.as_ref().map_or(0, |counts| counts.nobody);
    let told = format!("{} attempts found no usable processor.", crate::app::format::count(count));
    assert!(count > 100 && html.contains(&told), "{told} {html}");
    let product = scenario.nobody();
    assert!(html.contains(product), "{html}");
    // The policy in the fields is not the one that runs any more.
    scenario.balancer.policy = Policy::HaproxyRoundrobin;
    let html = beside(&scenario, (Page::Safeguards, None), (Some(report), product));
    assert!(html.contains(product) && !html.contains("HAProxy answers"), "{html}");
}

#[test]
fn full_bulkheads_are_told_in_words_of_their_own() {
    let mut scenario = Scenario { warm_up_s: Some(0.0), duration_s: 20.0, ..Scenario::default() };
    scenario.overload.attempts_per_processor = Some(1);
    let report = crate::experiment::run(&scenario.check().expect("allowed"), 1);
    let html = rendered(&scenario, (Page::Safeguards, None), Some(report.clone()));
    let count = report.recovery.map_or(0, |counts| counts.full);
    let told = format!("{} attempts found every usable processor full.", crate::app::format::count(count));
    assert!(count > 100 && html.contains(&told), "{told} {html}");
    assert!(!html.contains("no usable processor"), "all are up");
}

#[test]
fn under_a_panic_threshold_envoys_is_not_said_to_be_0() {
    let words = |panic_share: f64| {
        let mut scenario = Scenario::default();
        scenario.balancer.policy = Policy::EnvoyLeastRequest;
        scenario.health.panic_share = panic_share;
        scenario.nobody()
    };
    assert!(words(0.0).contains("at 0, as here,"), "{}", words(0.0));
    assert!(!words(0.5).contains("as here") && words(0.5).starts_with("Envoy panics"), "{}", words(0.5));
}

#[test]
fn a_place_is_broken_in_the_ways_that_suit_it() {
    let html = render(&Scenario::default(), Some(Place::Database));
    assert!(html.contains("value=\"index_lost\"") && !html.contains("value=\"silent\""), "{html}");
    assert!(!render(&Scenario::default(), Some(Place::Balancer)).contains("break-now"), "no queue, no fault");
}
