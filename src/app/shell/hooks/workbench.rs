//! The way to the workbench: fetches its program when it is first wanted, and tells it what is shown.

use super::worker::Stepper;
use crate::app::bridge::Listener;
use crate::app::relay::{self, Sight, Wish};
use crate::app::state::{Action, Notice, State};
use crate::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlScriptElement;
use yew::prelude::*;

/// The script that loads the workbench's program.
const SCRIPT: &str = "./workbench-boot.js";

/// Where the workbench is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::shell) enum Presence {
    /// Not there yet.
    Coming,
    /// There; it stays.
    There,
    /// It can't be loaded; a notice says why.
    Lost,
}

/// Where the workbench is. It is fetched when it is first wanted.
#[hook]
pub(in crate::app::shell) fn use_workbench(
    state: &UseReducerHandle<State>,
    stepper: &Stepper,
    wanted: bool,
) -> Presence {
    let place = use_state_eq(|| Presence::Coming);
    let asked = use_mut_ref(|| None::<Option<Listener>>);
    let sight = sight(state);
    let latest = use_mut_ref(Sight::default);
    use_effect_with((), {
        let (latest, place, stepper) = (Rc::clone(&latest), place.setter(), stepper.clone());
        let dispatcher = state.dispatcher();
        move |()| {
            let listener = relay::on_wish(move |wish| match wish {
                Wish::Everything => {
                    place.set(Presence::There);
                    relay::show(&latest.borrow());
                    stepper.repeat();
                }
                wish => {
                    if matches!(wish, Wish::Lost(_)) {
                        place.set(Presence::Lost);
                    }
                    dispatcher.dispatch(action(wish));
                }
            });
            move || drop(listener)
        }
    });
    use_effect_with((sight, *place), move |(sight, _)| {
        *latest.borrow_mut() = sight.clone();
        relay::show(sight);
    });
    let (dispatcher, setter) = (state.dispatcher(), place.setter());
    use_effect_with(wanted, move |wanted| {
        if *wanted && asked.borrow().is_none() {
            *asked.borrow_mut() = Some(fetch(move || {
                setter.set(Presence::Lost);
                dispatcher.dispatch(action(Wish::Lost(String::new())));
            }));
        }
    });
    *place
}

fn action(wish: Wish) -> Action {
    match wish {
        Wish::Edit { field, draft } => Action::Edit { field, scenario: Box::new(Scenario::draft(&draft)) },
        Wish::Tier(tier) => Action::Tier(tier),
        Wish::Lab(lab) => Action::Lab(lab),
        Wish::Lost(why) => Action::Say(Notice::NoWorkbench(why)),
        Wish::Everything | Wish::Close => Action::Inspect(false),
    }
}

/// What is shown, for the workbench.
fn sight(state: &State) -> Sight {
    let running = state.running.scenario();
    Sight {
        view: state.view.slug().to_owned(),
        draft: state.scenario.to_value(),
        running: (*running != *state.scenario).then(|| running.to_value()),
        seed: state.seed,
        lab: state.lab,
        lab_opened: state.lab_opened,
        run: state.run,
        figures: state.report.is_some(),
        compared: state.pinned.is_some(),
        tier: state.tier,
        place: state.selected.map(crate::payment::Place::code),
    }
}

/// Adds the script to the page; it stays. The listener hears when it does not come.
fn fetch(lost: impl Fn() + 'static) -> Option<Listener> {
    let document = web_sys::window()?.document()?;
    let script = document.create_element("script").ok()?.dyn_into::<HtmlScriptElement>().ok()?;
    let listener = Listener::new(&script, "error", move |_| lost());
    script.set_type("module");
    script.set_src(SCRIPT);
    document.body()?.append_child(&script).ok()?;
    Some(listener)
}
