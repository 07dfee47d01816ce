//! The picks of each policy under one script, with all that it saw at each.

use super::state::{Condition, SERVERS_MAX, SERVERS_MIN, Setting};
use crate::balance::Tuned;
use crate::balance::glimpse::Glimpse;
use crate::balance::script::{self, Player, Script, ScriptError, Servers, WeightsError, Word};
use crate::math;
use crate::random::Stream;
use crate::scenario::{Problem, refused_parameters};

/// The most words of a script.
pub(super) const WORDS_MAX: usize = 400;

/// What all policies did.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bench {
    /// The weight of each server.
    pub(super) weights: Vec<u32>,
    /// How each server is.
    pub(super) conditions: Vec<Condition>,
    /// The policies in their order.
    pub(super) lanes: Vec<Lane>,
}

/// What one policy did.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lane {
    /// The policy, with what is set of it.
    pub(super) tuned: Tuned,
    /// Its picks in order.
    pub(super) picks: Vec<Pick>,
    /// What each server had in flight after each word.
    pub(super) in_flight: Vec<Vec<u32>>,
}

/// A pick, and what the policy saw before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pick {
    /// The server; none if none took it.
    pub(super) server: Option<usize>,
    /// What each server had in flight.
    pub(super) in_flight: Vec<u32>,
    /// The number that the policy kept for each server.
    pub(super) scores: Vec<Option<f64>>,
    /// The second one.
    pub(super) beside: Vec<Option<f64>>,
    /// What it looked at, where that was not everybody.
    pub(super) glimpse: Option<Glimpse>,
}

/// Why nothing can be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The weights.
    Weights(WeightsError),
    /// A parameter of a policy.
    Parameter(Problem),
    /// Too few or too many servers.
    Servers(usize),
    /// The script.
    Script(ScriptError),
    /// It opens nothing.
    Silent,
}

impl Trouble {
    /// Whether it lies in the weights.
    pub(super) const fn of_weights(&self) -> bool {
        matches!(self, Self::Weights(_) | Self::Servers(_))
    }

    /// Whether it lies in the script.
    pub(super) const fn of_script(&self) -> bool {
        matches!(self, Self::Script(_) | Self::Silent)
    }
}

impl Bench {
    /// The weight of a server among those that take requests, as a share; none where nobody does.
    pub(super) fn contract(&self, server: usize) -> Option<f64> {
        let weight = |server: usize| match self.conditions.get(server) {
            Some(Condition::Down) | None => 0,
            Some(_) => self.weights.get(server).copied().unwrap_or_default(),
        };
        let sum: u32 = (0..self.weights.len()).map(weight).sum();
        (sum > 0).then(|| f64::from(weight(server)) / f64::from(sum))
    }
}

impl Lane {
    /// How many requests a server got.
    pub(super) fn count(&self, server: usize) -> usize {
        self.picks.iter().filter(|pick| pick.server == Some(server)).count()
    }

    /// The same as a share of all requests.
    pub(super) fn share(&self, server: usize) -> f64 {
        math::count(self.count(server)) / math::count(self.picks.len().max(1))
    }

    /// The most that a server had in flight, and what it has at the end.
    pub(super) fn in_flight_of(&self, server: usize) -> (u32, u32) {
        let each = || self.in_flight.iter().filter_map(|row| row.get(server).copied());
        (each().max().unwrap_or_default(), each().next_back().unwrap_or_default())
    }

    /// The requests that found no server, counted from 1.
    pub(super) fn refused(&self) -> Vec<usize> {
        let numbered = self.picks.iter().enumerate().filter(|(_, pick)| pick.server.is_none());
        numbered.map(|(place, _)| place + 1).collect()
    }

    /// The most that any server had in flight.
    pub(super) fn in_flight_max(&self) -> u32 {
        self.in_flight.iter().flatten().copied().max().unwrap_or_default()
    }
}

/// Path of what is set of the policy at a place.
pub(super) fn path(place: usize) -> String {
    format!("policy {}", place + 1)
}

/// What is wrong with the parameters of the policies.
pub(super) fn problems(setting: &Setting) -> Vec<Problem> {
    let policies = setting.policies.iter().enumerate();
    policies.flat_map(|(place, tuned)| refused_parameters(&path(place), tuned)).collect()
}

