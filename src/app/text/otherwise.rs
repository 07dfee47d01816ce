//! Texts of the formula lab's table of formulas for a station that is otherwise.

use crate::app::format;
use crate::experiment::{
    AHEAD_SHARE, CALLS, COHERENCY, OUTAGE_SERVICES, Otherwise, OtherwiseCase, PATIENCE_SERVICES, SERIAL_SHARE,
};
use crate::math;

/// Texts of the table.
#[derive(Debug)]
pub struct OtherwiseText {
    /// Title, with the load.
    pub title: fn(&str) -> String,
    /// What is changed, and what is not.
    pub lead: &'static str,
    /// Heads of the table.
    pub heads: &'static [&'static str],
    /// What is otherwise, among so many servers.
    pub case: fn(OtherwiseCase, u32) -> String,
    /// The figures with their units.
    pub figures: fn(&Otherwise) -> String,
    /// There is no steady state.
    pub no_steady_state: &'static str,
    /// How close the formula comes: exact or not, and its source.
    pub worth: fn(&Otherwise) -> String,
}

pub(super) const ENGLISH: OtherwiseText = OtherwiseText {
    title: |load| format!("Were the station otherwise, at a load of {load}"),
    lead: "One thing is changed in each row. Arrivals are Poisson and services exponential with the mean above, whatever \
           variability is set; the figures are theory\u{2019}s means in the steady state, without percentiles and not \
           simulated here.",
    heads: &["were it so", "theory says", "formula"],
    case,
    figures,
    no_steady_state: "no steady state: more arrives than can be served",
    worth: |told| {
        let worth = match told.case {
            OtherwiseCase::ShorterOfTwo => "the limit of very many servers",
            _ if told.exact => "exact",
            _ => "an approximation, up to some percent low",
        };
        format!("{}; {worth}", told.case.source())
    },
};

fn case(case: OtherwiseCase, servers: u32) -> String {
    let all = if servers == 1 { "The server".to_owned() } else { format!("The {servers} servers") };
    match case {
        OtherwiseCase::Priority => {
            format!("One server with its part of the load, and {} of the payments go ahead", share(AHEAD_SHARE))
        }
        OtherwiseCase::Patience => {
            format!("{all} with one line, and whoever waits leaves after {PATIENCE_SERVICES} mean services on average")
        }
        OtherwiseCase::Outages => {
            let [up, down] = OUTAGE_SERVICES;
            format!("One server with its part of the load, up for {up} and down for {down} mean services on average")
        }
        OtherwiseCase::OwnLines => "Each server with a line of its own, joined by lot".to_owned(),
        OtherwiseCase::ShorterOfTwo => "The same, joined where of two lines the shorter is".to_owned(),
        OtherwiseCase::Split => match servers {
            1 => "Every payment has one part, at the one server".to_owned(),
            servers => format!("Every payment has a part at each of {servers} servers, each with a line of its own"),
        },
        OtherwiseCase::Calls => format!("Every payment makes {CALLS} calls of a mean service each, and none waits"),
        OtherwiseCase::Amdahl => {
            format!("{all} share the work, but {} of it is done one at a time", share(SERIAL_SHARE))
        }
        OtherwiseCase::Scalability => {
            format!("The same, and to keep each pair of servers in step costs {} more", share(COHERENCY))
        }
    }
}

/// A share that is fixed, without needless digits.
fn share(share: f64) -> String {
    let percent = format!("{:.2}", share * 100.0);
    format!("{}\u{a0}%", percent.trim_end_matches('0').trim_end_matches('.'))
}

fn figures(told: &Otherwise) -> String {
    let time = |ms: f64| format::millis(ms).text();
    let rate = |per_s: f64| format::rate(per_s).text();
    match (told.case, told.figures.as_slice()) {
        (OtherwiseCase::Priority, [ahead, others]) => {
            format!("mean wait {} of those, {} of the others", time(*ahead), time(*others))
        }
        (OtherwiseCase::Patience, [leave, wait, served]) => format!(
            "{} leave unserved, {} are served; mean time in line {} over all",
            format::percent(*leave).text(),
            rate(*served),
            time(*wait)
        ),
        (OtherwiseCase::Outages, [up, response]) => {
            format!("up {} of the time, mean response {}", format::percent(*up).text(), time(*response))
        }
        (OtherwiseCase::OwnLines | OtherwiseCase::ShorterOfTwo, [response]) => {
            format!("mean response {}", time(*response))
        }
        (OtherwiseCase::Split, [response]) => format!("mean time until the last part is done {}", time(*response)),
        (OtherwiseCase::Calls, [first, last]) => {
            format!("mean time until the first answer {}, until all are there {}", time(*first), time(*last))
        }
        (OtherwiseCase::Amdahl, [times]) => format!("{} times as fast as one server", format::number(*times)),
        (OtherwiseCase::Scalability, [most, best, peak]) => {
            let best = format::count(math::whole(*best));
            format!("{} at most; with {best} servers, the best number, {}", rate(*most), rate(*peak))
        }
        _ => ENGLISH.no_steady_state.to_owned(),
    }
}
