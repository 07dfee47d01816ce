//! Stack distances under Belady's rule: the smallest cache in which a request hits.
//!
//! All caches at once stand in one stack: the first c keys of it are those in a cache of c entries (Mattson, Gecsei, Slutz
//! and Traiger, 1970, section on OPT: its priority is the next use). A key that is asked for comes to the top. Who stood
//! there goes down, and at each place the key that is needed sooner stays while the other one goes on, until the place
//! that the asked one left. A request takes as many steps as its distance, a first one as many as there are keys: hence
//! the limit on what is asked of it, [`OPTIMAL_STEPS_MAX`](super::OPTIMAL_STEPS_MAX).

use crate::cache::Visit;
use crate::cache::list::NONE;
use crate::math;

/// The keys by their place in the stack.
#[derive(Clone, Debug)]
pub(super) struct Optimal {
    /// By place from the top: the request that asks for the key next, or [`Visit::NEVER_AGAIN`].
    stack: Vec<u32>,
    /// By request: the place of the key that it will ask for, or `NONE` for a key that is not known yet.
    places: Vec<u32>,
}

impl Optimal {
    /// For so many requests.
    pub(super) fn new(requests: usize) -> Self {
        Self { stack: Vec::new(), places: vec![NONE; requests] }
    }

    /// A request, and the one that asks for its key next: its distance, or `None` for the first one of its key.
    pub(super) fn request(&mut self, request: usize, next_use: u32) -> Option<u32> {
        let place = Some(self.places[request]).filter(|place| *place != NONE);
        let left = place.map_or(self.stack.len(), math::index);
        if place.is_none() {
            self.stack.push(next_use);
        }
        let mut down = std::mem::replace(&mut self.stack[0], next_use);
        for at in 1..left {
            if self.stack[at] > down {
                self.note(down, at);
                down = std::mem::replace(&mut self.stack[at], down);
            }
        }
        if left > 0 {
            self.stack[left] = down;
            self.note(down, left);
        }
        self.note(next_use, 0);
        place
    }

    /// Remembers where the key of a later request stands.
    fn note(&mut self, next_use: u32, place: usize) {
        if next_use != Visit::NEVER_AGAIN {
            self.places[math::index(next_use)] = math::id(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::trace::Trace;

    /// Belady's own string: with three entries 1, 2 and 5 hit, with four 3 as well, and the last request of 4 needs none.
    #[test]
    fn distances_are_those_of_belady() {
        let trace = Trace::of_keys([1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5]);
        let mut optimal = Optimal::new(trace.keys().len());
        let next_uses = trace.next_uses();
        let got: Vec<_> = next_uses.iter().enumerate().map(|(at, next_use)| optimal.request(at, *next_use)).collect();
        let hits =
            |capacity: u32| got.iter().map(|one| one.is_some_and(|distance| distance < capacity)).collect::<Vec<_>>();
        let known = |text: &str| text.chars().map(|one| one == 'H').collect::<Vec<_>>();
        assert_eq!(hits(3), known("....HH.HH..H"), "three entries");
        assert_eq!(hits(4), known("....HH.HHH.H"), "four entries");
    }
}
