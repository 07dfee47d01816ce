//! Texts of the view `formulas`: the formula lab.

use super::controls::{FieldText, OptionText, Unit};
use super::formulas::needed;
use super::otherwise::{self, OtherwiseText};
use crate::app::format;
use crate::experiment::State;
use crate::scenario::LabSetting;

/// Texts of the formula lab.
#[derive(Debug)]
pub struct LabText {
    /// Title.
    pub title: &'static str,
    /// What it shows, and for whom.
    pub lead: &'static str,
    /// Name of the controls for assistive technology.
    pub controls: &'static str,
    /// Servers.
    pub servers: FieldText,
    /// Mean service time.
    pub service: FieldText,
    /// Variability of the service.
    pub variability: FieldText,
    /// Name of the group of named variabilities.
    pub stops_label: &'static str,
    /// Named variabilities.
    pub stops: [(f64, &'static str); 4],
    /// The law of services that vary more than an exponential.
    pub tail: FieldText,
    /// Its choices, by their words in a setting.
    pub tails: [OptionText; 2],
    /// Button: simulates all loads.
    pub simulate: &'static str,
    /// Button: simulates them again.
    pub simulate_again: &'static str,
    /// Button: ends the simulation, and keeps what is known.
    pub cancel: &'static str,
    /// Before anything was simulated.
    pub empty: &'static str,
    /// Before theory has answered for the first time.
    pub loading: &'static str,
    /// Progress: loads done and planned.
    pub progress: fn(u32, u32) -> String,
    /// All loads are simulated: what was set, and the seed.
    pub done: fn(&str, u64) -> String,
    /// It was cancelled.
    pub cancelled: &'static str,
    /// The simulation failed, with what a worker said.
    pub failed: fn(&str) -> String,
    /// Theory failed, with what its worker said.
    pub theory_failed: fn(&str) -> String,
    /// What was simulated belongs to another setting: which one, and its seed.
    pub stale: fn(&str, u64) -> String,
    /// A setting in words.
    pub setting: fn(&LabSetting) -> String,
    /// Title of the picture of throughput.
    pub throughput: &'static str,
    /// Title of the picture of latency.
    pub latency: &'static str,
    /// How theory and simulation are drawn.
    pub key: &'static str,
    /// Title of the horizontal axis.
    pub axis_load: &'static str,
    /// Name of the line of what the servers can do.
    pub capacity: fn(&str) -> String,
    /// Name of the region where more arrives than can be served.
    pub unstable_region: &'static str,
    /// Name of the marked load.
    pub mark: fn(&str) -> String,
    /// Names of the lines of latency: T / N, mean, p95, p99.
    pub lines: [&'static str; 4],
    /// Throughput in one sentence: lowest and highest load, throughput there.
    pub throughput_summary: fn([&str; 4]) -> String,
    /// Latency in one sentence: lowest and highest stable load, mean there, T / N there.
    pub latency_summary: fn([&str; 6]) -> String,
    /// Heading of the figures at the marked load.
    pub reading: fn(&str) -> String,
    /// Label of the marker's slider.
    pub mark_label: &'static str,
    /// The marker in words: load and offered rate.
    pub mark_value: fn(&str, &str) -> String,
    /// Which model says so: its name, whether it is exact, its source.
    pub model: fn(&str, bool, &str) -> String,
    /// No model applies.
    pub no_model: &'static str,
    /// More arrives than can be served: offered and capacity.
    pub unstable: fn(&str, &str) -> String,
    /// Heads of the figures at the marked load.
    pub reading_heads: &'static [&'static str],
    /// Names of the figures.
    pub quantities: Quantities,
    /// Theory has no closed form.
    pub no_form: &'static str,
    /// There is no steady state.
    pub no_steady_state: &'static str,
    /// A figure that the simulation does not give.
    pub theory_alone: &'static str,
    /// Nothing was simulated yet.
    pub not_simulated: &'static str,
    /// A quantile that takes about so many payments.
    pub needed: fn(&str) -> String,
    /// What a state means, where there is no interval.
    pub state_word: fn(State) -> &'static str,
    /// How far a measurement is from theory, and whether theory lies in its interval.
    pub difference: fn(&str, bool) -> String,
    /// How the article's T / N relates to the mean: T / N, the mean, and how many times longer it is.
    pub article: fn(&str, &str, &str) -> String,
    /// The article's T / N where there is no mean.
    pub article_unstable: fn(&str) -> String,
    /// Opens the table of all loads.
    pub disclosure: &'static str,
    /// Saves the table.
    pub save_csv: &'static str,
    /// Heads of the table of all loads.
    pub heads: &'static [&'static str],
    /// Formulas for a station that is otherwise.
    pub otherwise: OtherwiseText,
    /// Title of the thread pool's table.
    pub pool: &'static str,
    /// What it is.
    pub pool_lead: &'static str,
    /// Its heads.
    pub pool_heads: &'static [&'static str],
    /// When the article's latency holds: T / N and mean at the lowest load, and at the highest.
    pub pool_sentence: fn([&str; 6]) -> String,
}

