//! What every group works at: the scenario, its problems and its texts, and the making of controls from lenses.
//!
//! A [`Lens`] ties a path to the reading and the setting of one value, so that a control, its default, its problem and
//! its edit cannot drift apart.

use super::backoff_editor::BackoffEditor;
use super::channel_editor::ChannelEditor;
use super::choice::Choice;
use super::draft::whole;
use super::gauge::Gauge;
use super::number_field::{NumberField, OptionalNumber};
use super::service_editor::ServiceEditor;
use super::switch::Switch;
use super::{Edit, Page};
use crate::app::feed::Feed;
use crate::app::text::{ControlsText, FieldText, OptionText, SwitchText};
use crate::experiment::{LedgerReport, RecoveryReport};
use crate::scenario::{Backoff, ChannelKind, Problem, Scenario, Service};
use std::rc::Rc;
use yew::prelude::*;

/// One value of a scenario.
pub(super) struct Lens<V> {
    /// Its path.
    pub(super) field: &'static str,
    pub(super) get: fn(&Scenario) -> V,
    pub(super) set: fn(&mut Scenario, V),
}

/// What every group works at.
#[derive(Clone, PartialEq)]
pub(super) struct Desk {
    pub(super) text: &'static ControlsText,
    pub(super) scenario: Rc<Scenario>,
    /// What an unchanged scenario holds.
    pub(super) default: Rc<Scenario>,
    pub(super) problems: Rc<Vec<Problem>>,
    /// Tells the present simulated second.
    pub(super) feed: Feed,
    pub(super) on_edit: Callback<Edit>,
    /// Opens another page of the controls.
    pub(super) on_page: Callback<Page>,
}

