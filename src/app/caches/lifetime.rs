//! The lifetime of entries: a field that may be empty, whether hits prolong it, and what is left of the policies that go by
//! it where there is none.

use crate::app::text::LifetimeText;
use crate::cache::Policy;
use crate::wire::traces::{LIFETIME_MAX, Lifetime};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The field; its id tells it from that of another part of the page.
pub(in crate::app) fn lifetime_field(
    id: &'static str,
    text: &LifetimeText,
    lifetime: Option<Lifetime>,
    on: &Callback<Option<Lifetime>>,
) -> Html {
    let help = format!("{id}-help");
    let sliding = lifetime.is_some_and(|lifetime| lifetime.sliding);
    let on_seconds = on.reform(move |event: Event| read(&input(&event).value(), lifetime));
    let on_sliding = on.reform(move |event: Event| {
        let sliding = input(&event).checked();
        lifetime.map(|lifetime| Lifetime { sliding, ..lifetime })
    });
    html! {
        <div class="caches-setting caches-lifetime">
            <label for={id}>{ text.label }</label>
            <input type="number" {id} min="1" max={LIFETIME_MAX.to_string()} step="1" inputmode="numeric"
                value={lifetime.map_or_else(String::new, |lifetime| lifetime.seconds.to_string())}
                aria-describedby={help.clone()} onchange={on_seconds} />
            <label>
                <input type="checkbox" checked={sliding} disabled={lifetime.is_none()} onchange={on_sliding} />
                <span>{ text.sliding }</span>
            </label>
            <small id={help}>{ text.help }</small>
        </div>
    }
}

/// What was typed: nothing is none, and what is no number changes nothing.
fn read(typed: &str, before: Option<Lifetime>) -> Option<Lifetime> {
    let sliding = before.is_some_and(|before| before.sliding);
    match typed.trim() {
        "" => None,
        typed => typed.parse().map_or(before, |seconds| Some(Lifetime { seconds, sliding }.within_limits())),
    }
}

/// What is left of the policies that go by a lifetime where there is none, and what the limit is where there is one.
pub(in crate::app) fn lifetime_notes(text: &LifetimeText, lifetime: Option<Lifetime>, policies: &[Policy]) -> Html {
    let notes: Vec<&str> = match lifetime {
        Some(_) => vec![text.limit],
        None => policies.iter().filter_map(|&policy| (text.missing)(policy)).collect(),
    };
    let told = |note: &str| html! { <p class="quiet">{ note }</p> };
    html! { <>{ for notes.into_iter().map(told) }</> }
}

fn input(event: &Event) -> HtmlInputElement {
    event.target_unchecked_into::<HtmlInputElement>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_none() {
        let before = Some(Lifetime { seconds: 9, sliding: true });
        assert_eq!(read(" ", before), None);
        assert_eq!(read("60", before), Some(Lifetime { seconds: 60, sliding: true }));
        assert_eq!(read("60", None), Some(Lifetime { seconds: 60, sliding: false }));
        assert_eq!(read("soon", before), before, "no number");
        assert_eq!(read("0", None), Some(Lifetime { seconds: 1, sliding: false }), "the least that is allowed");
    }
}
