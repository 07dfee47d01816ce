//! Texts of the area `charts`.

use crate::app::charts::{Kind, Name, Reading, Summary, Theory, WarmUp};
use crate::app::format;
use crate::payment::Place;
use crate::scenario::Fault;
use crate::wire::Column;
use std::ptr;

/// Texts of the area `charts`.
#[derive(Debug)]
pub struct ChartsText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
    /// Name of the choice of the window.
    pub window: &'static str,
    /// The windows, one a tier.
    pub windows: [&'static str; 4],
    /// What kind of time the windows speak of.
    pub window_note: &'static str,
    /// What time a point of a line speaks of, one a tier.
    pub slices: [&'static str; 4],
    /// Begin, middle and end of the time axis, one a tier.
    pub ago: [[&'static str; 3]; 4],
    /// Says what the dashed twins are.
    pub compared: &'static str,
    /// Name of the pinned scenario at the end of a line.
    pub twin: &'static str,
    /// Title of a chart.
    pub title: fn(Kind) -> &'static str,
    /// What a chart's values are.
    pub unit: fn(Kind) -> &'static str,
    /// Full name of a line.
    pub name: fn(Name) -> String,
    /// Name at the end of a line: one short word.
    pub label: fn(Name) -> String,
    /// Name of the switch for the logarithmic axis.
    pub log: &'static str,
    /// Name of the cursor of a chart.
    pub cursor: fn(&str) -> String,
    /// What the cursor stands on.
    pub reading: fn(&Reading) -> String,
    /// One sentence about a chart.
    pub summary: fn(&Summary) -> String,
    /// Name of the band before measuring begins.
    pub warm_up: &'static str,
    /// Says where that band ends.
    pub warm_up_said: fn(WarmUp) -> String,
    /// Name of a fault's window.
    pub fault: fn(&Fault) -> String,
    /// The same in the chart itself: a short one, and a shorter one without the place.
    pub fault_labels: fn(&Fault) -> [String; 2],
    /// Says which windows are shaded: names with begin and end in simulated seconds.
    pub faults_said: fn(&[(String, f64, f64)]) -> String,
    /// Head of the column of faults.
    pub faults: &'static str,
    /// Name of theory's level of a line.
    pub theory_label: fn(&str) -> String,
    /// Says what theory expects: the levels with their names and values.
    pub theory: fn(&Theory, &[(String, String)]) -> String,
    /// Name of the mean response time, which is no line.
    pub mean: &'static str,
    /// Stands in a chart that has no data yet.
    pub empty: &'static str,
    /// Stands in a chart whose data have no value in the window.
    pub none: fn(Kind) -> &'static str,
    /// Opens the table and the exports.
    pub disclosure: &'static str,
    /// Caption of the table: every how many rows of how many.
    pub table: fn(usize, usize) -> String,
    /// Head of the column of instants.
    pub time: &'static str,
    /// Saves a picture.
    pub save_png: &'static str,
    /// Saves a table.
    pub save_csv: &'static str,
}

/// Each table stands once in memory, so its place tells it apart.
impl PartialEq for ChartsText {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: ChartsText = ChartsText {
    region: "Charts",
    window: "Window",
    windows: ["1 min", "10 min", "2 h", "1 day"],
    window_note: "of simulated time",
    slices: ["0.5\u{a0}s", "5\u{a0}s", "1\u{a0}min", "12\u{a0}min"],
    ago: [
        ["1 min ago", "30 s", "now"],
        ["10 min ago", "5 min", "now"],
        ["2 h ago", "1 h", "now"],
        ["1 day ago", "12 h", "now"],
    ],
    compared: "Thin dashed lines: A, the pinned scenario.",
    twin: "A",
    title,
    unit,
    name,
    label,
    log: "log axis",
    cursor: |title| format!("{title}: cursor in time"),
    reading,
    summary,
    warm_up: "warm-up",
    warm_up_said,
    fault: |fault| format!("{} {}", place_name(fault.place), super::topology::fault(fault.kind)),
    fault_labels,
    faults_said,
    faults: "faults",
    theory_label: |name| format!("theory {name}"),
    theory,
    mean: "mean",
    empty: "Press play: lines appear with the first payments.",
    none,
    disclosure: "table, export",
    table: |every, rows| match every {
        1 => format!("All {rows} rows of the window"),
        _ => format!("Every {every}th of {rows} rows of the window"),
    },
    time: "simulated time",
    save_png: "save PNG",
    save_csv: "save CSV",
};

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Flow => "Throughput",
        Kind::Response => "Response time",
        Kind::Queues => "Queues",
        Kind::Utilisation => "Utilisation",
        Kind::Workers => "Workers",
        Kind::HitRatio => "Cache hit ratio",
        Kind::Availability => "Availability",
        Kind::Shares => "Share per processor",
    }
}

fn unit(kind: Kind) -> &'static str {
    match kind {
        Kind::Flow => "payments per second",
        Kind::Response => "arrival to answer",
        Kind::Queues => "payments waiting",
        Kind::Utilisation => "of workers held",
        Kind::Workers => "of all processors",
        Kind::HitRatio => "of look-ups",
        Kind::Availability => "answered correctly, as far as known then",
        Kind::Shares => "of the balancer's picks",
    }
}

fn none(kind: Kind) -> &'static str {
    match kind {
        Kind::Flow | Kind::Queues => "Nothing happened in this window.",
        Kind::Response => "No payment was answered in this window.",
        Kind::Utilisation => "No stage here has a limited number of workers.",
        Kind::Workers => "No processor here has a limited number of workers.",
        Kind::HitRatio => "No card was looked up in this window.",
        Kind::Availability => "No payment ended in this window.",
        Kind::Shares => "The balancer picked nothing in this window.",
    }
}

