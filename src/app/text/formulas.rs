//! Texts of the area `formulas`.

use crate::app::format;
use crate::app::formulas::{CurveSummary, Relation};
use crate::experiment::{Early, Report, State};
use std::ptr;

/// Texts of the area `formulas`.
#[derive(Debug)]
pub struct FormulasText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
    /// Titles of the three laws.
    pub throughput: &'static str,
    /// Title of the second law.
    pub latency: &'static str,
    /// Title of the third law.
    pub little: &'static str,
    /// The article's names of its two quantities.
    pub symbol_tps: &'static str,
    /// The second of them.
    pub symbol_latency: &'static str,
    /// What N and T are.
    pub counted: &'static str,
    /// What L, lambda and W are.
    pub little_terms: &'static str,
    /// Names of the measured values.
    pub measured_throughput: &'static str,
    /// Mean response time.
    pub measured_mean: &'static str,
    /// Median.
    pub measured_p50: &'static str,
    /// 99th percentile.
    pub measured_p99: &'static str,
    /// Names of the sides of Little's law.
    pub side_l: &'static str,
    /// The other side.
    pub side_product: &'static str,
    /// Their relative difference.
    pub difference: &'static str,
    /// Unit of L.
    pub payments: &'static str,
    /// What a report's state means, for all figures, and where more comes than can be served.
    pub state: fn(&Report) -> String,
    /// What a state means, beside a figure.
    pub state_word: fn(State) -> &'static str,
    /// A quantile that takes about so many payments.
    pub needed: fn(&str) -> String,
    /// When the article's latency holds, and what it is here: the gap, and how it relates to the measured mean.
    pub relation: fn(&str, Relation) -> String,
    /// Title of the curve.
    pub curve: &'static str,
    /// What the curve shows.
    pub curve_note: &'static str,
    /// Stands in the curve before it is simulated.
    pub curve_empty: &'static str,
    /// Button: simulates the curve.
    pub simulate: &'static str,
    /// Button: simulates it again.
    pub simulate_again: &'static str,
    /// The curve is of another scenario.
    pub stale: &'static str,
    /// So many points are done.
    pub progress: fn(usize) -> String,
    /// A worker failed, with what it said.
    pub curve_failed: fn(&str) -> String,
    /// One sentence about the curve.
    pub curve_summary: fn(&CurveSummary) -> String,
    /// Title of the horizontal axis.
    pub axis_load: &'static str,
    /// Name of the load of the moment.
    pub current: fn(f64) -> String,
    /// Name of the shaded region.
    pub unstable_region: &'static str,
    /// Names of the lines.
    pub line_gap: &'static str,
    /// The measured mean.
    pub line_mean: &'static str,
    /// The measured 99th percentile.
    pub line_p99: &'static str,
    /// Opens the table and the export.
    pub disclosure: &'static str,
    /// Saves the picture.
    pub save_svg: &'static str,
    /// Saves the numbers.
    pub save_csv: &'static str,
    /// Which figures of the table have an interval.
    pub curve_sure: &'static str,
    /// Heads of the table.
    pub heads: [&'static str; 7],
    /// How the points take a load that varies.
    pub curve_varying: &'static str,
    /// How the points take a closed loop.
    pub curve_closed: &'static str,
}

