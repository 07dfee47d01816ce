//! What the two variants of LIRS share: the stack S by recency, the queue Q of resident newcomers, and who stands where.
//!
//! LIR are keys whose last two uses lie close together ("low inter-reference recency"), HIR the others. Source: Jiang and
//! Zhang, "LIRS: an efficient low inter-reference recency set replacement policy", SIGMETRICS 2002.

use super::list::{Links, List};
use super::structure::{Member, Part};
use crate::math;

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Nowhere,
    /// In S, resident.
    Lir,
    /// In S and in Q, resident.
    HirInBoth,
    /// In Q alone, resident.
    HirInQueue,
    /// In S alone, no longer resident.
    Ghost,
    /// In S alone, resident, and in no count: see `lirs`.
    Astray,
}

/// The stack, the queue and the order of the ghosts.
#[derive(Clone, Debug)]
pub(super) struct LirsStack {
    places: Vec<Place>,
    stack_links: Links,
    /// S, its bottom first.
    pub(super) stack: List,
    /// Most members of S; the ghosts that became so first leave it.
    stack_max: u64,
    /// Of Q and of the ghosts: nothing is in both.
    queue_links: Links,
    /// Q, the next to go first.
    pub(super) queue: List,
    /// In the order in which they left the cache.
    ghosts: List,
    /// How many LIR there are.
    pub(super) lir: u32,
    /// Keys that are no longer resident and that the store does not know of yet.
    pub(super) gone: Vec<u32>,
}

impl LirsStack {
    pub(super) fn new(stack_max: u64) -> Self {
        Self {
            places: Vec::new(),
            stack_links: Links::default(),
            stack: List::EMPTY,
            stack_max,
            queue_links: Links::default(),
            queue: List::EMPTY,
            ghosts: List::EMPTY,
            lir: 0,
            gone: Vec::new(),
        }
    }

    pub(super) fn grow(&mut self, keys: usize) {
        self.places.resize(keys, Place::Nowhere);
        self.stack_links.grow(keys);
        self.queue_links.grow(keys);
    }

    #[inline]
    pub(super) fn place(&self, key: u32) -> Place {
        self.places[math::index(key)]
    }

    /// Puts a key that is in S on its top.
    #[inline]
    pub(super) fn renew_in_stack(&mut self, key: u32) {
        self.stack_links.renew(&mut self.stack, key);
    }

    /// Puts a key that is in Q at its end.
    #[inline]
    pub(super) fn renew_in_queue(&mut self, key: u32) {
        self.queue_links.renew(&mut self.queue, key);
    }

    /// A key that is nowhere becomes LIR, on top of S.
    #[inline]
    pub(super) fn add_lir(&mut self, key: u32) {
        self.stack_links.push(&mut self.stack, key);
        self.places[math::index(key)] = Place::Lir;
        self.lir += 1;
    }

    /// A key that is nowhere becomes HIR, on top of S and at the end of Q.
    #[inline]
    pub(super) fn add_hir(&mut self, key: u32) {
        self.stack_links.push(&mut self.stack, key);
        self.queue_links.push(&mut self.queue, key);
        self.places[math::index(key)] = Place::HirInBoth;
    }

    /// A ghost that comes back where nothing can be LIR is as good as unknown.
    pub(super) fn forget(&mut self, key: u32) {
        if self.place(key) == Place::Ghost {
            self.stack_links.remove(&mut self.stack, key);
            self.leave_stack(key);
        }
    }

    /// A key of Q alone comes back into S, on its top.
    pub(super) fn return_to_stack(&mut self, key: u32) {
        self.stack_links.push(&mut self.stack, key);
        let in_queue = self.place(key) == Place::HirInQueue;
        self.places[math::index(key)] = if in_queue { Place::HirInBoth } else { Place::Astray };
        if !in_queue {
            // It was driven out of Q for its own sake, but it stays.
            self.gone.retain(|&gone| gone != key);
        }
    }

    /// A key of S becomes LIR where it stands. It leaves Q or the ghosts.
    #[inline]
    pub(super) fn promote(&mut self, key: u32) {
        self.leave_queue(key);
        if self.place(key) == Place::Ghost {
            self.queue_links.remove(&mut self.ghosts, key);
        }
        self.places[math::index(key)] = Place::Lir;
        self.lir += 1;
    }

