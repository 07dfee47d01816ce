//! The seed: visible, editable, and kept until somebody changes it.

use super::use_text;
use crate::app::state::Action;
use crate::scenario::SEED_MAX;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Seed`].
#[derive(Properties, PartialEq)]
pub(super) struct SeedProps {
    /// The seed.
    pub(super) seed: u64,
    /// Told of another one.
    pub(super) on_action: Callback<Action>,
}

/// The seed's field; what was typed stays there, right or wrong.
#[component]
pub(super) fn Seed(props: &SeedProps) -> Html {
    let text = &use_text().transport;
    let wrong = use_state_eq(|| None::<AttrValue>);
    let onchange = {
        let (wrong, on_action) = (wrong.setter(), props.on_action.clone());
        move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            match read(&typed) {
                Some(seed) => {
                    wrong.set(None);
                    on_action.emit(Action::Seed(seed));
                }
                None => wrong.set(Some(typed.into())),
            }
        }
    };
    {
        let wrong = wrong.setter();
        use_effect_with(props.seed, move |_| wrong.set(None));
    }
    let value = (*wrong).clone().unwrap_or_else(|| props.seed.to_string().into());
    let invalid = wrong.is_some();
    html! {
        <div class="seed">
            <label for="seed">{ text.seed }</label>
            <input id="seed" type="text" inputmode="numeric" autocomplete="off" {value} {onchange} title={text.seed_help}
                aria-invalid={invalid.then_some("true")} aria-describedby={invalid.then_some("seed-problem")} />
            if invalid {
                <p id="seed-problem" class="seed-problem">{ (text.seed_problem)(&SEED_MAX.to_string()) }</p>
            }
        </div>
    }
}

fn read(typed: &str) -> Option<u64> {
    typed.trim().parse().ok().filter(|seed| *seed <= SEED_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_whole_number_that_javascript_holds() {
        assert_eq!(read(" 42 "), Some(42), "blanks around it are no harm");
        assert_eq!(read("9007199254740991"), Some(SEED_MAX), "the greatest");
        assert_eq!(read("9007199254740992"), None, "one too many");
        assert_eq!(read("-1"), None, "negative");
        assert_eq!(read("1.5"), None, "not whole");
    }
}
