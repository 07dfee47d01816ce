//! The payment inspector: the slow and the strange of a run, what the slowest are to be blamed on, and the story of any
//! payment.
//!
//! To look back is to simulate again ([`crate::experiment::LookBack`]), in a worker of its own that the workbench owns;
//! this area asks and shows. Where something is drawn is pure (`timeline`).

mod blame;
mod lists;
mod state;
mod story;
mod timeline;

pub use state::{Looking, PaymentsAction, PaymentsState, Search, Stopped, Subject};

use crate::app::feed::Feed;
use crate::app::format;
use crate::app::text::PaymentsText;
use crate::app::workbench::Action;
use crate::math;
use story::Told;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// Id of the field for a payment's number.
const FIELD: &str = "payments-number";

/// Props of [`Payments`].
#[derive(Debug, Properties, PartialEq)]
pub struct PaymentsProps {
    /// Texts.
    pub text: &'static PaymentsText,
    /// What was looked for and found.
    pub payments: PaymentsState,
    /// Where the present instant comes from.
    pub feed: Feed,
    /// Number of the run.
    pub run: u32,
    /// The first payment of the run whose books differ, if there is one.
    pub first_wrong: Option<u64>,
    /// Told what is done.
    pub on_action: Callback<Action>,
}

/// The panel.
#[component]
pub fn Payments(props: &PaymentsProps) -> Html {
    let PaymentsProps { text, payments, .. } = props;
    let place = use_focus(payments.picked);
    let on_action = props.on_action.reform(Action::Payments);
    let (idle, on_ask) = use_ask(&props.feed, props.run, &on_action);
    let on_open = on_ask.reform(Some);
    let found = payments.run.found.as_deref();
    let looked = payments.run.asked.is_none();
    html! {
        <section class="study payments" aria-labelledby="payments-title">
            <header>
                <h3 id="payments-title">{ text.title }</h3>
                <p>{ text.lead }</p>
                <div class="payments-ask">
                    if looked {
                        <button type="button" onclick={on_ask.reform(|_: MouseEvent| None)}>
                            { if found.is_some() { text.look_again } else { text.look } }
                        </button>
                    }
                    <Number text={*text} typed={payments.typed.clone()} on_type={on_action.reform(PaymentsAction::Type)}
                        on_open={&on_open} />
                    if let Some(wrong) = props.first_wrong {
                        <button type="button" onclick={on_open.reform(move |_: MouseEvent| wrong)}>
                            { (text.wrong)(&format::count(wrong)) }
                        </button>
                    }
                </div>
                if idle {
                    <p role="alert">{ text.idle }</p>
                }
                { standing(text, &on_action, &payments.run, Search::Run) }
            </header>
            <div class="payments-place" tabindex="-1" ref={place}>
                if payments.payment.asked.is_some() || payments.payment.found.is_some() || payments.payment.stopped.is_some() {
                    <Told text={*text} found={payments.payment.found.clone()} looking={standing(text, &on_action, &payments.payment, Search::Payment)}
                        on_close={on_action.reform(|()| PaymentsAction::Close)} />
                }
            </div>
            if let Some(found) = found {
                { lists::lists(text, found, &on_open) }
                { blame::blame(text, found) }
            }
        </section>
    }
}

/// A place that takes the focus, and comes into view with it, whenever a payment was picked in the drawing.
#[hook]
fn use_focus(picked: u32) -> NodeRef {
    let place = use_node_ref();
    let before = use_mut_ref(|| picked);
    use_effect_with((picked, place.clone()), move |(picked, place)| {
        let before = before.replace(*picked);
        if let Some(place) = place.cast::<HtmlElement>().filter(|_| before != *picked) {
            // An element on the page takes the focus.
            let _ = place.focus();
        }
    });
    place
}

/// Asks for a payment, or for the whole run, looking back from the present; says whether there was nothing to look back at.
#[hook]
fn use_ask(feed: &Feed, run: u32, on_action: &Callback<PaymentsAction>) -> (bool, Callback<Option<u64>>) {
    let idle = use_state_eq(|| false);
    let (feed, on_action, setter) = (feed.clone(), on_action.clone(), idle.setter());
    let on_ask = Callback::from(move |number: Option<u64>| {
        let events = present(&feed, run);
        setter.set(events.is_none());
        let action = events.map(|events| match number {
            Some(number) => PaymentsAction::Open(number, events),
            None => PaymentsAction::Look(events),
        });
        action.into_iter().for_each(|action| on_action.emit(action));
    });
    (*idle, on_ask)
}

/// The events of the run up to the instant that is shown; none before it has begun, or while it is on its way there.
pub fn present(feed: &Feed, run: u32) -> Option<u64> {
    let snapshot = feed.latest().filter(|snapshot| snapshot.run == run && snapshot.replayed >= 1.0)?;
    (snapshot.events > 0.0).then(|| math::floor(snapshot.events))
}

/// How a search stands: how far it is, with a button to end it, or why it ended early.
fn standing<T>(
    text: &PaymentsText,
    on_action: &Callback<PaymentsAction>,
    looking: &Looking<T>,
    search: Search,
) -> Html {
    if let Some(past) = &looking.asked {
        let share = format::percent(looking.share.min(0.999)).text();
        return html! {
            <div class="payments-standing">
                <p>{ (text.progress)(&format::count(past.events), &share) }</p>
                <progress value={looking.share.to_string()} max="1" aria-label={text.title} />
                <button type="button" onclick={on_action.reform(move |_| PaymentsAction::Cancel(search))}>
                    { text.cancel }
                </button>
            </div>
        };
    }
    match &looking.stopped {
        None => Html::default(),
        Some(Stopped::Cancelled) => html! { <p role="alert">{ text.cancelled }</p> },
        Some(Stopped::Failed(why)) => html! { <p role="alert">{ (text.failed)(why) }</p> },
    }
}

