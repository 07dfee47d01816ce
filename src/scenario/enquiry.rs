//! Status enquiry: how the gateway asks what became of an attempt.

use super::problem::Limit;
use super::reader::Reader;
use super::recovery::{PAUSE_MS, TIMER_MS};
use crate::payment::EnquiryPlan;
use crate::units::Nanos;
use serde::Serialize;

/// Range of a number of enquiries.
pub const ENQUIRIES: Limit = Limit::new(1.0, 100.0, "enquiries");

/// How the gateway asks what became of an attempt whose outcome it does not know.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Enquiry {
    /// From one enquiry to the next; `null` if it does not ask.
    pub interval_ms: Option<f64>,
    /// Before the first.
    pub delay_ms: f64,
    /// Most enquiries about one attempt.
    pub tries: u32,
}

impl Default for Enquiry {
    /// Off. At most three enquiries, as the rules for UPI say after its outage of 2025.
    fn default() -> Self {
        Self { interval_ms: None, delay_ms: 0.0, tries: 3 }
    }
}

impl Enquiry {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("enquiry", Self::default(), |reader, default| Self {
            interval_ms: reader.number_or_none("interval_ms", TIMER_MS, default.interval_ms),
            delay_ms: reader.number("delay_ms", PAUSE_MS, default.delay_ms),
            tries: reader.whole("tries", ENQUIRIES, default.tries),
        })
    }

    pub(super) fn plan(&self) -> Option<EnquiryPlan> {
        self.interval_ms.map(|interval_ms| EnquiryPlan {
            interval: Nanos::from_millis(interval_ms),
            delay: Nanos::from_millis(self.delay_ms),
            tries: self.tries,
        })
    }
}
