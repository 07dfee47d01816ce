//! What a person set in the view `cache`: the watched sequence and how far it is, the game, and what is compared.

use super::comparison::{CHOSEN_MAX, ENTRIES, Source};
use super::sequence::{Sequence, SequenceError};
use crate::cache::Policy;
use crate::wire::traces::Lifetime;
use std::rc::Rc;

/// Entries of the smallest and the largest cache that can be watched: up to the article's `lru_cache(maxsize=100)`.
pub const CAPACITIES: std::ops::RangeInclusive<u32> = 1..=100;

/// A sequence of the textbooks with the cache that makes its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The keys.
    pub keys: Keys,
    /// Entries.
    pub capacity: u32,
    /// The policy.
    pub policy: Policy,
}

/// The keys of a sequence to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// As they would be typed.
    Typed(&'static str),
    /// 1 to the first number in turn, as often as the second says.
    Rounds(u32, u32),
}

impl Keys {
    /// As they would be typed.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Typed(text) => text.to_owned(),
            Self::Rounds(keys, rounds) => {
                let all = (0..rounds).flat_map(|_| 1..=keys).map(|key| key.to_string());
                all.collect::<Vec<_>>().join(" ")
            }
        }
    }
}

const fn preset(keys: &'static str, capacity: u32, policy: Policy) -> Preset {
    Preset { keys: Keys::Typed(keys), capacity, policy }
}

/// Belady's string: FIFO misses more often with a larger cache. Source: Belady, Nelson and Shedler (1969).
const BELADY: &str = "1 2 3 4 1 2 5 1 2 3 4 5";

/// What can be chosen instead of typing, in the order of the texts. The first is the string of Silberschatz, Galvin and
/// Gagne, "Operating System Concepts".
pub const PRESETS: [Preset; 6] = [
    preset("7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1", 3, Policy::Lru),
    preset(BELADY, 3, Policy::Fifo),
    preset(BELADY, 4, Policy::Fifo),
    preset("1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4", 3, Policy::Lru),
    preset("1 2 3 1 2 3 10 11 12 13 14 1 2 3 1 2 3 15 16 17 18 19 1 2 3", 4, Policy::TwoQ),
    // The article's cache under its adversary: one key more than fits, and nothing ever hits.
    Preset { keys: Keys::Rounds(101, 3), capacity: 100, policy: Policy::PythonLruCache },
];

/// What a learner said of the step that is shown: who would go, or nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The key.
    pub key: Option<u32>,
    /// Whether it was right.
    pub right: bool,
}

/// The view.
#[derive(Clone, Debug, PartialEq)]
pub struct CachesState {
    /// What was typed, right or wrong.
    pub typed: String,
    /// What is wrong with it; the last right one is watched meanwhile.
    pub problem: Option<SequenceError>,
    /// The sequence that is watched.
    pub sequence: Rc<Sequence>,
    /// Under which policy.
    pub policy: Policy,
    /// In how many entries.
    pub capacity: u32,
    /// How many requests have happened.
    pub step: usize,
    /// Whether the game is on.
    pub guessing: bool,
    /// By request: whether the first answer was right.
    answers: Vec<Option<bool>>,
    /// The answer to the step that is shown.
    pub guess: Option<Guess>,
    /// Which trace is compared.
    pub source: Source,
    /// In how many entries.
    pub entries: u32,
    /// How long they live; nothing for ever.
    pub lifetime: Option<Lifetime>,
    /// Under which policies, in the order of the list.
    pub chosen: Vec<Policy>,
}

/// Something that a person did.
#[derive(Clone, Debug, PartialEq)]
pub enum CachesAction {
    /// Typed a sequence.
    Type(String),
    /// Chose one.
    Choose(Preset),
    /// Another policy.
    Policy(Policy),
    /// Another capacity.
    Capacity(u32),
    /// Goes to where so many requests have happened.
    Go(usize),
    /// Begins or ends the game.
    Play,
    /// Said who goes next, and whether that is right; the step is made.
    Guess(Guess),
    /// Compares another trace.
    Source(Source),
    /// In another cache.
    Entries(u32),
    /// That live for so long.
    Lifetime(Option<Lifetime>),
    /// Takes a policy in or out.
    Toggle(Policy),
}

impl Default for CachesState {
    fn default() -> Self {
        let [first, ..] = PRESETS;
        let mut state = Self {
            typed: String::new(),
            problem: None,
            sequence: Rc::default(),
            policy: first.policy,
            capacity: first.capacity,
            step: 0,
            guessing: false,
            answers: Vec::new(),
            guess: None,
            source: Source::Zipf,
            entries: ENTRIES,
            lifetime: None,
            chosen: vec![Policy::Fifo, Policy::Lru, Policy::Sieve, Policy::TwoQ, Policy::Arc, Policy::S3Fifo],
        };
        state.choose(first);
        state
    }
}

impl CachesState {
    /// Right answers, and all first answers.
    #[must_use]
    pub fn score(&self) -> (usize, usize) {
        let answers = || self.answers.iter().flatten();
        (answers().filter(|right| **right).count(), answers().count())
    }

