//! Earliest deadline first: the schedule behind Envoy's weighted policies.
//!
//! Source: Envoy's `EdfScheduler`. Each server has a deadline; the earliest is picked, of equal ones that which was set
//! first, and the picked server is due again at its deadline plus the cost that its next turn is given. Deadlines are
//! whole numbers: [`Schedule::unit`] finds a unit of time in which 1 / weight is whole for every weight, so that ties
//! are ties. Envoy's are floats, whose order drifts from the exact one after the first cycle.

/// Beyond this no common unit is sought: 2^40 parts are finer than any run could show.
const UNIT_MAX: u64 = 1 << 40;

/// Servers with deadlines.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// Deadline and the order in which it was set; `None` for a server that takes no part.
    due: Vec<Option<(u64, u64)>>,
    set: u64,
    unit: u64,
}

impl Schedule {
    /// Nobody is due.
    pub(super) fn new(servers: usize) -> Self {
        Self { due: vec![None; servers], set: 0, unit: 1 }
    }

    /// Starts anew at time zero with nobody due, in a unit for these weights.
    pub(super) fn restart(&mut self, weights: &[u32]) {
        self.due.fill(None);
        self.set = 0;
        self.unit = unit(weights);
    }

    /// Parts of the time unit: the cost of a turn of weight 1.
    pub(super) const fn unit(&self) -> u64 {
        self.unit
    }

    /// Makes a server due so long after `from`.
    pub(super) fn add(&mut self, server: usize, from: u64, cost: u64) {
        self.due[server] = Some((from.saturating_add(cost), self.set));
        self.set += 1;
    }

    /// The server that is due first and its deadline.
    pub(super) fn first(&self) -> Option<(usize, u64)> {
        let due = self.due.iter().enumerate().filter_map(|(server, due)| due.map(|due| (due, server)));
        due.min().map(|((deadline, _), server)| (server, deadline))
    }

    /// The deadline of a server in units.
    pub(super) fn deadline(&self, server: usize) -> Option<f64> {
        let (deadline, _) = (*self.due.get(server)?)?;
        Some(crate::math::float(deadline) / crate::math::float(self.unit))
    }
}

/// The least common multiple of the weights, or 2^40 where that is larger.
fn unit(weights: &[u32]) -> u64 {
    let positive = weights.iter().filter(|weight| **weight > 0).map(|weight| u64::from(*weight));
    positive
        .fold(1, |sofar, weight| if sofar >= UNIT_MAX { UNIT_MAX } else { sofar / divisor(sofar, weight) * weight })
        .min(UNIT_MAX)
}

/// The greatest common divisor.
pub(super) fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}
