//! What is odd about answers that follow: how they are told, and whether the backlog can be worked off.

use super::cautions::Caution;
use super::hazard::Hazard;
use super::{CacheWrite, Fault, Load, Scenario, Service};
use crate::payment::Place;

impl Scenario {
    /// What is odd about answers that follow.
    pub(super) fn follow_up_cautions(&self) -> impl Iterator<Item = Caution> {
        let loses = |fault: &Fault| fault.place == Place::Gateway && fault.loses_messages();
        let (lossy, follow_up) = (self.links.merchant_loss > 0.0 || self.faults.iter().any(loses), &self.follow_up);
        let pause_ms = follow_up.redeliver.first_ms();
        let objective_ms = self.objective.response_ms;
        let twice = (lossy && !follow_up.deduplicate && follow_up.deliveries > 1)
            .then_some(Caution { path: "follow_up.deduplicate", hazard: Hazard::FulfilledTwice });
        let late = (lossy && follow_up.deliveries > 1 && pause_ms >= objective_ms)
            .then_some(Caution { path: "follow_up.redeliver", hazard: Hazard::ToldTooLate { pause_ms, objective_ms } });
        let once = (lossy && follow_up.deliveries == 1)
            .then_some(Caution { path: "follow_up.deliveries", hazard: Hazard::ToldOnce });
        let all = [twice, late, once, self.few_forwarders()];
        all.into_iter().flatten().filter(|_| self.follow_up.enabled)
    }

    /// Little's law for the forwarders, under the base rate: the time of a payment where nobody waits, times the rate.
    fn few_forwarders(&self) -> Option<Caution> {
        let Load::Open { rate_per_s, .. } = self.load else { return None };
        let fastest = self.processors.speeds.iter().copied().fold(1.0, f64::max);
        let [out, back] = [&self.channel.delay, &self.channel.answer_delay].map(Service::mean_ms);
        let stages = self.processors.service.mean_ms() / fastest + self.card_management.service.mean_ms();
        let writes = if self.cache.write == CacheWrite::Behind { 0.0 } else { self.database.commit.mean_ms() };
        let needed = rate_per_s * (stages + writes + out + back) / 1e3;
        let workers = self.follow_up.workers;
        let hazard = Hazard::FewForwarders { workers, needed };
        (needed > f64::from(workers)).then_some(Caution { path: "follow_up.workers", hazard })
    }
}