/// The weights and the script of a setting, or the first thing that is wrong with it.
pub(super) fn check(setting: &Setting) -> Result<(Vec<u32>, Script), Trouble> {
    let texts = setting.weight_texts();
    if !(SERVERS_MIN..=SERVERS_MAX).contains(&texts.len()) {
        return Err(Trouble::Servers(texts.len()));
    }
    if let Some(problem) = problems(setting).into_iter().next() {
        return Err(Trouble::Parameter(problem));
    }
    let weights = script::weights(texts.into_iter(), SERVERS_MAX).map_err(Trouble::Weights)?;
    let script = Script::read(&setting.script, WORDS_MAX).map_err(Trouble::Script)?;
    if script.words().is_empty() { Err(Trouble::Silent) } else { Ok((weights, script)) }
}

/// Plays the script under each policy; the seed is for those that draw.
pub(super) fn play(setting: &Setting, seed: u64) -> Result<Bench, Trouble> {
    let (weights, script) = check(setting)?;
    let conditions = setting.conditions[..weights.len()].to_vec();
    let is = |wanted| conditions.iter().map(|condition| *condition == wanted).collect::<Vec<_>>();
    let usable = is(Condition::Down).into_iter().map(|down| !down).collect();
    let servers = Servers { weights: weights.clone(), usable, stuck: is(Condition::Slow), keys: Vec::new() };
    let lanes = setting.policies.iter().map(|tuned| lane(tuned, &servers, &script, seed)).collect();
    Ok(Bench { weights, conditions, lanes })
}

fn lane(tuned: &Tuned, servers: &Servers, script: &Script, seed: u64) -> Lane {
    let count = servers.weights.len();
    let mut player = Player::new(servers.clone(), tuned.build(count), Stream::new(seed, "routing"));
    let mut lane = Lane { tuned: tuned.clone(), picks: Vec::new(), in_flight: Vec::new() };
    for word in script.words() {
        let scores = (0..count).map(|server| player.score(server)).collect();
        let beside = (0..count).map(|server| player.beside(server)).collect();
        let glimpse = if *word == Word::Open { player.glimpse() } else { None };
        let seen = Pick { server: None, in_flight: player.in_flight().to_vec(), scores, beside, glimpse };
        // What found no server got its answer at once, so its end has nothing to do.
        let _ = player.step(*word);
        if *word == Word::Open {
            lane.picks.push(Pick { server: player.picks().last().flatten(), ..seen });
        }
        lane.in_flight.push(player.in_flight().to_vec());
    }
    lane
}

/// A server's letter, A for the first.
pub(super) fn letter(server: usize) -> &'static str {
    ["A", "B", "C", "D", "E", "F", "G", "H"].get(server).copied().unwrap_or("?")
}

