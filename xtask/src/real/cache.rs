//! Caches beside Python's `lru_cache`, libCacheSim and a Redis server: equal counts, or within a stated share.
//!
//! The traces are drawn anew each time, the same ones: a skewed law whose favourites move on, so that neither recency nor
//! frequency alone wins, and the same with scans. What is not installed is skipped with a sentence.

use super::long_traces;
use super::redis::Redis;
use crate::steps::{Outcome, Steps, cargo, command, root};
use crate::tools::output;
use std::collections::BTreeMap;
use std::path::Path;

/// Requests and keys of the trace for Python and libCacheSim.
const REQUESTS: u64 = 100_000;
const KEYS: u64 = 20_000;
/// The first so many of every so many requests are a scan, round a ring of so many other keys.
const SCAN: u64 = 1_000;
const SCAN_EVERY: u64 = 8_000;
const RING: u64 = 7_000;
/// Capacities at which they are compared; libCacheSim's composite policies need 20.
const CAPACITIES: [&str; 3] = ["100", "333", "2000"];
/// Requests of the part that Redis gets, and their pace.
const PACED: usize = 60_000;
const PER_SECOND: u32 = 3_000;
/// Entries that the Redis server holds, about.
const ENTRIES: u64 = 2_000;
/// How far the share of hits may lie from the server's, relatively.
const REDIS_SHARE: f64 = 0.015;
/// The version of libCacheSim that our counts equal.
const LIBCACHESIM: &str = "libcachesim==0.3.5";

pub fn run(steps: &mut Steps) -> Outcome {
    let folder = root().join("target").join("real");
    std::fs::create_dir_all(&folder).map_err(|error| format!("target/real cannot be made: {error}."))?;
    let keys = keys();
    let traces =
        [("trace.txt", keys.clone()), ("scans.txt", scanned(&keys))].map(|(name, keys)| (folder.join(name), keys));
    for (trace, keys) in &traces {
        write(trace, keys)?;
    }
    let each = |python: &str, what: &str| traces.iter().try_for_each(|(trace, _)| compare(python, what, trace));
    steps.command("switchyard", &mut cargo("build --release --locked --bin switchyard"))?;
    steps.work("ten million requests", || long_traces::run(&program()))?;
    steps.work("Python's lru_cache", || match output(command("python3").arg("--version")) {
        Some(_) => each("python3", "lru_cache"),
        None => skip("there is no python3 here"),
    })?;
    steps.work("libCacheSim", || match environment(&folder) {
        Some(python) => each(&python, "libcachesim"),
        None => skip(&format!("{LIBCACHESIM} does not install here")),
    })?;
    if output(command("redis-server").arg("--version")).is_none() {
        return skip("there is no redis-server here (Debian: apt-get install redis-server)");
    }
    let paced = folder.join("paced.txt");
    write(&paced, &keys[..PACED])?;
    for policy in ["allkeys-lru", "allkeys-lfu", "allkeys-random"] {
        steps.work(&format!("Redis, {policy}"), || redis(policy, &keys[..PACED], &paced))?;
    }
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "the end of a step")]
fn skip(why: &str) -> Outcome {
    println!("   skipped: {why}");
    Ok(())
}

/// A skewed draw (the sixth power of a uniform one: a tenth of the keys gets two thirds of the requests), moved on by 50
/// keys after every 5,000 requests.
fn keys() -> Vec<u64> {
    let mut state = 7_u64;
    let mut draw = |request: u64| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let unit = u128::from((z ^ (z >> 31)) >> 32);
        let cube = (unit * unit * unit) >> 64;
        let sixth = (cube * cube) >> 32;
        let rank = u64::try_from((sixth * u128::from(KEYS)) >> 32).unwrap_or(0);
        (rank + request / 5_000 * 50) % KEYS + 1
    };
    (0..REQUESTS).map(&mut draw).collect()
}

