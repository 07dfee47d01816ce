//! Classes of customers at one server: the highest class that waits is next, and nobody is interrupted.
//!
//! Source: Cobham, "Priority assignment in waiting line problems" (Operations Research 2(1), 1954); Kleinrock, "Queueing
//! Systems" volume 2 (1976), section 3.2. Poisson arrivals, service of any law, within a class first come first served.

use super::limits::{not_negative, stable};
use super::{Demand, Means, TheoryError};

/// A class of customers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// Its arrivals and its mean service.
    pub demand: Demand,
    /// Squared coefficient of variation of its service: 0 for a constant, 1 for an exponential.
    pub service_scv: f64,
}

/// The means of each class, the highest first, at one server: Wq of class k is W0 / [(1 - s(k - 1)) (1 - s(k))], where
/// W0 is half the sum of lambda E[S^2] over all classes and s(k) the load of classes 1 to k.
///
/// # Errors
///
/// If a demand or an scv is out of range, or all classes together are too much for the server.
pub fn priority_means(classes: &[Class]) -> Result<Vec<Means>, TheoryError> {
    let mut work_ms = 0.0;
    let mut total = 0.0;
    for Class { demand, service_scv } in classes {
        let load = demand.load(1)?;
        work_ms += load * demand.service_mean_ms * (1.0 + not_negative("service_scv", *service_scv)?) / 2.0;
        total += load;
    }
    stable(total)?;
    let means = classes.iter().scan(0.0, |load_before, class| {
        let load = *load_before + class.demand.offered_load();
        let wait_ms = work_ms / ((1.0 - *load_before) * (1.0 - load));
        *load_before = load;
        Some(Means::new(class.demand, wait_ms))
    });
    Ok(means.collect())
}
