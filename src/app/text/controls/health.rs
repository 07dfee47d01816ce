//! Texts of health checks.

use super::safeguards::SwitchText;
use super::units::{PERCENT, S};
use super::{FieldText, Unit};
use crate::app::format;
use crate::experiment::RecoveryReport;

/// Texts of health checks.
#[derive(Debug)]
pub struct HealthText {
    /// Heading.
    pub heading: &'static str,
    /// Checks of the gateway's own.
    pub active: SwitchText,
    /// Between two checks.
    pub interval: FieldText,
    /// How long one waits.
    pub timeout: FieldText,
    /// Failures that take a processor out.
    pub fall: FieldText,
    /// Passes that bring it back.
    pub rise: FieldText,
    /// Failed attempts that count as a failed check.
    pub errors: FieldText,
    /// Failures of attempts, as NGINX counts them.
    pub fails: FieldText,
    /// For how long a processor is left alone.
    pub fail_timeout: FieldText,
    /// Slow start.
    pub slow_start: FieldText,
    /// Panic threshold.
    pub panic: FieldText,
    /// What panic did.
    pub panicked: fn(&RecoveryReport) -> String,
    /// How often nobody was usable.
    pub nobody: fn(&RecoveryReport) -> String,
}

const FAILURES: Unit = Unit { short: "", one: "failure", many: "failures" };
const PASSES: Unit = Unit { short: "", one: "pass", many: "passes" };

pub(super) const HEALTH: HealthText = HealthText {
    heading: "Health checks and slow start",
    active: SwitchText {
        words: FieldText {
            label: "Active checks",
            unit: Unit::NONE,
            help: "The gateway asks every processor regularly whether it is there, beside its queue. A check sees what is \
                   down, silent or failing; slowness only as far as its timeout reaches.",
            source: "Off. As in HAProxy, with its defaults.",
        },
        without: "Without them only payments find out that a processor is down.",
        counted: |counts| {
            format!("{} checks; processors were taken out {} times.", n(counts.checks), n(counts.marked_down))
        },
    },
    interval: FieldText {
        label: "Between two checks",
        unit: S,
        help: "Twice or thrice as long goes by until a processor that is down gets nothing any more.",
        source: "HAProxy's inter.",
    },
    timeout: FieldText {
        label: "A check waits",
        unit: S,
        help: "A processor that answers later has failed the check. Below its usual time it fails always.",
        source: "HAProxy waits as long as for the next check.",
    },
    fall: FieldText {
        label: "Out after",
        unit: FAILURES,
        help: "Failed checks in a row. Few find out sooner, and take out what only stumbled.",
        source: "HAProxy's fall.",
    },
    rise: FieldText { label: "Back after", unit: PASSES, help: "Passed checks in a row.", source: "HAProxy's rise." },
    errors: FieldText {
        label: "Errors that count as a check",
        unit: FAILURES,
        help: "So many failed attempts in a row count as one failed check: payments find out sooner than checks.",
        source: "Off. HAProxy's observe, with error-limit 10 where it is on.",
    },
    fails: FieldText {
        label: "Left alone after",
        unit: FAILURES,
        help: "So many failed attempts, and a processor gets none for a while; each one also lowers its weight. With all of \
               them left alone a payment fails at once.",
        source: "Off. NGINX's max_fails, 1 as shipped: one failure is enough.",
    },
    fail_timeout: FieldText {
        label: "Left alone for",
        unit: S,
        help: "Whole seconds, after which one attempt tries it.",
        source: "NGINX's fail_timeout.",
    },
    slow_start: FieldText {
        label: "Slow start",
        unit: S,
        help: "A processor that comes back gets its weight little by little, so that it is not drowned. Only policies that \
               know weights follow it.",
        source: "Off, as in Envoy, HAProxy and NGINX Plus. From a tenth of its weight, in a straight line, as in Envoy.",
    },
    panic: FieldText {
        label: "Panic below",
        unit: PERCENT,
        help: "With a smaller share of the processors healthy, and fewer than 71.4 %, health is not believed and all are \
               used: the few left would fall next. Under Priority with failover, gradual, each tier panics by itself.",
        source: "Never. Envoy's default is 50 %.",
    },
    panicked: |counts| format!("{} attempts were sent in panic.", n(counts.panicked)),
    nobody: |counts| match counts.nobody {
        1 => "1 attempt found no usable processor.".to_owned(),
        count => format!("{} attempts found no usable processor.", n(count)),
    },
};

fn n(count: u64) -> String {
    format::count(count)
}
