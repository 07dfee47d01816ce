//! Texts of status enquiries.

use super::FieldText;
use super::units::{ENQUIRIES, MS};
use crate::app::format;
use crate::experiment::RecoveryReport;

/// Texts of status enquiries.
#[derive(Debug)]
pub struct EnquiryText {
    /// Heading.
    pub heading: &'static str,
    /// From one to the next.
    pub interval: FieldText,
    /// Before the first.
    pub delay: FieldText,
    /// Most about one attempt.
    pub tries: FieldText,
    /// What the run counted.
    pub counted: fn(&RecoveryReport) -> String,
}

pub(super) const ENQUIRY: EnquiryText = EnquiryText {
    heading: "Status enquiry",
    interval: FieldText {
        label: "Asks every",
        unit: MS,
        help: "The gateway asks the issuer what became of an attempt whose outcome it does not know, as merchants retrieve a \
               payment at Stripe and UPI's applications check a status. It needs the gateway's or the processors' timer. \
               Enquiries cost channel and issuer what payments cost: asked without a pause they are a storm.",
        source: "Off: attempts with an unknown outcome are reversed at once.",
    },
    delay: FieldText {
        label: "First after",
        unit: MS,
        help: "How long the gateway waits before its first enquiry; the answer may still come by itself.",
        source: "At once. UPI's rules ask for 90 s since its outage of 2025.",
    },
    tries: FieldText {
        label: "At most",
        unit: ENQUIRIES,
        help: "Then the attempt is reversed, and its outcome stays unknown.",
        source: "UPI's rules since its outage of 2025.",
    },
    counted: |counts| {
        format!(
            "{} enquiries; {} outcomes found out.",
            format::count(counts.enquiries),
            format::count(counts.enquiries_answered)
        )
    },
};
