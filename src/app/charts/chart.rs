//! One chart as a figure: caption, picture, a sentence that says the same, and a table to open.

use super::backdrop::{Backdrop, Theory, band};
use super::frame::{Frame, Shot};
use super::kind::Kind;
use super::sheet;
use super::words;
use crate::app::text::ChartsText;
use crate::payment::ROWS;
use crate::wire::Roster;
use std::rc::Rc;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// What a person asks of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wish {
    /// Move the cursor by so many rows; the ends of the window are the ends.
    Step(i32),
    /// Take the cursor away.
    Leave,
    /// Put the cursor where a finger is, in pixels of the window.
    Touch(f64),
    /// Switch between logarithmic and linear.
    Log,
    /// Save a picture.
    Png,
    /// Save the numbers.
    Csv,
}

/// Props of [`Chart`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct ChartProps {
    /// Texts.
    pub(super) text: &'static ChartsText,
    /// Which chart.
    pub(super) kind: Kind,
    /// Where the picture is drawn.
    pub(super) place: NodeRef,
    /// What the run's columns speak of.
    pub(super) roster: Roster,
    /// Whether the pinned scenario is shown too.
    pub(super) compared: bool,
    /// Whether its axis is logarithmic, for the chart that may choose.
    pub(super) log: bool,
    /// What the sentence and the table speak of; renewed every few seconds.
    pub(super) shot: Rc<Shot>,
    /// What stands behind the lines.
    pub(super) backdrop: Backdrop,
    /// Called with what a person asks for.
    pub(super) on_wish: Callback<(Kind, Wish)>,
}

/// One chart.
#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let ChartProps { text, kind, .. } = *props;
    let open = use_state(|| false);
    let lines = kind.lines(&props.roster);
    let frame = Frame::of(&lines, &props.roster, &props.shot, props.compared);
    let tier = props.shot.tier().map_or(0, usize::from);
    let summary = words::Summary { tier, ..words::summary(text, kind, &lines, &frame) };
    let theory = props.backdrop.theory(kind);
    let said = said(props, &(text.summary)(&summary), theory.as_ref());
    let started = props.shot.series().is_some();
    let note = match (started, summary.latest.is_empty() && summary.spread.is_none()) {
        (false, _) => Some(text.empty),
        (true, true) => Some((text.none)(kind)),
        _ => None,
    };
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_dyn_into::<HtmlDetailsElement>().is_some_and(|details| details.open()));
        })
    };
    html! {
        <figure class="chart" data-kind={kind.slug()}>
            <figcaption>
                <span class="chart-title">{ (text.title)(kind) }</span>
                <small>{ (text.unit)(kind) }</small>
                { log_switch(props) }
            </figcaption>
            { picture(props) }
            if let Some(note) = note {
                <p class="chart-note quiet"><span>{ note }</span></p>
            }
            // One node whether there is theory or not: a shift would make the picture anew, and its canvas be lost.
            if let Some(theory) = &theory {
                { caption(props, theory) }
            }
            <p class="visually-hidden">{ if started { said } else { text.empty.to_owned() } }</p>
            <details {ontoggle}>
                <summary>{ text.disclosure }<span class="visually-hidden">{ format!(": {}", (text.title)(kind)) }</span></summary>
                if *open {
                    { exports(props) }
                    { table(props, &sheet::table(text, kind, (&lines, &props.backdrop), &frame)) }
                }
            </details>
        </figure>
    }
}

