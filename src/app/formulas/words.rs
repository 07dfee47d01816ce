//! What the formulas say about this run, before a language puts it into words.

use crate::app::format;
use crate::experiment::{Estimate, Formulas, Report, State};
use crate::wire::CurvePoint;

/// How the article's latency relates to the measured one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Relation {
    /// Nothing to compare.
    Open,
    /// Both agree: one payment after the other, without a pause.
    Same,
    /// Payments overlap: the response time is so many times the gap.
    Overlap(f64),
    /// There are pauses between payments: the response time is this share of the gap.
    Idle(f64),
}

/// Share of payments turned away from which on a curve speaks of it.
const REJECTED: f64 = 0.001;
/// Difference below which two times count as the same.
const SAME: f64 = 0.05;

/// How the gap between completions relates to the measured mean response time.
pub(super) fn relation(gap_ms: Option<f64>, mean_ms: Option<f64>) -> Relation {
    match (gap_ms, mean_ms) {
        (Some(gap), Some(mean)) if gap > 0.0 && mean > 0.0 => match mean / gap {
            ratio if (ratio - 1.0).abs() <= SAME => Relation::Same,
            ratio if ratio > 1.0 => Relation::Overlap(ratio),
            ratio => Relation::Idle(ratio),
        },
        _ => Relation::Open,
    }
}

/// L, lambda W and how far they are apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Little {
    /// lambda W in payments.
    pub(super) product: f64,
    /// Relative difference to L.
    pub(super) difference: f64,
}

/// Little's law with this run's numbers; nothing before the first answer.
pub(super) fn little(formulas: &Formulas) -> Option<Little> {
    let product = formulas.lambda_per_s * formulas.w_ms? / 1_000.0;
    let largest = formulas.l.max(product);
    let difference = if largest > 0.0 { (formulas.l - product).abs() / largest } else { 0.0 };
    Some(Little { product, difference })
}

/// A measured value as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Measured {
    /// The value.
    pub(super) figure: format::Figure,
    /// How sure it is.
    pub(super) half_width: Option<String>,
    /// What it is worth.
    pub(super) state: State,
    /// How many payments it takes, if these are too few for it.
    pub(super) needed: Option<u64>,
}

/// An estimate with its unit and its state.
pub(super) fn measured(estimate: &Estimate, form: impl Fn(f64) -> format::Figure + Copy) -> Measured {
    let half_width = format::half_width(estimate, form);
    Measured { figure: format::mean(estimate, form), half_width, state: estimate.state, needed: estimate.needed }
}

/// The load of the moment: what arrives per second, if that is known.
pub(super) fn current(report: Option<&Report>, planned: Option<f64>) -> Option<f64> {
    report.and_then(|report| report.metrics.offered_per_s.mean).or(planned)
}

/// What one sentence about the curve is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurveSummary {
    /// Lowest and highest load.
    pub loads: (String, String),
    /// The article's latency there.
    pub gaps: (String, String),
    /// The measured mean response time there, with its interval, or with what it is worth.
    pub means: (String, String),
    /// The load from which arrivals exceed capacity.
    pub unstable_from: Option<String>,
    /// The load from which payments are turned away, and the share of them at the highest load.
    pub rejected_from: Option<(String, String)>,
}

/// What one sentence about the curve is made of, given the words for a state; nothing for fewer than two points.
pub(super) fn curve_summary(points: &[CurvePoint], word: fn(State) -> &'static str) -> Option<CurveSummary> {
    let [first, .., last] = points else { return None };
    let time = |ms: Option<f64>| ms.map_or_else(|| format::NONE.to_owned(), |ms| format::millis(ms).text());
    let mean = |point: &CurvePoint| match point.half_width_ms {
        Some(half_width) => format!("{} ± {}", time(point.response_ms), format::millis(half_width).text()),
        None => format!("{} ({})", time(point.response_ms), word(point.state)),
    };
    let unstable = points.iter().find(|point| point.unstable);
    let rejected = points.iter().find(|point| point.rejected_share >= REJECTED);
    Some(CurveSummary {
        loads: (format::rate(first.offered_per_s).text(), format::rate(last.offered_per_s).text()),
        gaps: (time(first.gap_ms), time(last.gap_ms)),
        means: (mean(first), mean(last)),
        unstable_from: unstable.map(|point| format::rate(point.offered_per_s).text()),
        rejected_from: rejected
            .map(|point| (format::rate(point.offered_per_s).text(), format::percent(last.rejected_share).text())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;

    #[test]
    fn the_gap_is_the_latency_only_without_overlap_and_pause() {
        assert_eq!(relation(Some(10.0), Some(10.2)), Relation::Same, "one serial server that is never idle");
        assert_eq!(relation(Some(10.0), Some(180.0)), Relation::Overlap(18.0), "payments overlap");
        assert_eq!(relation(Some(10.0), Some(4.0)), Relation::Idle(0.4), "the server pauses");
        assert_eq!(relation(None, Some(4.0)), Relation::Open, "nothing was completed");
    }

    #[test]
    fn littles_law_compares_both_sides() {
        let formulas = Formulas { l: 18.5, lambda_per_s: 100.0, w_ms: Some(180.0), ..Formulas::default() };
        let little = little(&formulas).expect("a mean time");
        assert!((little.product - 18.0).abs() < 1e-9, "lambda W is {}", little.product);
        assert!((little.difference - 0.5 / 18.5).abs() < 1e-9, "apart by {}", little.difference);
        assert_eq!(super::little(&Formulas::default()), None, "nobody has left yet");
    }

    fn summary(points: &[CurvePoint]) -> CurveSummary {
        curve_summary(points, WORKBENCH.formulas.state_word).expect("four points")
    }

    #[test]
    fn a_mean_of_the_curve_says_what_it_is_worth() {
        let (low, high) = summary(&super::super::geometry::example()).means;
        assert_eq!(low, "12.5\u{a0}ms ± 1.25\u{a0}ms", "with its interval");
        assert_eq!(high, "9.00\u{a0}s (unstable)", "or with its state");
    }

    #[test]
    fn a_curve_says_that_payments_are_turned_away() {
        let mut points = super::super::geometry::example();
        assert_eq!(summary(&points).rejected_from, None, "none is");
        points[3].rejected_share = 0.333;
        assert_eq!(
            summary(&points).rejected_from,
            Some(("150\u{a0}/s".to_owned(), "33.3\u{a0}%".to_owned())),
            "a third is"
        );
    }

    #[test]
    fn the_load_of_the_moment_is_measured_before_it_is_planned() {
        assert_eq!(current(None, Some(100.0)), Some(100.0), "planned");
        let mut report = Report::default();
        report.metrics.offered_per_s.mean = Some(98.0);
        assert_eq!(current(Some(&report), Some(100.0)), Some(98.0), "measured");
    }
}
