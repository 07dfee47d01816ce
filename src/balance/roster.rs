//! Who takes part: the weights for which a policy built its ring, table or schedule.

use super::View;

/// The weight of each server, 0 for one that is not eligible, as at the last look.
#[derive(Clone, Debug)]
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
