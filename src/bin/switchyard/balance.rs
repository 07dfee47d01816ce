//! `switchyard balance`: the picks of a balancing policy, one by one.
//!
//! A script opens and finishes requests; each of its words takes a millisecond, so that a request's latency is the number
//! of words from its opening to its end. Without a script each request finishes before the next one is opened, so
//! nothing is in flight at any pick.

use super::cli::{BadInput, pretty, print, unknown};
use clap::Args;
use serde_json::json;
use std::process::ExitCode;
use switchyard::balance::{Balancer, Ended, Policy, Request, Setup, View};
use switchyard::random::Stream;
use switchyard::scenario::SEED_MAX;
use switchyard::units::{Instant, Nanos};

/// The most servers, picks and words that are taken.
const SERVERS_MAX: usize = 1024;
const WORDS_MAX: usize = 2_000_000;
/// The greatest weight, as in HAProxy.
const WEIGHT_MAX: f64 = 256.0;
/// What a word of a script takes: a millisecond.
const STEP: Nanos = Nanos::new(1_000_000);

#[derive(Debug, Args)]
pub(crate) struct BalanceArgs {
    /// Policy.
    #[arg(long)]
    policy: String,
    /// Weight of each server, as 5,1,1.
    #[arg(long, required = true, value_delimiter = ',', allow_hyphen_values = true)]
    weights: Vec<String>,
    /// How many picks, with nothing in flight.
    #[arg(long, conflicts_with = "script", required_unless_present = "script", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    picks: Option<u32>,
    /// What happens, as "+ + 0 +": a plus opens a request, a number finishes that one.
    #[arg(long, allow_hyphen_values = true)]
    script: Option<String>,
    /// Seed for the policies that draw.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=SEED_MAX))]
    seed: u64,
    /// A parameter of the policy, as choices=3; may be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    param: Vec<String>,
    /// Keys of the requests for the policies that stick to one, in turn; by default 0, 1, 2 and so on.
    #[arg(long, value_delimiter = ',')]
    keys: Vec<String>,
    /// Names of the servers, by which such policies place them; by default processor-1, processor-2 and so on.
    #[arg(long, value_delimiter = ',')]
    names: Vec<String>,
    /// Servers that are down, by their numbers from 0.
    #[arg(long, value_delimiter = ',')]
    down: Vec<usize>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn balance(arguments: &BalanceArgs) -> Result<ExitCode, BadInput> {
    let ids = || Policy::ALL.iter().map(|policy| policy.id());
    let policy =
        Policy::from_id(&arguments.policy).ok_or_else(|| unknown("balancing policy", &arguments.policy, ids()))?;
    let weights = weights(&arguments.weights)?;
    let values = arguments.param.iter().map(|text| parameter(policy, text)).collect::<Result<Vec<_>, _>>()?;
    let names: Vec<&str> = arguments.names.iter().map(String::as_str).collect();
    if names.len() > weights.len() {
        return Err(refuse("names", &format!("{} names", names.len()), &format!("at most {}", weights.len())));
    }
    let mut usable = vec![true; weights.len()];
    for server in &arguments.down {
        let one = usable.get_mut(*server);
        *one.ok_or_else(|| refuse("down", &server.to_string(), &format!("0 to {}", weights.len() - 1)))? = false;
    }
    let setup = Setup { names: &names, values: &values, ..Setup::new(weights.len()) };
    let world = World { in_flight: vec![0; weights.len()], weights, usable, keys: &arguments.keys, words: 0 };
    let stream = Stream::new(arguments.seed, "routing");
    let mut play = Play { world, balancer: policy.build_with(&setup), stream, requests: Vec::new() };
    match &arguments.script {
        Some(script) => play.script(script)?,
        None => play.idle(arguments.picks.unwrap_or(0)),
    }
    let picks: Vec<Option<usize>> = play.requests.iter().map(|request| request.server).collect();
    print(&if arguments.json {
        let weights = &play.world.weights;
        pretty(&json!({ "policy": policy.id(), "weights": weights, "seed": arguments.seed, "picks": picks }))
    } else {
        let words = picks.iter().map(|pick| pick.map_or("-".to_owned(), |pick| pick.to_string()));
        format!("{}\n", words.collect::<Vec<_>>().join(" "))
    });
    Ok(ExitCode::SUCCESS)
}

/// One error: the option, what stands there, and what is allowed.
fn refuse(option: &str, value: &str, allowed: &str) -> BadInput {
    BadInput(format!("--{option}: {value} is not allowed here; allowed: {allowed}"))
}

fn weights(texts: &[String]) -> Result<Vec<u32>, BadInput> {
    if texts.len() > SERVERS_MAX {
        return Err(refuse("weights", &format!("{} weights", texts.len()), &format!("at most {SERVERS_MAX}")));
    }
    let whole = |text: &String| {
        let number: Option<f64> = text.trim().parse().ok();
        let fits = number.filter(|number| (0.0..=WEIGHT_MAX).contains(number) && number.fract() == 0.0);
        let weight = fits.and_then(|number| format!("{number:.0}").parse().ok());
        weight.ok_or_else(|| refuse("weights", text, "whole numbers from 0 to 256"))
    };
    let weights = texts.iter().map(whole).collect::<Result<Vec<u32>, _>>()?;
    if weights.iter().all(|weight| *weight == 0) {
        return Err(BadInput(format!("--weights: {weights:?} sum to zero; allowed: at least one weight above 0")));
    }
    Ok(weights)
}

/// A parameter of the policy and its value.
fn parameter(policy: Policy, text: &str) -> Result<(&'static str, f64), BadInput> {
    let (name, value) = text.split_once('=').ok_or_else(|| refuse("param", &format!("{text:?}"), "name=value"))?;
    let known = || policy.parameters().iter().map(|parameter| parameter.name);
    let found = policy.parameters().iter().find(|parameter| parameter.name == name);
    let parameter = match found {
        Some(parameter) => parameter,
        None if policy.parameters().is_empty() => {
            return Err(BadInput(format!("--param: {name:?} is not known; {} has no parameters", policy.id())));
        }
        None => return Err(unknown("--param", name, known())),
    };
    let number = value.parse().map_err(|_| refuse("param", &format!("{text:?}"), &format!("{name}= and a number")))?;
    parameter.check(number).map_err(|error| BadInput(format!("--param: {error}")))?;
    Ok((parameter.name, number))
}

/// What the policy sees.
struct World<'a> {
    weights: Vec<u32>,
    in_flight: Vec<u32>,
    usable: Vec<bool>,
    keys: &'a [String],
    words: u64,
}

