//! What can be set where balancing policies meet the same payments: the policies, a world, how many processors and how busy.
//!
//! A world is a scenario whose only stage is the processors, one worker each, so that whatever differs is the balancer's
//! doing. Everything else takes no time and holds nobody up.

use super::problem::{Limit, Problem};
use super::{
    Balancer, Cache, Channel, ChannelKind, Checked, Database, Fault, FaultKind, Gaps, HealthChecks, Load, Outcomes,
    PROCESSORS, Processing, Processors, Scenario, Service, Shape, Stage, Timers,
};
use crate::balance::{Parameter, Policy, Tuned};
use crate::cache;
use crate::math;
use crate::payment::Place;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Range of a contest's processors: more than a scenario may have, because nobody has to draw them.
pub const CONTEST_PROCESSORS: Limit = Limit::new(2.0, 128.0, "processors");
/// Range of its load.
pub const CONTEST_LOAD: Limit = Limit::new(0.05, 0.95, "of what all processors can do");
/// Most policies that meet.
pub const CONTEST_POLICIES: usize = 4;
/// Mean service time of a processor of speed 1 in milliseconds, exponential.
pub const CONTEST_SERVICE_MS: f64 = 20.0;

/// Simulated before measuring begins, in seconds.
const WARM_UP_S: f64 = 10.0;
/// Measured, in seconds.
const WINDOW_S: f64 = 60.0;
/// How long the gateway waits for an answer where one may not come, in milliseconds. Elsewhere it waits for ever, because
/// payments that it gave up would be missing among the slowest.
const TIMEOUT_MS: f64 = 1_000.0;
/// Speeds of the processors of an unequal world, in turn; one is three times as fast as the other.
const SPEEDS: [f64; 2] = [0.5, 1.5];
/// Weights that follow these speeds.
const WEIGHTS: [f64; 2] = [1.0, 3.0];
/// The first processor of a grey world takes so many times as long.
const GREY_TIMES: f64 = 4.0;
/// So many times as long while it is cold.
const COLD_TIMES: f64 = 5.0;
/// Share of the payments that fail at the best processor of a world of approval rates, the second one.
const FAILS_BEST: f64 = 0.05;
/// The best processor there, by its place: not the first, which wins every tie.
const BEST: usize = 1;
/// Shares that fail at the others, in turn.
const FAILS: [f64; 3] = [0.15, 0.20, 0.10];
/// How long it is cold, in seconds.
const COLD_S: f64 = 20.0;
/// How often it is looked for until it is there, in seconds; one look counts.
const CHECK_S: f64 = 0.5;
/// It flaps: down for so long, in seconds, and up for as long.
const FLAP_S: f64 = 5.0;

/// Gateways that balance on their own, where there is not only one.
const GATEWAYS: u32 = 8;
/// How often they are told what is in flight, in milliseconds: every ten mean service times. `tests/gateways.rs` holds what
/// comes of it; Mitzenmacher, "How useful is old information?" (2000), has the model and why.
const TOLD_MS: f64 = 200.0;

/// What the processors are like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum World {
    /// All alike.
    #[default]
    Equal,
    /// Half of them three times as fast as the others, with weights that say so.
    Unequal,
    /// The first takes four times as long and nothing else tells: a grey failure.
    Grey,
    /// The first refuses everything at once.
    FailsFast,
    /// The first takes everything and never answers.
    Dead,
    /// The first refuses everything for five seconds of every ten.
    Flapping,
    /// The first is not there until measuring begins, and takes five times as long for its first twenty seconds.
    Cold,
    /// All alike, behind eight gateways of which each counts only what it sent itself.
    Gateways,
    /// All alike, behind eight gateways that are told at intervals how many attempts are in flight at each processor.
    Delayed,
    /// Each fails a share of its own of what it gets, and has room for all of it: what counts is to learn who approves.
    Approval,
}

