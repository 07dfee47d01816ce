//! What is known of each place: the scenario's numbers and the run's, side by side, and how they are said.

use super::meter::View;
use crate::app::format;
use crate::app::text::TopologyText;
use crate::math;
use crate::payment::Place;
use crate::scenario::{ChannelKind, Load, Scenario, Stage};

/// Payments that fill the bar of a queue without limit.
const ENDLESS: f64 = 10_000.0;

/// What is known of a place with a queue.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Facts {
    pub(super) place: Place,
    /// Payments waiting.
    pub(super) waiting: u32,
    /// Workers held.
    pub(super) busy: u32,
    /// Workers there are; none for any number.
    pub(super) workers: Option<u32>,
    /// How many may wait; none for any number.
    pub(super) limit: Option<u32>,
    /// Payments turned away so far.
    pub(super) rejected: u32,
    /// Whether it turns payments away now, or would.
    pub(super) full: bool,
    /// What is wrong with it by the fault script, if anything.
    pub(super) fault: Option<String>,
    /// Small print, line by line.
    pub(super) notes: Vec<String>,
    /// Share of the balancer's picks.
    pub(super) share: Option<f64>,
}

const fn stage(stage: &Stage) -> (Option<u32>, Option<u32>) {
    (stage.workers, stage.queue_limit)
}

/// Workers and queue limit of a place with a queue.
fn capacity(scenario: &Scenario, place: Place) -> (Option<u32>, Option<u32>) {
    match place {
        Place::Gateway => (scenario.gateway.workers, scenario.gateway.queue_limit),
        Place::Channel => (scenario.channel.lines, scenario.channel.queue_limit),
        Place::CardManagement => (scenario.card_management.workers, scenario.card_management.queue_limit),
        Place::Database => (scenario.database.connections, scenario.database.queue_limit),
        Place::Processor(_) => (scenario.processors.workers, scenario.processors.queue_limit),
        Place::RiskCheck => stage(&scenario.security.risk_check),
        Place::TokenVault => stage(&scenario.security.token_vault),
        Place::SecurityModule => stage(&scenario.security.security_module),
        Place::Forwarders => (Some(scenario.follow_up.workers), scenario.follow_up.queue_limit),
        Place::Merchants | Place::Balancer => (None, None),
    }
}

/// What is known of every place with a queue, in the order of [`crate::payment::Roster`].
pub(super) fn facts(text: &TopologyText, scenario: &Scenario, view: &View) -> Vec<Facts> {
    let stations = scenario.roster().stations.into_iter().enumerate();
    let fact = |(index, place): (usize, Place)| {
        let gauge = view.gauges.get(index).copied().unwrap_or_default();
        let (configured, limit) = capacity(scenario, place);
        // Where the autoscaler acts, the run says how many there are; before it has begun, the scenario.
        let scaled = scenario.scaling.on && matches!(place, Place::Processor(_)) && gauge.workers > 0;
        let workers = if scaled { Some(gauge.workers) } else { configured };
        // Nothing waits at a place without queue; it is full when its workers are.
        let crowded = limit.is_some_and(|limit| gauge.waiting >= limit) && workers.is_some_and(|all| gauge.busy >= all);
        Facts {
            place,
            waiting: gauge.waiting,
            busy: gauge.busy,
            workers,
            limit,
            rejected: gauge.rejected,
            full: crowded || view.rejecting.get(index).copied().unwrap_or_default(),
            fault: fault(text, scenario, view.now_s, place),
            notes: notes(text, scenario, view, place),
            share: share(view, place),
        }
    };
    stations.map(fact).collect()
}

