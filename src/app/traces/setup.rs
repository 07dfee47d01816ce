//! Where the trace comes from: a generator with its parameters, or a file with its format.

use super::action::TracesAction;
use super::asked::Reading;
use super::drop::picked;
use super::state::TracesState;
use crate::app::controls::Picker;
use crate::app::format;
use crate::app::text::{OptionText, TracesText};
use crate::wire::traces::{EXPONENT_MAX, NAMED, PACE_MAX, Pattern, Recipe};
use web_sys::HtmlInputElement;
use yew::prelude::*;

const PATTERN: &str = "traces-pattern";
const PATTERN_SUMMARY: &str = "traces-pattern-summary";
const KEYS: &str = "traces-keys";
const REQUESTS: &str = "traces-requests";
const EXPONENT: &str = "traces-exponent";
const SEED: &str = "traces-seed";
const PACE: &str = "traces-pace";
const PACE_HELP: &str = "traces-pace-help";
const FILE: &str = "traces-file";
const FILE_HELP: &str = "traces-file-help";
const FORMAT: &str = "traces-format";
const FORMAT_SUMMARY: &str = "traces-format-summary";
const KEY: &str = "traces-key";
const TIME: &str = "traces-time";
const SIZE: &str = "traces-bytes";
const COST: &str = "traces-cost";
const COLUMNS: &str = "traces-columns";

/// A number as it stands in a list.
const KEYS_OFFERED: [(u32, &str, &str); 5] = [
    (1_000, "1000", "1\u{202f}000"),
    (5_000, "5000", "5\u{202f}000"),
    (10_000, "10000", "10\u{202f}000"),
    (100_000, "100000", "100\u{202f}000"),
    (1_000_000, "1000000", "1 million"),
];
const REQUESTS_OFFERED: [(u32, &str, &str); 6] = [
    (10_000, "10000", "10\u{202f}000"),
    (100_000, "100000", "100\u{202f}000"),
    (200_000, "200000", "200\u{202f}000"),
    (1_000_000, "1000000", "1 million"),
    (5_000_000, "5000000", "5 million"),
    (10_000_000, "10000000", "10 million"),
];

/// Props of [`Setup`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct SetupProps {
    /// Texts.
    pub(super) text: &'static TracesText,
    /// What is set.
    pub(super) traces: TracesState,
    /// Whether a file hangs over the page.
    pub(super) over: bool,
    /// Told what is done.
    pub(super) on_action: Callback<TracesAction>,
}

/// Both ways to a trace, side by side.
#[component]
pub(super) fn Setup(props: &SetupProps) -> Html {
    html! {
        <div class="traces-setup">
            { generator(props) }
            { file(props) }
        </div>
    }
}

fn generator(props: &SetupProps) -> Html {
    let SetupProps { text, traces, on_action, .. } = props;
    let recipe = traces.recipe;
    let options = Pattern::ALL.map(|pattern| {
        let (label, summary) = (text.pattern_of)(pattern);
        OptionText { id: pattern.id(), label, summary }
    });
    let on_pattern = on_action.reform(move |id: &'static str| {
        let pattern = Pattern::ALL.into_iter().find(|pattern| pattern.id() == id).unwrap_or_default();
        TracesAction::Recipe(Recipe { pattern, ..recipe })
    });
    let on_keys = on_action.reform(move |id: &'static str| {
        TracesAction::Recipe(Recipe { keys: id.parse().unwrap_or(recipe.keys), ..recipe })
    });
    let on_requests = on_action.reform(move |id: &'static str| {
        TracesAction::Recipe(Recipe { requests: id.parse().unwrap_or(recipe.requests), ..recipe })
    });
    html! {
        <fieldset class="traces-way">
            <legend>{ text.make }</legend>
            { named(text, recipe, on_action) }
            <div class="caches-setting">
                <label for={PATTERN}>{ text.pattern }</label>
                <Picker id={PATTERN.to_owned()} described={PATTERN_SUMMARY.to_owned()} options={options.to_vec()}
                    value={recipe.pattern.id()} on_change={on_pattern} />
                <small id={PATTERN_SUMMARY}>{ (text.pattern_of)(recipe.pattern).1 }</small>
            </div>
            <div class="traces-pair">
                { offered(KEYS, text.keys, &KEYS_OFFERED, recipe.keys, on_keys) }
                { offered(REQUESTS, text.requests, &REQUESTS_OFFERED, recipe.requests, on_requests) }
            </div>
            <div class="traces-pair">
                { exponent(text, recipe, on_action) }
                { seed(text, recipe, on_action) }
            </div>
            { pace(text, recipe, on_action) }
            <p>
                <button type="button" onclick={on_action.reform(|_| TracesAction::Make)}>{ text.make_it }</button>
            </p>
        </fieldset>
    }
}