impl World {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Equal,
        Self::Unequal,
        Self::Grey,
        Self::FailsFast,
        Self::Dead,
        Self::Flapping,
        Self::Cold,
        Self::Gateways,
        Self::Delayed,
        Self::Approval,
    ];

    /// Its id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Unequal => "unequal",
            Self::Grey => "grey",
            Self::FailsFast => "fails-fast",
            Self::Dead => "dead",
            Self::Flapping => "flapping",
            Self::Cold => "cold",
            Self::Gateways => "gateways",
            Self::Delayed => "delayed",
            Self::Approval => "approval",
        }
    }

    /// How a policy stands in front of the processors.
    fn balancer(self, tuned: &Tuned) -> Balancer {
        let alone = Balancer { parameters: tuned.parameters.clone(), ..Balancer::of(tuned.policy) };
        match self {
            Self::Gateways => Balancer { gateways: GATEWAYS, ..alone },
            Self::Delayed => Balancer { gateways: GATEWAYS, told_every_ms: Some(TOLD_MS), ..alone },
            _ => alone,
        }
    }

    /// Simulated before measuring begins, in seconds: nothing where what is learned at first counts too.
    fn warm_up_s(self) -> f64 {
        if self == Self::Approval { 0.0 } else { WARM_UP_S }
    }

    /// How it is found out who is there: by checks where somebody joins, so that no policy has met it before. The first look
    /// comes before the first payment.
    fn health(self) -> HealthChecks {
        let none = HealthChecks::default();
        match self {
            Self::Cold => {
                HealthChecks { active: true, interval_s: CHECK_S, timeout_s: CHECK_S, fall: 1, rise: 1, ..none }
            }
            _ => none,
        }
    }

    fn faults(self, processors: u32) -> Vec<Fault> {
        let fault = |kind, start_s, duration_s| Fault { kind, place: Place::Processor(0), start_s, duration_s };
        let always = |kind| vec![fault(kind, 0.0, WARM_UP_S + WINDOW_S)];
        match self {
            Self::Equal | Self::Unequal | Self::Gateways | Self::Delayed => Vec::new(),
            Self::Grey => always(FaultKind::Slow { times: GREY_TIMES }),
            Self::FailsFast => always(FaultKind::Down),
            Self::Dead => always(FaultKind::Silent),
            Self::Flapping => {
                let flaps = math::whole(WINDOW_S / FLAP_S / 2.0);
                let start = |flap| WARM_UP_S + 2.0 * FLAP_S * math::float(flap);
                (0..flaps).map(|flap| fault(FaultKind::Down, start(flap), FLAP_S)).collect()
            }
            Self::Cold => vec![
                fault(FaultKind::Down, 0.0, WARM_UP_S),
                fault(FaultKind::Slow { times: COLD_TIMES }, WARM_UP_S, COLD_S),
            ],
            Self::Approval => {
                let fails = |place: usize| if place == BEST { FAILS_BEST } else { FAILS[place % FAILS.len()] };
                let of_one = |number: u8| Fault {
                    place: Place::Processor(number),
                    ..fault(FaultKind::Errors { share: fails(usize::from(number)) }, 0.0, WINDOW_S)
                };
                (0..u8::try_from(processors).unwrap_or(u8::MAX)).map(of_one).collect()
            }
        }
    }
}

/// What can be set. Fields may hold any value; [`ContestSetting::check`] judges them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContestSetting {
    /// The policies with what is set of each; the others are compared with the first.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub policies: Vec<Tuned>,
    /// What the processors are like.
    pub world: World,
    /// How many there are, 2 to 128.
    pub processors: u32,
    /// Arriving work over what all processors can do while nothing is wrong, 0.05 to 0.95.
    pub load: f64,
}