    /// A key of both leaves Q, to become LIR.
    #[inline]
    pub(super) fn leave_queue(&mut self, key: u32) {
        if self.place(key) == Place::HirInBoth {
            self.queue_links.remove(&mut self.queue, key);
            self.places[math::index(key)] = Place::Astray;
        }
    }

    /// The bottom LIR of S goes to the end of Q, and S is pruned.
    #[inline]
    pub(super) fn demote_bottom(&mut self) {
        // After an expiry something else may stand below the lowest LIR.
        self.prune();
        let Some(bottom) = self.stack_links.pop(&mut self.stack) else { return };
        self.lir -= 1;
        self.queue_links.push(&mut self.queue, bottom);
        self.places[math::index(bottom)] = Place::HirInQueue;
        self.prune();
    }

    /// The front of Q leaves the cache; S remembers it if it is there.
    #[inline]
    pub(super) fn evict_front(&mut self) {
        let Some(front) = self.queue_links.pop(&mut self.queue) else { return };
        if self.place(front) == Place::HirInBoth {
            self.places[math::index(front)] = Place::Ghost;
            self.queue_links.push(&mut self.ghosts, front);
        } else {
            self.places[math::index(front)] = Place::Nowhere;
        }
        self.gone.push(front);
    }

    /// Takes from the bottom of S what is not LIR, but never its top.
    #[inline]
    pub(super) fn prune(&mut self) {
        while self.stack.len() > 1 {
            let Some(bottom) = self.stack.first().filter(|&bottom| self.place(bottom) != Place::Lir) else { break };
            self.stack_links.remove(&mut self.stack, bottom);
            self.leave_stack(bottom);
        }
    }

    /// Forgets ghosts until S is as short as it has to be.
    #[inline]
    pub(super) fn limit(&mut self) {
        while u64::from(self.stack.len()) > self.stack_max
            && let Some(oldest) = self.ghosts.first()
        {
            self.stack_links.remove(&mut self.stack, oldest);
            self.leave_stack(oldest);
        }
    }

    /// What becomes of a key that was taken out of S.
    fn leave_stack(&mut self, key: u32) {
        let place = match self.place(key) {
            Place::HirInBoth => Place::HirInQueue,
            Place::Ghost => {
                self.queue_links.remove(&mut self.ghosts, key);
                Place::Nowhere
            }
            Place::Astray => {
                self.gone.push(key);
                Place::Nowhere
            }
            other => other,
        };
        self.places[math::index(key)] = place;
    }

    /// S apart into who is resident in it and who is remembered, and Q, which are meant to have so many LIR and HIR. Who is
    /// LIR stands as in S, its bottom first.
    pub(super) fn parts(&self, lir_max: u32, queue_max: u32) -> Vec<Part> {
        let in_stack = |place: Place| {
            let members = self.stack_links.members(self.stack).filter(move |&key| self.place(key) == place);
            members.map(Member::of).collect::<Vec<_>>()
        };
        let mut parts = vec![
            Part::new("Q: HIR", self.queue_links.members(self.queue).map(Member::of)).wanting(f64::from(queue_max)),
            Part::new("S: LIR", in_stack(Place::Lir)).wanting(f64::from(lir_max)),
            Part::new("S: ghosts", in_stack(Place::Ghost)).ghosts(),
        ];
        let astray = in_stack(Place::Astray);
        if !astray.is_empty() {
            parts.push(Part::new("S: beyond the capacity", astray));
        }
        parts
    }

    /// A resident key that expired leaves everything.
    pub(super) fn remove(&mut self, key: u32) {
        let place = std::mem::replace(&mut self.places[math::index(key)], Place::Nowhere);
        if matches!(place, Place::HirInBoth | Place::HirInQueue) {
            self.queue_links.remove(&mut self.queue, key);
        }
        if place != Place::HirInQueue {
            self.stack_links.remove(&mut self.stack, key);
        }
        if place == Place::Lir {
            self.lir -= 1;
            self.prune();
        }
    }
}