/// The traces of the known answers, to choose instead of setting everything.
fn named(text: &TracesText, recipe: Recipe, on: &Callback<TracesAction>) -> Html {
    let each = NAMED.into_iter().map(|(name, wanted)| {
        let onclick = on.reform(move |_: MouseEvent| TracesAction::Recipe(wanted));
        let pressed = (recipe == wanted).to_string();
        html! {
            <button type="button" key={name} aria-pressed={pressed} {onclick}>{ (text.named)(name, wanted.pattern) }</button>
        }
    });
    html! {
        <>
            <div class="caches-presets" role="group" aria-label={text.named_label}>{ for each }</div>
            <small>{ text.named_help }</small>
        </>
    }
}

/// A list of round numbers.
fn offered(
    id: &'static str,
    label: &'static str,
    numbers: &[(u32, &'static str, &'static str)],
    value: u32,
    on_change: Callback<&'static str>,
) -> Html {
    let options = numbers.iter().map(|&(_, id, label)| OptionText { id, label, summary: "" }).collect::<Vec<_>>();
    html! {
        <div class="caches-setting">
            <label for={id}>{ label }</label>
            <Picker id={id.to_owned()} described="" {options} value={value.to_string()} {on_change} />
        </div>
    }
}

fn exponent(text: &TracesText, recipe: Recipe, on: &Callback<TracesAction>) -> Html {
    let oninput = on.reform(move |event: InputEvent| {
        TracesAction::Recipe(Recipe { exponent: typed(&event).parse().unwrap_or(recipe.exponent), ..recipe })
    });
    let shown = format!("{:.2}", recipe.exponent);
    html! {
        <div class="caches-setting">
            <label for={EXPONENT}>{ text.exponent }</label>
            <span class="caches-slider traces-slider">
                <input type="range" id={EXPONENT} min="0" max={EXPONENT_MAX.to_string()} step="0.05"
                    disabled={recipe.pattern == Pattern::Loop} value={recipe.exponent.to_string()} {oninput} />
                <output for={EXPONENT}>{ shown }</output>
            </span>
        </div>
    }
}

fn seed(text: &TracesText, recipe: Recipe, on: &Callback<TracesAction>) -> Html {
    let onchange = on.reform(move |event: Event| {
        let seed = event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(recipe.seed);
        TracesAction::Recipe(Recipe { seed, ..recipe })
    });
    html! {
        <div class="caches-setting">
            <label for={SEED}>{ text.seed }</label>
            <input type="number" id={SEED} min="0" max={u32::MAX.to_string()} step="1" inputmode="numeric"
                value={recipe.seed.to_string()} {onchange} />
        </div>
    }
}

fn pace(text: &TracesText, recipe: Recipe, on: &Callback<TracesAction>) -> Html {
    let onchange = on.reform(move |event: Event| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        TracesAction::Recipe(Recipe { per_second: typed.parse().unwrap_or(recipe.per_second), ..recipe })
    });
    html! {
        <div class="caches-setting">
            <label for={PACE}>{ text.pace }</label>
            <input type="number" id={PACE} min="1" max={PACE_MAX.to_string()} step="1" inputmode="numeric"
                value={recipe.per_second.to_string()} aria-describedby={PACE_HELP} {onchange} />
            <small id={PACE_HELP}>{ text.pace_help }</small>
        </div>
    }
}