/// Names of the figures at the marked load.
#[derive(Debug)]
pub struct Quantities {
    /// Throughput.
    pub throughput: &'static str,
    /// The article's T / N.
    pub gap: &'static str,
    /// Share that waits.
    pub p_wait: &'static str,
    /// Mean wait.
    pub wait: &'static str,
    /// How many are there.
    pub in_system: &'static str,
    /// Response times: mean, p50, p95, p99.
    pub response: [&'static str; 4],
}

/// There is one table a language.
impl PartialEq for LabText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

const MILLIS: Unit = Unit { short: "ms", one: "millisecond", many: "milliseconds" };

pub(super) const ENGLISH: LabText = LabText {
    title: "Formula lab",
    lead: "One station, a Poisson stream and one line for all servers. Theory follows every slider at once; the simulation \
           checks it, load by load, with 95 % intervals. The article's latency T / N falls as load rises. What payments \
           live through explodes.",
    controls: "The station",
    servers: FieldText {
        label: "Servers",
        unit: Unit { short: "", one: "server", many: "servers" },
        help: "How many payments are served at the same time. Many servers wait for each other's work less than few.",
        source: "the article's pool of four threads",
    },
    service: FieldText {
        label: "Mean service time",
        unit: MILLIS,
        help: "How long one server is busy with one payment, on average. Servers over service time is the capacity.",
        source: "the article's 50 ms",
    },
    variability: FieldText {
        label: "Variability of the service (SCV)",
        unit: Unit::NONE,
        help: "Variance over squared mean: 0 if every payment takes the same time, 1 for an exponential. Waiting grows \
               with it at the same load.",
        source: "an exponential",
    },
    stops_label: "Named variabilities",
    stops: [(0.0, "constant 0"), (0.25, "steady 0.25"), (1.0, "exponential 1"), (4.0, "heavy 4")],
    tail: FieldText {
        label: "Law of the tail",
        unit: Unit::NONE,
        help: "Which law has that variability, where it is above 1. The mean wait hardly differs, the percentiles do. \
               Between 0 and 1 it is always log-normal.",
        source: "the one with exact formulas more often",
    },
    tails: [
        OptionText {
            id: "hyper-exponential",
            label: "Hyper-exponential",
            summary: "Mostly short, sometimes long: one of two exponentials.",
        },
        OptionText { id: "log-normal", label: "Log-normal", summary: "The usual shape of hosts and networks." },
    ],
    simulate: "Simulate these loads",
    simulate_again: "Simulate again",
    cancel: "Cancel",
    empty: "Theory alone so far: nothing was simulated yet. All loads take some seconds.",
    loading: "Theory is being asked.",
    progress: |done, planned| format!("{done} of {planned} trials made: every load roughly, then finely"),
    done: |setting, seed| {
        format!("Simulated: {setting}, seed {seed}. Each load until its mean is known to ± 2 %, or its budget ends.")
    },
    cancelled: "Cancelled. The loads that were done until then are shown.",
    failed: |why| format!("The simulation stopped: {why}"),
    theory_failed: |why| format!("Theory could not be computed: {why}. The next change asks again."),
    stale: |setting, seed| format!("The pale points belong to {setting}, seed {seed}. Simulate again to compare."),
    setting: |setting| {
        let servers = if setting.servers == 1 { "1 server".to_owned() } else { format!("{} servers", setting.servers) };
        format!("{servers} of {}, SCV {}", format::millis(setting.service_ms).text(), setting.service_scv)
    },
    throughput: "Throughput (TPS) against load",
    latency: "Latency against load",
    key: "dashed: formulas; dots with bars: simulated, 95 % interval",
    axis_load: "load: arriving work over capacity",
    capacity: |rate| format!("capacity {rate}"),
    unstable_region: "unstable",
    mark: |load| format!("read at {load}"),
    lines: ["T / N", "mean", "p95", "p99"],
    throughput_summary: |[low, high, first, last]| {
        format!(
            "From {low} to {high} load the throughput rises from {first} to {last}: what arrives, until the servers can \
             do no more."
        )
    },
    latency_summary: |[low, high, mean_low, mean_high, gap_low, gap_high]| {
        format!(
            "From {low} to {high} load the mean response time goes from {mean_low} to {mean_high} by theory, while the \
             article's T / N falls from {gap_low} to {gap_high}."
        )
    },
    reading: |load| format!("At a load of {load}"),
    mark_label: "Load to read out",
    mark_value: |load, rate| format!("{load} load, {rate} offered"),
    model: |model, exact, source| {
        let worth = if exact { "exact" } else { "an approximation" };
        format!("Theory: {model}, {worth}. Source: {source}.")
    },
    no_model: "No formula applies at this load.",
    unstable: |offered, capacity| {
        format!(
            "Unstable: {offered} arrive, {capacity} can be served. The line grows for as long as this lasts, so no \
             latency describes it; the throughput stays at the capacity."
        )
    },
    reading_heads: &["quantity", "theory", "simulated, 95 % interval", "difference"],
    quantities: Quantities {
        throughput: "throughput (TPS)",
        gap: "the article's T / N",
        p_wait: "share that has to wait",
        wait: "wait, mean",
        in_system: "payments there, mean",
        response: ["response time, mean", "response time, p50", "response time, p95", "response time, p99"],
    },
    no_form: "no closed form",
    no_steady_state: "no steady state",
    theory_alone: "theory alone",
    not_simulated: "not simulated",
    needed,
    state_word: |state| match state {
        State::Empty => "nothing yet",
        State::WarmingUp => "too early to say",
        State::Steady => "steady",
        State::Varying => "varies with time",
        State::Unstable => "unstable",
        State::Overloaded => "overloaded",
    },
    difference: |difference, inside| {
        let place = if inside { "inside the interval" } else { "outside the interval" };
        format!("{difference}, {place}")
    },
    article: |gap, mean, times| {
        format!(
            "The article's Latency = T / N says {gap}; payments take {mean} on average, {times} times as long. T / N is \
             the mean gap between completions."
        )
    },
    article_unstable: |gap| {
        format!("The article's Latency = T / N says {gap}, its best value, while the real latency has no limit.")
    },
    disclosure: "table of all loads, export",
    save_csv: "save CSV",
    heads: &[
        "load",
        "offered",
        "TPS, theory",
        "TPS, simulated",
        "T / N",
        "mean, theory",
        "mean, simulated",
        "p95, theory",
        "p95, simulated",
        "p99, theory",
        "p99, simulated",
        "state",
    ],
    otherwise: otherwise::ENGLISH,
    pool: "The article's thread pool: M/M/4 with 50 ms",
    pool_lead: "Four threads, exponential services of 50 ms on average, from theory, exact; whatever is set above.",
    pool_heads: &["offered", "utilisation", "has to wait", "mean", "p50", "p95", "p99", "TPS", "T / N"],
    pool_sentence: |[low, gap_low, mean_low, high, gap_high, mean_high]| {
        format!(
            "Latency = T / N holds only for one serial server that is never idle. Here four serve at the same time: at \
             {low} utilisation T / N says {gap_low} where payments take {mean_low}, at {high} it says {gap_high} where \
             they take {mean_high}."
        )
    },
};
