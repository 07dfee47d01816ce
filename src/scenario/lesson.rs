//! A lesson beside a preset: its hypothesis, the setting that breaks it, the ones that mend it; and how they are turned.

use super::Scenario;
use super::lessons::LESSONS;
use serde_json::Value;

/// A lesson beside a preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// What is to be shown.
    pub hypothesis: &'static str,
    /// The setting that breaks it; the preset has it.
    pub breaks: Knob,
    /// The settings that mend it, each by itself.
    pub mends: &'static [Knob],
    /// The public incident or the research behind it, and which figures are assumptions.
    pub source: &'static str,
}

/// A setting that makes the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knob {
    /// What is set, in words.
    pub words: &'static str,
    /// Paths in the scenario, each with its value as JSON.
    pub sets: &'static [(&'static str, &'static str)],
}

impl Lesson {
    /// The lesson of a preset; most presets have none.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        LESSONS.iter().find(|(preset, _)| *preset == id).map(|(_, lesson)| *lesson)
    }

    /// A scenario as the incident had it, or with one of the knobs that mend it: what other knobs set is as in the preset,
    /// and everything else stays.
    #[must_use]
    pub fn turned(&self, mend: Option<&Knob>, preset: &Scenario, scenario: &Scenario) -> Scenario {
        let (original, mut value) = (preset.to_value(), scenario.to_value());
        let knobs = || self.mends.iter().chain([&self.breaks]);
        for (path, _) in knobs().flat_map(|knob| knob.sets) {
            set(&mut value, path, at(&original, path).cloned().unwrap_or_default());
        }
        for (path, json) in mend.iter().flat_map(|knob| knob.sets) {
            set(&mut value, path, serde_json::from_str(json).unwrap_or_default());
        }
        Scenario::draft(&value)
    }
}

/// What stands at a path of a scenario.
fn at<'a>(scenario: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(scenario, |at, name| at.get(name))
}

/// Sets what stands at a path; what a scenario has no place for, such as the rate of a closed loop, stays as it is.
fn set(scenario: &mut Value, path: &str, value: Value) {
    if let Some(place) = path.split('.').try_fold(scenario, |at, name| at.get_mut(name)) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Preset;

    #[test]
    fn every_lesson_has_its_preset() {
        for (id, lesson) in LESSONS {
            assert!(Preset::find(id).is_some(), "{id} is a preset");
            assert!(
                lesson.source.contains("assumption") || lesson.source.contains("OSDI"),
                "{id} says what is assumed"
            );
        }
    }

    #[test]
    fn a_preset_is_broken_and_each_knob_mends_it_by_what_is_allowed() {
        for (id, lesson) in LESSONS {
            let preset = Preset::find(id).map(Preset::scenario).unwrap_or_default();
            let value = |json| serde_json::from_str::<Value>(json).expect("JSON");
            for (path, json) in lesson.breaks.sets {
                let mut same = preset.to_value();
                set(&mut same, path, value(json));
                assert_eq!(Scenario::draft(&same), preset, "{id}: {path} is as in the preset");
            }
            for knob in lesson.mends {
                let mended = lesson.turned(Some(knob), &preset, &preset);
                assert!(mended != preset && mended.check().is_ok(), "{id}: {} differs and is allowed", knob.words);
                for (path, _) in knob.sets {
                    assert!(at(&preset.to_value(), path).is_some(), "{id}: {path} is a field");
                }
                assert_eq!(lesson.turned(None, &preset, &mended), preset, "{id}: {} can be undone", knob.words);
            }
        }
    }

    #[test]
    fn a_knob_leaves_the_rest_alone() {
        let preset = Preset::find("retry-storm").map(Preset::scenario).unwrap_or_default();
        let lesson = Lesson::of("retry-storm").expect("a lesson");
        let mut own = preset.clone();
        own.gateway.queue_limit = Some(77);
        let one = lesson.turned(lesson.mends.first(), &preset, &own);
        assert_eq!((one.merchant.tries, one.gateway.queue_limit), (1, Some(77)), "one try, and a person's own setting");
        let other = lesson.turned(lesson.mends.get(2), &preset, &one);
        assert_eq!((other.merchant.tries, other.processors.queue_limit), (4, Some(20)), "each knob by itself");
    }
}
