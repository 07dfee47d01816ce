//! The lesson of the preset that is shown: what is to be seen, what breaks it, what mends it, and where it comes from.
//!
//! The settings are buttons: an incident is understood by mending it and breaking it again. A scenario keeps its lesson as
//! long as it keeps its title.

use crate::app::text::LessonText;
use crate::scenario::{self, Knob, PRESETS, Scenario};
use std::rc::Rc;
use yew::prelude::*;

/// Props of [`Lesson`].
#[derive(Debug, Properties, PartialEq)]
pub struct LessonProps {
    /// Texts.
    pub text: &'static LessonText,
    /// What the controls show.
    pub scenario: Rc<Scenario>,
    /// Called with a name for the edit and the scenario after it.
    pub on_edit: Callback<(String, Scenario)>,
}

/// A setting of the lesson as a button.
#[derive(PartialEq)]
struct Turn {
    words: &'static str,
    /// The scenario after it.
    after: Scenario,
    /// Whether the scenario is so already.
    pressed: bool,
}

/// A lesson with its settings.
#[derive(PartialEq)]
struct Taught {
    lesson: scenario::Lesson,
    breaks: Turn,
    mends: Vec<Turn>,
}

/// The card; nothing where the scenario has no lesson.
#[component]
pub fn Lesson(props: &LessonProps) -> Html {
    let text = props.text;
    let found = use_memo(Rc::clone(&props.scenario), |scenario| taught(scenario));
    let Some(Taught { lesson, breaks, mends }) = &*found else { return Html::default() };
    html! {
        <section class="lesson" aria-label={text.region}>
            <p class="lesson-hypothesis"><b>{ text.hypothesis }</b>{ " " }{ lesson.hypothesis }</p>
            <dl>
                <div><dt>{ text.breaks }</dt><dd>{ button(props, breaks) }</dd></div>
                <div><dt>{ text.mends }</dt>{ for mends.iter().map(|turn| html! { <dd>{ button(props, turn) }</dd> }) }</div>
            </dl>
            <p class="quiet">{ text.how }</p>
            <p class="quiet"><b>{ text.source }</b>{ " " }{ lesson.source }</p>
        </section>
    }
}

/// The lesson of a scenario.
fn taught(scenario: &Scenario) -> Option<Taught> {
    let preset = PRESETS.iter().find(|preset| preset.title == scenario.title)?;
    let (lesson, original) = (scenario::Lesson::of(preset.id)?, preset.scenario());
    let turn = |mend: Option<&Knob>, words| {
        let after = lesson.turned(mend, &original, scenario);
        let pressed = after == *scenario;
        Turn { words, after, pressed }
    };
    let mends = lesson.mends.iter().map(|mend| turn(Some(mend), mend.words)).collect();
    Some(Taught { lesson, breaks: turn(None, lesson.breaks.words), mends })
}

fn button(props: &LessonProps, turn: &Turn) -> Html {
    let edit = (turn.words.to_owned(), turn.after.clone());
    let onclick = props.on_edit.reform(move |_: MouseEvent| edit.clone());
    html! { <button type="button" aria-pressed={turn.pressed.to_string()} {onclick}>{ turn.words }</button> }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::scenario::Preset;

    fn rendered(scenario: Scenario) -> String {
        let props = LessonProps { text: &WORKBENCH.lesson, scenario: Rc::new(scenario), on_edit: Callback::noop() };
        finish(yew::LocalServerRenderer::<Lesson>::with_props(props).hydratable(false).render())
    }

    fn storm() -> Scenario {
        Preset::find("retry-storm").map(Preset::scenario).unwrap_or_default()
    }

    #[test]
    fn an_incident_is_shown_broken_with_its_source() {
        let html = rendered(storm());
        assert!(html.contains("metastable") && html.contains("OSDI 2022"), "{html}");
        assert_eq!(html.matches("<button").count(), 6, "one breaks it, five mend it");
        assert!(html.contains("aria-pressed=\"true\">merchant.tries: 4"), "as the incident had it: {html}");
        assert_eq!(html.matches("aria-pressed=\"true\"").count(), 1, "and nothing else");
    }

    #[test]
    fn what_mends_it_is_seen_pressed() {
        let mut mended = storm();
        mended.merchant.tries = 1;
        let html = rendered(mended);
        assert!(html.contains("aria-pressed=\"true\">merchant.tries: 1"), "{html}");
        assert_eq!(html.matches("aria-pressed=\"true\"").count(), 1, "no longer broken");
    }

    #[test]
    fn most_scenarios_teach_nothing() {
        assert!(!rendered(Scenario::default()).contains("lesson"), "no card");
    }
}
