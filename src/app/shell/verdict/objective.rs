//! The objective: met or missed, with the measured share beside the promised one.

use super::metric::Term;
use crate::app::format;
use crate::app::shell::use_text;
use crate::app::text::VerdictText;
use crate::experiment::Verdict;
use yew::prelude::*;

/// Properties of [`Objective`].
#[derive(Properties, PartialEq)]
pub(super) struct ObjectiveProps {
    /// The verdict on what runs.
    pub(super) verdict: Option<Verdict>,
    /// The verdict on the pinned scenario.
    pub(super) pinned: Option<Verdict>,
}

/// The objective.
#[component]
pub(super) fn Objective(props: &ObjectiveProps) -> Html {
    let text = &use_text().verdict;
    let label = |label| props.pinned.map(|_| label);
    html! {
        <div class="metric" data-metric="objective">
            <dt><Term id="objective" name={text.objective.name} meaning={text.objective.meaning} /></dt>
            if let Some(pinned) = &props.pinned {
                { line(Some(pinned), text, label(text.a)) }
            }
            { line(props.verdict.as_ref(), text, label(text.b)) }
        </div>
    }
}

fn line(verdict: Option<&Verdict>, text: &VerdictText, label: Option<&'static str>) -> Html {
    let met = verdict.and_then(met);
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
            { " " }
            <span class="reading-sure">{ verdict.map(|verdict| detail(verdict, text)) }</span>
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

fn detail(verdict: &Verdict, text: &VerdictText) -> String {
    let time = format::millis(verdict.response_ms).text();
    let promised = format::percent(verdict.share).text();
    match verdict.in_time {
        Some(in_time) => (text.in_time)(&format::percent(in_time).text(), &time, &promised),
        None => (text.promised)(&time, &promised),
    }
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
