//! How an estimate reads: a figure, and beside it either how sure it is or why it cannot be.

use crate::app::format::{self, Figure, NONE};
use crate::app::text::VerdictText;
use crate::experiment::{Early, Estimate, State};
use crate::math;
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
        let needed = estimate.needed.map(|payments| (text.needed)(&format::count(payments)));
        let sure: AttrValue = match (estimate.state, estimate.half_width) {
            (State::Empty, _) => text.empty.into(),
            (State::WarmingUp, _) | (State::Steady | State::Overloaded, None) => {
                needed.map_or_else(|| text.warming_up.into(), AttrValue::from)
            }
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

    /// How a count reads: in millions where its digits would crowd its neighbours; `of` has them all.
    pub(super) fn counted(count: u64, of: String, alarming: bool) -> Self {
        let figure = match count {
            1_000_000.. => Figure { value: format::number(math::float(count) / 1e6), unit: "M" },
            _ => Figure { value: format::count(count), unit: "" },
        };
        Self { figure, sure: of.into(), alarming }
    }

    /// A word in place of a figure.
    pub(super) fn said(word: String, sure: String, alarming: bool) -> Self {
        Self { figure: Figure { value: word, unit: "" }, sure: sure.into(), alarming }
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
    pub(super) fn width(self, x: f64) -> Figure {
        match self {
            Self::Share => Figure { value: format::number(x * 100.0), unit: "%" },
            form => form.figure(x),
        }
    }

    /// B minus A with its sign and how sure that is, or why it can't be said.
    pub(super) fn difference(self, estimate: &Estimate, early: Option<Early>, text: &VerdictText) -> AttrValue {
        let Some(mean) = estimate.mean else { return text.undecided.into() };
        let sure = match (estimate.state, estimate.half_width) {
            // Both runs are the same, event by event: no interval is needed.
            (State::Steady, Some(half_width)) if half_width <= 0.0 && mean == 0.0 => return text.same.into(),
            (State::Steady | State::Overloaded, Some(half_width)) => format!("± {}", self.apart(half_width, text)),
            (State::WarmingUp, _) if early == Some(Early::WarmUp) => text.warming_up.to_owned(),
            (State::Varying, _) => text.varying.to_owned(),
            (State::Unstable, _) => text.unstable.to_owned(),
            _ => text.undecided.to_owned(),
        };
        let sign = match mean {
            _ if mean < 0.0 => "−",
            _ if mean > 0.0 => "+",
            _ => "",
        };
        format!("{sign}{} {sure}", self.apart(mean.abs(), text)).into()
    }

    /// The size of a difference: that of shares is in points, not in percent of either.
    fn apart(self, size: f64, text: &VerdictText) -> String {
        let figure = self.width(size);
        match self {
            Self::Share => format!("{}\u{a0}{}", figure.value, text.points),
            _ => figure.text(),
        }
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
        let refused = Estimate { mean: None, half_width: None, needed: Some(380), ..estimate(0.0, State::WarmingUp) };
        let read_refused = Reading::of(&refused, Form::Millis, &ENGLISH.shell.verdict);
        assert_eq!(read_refused.sure, "takes about 380 payments", "a quantile that so few cannot tell");
        assert!(read(State::Unstable).alarming, "nothing to estimate");
    }

    #[test]
    fn a_difference_has_a_sign_a_unit_and_an_interval() {
        let text = &ENGLISH.shell.verdict;
        let known = |mean, half_width| Estimate { half_width: Some(half_width), ..estimate(mean, State::Steady) };
        let of = |form: Form, mean, half_width| form.difference(&known(mean, half_width), None, text);
        assert_eq!(of(Form::Millis, 12.0, 3.0), "+12.0\u{a0}ms ± 3.00\u{a0}ms", "slower");
        assert_eq!(of(Form::Share, -0.0012, 0.0003), "−0.120\u{a0}points ± 0.030\u{a0}points", "points, not percent");
        assert_eq!(of(Form::Rate, 0.0, 0.0), "exactly 0", "twins");
        assert_eq!(of(Form::Rate, 0.0, 0.1), "0\u{a0}/s ± 0.100\u{a0}/s", "none was seen, which is not the same");
    }

    #[test]
    fn a_difference_that_is_not_sure_says_why() {
        let text = &ENGLISH.shell.verdict;
        let of = |state, early| Form::Millis.difference(&estimate(5.0, state), early, text);
        assert_eq!(of(State::WarmingUp, Some(Early::WarmUp)), "+5.00\u{a0}ms warming up", "inside the warm-up");
        assert_eq!(of(State::WarmingUp, Some(Early::Short)), "+5.00\u{a0}ms too early to say", "after it");
        assert_eq!(of(State::Varying, None), "+5.00\u{a0}ms varies with time", "one observation");
        assert_eq!(of(State::Unstable, None), "+5.00\u{a0}ms no steady state", "nothing to compare");
        assert_eq!(Form::Rate.difference(&Estimate::default(), None, text), "too early to say", "no A yet");
    }
}