/// Props of [`Number`].
#[derive(Properties, PartialEq)]
struct NumberProps {
    text: &'static PaymentsText,
    typed: String,
    on_type: Callback<String>,
    on_open: Callback<u64>,
}

/// A field for any payment's number.
#[component]
fn Number(props: &NumberProps) -> Html {
    let text = props.text;
    let wrong = use_state_eq(|| None::<String>);
    let refused = (*wrong).clone().filter(|wrong| *wrong == props.typed);
    let oninput = props.on_type.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onsubmit = {
        let (typed, on_open, wrong) = (props.typed.clone(), props.on_open.clone(), wrong.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            match number(&typed) {
                Some(number) => on_open.emit(number),
                None => wrong.set(Some(typed.clone())),
            }
        }
    };
    html! {
        <form class="payments-number" {onsubmit}>
            <label for={FIELD}>{ text.number }</label>
            <input type="text" id={FIELD} inputmode="numeric" autocomplete="off" value={props.typed.clone()} {oninput}
                aria-invalid={refused.is_some().then_some("true")} aria-describedby="payments-number-help" />
            <button type="submit">{ text.tell }</button>
            <p id="payments-number-help" class="quiet">
                { refused.map_or_else(|| text.number_help.to_owned(), |typed| (text.number_wrong)(&typed)) }
            </p>
        </form>
    }
}

/// Reads a payment's number; spaces between thousands are allowed.
fn number(typed: &str) -> Option<u64> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    digits.parse().ok().filter(|number| *number > 0)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::experiment::{Run, hindsight, story};
    use crate::scenario::{PRESETS, Preset};
    use crate::units::Instant;
    use crate::wire::Snapshot;
    use std::rc::Rc;

    fn rendered(payments: PaymentsState) -> String {
        let props = PaymentsProps {
            text: &WORKBENCH.payments,
            payments,
            feed: Feed::default(),
            run: 1,
            first_wrong: Some(182),
            on_action: Callback::noop(),
        };
        finish(yew::LocalServerRenderer::<Payments>::with_props(props).hydratable(false).render())
    }

    /// What is found of a preset at an instant, with the story of one payment.
    fn found(id: &str, until_s: f64, payment: u64) -> PaymentsState {
        let scenario = Preset::find(id).map(Preset::checked).unwrap_or_else(|| PRESETS[0].checked());
        let mut run = Run::new(&scenario, 1);
        while !run.advance(Instant::from_seconds(until_s), 1_000_000) {}
        let slow_ms = run.report().metrics.p99_ms.mean;
        let mut state = PaymentsState::default();
        state.run.found = Some(Rc::new(hindsight(&scenario, 1, run.events(), slow_ms)));
        state.payment.found = Some(Rc::new(story(&scenario, 1, run.events(), payment)));
        state
    }

    #[test]
    fn before_a_look_back_there_is_a_button_and_a_field() {
        let html = rendered(PaymentsState::default());
        assert!(html.contains("Look back at this run") && html.contains("Payment number"), "{html}");
        assert!(html.contains("payment 182, the first whose books differ"), "{html}");
        assert!(!html.contains("<table"), "no table of nothing");
    }

    #[test]
    fn a_storm_is_blamed_on_its_queue_and_a_payment_tells_its_attempts() {
        let html = rendered(found("retry-storm", 90.0, 3300));
        assert!(
            html.contains("the issuer booked it more than once") || html.contains("its outcome is unknown"),
            "{html}"
        );
        assert!(html.contains("<td>processor 1</td>") && html.contains("waiting"), "blame by place: {html}");
        assert!(html.contains("4 attempts.") && html.contains("0420 reversal advice"), "its messages by name: {html}");
        assert!(html.contains("00 approved"), "and its codes");
        assert!(html.contains("EUR. The issuer held it ") && html.contains("Its books "), "and its money: {html}");
        assert!(html.contains("was given up with an unknown outcome after 2.00\u{a0}s"), "its end: {html}");
    }

    #[test]
    fn empty_states_are_sentences() {
        let mut state = found("calm-day", 1.0, 1_000_000);
        let html = rendered(state.clone());
        assert!(html.contains("No payment 1\u{202f}000\u{202f}000 came up to 0:01"), "{html}");
        assert!(html.contains(WORKBENCH.payments.no_slow), "no hundredth yet: {html}");
        state.run.found = Some(Rc::default());
        assert!(rendered(state).contains(WORKBENCH.payments.none_ended), "nothing ended");
    }

    #[test]
    fn the_present_is_that_of_the_run_that_is_shown() {
        let feed = Feed::default();
        assert_eq!(present(&feed, 1), None, "nothing yet");
        feed.publish(Snapshot { run: 1, events: 7.0, replayed: 1.0, ..Snapshot::default() });
        assert_eq!((present(&feed, 1), present(&feed, 2)), (Some(7), None), "of this run");
        feed.publish(Snapshot { run: 1, events: 5.0, replayed: 0.4, ..Snapshot::default() });
        assert_eq!(present(&feed, 1), None, "not while it is replayed");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number("12 008"), Some(12_008), "with a space");
        assert_eq!(number("0"), None, "counted from 1");
        assert_eq!(number("seven"), None, "not a number");
    }
}
