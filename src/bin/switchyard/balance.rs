//! `switchyard balance`: the picks of a balancing policy, one by one.
//!
//! A script opens and finishes requests ([`switchyard::balance::script`]). Without one each request finishes before the
//! next one is opened, so nothing is in flight at any pick.

use super::cli::{BadInput, pretty, print, unknown};
use clap::Args;
use serde_json::json;
use std::fmt::Display;
use std::process::ExitCode;
use switchyard::balance::script::{self, Player, Script, Servers};
use switchyard::balance::{Policy, Setup};
use switchyard::random::Stream;
use switchyard::scenario::SEED_MAX;

/// The most servers, picks and words that are taken.
const SERVERS_MAX: usize = 1024;
const WORDS_MAX: usize = 2_000_000;

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
    let texts = arguments.weights.iter().map(String::as_str);
    let weights = script::weights(texts, SERVERS_MAX).map_err(of("weights"))?;
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
    let servers = Servers { usable, stuck: vec![false; weights.len()], keys: arguments.keys.clone(), weights };
    let balancer = policy.build_with(&setup);
    let mut player = Player::new(servers, balancer, Stream::new(arguments.seed, "routing"));
    match &arguments.script {
        Some(text) => Script::read(text, WORDS_MAX).and_then(|script| player.play(&script)).map_err(of("script"))?,
        None => player.idle(arguments.picks.unwrap_or(0)),
    }
    let picks: Vec<Option<usize>> = player.picks().collect();
    print(&if arguments.json {
        pretty(&json!({ "policy": policy.id(), "weights": player.weights(), "seed": arguments.seed, "picks": picks }))
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

/// What the library refused, with the option in which it stands.
fn of<E: Display>(option: &'static str) -> impl Fn(E) -> BadInput {
    move |error| BadInput(format!("--{option}: {error}"))
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
