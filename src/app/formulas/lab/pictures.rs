//! The lab's two pictures with their sentences, and the table behind them.

use super::geometry::{self, Scene, capacity};
use super::sheet;
use crate::app::charts::save_text;
use crate::app::format;
use crate::app::formulas::curve::use_width;
use crate::app::picture::{Drawing, Size};
use crate::app::text::LabText;
use crate::app::workbench::Theory;
use crate::experiment::{LabPoint, LabReport};
use std::rc::Rc;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// Height of a picture in pixels.
const HEIGHT: f64 = 320.0;

/// Props of [`Pictures`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct PicturesProps {
    /// Texts.
    pub(super) text: &'static LabText,
    /// What theory says.
    pub(super) theory: Rc<Theory>,
    /// What was measured, if anything.
    pub(super) measured: Option<Rc<LabReport>>,
    /// Whether that belongs to another setting.
    pub(super) stale: bool,
    /// The marked load.
    pub(super) mark: f64,
}

/// Throughput and latency against load.
#[component]
pub(super) fn Pictures(props: &PicturesProps) -> Html {
    let text = props.text;
    let place = use_node_ref();
    let width = f64::from(use_width(&place));
    let open = use_state(|| false);
    let theory = &props.theory.report.points;
    let measured = props.measured.as_ref().map_or(&[][..], |report| &report.points);
    let size = Size { width, height: HEIGHT };
    let scene = Scene { text, theory, measured, stale: props.stale, mark: props.mark, size };
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_dyn_into::<HtmlDetailsElement>().is_some_and(|details| details.open()));
        })
    };
    let compared = if props.stale { &[][..] } else { measured };
    html! {
        <>
            <div class="lab-pictures">
                <figure class="lab-picture">
                    { caption(props, text.throughput) }
                    <div class="curve-place" ref={place}>{ picture(&geometry::throughput(&scene)) }</div>
                    <p>{ for throughput_sentence(text, theory) }</p>
                </figure>
                <figure class="lab-picture">
                    { caption(props, text.latency) }
                    <div class="curve-place">{ picture(&geometry::latency(&scene)) }</div>
                    <p>{ for latency_sentence(text, theory) }</p>
                </figure>
            </div>
            <details class="lab-details" {ontoggle}>
                <summary>{ text.disclosure }</summary>
                if *open {
                    { exports(text, theory, compared) }
                    { sheet::table(text, theory, compared) }
                }
            </details>
        </>
    }
}

fn picture(drawing: &Drawing) -> Html {
    drawing.html()
}

fn caption(props: &PicturesProps, title: &'static str) -> Html {
    html! {
        <figcaption>
            <span class="chart-title">{ title }</span>
            <small>{ (props.text.setting)(&props.theory.report.setting) }</small>
            <small>{ props.text.key }</small>
        </figcaption>
    }
}

fn throughput_sentence(text: &LabText, points: &[LabPoint]) -> Option<String> {
    let [first, .., last] = points else { return None };
    let load = |point: &LabPoint| format::percent(point.load).text();
    let rate = |rate: f64| format::rate(rate).text();
    let ends = [&load(first), &load(last), &rate(first.theory.throughput_per_s), &rate(capacity(points))];
    Some((text.throughput_summary)(ends.map(String::as_str)))
}

fn latency_sentence(text: &LabText, points: &[LabPoint]) -> Option<String> {
    let known = |point: &&LabPoint| point.theory.response_ms.is_some();
    let (first, last) = (points.iter().find(known)?, points.iter().rev().find(known)?);
    let load = |point: &LabPoint| format::percent(point.load).text();
    let time = |ms: f64| format::millis(ms).text();
    let ends = [
        load(first),
        load(last),
        time(first.theory.response_ms?),
        time(last.theory.response_ms?),
        time(first.theory.gap_ms),
        time(last.theory.gap_ms),
    ];
    Some((text.latency_summary)(ends.each_ref().map(String::as_str)))
}

fn exports(text: &'static LabText, theory: &[LabPoint], measured: &[LabPoint]) -> Html {
    let csv = sheet::csv(theory, measured);
    let save = move |_: MouseEvent| save_text("switchyard-formula-lab.csv", "text/csv;charset=utf-8", &csv);
    html! { <div class="chart-exports"><button type="button" onclick={save}>{ text.save_csv }</button></div> }
}
