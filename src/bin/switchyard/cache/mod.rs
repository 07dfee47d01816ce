//! `switchyard cache`: a trace through caches, its miss-ratio curves, or what it is like.

mod curves;

use super::cli::{BadInput, pretty, print, unknown};
use super::trace::TraceArgs;
use clap::{Args, ValueEnum};
use curves::{curves, sizes_for};
use serde_json::{Value, json};
use std::process::ExitCode;
use switchyard::cache::analysis::Analysis;
use switchyard::cache::trace::{Measure, REQUESTS_MAX, Trace};
use switchyard::cache::{Expiry, Parameter, Policy, Settings};
use switchyard::math;
use switchyard::units::{Nanos, Ratio};

#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    #[command(flatten)]
    source: TraceArgs,
    /// Policy; may be given several times.
    #[arg(long, required_unless_present_any = ["analyse", "curve", "hits"])]
    policy: Vec<String>,
    /// Capacity in entries; may be given several times or as a list with commas.
    #[arg(long, required_unless_present_any = ["analyse", "curve", "hits", "explain"])]
    #[arg(value_delimiter = ',', value_parser = entries)]
    capacity: Vec<u32>,
    /// Print the miss-ratio curve of each policy (by default LRU), at the capacities or at sizes spread over the keys; beside
    /// LRU's, Che's approximation from popularities alone, without first requests, where not all keys fit.
    #[arg(long)]
    curve: bool,
    /// Print the smallest capacity at which each policy (by default LRU) hits so many per cent of the requests.
    #[arg(long, value_name = "PERCENT", value_parser = percent, conflicts_with_all = ["curve", "capacity"])]
    hits: Option<f64>,
    /// Describe the trace instead: popularity, reuse, scans, loops, working set.
    #[arg(long, conflicts_with_all = ["curve", "policy", "capacity", "hits", "by", "ttl", "seed"])]
    analyse: bool,
    /// Say what each policy does, and its fixed parameters with their sources; no trace is needed.
    #[arg(long, conflicts_with_all = ["curve", "capacity", "hits", "analyse", "trace", "generate"])]
    explain: bool,
    /// What a request counts by: hits and misses are then sums of bytes or of costs. Capacities are entries all the same.
    #[arg(long, value_enum, default_value_t = By::Requests)]
    by: By,
    /// So many requests at the start fill the caches and are not counted.
    #[arg(long, conflicts_with_all = ["curve", "analyse", "hits"], default_value_t = 0)]
    warm_up: usize,
    /// Tell hits and misses of so many parts of the trace that follow each other, instead of the whole.
    #[arg(long, value_name = "PARTS", conflicts_with_all = ["curve", "analyse", "hits", "explain", "warm_up"])]
    over_time: Option<u32>,
    /// Seconds after which an entry expires. Belady's limit keeps its entries for ever, so that it stays a limit.
    #[arg(long, allow_negative_numbers = true)]
    ttl: Option<f64>,
    /// Let every hit begin a new life, instead of counting from when an entry was stored.
    #[arg(long, requires = "ttl")]
    ttl_sliding: bool,
    /// Seed of the policies that draw.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl CacheArgs {
    /// What a cache of so many entries is made with under a policy.
    fn settings(&self, policy: Policy, capacity: u32) -> Settings {
        let expiry = if self.ttl_sliding { Expiry::AfterAccess } else { Expiry::AfterWrite };
        let settings = Settings::of(capacity).with_ttl(self.ttl.map(Nanos::from_seconds));
        Settings { expiry, seed: self.seed, ..settings }.under(policy)
    }
}

/// A share in per cent.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').parse::<f64>().ok().filter(|share| *share > 0.0 && *share < 100.0);
    number.ok_or_else(|| format!("{text} is not allowed here; allowed: a number of per cent above 0 and below 100"))
}

/// A capacity, which may be larger than any trace has keys, but not larger than keys are numbered.
fn entries(text: &str) -> Result<u32, String> {
    text.trim().parse().map_err(|_| {
        format!(
            "{text} is not allowed here; allowed: a whole number of entries from 0 to {}; a trace has {REQUESTS_MAX} keys \
             at most, so this is room for all",
            u32::MAX
        )
    })
}

