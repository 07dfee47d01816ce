//! The verb `theory`: a model of one station and its figures by closed form, or a whole scenario.
//!
//! A figure that the model does not have is null. An overload has none but its utilisation: the answer is "unstable".

use super::cli::{BadInput, pretty, print};
use super::expectation::expectation;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::process::ExitCode;
use switchyard::theory::{AllenCunneen, Demand, Figures, Law, Means, Mg1, Mmc, Mmck, TheoryError, Variability};

/// A model of one station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Model {
    /// Poisson arrivals, exponential service, one server.
    #[value(name = "mm1")]
    Mm1,
    /// The same with several servers (Erlang C).
    #[value(name = "mmc")]
    Mmc,
    /// The same with K places, those of the servers counted; who finds none is turned away.
    #[value(name = "mmck")]
    Mmck,
    /// The same without a line: places for the servers only.
    #[value(name = "erlang-b")]
    ErlangB,
    /// Poisson arrivals, service of any law, one server (Pollaczek-Khinchine).
    #[value(name = "mg1")]
    Mg1,
    /// The same with constant service.
    #[value(name = "md1")]
    Md1,
    /// Arrivals and service of any law, several servers: the approximation of Allen and Cunneen.
    #[value(name = "ggc")]
    Ggc,
}

/// A model and its parameters, or a scenario.
#[derive(Debug, Args)]
#[command(
    override_usage = "switchyard theory <MODEL> --arrival-rate <R> --service-ms <S> [OPTIONS]\n       \
        switchyard theory --scenario <SCENARIO> [--json]",
    after_help = "With --scenario: for every place and from arrival to answer the model that comes closest, whether it is \
    exact for this scenario, its figures, and which of its assumptions the scenario does not keep. A figure without a \
    closed form is left out; where no model applies the reason is given. Workers that are held until the answer is back \
    count with the time that they are held.\n\nExit code: 0 fine; 1 unstable: arrivals exceed capacity; 2 bad input."
)]
pub(crate) struct Question {
    /// Model.
    #[arg(required_unless_present = "scenario", conflicts_with = "scenario")]
    model: Option<Model>,
    /// Instead of a model: a scenario file, `-` for stdin, or the id of a preset.
    #[arg(long)]
    scenario: Option<String>,
    /// Mean arrivals per second.
    #[arg(long, allow_negative_numbers = true, required_unless_present = "scenario", conflicts_with = "scenario")]
    arrival_rate: Option<f64>,
    /// Mean service time in milliseconds.
    #[arg(long, allow_negative_numbers = true, required_unless_present = "scenario", conflicts_with = "scenario")]
    service_ms: Option<f64>,
    /// Servers: for mmc, mmck, erlang-b and ggc [default: 1]
    #[arg(long, conflicts_with = "scenario")]
    servers: Option<u32>,
    /// Places, those of the servers counted: for mmck, which needs them.
    #[arg(long, conflicts_with = "scenario")]
    capacity: Option<u32>,
    /// Squared coefficient of variation of the service, variance over squared mean: for mg1 and ggc [default: 1]
    #[arg(long, allow_negative_numbers = true, conflicts_with = "scenario")]
    service_scv: Option<f64>,
    /// Squared coefficient of variation of the gaps between arrivals: for ggc [default: 1]
    #[arg(long, allow_negative_numbers = true, conflicts_with = "scenario")]
    arrival_scv: Option<f64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Question {
    pub(crate) fn answer(self) -> Result<ExitCode, BadInput> {
        if let Some(scenario) = &self.scenario {
            return expectation(scenario, self.json);
        }
        let Self { servers, capacity, service_scv, arrival_scv, json, .. } = self;
        let (Some(model), Some(arrival_rate), Some(service_ms)) = (self.model, self.arrival_rate, self.service_ms)
        else {
            return Err(BadInput("theory needs a model with --arrival-rate and --service-ms, or --scenario".into()));
        };
        Single { model, arrival_rate, service_ms, servers, capacity, service_scv, arrival_scv, json }.answer()
    }
}

/// One station.
#[derive(Debug)]
struct Single {
    model: Model,
    arrival_rate: f64,
    service_ms: f64,
    servers: Option<u32>,
    capacity: Option<u32>,
    service_scv: Option<f64>,
    arrival_scv: Option<f64>,
    json: bool,
}

impl Single {
    fn answer(self) -> Result<ExitCode, BadInput> {
        self.refuse_unused()?;
        match self.figures() {
            Ok(figures) => {
                self.show("stable", figures, "");
                Ok(ExitCode::SUCCESS)
            }
            Err(TheoryError::Unstable { utilisation }) => {
                let sentence = format!(
                    "unstable: {} arrivals per second of {} ms each are {utilisation:.6} times what {} can do, so the \
                     queue grows without end\n",
                    self.arrival_rate,
                    self.service_ms,
                    if self.servers() == 1 { "the server".to_owned() } else { format!("{} servers", self.servers()) },
                );
                self.show("unstable", Figures { utilisation: Some(utilisation), ..Figures::default() }, &sentence);
                Ok(ExitCode::from(1))
            }
            Err(error) => Err(BadInput(format!("{}: {}", self.name(), in_options(&error)))),
        }
    }

