//! Studies on the page: the proof that anybody can run, and trials of the scenario that runs.
//!
//! The page asks for a study and shows what it found; the study itself is the library's ([`crate::experiment`]) and runs
//! in a pool of workers. What both views share stands here.

mod published;
mod trial;
mod verify;

pub use trial::{Aim, Precise, Trial, TrialProps};
pub use verify::{Verify, VerifyProps};

use super::format;
use yew::prelude::*;

/// A value with the unit that the field's name ends with.
pub(super) fn value(metric: &str, value: f64) -> String {
    match metric {
        "availability" | "cache_hit_ratio" => format::percent(value).text(),
        field if field.ends_with("_ms") => format::millis(value).text(),
        field if field.ends_with("_per_s") => format::rate(value).text(),
        _ => format::number(value),
    }
}

/// A half-width: a share keeps its digits, for it may be far smaller than a percent.
pub(super) fn half_width(metric: &str, width: f64) -> String {
    match metric {
        "availability" | "cache_hit_ratio" => format!("{}\u{a0}%", format::number(width * 100.0)),
        _ => value(metric, width),
    }
}

/// A table that scrolls by itself where it is too wide.
pub(super) fn table(name: &'static str, heads: &[impl AsRef<str>], rows: Vec<Html>) -> Html {
    html! {
        <div class="study-table" tabindex="0" role="region" aria-label={name}>
            <table>
                <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ head.as_ref().to_owned() }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// How far a study is.
pub(super) fn progress(done: u32, planned: u32, name: &'static str) -> Html {
    html! { <progress value={done.to_string()} max={planned.max(1).to_string()} aria-label={name} /> }
}

/// A button of a study.
pub(super) fn key(label: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {onclick}>{ label }</button> }
}
