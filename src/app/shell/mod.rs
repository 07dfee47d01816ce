//! The frame of the page: bar, verdict, transport, inspector, and the places that the other areas stand in.
//!
//! Components here show a slice of the state and answer with an [`Action`](super::state::Action); whatever touches the
//! browser is a hook in `hooks`.

mod bar;
mod caption;
mod display;
mod frame;
mod help;
mod hooks;
mod icon;
mod inspector;
mod notice;
mod page;
mod panel;
mod presets;
mod readout;
mod seed;
mod share;
mod speed;
mod title;
mod transport;
mod verdict;

#[cfg(test)]
mod tests;

pub(in crate::app) use hooks::copy;
pub use hooks::fresh_seed;
pub use page::Page;

use super::text::{ENGLISH, Messages, ShellText};
use yew::prelude::*;

/// The language of the page, handed down as a context.
#[derive(Clone, Copy, Debug)]
struct Locale(&'static Messages);

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.0.tag == other.0.tag
    }
}

/// Every text in the language of the page.
#[hook]
fn use_messages() -> &'static Messages {
    use_context::<Locale>().map_or(&ENGLISH, |locale| locale.0)
}

/// The texts of the frame.
#[hook]
fn use_text() -> &'static ShellText {
    &use_messages().shell
}