impl ContestSetting {
    /// Judges what was set.
    ///
    /// # Errors
    /// Everything that is out of range.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let mut within = |path: &str, value: f64, limit: Limit| {
            if !limit.contains(value) {
                let (value, allowed) = (value.to_string(), limit.words());
                problems.push(Problem { path: path.to_owned(), value, allowed });
            }
        };
        within("processors", f64::from(self.processors), CONTEST_PROCESSORS);
        within("load", self.load, CONTEST_LOAD);
        within(
            "policies",
            math::count(self.policies.len()),
            Limit::new(1.0, math::count(CONTEST_POLICIES), "policies"),
        );
        for (place, tuned) in self.policies.iter().enumerate() {
            problems.extend(refused_parameters(&format!("policies[{place}]"), tuned));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The scenario in which a policy stands.
    ///
    /// # Errors
    /// Everything that is out of range.
    pub fn scenario(&self, policy: impl Into<Tuned>) -> Result<Checked, Vec<Problem>> {
        let tuned = policy.into();
        self.judged(|setting| setting.of(&tuned))
    }

    /// The scenario in which everything goes to the processor that is the best in hindsight; `None` where nobody can say
    /// which that is.
    ///
    /// # Errors
    /// Everything that is out of range.
    pub fn in_hindsight(&self) -> Result<Option<Checked>, Vec<Problem>> {
        if self.world != World::Approval {
            return Ok(None);
        }
        let best = |setting: &Self| {
            let mut scenario = setting.of(&Policy::RoundRobin.into());
            let weight = |place: usize| if place == BEST { 1.0 } else { 0.0 };
            scenario.balancer.weights = (0..math::index(setting.processors)).map(weight).collect();
            scenario
        };
        self.judged(best).map(Some)
    }

    /// A scenario that is made from the setting, judged.
    fn judged(&self, scenario: impl Fn(&Self) -> Scenario) -> Result<Checked, Vec<Problem>> {
        self.check()?;
        let few = Self { processors: self.processors.min(math::low(math::whole(PROCESSORS.max))), ..self.clone() };
        let judged = scenario(&few).check()?;
        // Their number is all that sets a contest apart from a scenario that was judged.
        Ok(if few == *self { judged } else { Checked(scenario(self)) })
    }

    /// The scenario, not judged yet.
    fn of(&self, tuned: &Tuned) -> Scenario {
        let default = Scenario::default();
        let none = Service::NONE;
        let gateway_ms = (self.world == World::Dead).then_some(TIMEOUT_MS);
        Scenario {
            load: Load::Open { rate_per_s: self.rate_per_s(), shape: Shape::Constant, gaps: Gaps::Exponential },
            gateway: Stage::TRANSPARENT,
            balancer: Balancer { weights: self.of_each(WEIGHTS), ..self.world.balancer(tuned) },
            processors: Processors {
                count: self.processors,
                workers: (self.world != World::Approval).then_some(1),
                queue_limit: None,
                service: Service::Exponential { mean_ms: CONTEST_SERVICE_MS },
                speeds: self.of_each(SPEEDS),
            },
            channel: Channel {
                kind: ChannelKind::CardNetwork,
                lines: None,
                queue_limit: None,
                delay: none.clone(),
                answer_delay: none.clone(),
            },
            card_management: Stage::TRANSPARENT,
            cache: Cache::of(cache::Policy::Lru, default.cards.count),
            database: Database { connections: None, queue_limit: None, indexed_read: none, ..default.database.clone() },
            outcomes: Outcomes { business_decline_share: 0.0, technical_decline_share: 0.0 },
            processing: Processing::Asynchronous,
            timers: Timers { gateway_ms, ..default.timers.clone() },
            health: self.world.health(),
            faults: self.world.faults(self.processors),
            warm_up_s: Some(self.world.warm_up_s()),
            duration_s: self.world.warm_up_s() + WINDOW_S,
            ..default
        }
    }

    /// Arrivals per second.
    #[must_use]
    pub fn rate_per_s(&self) -> f64 {
        let speeds: f64 = match self.world {
            World::Unequal => self.of_each(SPEEDS).iter().sum(),
            _ => f64::from(self.processors),
        };
        self.load * speeds * 1e3 / CONTEST_SERVICE_MS
    }

    /// The share of the payments that each processor's weight asks for.
    #[must_use]
    pub fn contract(&self) -> Vec<f64> {
        let weights = self.of_each(WEIGHTS);
        let weights = if weights.is_empty() { vec![1.0; math::index(self.processors)] } else { weights };
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }

    /// Numbers that the processors of an unequal world have in turn; none where all are alike.
    fn of_each(&self, numbers: [f64; 2]) -> Vec<f64> {
        let count = math::index(self.processors);
        let numbers = numbers.into_iter().cycle();
        if self.world == World::Unequal { numbers.take(count).collect() } else { Vec::new() }
    }
}

/// What is wrong with the parameters of a policy that stands at a path.
#[must_use]
pub fn refused_parameters(path: &str, tuned: &Tuned) -> Vec<Problem> {
    let problem = |parameter: &Parameter| {
        let whole = if parameter.whole { "a whole number " } else { "" };
        let allowed = format!("{whole}{}", Limit::new(parameter.min, parameter.run_max, parameter.unit).words());
        Problem { path: format!("{path}.{}", parameter.name), value: tuned.value(parameter).to_string(), allowed }
    };
    tuned.refused().map(problem).collect()
}

/// A policy as it is written: its id, and what is set of it by name.
#[derive(Serialize, Deserialize)]
struct Written {
    id: String,
    parameters: Vec<(String, f64)>,
}

