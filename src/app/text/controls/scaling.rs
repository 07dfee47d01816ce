//! Texts of autoscaling.

use super::safeguards::SwitchText;
use super::units::{PERCENT, S, WORKERS};
use super::{FieldText, Unit};
use crate::app::format;

/// Texts of autoscaling.
#[derive(Debug)]
pub struct ScalingText {
    /// Heading.
    pub heading: &'static str,
    /// Whether workers follow the load.
    pub on: SwitchText,
    /// Utilisation that is aimed at.
    pub target: FieldText,
    /// Fewest workers.
    pub fewest: FieldText,
    /// Most workers.
    pub most: FieldText,
    /// Between two looks.
    pub interval: FieldText,
    /// Boot time.
    pub boot: FieldText,
    /// How long workers must not have been needed.
    pub window: FieldText,
}

pub(super) const SCALING: ScalingText = ScalingText {
    heading: "Autoscaling",
    on: SwitchText {
        words: FieldText {
            label: "Autoscaling",
            unit: Unit::NONE,
            help: "The processors' workers follow their utilisation: every so often as many are wanted as would bring it to \
                   the target, at most twice as many or four more at a time. A worker that is to go finishes its work \
                   first.",
            source: "Off. The rule is that of Kubernetes' horizontal pod autoscaler, a worker being a pod.",
        },
        without: "Without it there are as many workers at the peak as at night.",
        counted: |counts| match counts.workers {
            Some([fewest, most]) => format!(
                "{} times more, {} times fewer; {fewest} to {most} workers each since the start of the run.",
                format::count(counts.scaled_up),
                format::count(counts.scaled_down)
            ),
            None => "As many workers as at the start.".to_owned(),
        },
    },
    target: FieldText {
        label: "Target utilisation",
        unit: PERCENT,
        help: "Share of the workers that should be held. What is missing to 100 % has to carry the load until more workers are \
               there.",
        source: "An assumption of a plausible size.",
    },
    fewest: FieldText {
        label: "Fewest workers",
        unit: WORKERS,
        help: "Of each processor. What the quiet hours cost, and where a rush begins.",
        source: "An assumption of a plausible size.",
    },
    most: FieldText {
        label: "Most workers",
        unit: WORKERS,
        help: "Of each processor. Beyond what the stages behind bear, more workers only queue there.",
        source: "An assumption of a plausible size.",
    },
    interval: FieldText {
        label: "Looks every",
        unit: S,
        help: "The utilisation is that since the last look.",
        source: "Kubernetes' default.",
    },
    boot: FieldText {
        label: "Boot time",
        unit: S,
        help: "From the wish for a worker until it works. A rush that is shorter is over before help comes.",
        source: "Kubernetes waits 30 s for a pod to be ready.",
    },
    window: FieldText {
        label: "Fewer only after",
        unit: S,
        help: "Workers go only if they were not needed for so long, so that their number does not swing.",
        source: "Kubernetes' default.",
    },
};
