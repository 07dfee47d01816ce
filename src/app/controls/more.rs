//! What people change seldom, folded away; open while there is a problem in it, and from then on.

use super::groups::within;
use crate::app::text::ControlsText;
use crate::scenario::Problem;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct MoreProps {
    pub(super) text: &'static ControlsText,
    /// What it is called; "More" by default.
    #[prop_or_default]
    pub(super) label: Option<AttrValue>,
    /// Paths of what it holds.
    pub(super) owns: Vec<String>,
    pub(super) problems: Rc<Vec<Problem>>,
    pub(super) children: Html,
}

/// A fold.
#[component]
pub(super) fn More(props: &MoreProps) -> Html {
    let open = use_state(|| false);
    let wrong = props.problems.iter().any(|problem| props.owns.iter().any(|path| within(path, &problem.path)));
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(event.target_unchecked_into::<Element>().has_attribute("open")))
    };
    let label = props.label.clone().unwrap_or(AttrValue::Static(props.text.frame.more));
    html! {
        <details class="more" open={*open || wrong} {ontoggle}>
            <summary>{ label }</summary>
            { props.children.clone() }
        </details>
    }
}
