//! What a policy keeps, to look at: its lists, who stands in them in which order, its counters and its hand.
//!
//! Nothing decides by it; it is made anew when somebody looks. A policy shows what its paper draws ([`super::Evict::parts`]);
//! one that keeps no order is seen by its residents alone. [`watch`] replays a short trace and keeps every picture.

use super::trace::Trace;
use super::{Policy, Settings};
use crate::math;

/// A list of a policy, the one that goes next at the front.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What its paper or its product calls it.
    pub name: &'static str,
    /// Whether its members are resident; otherwise they are remembered keys.
    pub resident: bool,
    /// How many members the policy means it to have, where it has a share of its own.
    pub wanted: Option<f64>,
    /// Who stands in it, in order.
    pub members: Vec<Member>,
}

impl Part {
    /// A list of residents, or of ghosts.
    pub(super) fn new(name: &'static str, members: impl IntoIterator<Item = Member>) -> Self {
        Self { name, resident: true, wanted: None, members: members.into_iter().collect() }
    }

    /// The same for keys that have left.
    pub(super) fn ghosts(self) -> Self {
        Self { resident: false, ..self }
    }

    /// The same with a share.
    pub(super) fn wanting(self, members: f64) -> Self {
        Self { wanted: Some(members), ..self }
    }
}

/// A key in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key.
    pub key: u32,
    /// The policy's counter of it, where it has one.
    pub uses: Option<u64>,
    /// Whether the hand rests here.
    pub hand: bool,
}

impl Member {
    /// A key without a counter.
    pub(super) const fn of(key: u32) -> Self {
        Self { key, uses: None, hand: false }
    }

    /// A key that was used so often.
    pub(super) fn used(key: u32, uses: impl Into<u64>) -> Self {
        Self { key, uses: Some(uses.into()), hand: false }
    }
}

/// A cache after a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Whether the request hit; `None` before the first one.
    pub hit: Option<bool>,
    /// The keys that left.
    pub left: Vec<u32>,
    /// By cell: the resident key. As many cells as the capacity, or more under a policy that keeps more.
    pub cells: Vec<Option<u32>>,
    /// The structure of the policy; empty where it keeps no order.
    pub parts: Vec<Part>,
}

/// The cache before the first request and after each one. Meant for short traces: every frame is a copy of the cache.
#[must_use]
pub fn watch(policy: Policy, capacity: u32, trace: &Trace) -> Vec<Frame> {
    let mut cache = policy.build(Settings::of(capacity));
    let mut cells = vec![None; math::index(capacity)];
    let mut frames = vec![Frame { hit: None, left: Vec::new(), cells: cells.clone(), parts: cache.parts() }];
    for request in 0..trace.keys().len() {
        let hit = cache.request_of(trace, request);
        let before = std::mem::take(&mut cells);
        cells = vec![None; before.len()];
        for key in 0..trace.distinct() {
            let Some(slot) = cache.slot_of(key).map(math::index) else { continue };
            cells.resize(cells.len().max(slot + 1), None);
            cells[slot] = Some(key);
        }
        let left = before.into_iter().flatten().filter(|&key| cache.slot_of(key).is_none()).collect();
        frames.push(Frame { hit: Some(hit), left, cells: cells.clone(), parts: cache.parts() });
    }
    frames
}
