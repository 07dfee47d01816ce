//! What is set in the balancing lab, and how far its picks were stepped through.

use super::contest::ContestState;
use super::preset::{PRESETS, Preset};
use super::run;
use crate::balance::{Parameter, Policy, Tuned};
use crate::interop::balancer::{ImportError, Imported, import};
use std::rc::Rc;

/// The most policies side by side.
pub(crate) const POLICIES_MAX: usize = 4;
/// The fewest servers.
pub(crate) const SERVERS_MIN: usize = 2;
/// The most servers: each has a letter and a colour of its own.
pub(crate) const SERVERS_MAX: usize = 8;
/// The policies at first: what four products call weighted turns or least connections.
const OPENING: [Policy; 4] =
    [Policy::SmoothWeightedRoundRobin, Policy::HaproxyRoundrobin, Policy::NginxLeastConn, Policy::HaproxyLeastconn];
/// Their weights at first: the first ones of the recorded rotations.
const WEIGHTS: &str = "5, 1, 1";

/// How a server is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// It answers.
    #[default]
    Up,
    /// It takes requests and never ends one.
    Slow,
    /// It takes none, and the policy knows.
    Down,
}

impl Condition {
    /// All of them, in the order in which they are offered.
    pub(super) const ALL: [Self; 3] = [Self::Up, Self::Slow, Self::Down];
}

/// What the fields hold, right or wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The policies side by side, with what is set of each; at least one.
    pub policies: Vec<Tuned>,
    /// One weight a server, as typed.
    pub weights: String,
    /// How each server is, of as many as there may be.
    pub conditions: [Condition; SERVERS_MAX],
    /// Requests opening and finishing, as typed.
    pub script: String,
}

/// The balancing lab.
#[derive(Clone, Debug, PartialEq)]
pub struct BalancingState {
    /// What is set.
    pub setting: Rc<Setting>,
    /// The last setting that could be played: what is shown.
    pub running: Rc<Setting>,
    /// The policy that is looked into, by its place.
    pub chosen: usize,
    /// Picks that are shown of it.
    pub at: usize,
    /// What was predicted for each pick that was shown so far.
    pub guesses: Vec<Option<usize>>,
    /// What came of the last configuration that was read.
    pub import: Option<Rc<Import>>,
    /// The same policies on random payments.
    pub contest: ContestState,
}

/// What came of a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What was read, or why nothing was.
    pub outcome: Result<Imported, ImportError>,
    /// What was set before.
    pub before: Rc<Setting>,
}

