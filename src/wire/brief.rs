//! A report without what the first program of the page has no place for.
//!
//! It is read from the same message as the whole report, field by field under the same names, so that the program that is
//! loaded first does not carry the reading of the rest.

use crate::experiment::{Early, Estimate, Metrics, State, Sum, Verdict};
use crate::scenario::Problem;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What the verdict shows of a [`crate::experiment::Report`]; every field has its name and its meaning there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brief {
    /// Simulated time in seconds, warm-up included.
    pub simulated_s: f64,
    /// Length of the warm-up in seconds.
    pub warm_up_s: f64,
    /// Whether it was found from the observations.
    pub warm_up_found: bool,
    /// Length of the window in seconds.
    pub window_s: f64,
    /// Whether anything happened yet.
    pub begun: bool,
    /// What the figures are worth together.
    pub state: State,
    /// Why it is too early to say.
    pub early: Option<Early>,
    /// Why the state is unstable, in words.
    pub unstable: Option<String>,
    /// Who turns payments away, in words.
    pub overloaded: Option<String>,
    /// Payments that the issuer answered since the end of the warm-up.
    pub completed: u64,
    /// Payments that ended without a correct answer since then.
    pub failed: u64,
    /// Measured quantities.
    pub metrics: Metrics,
    /// The objective.
    pub verdict: Verdict,
    /// What answers that did not come have cost; absent where every answer comes.
    pub losses: Option<Losses>,
}

/// What the verdict shows of a [`crate::experiment::RecoveryReport`]; every field has its name and its meaning there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Losses {
    /// Charges beyond the first of a payment.
    pub double_charges: Sum,
    /// Amounts held for payments that did not succeed.
    pub stuck_holds: Sum,
    /// Payments that succeeded without an approval that stands.
    pub unfounded: Sum,
    /// Payments that could have been approved and were not.
    pub sales_lost: Sum,
    /// Payments that ended with an unknown outcome for their merchant.
    pub unknown: Sum,
    /// Payments that nobody has judged yet, and what is held for them.
    pub open: Sum,
    /// Approvals that the cache lost before the database had them.
    pub lost_writes: u64,
    /// Number of the first payment whose books are wrong.
    pub first_violating: Option<u64>,
    /// Whether any law that must hold in every run does not.
    pub broken: bool,
}

impl Brief {
    /// Reads it from a report; what is missing is as good as nothing.
    #[must_use]
    pub fn read(report: &Value) -> Self {
        let number = |name: &str| report[name].as_f64().unwrap_or_default();
        let count = |name: &str| report["payments"][name].as_u64().unwrap_or_default();
        let words = |name: &str| report[name].as_str().map(str::to_owned);
        Self {
            simulated_s: number("simulated_s"),
            warm_up_s: number("warm_up_s"),
            warm_up_found: report["warm_up_found"].as_bool().unwrap_or_default(),
            window_s: number("window_s"),
            begun: number("events") > 0.0,
            state: State::deserialize(&report["state"]).unwrap_or_default(),
            early: Early::deserialize(&report["early"]).ok(),
            unstable: words("unstable"),
            overloaded: words("overloaded"),
            completed: count("completed"),
            failed: count("failed"),
            metrics: metrics(&report["metrics"]),
            verdict: verdict(&report["verdict"]),
            losses: losses(&report["recovery"], broken(&report["invariants"])),
        }
    }
}

/// What the page takes in of a [`Notice`](super::Notice).
#[derive(Clone, Debug, PartialEq)]
pub enum BriefNotice {
    /// The scenario is not allowed; the run before goes on.
    Refused {
        /// The run that was asked for.
        run: u32,
        /// Everything that is wrong.
        problems: Vec<Problem>,
    },
    /// The figures so far.
    Report {
        /// The run.
        run: u32,
        /// Its figures.
        report: Box<Brief>,
        /// Those of the pinned scenario.
        pinned: Option<Box<Brief>>,
        /// By how much the run differs from the pinned scenario.
        difference: Option<Box<Metrics>>,
    },
}

impl BriefNotice {
    fn read(notice: &Value) -> Option<Self> {
        if let Some(refused) = notice.get("refused") {
            return Some(Self::Refused { run: run(refused), problems: problems(&refused["problems"]) });
        }
        let told = notice.get("report")?;
        let there = |name: &str| told.get(name).filter(|value| !value.is_null());
        Some(Self::Report {
            run: run(told),
            report: Box::new(Brief::read(&told["report"])),
            pinned: there("pinned").map(|report| Box::new(Brief::read(report))),
            difference: there("difference").map(|table| Box::new(metrics(table))),
        })
    }
}

impl<'de> Deserialize<'de> for BriefNotice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let notice = Value::deserialize(deserializer)?;
        Self::read(&notice).ok_or_else(|| D::Error::custom("neither `refused` nor `report`"))
    }
}

fn run(fields: &Value) -> u32 {
    fields["run"].as_u64().and_then(|run| u32::try_from(run).ok()).unwrap_or_default()
}

fn problems(list: &Value) -> Vec<Problem> {
    let problem = |fields: &Value| {
        let words = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
        Problem { path: words("path"), value: words("value"), allowed: words("allowed") }
    };
    list.as_array().into_iter().flatten().map(problem).collect()
}

fn metrics(table: &Value) -> Metrics {
    let mut metrics = Metrics::default();
    metrics.entries_mut().into_iter().for_each(|(name, slot)| *slot = estimate(&table[name]));
    metrics
}

