//! How processors that do worse than the others are ejected for a while: Envoy's outlier detection with all its limits.

use super::health::{CHECK_S, IN_ROW};
use super::load::SHARE;
use super::problem::Limit;
use super::reader::Reader;
use super::resilience::BREAKER_CALLS;
use super::stages::PROCESSORS;
use crate::balance::health::OutlierSettings;
use crate::math;
use crate::units::Nanos;
use serde::Serialize;

/// Range of the standard deviations below the mean.
pub const DEVIATIONS: Limit = Limit::new(0.1, 10.0, "standard deviations");

/// Limits of outlier ejection, for where it is on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlier {
    /// Failures in a row that eject at once; `null` for never.
    pub failures: Option<u32>,
    /// Attempts in a row without any answer that eject at once; `null` for never.
    pub missing: Option<u32>,
    /// Between two looks at rates and at who is ejected.
    pub interval_s: f64,
    /// How long the first ejection lasts; the next one lasts twice that, and so on.
    pub ejection_s: f64,
    /// No ejection lasts longer, unless the first does.
    pub ejection_max_s: f64,
    /// Largest share of the processors that may be out at a time.
    pub share_max: f64,
    /// Whether one may be out whatever that share says.
    pub always_one: bool,
    /// Standard deviations below the mean success rate that eject; `null` for never.
    pub deviations: Option<f64>,
    /// Attempts of an interval that are enough for a success rate.
    pub deviations_requests: u32,
    /// Share of failures from which on a processor is ejected; `null` for never.
    pub failure_share: Option<f64>,
    /// Attempts of an interval that are enough for it.
    pub failure_share_requests: u32,
    /// Fewest processors with enough attempts for the two by rates.
    pub processors_min: u32,
}

impl Default for Outlier {
    /// Envoy's limits, with what it does not enforce as shipped left out.
    fn default() -> Self {
        let envoy = OutlierSettings::default();
        Self {
            failures: Some(envoy.consecutive_failures),
            missing: None,
            interval_s: envoy.interval.seconds(),
            ejection_s: envoy.base_ejection.seconds(),
            ejection_max_s: envoy.max_ejection.seconds(),
            share_max: f64::from(envoy.max_ejection_percent) / 100.0,
            always_one: envoy.always_eject_one,
            deviations: Some(envoy.success_rate_factor),
            deviations_requests: math::low(envoy.success_rate_requests),
            failure_share: None,
            failure_share_requests: math::low(envoy.failure_percentage_requests),
            processors_min: math::id(envoy.success_rate_servers),
        }
    }
}

impl Outlier {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("outlier", Self::default(), |reader, default| Self {
            failures: reader.whole_or_none("failures", IN_ROW, default.failures),
            missing: reader.whole_or_none("missing", IN_ROW, default.missing),
            interval_s: reader.number("interval_s", CHECK_S, default.interval_s),
            ejection_s: reader.number("ejection_s", CHECK_S, default.ejection_s),
            ejection_max_s: reader.number("ejection_max_s", CHECK_S, default.ejection_max_s),
            share_max: reader.number("share_max", SHARE, default.share_max),
            always_one: reader.switch("always_one", default.always_one),
            deviations: reader.number_or_none("deviations", DEVIATIONS, default.deviations),
            deviations_requests: reader.whole("deviations_requests", BREAKER_CALLS, default.deviations_requests),
            failure_share: reader.number_or_none("failure_share", SHARE, default.failure_share),
            failure_share_requests: reader.whole(
                "failure_share_requests",
                BREAKER_CALLS,
                default.failure_share_requests,
            ),
            processors_min: reader.whole("processors_min", PROCESSORS, default.processors_min),
        })
    }

    /// The most processors of so many that may be out at a time.
    #[must_use]
    pub fn most_out(&self, processors: u32) -> u32 {
        let most = percent(self.share_max).saturating_mul(processors) / 100;
        most.max(u32::from(self.always_one)).min(processors)
    }

    pub(super) fn plan(&self) -> OutlierSettings {
        let envoy = OutlierSettings::default();
        OutlierSettings {
            consecutive_failures: self.failures.unwrap_or(envoy.consecutive_failures),
            enforce_consecutive_failures: self.failures.is_some(),
            consecutive_missing: self.missing.unwrap_or(envoy.consecutive_missing),
            enforce_consecutive_missing: self.missing.is_some(),
            interval: Nanos::from_seconds(self.interval_s),
            base_ejection: Nanos::from_seconds(self.ejection_s),
            max_ejection: Nanos::from_seconds(self.ejection_max_s),
            max_ejection_percent: percent(self.share_max),
            always_eject_one: self.always_one,
            success_rate_servers: math::index(self.processors_min),
            success_rate_requests: u64::from(self.deviations_requests),
            success_rate_factor: self.deviations.unwrap_or(envoy.success_rate_factor),
            enforce_success_rate: self.deviations.is_some(),
            failure_percentage: self.failure_share.map_or(envoy.failure_percentage, |share| share * 100.0),
            failure_percentage_servers: math::index(self.processors_min),
            failure_percentage_requests: u64::from(self.failure_share_requests),
            enforce_failure_percentage: self.failure_share.is_some(),
        }
    }
}

/// Envoy counts in whole percent.
fn percent(share: f64) -> u32 {
    math::low(math::whole(share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sets_is_envoys() {
        assert_eq!(Outlier::default().plan(), OutlierSettings::default());
    }

    /// Known answers: at 10 % none of fewer than ten, one of ten to nineteen; at 50 % one of three, two of four or five.
    #[test]
    fn so_many_may_be_out() {
        let most = |share_max, always_one, processors| {
            Outlier { share_max, always_one, ..Outlier::default() }.most_out(processors)
        };
        assert_eq!([3, 9, 10, 16].map(|processors| most(0.1, false, processors)), [0, 0, 1, 1]);
        assert_eq!([3, 4, 5].map(|processors| most(0.5, false, processors)), [1, 2, 2]);
        assert_eq!(most(0.1, true, 3), 1, "one whatever the share says");
    }
}
