//! The page: reads where it was opened and what was kept, and puts up the frame.

use super::frame::Frame;
use super::hooks::{is_embedded, kept_fragment, kept_settings, read_fragment, wants_less_motion};
use crate::app::persist::Address;
use crate::app::state::State;
use yew::prelude::*;

/// The page.
#[component]
pub fn Page() -> Html {
    let embedded = use_memo((), |()| is_embedded());
    let opening = use_memo((), |()| {
        // An embedded page shows what its address says; what its reader did elsewhere does not reach into it.
        let kept = if *embedded { None } else { kept_fragment() };
        let (address, kept) = (Address::read(&read_fragment()), Address::read_kept(kept.as_deref()));
        let first_visit = !*embedded && address == Address::NotOurs && kept == Address::NotOurs;
        let state = State::open(address, kept, kept_settings());
        if first_visit && !wants_less_motion() { state.welcome() } else { state }
    });
    html! { <Frame {opening} embedded={*embedded} /> }
}