/// Each table stands once in memory, so its place tells it apart.
impl PartialEq for FormulasText {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: FormulasText = FormulasText {
    region: "Formulas",
    throughput: "Throughput",
    latency: "Latency as the article defines it",
    little: "Little's law",
    symbol_tps: "TPS",
    symbol_latency: "Latency",
    counted: "N: payments answered. T: the time in which they were, since the end of the warm-up.",
    little_terms: "L: payments under way, averaged over time. λ: admitted per second. W: mean time under way. All three \
                   are of the same window, so λ W is as sure as L.",
    measured_throughput: "measured throughput",
    measured_mean: "measured mean",
    measured_p50: "p50",
    measured_p99: "p99",
    side_l: "measured L",
    side_product: "λ W",
    difference: "difference",
    payments: "payments",
    state,
    state_word,
    needed,
    relation,
    curve: "Latency as load rises",
    curve_note: "simulated at several loads",
    curve_empty: "Simulate this scenario at several loads: T / N falls while the real latency explodes.",
    simulate: "Simulate this curve",
    simulate_again: "Simulate again",
    stale: "This curve is of the scenario before your last change.",
    progress: |points| match points {
        0 => "Simulating the first load.".to_owned(),
        1 => "Simulating: 1 load done.".to_owned(),
        points => format!("Simulating: {points} loads done."),
    },
    curve_failed: |why| format!("The simulation of these loads stopped: {why}"),
    curve_summary,
    axis_load: "offered payments per second",
    current: |load| format!("now {}", format::rate(load).text()),
    unstable_region: "unstable",
    line_gap: "T / N",
    line_mean: "mean",
    line_p99: "p99",
    disclosure: "table, export",
    save_svg: "save SVG",
    save_csv: "save CSV",
    curve_sure: "± is half the width of the 95 % interval of one run at each load; what was turned away is counted in that run.",
    heads: ["offered", "completed", "T / N", "mean response", "p99", "turned away", "state"],
    curve_varying: "This load varies with time: each point takes it as constant at its mean, without its peaks.",
    curve_closed: "In this closed loop the number of clients rises from point to point; the load is what they offer.",
};

pub(super) fn state(report: &Report) -> String {
    let interval = "± is half the width of the 95 % confidence interval";
    match report.state {
        State::Empty => "No payment was answered yet: press play.".to_owned(),
        State::WarmingUp => early(report),
        State::Steady if report.warm_up_found => format!("Steady: {}; {interval}.", warm_up_found(report.warm_up_s)),
        State::Steady => format!("Steady: {interval}."),
        State::Overloaded => {
            format!("Overloaded{}. What passes is steady: {interval}.", because(report.overloaded.as_deref()))
        }
        State::Varying => {
            "Load or faults vary with time: one run is one observation, and gives no interval by itself.".to_owned()
        }
        State::Unstable => {
            let sentence = "Waiting grows for as long as this runs, so no mean describes it.";
            format!("Unstable{}. {sentence}", because(report.unstable.as_deref()))
        }
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map_or_else(String::new, |reason| format!(": {reason}"))
}

/// What was found of a warm-up, as the beginning of a sentence.
fn warm_up_found(seconds: f64) -> String {
    if seconds > 0.0 {
        format!("the first {} were found to be warm-up and do not count", format::millis(seconds * 1e3).text())
    } else {
        "no warm-up was found".to_owned()
    }
}

/// Why there is no interval yet.
fn early(report: &Report) -> String {
    let warm_up = format::millis(report.warm_up_s * 1e3).text();
    let why = match report.early {
        None | Some(Early::WarmUp) => {
            return format!("Warming up: the first {warm_up} do not count, and there is no interval yet.");
        }
        Some(Early::Short) if report.warm_up_found => "the end of the warm-up is being looked for".to_owned(),
        Some(Early::Short) => "so few payments make no interval".to_owned(),
        Some(Early::LateWarmUp) => {
            format!(
                "no warm-up that ends within a quarter of the run was found, the first {warm_up} are still too much of it"
            )
        }
        Some(Early::Drift) => {
            "the run still drifts, because its second half differs from the first by more than chance".to_owned()
        }
        Some(Early::Filling) => {
            let place = report.overloaded.as_deref().map_or_else(String::new, |place| format!(": {place}"));
            format!("the queue is still filling{place}")
        }
        Some(Early::Budget) => "the budget of events ended within a run".to_owned(),
    };
    format!("Too early to say: {why}. There is no interval yet.")
}

/// A quantile that takes about so many payments.
pub(in crate::app::text) fn needed(payments: &str) -> String {
    format!("takes about {payments} payments")
}

pub(super) fn state_word(state: State) -> &'static str {
    match state {
        State::Empty => "nothing yet",
        State::WarmingUp => "warming up",
        State::Steady => "steady",
        State::Varying => "varies with time",
        State::Unstable => "unstable",
        State::Overloaded => "overloaded",
    }
}

fn relation(gap: &str, relation: Relation) -> String {
    let law = "T / N is the mean gap between completions";
    let holds = "It is the latency only of one serial server that is never idle";
    match relation {
        Relation::Open => format!("{law}. {holds}."),
        Relation::Same => format!("{law}, here {gap}. {holds}, and this run comes close to that: both agree."),
        Relation::Overlap(ratio) => {
            let times = format::number(ratio);
            format!("{law}, here {gap}. {holds}; here payments overlap, and each takes {times} times as long.")
        }
        Relation::Idle(share) => {
            let share = format::percent(share).text();
            format!("{law}, here {gap}. {holds}; here it waits for payments, and each takes {share} of the gap.")
        }
    }
}

fn curve_summary(summary: &CurveSummary) -> String {
    let CurveSummary { loads, gaps, means, unstable_from, rejected_from } = summary;
    let sentence = format!(
        "From {} to {} offered, T / N goes from {} to {} while the measured mean response time goes from {} to {}",
        loads.0, loads.1, gaps.0, gaps.1, means.0, means.1,
    );
    let sentence = match unstable_from {
        Some(load) => format!("{sentence}; from {load} on more arrives than can be served."),
        None => format!("{sentence}."),
    };
    match rejected_from {
        Some((load, share)) => {
            format!("{sentence} From {load} on full queues turn payments away, {share} of them at the highest load.")
        }
        None => sentence,
    }
}
