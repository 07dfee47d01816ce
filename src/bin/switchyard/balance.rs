//! `switchyard balance`: the picks of a balancing policy, one by one.
//!
//! A script opens and finishes requests ([`switchyard::balance::script`]). Without one each request finishes before the
//! next one is opened, so nothing is in flight at any pick.

use super::cli::{BadInput, pretty, print, say, unknown};
use clap::Args;
use serde_json::json;
use std::fmt::Display;
use std::process::ExitCode;
use switchyard::balance::script::{self, Payments, Player, Script, Servers};
use switchyard::balance::{Policy, Rule, Setup};
use switchyard::math;
use switchyard::random::Stream;
use switchyard::scenario::{AMOUNT, CARD_RANGE, CURRENCY, Fee, Limit, RoutingRule, SEED_MAX};

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
    /// What each server charges, for the policies that heed fees, as 1.2%+0.10,0.9%: a share of the amount, a fixed part, or both.
    #[arg(long, allow_hyphen_values = true)]
    fees: Option<String>,
    /// Rules for the policy that follows them, as "cards 400000-400024 amount 100-: 1,0; any: 0"; servers from 0.
    #[arg(long, allow_hyphen_values = true)]
    rules: Option<String>,
    /// Amounts of the requests in the currency's main unit, in turn, as 12.50,300.
    #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
    amounts: Vec<String>,
    /// Card ranges of the requests, the first six digits of the card numbers, in turn.
    #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
    card_ranges: Vec<String>,
    /// Currencies of the requests by their numbers in ISO 4217, in turn, as 978,840.
    #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
    currencies: Vec<String>,
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
    let rules = rules(arguments, policy, weights.len())?;
    let payments = payments(arguments, policy, weights.len())?;
    let setup = Setup { names: &names, values: &values, rules: &rules, ..Setup::new(weights.len()) };
    let servers = Servers { usable, stuck: vec![false; weights.len()], keys: arguments.keys.clone(), weights };
    let balancer = policy.build_with(&setup);
    let mut player = Player::new(servers, balancer, Stream::new(arguments.seed, "routing")).with(payments);
    match &arguments.script {
        Some(text) => Script::read(text, WORDS_MAX).and_then(|script| player.play(&script)).map_err(of("script"))?,
        None => player.idle(arguments.picks.unwrap_or(0)),
    }
    let picks: Vec<Option<usize>> = player.picks().collect();
    let nobody = picks.contains(&None).then(|| policy.nobody());
    print(&if arguments.json {
        let mut said =
            json!({ "policy": policy.id(), "weights": player.weights(), "seed": arguments.seed, "picks": picks });
        if let Some(nobody) = nobody {
            said["nobody"] = json!({ "answer": nobody.id(), "status": nobody.status(), "words": nobody.words() });
        }
        pretty(&said)
    } else {
        let words = picks.iter().map(|pick| pick.map_or("-".to_owned(), |pick| pick.to_string()));
        format!("{}\n", words.collect::<Vec<_>>().join(" "))
    });
    if let Some(nobody) = nobody.filter(|_| !arguments.json) {
        say(&format!("-: nobody is usable. {}", nobody.words()));
    }
    Ok(ExitCode::SUCCESS)
}

/// The rules, if the policy follows any.
fn rules(arguments: &BalanceArgs, policy: Policy, servers: usize) -> Result<Vec<Rule>, BadInput> {
    let Some(text) = &arguments.rules else { return Ok(Vec::new()) };
    heeded("rules", policy, Policy::heeds_rules)?;
    let rules: Vec<Rule> = RoutingRule::list(text, 0).map_err(of("rules"))?.iter().map(RoutingRule::plan).collect();
    match rules.iter().flat_map(|rule| &rule.servers).find(|server| **server >= servers) {
        Some(server) => Err(refuse("rules", &server.to_string(), &format!("servers 0 to {}", servers - 1))),
        None => Ok(rules),
    }
}

/// What the servers charge, and what is known of the requests.
fn payments(arguments: &BalanceArgs, policy: Policy, servers: usize) -> Result<Payments, BadInput> {
    let fees = arguments.fees.as_ref().map_or(Ok(Vec::new()), |text| {
        heeded("fees", policy, Policy::heeds_fees)?;
        Fee::list(text).map_err(of("fees"))
    })?;
    if arguments.fees.is_some() && fees.len() != servers {
        return Err(refuse("fees", &format!("{} fees", fees.len()), &format!("one for each of the {servers} servers")));
    }
    let amounts = numbers("amounts", &arguments.amounts, AMOUNT)?;
    let digits = |option, texts: &[String], limit| {
        let numbers = numbers(option, texts, limit)?;
        match numbers.iter().find(|number| number.fract() != 0.0) {
            Some(number) => Err(refuse(option, &number.to_string(), &format!("a whole number {}", limit.words()))),
            None => Ok(numbers.into_iter().map(|number| math::low(math::whole(number))).collect()),
        }
    };
    Ok(Payments {
        fees: fees.into_iter().map(Fee::plan).collect(),
        amounts_minor: amounts.into_iter().map(|amount| math::whole(amount * 100.0)).collect(),
        card_ranges: digits("card-ranges", &arguments.card_ranges, CARD_RANGE)?,
        currencies: digits("currencies", &arguments.currencies, CURRENCY)?,
    })
}

/// Refuses what the policy would not look at.
fn heeded(option: &str, policy: Policy, heeds: fn(Policy) -> bool) -> Result<(), BadInput> {
    if heeds(policy) {
        return Ok(());
    }
    let those: Vec<&str> = Policy::ALL.iter().copied().filter(|one| heeds(*one)).map(Policy::id).collect();
    Err(refuse(
        option,
        &format!("the policy {}", policy.id()),
        &format!("a policy that heeds {option}: {}", those.join(", ")),
    ))
}

/// Numbers in their range.
fn numbers(option: &str, texts: &[String], limit: Limit) -> Result<Vec<f64>, BadInput> {
    let one = |text: &String| {
        let number = text.trim().parse().ok().filter(|number| limit.contains(*number));
        number.ok_or_else(|| refuse(option, text, &format!("a number {}", limit.words())))
    };
    texts.iter().map(one).collect()
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
