//! How the sections of a scenario stand to each other: what each allows by itself may contradict another.

use super::reader::Reader;
use super::{Load, PROCESSORS, Scenario};

/// Most payments that one run may be asked for, so that no file can make the program run for days.
pub(super) const PAYMENTS_MAX: f64 = 1e9;

impl Scenario {
    /// Checks how sections stand to each other.
    pub(super) fn check_sums(&self, reader: &mut Reader<'_>) {
        let count = crate::math::index(self.processors.count);
        for (path, list) in
            [("balancer.weights", &self.balancer.weights), ("processors.speeds", &self.processors.speeds)]
        {
            if !list.is_empty() && list.len() != count {
                let allowed = format!("an empty list, or one number for each of the {count} processors");
                reader.contradiction(path, format!("{} numbers", list.len()), allowed);
            }
        }
        self.check_charges(count, reader);
        self.scaling.check(self.processors.workers, reader);
        for (place, fault) in self.faults.iter().enumerate() {
            if let crate::payment::Place::Processor(number) = fault.place
                && u32::from(number) >= self.processors.count
            {
                let allowed = format!("a place that exists: there are {} processors", self.processors.count);
                let value = format!("\"processor_{}\"", u32::from(number) + 1);
                reader.contradiction(&format!("faults[{place}].place"), value, allowed);
            }
        }
        if let Some(warm_up_s) = self.warm_up_s.filter(|warm_up_s| *warm_up_s >= self.duration_s) {
            let allowed = format!("a number below duration_s, which is {}, or null to find it", self.duration_s);
            reader.contradiction("warm_up_s", warm_up_s.to_string(), allowed);
        }
        if let Load::Open { rate_per_s, .. } = self.load
            && rate_per_s * self.duration_s > PAYMENTS_MAX
        {
            // Whole seconds, rounded down: whoever follows the advice is not refused again.
            let most = crate::math::floor(PAYMENTS_MAX / rate_per_s);
            let allowed = format!("at most {most} s at this arrival rate: 1e9 payments a run");
            reader.contradiction("duration_s", self.duration_s.to_string(), allowed);
        }
        self.check_probes(reader);
        self.check_writes(reader);
        if self.load.never_waits() && self.transparent() {
            let allowed = "a think time or a service time above 0 somewhere: else time would stand still".to_owned();
            reader.contradiction("load.closed.think", "no time at all".to_owned(), allowed);
        }
    }

    /// Checks that every processor has its fee, and that rules name processors that exist.
    fn check_charges(&self, count: usize, reader: &mut Reader<'_>) {
        let fees = self.balancer.fees.len();
        if fees > 0 && fees != count {
            let allowed = format!("an empty list, or one fee for each of the {count} processors");
            reader.contradiction("balancer.fees", format!("{fees} fees"), allowed);
        }
        for (place, rule) in self.balancer.rules.iter().enumerate() {
            for (at, number) in rule.processors.iter().enumerate() {
                // What no scenario may have is refused where it stands.
                if crate::math::index(*number) > count && PROCESSORS.contains(f64::from(*number)) {
                    let allowed = format!("a processor that exists: there are {count}, counted from 1");
                    let path = format!("balancer.rules[{place}].processors[{at}]");
                    reader.contradiction(&path, number.to_string(), allowed);
                }
            }
        }
    }

    /// Whether a payment passes without taking any time.
    fn transparent(&self) -> bool {
        let services = [
            &self.gateway.service,
            &self.processors.service,
            &self.channel.delay,
            &self.channel.answer_delay,
            &self.card_management.service,
        ];
        self.channel.kind.bound_per_s().is_none() && services.iter().all(|service| service.mean_ms() <= 0.0)
    }
}

impl Load {
    /// Whether the next payment follows an answer at once.
    fn never_waits(&self) -> bool {
        matches!(self, Self::Closed { think, .. } if think.mean_ms() <= 0.0)
    }
}
