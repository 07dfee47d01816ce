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
pub(super) struct Built<T> {
    kept: Vec<(Roster, T)>,
    /// Most rosters that are remembered.
    most: usize,
}

impl<T> Built<T> {
    /// Most rosters that are ever remembered.
    const MOST: usize = 32;
    /// Most bytes that they may take together, the current one apart.
    const BYTES: usize = 2_097_152;

    /// Nothing is built yet; each will take about so many bytes.
    pub(super) fn new(bytes_each: usize) -> Self {
        Self { kept: Vec::new(), most: (Self::BYTES / bytes_each.max(1)).clamp(1, Self::MOST) }
    }

    /// What was built for the current roster; `None` before the first.
    pub(super) fn current(&self) -> Option<&T> {
        self.kept.first().map(|(_, built)| built)
    }

    /// Makes a roster the current one, building for it what was not built lately.
    pub(super) fn turn_to(&mut self, roster: &Roster, build: impl FnOnce(&Roster) -> T) {
        if let Some(place) = self.kept.iter().position(|(known, _)| known == roster) {
            self.kept[..=place].rotate_right(1);
        } else {
            self.kept.truncate(self.most - 1);
            self.kept.insert(0, (roster.clone(), build(roster)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_lately_is_not_built_again() {
        let mut built = Built::new(100_000);
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
        assert_eq!(built.kept.len(), 20, "what is long ago is forgotten: two megabytes are kept");
        assert_eq!([Built::<()>::new(1).most, Built::<()>::new(9_000_000).most], [32, 1], "within bounds");
    }
}
