//! What is wrong, in words: at its field, or at the top where its field is not on show.

use super::gauge::{Form, Gauge};
use super::naming::name;
use super::number_field::worded;
use crate::app::number;
use crate::app::text::{ControlsText, Unit};
use crate::scenario::Problem;
use yew::prelude::*;

/// What the check says of a field, in the field's own words where the number is out of its range.
pub(super) fn words_of(
    text: &ControlsText,
    problems: &[Problem],
    field: &str,
    gauge: Option<(&Gauge, Unit)>,
) -> Option<String> {
    let problem = problems.iter().find(|problem| problem.path == field)?;
    let words = &text.problems;
    let refused = (words.refused)(value(text, problem), &problem.allowed);
    let (Some((gauge, unit)), Some(number)) = (gauge, number::json(&problem.value)) else { return Some(refused) };
    let (shown, limit) = (worded(text, gauge, unit, number), gauge.limit);
    Some(match gauge.form {
        _ if !limit.contains(number) => {
            (words.out_of_range)(&shown, &gauge.show(limit.min), &worded(text, gauge, unit, limit.max))
        }
        Form::Percent => (words.refused_share)(&shown, &problem.allowed),
        Form::Whole | Form::Decimal => (words.refused)(&shown, &problem.allowed),
    })
}

/// Problems of the items of a list, and of the list itself.
pub(super) fn words_of_list(text: &ControlsText, problems: &[Problem], field: &str) -> Option<String> {
    let own = words_of(text, problems, field, None);
    own.or_else(|| {
        problems.iter().find_map(|problem| {
            let place: usize = problem.path.strip_prefix(field)?.strip_prefix('[')?.split(']').next()?.parse().ok()?;
            Some((text.problems.item)(place + 1, &(text.problems.refused)(&problem.value, &problem.allowed)))
        })
    })
}

/// The value that was refused; what JSON leaves out is a limit that is not set.
fn value<'a>(text: &'a ControlsText, problem: &'a Problem) -> &'a str {
    if problem.value == "null" { text.frame.no_limit } else { &problem.value }
}

/// The problems that no visible field shows. The region is there before its first words, so that they are heard.
pub(super) fn elsewhere(text: &ControlsText, problems: &[Problem]) -> Html {
    let words = &text.problems;
    html! {
        <div class="elsewhere" role="alert">
            if !problems.is_empty() {
                <p>{ words.elsewhere }</p>
                <ul>
                    for problem in problems.iter() {
                        <li key={problem.path.clone()}>
                            { (words.at)(&name(text, &problem.path), value(text, problem), &problem.allowed) }
                        </li>
                    }
                </ul>
            }
        </div>
    }
}
