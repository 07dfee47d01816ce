//! Texts of the laws of service times and delays.

use super::units::{MS, PHASES};
use super::{FieldText, OptionText, Unit};

/// Texts of the laws.
#[derive(Debug)]
pub struct LawsText {
    /// Name of the picker, from the label of the time.
    pub law_of: fn(&str) -> String,
    /// The laws.
    pub kinds: &'static [OptionText],
    /// Their parameters.
    pub parameters: LawParametersText,
    /// The result: mean, how variable in words, squared coefficient of variation.
    pub result: fn(&str, &str, &str) -> String,
    /// The result of a stage that takes no time.
    pub transparent: &'static str,
    /// How variable, in words, by the squared coefficient of variation.
    pub variability: fn(f64) -> &'static str,
    /// The drawing in words, from the label of the time and the name of the law.
    pub sketch: fn(&str, &str) -> String,
    /// How the default of a time is told: name of the law and mean.
    pub brief: fn(&str, &str) -> String,
}

/// Texts of the parameters of the laws.
#[derive(Debug)]
pub struct LawParametersText {
    /// Mean.
    pub mean: FieldText,
    /// Median.
    pub median: FieldText,
    /// 99th percentile.
    pub p99: FieldText,
    /// Phases of an Erlang law.
    pub phases: FieldText,
    /// Squared coefficient of variation.
    pub scv: FieldText,
    /// Shortest time.
    pub min: FieldText,
    /// Longest time of a uniform law.
    pub max: FieldText,
    /// Tail exponent.
    pub tail: FieldText,
    /// Longest time of a Pareto law.
    pub cap: FieldText,
    /// Measured times.
    pub values: FieldText,
}

pub(super) const LAWS: LawsText = LawsText {
    law_of: |label| format!("{label}, law"),
    kinds: &[
        OptionText { id: "deterministic", label: "Always the same", summary: "No chance at all (deterministic)." },
        OptionText {
            id: "exponential",
            label: "Exponential",
            summary: "Memoryless: the law of most textbook formulas.",
        },
        OptionText { id: "erlang", label: "Erlang", summary: "Several steps in a row: steadier than exponential." },
        OptionText {
            id: "log_normal",
            label: "Log-normal",
            summary: "The usual shape of hosts and networks, by median and p99 as a monitor shows them.",
        },
        OptionText { id: "hyper_exponential", label: "Hyper-exponential", summary: "Mostly short, sometimes long." },
        OptionText { id: "uniform", label: "Uniform", summary: "Any time between two bounds, all equally likely." },
        OptionText { id: "pareto", label: "Pareto, capped", summary: "A heavy tail that ends at a cap." },
        OptionText {
            id: "empirical",
            label: "Measured times",
            summary: "One of your own figures, all equally likely.",
        },
    ],
    parameters: PARAMETERS,
    result: |mean, words, scv| format!("Mean {mean}, {words} (squared variation {scv})."),
    transparent: "No time at all: payments pass at once.",
    variability,
    sketch: |label, law| format!("{label}: shape of the {law} law, with its mean"),
    brief: |law, mean| format!("{law}, mean {mean}"),
};

const fn variability(scv: f64) -> &'static str {
    match scv {
        _ if scv < 0.01 => "always the same",
        _ if scv < 0.9 => "steadier than pure chance",
        _ if scv < 1.1 => "as uneven as pure chance",
        _ if scv < 5.0 => "uneven: some take far longer",
        _ => "very uneven: a few take most of the time",
    }
}

const PARAMETERS: LawParametersText = LawParametersText {
    mean: FieldText {
        label: "Mean",
        unit: MS,
        help: "Average time. Workers divided by it is the most that a stage can do per second.",
        source: "Keeps the mean of the stage's default.",
    },
    median: FieldText {
        label: "Median",
        unit: MS,
        help: "Half of the times are shorter. It is what a monitor calls p50.",
        source: "See the time that it belongs to.",
    },
    p99: FieldText {
        label: "p99",
        unit: MS,
        help: "One time of a hundred is longer. The further it is from the median, the longer the queues, at the same \
               average load.",
        source: "See the time that it belongs to.",
    },
    phases: FieldText {
        label: "Steps",
        unit: PHASES,
        help: "The time is the sum of so many equal random steps. The more, the steadier; 1 is exponential.",
        source: "Four: half as uneven as exponential.",
    },
    scv: FieldText {
        label: "Squared variation",
        unit: Unit::NONE,
        help: "Variance divided by the squared mean. 1 is exponential; waiting grows in step with it.",
        source: "Assumption: twice the spread of an exponential.",
    },
    min: FieldText {
        label: "Shortest",
        unit: MS,
        help: "No time is shorter.",
        source: "Keeps the mean of the stage's default.",
    },
    max: FieldText {
        label: "Longest",
        unit: MS,
        help: "No time is longer.",
        source: "Keeps the mean of the stage's default.",
    },
    tail: FieldText {
        label: "Tail exponent",
        unit: Unit::NONE,
        help: "The smaller, the heavier the tail. At 2 or below the variance is held only by the cap.",
        source: "A common value for sizes and times with a heavy tail.",
    },
    cap: FieldText {
        label: "Cap",
        unit: MS,
        help: "What would be longer counts as this: a timeout of the stage's own.",
        source: "A hundred times the mean.",
    },
    values: FieldText {
        label: "Times",
        unit: MS,
        help: "Paste times in milliseconds, one a line or with commas between. Each is as likely as the others, so \
               leave repeats in.",
        source: "Four figures around the mean of the stage's default.",
    },
};