    /// Complains about a parameter that the model does not use, unless it says what the model assumes anyway.
    fn refuse_unused(&self) -> Result<(), BadInput> {
        use Model::{ErlangB, Ggc, Md1, Mg1, Mm1, Mmc, Mmck};
        let room = if self.model == ErlangB { Some(f64::from(self.servers())) } else { None };
        let service_scv = match self.model {
            Md1 => Some(0.0),
            ErlangB => None,
            _ => Some(1.0),
        };
        let parameters = [
            ("--servers", self.servers.map(f64::from), [Mmc, Mmck, ErlangB, Ggc].contains(&self.model), Some(1.0)),
            ("--capacity", self.capacity.map(f64::from), self.model == Mmck, room),
            ("--service-scv", self.service_scv, [Mg1, Ggc].contains(&self.model), service_scv),
            ("--arrival-scv", self.arrival_scv, self.model == Ggc, Some(1.0)),
        ];
        for (option, given, used, fixed) in parameters {
            let Some(value) = given.filter(|value| !used && fixed != Some(*value)) else { continue };
            let why = fixed.map_or("has no such parameter".to_owned(), |fixed| format!("has always {fixed}"));
            let name = self.name();
            return Err(BadInput(format!("{option}: {value} is not allowed here; allowed: nothing, {name} {why}")));
        }
        match (self.model, self.capacity) {
            (Mmck, None) => {
                Err(BadInput("--capacity: mmck needs the number of places, those of the servers counted".into()))
            }
            (Mm1 | Mmc | Mmck | ErlangB | Mg1 | Md1 | Ggc, _) => Ok(()),
        }
    }

    fn figures(&self) -> Result<Figures, TheoryError> {
        let demand = Demand { arrival_rate_per_s: self.arrival_rate, service_mean_ms: self.service_ms };
        let servers = self.servers();
        Ok(match self.model {
            Model::Mm1 | Model::Mmc => Figures::from(&Mmc::new(demand, servers)?),
            Model::Mmck => Figures::from(&Mmck::new(demand, servers, self.capacity.unwrap_or(servers))?),
            Model::ErlangB => Figures::from(&Mmck::new(demand, servers, servers)?),
            Model::Md1 => Figures::from(&Mg1::with_law(demand, Law::Constant)?),
            Model::Mg1 => {
                let scv = self.service_scv.unwrap_or(1.0);
                Figures::from(&match law(scv) {
                    Some(law) => Mg1::with_law(demand, law)?,
                    None => Mg1::new(demand, scv)?,
                })
            }
            Model::Ggc => {
                let [arrival_scv, service_scv] = [self.arrival_scv, self.service_scv].map(|scv| scv.unwrap_or(1.0));
                Figures::from(&AllenCunneen::new(demand, servers, Variability { arrival_scv, service_scv })?)
            }
        })
    }

    fn servers(&self) -> u32 {
        self.servers.unwrap_or(1)
    }

