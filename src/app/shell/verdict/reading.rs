//! How an estimate reads: a figure, and beside it either how sure it is or why it cannot be.

use crate::app::format::{self, Figure, NONE};
use crate::app::text::VerdictText;
use crate::experiment::{Estimate, State};
use yew::AttrValue;

/// What kind of quantity a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Per second.
    Rate,
    /// A time in milliseconds.
    Millis,
    /// A part of a whole.
    Share,
}

/// A figure and what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    /// The figure.
    pub(super) figure: Figure,
    /// `± 6 ms`, or its state in words.
    pub(super) sure: AttrValue,
    /// Whether something is wrong with what it says.
    pub(super) alarming: bool,
}

impl Reading {
    /// How an estimate reads.
    pub(super) fn of(estimate: &Estimate, form: Form, text: &VerdictText) -> Self {
        let sure: AttrValue = match (estimate.state, estimate.half_width) {
            (State::Empty, _) => text.empty.into(),
            (State::WarmingUp, _) | (State::Steady | State::Overloaded, None) => text.warming_up.into(),
            (State::Varying, _) => text.varying.into(),
            (State::Unstable, _) => text.unstable.into(),
            (State::Steady | State::Overloaded, Some(half_width)) => {
                format!("± {}", form.width(half_width).text()).into()
            }
        };
        debug_assert_eq!(sure.starts_with('±'), Self::has_interval(estimate), "a ± where there is an interval");
        let figure = format::mean(estimate, |mean| form.figure(mean));
        Self { figure, sure, alarming: estimate.state == State::Unstable }
    }

    /// Whether an estimate reads with a ±.
    pub(super) fn has_interval(estimate: &Estimate) -> bool {
        matches!(estimate.state, State::Steady | State::Overloaded) && estimate.half_width.is_some()
    }

    /// How a count of failures reads.
    pub(super) fn counted(count: u64, of: String, alarming: bool) -> Self {
        Self { figure: Figure { value: format::count(count), unit: "" }, sure: of.into(), alarming }
    }

    /// Where there is nothing yet.
    pub(super) fn none(why: &'static str) -> Self {
        Self { figure: Figure { value: NONE.to_owned(), unit: "" }, sure: why.into(), alarming: false }
    }
}

impl Form {
    fn figure(self, x: f64) -> Figure {
        match self {
            Self::Rate => format::rate(x),
            Self::Millis => format::millis(x),
            Self::Share => format::percent(x),
        }
    }

    /// A half-width or a difference: a share near nothing keeps its digits, unlike one near the whole.
    fn width(self, x: f64) -> Figure {
        match self {
            Self::Share => Figure { value: format::number(x * 100.0), unit: "%" },
            form => form.figure(x),
        }
    }

    /// B minus A with its sign, where both are known.
    pub(super) fn difference(self, a: &Estimate, b: &Estimate, points: &str) -> Option<AttrValue> {
        let difference = b.mean? - a.mean?;
        let size = self.width(difference.abs());
        let sign = match difference {
            _ if difference < 0.0 => "−",
            _ if difference > 0.0 => "+",
            _ => "",
        };
        let text = match self {
            Self::Share => format!("{sign}{}\u{a0}{points}", size.value),
            _ => format!("{sign}{}", size.text()),
        };
        Some(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::ENGLISH;

    fn estimate(mean: f64, state: State) -> Estimate {
        Estimate {
            mean: Some(mean),
            half_width: Some(mean / 100.0),
            level: 0.95,
            runs: 1,
            state,
            ..Estimate::default()
        }
    }

    #[test]
    fn a_figure_says_what_it_is_worth() {
        let read = |state| Reading::of(&estimate(200.0, state), Form::Millis, &ENGLISH.shell.verdict);
        assert_eq!(read(State::Steady).sure, "± 2.00\u{a0}ms", "an interval");
        assert_eq!(read(State::WarmingUp).sure, "warming up", "no interval yet");
        assert!(read(State::Unstable).alarming, "nothing to estimate");
    }

    #[test]
    fn a_difference_has_a_sign_and_a_unit() {
        let of = |form: Form, a, b| {
            form.difference(&estimate(a, State::Steady), &estimate(b, State::Steady), "points").unwrap_or_default()
        };
        assert_eq!(of(Form::Millis, 200.0, 235.0), "+35.0\u{a0}ms", "slower");
        assert_eq!(of(Form::Share, 0.998, 0.9968), "−0.120\u{a0}points", "points, not percent");
        assert_eq!(Form::Rate.difference(&Estimate::default(), &estimate(1.0, State::Steady), ""), None, "no A yet");
    }
}
