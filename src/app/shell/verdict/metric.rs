//! One figure of the verdict: its name, which opens its meaning, and its readings.

use super::reading::Reading;
use crate::app::text::{TermText, VerdictText};
use yew::prelude::*;

/// A figure of the strip.
pub(super) struct Metric<'a> {
    /// Its name and what that means.
    pub(super) term: Term<'a>,
    /// What runs.
    pub(super) b: Reading,
    /// What it is compared with, if anything.
    pub(super) a: Option<Reading>,
    /// B minus A and how sure that is, where both are known.
    pub(super) difference: Option<AttrValue>,
}

impl Metric<'_> {
    /// The figure.
    pub(super) fn view(&self, text: &VerdictText) -> Html {
        html! {
            <div key={self.term.id} class="metric" data-metric={self.term.id}>
                <dt>{ self.term.view() }</dt>
                if let Some(a) = &self.a {
                    { reading(a, Some(text.a)) }
                }
                { reading(&self.b, self.a.as_ref().map(|_| text.b)) }
                if let (Some(_), Some(difference)) = (&self.a, &self.difference) {
                    <dd class="metric-difference"><span class="reading-label">{ text.difference }</span>{ " " }{ difference.clone() }</dd>
                }
            </div>
        }
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

/// A name that opens its meaning.
pub(super) struct Term<'a> {
    /// Its id on the page.
    pub(super) id: &'static str,
    /// What it is called and what that means.
    pub(super) words: &'a TermText,
    /// What stands before its name where there is room, if anything.
    pub(super) group: Option<&'static str>,
}

impl Term<'_> {
    /// The name as a button, and the meaning that it opens.
    pub(super) fn view(&self) -> Html {
        let id = format!("meaning-{}", self.id);
        html! {
            <>
                <button type="button" class="term" popovertarget={id.clone()} title={self.words.meaning}>
                    if let Some(group) = self.group {
                        <span class="term-group">{ group }{ " " }</span>
                    }
                    { self.words.name }
                </button>
                <span {id} class="meaning" popover="auto">{ self.words.meaning }</span>
            </>
        }
    }
}