/// The faults that stand at a place now.
fn fault(text: &TopologyText, scenario: &Scenario, now_s: f64, place: Place) -> Option<String> {
    let standing = scenario.faults.iter().filter(|fault| fault.place == place && fault.stands(now_s));
    let words: Vec<String> = standing.map(|fault| (text.fault)(fault.kind)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn share(view: &View, place: Place) -> Option<f64> {
    match place {
        Place::Processor(number) => view.shares.get(usize::from(number)).copied(),
        _ => None,
    }
}

fn notes(text: &TopologyText, scenario: &Scenario, view: &View, place: Place) -> Vec<String> {
    if place == Place::Channel {
        return channel(text, scenario.channel.kind, view);
    }
    let note = note(text, scenario, view, place);
    if note.is_empty() { Vec::new() } else { vec![note] }
}

/// What the channel is, and what its answers wait for.
fn channel(text: &TopologyText, kind: ChannelKind, view: &View) -> Vec<String> {
    match kind {
        ChannelKind::CardNetwork => vec![text.card_network.to_owned()],
        ChannelKind::InstantRail { limit_s } => {
            vec![text.instant_rail.to_owned(), (text.limit)(&format!("{}\u{a0}s", plain(limit_s)))]
        }
        ChannelKind::Ledger { block_interval_s, .. } => {
            let (next_s, unconfirmed) = view
                .ledger
                .map_or((block_interval_s, 0), |ledger| ((ledger.next_s - view.now_s).max(0.0), ledger.unconfirmed));
            let next = (text.next_block)(&format!("{next_s:.1}\u{a0}s"));
            vec![text.ledger.to_owned(), next, (text.unconfirmed)(&count(unconfirmed))]
        }
    }
}

fn note(text: &TopologyText, scenario: &Scenario, view: &View, place: Place) -> String {
    match place {
        Place::Processor(number) => {
            let of = |list: &[f64]| list.get(usize::from(number)).map(|x| plain(*x));
            let speed = of(&scenario.processors.speeds).map(|speed| (text.speed)(&speed));
            let weight = of(&scenario.balancer.weights).map(|weight| (text.weight)(&weight));
            [speed, weight].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Place::CardManagement if scenario.cache.capacity == 0 => text.no_cache.to_owned(),
        Place::CardManagement => {
            view.hits.map_or_else(String::new, |share| (text.hits)(&format::percent(share).text()))
        }
        _ => String::new(),
    }
}

/// A number that a person chose, without needless digits.
fn plain(x: f64) -> String {
    let text = format!("{x:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A count that a person reads.
pub(super) fn count(n: u32) -> String {
    format::count(u64::from(n))
}

/// A count at a place: in thousands from ten thousand on, or in millions, where a small plate has no room for more.
pub(super) fn count_at(place: Place, n: u32) -> String {
    match n {
        _ if place.is_on_the_way() => count(n),
        0..10_000 => count(n),
        10_000..10_000_000 => format!("{}k", count(n / 1_000)),
        _ => format!("{}M", count(n / 1_000_000)),
    }
}

/// Name of a place.
pub(super) fn name(text: &TopologyText, place: Place) -> String {
    match place {
        Place::Merchants => text.merchants.to_owned(),
        Place::Gateway => text.gateway.to_owned(),
        Place::Balancer => text.balancer.to_owned(),
        Place::Channel => text.channel.to_owned(),
        Place::CardManagement => text.card_management.to_owned(),
        Place::Database => text.database.to_owned(),
        Place::Processor(number) => (text.processor)(u32::from(number) + 1),
        Place::RiskCheck => text.risk_check.to_owned(),
        Place::TokenVault => text.token_vault.to_owned(),
        Place::SecurityModule => text.security_module.to_owned(),
        Place::Forwarders => text.forwarders.to_owned(),
    }
}

/// The balancer's policy in words.
pub(super) fn policy(scenario: &Scenario) -> String {
    scenario.balancer.policy.id().replace('-', " ")
}

/// How many merchants there are, or how much they send: the figure, its unit, what is said below.
pub(super) fn arrivals(text: &'static TopologyText, scenario: &Scenario, view: &View) -> [String; 3] {
    match scenario.load {
        Load::Closed { clients, .. } => [count(clients), text.clients.to_owned(), text.taking_turns.to_owned()],
        Load::Open { rate_per_s, .. } => {
            let rate = if view.seen { view.rate_per_s } else { rate_per_s };
            [format::number(rate), text.per_second.to_owned(), text.arriving.to_owned()]
        }
    }
}

/// What assistive technology says of a place.
pub(super) fn label(text: &'static TopologyText, scenario: &Scenario, view: &View, place: Place) -> String {
    let [figure, ..] = arrivals(text, scenario, view);
    match (place, &scenario.load) {
        (Place::Merchants, Load::Open { .. }) => (text.merchants_rate)(&figure),
        (Place::Merchants, Load::Closed { .. }) => (text.merchants_clients)(&figure),
        _ => match view.pick {
            None => (text.balancer_policy)(&policy(scenario)),
            Some(pick) => (text.balancer_pick)(&policy(scenario), &name(text, Place::Processor(pick))),
        },
    }
}

/// What assistive technology says of a place with a queue.
pub(super) fn station_label(text: &TopologyText, facts: &Facts) -> String {
    let name = name(text, facts.place);
    let (waiting, busy) = (count(facts.waiting), count(facts.busy));
    let mut label = match facts.workers {
        Some(workers) => (text.station)(&name, &waiting, &busy, &count(workers)),
        None => (text.open_station)(&name, &waiting, &busy),
    };
    let away = (facts.rejected > 0).then(|| (text.turned_away)(&count(facts.rejected)));
    let full = (facts.full || facts.fault.is_some()).then(|| text.full.to_owned());
    for part in facts.notes.iter().cloned().chain([away, facts.fault.clone(), full].into_iter().flatten()) {
        label.push_str(", ");
        label.push_str(&part);
    }
    label
}

/// How full a queue's bar is: of its limit, or on a logarithmic scale that ends at [`ENDLESS`] where there is none.
pub(super) fn fullness(waiting: u32, limit: Option<u32>) -> f64 {
    match limit {
        Some(limit) => f64::from(waiting) / f64::from(limit.max(1)),
        None => math::ln_1p(f64::from(waiting)) / math::ln_1p(ENDLESS),
    }
    .clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::ENGLISH;
    use crate::scenario::{Fault, FaultKind};
    use crate::wire::Gauge;

    fn view(gauge: Gauge) -> View {
        View { seen: true, gauges: vec![gauge; 7], ..View::default() }
    }

    fn gateway(gauge: Gauge) -> String {
        let facts = facts(&ENGLISH.topology, &Scenario::default(), &view(gauge));
        station_label(&ENGLISH.topology, &facts[0])
    }

    #[test]
    fn a_station_is_said_with_its_state() {
        let calm = Gauge { waiting: 3, busy: 12, rejected: 0, arrivals: 0, workers: 0 };
        assert_eq!(gateway(calm), "Gateway: 3 waiting, 12 of 48 workers busy", "waiting and busy");
        let full = Gauge { waiting: 500, busy: 48, rejected: 7, arrivals: 0, workers: 0 };
        let said = "Gateway: 500 waiting, 48 of 48 workers busy, 7 turned away, signal at stop";
        assert_eq!(gateway(full), said, "and what is wrong");
    }

    #[test]
    fn a_fault_is_said_while_it_stands() {
        let mut scenario = Scenario::default();
        let slow = FaultKind::Slow { times: 20.0 };
        scenario.faults =
            vec![Fault::new(slow, Place::Gateway, 10.0, 5.0), Fault::new(FaultKind::Down, Place::Gateway, 12.0, 5.0)];
        let said = |now_s| {
            let view = View { now_s, ..view(Gauge::default()) };
            station_label(&ENGLISH.topology, &facts(&ENGLISH.topology, &scenario, &view)[0])
        };
        assert_eq!(said(9.9), "Gateway: 0 waiting, 0 of 48 workers busy", "before");
        assert!(said(11.0).ends_with(", 20× slower, signal at stop"), "{}", said(11.0));
        assert!(said(13.0).ends_with(", 20× slower, down, signal at stop"), "both: {}", said(13.0));
        assert!(said(16.0).ends_with(", down, signal at stop"), "the first is over");
    }

    #[test]
    fn a_place_without_limit_has_no_number_of_workers() {
        let facts = facts(
            &ENGLISH.topology,
            &Scenario::default(),
            &view(Gauge { waiting: 0, busy: 14, rejected: 0, arrivals: 0, workers: 0 }),
        );
        assert_eq!(
            station_label(&ENGLISH.topology, &facts[1]),
            "Channel: 0 waiting, 14 busy, card network",
            "any number of lines"
        );
    }

    #[test]
    fn numbers_that_were_chosen_keep_their_form() {
        assert_eq!(plain(0.4), "0.4", "as typed");
        assert_eq!(plain(5.0), "5", "no needless digits");
        assert_eq!(plain(100.0), "100", "zeros of a whole number stay");
    }

    #[test]
    fn hits_are_those_of_now() {
        let text = &ENGLISH.topology;
        let view = View { hits: Some(0.873), ..view(Gauge::default()) };
        let note = note(text, &Scenario::default(), &view, Place::CardManagement);
        assert_eq!(note, "87.3\u{a0}% hits now", "not of the whole run");
        let seconds = "over the last two seconds";
        assert!(
            text.help_lines.iter().any(|line| line.contains("Hits now") && line.contains(seconds)),
            "and explained"
        );
    }

    #[test]
    fn a_large_count_fits_a_small_plate() {
        assert_eq!(count_at(Place::Gateway, 64_546), "64\u{202f}546", "in full where there is room");
        let small = [999, 9_999, 64_546, 9_999_999, 12_345_678].map(|n| count_at(Place::RiskCheck, n));
        assert_eq!(small, ["999", "9999", "64k", "9999k", "12M"], "else never more than five letters");
    }

    #[test]
    fn a_bar_fills_up_to_its_limit() {
        assert!((fullness(50, Some(200)) - 0.25).abs() < 1e-12, "a quarter of the limit");
        assert!((fullness(500, Some(200)) - 1.0).abs() < 1e-12, "never more than all of it");
        assert!(fullness(10, None) < fullness(100, None), "without limit it still grows");
        assert!((fullness(3, Some(0)) - 1.0).abs() < 1e-12, "no place to wait at all");
    }
}
