//! What can be set in the formula lab: one station, its servers, its service, and how much that varies.

use super::problem::{Limit, Problem};
use super::reader::Reader;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Range of the lab's servers.
pub const LAB_SERVERS: Limit = Limit::new(1.0, 64.0, "servers");
/// Range of its mean service time: all loads then stay within the range of arrival rates.
pub const LAB_SERVICE_MS: Limit = Limit::new(0.1, 10_000.0, "ms");
/// Range of the service's squared coefficient of variation.
pub const LAB_SCV: Limit = Limit::new(0.0, 20.0, "");

/// The words of [`Tail`].
const TAILS: [(&str, Tail); 2] = [("hyper-exponential", Tail::HyperExponential), ("log-normal", Tail::LogNormal)];

/// What can be set in the lab. Fields may hold any value; [`LabSetting::check`] judges them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabSetting {
    /// Servers, 1 to 64.
    pub servers: u32,
    /// Mean service time in milliseconds.
    pub service_ms: f64,
    /// Squared coefficient of variation of the service, variance over squared mean: 0 for a constant, 1 for an
    /// exponential, up to 20. Between 0 and 1 services are log-normal.
    pub service_scv: f64,
    /// The law of services that vary more than an exponential.
    #[serde(default)]
    pub tail: Tail,
}

/// The law of services that vary more than an exponential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tail {
    /// Mostly short, sometimes long: one of two exponentials.
    #[default]
    HyperExponential,
    /// The usual shape of hosts and networks.
    LogNormal,
}

impl Default for LabSetting {
    /// The article's thread pool: four servers of 50 ms, exponential.
    fn default() -> Self {
        Self { servers: 4, service_ms: 50.0, service_scv: 1.0, tail: Tail::HyperExponential }
    }
}

impl LabSetting {
    /// Reads a setting from a JSON value; an absent field has its default.
    ///
    /// # Errors
    /// Every problem found, each with its path, its value and what is allowed.
    pub fn from_value(value: &Value) -> Result<Self, Vec<Problem>> {
        let Some(fields) = value.as_object() else {
            let allowed = "an object with the fields of the formula lab".to_owned();
            return Err(vec![Problem { path: "(whole)".to_owned(), value: value.to_string(), allowed }]);
        };
        let mut problems = Vec::new();
        let mut reader = Reader::new(fields, &mut problems);
        let setting = Self::read(&mut reader, Self::default());
        reader.finish();
        if problems.is_empty() { Ok(setting) } else { Err(problems) }
    }

    /// Reads every field.
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        Self {
            servers: reader.whole("servers", LAB_SERVERS, default.servers),
            service_ms: reader.number("service_ms", LAB_SERVICE_MS, default.service_ms),
            service_scv: reader.number("service_scv", LAB_SCV, default.service_scv),
            tail: reader.choice("tail", &TAILS, default.tail),
        }
    }

    /// Judges what was set.
    ///
    /// # Errors
    /// Every number that is out of range.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        // Serialising a plain struct into a value in memory cannot fail; null would be refused.
        Self::from_value(&serde_json::to_value(self).unwrap_or(Value::Null)).map(drop)
    }

    /// The setting as JSON without the fields that have their default.
    #[must_use]
    pub fn to_brief_value(&self) -> Value {
        let full = |setting: Self| serde_json::to_value(setting).unwrap_or(Value::Null);
        let (mut brief, default) = (full(*self), full(Self::default()));
        if let Value::Object(fields) = &mut brief {
            fields.retain(|name, value| default.get(name) != Some(value));
        }
        brief
    }
}
