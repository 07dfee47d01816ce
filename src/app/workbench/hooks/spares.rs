//! Spare workers: started before they are wanted, because to start one takes longer than many an answer.
//!
//! Two are kept where a study can be asked for, one for its books and one that does its tasks. They are replaced when the
//! study is over, so that their start does not hold it up, and ended where no study can be asked for.

use crate::app::bridge::{Bridge, Heard, of_this_version};
use crate::app::state::View;
use crate::app::workbench::state::State;
use gloo_timers::callback::Timeout;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// How many are kept.
const SPARES: usize = 2;
/// How long the page is left alone first, in milliseconds: what was just shown comes before what may be wanted.
const QUIET_MS: u32 = 400;

/// The spare workers of the workbench.
#[derive(Clone, Default)]
pub(in crate::app::workbench) struct Spares(Rc<RefCell<Vec<Bridge>>>);

impl Spares {
    /// A worker whose messages go to `hear`: a spare if there is one.
    ///
    /// # Errors
    /// What the browser says if it does not allow a new one.
    pub(super) fn spawn<M: DeserializeOwned + 'static>(
        &self,
        hear: impl Fn(Heard<M>, &JsValue) + 'static,
    ) -> Result<Bridge, String> {
        let hear = of_this_version(hear);
        match self.sound() {
            Some(spare) => Ok(spare.listen(hear)),
            None => Bridge::spawn(hear),
        }
    }

    /// A spare that did not crash while it waited; those that did are let go of.
    fn sound(&self) -> Option<Bridge> {
        let mut spares = self.0.borrow_mut();
        spares.retain(|spare| !spare.is_lost());
        spares.pop()
    }

    fn fill(&self) {
        let mut spares = self.0.borrow_mut();
        spares.retain(|spare| !spare.is_lost());
        // Where the browser allows no more, whoever wants one hears of it.
        let missing = SPARES.saturating_sub(spares.len());
        spares.extend(std::iter::repeat_with(Bridge::spare).take(missing).filter_map(Result::ok));
    }
}

/// Keeps spares while a study may be asked for and none is under way.
#[hook]
pub(in crate::app::workbench) fn use_spares(state: &UseReducerHandle<State>) -> Spares {
    let spares = (*use_memo((), |()| Spares::default())).clone();
    let view = state.seen.as_ref().map(|seen| seen.view);
    let wanted = view.is_some_and(|view| view != View::Cache);
    let idle = !state.is_studying();
    use_effect_with((wanted, idle), {
        let spares = spares.clone();
        move |(wanted, idle)| {
            if !wanted {
                spares.0.borrow_mut().clear();
            }
            let timeout = (*wanted && *idle).then(|| Timeout::new(QUIET_MS, move || spares.fill()));
            move || drop(timeout)
        }
    });
    spares
}