impl Desk {
    /// A callback that puts a value into the scenario at a path.
    pub(super) fn edit<V: 'static>(&self, field: &str, set: impl Fn(&mut Scenario, V) + 'static) -> Callback<V> {
        let field = field.to_owned();
        self.edit_at(set).reform(move |value| (field.clone(), value))
    }

    /// The same for an editor that says itself which path it changed.
    pub(super) fn edit_at<V: 'static>(&self, set: impl Fn(&mut Scenario, V) + 'static) -> Callback<(String, V)> {
        let scenario = Rc::clone(&self.scenario);
        self.on_edit.reform(move |(field, value)| {
            let mut scenario = Scenario::clone(&scenario);
            set(&mut scenario, value);
            Edit { field, scenario }
        })
    }

    /// A number of any kind.
    pub(super) fn number(&self, words: FieldText, gauge: Gauge, lens: &Lens<f64>) -> Html {
        self.numeric(words, gauge, (lens.field, lens.get), self.edit(lens.field, lens.set))
    }

    /// A whole number.
    pub(super) fn count(&self, words: FieldText, gauge: Gauge, lens: &Lens<u32>) -> Html {
        let (get, set) = (lens.get, lens.set);
        let on_change = self.edit(lens.field, move |scenario: &mut Scenario, value| set(scenario, whole(value)));
        self.numeric(words, gauge, (lens.field, move |scenario| f64::from(get(scenario))), on_change)
    }

    /// A number at a path, with its reading and its change.
    pub(super) fn numeric(
        &self,
        words: FieldText,
        gauge: Gauge,
        (field, get): (&'static str, impl Fn(&Scenario) -> f64),
        on_change: Callback<f64>,
    ) -> Html {
        html! {
            <NumberField key={field} text={self.text} {field} label={words.label} {words} {gauge}
                value={get(&self.scenario)} default={get(&self.default)} problems={Rc::clone(&self.problems)}
                {on_change} />
        }
    }

    /// A whole number or no limit; `first` is the limit that comes when there was none.
    pub(super) fn limit(&self, words: FieldText, gauge: Gauge, first: u32, lens: &Lens<Option<u32>>) -> Html {
        let set = lens.set;
        html! {
            <OptionalNumber key={lens.field} text={self.text} field={lens.field} label={words.label} {words} {gauge}
                value={(lens.get)(&self.scenario).map(f64::from)} default={(lens.get)(&self.default).map(f64::from)}
                first={f64::from(first)} none={self.text.frame.no_limit} problems={Rc::clone(&self.problems)}
                on_change={self.edit(lens.field, move |scenario, value: Option<f64>| set(scenario, value.map(whole)))} />
        }
    }

    /// A number or no limit.
    pub(super) fn optional(&self, words: FieldText, gauge: Gauge, first: f64, lens: &Lens<Option<f64>>) -> Html {
        self.number_or(self.text.frame.no_limit, words, (gauge, first), lens)
    }

    /// A number, or found by the simulation itself.
    pub(super) fn automatic(&self, words: FieldText, gauge: Gauge, first: f64, lens: &Lens<Option<f64>>) -> Html {
        self.number_or(self.text.frame.automatic, words, (gauge, first), lens)
    }

    /// A number, or what a word stands for.
    pub(super) fn number_or(
        &self,
        none: &'static str,
        words: FieldText,
        (gauge, first): (Gauge, f64),
        lens: &Lens<Option<f64>>,
    ) -> Html {
        html! {
            <OptionalNumber key={lens.field} text={self.text} field={lens.field} label={words.label} {words} {gauge}
                value={(lens.get)(&self.scenario)} default={(lens.get)(&self.default)} {first} {none}
                problems={Rc::clone(&self.problems)} on_change={self.edit(lens.field, lens.set)} />
        }
    }

    /// On or off, with what breaks without it and what the run counted of it.
    pub(super) fn switch(&self, words: SwitchText, report: Option<&RecoveryReport>, lens: &Lens<bool>) -> Html {
        html! {
            <Switch key={lens.field} text={self.text} field={lens.field} {words} on={(lens.get)(&self.scenario)}
                default={(lens.get)(&self.default)} counted={report.map(words.counted).map(AttrValue::from)}
                problems={Rc::clone(&self.problems)} on_change={self.edit(lens.field, lens.set)} />
        }
    }

    /// The pause before a further try.
    pub(super) fn backoff(&self, lens: &Lens<Backoff>) -> Html {
        html! {
            <BackoffEditor key={lens.field} text={self.text} field={lens.field} value={(lens.get)(&self.scenario)}
                default={(lens.get)(&self.default)} problems={Rc::clone(&self.problems)}
                on_change={self.edit_at(lens.set)} />
        }
    }

    /// A number or none, which is what its default is.
    pub(super) fn timer(&self, words: FieldText, gauge: Gauge, first: f64, lens: &Lens<Option<f64>>) -> Html {
        self.number_or(self.text.frame.none, words, (gauge, first), lens)
    }

    /// One of several words.
    pub(super) fn choice(&self, words: FieldText, options: Vec<OptionText>, lens: &Lens<&'static str>) -> Html {
        html! {
            <Choice key={lens.field} text={self.text} field={lens.field} label={words.label} {words} {options}
                value={(lens.get)(&self.scenario)} default={(lens.get)(&self.default)}
                problems={Rc::clone(&self.problems)} on_change={self.edit(lens.field, lens.set)} />
        }
    }

    /// What a channel is, with what was measured of a ledger.
    pub(super) fn channel_kind(&self, lens: &Lens<ChannelKind>, measured: Option<LedgerReport>) -> Html {
        html! {
            <ChannelEditor key={lens.field} text={self.text} field={lens.field} value={(lens.get)(&self.scenario)}
                default={(lens.get)(&self.default)} {measured} problems={Rc::clone(&self.problems)}
                on_change={self.edit_at(lens.set)} />
        }
    }

    /// The law of a time.
    pub(super) fn service(&self, words: FieldText, lens: &Lens<Service>) -> Html {
        html! {
            <ServiceEditor key={lens.field} text={self.text} field={lens.field} label={words.label} {words}
                value={(lens.get)(&self.scenario)} default={(lens.get)(&self.default)}
                problems={Rc::clone(&self.problems)} on_change={self.edit_at(lens.set)} />
        }
    }
}
