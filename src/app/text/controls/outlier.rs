//! Texts of the limits of outlier ejection.

use super::safeguards::SwitchText;
use super::units::{CALLS, PERCENT, PROCESSORS, S};
use super::{FieldText, Unit};

/// Texts of the limits.
#[derive(Debug)]
pub struct OutlierText {
    /// Heading.
    pub heading: &'static str,
    /// How many of so many may be out.
    pub most: fn(u32, u32) -> String,
    /// Failures in a row.
    pub failures: FieldText,
    /// Missing answers in a row.
    pub missing: FieldText,
    /// Between two looks.
    pub interval: FieldText,
    /// The first ejection.
    pub ejection: FieldText,
    /// The longest one.
    pub ejection_max: FieldText,
    /// Share that may be out.
    pub share_max: FieldText,
    /// One whatever that says.
    pub always_one: SwitchText,
    /// Standard deviations below the mean.
    pub deviations: FieldText,
    /// Attempts that are enough.
    pub deviations_requests: FieldText,
    /// Share of failures.
    pub failure_share: FieldText,
    /// Attempts that are enough.
    pub failure_share_requests: FieldText,
    /// Processors that are enough.
    pub processors_min: FieldText,
}

const IN_ROW: Unit = Unit { short: "in a row", one: "in a row", many: "in a row" };
const DEVIATIONS: Unit = Unit { short: "", one: "standard deviation", many: "standard deviations" };

pub(super) const OUTLIER: OutlierText = OutlierText {
    heading: "Limits of ejection",
    most: |most, of| match most {
        0 => format!(
            "Of {of} processors none may be out at a time, so nobody is ejected: Envoy rounds the share down. Older \
             versions always let one go; that is a switch now."
        ),
        most => format!("Of {of} processors at most {most} may be out at a time."),
    },
    failures: FieldText {
        label: "Failures that eject",
        unit: IN_ROW,
        help: "So many failed attempts in a row, answered or not, and the processor is out at once.",
        source: "Envoy's consecutive_5xx.",
    },
    missing: FieldText {
        label: "Missing answers that eject",
        unit: IN_ROW,
        help: "The same for attempts to which nothing came back: refused, broken off or timed out.",
        source: "Off. Envoy's consecutive_gateway_failure, 5 where it is enforced.",
    },
    interval: FieldText {
        label: "Looked at every",
        unit: S,
        help: "Rates are compared, and who was out long enough comes back, only at these moments.",
        source: "Envoy's interval.",
    },
    ejection: FieldText {
        label: "Out for",
        unit: S,
        help: "The first ejection; each further one lasts as much longer, and each interval without one takes that back.",
        source: "Envoy's base_ejection_time.",
    },
    ejection_max: FieldText {
        label: "Out for at most",
        unit: S,
        help: "No ejection lasts longer, unless the first does.",
        source: "Envoy's max_ejection_time.",
    },
    share_max: FieldText {
        label: "Out at a time",
        unit: PERCENT,
        help: "The largest share of the processors that may be out, rounded down to whole ones. Too large a share leaves the \
               others with more than they can do.",
        source: "Envoy's max_ejection_percent.",
    },
    always_one: SwitchText {
        words: FieldText {
            label: "One may always be out",
            unit: Unit::NONE,
            help: "One processor may be ejected whatever the share says.",
            source: "Off. Envoy's always_eject_one_host.",
        },
        without: "Without it a share of 10 % ejects nobody among fewer than ten.",
        counted: |_| String::new(),
    },
    deviations: FieldText {
        label: "Success rate below the mean by",
        unit: DEVIATIONS,
        help: "Processors whose success rate of an interval lies so far below the mean of all are out. The bad one pulls the \
               mean down and the deviation up: among few processors it hides itself.",
        source: "Envoy's success_rate_stdev_factor.",
    },
    deviations_requests: FieldText {
        label: "Attempts for a success rate",
        unit: CALLS,
        help: "A processor with fewer in the interval is left out of the comparison.",
        source: "Envoy's success_rate_request_volume.",
    },
    failure_share: FieldText {
        label: "Failures from which on it is out",
        unit: PERCENT,
        help: "Processors with such a share of failures in an interval are out, whatever the others do.",
        source: "Off. Envoy's failure_percentage_threshold, 85 % where it is enforced.",
    },
    failure_share_requests: FieldText {
        label: "Attempts for a share of failures",
        unit: CALLS,
        help: "A processor with fewer in the interval is left alone.",
        source: "Envoy's failure_percentage_request_volume.",
    },
    processors_min: FieldText {
        label: "Processors that are compared",
        unit: PROCESSORS,
        help: "With fewer that have enough attempts nobody is ejected by a rate.",
        source: "Envoy's success_rate_minimum_hosts and failure_percentage_minimum_hosts.",
    },
};