/// What a request counts by.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// One.
    Requests,
    /// The bytes that it asks for.
    Bytes,
    /// What it costs to fetch its key.
    Cost,
}

impl By {
    const fn measure(self) -> Measure {
        match self {
            Self::Requests => Measure::Requests,
            Self::Bytes => Measure::Bytes,
            Self::Cost => Measure::Cost,
        }
    }
}

pub(crate) fn cache(arguments: &CacheArgs) -> Result<ExitCode, BadInput> {
    let ids: &[String] = &arguments.policy;
    let policies = ids.iter().map(|id| policy(id)).collect::<Result<Vec<_>, _>>()?;
    if let Some(ttl) = arguments.ttl.filter(|ttl| !ttl.is_finite() || *ttl <= 0.0) {
        return Err(BadInput(format!("--ttl: {ttl} is not allowed here; allowed: seconds above 0")));
    }
    if arguments.explain {
        print(&if arguments.json { pretty(&explained(&policies)) } else { words(&policies) });
        return Ok(ExitCode::SUCCESS);
    }
    let trace = arguments.source.load()?;
    check(&trace, arguments)?;
    let chosen: &[Policy] = if policies.is_empty() { &[Policy::Lru] } else { &policies };
    let answer = if arguments.analyse {
        analysis(&trace)
    } else if arguments.curve {
        curves(&trace, chosen, arguments)
    } else if let Some(percent) = arguments.hits {
        sizes_for(&trace, chosen, percent / 100.0, arguments)
    } else if let Some(parts) = arguments.over_time {
        over_time(&trace, &policies, parts, arguments)
    } else {
        counts(&trace, &policies, arguments)
    };
    print(&if arguments.json { pretty(&answer) } else { plain(&answer) });
    Ok(ExitCode::SUCCESS)
}

/// What is asked of the trace must be in it.
fn check(trace: &Trace, arguments: &CacheArgs) -> Result<(), BadInput> {
    let (measure, requests) = (arguments.by.measure(), trace.keys().len());
    if !trace.has(measure) {
        let id = measure.id();
        return Err(BadInput(format!(
            "--by: {id} is not allowed here; allowed: requests, because the trace has no {id}"
        )));
    }
    if arguments.warm_up >= requests {
        let warm_up = arguments.warm_up;
        let allowed = format!("fewer than the {requests} requests of the trace");
        return Err(BadInput(format!("--warm-up: {warm_up} is not allowed here; allowed: {allowed}")));
    }
    if let Some(parts) = arguments.over_time
        && (parts == 0 || math::index(parts) > requests)
    {
        return Err(BadInput(format!(
            "--over-time: {parts} is not allowed here; allowed: 1 to {requests}, the requests"
        )));
    }
    Ok(())
}

fn policy(id: &str) -> Result<Policy, BadInput> {
    let known = || Policy::ALL.iter().map(|policy| policy.id());
    Policy::from_id(id).ok_or_else(|| unknown("cache policy", id, known()))
}

/// One row for each policy and capacity; a single one stands alone.
fn counts(trace: &Trace, policies: &[Policy], arguments: &CacheArgs) -> Value {
    let mut rows = Vec::new();
    for policy in policies {
        for &capacity in &arguments.capacity {
            let mut cache = policy.build(arguments.settings(*policy, capacity));
            let counts = cache.replay_after(trace, arguments.warm_up, arguments.by.measure());
            rows.push(json!({
                "policy": policy.id(), "capacity": capacity, "requests": counts.requests, "hits": counts.hits,
                "misses": counts.misses, "miss_ratio": counts.miss_ratio().map(Ratio::get),
            }));
        }
    }
    if rows.len() == 1 { rows.remove(0) } else { Value::Array(rows) }
}

