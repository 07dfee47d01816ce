//! What every control has around it: label, reset, help with the source of the default, and what is wrong.

use crate::app::text::{ControlsText, FieldText};
use crate::scenario::{Caution, Hazard};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The ids of a control's parts, made from its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ids {
    /// The control itself.
    pub(super) control: String,
    /// Its label.
    pub(super) label: String,
    /// Its help.
    pub(super) help: String,
    /// What is wrong with it.
    pub(super) problem: String,
    /// What it leads to although it is allowed, if it does.
    pub(super) caution: Option<String>,
}

/// What is allowed in the scenario and hardly ever meant; every control looks for its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cautions(pub(super) Rc<Vec<Caution>>);

impl Cautions {
    fn find(&self, field: &str) -> Option<Hazard> {
        self.0.iter().find(|caution| caution.path == field).map(|caution| caution.hazard)
    }
}

/// What a field leads to although it is allowed.
#[hook]
fn use_hazard(field: &str) -> Option<Hazard> {
    use_context::<Cautions>().and_then(|cautions| cautions.find(field))
}

/// The ids of a control, that of its caution among them while there is one.
#[hook]
pub(super) fn use_ids(field: &str) -> Ids {
    let ids = Ids::of(field);
    let caution = use_hazard(field).map(|_| format!("{}-caution", ids.control));
    Ids { caution, ..ids }
}

impl Ids {
    /// The ids for a path as `processors.speeds[0]`.
    pub(super) fn of(field: &str) -> Self {
        let path: String =
            field.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
        let control = format!("control-{path}");
        Self {
            label: format!("{control}-label"),
            help: format!("{control}-help"),
            problem: format!("{control}-problem"),
            caution: None,
            control,
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct FieldProps {
    pub(super) text: &'static ControlsText,
    /// Path of what it sets.
    pub(super) field: AttrValue,
    /// What it is called.
    pub(super) label: AttrValue,
    /// Its help and the source of its default.
    pub(super) words: FieldText,
    /// Its default, in words.
    pub(super) default: AttrValue,
    /// Whether it differs from the default.
    pub(super) changed: bool,
    /// Sets it to the default.
    pub(super) on_reset: Callback<()>,
    /// Whether one labelable element carries the control's id; a group is tied by `aria-labelledby` instead.
    #[prop_or(true)]
    pub(super) labelable: bool,
    /// Beside the label.
    #[prop_or_default]
    pub(super) aside: Html,
    /// The control.
    #[prop_or_default]
    pub(super) children: Html,
}

/// A control with its label, its reset and its help.
#[component]
pub(super) fn Field(props: &FieldProps) -> Html {
    let ids = use_ids(&props.field);
    let hazard = use_hazard(&props.field);
    let open = use_state(|| false);
    let node = use_node_ref();
    let frame = &props.text.frame;
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let label = if props.labelable {
        html! { <label id={ids.label.clone()} for={ids.control.clone()}>{ &props.label }</label> }
    } else {
        html! { <span id={ids.label.clone()} class="field-label">{ &props.label }</span> }
    };
    html! {
        <div class="field" data-field={&props.field} ref={node.clone()}>
            <div class="field-head">
                { label }
                { props.aside.clone() }
                <span class="field-tools">
                    if props.changed {
                        { reset_button(props, &node) }
                    }
                    <button type="button" class="field-tool" aria-expanded={(*open).to_string()}
                        aria-controls={ids.help.clone()} aria-label={(frame.about)(&props.label)} onclick={toggle}>
                        { "?" }
                    </button>
                </span>
            </div>
            { props.children.clone() }
            if let (Some(hazard), Some(id)) = (hazard, ids.caution) {
                <p class="field-caution" {id}>{ (props.text.safeguards.hazard)(&hazard) }</p>
            }
            <p class="field-help" id={ids.help} hidden={!*open}>
                { props.words.help }{ " " }
                <span class="quiet">{ (frame.default_is)(&props.default, props.words.source) }</span>
            </p>
        </div>
    }
}

/// The button goes when the default is back, so the focus moves to the control that it served.
fn reset_button(props: &FieldProps, node: &NodeRef) -> Html {
    let (on_reset, node) = (props.on_reset.clone(), node.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        on_reset.emit(());
        let field = node.cast::<web_sys::Element>();
        let find = |selector| field.as_ref().and_then(|field| field.query_selector(selector).ok().flatten());
        let control = find("[type=range], [type=radio]:checked, select, textarea").or_else(|| find("input"));
        if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
            // A control that cannot take the focus leaves it where the browser puts it.
            control.focus().ok();
        }
    });
    let name = (props.text.frame.reset)(&props.label, &props.default);
    html! {
        <button type="button" class="field-tool" title={name.clone()} aria-label={name} {onclick}>
            <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d="M3.5 3v3.5H7M3.8 6.3a5 5 0 1 1-.6 3.4" />
            </svg>
        </button>
    }
}

/// What is wrong with a control, tied to it by its id; nothing if nothing is.
pub(super) fn trouble(ids: &Ids, problem: Option<&str>) -> Html {
    html! {
        if let Some(problem) = problem {
            <p class="field-problem" id={ids.problem.clone()}>{ problem }</p>
        }
    }
}

/// The ids that describe a control: its help, and its problem and its caution if there are such.
pub(super) fn described_by(ids: &Ids, problem: Option<&str>) -> String {
    let problem = problem.map(|_| &ids.problem);
    let all: Vec<&str> = problem.into_iter().chain(&ids.caution).chain([&ids.help]).map(String::as_str).collect();
    all.join(" ")
}
