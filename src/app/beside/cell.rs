//! One figure twice: theory's and the measured value in words, and both on one axis.

use super::pairs::{Axis, Pair, Quantity, Standing};
use crate::app::format;
use crate::app::text::BesideText;
use crate::experiment::{Estimate, State};
use yew::prelude::*;

/// A figure of theory beside the measured one.
pub(super) fn cell(text: &BesideText, pair: &Pair) -> Html {
    let theory = pair.theory.map_or_else(|| text.no_theory.to_owned(), |theory| value(text, pair.quantity, theory));
    let standing = pair.standing();
    let mark = match standing {
        Some(Standing::Inside) => "inside",
        Some(Standing::Above(_) | Standing::Below(_)) => "outside",
        None => "open",
    };
    html! {
        <div class="beside-pair" data-standing={mark}>
            <span><small>{ text.theory }</small>{ " " }{ theory }</span>
            <span><small>{ text.measured }</small>{ " " }{ measured(text, pair) }</span>
            { for pair.axis().map(axis) }
            { for standing.map(|standing| html! { <small>{ (text.standing)(standing) }</small> }) }
        </div>
    }
}

/// The bar of the interval, a dot for the mean, and the tick of theory; the words beside it say the same.
fn axis(axis: Axis) -> Html {
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let (low, high) = axis.interval.unwrap_or((axis.mean, axis.mean));
    let style = format!(
        "--low:{};--length:{};--mean:{};--theory-at:{}",
        percent(low),
        percent(high - low),
        percent(axis.mean),
        percent(axis.theory)
    );
    html! { <span class="beside-axis" aria-hidden="true" {style}><i /><b /><u /></span> }
}

/// The mean with its interval, or what state keeps it from having one.
fn measured(text: &BesideText, pair: &Pair) -> String {
    let Some(estimate) = &pair.measured else { return text.not_measured.to_owned() };
    match (estimate.mean, estimate.half_width, estimate.state) {
        (Some(mean), Some(half_width), State::Steady) => {
            format!("{} ± {}", value(text, pair.quantity, mean), width(text, pair.quantity, half_width))
        }
        (Some(mean), None, State::Steady) => format!("{}, {}", value(text, pair.quantity, mean), text.no_interval),
        (Some(mean), ..) => format!("{}, {}", value(text, pair.quantity, mean), (text.state_word)(estimate.state)),
        (None, ..) => missing(text, estimate),
    }
}

/// Why there is no figure.
fn missing(text: &BesideText, estimate: &Estimate) -> String {
    match estimate.needed {
        Some(payments) => (text.needed)(&format::count(payments)),
        None => (text.state_word)(estimate.state).to_owned(),
    }
}

/// A nanosecond in milliseconds: simulated time knows nothing smaller, but a mean may lie below it.
const TINY_MS: f64 = 1e-6;
/// Less than this is rounding.
const NOTHING_MS: f64 = 1e-12;

fn value(text: &BesideText, quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::Utilisation | Quantity::HitRatio => format::percent(value).text(),
        Quantity::Wait | Quantity::Response | Quantity::P95 if value.abs() < NOTHING_MS => format::millis(0.0).text(),
        Quantity::Wait | Quantity::Response | Quantity::P95 if value.abs() < TINY_MS => text.tiny.to_owned(),
        Quantity::Wait | Quantity::Response | Quantity::P95 => format::millis(value).text(),
        Quantity::Inside => format::number(value),
    }
}

/// A share keeps its digits, for its interval may be far smaller than a percent.
fn width(text: &BesideText, quantity: Quantity, half_width: f64) -> String {
    match quantity {
        Quantity::Utilisation | Quantity::HitRatio => format!("{}\u{a0}%", format::number(half_width * 100.0)),
        other => value(text, other, half_width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;

    /// A figure without an interval is not called steady, and a percentile that is refused says what it takes.
    #[test]
    fn what_has_no_interval_says_so() {
        let said = |estimate| {
            let pair = Pair { quantity: Quantity::P95, theory: None, measured: Some(estimate) };
            measured(&WORKBENCH.beside, &pair)
        };
        let steady = Estimate { mean: Some(50.0), state: State::Steady, ..Estimate::default() };
        assert_eq!(said(steady), "50.0\u{a0}ms, no interval");
        let refused = Estimate { needed: Some(75), state: State::WarmingUp, ..Estimate::default() };
        assert_eq!(said(refused), "takes about 75 payments");
    }

    /// What differs is not said to be the same nothing.
    #[test]
    fn a_wait_below_the_clock_is_not_nothing() {
        let said = |ms| value(&WORKBENCH.beside, Quantity::Wait, ms);
        assert_eq!(said(0.0), "0\u{a0}ms", "nothing");
        assert_eq!(said(1e-15), "0\u{a0}ms", "rounding");
        assert_eq!([said(1e-10), said(9e-7)], ["below 1\u{a0}ns", "below 1\u{a0}ns"], "not nothing");
        assert!(said(2e-6).ends_with("µs"), "long enough to be said: {}", said(2e-6));
    }
}
