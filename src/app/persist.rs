//! What outlives the page: the scenario in the address, the settings and the last scenario in the browser's storage.
//!
//! The texts are made and read here, without a browser; the hooks that hold the address and the storage pass them in
//! and out. An address has one of three outcomes: it was opened, it is not ours, or it is ours but damaged.

use super::state::{Motion, Settings, State, Theme, View};
use crate::scenario::{Link, LinkError, PRESETS, Preset, Problem};
use serde_json::{Value, json};

/// What an address begins with that names a preset.
const PRESET_PREFIX: &str = "play/preset/";

/// Where an address leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Address {
    /// To a scenario.
    Link(Box<Link>),
    /// To a preset, by its id.
    Preset(&'static str),
    /// To a view, whatever it shows.
    View(View),
    /// Nowhere: it was not made by Switchyard.
    NotOurs,
    /// Nowhere, though it was.
    Damaged(LinkError),
}

impl Address {
    /// Reads a fragment, with or without its leading `#`.
    #[must_use]
    pub fn read(fragment: &str) -> Self {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if let Some(id) = fragment.strip_prefix(PRESET_PREFIX) {
            return match Preset::find(id) {
                Some(preset) => Self::Preset(preset.id),
                None => Self::Damaged(unknown_preset(id)),
            };
        }
        if let Some(view) = View::find(fragment.strip_suffix('/').unwrap_or(fragment)) {
            return Self::View(view);
        }
        match Link::decode(fragment) {
            Ok(link) => Self::Link(Box::new(link)),
            Err(LinkError::NotOurs) => Self::NotOurs,
            Err(error) => Self::Damaged(error),
        }
    }

    /// The same for a kept fragment, where damage is nothing that a person could mend.
    #[must_use]
    pub fn read_kept(fragment: Option<&str>) -> Self {
        match fragment.map(Self::read) {
            Some(address @ (Self::Link(_) | Self::Preset(_))) => address,
            _ => Self::NotOurs,
        }
    }
}

fn unknown_preset(id: &str) -> LinkError {
    let ids: Vec<&str> = PRESETS.iter().map(|preset| preset.id).collect();
    LinkError::Refused(vec![Problem { path: "preset".to_owned(), value: id.to_owned(), allowed: ids.join(", ") }])
}

/// What a link to the state restores.
#[must_use]
pub fn link(state: &State) -> Link {
    Link {
        view: state.view.slug().to_owned(),
        scenario: state.running.as_ref().clone(),
        seed: state.seed,
        pinned: state.pinned.as_deref().cloned(),
        lab: state.lab,
    }
}

impl Settings {
    /// The settings as text.
    #[must_use]
    pub fn write(&self) -> String {
        json!({
            "theme": self.theme.word(),
            "motion": self.motion.word(),
            "speed": self.speed,
            "shortcuts": self.shortcuts,
        })
        .to_string()
    }

    /// Settings from text; whatever cannot be read has its default.
    #[must_use]
    pub fn read(text: Option<&str>) -> Self {
        let default = Self::default();
        let Some(Value::Object(fields)) = text.and_then(|text| serde_json::from_str(text).ok()) else {
            return default;
        };
        let word = |name: &str| fields.get(name).and_then(Value::as_str);
        let speed = match fields.get("speed") {
            Some(Value::Null) => None,
            Some(value) => value.as_f64().filter(|speed| (0.01..=100.0).contains(speed)).or(default.speed),
            None => default.speed,
        };
        Self {
            theme: Theme::ALL.into_iter().find(|theme| word("theme") == Some(theme.word())).unwrap_or_default(),
            motion: Motion::ALL.into_iter().find(|motion| word("motion") == Some(motion.word())).unwrap_or_default(),
            speed,
            shortcuts: fields.get("shortcuts").and_then(Value::as_bool).unwrap_or(default.shortcuts),
        }
    }
}

impl Theme {
    /// The choices in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its word in storage and in attributes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Motion {
    /// The choices in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::On, Self::Off];

    /// Its word in storage and in attributes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(fragment: &str) -> State {
        State::open(Address::read(fragment), Address::NotOurs, Settings::default())
    }

    #[test]
    fn an_address_leads_back_to_its_state() {
        let mut state = open("#play/preset/mmc");
        assert_eq!(state.preset, Some("mmc"), "a preset has a short address");
        state.seed = 77;
        state.lab.servers = 7;
        let fragment = link(&state).encode();
        assert!(fragment.starts_with("play/v1."), "what is shown has one that holds for ever: {fragment}");
        let again = open(&fragment);
        assert_eq!((again.seed, again.preset, &again.running), (77, Some("mmc"), &state.running), "it leads back");
        assert_eq!((again.lab, again.lab_opened), (state.lab, 1), "with the formula lab as it was set");
    }

    #[test]
    fn a_damaged_address_is_told_from_a_foreign_one() {
        assert_eq!(Address::read("#section-2"), Address::NotOurs, "somebody else's anchor");
        assert_eq!(Address::read(""), Address::NotOurs, "no fragment");
        assert_eq!(Address::read("#verify"), Address::View(View::Verify), "a view without a scenario");
        assert!(matches!(Address::read("#play/v1.broken!"), Address::Damaged(_)), "ours but cut");
        assert!(matches!(Address::read("#play/preset/nothing"), Address::Damaged(_)), "no such preset");
        assert_eq!(Address::read_kept(Some("#play/v1.broken!")), Address::NotOurs, "a damaged keepsake is dropped");
    }

    #[test]
    fn a_view_is_opened_on_what_was_kept() {
        let kept = Address::read_kept(Some("#play/preset/mmc"));
        let state = State::open(Address::read("#verify"), kept, Settings::default());
        assert_eq!((state.view, state.preset), (View::Verify, Some("mmc")), "the view that was asked for");
    }

    #[test]
    fn settings_survive_and_damage_is_harmless() {
        let settings = Settings { theme: Theme::Dark, motion: Motion::Off, speed: None, shortcuts: false };
        assert_eq!(Settings::read(Some(&settings.write())), settings, "what is written can be read");
        assert_eq!(Settings::read(Some("{\"speed\": 1e9, \"theme\": 3}")), Settings::default(), "nonsense is ignored");
        assert_eq!(Settings::read(Some("not JSON")), Settings::default(), "no JSON");
        assert_eq!(Settings::read(None), Settings::default(), "nothing kept");
    }
}
