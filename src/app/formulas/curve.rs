//! The load curve: the article's latency falls while the measured one explodes.

use super::geometry;
use super::sheet;
use super::words::curve_summary;
use crate::app::charts::{Ink, save_text, size};
use crate::app::picture::Size;
use crate::app::text::FormulasText;
use crate::wire::CurvePoint;
use std::rc::Rc;
use web_sys::{Element, HtmlDetailsElement};
use yew::prelude::*;

/// Width of the picture before it is measured, in pixels; it is measured in steps of so many.
const WIDTH: i32 = 640;
const WIDTH_STEP: i32 = 8;
/// Narrowest and widest picture.
const NARROW: i32 = 280;
const WIDE: i32 = 880;

/// How far the curve is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Never asked for.
    Offered,
    /// Being simulated.
    Running,
    /// Of an earlier scenario.
    Stale,
    /// All points are there.
    Done,
}

/// Props of [`Curve`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct CurveProps {
    /// Texts.
    pub(super) text: &'static FormulasText,
    /// Points by rising load.
    pub(super) points: Rc<Vec<CurvePoint>>,
    /// How far it is.
    pub(super) phase: Phase,
    /// Why there are no more points, if a worker failed.
    pub(super) failed: Option<String>,
    /// The load of the moment in payments per second.
    pub(super) current: Option<f64>,
    /// How the points take the scenario's load, where that is not what it says.
    #[prop_or_default]
    pub(super) note: Option<&'static str>,
    /// Called to simulate it.
    pub(super) on_curve: Callback<()>,
}

/// The load curve as a figure.
#[component]
pub(super) fn Curve(props: &CurveProps) -> Html {
    let text = props.text;
    let place = use_node_ref();
    let width = use_width(&place);
    let open = use_state(|| false);
    let height = if width < 480 { 280.0 } else { 320.0 };
    let drawing = geometry::drawing(text, &props.points, props.current, Size { width: f64::from(width), height });
    let sentence = curve_summary(&props.points, text.state_word).map(|summary| (text.curve_summary)(&summary));
    let save_svg = {
        let (place, drawing, sentence) = (place.clone(), drawing.clone(), sentence.clone().unwrap_or_default());
        Callback::from(move |_: MouseEvent| {
            if let Some(ink) = place.cast::<Element>().and_then(|host| Ink::at(&host)) {
                let svg = drawing.text(text.curve, &sentence, &ink.font(), &|token| ink.colour(token));
                save_text("switchyard-load-curve.svg", "image/svg+xml", &svg);
            }
        })
    };
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_dyn_into::<HtmlDetailsElement>().is_some_and(|details| details.open()));
        })
    };
    html! {
        <figure class="curve" data-stale={(props.phase == Phase::Stale).to_string()}>
            <figcaption>
                <span class="chart-title">{ text.curve }</span>
                <small>{ text.curve_note }</small>
                if let Some(note) = props.note {
                    <small>{ " " }{ note }</small>
                }
            </figcaption>
            <div class="curve-place" ref={place}>
                { drawing.html() }
            </div>
            <div class="curve-beside">
                <p>{ sentence.unwrap_or_else(|| text.curve_empty.to_owned()) }</p>
                { ask(props) }
            </div>
            if !props.points.is_empty() {
                <details {ontoggle}>
                    <summary>{ text.disclosure }</summary>
                    if *open {
                        { exports(props, save_svg) }
                        { table(text, &props.points) }
                        <p class="quiet">{ text.curve_sure }</p>
                    }
                </details>
            }
        </figure>
    }
}

/// The button, or how far the simulation is.
fn ask(props: &CurveProps) -> Html {
    let text = props.text;
    let onclick = props.on_curve.reform(|_: MouseEvent| ());
    let running = props.phase == Phase::Running;
    let button = if props.phase == Phase::Offered { text.simulate } else { text.simulate_again };
    html! {
        <div class="curve-ask">
            if running {
                <progress aria-label={text.simulate} />
            } else {
                <button type="button" {onclick}>{ button }</button>
            }
            <span class="quiet" role="status">
                if running {
                    { (text.progress)(props.points.len()) }
                } else if let Some(why) = &props.failed {
                    { (text.curve_failed)(why) }
                } else if props.phase == Phase::Stale {
                    { text.stale }
                }
            </span>
        </div>
    }
}

fn exports(props: &CurveProps, save_svg: Callback<MouseEvent>) -> Html {
    let (text, points) = (props.text, Rc::clone(&props.points));
    let save_csv = Callback::from(move |_: MouseEvent| {
        save_text("switchyard-load-curve.csv", "text/csv;charset=utf-8", &sheet::csv(&points));
    });
    html! {
        <div class="chart-exports">
            <button type="button" onclick={save_svg}>{ text.save_svg }</button>
            <button type="button" onclick={save_csv}>{ text.save_csv }</button>
        </div>
    }
}

fn table(text: &FormulasText, points: &[CurvePoint]) -> Html {
    let rows = points.iter().map(|point| {
        let cells = sheet::row(text, point);
        let rest = cells.iter().skip(1).map(|cell| html! { <td>{ cell }</td> });
        html! { <tr><th scope="row">{ cells.first().cloned().unwrap_or_default() }</th>{ for rest }</tr> }
    });
    html! {
        <div class="chart-table" tabindex="0" role="region" aria-label={text.curve}>
            <table>
                <caption class="visually-hidden">{ text.curve }</caption>
                <thead><tr>{ for text.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// The width of an element in pixels, in steps.
#[hook]
pub(crate) fn use_width(place: &NodeRef) -> i32 {
    let width = use_state_eq(|| WIDTH);
    let (setter, place) = (width.setter(), place.clone());
    use_effect_with((), move |()| {
        let element = place.cast::<Element>();
        let watched: Vec<Element> = element.iter().cloned().collect();
        let measure = move || {
            let inside = element.as_ref().map_or(WIDTH, Element::client_width);
            setter.set((inside / WIDTH_STEP * WIDTH_STEP).clamp(NARROW, WIDE));
        };
        let watch = size(&watched, measure);
        move || drop(watch)
    });
    *width
}