/// The letter of a pick.
pub(super) fn mark(server: Option<usize>) -> &'static str {
    server.map_or("–", letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::Policy;

    fn letters(lane: &Lane) -> String {
        lane.picks.iter().map(|pick| mark(pick.server)).collect()
    }

    fn set(weights: &str, script: &str) -> Setting {
        Setting { weights: weights.to_owned(), script: script.to_owned(), ..Setting::default() }
    }

    /// As recorded from NGINX 1.22.1 and HAProxy 2.6.12.
    #[test]
    fn the_lanes_are_those_of_the_running_products() {
        let bench = play(&Setting::default(), 1).expect("allowed");
        assert_eq!(letters(&bench.lanes[0]), "AABACAAAABACAAAABACAAAABAC", "NGINX");
        assert_eq!(letters(&bench.lanes[1]), "AAABAACAAABAACAAABAACAAABA", "HAProxy");
        let loaded = play(&set("3, 2, 1", "+ + + 0 + 2 + + 1 3 + + 4 5 + +"), 1).expect("allowed");
        assert_eq!(letters(&loaded.lanes[2]), "ABCACABACA", "NGINX, loaded");
        assert_eq!(letters(&loaded.lanes[3]), "ABCACABACA", "HAProxy, loaded");
    }

    #[test]
    fn a_policy_is_seen_as_it_was_before_the_pick() {
        let bench = play(&Setting::default(), 1).expect("allowed");
        let picks = &bench.lanes[0].picks;
        assert_eq!(picks[0].scores, [Some(0.0); 3], "current weights begin at zero");
        assert_eq!(picks[1].scores, [Some(-2.0), Some(1.0), Some(1.0)], "5 - 7, 1, 1");
        assert!(play(&set("1, 1", "+ +"), 1).expect("allowed").lanes[2].picks[1].in_flight == [1, 0], "and the load");
    }

    #[test]
    fn one_error_names_what_is_wrong() {
        let trouble = |weights, script| play(&set(weights, script), 1).err();
        assert_eq!(trouble("1", "+"), Some(Trouble::Servers(1)), "too few");
        assert_eq!(trouble("1,1,1,1,1,1,1,1,1", "+"), Some(Trouble::Servers(9)), "too many");
        assert!(matches!(trouble("1, x", "?"), Some(Trouble::Weights(_))), "weights first");
        assert!(matches!(trouble("1, 1", "+ 1"), Some(Trouble::Script(_))), "then the script");
        assert_eq!(trouble("1, 1", " "), Some(Trouble::Silent), "which says something");
        let long = "+ ".repeat(WORDS_MAX + 1);
        assert!(matches!(trouble("1, 1", &long), Some(Trouble::Script(ScriptError::Long { .. }))), "but not too much");
    }

    #[test]
    fn a_parameter_that_is_set_is_played() {
        let with = |choices| {
            let first = Tuned { parameters: vec![("choices", choices)], ..Policy::DChoices.into() };
            play(&Setting { policies: vec![first], ..set("1, 1, 1, 1, 1", "+ + + + + + + +") }, 1)
        };
        let drawn = |choices| {
            let bench = with(choices).expect("allowed");
            bench.lanes[0].picks[0].glimpse.as_ref().map(|glimpse| glimpse.candidates.len())
        };
        assert_eq!([drawn(2.0), drawn(3.0), drawn(5.0)], [Some(2), Some(3), Some(5)]);
        assert!(
            matches!(with(17.0), Err(Trouble::Parameter(problem)) if problem.path == "policy 1.choices"),
            "or refused"
        );
    }

    #[test]
    fn who_is_down_gets_nothing_and_who_is_slow_keeps_what_it_got() {
        let conditions = |id| super::super::preset::Preset::find(id).expect("a preset").conditions();
        let down = Setting { conditions: conditions("down"), ..Setting::default() };
        let bench = play(&down, 1).expect("allowed");
        assert!(bench.lanes.iter().all(|lane| lane.count(1) == 0), "down");
        assert_eq!(bench.contract(0), Some(5.0 / 6.0), "the others share by weight");
        let slow = Setting { conditions: conditions("slow"), ..set("1, 1, 1", "+ 0 + 1 + 2 + 3 + 4 + 5 + 6") };
        let bench = play(&slow, 1).expect("allowed");
        assert_eq!(bench.lanes[0].in_flight_of(1), (2, 2), "a rotation goes on feeding it");
        assert_eq!(bench.lanes[2].in_flight_of(1), (1, 1), "least connections do not");
        let none = Setting { conditions: [Condition::Down; SERVERS_MAX], ..set("1, 1", "+ 0") };
        let bench = play(&none, 1).expect("allowed");
        assert_eq!(letters(&bench.lanes[0]), "–", "nobody took it");
        assert!(bench.contract(0).is_none(), "and nobody is due anything");
        let later = Setting { conditions: [Condition::Down; SERVERS_MAX], ..set("1, 1", "+ 0 + 1 +") };
        let bench = play(&later, 1).expect("allowed");
        assert_eq!(
            bench.lanes[0].refused(),
            [1, 2, 3],
            "what was answered at once ends without a word, and others come"
        );
    }

    #[test]
    fn every_policy_can_be_shown() {
        for &policy in Policy::ALL {
            let bench = play(&Setting { policies: vec![policy.into()], ..Setting::default() }, 1).expect("allowed");
            assert_eq!(bench.lanes[0].picks.len(), 26, "{}", policy.id());
        }
    }
}