/// Something that a person did in the balancing lab.
#[derive(Clone, Debug, PartialEq)]
pub enum BalancingAction {
    /// Another policy at a place; none leaves the place empty.
    Policy(usize, Option<Policy>),
    /// Another value of a parameter of the policy at a place.
    Parameter(usize, &'static Parameter, f64),
    /// Other weights, as typed.
    Weights(String),
    /// So many servers.
    Servers(usize),
    /// A server is otherwise.
    Condition(usize, Condition),
    /// Another script, as typed.
    Script(String),
    /// A script that stands ready.
    Preset(&'static str),
    /// Method and servers from a product's configuration.
    Import(String),
    /// What was set before the configuration.
    Revert,
    /// The policy at this place is looked into.
    Choose(usize),
    /// The next pick is shown; with what was predicted, if anything was.
    Forward(Option<usize>),
    /// The last pick is hidden again.
    Back,
    /// Picks and predictions begin anew.
    Restart,
}

impl Default for Setting {
    fn default() -> Self {
        let (script, conditions) = (PRESETS[0].script(), PRESETS[0].conditions());
        Self { policies: OPENING.map(Tuned::from).to_vec(), weights: WEIGHTS.to_owned(), conditions, script }
    }
}

impl Default for BalancingState {
    fn default() -> Self {
        let setting = Rc::<Setting>::default();
        let contest = ContestState::default();
        Self { running: Rc::clone(&setting), setting, chosen: 0, at: 0, guesses: Vec::new(), import: None, contest }
    }
}

impl Setting {
    /// The weights one by one, as typed.
    pub(super) fn weight_texts(&self) -> Vec<&str> {
        let parts = self.weights.split(|letter: char| letter.is_whitespace() || ",;".contains(letter));
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// How many servers there are, as far as the weights can be counted.
    pub(super) fn servers(&self) -> usize {
        self.weight_texts().len()
    }

    fn policy(&mut self, place: usize, policy: Option<Policy>) {
        let (known, count) = (place < self.policies.len(), self.policies.len());
        match policy {
            // The same one keeps what was set of it.
            Some(policy) if known && self.policies[place].policy == policy => {}
            Some(policy) if known => self.policies[place] = policy.into(),
            Some(policy) if count < POLICIES_MAX => self.policies.push(policy.into()),
            None if known && count > 1 => drop(self.policies.remove(place)),
            Some(_) | None => {}
        }
    }

    fn parameter(&mut self, place: usize, parameter: &Parameter, value: f64) {
        if let Some(tuned) = self.policies.get_mut(place) {
            tuned.set(parameter, value);
        }
    }

    /// Leaves out the last servers, or adds some of weight 1.
    fn resize(&mut self, servers: usize) {
        let servers = servers.clamp(SERVERS_MIN, SERVERS_MAX);
        let known = self.weight_texts();
        let weights: Vec<&str> = (0..servers).map(|server| known.get(server).copied().unwrap_or("1")).collect();
        self.weights = weights.join(", ");
    }

    /// Servers and policy of a configuration, as it is set there; a policy that is not there yet takes the first place.
    fn adopt(&mut self, imported: &Imported) {
        let weights: Vec<String> = imported.members.iter().map(|member| member.weight.to_string()).collect();
        self.weights = weights.join(", ");
        self.conditions = Default::default();
        for (condition, member) in self.conditions.iter_mut().zip(&imported.members) {
            *condition = if member.down { Condition::Down } else { Condition::Up };
        }
        if let Some(tuned) = &imported.policy {
            let known = self.policies.iter().position(|one| one.policy == tuned.policy);
            self.policies[known.unwrap_or(0)].clone_from(tuned);
        }
    }

    fn preset(&mut self, preset: &Preset) {
        (self.script, self.conditions) = (preset.script(), preset.conditions());
        if self.servers() < SERVERS_MIN {
            self.resize(SERVERS_MIN);
        }
    }
}

impl BalancingState {
    /// Whatever changes the picks begins them anew.
    fn edit(&mut self, edit: impl FnOnce(&mut Setting)) {
        edit(Rc::make_mut(&mut self.setting));
        if run::check(&self.setting).is_ok() {
            self.running = Rc::clone(&self.setting);
            self.choose(self.chosen);
        }
    }

    fn import(&mut self, text: &str) {
        let (outcome, before) = (import(text, (SERVERS_MIN, SERVERS_MAX)), Rc::clone(&self.setting));
        if let Ok(imported) = &outcome {
            self.edit(|setting| setting.adopt(imported));
            let there = |tuned: &Tuned| self.running.policies.iter().position(|known| known.policy == tuned.policy);
            self.choose(imported.policy.as_ref().and_then(there).unwrap_or(self.chosen));
        }
        self.import = Some(Rc::new(Import { outcome, before }));
    }

    fn revert(&mut self) {
        if let Some(import) = self.import.take() {
            self.edit(|setting| setting.clone_from(&import.before));
        }
    }

    fn choose(&mut self, place: usize) {
        self.chosen = place.min(self.running.policies.len().saturating_sub(1));
        self.restart();
    }

    fn restart(&mut self) {
        self.at = 0;
        self.guesses.clear();
    }

    /// What is predicted of a pick counts only before it is seen.
    fn forward(&mut self, guess: Option<usize>) {
        if self.at == self.guesses.len() {
            self.guesses.push(guess);
        }
        self.at += 1;
    }

    pub(crate) fn act(&mut self, action: BalancingAction) {
        match action {
            BalancingAction::Policy(place, policy) => self.edit(|setting| setting.policy(place, policy)),
            BalancingAction::Parameter(place, parameter, value) => {
                self.edit(|setting| setting.parameter(place, parameter, value));
            }
            BalancingAction::Weights(weights) => self.edit(|setting| setting.weights = weights),
            BalancingAction::Servers(servers) => self.edit(|setting| setting.resize(servers)),
            BalancingAction::Condition(server, condition) => self.edit(|setting| {
                if let Some(there) = setting.conditions.get_mut(server) {
                    *there = condition;
                }
            }),
            BalancingAction::Script(script) => self.edit(|setting| setting.script = script),
            BalancingAction::Preset(id) => {
                if let Some(preset) = Preset::find(id) {
                    self.edit(|setting| setting.preset(preset));
                }
            }
            BalancingAction::Import(text) => self.import(&text),
            BalancingAction::Revert => self.revert(),
            BalancingAction::Choose(place) => self.choose(place),
            BalancingAction::Forward(guess) => self.forward(guess),
            BalancingAction::Back => self.at = self.at.saturating_sub(1),
            BalancingAction::Restart => self.restart(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: impl IntoIterator<Item = BalancingAction>) -> BalancingState {
        let mut state = BalancingState::default();
        actions.into_iter().for_each(|action| state.act(action));
        state
    }

    #[test]
    fn one_policy_at_least_and_four_at_most() {
        let add = BalancingAction::Policy(4, Some(Policy::Random));
        assert_eq!(after([add]).setting.policies.len(), 4, "no fifth");
        let all = after([(); 5].map(|()| BalancingAction::Policy(0, None)));
        assert_eq!(all.setting.policies, [Policy::HaproxyLeastconn.into()], "the last one stays");
        let chosen = after([BalancingAction::Choose(3), BalancingAction::Policy(1, None)]);
        assert_eq!(chosen.chosen, 2, "what is looked into is there");
    }

    #[test]
    fn what_is_set_of_a_policy_stays_until_it_goes() {
        let choices = &Policy::DChoices.parameters()[0];
        let two = || BalancingAction::Policy(0, Some(Policy::DChoices));
        let set = |value| BalancingAction::Parameter(0, choices, value);
        let three = after([two(), set(3.0), two()]);
        assert_eq!(three.running.policies[0].parameters, [("choices", 3.0)], "the same one keeps it");
        let other = after([two(), set(3.0), BalancingAction::Policy(0, Some(Policy::Random)), two()]);
        assert!(other.setting.policies[0].parameters.is_empty(), "another one forgets it");
        let wrong = after([two(), set(3.0), set(17.0)]);
        assert_eq!(wrong.setting.policies[0].value(choices), 17.0, "what was typed");
        assert_eq!(wrong.running.policies[0].value(choices), 3.0, "what is shown");
    }

    #[test]
    fn servers_come_with_weight_one_and_go_from_the_end() {
        assert_eq!(after([BalancingAction::Servers(5)]).setting.weights, "5, 1, 1, 1, 1");
        assert_eq!(after([BalancingAction::Servers(2)]).setting.weights, "5, 1");
        assert_eq!(after([BalancingAction::Servers(99)]).setting.servers(), SERVERS_MAX);
    }

    #[test]
    fn a_prediction_counts_only_before_the_pick_is_seen() {
        let forward = |guess| BalancingAction::Forward(guess);
        let state = after([forward(Some(1)), forward(None), BalancingAction::Back, forward(Some(0))]);
        assert_eq!((state.at, state.guesses), (2, vec![Some(1), None]), "the second one was seen");
        let state = after([forward(Some(1)), BalancingAction::Weights("1, 1".to_owned())]);
        assert_eq!((state.at, state.guesses.len()), (0, 0), "other weights are other picks");
    }

    #[test]
    fn what_cannot_be_played_stays_and_the_last_that_can_is_shown() {
        let state = after([BalancingAction::Script("+ 7".to_owned())]);
        assert_eq!(state.setting.script, "+ 7", "what was typed");
        assert_eq!(*state.running, Setting::default(), "what is shown");
    }

    #[test]
    fn a_configuration_sets_servers_and_policy_and_can_be_taken_back() {
        let text = "upstream x { random; server a weight=3; server b down; server c; }".to_owned();
        let state = after([BalancingAction::Import(text.clone())]);
        assert_eq!(
            (state.setting.weights.as_str(), state.setting.policies[0].policy),
            ("3, 1, 1", Policy::WeightedRandom)
        );
        assert_eq!(state.setting.conditions[1], Condition::Down, "as it says");
        let back = after([BalancingAction::Import(text), BalancingAction::Revert]);
        assert_eq!((*back.setting).clone(), Setting::default(), "as before");
        let known =
            after([BalancingAction::Import("backend x\n server a 1\n balance leastconn\n server b 2".to_owned())]);
        assert_eq!(
            (known.setting.policies.clone(), known.chosen),
            (Setting::default().policies, 3),
            "it stood there already"
        );
        let draws = "backend x\n balance random(3)\n server a 1\n server b 2".to_owned();
        let draws = after([BalancingAction::Policy(2, Some(Policy::DChoices)), BalancingAction::Import(draws)]);
        let set = &draws.running.policies[draws.chosen];
        assert_eq!(
            (draws.chosen, set.name().as_str()),
            (2, "Power of d choices: choices 3, replacement 1"),
            "set as there"
        );
        let refused = after([BalancingAction::Import("upstream".to_owned())]);
        assert!(refused.import.is_some_and(|import| import.outcome.is_err()), "said");
        assert_eq!(*refused.setting, Setting::default(), "nothing is lost");
    }

    #[test]
    fn a_preset_sets_script_and_conditions() {
        let down = after([BalancingAction::Preset("down")]);
        assert!(down.setting.conditions.contains(&Condition::Down), "somebody is down");
        let idle = after([BalancingAction::Preset("down"), BalancingAction::Preset("idle")]);
        assert_eq!(*idle.setting, Setting::default(), "and up again");
    }
}