fn name(name: Name) -> String {
    match name {
        Name::ProcessorsWaiting => "all processors".to_owned(),
        Name::ProcessorsUtilisation => "mean of processors".to_owned(),
        Name::ProcessorsWorkers => "at hand".to_owned(),
        Name::ProcessorsBusy => "busy".to_owned(),
        Name::Column(
            Column::Waiting(place) | Column::Utilisation(place) | Column::Share(place) | Column::Workers(place),
        ) => place_name(place),
        Name::Column(column) => measure(column).to_owned(),
    }
}

fn label(name: Name) -> String {
    match name {
        Name::ProcessorsWaiting | Name::ProcessorsUtilisation => "processors".to_owned(),
        Name::Column(Column::Share(Place::Processor(number))) => (u32::from(number) + 1).to_string(),
        Name::Column(Column::Waiting(Place::CardManagement) | Column::Utilisation(Place::CardManagement)) => {
            "cards".to_owned()
        }
        Name::Column(Column::Waiting(Place::SecurityModule) | Column::Utilisation(Place::SecurityModule)) => {
            "HSM".to_owned()
        }
        other => self::name(other),
    }
}

pub(super) fn place_name(place: Place) -> String {
    match place {
        Place::Merchants => "merchants".to_owned(),
        Place::Gateway => "gateway".to_owned(),
        Place::Balancer => "balancer".to_owned(),
        Place::Channel => "channel".to_owned(),
        Place::CardManagement => "card management".to_owned(),
        Place::Database => "database".to_owned(),
        Place::Processor(number) => format!("processor {}", u32::from(number) + 1),
        Place::RiskCheck | Place::TokenVault | Place::SecurityModule | Place::Forwarders => place.name(),
    }
}

fn measure(column: Column) -> &'static str {
    match column {
        Column::Offered => "offered",
        Column::Accepted => "accepted",
        Column::Completed => "completed",
        Column::Good => "in time",
        Column::P50 => "p50",
        Column::P95 => "p95",
        Column::P99 => "p99",
        Column::P999 => "p99.9",
        Column::HitRatio => "hit ratio",
        Column::Availability => "available",
        Column::InSystem => "under way",
        Column::Waiting(_) => "waiting",
        Column::Utilisation(_) => "utilisation",
        Column::Share(_) => "share",
        Column::Workers(_) => "workers",
        Column::Busy(_) => "busy",
    }
}

fn listed(values: &[(String, String)]) -> String {
    values.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
}

fn reading(reading: &Reading) -> String {
    match reading.values.is_empty() {
        true => format!("{}: no values", reading.at),
        false => format!("{}: {}", reading.at, listed(&reading.values)),
    }
}

fn warm_up_said(warm_up: WarmUp) -> String {
    let until = format::millis(warm_up.until_s * 1e3).text();
    let how = if warm_up.found { "found to be" } else { "set as" };
    format!("The first {until} of the run are {how} warm-up; they are hatched and do not count.")
}

fn fault_labels(fault: &Fault) -> [String; 2] {
    let place = match fault.place {
        Place::Processor(number) => format!("P{}", u32::from(number) + 1),
        Place::CardManagement => "cards".to_owned(),
        place => place_name(place),
    };
    let words = super::topology::fault(fault.kind);
    [format!("{place} {words}"), words]
}

fn faults_said(faults: &[(String, f64, f64)]) -> String {
    let window = |(name, from_s, to_s): &(String, f64, f64)| match to_s > from_s {
        true => format!("{name}, from {} to {}", format::clock(*from_s), format::clock(*to_s)),
        false => format!("{name}, at {}", format::clock(*from_s)),
    };
    format!("Shaded, faults: {}.", faults.iter().map(window).collect::<Vec<_>>().join("; "))
}

fn theory(theory: &Theory, levels: &[(String, String)]) -> String {
    let worth = if theory.exact { "exact" } else { "approximation" };
    let model = match theory.model.as_str() {
        "" => worth.to_owned(),
        model => format!("{model}, {worth}"),
    };
    format!("Dashed ink, theory ({model}): {}.", listed(levels))
}

fn summary(summary: &Summary) -> String {
    if summary.latest.is_empty() {
        return none(summary.kind).to_owned();
    }
    let window = ENGLISH.windows.get(summary.tier).copied().unwrap_or_default();
    let slice = ENGLISH.slices.get(summary.tier).copied().unwrap_or_default();
    let latest = listed(&summary.latest);
    let Some(spread) = &summary.spread else { return format!("Latest {slice}: {latest}.") };
    let line = &spread.name;
    format!("Latest {slice}: {latest}; {line} between {} and {} in the last {window}.", spread.low, spread.high)
}