    fn name(&self) -> String {
        self.model.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// What the figures rest on.
    fn assumptions(&self) -> Vec<&'static str> {
        let arrivals = if self.model == Model::Ggc { "independent gaps between arrivals" } else { "Poisson arrivals" };
        let service = match self.model {
            Model::Mm1 | Model::Mmc | Model::Mmck => "exponential service",
            Model::ErlangB => "service of any law; the response's percentiles are those of exponential service",
            Model::Md1 => "constant service",
            Model::Mg1 => match law(self.service_scv.unwrap_or(1.0)) {
                Some(Law::Constant) => "constant service, since its scv is 0",
                Some(_) => "the means hold for service of any law with scv 1, the percentiles for exponential service",
                None => "service of any law with this scv; the percentiles depend on the law, so there are none",
            },
            Model::Ggc => {
                "independent services; an approximation (Allen and Cunneen), exact if arrivals are Poisson and \
                           service is exponential or the server is one"
            }
        };
        let room = match self.model {
            Model::Mmck => "who finds no place is turned away and does not come back; times are those of the admitted",
            Model::ErlangB => "who finds no server free is turned away and does not come back",
            _ => "a line of any length, first come first served, that nobody leaves",
        };
        vec![arrivals, service, room, "the steady state"]
    }

    /// Prints the figures; in words, a sentence takes their place.
    fn show(&self, state: &str, figures: Figures, sentence: &str) {
        if !self.json && !sentence.is_empty() {
            return print(sentence);
        }
        let rows = rows(&figures);
        if self.json {
            let mut fields = Map::new();
            fields.insert("model".to_owned(), json!(self.name()));
            fields.insert("state".to_owned(), json!(state));
            fields.extend(rows.map(|(name, _, value)| (name.to_owned(), json!(value))));
            fields.insert("assumptions".to_owned(), json!(self.assumptions()));
            return print(&pretty(&Value::Object(fields)));
        }
        let mut text = format!("{}\n", self.name());
        for (name, unit, value) in rows {
            let (name, value) = (label(name), value.map_or("-".to_owned(), |value| format!("{value:.6}")));
            let _ = writeln!(text, "{}", format!("  {name:<24} {value:>16} {unit}").trim_end());
        }
        let _ = writeln!(text, "assumed: {}", self.assumptions().join("; "));
        print(&text);
    }
}

/// The fields of the answer: name, unit, value.
fn rows(figures: &Figures) -> [(&'static str, &'static str, Option<f64>); 11] {
    let mean = |pick: fn(Means) -> f64| figures.means.map(pick);
    let [p50, p95, p99] = figures.percentiles_ms;
    [
        ("utilisation", "", figures.utilisation),
        ("p_wait", "", figures.p_wait),
        ("mean_wait_ms", "ms", mean(|means| means.wait_ms)),
        ("mean_response_ms", "ms", mean(|means| means.response_ms)),
        ("mean_in_system", "", mean(|means| means.in_system)),
        ("mean_queue", "", mean(|means| means.queue)),
        ("p50_ms", "ms", p50),
        ("p95_ms", "ms", p95),
        ("p99_ms", "ms", p99),
        ("p_block", "", figures.p_block),
        ("throughput_per_s", "/s", figures.throughput_per_s()),
    ]
}

/// A field in words.
fn label(field: &'static str) -> &'static str {
    match field {
        "p_wait" => "share that waits",
        "mean_wait_ms" => "wait, mean",
        "mean_response_ms" => "response time, mean",
        "mean_in_system" => "in the system, mean",
        "mean_queue" => "in the line, mean",
        "p50_ms" => "response time, p50",
        "p95_ms" => "response time, p95",
        "p99_ms" => "response time, p99",
        "p_block" => "share turned away",
        "throughput_per_s" => "throughput",
        other => other,
    }
}

/// The service law that an scv alone stands for: 0 can only be a constant, 1 is taken as exponential.
fn law(scv: f64) -> Option<Law> {
    [(0.0, Law::Constant), (1.0, Law::Exponential)].into_iter().find_map(|(of, law)| (of == scv).then_some(law))
}

/// What is wrong, by the name of the option.
fn in_options(error: &TheoryError) -> String {
    let TheoryError::OutOfRange { quantity, value, allowed } = error else { return error.to_string() };
    let option = match *quantity {
        "arrival_rate_per_s" => "--arrival-rate",
        "service_mean_ms" => "--service-ms",
        "servers" => "--servers",
        "capacity" => "--capacity",
        "service_scv" => "--service-scv",
        "arrival_scv" => "--arrival-scv",
        other => other,
    };
    format!("{option}: {value} is not allowed here; allowed: {allowed}")
}
