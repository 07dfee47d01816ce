//! What the issuer writes: the commit of an approval, and what the cache has to do with it.

use super::cautions::Caution;
use super::hazard::Hazard;
use super::problem::Limit;
use super::reader::Reader;
use super::{Cache, Scenario};
use crate::cache::around::WritePolicy;
use crate::payment::WritesPlan;
use crate::units::Nanos;
use serde::Serialize;

/// Range of the time that what only the cache has waits for the background writer.
pub const WRITE_INTERVAL_S: Limit = Limit::new(0.001, 3_600.0, "s");

/// What the cache has to do with the writing of approvals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CacheWrite {
    /// Nothing: what it keeps is not what an approval changes.
    None,
    /// The commit first, and then its entry is new.
    Through,
    /// The commit, and its entry is thrown away.
    Around,
    /// The entry alone; a background writer commits later.
    Behind,
}

impl CacheWrite {
    /// Every one with its word.
    pub const CHOICES: &'static [(&'static str, Self)] =
        &[("none", Self::None), ("through", Self::Through), ("around", Self::Around), ("behind", Self::Behind)];

    /// Its word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Through => "through",
            Self::Around => "around",
            Self::Behind => "behind",
        }
    }

    /// The one of a word.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::CHOICES.iter().find(|(word, _)| *word == id).map(|(_, write)| *write)
    }

    const fn policy(self) -> Option<WritePolicy> {
        match self {
            Self::None => None,
            Self::Through => Some(WritePolicy::Through),
            Self::Around => Some(WritePolicy::Around),
            Self::Behind => Some(WritePolicy::Behind),
        }
    }
}

impl Scenario {
    /// Whether approvals are written to the database.
    #[must_use]
    pub fn commits(&self) -> bool {
        self.database.commit.mean_ms() > 0.0
    }

    /// How approvals are written; `None` where they are not.
    pub(super) fn writes_plan(&self) -> Option<WritesPlan> {
        let Cache { write, write_interval_s, ttl_s, ttl_jitter, stale_ms, .. } = self.cache;
        self.commits().then(|| WritesPlan {
            commit: self.database.commit.law(),
            policy: write.policy(),
            interval: Nanos::from_seconds(write_interval_s),
            lifetime: ttl_s.map(Nanos::from_seconds),
            grace: Nanos::from_millis(stale_ms.unwrap_or(0.0)),
            jitter: ttl_jitter.unwrap_or(0.0),
        })
    }

    /// Checks that the cache has writes to do with.
    pub(super) fn check_writes(&self, reader: &mut Reader<'_>) {
        let write = self.cache.write;
        if write != CacheWrite::None && !self.commits() {
            let allowed = "\"none\", because without a time in database.commit nothing is written".to_owned();
            reader.contradiction("cache.write", format!("{:?}", write.id()), allowed);
        }
    }

    /// What is answered before it is written can be lost.
    pub(super) fn write_caution(&self) -> Option<Caution> {
        let hazard = Hazard::LosesWrites { interval_s: self.cache.write_interval_s };
        (self.cache.write == CacheWrite::Behind).then_some(Caution { path: "cache.write", hazard })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Service;

    /// A scenario whose cache has that to do with writes.
    fn writing(write: CacheWrite) -> Scenario {
        let mut scenario = Scenario::default();
        (scenario.cache.write, scenario.database.commit) = (write, Service::Exponential { mean_ms: 2.0 });
        scenario
    }

    #[test]
    fn each_word_is_read_and_written() {
        for (word, write) in CacheWrite::CHOICES {
            let value = writing(*write).to_value();
            assert_eq!(value["cache"]["write"], *word, "as it is written");
            let read = Scenario::from_value(&value).expect("allowed");
            assert_eq!((read.scenario().cache.write, CacheWrite::from_id(word)), (*write, Some(*write)), "{word}");
        }
        assert_eq!(CacheWrite::from_id("ahead"), None);
    }

    #[test]
    fn only_what_is_written_behind_can_be_lost() {
        let cautions = |write| writing(write).cautions();
        for write in [CacheWrite::None, CacheWrite::Through, CacheWrite::Around] {
            assert_eq!(cautions(write), [], "{}", write.id());
        }
        let told = cautions(CacheWrite::Behind);
        let paths: Vec<&str> = told.iter().map(|caution| caution.path).collect();
        assert_eq!(paths, ["cache.write"]);
        let text = told.iter().map(ToString::to_string).collect::<String>();
        assert!(text.contains("waits there 1 s or longer"), "with its interval: {text}");
    }
}
