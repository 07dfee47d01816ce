//! The objective: met or missed, with the measured share beside the promised one.

use super::metric::Term;
use crate::app::format;
use crate::app::text::VerdictText;
use crate::experiment::{State, Verdict};
use crate::wire::Brief;
use yew::prelude::*;

/// The objective, for what runs and for the pinned scenario.
pub(super) fn view(report: Option<&Brief>, pinned: Option<&Brief>, text: &VerdictText) -> Html {
    let label = |label| pinned.map(|_| label);
    let term = Term { id: "objective", words: &text.objective, group: None };
    html! {
        <div class="metric" data-metric="objective">
            <dt>{ term.view() }</dt>
            if let Some(pinned) = pinned {
                { line(Some(pinned), text, label(text.a)) }
            }
            { line(report, text, label(text.b)) }
            if let (Some(_), Some(report)) = (pinned, report) {
                <dd class="reading"><span class="reading-sure">{ promise(&report.verdict, text) }</span></dd>
            }
        </div>
    }
}

fn line(report: Option<&Brief>, text: &VerdictText, label: Option<&'static str>) -> Html {
    let verdict = report.map(|report| &report.verdict);
    let met = verdict.and_then(met);
    // Where the load varies, the worst may be still to come.
    let so_far = met.is_some() && report.is_some_and(|report| report.state == State::Varying);
    let (sign, word, state) = match met {
        Some(true) => ("✓", text.met, "met"),
        Some(false) => ("✕", text.missed, "missed"),
        None => ("○", text.undecided, "undecided"),
    };
    html! {
        <dd class="reading" data-verdict={state}>
            if let Some(label) = label {
                <b class="reading-label">{ label }</b>
                { " " }
            }
            <span class="reading-value"><span aria-hidden="true">{ sign }</span>{ " " }{ word }</span>
            if so_far {
                { "\u{a0}" }{ text.so_far }
            }
            { " " }
            <span class="reading-sure">{ verdict.map(|verdict| detail(verdict, text, label.is_some())) }</span>
        </dd>
    }
}

/// Whether both promises were kept; one broken promise is enough to say no.
fn met(verdict: &Verdict) -> Option<bool> {
    match (verdict.response_met, verdict.availability_met) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The measured share beside the promise; side by side with another, without it.
fn detail(verdict: &Verdict, text: &VerdictText, compared: bool) -> String {
    let in_time = verdict.in_time.map(|share| format::percent(share).text());
    match (in_time, compared) {
        (Some(in_time), true) => (text.in_time)(&in_time),
        (Some(in_time), false) => format!("{}; {}", (text.in_time)(&in_time), promise(verdict, text)),
        (None, true) => String::new(),
        (None, false) => promise(verdict, text),
    }
}

fn promise(verdict: &Verdict, text: &VerdictText) -> String {
    let share = format!("{}\u{a0}%", whole_percent(verdict.share));
    (text.promised)(&share, &format::millis(verdict.response_ms).text())
}

/// A share that somebody wrote, as percent with the digits that were written.
fn whole_percent(share: f64) -> f64 {
    // Nobody promises more than a thousandth of a percent; the rounding takes away what the product added.
    const THOUSANDTHS: f64 = 1e5;
    (share * THOUSANDTHS).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_broken_promise_is_enough() {
        let verdict = |response_met, availability_met| Verdict { response_met, availability_met, ..Verdict::default() };
        assert_eq!(met(&verdict(Some(true), Some(true))), Some(true), "both kept");
        assert_eq!(met(&verdict(Some(true), Some(false))), Some(false), "one broken");
        assert_eq!(met(&verdict(None, Some(false))), Some(false), "one broken, one open");
        assert_eq!(met(&verdict(Some(true), None)), None, "one open");
    }
}