/// The text alternative: the lines, theory, and the warm-up and faults while they are in the window.
fn said(props: &ChartProps, summary: &str, theory: Option<&Theory>) -> String {
    let ChartProps { text, kind, shot, .. } = props;
    let theory = theory.map(|theory| (text.theory)(theory, &theory.named(text, kind.unit())));
    let window_s = super::frame::window_s(shot.tier().unwrap_or(0));
    let warm_up = props.backdrop.warm_up.filter(|warm_up| band(*warm_up, shot.now_s, window_s).is_some());
    let warm_up = warm_up.map(text.warm_up_said);
    let faults = props.backdrop.faults_seen(text, shot.now_s, window_s);
    let faults = (!faults.is_empty()).then(|| (text.faults_said)(&faults));
    [Some(summary.to_owned()), theory, warm_up, faults].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Names theory's lines and their model; hidden from assistive technology, whose sentence has it.
fn caption(props: &ChartProps, theory: &Theory) -> Html {
    let said = (props.text.theory)(theory, &theory.named(props.text, props.kind.unit()));
    html! { <p class="chart-theory quiet" aria-hidden="true">{ said }</p> }
}

fn log_switch(props: &ChartProps) -> Html {
    if props.kind != Kind::Response {
        return Html::default();
    }
    let onclick = wish(props, Wish::Log);
    html! {
        <button type="button" aria-pressed={props.log.to_string()} {onclick}>{ props.text.log }</button>
    }
}

/// The picture; its cursor is a slider in time, so that arrow keys reach it and its value is read out.
fn picture(props: &ChartProps) -> Html {
    let (kind, on_wish) = (props.kind, props.on_wish.clone());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(wish) = key(&event.key()) {
            event.prevent_default();
            on_wish.emit((kind, wish));
        }
    });
    let on_wish = props.on_wish.clone();
    let touch = Callback::from(move |event: PointerEvent| {
        if event.pointer_type() != "mouse" {
            on_wish.emit((kind, Wish::Touch(f64::from(event.client_x()))));
        }
    });
    let name = (props.text.cursor)((props.text.title)(kind));
    html! {
        <div ref={props.place.clone()} class="chart-picture" tabindex="0" role="slider" aria-label={name}
            aria-valuemin="0" aria-valuemax={ROWS.to_string()} aria-valuenow={ROWS.to_string()}
            aria-valuetext={props.text.ago[0][2]} {onkeydown}
            onpointerdown={touch.clone()} onpointermove={touch} />
    }
}

fn key(key: &str) -> Option<Wish> {
    match key {
        "ArrowLeft" | "ArrowDown" => Some(Wish::Step(-1)),
        "ArrowRight" | "ArrowUp" => Some(Wish::Step(1)),
        "PageDown" => Some(Wish::Step(-10)),
        "PageUp" => Some(Wish::Step(10)),
        "Home" => Some(Wish::Step(i32::MIN)),
        "End" => Some(Wish::Step(i32::MAX)),
        "Escape" => Some(Wish::Leave),
        _ => None,
    }
}

fn wish(props: &ChartProps, wish: Wish) -> Callback<MouseEvent> {
    let kind = props.kind;
    props.on_wish.reform(move |_| (kind, wish))
}

fn exports(props: &ChartProps) -> Html {
    html! {
        <div class="chart-exports">
            <button type="button" onclick={wish(props, Wish::Png)}>{ props.text.save_png }</button>
            <button type="button" onclick={wish(props, Wish::Csv)}>{ props.text.save_csv }</button>
        </div>
    }
}

fn table(props: &ChartProps, table: &sheet::Table) -> Html {
    let cells = |row: &Vec<String>| row.iter().skip(1).map(|cell| html! { <td>{ cell }</td> }).collect::<Html>();
    let rows = table.rows.iter().map(|row| {
        html! { <tr><th scope="row">{ row.first().cloned().unwrap_or_default() }</th>{ cells(row) }</tr> }
    });
    let title = (props.text.title)(props.kind);
    html! {
        <div class="chart-table" tabindex="0" role="region" aria-label={title}>
            <table>
                <caption class="quiet">{ (props.text.table)(table.every, table.total) }</caption>
                <thead><tr>{ for table.heads.iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_move_the_cursor() {
        assert_eq!(key("ArrowLeft"), Some(Wish::Step(-1)), "back");
        assert_eq!(key("End"), Some(Wish::Step(i32::MAX)), "to now");
        assert_eq!(key("a"), None, "nothing else");
    }
}