fn estimate(fields: &Value) -> Estimate {
    let number = |name: &str| fields[name].as_f64();
    Estimate {
        mean: number("mean"),
        half_width: number("half_width"),
        level: number("level").unwrap_or_default(),
        state: State::deserialize(&fields["state"]).unwrap_or_default(),
        needed: fields["needed"].as_u64(),
        runs: 1,
        low: None,
        high: None,
    }
}

fn verdict(fields: &Value) -> Verdict {
    let number = |name: &str| fields[name].as_f64();
    Verdict {
        response_ms: number("response_ms").unwrap_or_default(),
        share: number("share").unwrap_or_default(),
        in_time: number("in_time"),
        in_time_half_width: number("in_time_half_width"),
        response_met: fields["response_met"].as_bool(),
        availability: number("availability").unwrap_or_default(),
        availability_met: fields["availability_met"].as_bool(),
    }
}

/// Whether any law does not hold.
fn broken(laws: &Value) -> bool {
    laws.as_array().into_iter().flatten().any(|law| law["violations"].as_u64().is_some_and(|count| count > 0))
}

/// What was lost; nothing where every answer comes, unless a law is broken there.
fn losses(fields: &Value, broken: bool) -> Option<Losses> {
    let count = |fields: &Value, name: &str| fields[name].as_u64().unwrap_or_default();
    let sum = |name: &str| {
        let told = &fields[name];
        Sum { count: count(told, "count"), amount: told["amount"].as_f64().unwrap_or_default() }
    };
    (fields.is_object() || broken).then(|| Losses {
        double_charges: sum("double_charges"),
        stuck_holds: sum("stuck_holds"),
        unfounded: sum("unfounded"),
        sales_lost: sum("sales_lost"),
        unknown: Sum { count: count(fields, "unknown"), amount: fields["unknown_amount"].as_f64().unwrap_or_default() },
        open: sum("open"),
        lost_writes: count(fields, "lost_writes"),
        first_violating: fields["first_violating"].as_u64(),
        broken,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment;
    use crate::scenario::Scenario;
    use crate::wire::Notice;

    #[test]
    fn it_says_what_the_report_says() {
        let scenario = Scenario { warm_up_s: Some(1.0), duration_s: 5.0, ..Scenario::default() };
        let report = experiment::run(&scenario.check().expect("valid"), 1);
        let pinned = Some(Box::new(report.clone()));
        let whole = Notice::Report {
            run: 3,
            report: Box::new(report.clone()),
            pinned,
            difference: Some(Box::new(report.metrics)),
        };
        let value = serde_json::to_value(&whole).expect("plain data");
        let read = BriefNotice::deserialize(&value);
        let Ok(BriefNotice::Report { run: 3, report: brief, pinned: Some(twin), difference: Some(difference) }) = read
        else {
            panic!("a report: {value}")
        };
        assert_eq!((brief.begun, brief.window_s, brief.state), (true, report.window_s, report.state));
        assert_eq!((brief.metrics, brief.verdict), (report.metrics, report.verdict), "the same figures");
        assert_eq!(*difference, report.metrics, "and of a difference");
        assert_eq!((brief.completed, brief.failed), (report.payments.completed, report.payments.failed));
        assert_eq!(brief, twin, "and of the pinned one");
        assert_eq!(brief.losses, None, "every answer comes");
    }

    #[test]
    fn it_says_what_unknown_outcomes_cost() {
        let mut scenario = Scenario { warm_up_s: Some(1.0), duration_s: 8.0, ..Scenario::default() };
        (scenario.links.merchant_loss, scenario.merchant.timeout_ms, scenario.merchant.tries) = (0.1, Some(900.0), 3);
        (scenario.safeguards.idempotency, scenario.safeguards.reversals) = (false, false);
        let report = experiment::run(&scenario.check().expect("valid"), 1);
        let whole = report.recovery.clone().expect("answers may not come");
        let losses = Brief::read(&serde_json::to_value(&report).expect("plain data")).losses.expect("read");
        assert!(losses.double_charges.count > 0, "charged again: {whole:?}");
        let read = [losses.double_charges, losses.stuck_holds, losses.unfounded, losses.sales_lost, losses.open];
        assert_eq!(read, [whole.double_charges, whole.stuck_holds, whole.unfounded, whole.sales_lost, whole.open]);
        assert!(whole.unknown > 0 && whole.unknown_amount > 0.0, "nobody knows, in money: {whole:?}");
        assert_eq!(losses.unknown, Sum { count: whole.unknown, amount: whole.unknown_amount });
        assert_eq!(losses.first_violating, whole.first_violating);
        assert!(losses.broken, "which is a law");
    }

    #[test]
    fn it_says_that_a_law_is_broken_even_where_every_answer_comes() {
        let law =
            |violations: u64| serde_json::json!({ "invariants": [{ "name": "a law", "violations": violations }] });
        assert_eq!(Brief::read(&law(0)).losses, None, "all is well");
        let losses = Brief::read(&law(1)).losses.expect("said");
        assert_eq!(losses, Losses { broken: true, ..Losses::default() });
    }

    #[test]
    fn it_says_what_was_refused() {
        let problem = Problem { path: "gateway.workers".into(), value: "0".into(), allowed: "from 1".into() };
        let whole = Notice::Refused { run: 4, problems: vec![problem.clone().into()] };
        let read = BriefNotice::deserialize(&serde_json::to_value(&whole).expect("plain data"));
        assert_eq!(read.ok(), Some(BriefNotice::Refused { run: 4, problems: vec![problem] }), "as it was sent");
        assert!(BriefNotice::deserialize(&serde_json::json!({ "other": 1 })).is_err(), "nothing else is a notice");
    }
}
