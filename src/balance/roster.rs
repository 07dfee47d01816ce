//! Who takes part: the weights for which a policy built its ring, table or schedule.

use super::View;

/// The weight of each server, 0 for one that is not eligible, as at the last look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Roster(Vec<u32>);

impl Roster {
    /// Nobody takes part yet.
    pub(super) fn new(servers: usize) -> Self {
        Self(vec![0; servers])
    }

    /// Looks again; whether anything has changed since the last look.
    pub(super) fn changed(&mut self, view: &View<'_>) -> bool {
        let mut changed = false;
        for (server, known) in self.0.iter_mut().enumerate() {
            let weight = if view.is_eligible(server) { view.weights[server] } else { 0 };
            changed |= *known != weight;
            *known = weight;
        }
        changed
    }

    /// The weights.
    pub(super) fn weights(&self) -> &[u32] {
        &self.0
    }

    /// Whether those that take part weigh the same.
    pub(super) fn equal(&self) -> bool {
        let mut weights = self.0.iter().filter(|weight| **weight > 0);
        let first = weights.next();
        weights.all(|weight| Some(weight) == first)
    }

    /// Whether nobody takes part.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|weight| *weight == 0)
    }
}

/// What a policy built for the rosters it saw last, the current one first: a server that comes and goes, as behind a
/// bulkhead that fills and empties, costs one build for each state and not one for each change.
#[derive(Clone, Debug)]
pub(super) struct Built<T>(Vec<(Roster, T)>);

impl<T> Built<T> {
    /// Most rosters that are remembered.
    const MOST: usize = 32;

    /// Nothing is built yet.
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// What was built for the current roster; `None` before the first.
    pub(super) fn current(&self) -> Option<&T> {
        self.0.first().map(|(_, built)| built)
    }

    /// Makes a roster the current one, building for it what was not built lately.
    pub(super) fn turn_to(&mut self, roster: &Roster, build: impl FnOnce(&Roster) -> T) {
        if let Some(place) = self.0.iter().position(|(known, _)| known == roster) {
            self.0[..=place].rotate_right(1);
        } else {
            self.0.truncate(Self::MOST - 1);
            self.0.insert(0, (roster.clone(), build(roster)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_lately_is_not_built_again() {
        let mut built = Built::new();
        let mut builds = 0;
        for weight in [1, 2, 1, 2, 1] {
            built.turn_to(&Roster(vec![weight]), |roster| {
                builds += 1;
                roster.0[0] * 10
            });
            assert_eq!(built.current(), Some(&(weight * 10)));
        }
        assert_eq!(builds, 2, "one for each state");
        for weight in 3..100 {
            built.turn_to(&Roster(vec![weight]), |roster| roster.0[0]);
        }
        assert_eq!(built.0.len(), Built::<u32>::MOST, "what is long ago is forgotten");
    }
}
