//! The browser's storage, which may be missing, full or forbidden: then nothing is kept, and nothing else is lost.

use crate::app::persist;
use crate::app::state::{Settings, State};
use web_sys::Storage;
use yew::prelude::*;

/// Where the settings are.
const SETTINGS: &str = "switchyard.settings";
/// Where the last scenario is.
const SCENARIO: &str = "switchyard.scenario";

/// The settings of the last visit.
pub(in crate::app::shell) fn kept_settings() -> Settings {
    Settings::read(read(SETTINGS).as_deref())
}

/// The fragment of the last visit.
pub(in crate::app::shell) fn kept_fragment() -> Option<String> {
    read(SCENARIO)
}

/// Keeps the settings whenever they change.
#[hook]
pub(in crate::app::shell) fn use_storage(state: &State) {
    use_effect_with(state.settings, |settings| write(SETTINGS, &settings.write()));
}

/// Keeps the scenario.
pub(super) fn keep(state: &State) {
    write(SCENARIO, &persist::link(state).encode());
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

fn write(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage keeps nothing; the address still does.
        let _ = storage.set_item(key, text);
    }
}