impl World<'_> {
    fn now(&self) -> Instant {
        Instant::new(self.words.saturating_mul(STEP.get()))
    }

    fn view<'b>(&'b self, key: &'b [u8]) -> View<'b> {
        let request = Request { key, ..Request::UNKNOWN };
        View { now: self.now(), request, ..View::new(&self.weights, &self.in_flight, &self.usable) }
    }

    /// The key of a request.
    fn key(&self, request: usize) -> String {
        let named = self.keys.get(request % self.keys.len().max(1));
        named.cloned().unwrap_or_else(|| request.to_string())
    }
}

/// A request that was opened.
struct Opened {
    /// Where it went, if anywhere.
    server: Option<usize>,
    at: Instant,
    open: bool,
}

struct Play<'a> {
    world: World<'a>,
    balancer: Balancer,
    stream: Stream,
    requests: Vec<Opened>,
}

impl Play<'_> {
    fn idle(&mut self, picks: u32) {
        for _ in 0..picks {
            self.open();
            self.world.words += 1;
            self.finish(self.requests.len() - 1);
            self.world.words += 1;
        }
    }

    fn script(&mut self, script: &str) -> Result<(), BadInput> {
        let count = script.split_whitespace().count();
        if count > WORDS_MAX {
            return Err(refuse("script", &format!("{count} words"), &format!("at most {WORDS_MAX}")));
        }
        for (place, word) in script.split_whitespace().enumerate() {
            if word == "+" {
                self.open();
            } else {
                self.finish(self.named(place, word)?);
            }
            self.world.words += 1;
        }
        Ok(())
    }

    /// The open request that a word of the script names.
    fn named(&self, place: usize, word: &str) -> Result<usize, BadInput> {
        let number = word.parse().ok();
        let number: usize = number.ok_or_else(|| {
            let what = format!("word {} is {word:?}, which", place + 1);
            refuse("script", &what, "+ or the number of an open request")
        })?;
        let complaint = match self.requests.get(number) {
            None => format!("was never opened; {} had been opened by then", self.requests.len()),
            Some(request) if !request.open => "is not open any more".to_owned(),
            Some(_) => return Ok(number),
        };
        Err(BadInput(format!("--script: word {} finishes request {number}, which {complaint}", place + 1)))
    }

    fn open(&mut self) {
        let key = self.world.key(self.requests.len());
        let server = self.balancer.pick(&self.world.view(key.as_bytes()), &mut self.stream);
        if let Some(server) = server {
            self.world.in_flight[server] += 1;
            self.balancer.opened(server, &self.world.view(key.as_bytes()));
        }
        // What went nowhere got its answer at once.
        self.requests.push(Opened { server, at: self.world.now(), open: server.is_some() });
    }

    fn finish(&mut self, number: usize) {
        let request = &mut self.requests[number];
        request.open = false;
        let Some(server) = request.server else { return };
        let latency = self.world.now().since(request.at);
        self.world.in_flight[server] -= 1;
        let key = self.world.key(number);
        let ended = Ended { latency, service: latency, ..Ended::default() };
        self.balancer.closed(server, &self.world.view(key.as_bytes()), &ended);
    }
}
