//! Scripts that stand ready: idle turns, the sequences that were recorded from running products, and two troubles.

use super::state::{Condition, SERVERS_MAX};
use std::fmt::Write;

/// Picks of the recorded rotations.
const ROTATION: usize = 26;
/// Requests while one server is slow.
const SLOW: usize = 24;

/// A script that stands ready.
#[derive(Debug)]
pub(super) struct Preset {
    /// Its id.
    pub(super) id: &'static str,
    form: Form,
    /// How the second server is.
    second: Condition,
}

/// How the words come about.
#[derive(Debug)]
enum Form {
    /// As they stand.
    Words(&'static str),
    /// So many requests; each ends when so many are open beside it.
    Steady { requests: usize, beside: usize },
}

/// In the order in which they are offered. S1 to S5 are the scripts of `tests/known_answers_balance/connections.rs`.
pub(super) const PRESETS: &[Preset] = &[
    Preset { id: "idle", form: Form::Steady { requests: ROTATION, beside: 0 }, second: Condition::Up },
    Preset { id: "s1", form: Form::Words("+ + + 0 + 2 + + 1 3 + + 4 5 + +"), second: Condition::Up },
    Preset { id: "s2", form: Form::Words("+ + + + + + 0 3 + + 1 + 4 7 + + + 2 5 8 + +"), second: Condition::Up },
    Preset { id: "s3", form: Form::Words("+ 0 + 1 + 2 + 3 + 4 + 5"), second: Condition::Up },
    Preset { id: "s4", form: Form::Words("+ + + + + + + + + + + +"), second: Condition::Up },
    Preset { id: "s5", form: Form::Words("+ + + + 3 + 2 + 1 + 0 + 4 5 + + + 6 + +"), second: Condition::Up },
    Preset { id: "slow", form: Form::Steady { requests: SLOW, beside: 1 }, second: Condition::Slow },
    Preset { id: "down", form: Form::Steady { requests: ROTATION, beside: 0 }, second: Condition::Down },
];

impl Preset {
    /// The preset with an id.
    pub(super) fn find(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// The preset that a script and its conditions come from.
    pub(super) fn of(script: &str, conditions: &[Condition]) -> Option<&'static Self> {
        let words = || script.split_whitespace();
        let same = |preset: &&Self| preset.script().split_whitespace().eq(words()) && preset.conditions() == conditions;
        PRESETS.iter().find(same)
    }

    /// Its words.
    pub(super) fn script(&self) -> String {
        match self.form {
            Form::Words(words) => words.to_owned(),
            Form::Steady { requests, beside } => steady(requests, beside),
        }
    }

    /// How each server is.
    pub(super) fn conditions(&self) -> [Condition; SERVERS_MAX] {
        let mut conditions = [Condition::Up; SERVERS_MAX];
        conditions[1] = self.second;
        conditions
    }
}

fn steady(requests: usize, beside: usize) -> String {
    let mut words = String::new();
    for request in 0..requests {
        words.push_str("+ ");
        if let Some(first) = request.checked_sub(beside) {
            // A string takes whatever is written.
            let _ = write!(words, "{first} ");
        }
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::super::run::WORDS_MAX;
    use super::*;
    use crate::balance::script::Script;

    #[test]
    fn every_preset_can_be_played_and_is_recognised() {
        for preset in PRESETS {
            let script = preset.script();
            assert!(Script::read(&script, WORDS_MAX).is_ok(), "{script}");
            let found = Preset::of(&script, &preset.conditions()).map(|preset| preset.id);
            assert_eq!(found, Some(preset.id), "by its words and conditions");
        }
        assert_eq!(steady(3, 1), "+ + 0 + 1");
    }
}
