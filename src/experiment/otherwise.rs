//! The formula lab's station were it otherwise: priorities, patience, outages, lines of their own, split work, and what more
//! servers bring.
//!
//! The lab's own model has one line, first come, first served. Each formula here changes one thing about it and is computed
//! for the lab's servers, mean service and load; arrivals are Poisson and services exponential, whatever variability is set.
//! What else each needs is fixed and stands in the constants below, which the page names.

use crate::scenario::LabSetting;
use crate::theory::{
    Class, Demand, ErlangA, ForkJoin, Mm1Outages, Outages, PowerOfChoices, Quorum, Scalability, TheoryError,
    amdahl_speed_up, priority_means, quorum_mean_ms,
};
use serde::{Deserialize, Serialize};

/// Share of the payments that go ahead.
pub const AHEAD_SHARE: f64 = 0.2;
/// Mean patience in line, in mean services.
pub const PATIENCE_SERVICES: f64 = 10.0;
/// Mean time up and mean time down of a server, in mean services.
pub const OUTAGE_SERVICES: [f64; 2] = [1_000.0, 50.0];
/// Calls that are made at once.
pub const CALLS: u32 = 3;
/// Share of the work that is done one at a time: Amdahl's serial share, and the contention of the Universal Scalability Law.
pub const SERIAL_SHARE: f64 = 0.05;
/// What each pair of servers costs to keep in step: the coherency of the Universal Scalability Law.
pub const COHERENCY: f64 = 0.000_2;
/// Milliseconds in a second.
const MILLIS: f64 = 1e3;

/// What is otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// One server, and a share of the payments goes ahead. Mean wait of those and of the others, in ms.
    Priority,
    /// Who waits leaves when its patience is at its end. Share that leaves, mean time in line of all in ms, served per second.
    Patience,
    /// One server that fails and is repaired. Share of time that it is up, mean response in ms.
    Outages,
    /// Every server has a line of its own, which payments join by lot. Mean response in ms.
    OwnLines,
    /// Very many servers, and payments join the shorter of two lines. Mean response in ms.
    ShorterOfTwo,
    /// Every payment has a part at each server, in a line of its own. Mean time until the last part is done, in ms.
    Split,
    /// Every payment makes several calls that wait for nobody. Mean time until the first answer, and until the last, in ms.
    Calls,
    /// Some work is done one at a time, the rest by all servers together. How many times faster than one server.
    Amdahl,
    /// The same, and pairs of servers keep in step. Most per second with these servers, the best number of servers, and the
    /// most per second with it.
    Scalability,
}

impl Case {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Priority,
        Self::Patience,
        Self::Outages,
        Self::OwnLines,
        Self::ShorterOfTwo,
        Self::Split,
        Self::Calls,
        Self::Amdahl,
        Self::Scalability,
    ];

    /// Where the formula is from.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Priority => "Cobham (1954)",
            Self::Patience => "Erlang-A: Palm (1957); Garnett, Mandelbaum and Reiman (2002)",
            Self::Outages => "White and Christie (1958); Avi-Itzhak and Naor (1963)",
            Self::OwnLines => "M/M/1: Erlang (1917)",
            Self::ShorterOfTwo => "Mitzenmacher (1996); Vvedenskaya, Dobrushin and Karpelevich (1996)",
            Self::Split => "Flatto and Hahn (1984); Nelson and Tantawi (1988)",
            Self::Calls => "Renyi (1953)",
            Self::Amdahl => "Amdahl (1967)",
            Self::Scalability => "Universal Scalability Law: Gunther (2007)",
        }
    }
}

/// What theory says of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Otherwise {
    /// The case.
    pub case: Case,
    /// Whether the figures are exact where the case holds; if not, they are an approximation or a limit.
    pub exact: bool,
    /// The figures that the case names; none where there is no steady state.
    pub figures: Vec<f64>,
}

/// Every case at a load: arriving work over what the servers can do.
pub(super) fn otherwise(setting: &LabSetting, load: f64) -> Vec<Otherwise> {
    let told = |case: Case| Otherwise {
        case,
        exact: exact(case, setting.servers),
        figures: figures(case, setting, load).unwrap_or_default(),
    };
    Case::ALL.into_iter().map(told).collect()
}

fn exact(case: Case, servers: u32) -> bool {
    match case {
        Case::ShorterOfTwo => false,
        Case::Split => servers <= 2,
        _ => true,
    }
}

fn figures(case: Case, setting: &LabSetting, load: f64) -> Result<Vec<f64>, TheoryError> {
    let (servers, service_ms) = (setting.servers, setting.service_ms);
    let demand = |load: f64| Demand { arrival_rate_per_s: load * MILLIS / service_ms, service_mean_ms: service_ms };
    // A server's part of the load.
    let each = demand(load);
    Ok(match case {
        Case::Priority => {
            let class = |share: f64| Class { demand: demand(share * load), service_scv: 1.0 };
            priority_means(&[class(AHEAD_SHARE), class(1.0 - AHEAD_SHARE)])?.iter().map(|means| means.wait_ms).collect()
        }
        Case::Patience => {
            let queue = ErlangA::new(demand(load * f64::from(servers)), servers, PATIENCE_SERVICES * service_ms)?;
            vec![queue.p_abandon(), queue.queue_mean_ms(), queue.throughput_per_s()]
        }
        Case::Outages => {
            let [up_mean_ms, down_mean_ms] = OUTAGE_SERVICES.map(|services| services * service_ms);
            let queue = Mm1Outages::new(each, Outages { up_mean_ms, down_mean_ms })?;
            vec![queue.availability(), queue.response_ms()]
        }
        Case::OwnLines => vec![PowerOfChoices::new(each, 1)?.response_ms()],
        Case::ShorterOfTwo => vec![PowerOfChoices::new(each, 2)?.response_ms()],
        Case::Split => vec![ForkJoin::new(each, servers)?.response_ms()],
        Case::Calls => {
            let until = |answers: u32| quorum_mean_ms(Quorum { answers, calls: CALLS }, service_ms);
            vec![until(1)?, until(CALLS)?]
        }
        Case::Amdahl => vec![amdahl_speed_up(SERIAL_SHARE, f64::from(servers))?],
        Case::Scalability => {
            let law = Scalability::new(MILLIS / service_ms, SERIAL_SHARE, COHERENCY)?;
            let between = law.workers_best().unwrap_or(f64::from(servers));
            let [below, above] = [between.floor().max(1.0), between.ceil()];
            let [less, more] = [law.throughput_per_s(below)?, law.throughput_per_s(above)?];
            let (best, peak) = if more > less { (above, more) } else { (below, less) };
            vec![law.throughput_per_s(f64::from(servers))?, best, peak]
        }
    })
}
