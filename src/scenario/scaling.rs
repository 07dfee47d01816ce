//! Autoscaling: how the processors' workers follow the load.

use super::problem::Limit;
use super::reader::Reader;
use super::stages::WORKERS;
use crate::payment::ScalingPlan;
use crate::units::Nanos;
use serde::Serialize;

/// Range of the utilisation that is aimed at.
pub const TARGET: Limit = Limit::new(0.05, 1.0, "");
/// Range of the time between two looks.
pub const LOOK_S: Limit = Limit::new(0.5, 3_600.0, "s");
/// Range of a boot time and of the window before workers go.
pub const BOOT_S: Limit = Limit::new(0.0, 3_600.0, "s");

/// How the processors' workers follow the load; Kubernetes' horizontal pod autoscaler, a worker being a pod.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scaling {
    /// Whether they do.
    pub on: bool,
    /// Utilisation that is aimed at.
    pub target: f64,
    /// Fewest workers of a processor.
    pub workers_min: u32,
    /// Most workers of a processor.
    pub workers_max: u32,
    /// Between two looks.
    pub interval_s: f64,
    /// From the wish for a worker until it works.
    pub boot_s: f64,
    /// Workers go only if they were not needed for so long.
    pub window_s: f64,
}

impl Default for Scaling {
    /// Off. Looks every 15 s and a window of 300 s are Kubernetes' defaults, 30 s are its initial readiness delay; the
    /// target and the bounds are assumptions of a plausible size.
    fn default() -> Self {
        Self {
            on: false,
            target: 0.7,
            workers_min: 4,
            workers_max: 48,
            interval_s: 15.0,
            boot_s: 30.0,
            window_s: 300.0,
        }
    }
}

impl Scaling {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("scaling", Self::default(), |reader, default| {
            let workers_min = reader.whole("workers_min", WORKERS, default.workers_min);
            let workers_max = reader.whole("workers_max", WORKERS, default.workers_max.max(workers_min));
            if workers_max < workers_min {
                let allowed = format!("a whole number not below workers_min, which is {workers_min}");
                reader.contradiction("workers_max", workers_max.to_string(), allowed);
            }
            Self {
                on: reader.switch("on", default.on),
                target: reader.number("target", TARGET, default.target),
                workers_min,
                workers_max,
                interval_s: reader.number("interval_s", LOOK_S, default.interval_s),
                boot_s: reader.number("boot_s", BOOT_S, default.boot_s),
                window_s: reader.number("window_s", BOOT_S, default.window_s),
            }
        })
    }

    /// Refuses a start outside the bounds.
    pub(super) fn check(&self, workers: Option<u32>, reader: &mut Reader<'_>) {
        let within = workers.is_some_and(|workers| (self.workers_min..=self.workers_max).contains(&workers));
        if self.on && !within {
            let value = workers.map_or_else(|| "null".to_owned(), |workers| workers.to_string());
            let allowed = format!(
                "a whole number from scaling.workers_min to scaling.workers_max, {} to {}, while scaling is on",
                self.workers_min, self.workers_max
            );
            reader.contradiction("processors.workers", value, allowed);
        }
    }

    pub(super) fn plan(&self) -> Option<ScalingPlan> {
        self.on.then(|| ScalingPlan {
            target: self.target,
            workers_min: self.workers_min,
            workers_max: self.workers_max,
            interval: Nanos::from_seconds(self.interval_s),
            boot: Nanos::from_seconds(self.boot_s),
            window: Nanos::from_seconds(self.window_s),
        })
    }
}
