//! `switchyard theory --scenario`: what theory says of every place of a scenario and of the whole.

use super::cli::{BadInput, load, pretty, print};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;
use switchyard::experiment::{
    Answer, CacheExpectation, ClassExpectation, Expectation, Expected, StationExpectation, Unknown, Violation,
};
use switchyard::payment::Place;

pub(super) fn expectation(scenario: &str, as_json: bool) -> Result<ExitCode, BadInput> {
    let expectation = Expectation::of(&load(scenario)?);
    print(&if as_json { pretty(&json!(expectation)) } else { table(&expectation) });
    let unstable = matches!(expectation.whole, Answer::Unstable(_));
    Ok(if unstable { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The columns: title, decimals, figure.
type Column = (&'static str, usize, fn(&Expected) -> Option<f64>);

const COLUMNS: [Column; 9] = [
    ("busy %", 1, |figures| figures.utilisation.map(|share| share * 100.0)),
    ("lost %", 2, |figures| figures.p_block.map(|share| share * 100.0)),
    ("wait ms", 3, |figures| figures.wait_ms),
    ("response ms", 3, |figures| figures.response_ms),
    ("p50 ms", 2, |figures| figures.p50_ms),
    ("p95 ms", 2, |figures| figures.p95_ms),
    ("p99 ms", 2, |figures| figures.p99_ms),
    ("inside", 3, |figures| figures.in_system),
    ("out /s", 3, |figures| figures.throughput_per_s),
];

/// The expectation as a table for people.
fn table(expectation: &Expectation) -> String {
    let rate = expectation.arrivals_per_s.map_or("a closed loop".to_owned(), |rate| format!("{rate} payments/s"));
    let mut out = format!("what theory says of {rate}, no simulation\n{:<18}{:<15}{:>7}", "", "model", "workers");
    for (title, ..) in COLUMNS {
        let _ = write!(out, "{title:>12}");
    }
    out.push('\n');
    for station in &expectation.stations {
        let workers = station.workers.map_or("any".to_owned(), |workers| workers.to_string());
        out.push_str(&line(&station.name, &workers, &station.answer));
    }
    out.push_str(&line("arrival to answer", "", &expectation.whole));
    expectation.stations.iter().filter_map(classes).for_each(|line| out.push_str(&line));
    out.push_str(&cache(&expectation.cache));
    out.push_str(&not_kept(expectation));
    out.push_str("~ marks a model that is not exact here; - has no closed form\n");
    out
}

/// A row: the figures, or why there are none.
fn line(name: &str, workers: &str, answer: &Answer) -> String {
    match answer {
        Answer::Known(known) => {
            let model = format!("{}{}", if known.exact { "" } else { "~" }, known.model);
            let mut row = format!("{name:<18}{model:<15}{workers:>7}");
            for (_, decimals, pick) in COLUMNS {
                let figure = pick(&known.figures).map_or("-".to_owned(), |figure| format!("{figure:.decimals$}"));
                let _ = write!(row, "{figure:>12}");
            }
            row + "\n"
        }
        Answer::Unstable(excess) => format!(
            "{name:<18}UNSTABLE: {:.1} arrivals/s exceed a capacity of {:.1}/s at {}\n",
            excess.offered_per_s,
            excess.capacity_per_s,
            place(excess.place)
        ),
        Answer::Unknown(Unknown { place: at, reason }) => {
            format!("{name:<18}no model: {}: {}\n", place(*at), reason.text())
        }
    }
}

/// Both classes of payments, where the model tells them apart.
fn classes(station: &StationExpectation) -> Option<String> {
    let class = |name: &str, class: &ClassExpectation| {
        let ClassExpectation { arrivals_per_s, wait_ms, response_ms, .. } = class;
        format!("{name} ({arrivals_per_s:.3}/s) wait {wait_ms:.3} ms, response {response_ms:.3} ms")
    };
    let [high, low] = station.classes.as_ref()?;
    Some(format!("{}, means by class: {}; {}\n", station.name, class("with priority", high), class("without", low)))
}

fn cache(cache: &CacheExpectation) -> String {
    let what = format!("cache, {} of {}", cache.policy, cache.capacity);
    match (cache.hit_ratio, &cache.model) {
        (Some(ratio), Some(model)) => {
            let exact = if cache.exact { "" } else { ", not exact here" };
            format!("{what}: {:.2} % hits ({model}{exact})\n", ratio * 100.0)
        }
        _ => format!("{what}: no closed form for its hit ratio\n"),
    }
}

/// Every assumption that is not kept, once, with the places whose models make it.
fn not_kept(expectation: &Expectation) -> String {
    let stations = expectation.stations.iter().map(|station| (station.name.as_str(), &station.violated));
    let mut makers: BTreeMap<Violation, Vec<&str>> = BTreeMap::new();
    for (name, violated) in stations.chain([("cache", &expectation.cache.violated)]) {
        violated.iter().for_each(|violation| makers.entry(*violation).or_default().push(name));
    }
    let line = |(violation, names): (&Violation, &Vec<&str>)| {
        let (at, broken) = (place(violation.place), violation.broken.text());
        format!("not kept at {at}: {broken} (model of {})\n", names.join(", "))
    };
    makers.iter().map(line).collect()
}

fn place(code: u8) -> String {
    Place::from_code(code).name()
}
