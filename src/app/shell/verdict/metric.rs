//! One figure of the verdict: its name, which opens its meaning, and its readings.

use super::reading::Reading;
use crate::app::shell::use_text;
use yew::prelude::*;

/// Properties of [`Metric`].
#[derive(Properties, PartialEq)]
pub(super) struct MetricProps {
    /// Its id on the page.
    pub(super) id: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
    /// What stands before its name where there is room; nothing by default.
    #[prop_or_default]
    pub(super) group: Option<&'static str>,
    /// What runs.
    pub(super) b: Reading,
    /// What it is compared with; nothing by default.
    #[prop_or_default]
    pub(super) a: Option<Reading>,
    /// B minus A, where both are known; nothing by default.
    #[prop_or_default]
    pub(super) difference: Option<AttrValue>,
}

/// One figure.
#[component]
pub(super) fn Metric(props: &MetricProps) -> Html {
    let text = &use_text().verdict;
    html! {
        <div class="metric" data-metric={props.id}>
            <dt><Term id={props.id} name={props.name} meaning={props.meaning} group={props.group} /></dt>
            if let Some(a) = &props.a {
                { reading(a, Some(text.a)) }
            }
            { reading(&props.b, props.a.as_ref().map(|_| text.b)) }
            if let (Some(_), Some(difference)) = (&props.a, &props.difference) {
                <dd class="metric-difference"><span class="reading-label">{ text.difference }</span>{ " " }{ difference.clone() }</dd>
            }
        </div>
    }
}

fn reading(reading: &Reading, label: Option<&'static str>) -> Html {
    html! {
        <dd class="reading" data-alarming={reading.alarming.then_some("true")}>
            if let Some(label) = label {
                <b class="reading-label">{ label }</b>
                { " " }
            }
            <span class="reading-value">{ &reading.figure.value }</span>
            if !reading.figure.unit.is_empty() {
                { "\u{a0}" }
                <span class="reading-unit">{ reading.figure.unit }</span>
            }
            { " " }
            <span class="reading-sure">{ reading.sure.clone() }</span>
        </dd>
    }
}

/// Properties of [`Term`].
#[derive(Properties, PartialEq)]
pub(super) struct TermProps {
    /// Its id on the page.
    pub(super) id: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
    /// What stands before its name where there is room; nothing by default.
    #[prop_or_default]
    pub(super) group: Option<&'static str>,
}

/// A name that opens its meaning.
#[component]
pub(super) fn Term(props: &TermProps) -> Html {
    let id = format!("meaning-{}", props.id);
    html! {
        <>
            <button type="button" class="term" popovertarget={id.clone()} title={props.meaning}>
                if let Some(group) = props.group {
                    <span class="term-group">{ group }{ " " }</span>
                }
                { props.name }
            </button>
            <span {id} class="meaning" popover="auto">{ props.meaning }</span>
        </>
    }
}
