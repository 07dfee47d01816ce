//! `switchyard cache`: a trace through caches, its miss-ratio curves, or what it is like.

use super::cli::{BadInput, pretty, print, say, unknown};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufReader, Read};
use std::process::ExitCode;
use switchyard::cache::analysis::Analysis;
use switchyard::cache::curve::{Curve, EXACT_MAX, SAMPLE_RATE, replayed, sizes};
use switchyard::cache::trace::{Measure, REQUESTS_MAX, Trace};
use switchyard::cache::{Policy, Settings};
use switchyard::interop::trace::{Columns, Format, read, unpacked};
use switchyard::math;
use switchyard::units::{Nanos, Ratio};

/// A sample that is off by more than this share is called rough.
const SAMPLE_OFF: f64 = 0.2;
/// How a curve was found that has all sizes from one pass.
const EXACT: &str = "exact, stack distances";
const SAMPLED: &str = "sampled above 5 million requests: a tenth of the keys (SHARDS); where few keys get most requests it may be points off";
const _: () = assert!(EXACT_MAX == 5_000_000);

#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    /// A file with one key a line, or another format; gzip and zstd are recognised; `-` for stdin.
    trace: String,
    /// Policy; may be given several times.
    #[arg(long, required_unless_present_any = ["analyse", "curve"])]
    policy: Vec<String>,
    /// Capacity in entries; may be given several times or as a list with commas.
    #[arg(long, required_unless_present_any = ["analyse", "curve"], value_delimiter = ',', value_parser = entries)]
    capacity: Vec<u32>,
    /// Print the miss-ratio curve of each policy (by default LRU), at the capacities or at sizes spread over the keys.
    #[arg(long)]
    curve: bool,
    /// Describe the trace instead: popularity, reuse, scans, loops, working set.
    #[arg(long, conflicts_with_all = ["curve", "policy", "capacity"])]
    analyse: bool,
    /// How the file holds its requests.
    #[arg(long, value_enum, default_value_t = FileFormat::Keys)]
    format: FileFormat,
    /// Name of the column with the keys, for CSV.
    #[arg(long, default_value = "key")]
    key_column: String,
    /// Name of the column with the seconds, for CSV.
    #[arg(long)]
    time_column: Option<String>,
    /// Name of the column with the bytes of each request, for CSV.
    #[arg(long)]
    size_column: Option<String>,
    /// Name of the column with what it costs to fetch the key, for CSV; a key's first line says it.
    #[arg(long)]
    cost_column: Option<String>,
    /// What a request counts by: hits and misses are then sums of bytes or of costs. Capacities are entries all the same.
    #[arg(long, value_enum, default_value_t = By::Requests)]
    by: By,
    /// So many requests at the start fill the caches and are not counted.
    #[arg(long, conflicts_with_all = ["curve", "analyse"], default_value_t = 0)]
    warm_up: usize,
    /// Requests per second, where the file has no times.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), default_value_t = 20_000)]
    pace: u32,
    /// Seconds after which an entry expires.
    #[arg(long, allow_negative_numbers = true)]
    ttl: Option<f64>,
    /// Seed of the policies that draw.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FileFormat {
    /// One key a line.
    Keys,
    /// Columns with a header.
    Csv,
    /// libCacheSim's records of 24 bytes.
    OracleGeneral,
    /// What `redis-cli MONITOR` prints.
    RedisMonitor,
}

pub(crate) fn cache(arguments: &CacheArgs) -> Result<ExitCode, BadInput> {
    let ids: &[String] = &arguments.policy;
    let policies = ids.iter().map(|id| policy(id)).collect::<Result<Vec<_>, _>>()?;
    if let Some(ttl) = arguments.ttl.filter(|ttl| !ttl.is_finite() || *ttl <= 0.0) {
        return Err(BadInput(format!("--ttl: {ttl} is not allowed here; allowed: seconds above 0")));
    }
    let trace = load(arguments)?;
    check(&trace, arguments)?;
    let answer = if arguments.analyse {
        analysis(&trace)
    } else if arguments.curve {
        curves(&trace, if policies.is_empty() { &[Policy::Lru] } else { &policies }, arguments)
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
    Ok(())
}

fn policy(id: &str) -> Result<Policy, BadInput> {
    let known = || Policy::ALL.iter().map(|policy| policy.id());
    Policy::from_id(id).ok_or_else(|| unknown("cache policy", id, known()))
}

fn load(arguments: &CacheArgs) -> Result<Trace, BadInput> {
    let name = &arguments.trace;
    let complain = |error: &dyn std::fmt::Display| BadInput(format!("{name}: {error}"));
    let source: Box<dyn Read> = if name == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(name).map_err(|error| complain(&error))?)
    };
    let columns = || Columns {
        key: arguments.key_column.clone(),
        time: arguments.time_column.clone(),
        size: arguments.size_column.clone(),
        cost: arguments.cost_column.clone(),
    };
    let format = match arguments.format {
        FileFormat::Keys => Format::Keys,
        FileFormat::Csv => Format::Csv(columns()),
        FileFormat::OracleGeneral => Format::OracleGeneral,
        FileFormat::RedisMonitor => Format::RedisMonitor,
    };
    let source = unpacked(BufReader::new(source)).map_err(|error| complain(&error))?;
    let trace = read(source, &format).map_err(|error| complain(&error))?;
    Ok(if trace.has_times() { trace } else { trace.paced(Nanos::from_seconds(1.0 / f64::from(arguments.pace))) })
}