    /// Does what a person asked for.
    pub fn act(&mut self, action: CachesAction) {
        match action {
            CachesAction::Type(text) => self.read(text),
            CachesAction::Choose(preset) => self.choose(preset),
            CachesAction::Policy(policy) => {
                self.policy = policy;
                self.restart();
            }
            CachesAction::Capacity(capacity) => {
                self.capacity = capacity.clamp(*CAPACITIES.start(), *CAPACITIES.end());
                self.restart();
            }
            CachesAction::Go(step) => self.go(step),
            CachesAction::Play => {
                self.guessing = !self.guessing;
                self.guess = None;
            }
            CachesAction::Guess(guess) => self.answer(guess),
            CachesAction::Source(source) => {
                self.source = source;
                self.entries = if source == Source::Typed { self.capacity } else { ENTRIES };
            }
            CachesAction::Entries(entries) => self.entries = entries.clamp(1, super::comparison::ENTRIES_MAX),
            CachesAction::Lifetime(lifetime) => self.lifetime = lifetime.map(Lifetime::within_limits),
            CachesAction::Toggle(policy) => self.toggle(policy),
        }
    }

    fn choose(&mut self, preset: Preset) {
        (self.policy, self.capacity) = (preset.policy, preset.capacity);
        self.read(preset.keys.text());
    }

    /// What is wrong is told; what was right before stays.
    fn read(&mut self, text: String) {
        let read = Sequence::read(&text);
        self.typed = text;
        self.problem = read.as_ref().err().cloned();
        if let Ok(sequence) = read {
            self.sequence = Rc::new(sequence);
            self.restart();
        }
    }

    /// Back to the empty cache, with an empty score: other requests, other answers.
    fn restart(&mut self) {
        self.step = 0;
        self.answers = vec![None; self.sequence.len()];
        self.guess = None;
    }

    fn go(&mut self, step: usize) {
        self.step = step.min(self.sequence.len());
        self.guess = None;
    }

    /// Only the first answer to a request counts.
    fn answer(&mut self, guess: Guess) {
        if let Some(answer) = self.answers.get_mut(self.step) {
            answer.get_or_insert(guess.right);
            self.step += 1;
            self.guess = Some(guess);
        }
    }

    fn toggle(&mut self, policy: Policy) {
        if let Some(place) = self.chosen.iter().position(|&chosen| chosen == policy) {
            self.chosen.remove(place);
        } else if self.chosen.len() < CHOSEN_MAX {
            self.chosen.push(policy);
            self.chosen.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: impl IntoIterator<Item = CachesAction>) -> CachesState {
        let mut state = CachesState::default();
        for action in actions {
            state.act(action);
        }
        state
    }

    const RIGHT: CachesAction = CachesAction::Guess(Guess { key: None, right: true });
    const WRONG: CachesAction = CachesAction::Guess(Guess { key: None, right: false });

    #[test]
    fn every_preset_is_a_sequence() {
        for preset in PRESETS {
            let state = after([CachesAction::Choose(preset)]);
            assert_eq!((state.problem, state.typed), (None, preset.keys.text()), "{preset:?}");
            assert!(CAPACITIES.contains(&preset.capacity), "{preset:?} can be watched");
        }
    }

    #[test]
    fn a_mistake_is_told_and_the_last_sequence_stays() {
        let state =
            after([CachesAction::Type("A B".to_owned()), CachesAction::Go(1), CachesAction::Type(String::new())]);
        assert_eq!(state.problem, Some(SequenceError::Empty), "told");
        assert_eq!((state.sequence.len(), state.step), (2, 1), "and A B goes on");
    }

    #[test]
    fn only_the_first_answer_counts() {
        let state = after([RIGHT, WRONG, CachesAction::Go(1), RIGHT]);
        assert_eq!((state.score(), state.step), ((1, 2), 2), "the second answer was wrong the first time");
        let state = after([RIGHT, CachesAction::Capacity(999)]);
        assert_eq!((state.score(), state.step, state.capacity), ((0, 0), 0, 100), "another cache, another game");
        let state = after([CachesAction::Go(usize::MAX), RIGHT]);
        assert_eq!((state.step, state.score()), (20, (0, 0)), "nothing to guess at the end");
    }

    #[test]
    fn at_most_six_are_compared() {
        let full = after([CachesAction::Toggle(Policy::Random)]);
        assert_eq!(full.chosen.len(), 6, "a seventh is refused");
        let other = after([CachesAction::Toggle(Policy::Fifo), CachesAction::Toggle(Policy::Random)]);
        assert!(!other.chosen.contains(&Policy::Fifo) && other.chosen.contains(&Policy::Random), "one for one");
    }

    #[test]
    fn the_typed_sequence_is_compared_in_its_own_cache() {
        let state = after([CachesAction::Source(Source::Typed)]);
        assert_eq!(state.entries, 3, "what was watched");
        let state = after([CachesAction::Source(Source::Loop), CachesAction::Entries(0)]);
        assert_eq!(state.entries, 1, "never none");
    }
}