/// The same requests, some of them replaced by scans.
fn scanned(keys: &[u64]) -> Vec<u64> {
    let mut ring = (0..RING).cycle().map(|place| KEYS + 1 + place);
    let request =
        |(request, &key): (u64, &u64)| if request % SCAN_EVERY < SCAN { ring.next().unwrap_or(key) } else { key };
    (0..).zip(keys).map(request).collect()
}

fn write(path: &Path, keys: &[u64]) -> Outcome {
    let text: String = keys.iter().map(|key| format!("{key}\n")).collect();
    std::fs::write(path, text).map_err(|error| format!("{} cannot be written: {error}.", path.display()))
}

/// Misses of the other program and of ours, which must be equal.
fn compare(python: &str, what: &str, trace: &Path) -> Outcome {
    let script = root().join("xtask").join("src").join("real").join("caches.py");
    let theirs = output(command(python).arg(script).arg(what).arg(trace).args(CAPACITIES));
    let theirs = theirs.ok_or_else(|| format!("{python} could not count for {what}."))?;
    let mut rows = BTreeMap::new();
    for line in theirs.lines() {
        let mut words = line.split(' ').map(str::to_owned);
        if let (Some(policy), Some(capacity), Some(misses)) = (words.next(), words.next(), words.next()) {
            rows.insert((policy, capacity), misses);
        }
    }
    for ((policy, capacity), theirs) in &rows {
        let ours = misses(trace, &["--policy", policy, "--capacity", capacity])?.to_string();
        println!("   {policy} at {capacity}: {ours} misses, theirs {theirs}");
        if ours != *theirs {
            return Err(format!("{policy} at {capacity} misses {ours} times here and {theirs} times in {what}."));
        }
    }
    if rows.is_empty() { Err(format!("{what} counted nothing.")) } else { Ok(()) }
}

/// Our command line.
fn program() -> String {
    root().join("target").join("release").join("switchyard").to_string_lossy().into_owned()
}

/// Misses by `switchyard cache`.
fn misses(trace: &Path, options: &[&str]) -> Outcome<u64> {
    let said = output(command(&program()).arg("cache").arg(trace).args(options)).unwrap_or_default();
    let mut words = said.split_whitespace().skip_while(|word| *word != "misses").skip(1);
    words.next().and_then(|misses| misses.parse().ok()).ok_or_else(|| format!("switchyard cache said {said:?}."))
}

/// The Python of an environment with libCacheSim, made once.
fn environment(folder: &Path) -> Option<String> {
    let place = folder.join("venv");
    let python = place.join("bin").join("python3").to_string_lossy().into_owned();
    let has_it = || output(command(&python).args(["-c", "import libcachesim"])).is_some();
    if !has_it() {
        output(command("python3").args(["-m", "venv"]).arg(&place))?;
        output(command(&python).args(["-m", "pip", "install", "--quiet", LIBCACHESIM]))?;
    }
    has_it().then_some(python)
}

/// The share of hits of a server and of our model with as many entries and at the same pace.
fn redis(policy: &str, keys: &[u64], trace: &Path) -> Outcome {
    let answer = Redis::start(policy, ENTRIES)?.replay(keys, PER_SECOND)?;
    let (id, entries, pace) = (format!("redis-{policy}"), answer.entries.to_string(), PER_SECOND.to_string());
    let ours = misses(trace, &["--policy", &id, "--capacity", &entries, "--pace", &pace])?;
    let ratio = |misses: u64| 1.0 - misses as f64 / keys.len() as f64;
    let (theirs, ours) = (ratio(answer.misses), ratio(ours));
    println!("   {policy} with {entries} entries: hit ratio {ours:.4}, the server's {theirs:.4}");
    if (ours / theirs - 1.0).abs() > REDIS_SHARE {
        return Err(format!("{policy}: the hit ratio is {ours:.4}, the server's {theirs:.4}: more than 1.5 % apart."));
    }
    Ok(())
}
