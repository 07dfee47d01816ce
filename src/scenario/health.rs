//! How the gateway finds out which processors can be sent anything: checks, failures, slow start, panic.

use super::Scenario;
use super::load::SHARE;
use super::problem::Limit;
use super::reader::Reader;
use crate::balance::health::{ActiveSettings, PassiveSettings, SlowStartSettings};
use crate::math;
use crate::payment::{ChecksPlan, HealthPlan};
use crate::units::Nanos;
use serde::Serialize;

/// Range of the time between two checks, and of the wait for one.
pub const CHECK_S: Limit = Limit::new(0.05, 3_600.0, "s");
/// Range of a number of equal answers, or of failures.
pub const IN_ROW: Limit = Limit::new(1.0, 1_000.0, "");
/// Range of the time that a processor is left alone, in whole seconds as NGINX counts.
pub const FAIL_TIMEOUT_S: Limit = Limit::new(1.0, 3_600.0, "s");
/// Range of the time over which a processor that comes back gets its weight.
pub const SLOW_START_S: Limit = Limit::new(0.1, 3_600.0, "s");

/// How the gateway finds out which processors can be sent anything.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HealthChecks {
    /// The gateway checks every processor regularly, as HAProxy does.
    pub active: bool,
    /// Between two checks of a processor.
    pub interval_s: f64,
    /// How long a check waits for its answer.
    pub timeout_s: f64,
    /// Failed checks in a row that take a processor out.
    pub fall: u32,
    /// Passed checks in a row that bring it back.
    pub rise: u32,
    /// Failed attempts in a row that count as a failed check; `null` if attempts are not observed.
    pub observe_errors: Option<u32>,
    /// Failed attempts after which a processor is left alone for a while, as NGINX does; `null` for never.
    pub max_fails: Option<u32>,
    /// For how long.
    pub fail_timeout_s: u32,
    /// Over which time a processor that comes back gets its weight; `null` for at once.
    pub slow_start_s: Option<f64>,
    /// Healthy share below which all processors are used, as Envoy does; 0 for never.
    pub panic_share: f64,
}

impl Default for HealthChecks {
    /// Nothing is found out. The numbers are HAProxy's and NGINX's; HAProxy waits for a check as long as for the next.
    fn default() -> Self {
        let (active, passive) = (ActiveSettings::default(), PassiveSettings::default());
        Self {
            active: false,
            interval_s: active.interval.seconds(),
            timeout_s: active.interval.seconds(),
            fall: active.fall,
            rise: active.rise,
            observe_errors: active.error_limit,
            max_fails: None,
            fail_timeout_s: math::low(passive.fail_timeout_s),
            slow_start_s: None,
            panic_share: 0.0,
        }
    }
}

impl Scenario {
    /// What the policy's product answers when nobody is usable.
    #[must_use]
    pub const fn nobody(&self) -> &'static str {
        let nobody = self.balancer.policy.nobody();
        if self.health.panic_share > 0.0 { nobody.words_in_panic() } else { nobody.words() }
    }
}

impl HealthChecks {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("health", Self::default(), |reader, default| {
            let interval_s = reader.number("interval_s", CHECK_S, default.interval_s);
            let timeout_s = reader.number("timeout_s", CHECK_S, default.timeout_s.min(interval_s));
            if timeout_s > interval_s {
                let allowed = format!("a number not above interval_s, which is {interval_s}");
                reader.contradiction("timeout_s", timeout_s.to_string(), allowed);
            }
            Self {
                active: reader.switch("active", default.active),
                interval_s,
                timeout_s,
                fall: reader.whole("fall", IN_ROW, default.fall),
                rise: reader.whole("rise", IN_ROW, default.rise),
                observe_errors: reader.whole_or_none("observe_errors", IN_ROW, default.observe_errors),
                max_fails: reader.whole_or_none("max_fails", IN_ROW, default.max_fails),
                fail_timeout_s: reader.whole("fail_timeout_s", FAIL_TIMEOUT_S, default.fail_timeout_s),
                slow_start_s: reader.number_or_none("slow_start_s", SLOW_START_S, default.slow_start_s),
                panic_share: reader.number("panic_share", SHARE, default.panic_share),
            }
        })
    }

    /// Whether nothing is found out and nothing done.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        !self.active && self.max_fails.is_none() && self.slow_start_s.is_none() && self.panic_share <= 0.0
    }

    pub(super) fn plan(&self) -> HealthPlan {
        let settings = ActiveSettings {
            interval: Nanos::from_seconds(self.interval_s),
            fall: self.fall,
            rise: self.rise,
            error_limit: self.observe_errors,
        };
        let passive = |max_fails: u32| PassiveSettings { max_fails, fail_timeout_s: u64::from(self.fail_timeout_s) };
        let window = self.slow_start_s.map_or(Nanos::ZERO, Nanos::from_seconds);
        HealthPlan {
            checks: self.active.then_some(ChecksPlan { settings, timeout: Nanos::from_seconds(self.timeout_s) }),
            passive: self.max_fails.map(passive),
            slow_start: SlowStartSettings { window, ..SlowStartSettings::default() },
            panic_percent: math::low(math::whole(self.panic_share * 100.0)),
        }
    }
}
