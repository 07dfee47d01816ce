//! A group of servers while it is read, whichever product's it is: what each server says, the method, and what is left out.

use super::haproxy::tuned;
use super::import::Imported;
use super::limits::Limit;
use super::{ImportError, Member, Product};
use crate::balance::{Policy, Tuned};
use crate::math;

/// The greatest weight that is read, as in HAProxy.
pub(super) const WEIGHT_MAX: u32 = 256;

/// A server as it stands there.
#[derive(Clone, Copy)]
pub(super) struct Server<'a> {
    pub(super) member: Member,
    pub(super) backup: bool,
    /// What it says of its limit, if anything.
    pub(super) limit: Option<&'a str>,
}

impl Server<'_> {
    /// One of which nothing is said.
    pub(super) const PLAIN: Self = Self { member: Member { weight: 1, down: false }, backup: false, limit: None };
}

/// What was read so far.
pub(super) struct Group {
    pub(super) imported: Imported,
    /// Whether each server is there for the failure of the others.
    backups: Vec<bool>,
    /// What each says of its limit, if anything.
    limits: Vec<Option<String>>,
    /// Whether backups come all at a time.
    pub(super) together: bool,
    /// What is to be said of the method, unless another policy takes its place.
    said: Vec<String>,
    /// Words that mean nothing to the lab, each once.
    unread: Vec<String>,
}

impl Group {
    pub(super) fn new(product: Product, name: &str, policy: Policy) -> Self {
        let (name, policy) = (name.to_owned(), Some(policy.into()));
        let imported = Imported { product, name, policy, members: Vec::new(), notes: Vec::new() };
        Self {
            imported,
            backups: Vec::new(),
            limits: Vec::new(),
            together: product == Product::Nginx,
            said: Vec::new(),
            unread: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, note: String) {
        self.imported.notes.push(note);
    }

    pub(super) fn unread(&mut self, word: &str) {
        if !self.unread.iter().any(|known| known == word) {
            self.unread.push(word.to_owned());
        }
    }

    pub(super) fn add(&mut self, server: Server<'_>) {
        self.imported.members.push(server.member);
        self.backups.push(server.backup);
        self.limits.push(server.limit.map(str::to_owned));
    }

    /// Takes the limit that all servers have into the policy that knows one; says why where it cannot. Tiers know none.
    pub(super) fn limit(&mut self, limit: &Limit) {
        let tiers = self.priority().is_some();
        if let Some(tuned) = self.imported.policy.as_mut().filter(|tuned| tuned.policy == limit.policy && !tiers) {
            self.said.extend(limit.take(&self.limits, tuned));
        } else if self.limits.iter().any(Option::is_some) {
            self.unread(limit.word);
        }
    }

    /// What is to be done about the method: a policy of ours, or none and why.
    pub(super) fn method(&mut self, found: Result<(Tuned, Vec<&str>), String>) {
        match found {
            Ok((policy, notes)) => {
                self.imported.policy = Some(policy);
                self.said.extend(notes.into_iter().map(str::to_owned));
            }
            Err(why) => {
                self.imported.policy = None;
                self.said.push(why);
            }
        }
    }

    /// Tiers of the first servers and their backups, if these stand behind them and those take turns, or there is but one.
    fn priority(&self) -> Option<Tuned> {
        if !self.backups.contains(&true) {
            return None;
        }
        let first = self.backups.iter().take_while(|backup| !**backup).count();
        let policy = self.imported.policy.as_ref().map(|tuned| tuned.policy);
        let turns = matches!(policy, Some(Policy::SmoothWeightedRoundRobin | Policy::HaproxyRoundrobin));
        let (behind, backups) = (&self.backups[first..], self.backups.len() - first);
        let size = if self.together { backups } else { 1 };
        let tiers = (first >= 1 && turns || first == 1 && size == 1) && behind.iter().all(|backup| *backup);
        let sizes =
            [("tier_size", math::id(size)), ("first_tier_size", if first == size { 0 } else { math::id(first) })];
        tiers.then(|| tuned(Policy::Priority, &sizes))
    }

    pub(super) fn finish(mut self, others: usize) -> Imported {
        let (backups, tiers) = (self.backups.contains(&true), self.priority());
        let note = if tiers.is_some() { BACKUPS } else { NO_BACKUPS };
        if tiers.is_some() {
            self.imported.policy = tiers;
        } else {
            self.imported.notes.splice(..0, std::mem::take(&mut self.said));
        }
        if backups {
            self.note(note.to_owned());
        }
        if !self.unread.is_empty() {
            let words = self.unread.join(", ");
            self.note(format!("Left out, because the lab has no place for it: {words}."));
        }
        if others > 0 {
            self.note(format!("Only one group is read; {others} more follow."));
        }
        self.imported
    }
}

/// What becomes of backups.
const BACKUPS: &str =
    "Servers and their backups are tiers of the policy priority, within which weighted turns are NGINX's.";
/// Why nothing does.
pub(super) const NO_BACKUPS: &str =
    "Backups are not told apart from the other servers here: only behind all others, and where those take turns.";

/// The weight that a text says, at this line; products differ in the least one.
pub(super) fn read_weight(line: usize, text: &str, least: u32) -> Result<u32, ImportError> {
    let weight = text.parse().ok().filter(|weight| (least..=WEIGHT_MAX).contains(weight));
    weight.ok_or_else(|| ImportError::Weight { line, weight: text.to_owned(), least })
}