/// One row for each policy, capacity and part of the trace, with the request that the part begins with, counted from 0.
fn over_time(trace: &Trace, policies: &[Policy], parts: u32, arguments: &CacheArgs) -> Value {
    let mut rows = Vec::new();
    for policy in policies {
        for &capacity in &arguments.capacity {
            let mut cache = policy.build(arguments.settings(*policy, capacity));
            let counts = cache.replay_in(trace, parts, arguments.by.measure());
            rows.extend((0_u64..).zip(counts).map(|(part, counts)| {
                json!({
                    "policy": policy.id(), "capacity": capacity,
                    "from": math::wide(trace.keys().len()) * part / u64::from(parts),
                    "requests": counts.requests, "hits": counts.hits, "misses": counts.misses,
                    "hit_ratio": counts.hit_ratio().map(Ratio::get),
                })
            }));
        }
    }
    Value::Array(rows)
}

/// What policies do and their parameters.
fn explained(policies: &[Policy]) -> Value {
    let parameter =
        |one: &Parameter| json!({ "id": one.id, "meaning": one.meaning, "default": one.default, "source": one.source });
    let policy = |policy: &Policy| {
        json!({
            "policy": policy.id(), "name": policy.name(), "summary": policy.summary(), "source": policy.source(),
            "parameters": policy.parameters().iter().map(parameter).collect::<Vec<_>>(),
        })
    };
    Value::Array(policies.iter().map(policy).collect())
}

/// The same for people.
fn words(policies: &[Policy]) -> String {
    let parameter =
        |one: &Parameter| format!("    {}: {}. {}. Source: {}.\n", one.id, one.default, one.meaning, one.source);
    let policy = |policy: &Policy| {
        let parameters: String = policy.parameters().iter().map(parameter).collect();
        let lead = if parameters.is_empty() {
            "  It has no parameters.\n"
        } else {
            "  Parameters, none of which can be set:\n"
        };
        format!(
            "{}: {}\n  {}\n  Source: {}.\n{lead}{parameters}",
            policy.id(),
            policy.name(),
            policy.summary(),
            policy.source()
        )
    };
    policies.iter().map(policy).collect()
}

fn analysis(trace: &Trace) -> Value {
    let analysis = Analysis::of(trace);
    let pairs = |pairs: &[(u64, u64)]| pairs.iter().map(|(rank, count)| json!([rank, count])).collect::<Vec<_>>();
    json!({
        "requests": analysis.requests,
        "distinct": analysis.distinct,
        "zipf_slope": analysis.zipf,
        "one_hit_keys": analysis.one_hit_keys,
        "one_hit_share": Ratio::of(analysis.one_hit_keys, u64::from(analysis.distinct)).map(Ratio::get),
        "loop_length": analysis.loop_length.map(|(length, _)| length),
        "loop_reuses": analysis.loop_length.map(|(_, reuses)| reuses),
        "scans": analysis.scans.0,
        "scan_requests": analysis.scans.1,
        "rank_frequency": pairs(&analysis.rank_frequency),
        "reuse_distance": analysis.reuse_distance,
        "reuse_time": analysis.reuse_time,
        "working_set": analysis.working_set.iter().map(|(window, keys)| json!([window, keys])).collect::<Vec<_>>(),
    })
}

/// A value without its quotes.
fn word(value: &Value) -> String {
    value.to_string().trim_matches('"').to_owned()
}

/// For people: one line for each row or field.
fn plain(answer: &Value) -> String {
    let fields = ["policy", "capacity", "from", "requests", "hits", "misses", "miss_ratio", "hit_ratio"];
    let row = |row: &Value| {
        let told = fields.iter().filter_map(|name| Some(format!("{name} {}", word(row.get(name)?))));
        told.collect::<Vec<_>>().join("  ") + "\n"
    };
    match answer {
        Value::Array(rows) => rows.iter().map(row).collect(),
        one if one.get("hits").is_some() => row(one),
        found if found.get("sizes").is_some() || found.get("curves").is_some() => curves::words(found),
        other => other.as_object().map_or(String::new(), |fields| {
            fields.iter().map(|(name, value)| format!("{name:<16} {}\n", word(value))).collect()
        }),
    }
}