fn write<S: Serializer>(policies: &[Tuned], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(policies.iter().map(|tuned| Written {
        id: tuned.policy.id().to_owned(),
        parameters: tuned.parameters.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
    }))
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Tuned>, D::Error> {
    let known = |written: &Written| {
        let unknown = |what: &str| serde::de::Error::custom(format!("no {what} in policy {}", written.id));
        let mut tuned = Tuned::from(Policy::from_id(&written.id).ok_or_else(|| unknown("id"))?);
        for (name, value) in &written.parameters {
            let parameter = tuned.policy.parameters().iter().find(|parameter| parameter.name == name);
            tuned.set(parameter.ok_or_else(|| unknown(name))?, *value);
        }
        Ok(tuned)
    };
    Vec::<Written>::deserialize(deserializer)?.iter().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(world: World) -> ContestSetting {
        ContestSetting { policies: vec![Policy::RoundRobin.into()], world, processors: 4, load: 0.7 }
    }

    #[test]
    fn every_world_is_allowed_and_as_busy_as_was_set() {
        for world in World::ALL {
            let checked = setting(world).scenario(Policy::RoundRobin).expect("allowed");
            assert_eq!(checked.scenario().processors.count, 4, "{world:?}");
            let contract = setting(world).contract();
            let expected = if world == World::Unequal { [0.125, 0.375, 0.125, 0.375] } else { [0.25; 4] };
            assert!(contract.iter().zip(expected).all(|(share, due)| (share - due).abs() < 1e-12), "{world:?}");
            assert!((setting(world).rate_per_s() - 140.0).abs() < 1e-9, "0.7 of four times 50 a second: {world:?}");
        }
    }

    #[test]
    fn a_contest_has_more_processors_than_a_scenario() {
        for world in World::ALL {
            let most = ContestSetting { processors: 128, ..setting(world) };
            assert_eq!(most.scenario(Policy::Random).expect("allowed").plan().processors.len(), 128, "{world:?}");
            let best = most.in_hindsight().expect("allowed");
            assert_eq!(best.is_some(), world == World::Approval, "{world:?}");
        }
        for processors in [16, 17, 128] {
            let setting = ContestSetting { processors, ..setting(World::Unequal) };
            let checked = setting.scenario(Policy::RoundRobin).expect("allowed");
            let plan = checked.plan();
            assert_eq!(plan.processors.len(), math::index(processors));
            assert_eq!(plan.processors.last().map(|one| one.weight), Some(if processors % 2 == 0 { 3 } else { 1 }));
            assert_eq!(checked.scenario().check().is_ok(), processors == 16, "a scenario may have sixteen");
        }
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        let wrong = ContestSetting { processors: 129, load: 1.0, policies: Vec::new(), world: World::Equal };
        let paths: Vec<String> = wrong.check().expect_err("refused").into_iter().map(|one| one.path).collect();
        assert_eq!(paths, ["processors", "load", "policies"]);
        assert!(wrong.scenario(Policy::Random).is_err(), "nor does it run");
    }

    #[test]
    fn what_is_set_of_a_policy_runs_and_survives_its_text() {
        let three = Tuned { parameters: vec![("choices", 3.0)], ..Policy::DChoices.into() };
        let tuned = ContestSetting { policies: vec![three.clone()], ..setting(World::Gateways) };
        let balancer = tuned.scenario(three).expect("allowed").scenario().balancer.clone();
        assert_eq!(
            (balancer.parameters, balancer.gateways),
            (vec![("choices", 3.0)], GATEWAYS),
            "as set, in its world"
        );
        let text = serde_json::to_string(&tuned).expect("plain data");
        assert_eq!(serde_json::from_str::<ContestSetting>(&text).expect("read"), tuned);
        assert!(serde_json::from_str::<ContestSetting>(&text.replace("choices\"", "coices\"")).is_err(), "unknown");
        let wide = Tuned { parameters: vec![("choices", 2.5)], ..Policy::DChoices.into() };
        let problems = ContestSetting { policies: vec![wide], ..tuned }.check().expect_err("refused");
        assert_eq!((problems[0].path.as_str(), problems[0].value.as_str()), ("policies[0].choices", "2.5"));
        assert_eq!(problems[0].allowed, "a whole number from 1 to 16 servers");
    }

    #[test]
    fn a_setting_survives_its_text() {
        let text = serde_json::to_string(&setting(World::FailsFast)).expect("plain data");
        assert!(text.contains("\"fails-fast\"") && text.contains("\"round-robin\""), "{text}");
        assert_eq!(serde_json::from_str::<ContestSetting>(&text).expect("read"), setting(World::FailsFast));
        assert!(serde_json::from_str::<ContestSetting>(&text.replace("round-robin", "rond")).is_err(), "unknown");
    }
}