/// One row for each policy and capacity; a single one stands alone.
fn counts(trace: &Trace, policies: &[Policy], arguments: &CacheArgs) -> Value {
    let mut rows = Vec::new();
    for policy in policies {
        for &capacity in &arguments.capacity {
            let settings = Settings::of(capacity).with_ttl(arguments.ttl.map(Nanos::from_seconds));
            let mut cache = policy.build(Settings { seed: arguments.seed, ..settings });
            let counts = cache.replay_after(trace, arguments.warm_up, arguments.by.measure());
            rows.push(json!({
                "policy": policy.id(), "capacity": capacity, "requests": counts.requests, "hits": counts.hits,
                "misses": counts.misses, "miss_ratio": counts.miss_ratio().map(Ratio::get),
            }));
        }
    }
    if rows.len() == 1 { rows.remove(0) } else { Value::Array(rows) }
}

fn curves(trace: &Trace, policies: &[Policy], arguments: &CacheArgs) -> Value {
    let asked = &arguments.capacity;
    let capacities = if asked.is_empty() { sizes(trace.distinct()) } else { asked.clone() };
    let measure = arguments.by.measure();
    let requests = math::float((0..trace.keys().len()).map(|request| trace.weight(measure, request)).sum());
    let curve = |&policy: &Policy| {
        let is_lru = [Policy::Lru, Policy::PythonLruCache].contains(&policy);
        let limit = if policy == Policy::Belady { Curve::belady_by(trace, measure) } else { None };
        let (misses, how) = match limit {
            Some(limit) => (capacities.iter().map(|&capacity| limit.misses(capacity)).collect(), EXACT),
            None if is_lru => lru(trace, &capacities, measure),
            None => by_replay(trace, policy, &capacities, measure),
        };
        let points = capacities.iter().zip(misses);
        let point = |(capacity, misses): (&u32, f64)| json!({ "capacity": capacity, "misses": misses, "miss_ratio": misses / requests });
        json!({ "policy": policy.id(), "method": how, "points": points.map(point).collect::<Vec<_>>() })
    };
    json!({
        "requests": trace.keys().len(), "distinct": trace.distinct(), "by": measure.id(),
        "curves": policies.iter().map(curve).collect::<Vec<_>>(),
    })
}

fn by_replay(trace: &Trace, policy: Policy, capacities: &[u32], measure: Measure) -> (Vec<f64>, &'static str) {
    let misses = replayed(policy, capacities, trace, measure).into_iter().map(math::float).collect();
    (misses, "exact, one replay a size")
}

/// All sizes from one pass, sampled beyond a length.
fn lru(trace: &Trace, capacities: &[u32], measure: Measure) -> (Vec<f64>, &'static str) {
    let exact = trace.keys().len() <= EXACT_MAX;
    let curve = if exact { Curve::lru_by(trace, measure) } else { Curve::lru_sampled_by(trace, SAMPLE_RATE, measure) };
    let share = curve.sampled_share();
    if (share - 1.0).abs() > SAMPLE_OFF {
        say(&format!("the sample has {share:.2} times the requests that it should have: a few hot keys decide"));
    }
    let misses = capacities.iter().map(|&capacity| curve.misses(capacity)).collect();
    let how = if exact { EXACT } else { SAMPLED };
    (misses, how)
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

/// For people: one line for each row or field.
fn plain(answer: &Value) -> String {
    let fields = ["policy", "capacity", "requests", "hits", "misses", "miss_ratio"];
    let word = |value: &Value| value.to_string().trim_matches('"').to_owned();
    let row = |row: &Value| fields.map(|name| format!("{name} {}", word(&row[name]))).join("  ") + "\n";
    match answer {
        Value::Array(rows) => rows.iter().map(row).collect(),
        one if one.get("hits").is_some() => row(one),
        curves if curves.get("curves").is_some() => curves["curves"].as_array().map_or(String::new(), |list| {
            let line = |curve: &Value, point: &Value| {
                let ratio = point["miss_ratio"].as_f64().unwrap_or(0.0);
                format!("{:<22} {:>10} {ratio:.6}\n", word(&curve["policy"]), word(&point["capacity"]))
            };
            let points = |curve: &Value| {
                let points = curve["points"].as_array().cloned().unwrap_or_default();
                let how = format!("{}: {}\n", word(&curve["policy"]), word(&curve["method"]));
                how + &points.iter().map(|point| line(curve, point)).collect::<String>()
            };
            list.iter().map(points).collect()
        }),
        other => other.as_object().map_or(String::new(), |fields| {
            fields.iter().map(|(name, value)| format!("{name:<16} {}\n", word(value))).collect()
        }),
    }
}