fn file(props: &SetupProps) -> Html {
    let SetupProps { text, traces, over, on_action } = props;
    let on_pick = on_action.reform(TracesAction::Pick);
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again, after it was changed.
        input.set_value("");
        file.into_iter().for_each(|file| on_pick.emit(picked(file)));
    });
    let options = Reading::ALL.map(|reading| {
        let (label, summary) = (text.format_of)(reading);
        OptionText { id: reading.id(), label, summary }
    });
    let on_format = on_action.reform(|id: &'static str| {
        TracesAction::Reading(Reading::ALL.into_iter().find(|reading| reading.id() == id).unwrap_or_default())
    });
    html! {
        <fieldset class="traces-way" data-over={over.to_string()}>
            <legend>{ text.own }</legend>
            <div class="caches-setting">
                <label for={FILE}>{ text.file }</label>
                <input type="file" id={FILE} aria-describedby={FILE_HELP} {onchange} />
                <small id={FILE_HELP}>{ if *over { text.drop_here } else { text.own_help } }</small>
            </div>
            <div class="caches-setting">
                <label for={FORMAT}>{ text.format }</label>
                <Picker id={FORMAT.to_owned()} described={FORMAT_SUMMARY.to_owned()} options={options.to_vec()}
                    value={traces.reading.id()} on_change={on_format} />
                <small id={FORMAT_SUMMARY}>{ (text.format_of)(traces.reading).1 }</small>
            </div>
            if traces.reading == Reading::Csv {
                { columns(text, traces, on_action) }
            }
            if let Some(last) = &traces.picked {
                <p>
                    <button type="button" disabled={traces.asked.is_some()}
                        onclick={on_action.reform(|_| TracesAction::Again)}>{ (text.again)(&last.name) }</button>
                    <small>{ " " }{ super::memory(last.length) }</small>
                </p>
            }
        </fieldset>
    }
}

/// Which columns hold what; those that the file has are offered.
fn columns(text: &TracesText, traces: &TracesState, on: &Callback<TracesAction>) -> Html {
    let column = |id: &'static str, label: &'static str, value: &str, action: fn(String) -> TracesAction| {
        html! {
            <div class="caches-setting">
                <label for={id}>{ label }</label>
                <input type="text" {id} list={COLUMNS} spellcheck="false" autocomplete="off" value={value.to_owned()}
                    oninput={on.reform(move |event: InputEvent| action(typed(&event)))} />
            </div>
        }
    };
    html! {
        <>
            <div class="traces-pair">
                { column(KEY, text.key_column, &traces.key, TracesAction::Key) }
                { column(TIME, text.time_column, &traces.time, TracesAction::Time) }
            </div>
            <div class="traces-pair">
                { column(SIZE, text.size_column, &traces.weights[0], TracesAction::Size) }
                { column(COST, text.cost_column, &traces.weights[1], TracesAction::Cost) }
            </div>
            <datalist id={COLUMNS}>
                for name in traces.columns.iter() {
                    <option key={name.clone()} value={name.clone()}></option>
                }
            </datalist>
            if !traces.columns.is_empty() {
                <p><small>{ (text.columns)(&traces.columns.join(", ")) }</small></p>
            }
        </>
    }
}

/// What an input holds.
pub(super) fn typed(event: &InputEvent) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}

/// The number of things with its thousands apart.
pub(super) fn count(number: u32) -> String {
    format::count(u64::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_trace_can_be_set_by_hand() {
        for (name, recipe) in NAMED {
            let offers = |numbers: &[(u32, &str, &str)], wanted: u32| numbers.iter().any(|number| number.0 == wanted);
            assert!(offers(&KEYS_OFFERED, recipe.keys) && offers(&REQUESTS_OFFERED, recipe.requests), "{name}");
        }
        let numbers = KEYS_OFFERED.iter().chain(&REQUESTS_OFFERED);
        assert!(numbers.clone().all(|(number, id, _)| number.to_string() == *id), "an id is its number");
    }
}
