//! Miss-ratio curves, and the sizes that a share of hits takes.
//!
//! LRU and Belady's limit have all sizes from one pass where the trace is small enough. Of a long trace the LRU curve is
//! sampled: those sizes below one entry of the sample are replayed instead, and some of the others, so that it is said how
//! far the sample is off. No sample is made where sizes are asked for by name: all of them are replayed. Beside LRU stands
//! Che's approximation.

use super::super::cli::say;
use super::{CacheArgs, word};
use serde_json::{Value, json};
use switchyard::cache::Policy;
use switchyard::cache::curve::{Che, Curve, EXACT_MAX, SAMPLE_RATE, sizes};
use switchyard::cache::trace::{Measure, Trace};
use switchyard::math;

/// A sample that is off by more than this share is called rough.
const SAMPLE_OFF: f64 = 0.2;
/// How a curve was found that has all sizes from one pass.
const EXACT: &str = "exact, stack distances";
/// The same from a sample.
const SAMPLED: &str = "sampled above 5 million requests: a tenth of the keys (SHARDS)";
/// The same of a curve.
const SAMPLED_CURVE: &str =
    "sampled above 5 million requests: a tenth of the keys (SHARDS); sizes below 10 and powers of ten replayed";
const _: () = assert!(EXACT_MAX == 5_000_000);
/// How the others are found.
const BY_REPLAY: &str = "exact, one replay a size";
/// How a size is found without a curve.
const HALVED: &str = "replays, halving the range: exact if misses never rise with the size";

/// The miss ratio of each policy at the capacities, or at sizes spread over the keys.
pub(super) fn curves(trace: &Trace, policies: &[Policy], arguments: &CacheArgs) -> Value {
    let lru = |policy: &&Policy| matches!(policy, Policy::Lru | Policy::PythonLruCache);
    // It knows neither weights nor lifetimes.
    let holds = arguments.by.measure() == Measure::Requests && arguments.ttl.is_none();
    let che = policies.iter().find(lru).filter(|_| holds).map(|_| Che::of(trace));
    let of = |policy: &Policy| curve(trace, *policy, che.as_ref().filter(|_| lru(&policy)), arguments);
    json!({
        "requests": trace.keys().len(), "distinct": trace.distinct(), "by": arguments.by.measure().id(),
        "curves": policies.iter().map(of).collect::<Vec<_>>(),
    })
}

fn curve(trace: &Trace, policy: Policy, che: Option<&Che>, arguments: &CacheArgs) -> Value {
    let asked = &arguments.capacity;
    let capacities = if asked.is_empty() { sizes(trace.distinct()) } else { asked.clone() };
    let total = total(trace, arguments);
    let in_one_pass = asked.is_empty() || !is_sampled(trace, policy);
    let found = if in_one_pass { whole_curve(trace, policy, arguments) } else { None };
    let is_replayed = |found: &Whole, size: u32| {
        // One size a decade is enough to see how far a sample is off.
        size < found.curve.smallest() || (found.sampled && is_decade(size))
    };
    let at = |capacity: u32| match &found {
        Some(found) if !is_replayed(found, capacity) => found.curve.misses(capacity),
        _ => misses(trace, policy, capacity, arguments),
    };
    let known: Vec<(u32, f64)> = capacities.into_iter().map(|capacity| (capacity, at(capacity))).collect();
    let point = |&(capacity, misses): &(u32, f64)| {
        let mut point = json!({ "capacity": capacity, "misses": misses, "miss_ratio": misses / total });
        // With room for all keys there are only first requests, which it leaves out.
        if let Some(che) = che.filter(|_| capacity < trace.distinct()) {
            point["che"] = json!(che.miss_ratio(capacity));
        }
        point
    };
    let points: Vec<Value> = known.iter().map(point).collect();
    let mut told = json!({ "policy": policy.id(), "method": method(found.as_ref()), "points": points });
    if let Some(Whole { curve, sampled: true }) = &found {
        let checked = known.iter().filter(|(size, _)| *size >= curve.smallest() && is_decade(*size));
        let off = checked.map(|&(size, counted)| (curve.misses(size) - counted).abs() / total);
        told["error"] = json!(off.reduce(f64::max));
    }
    told
}

/// What all requests count together.
fn total(trace: &Trace, arguments: &CacheArgs) -> f64 {
    math::float((0..trace.keys().len()).map(|request| trace.weight(arguments.by.measure(), request)).sum())
}

fn is_decade(size: u32) -> bool {
    size.checked_ilog10().is_some_and(|power| size == 10_u32.pow(power))
}

/// The misses at every size from one pass.
struct Whole {
    curve: Curve,
    /// Whether a sample of the keys stands for all.
    sampled: bool,
}

fn method(found: Option<&Whole>) -> &'static str {
    found.map_or(BY_REPLAY, |found| if found.sampled { SAMPLED_CURVE } else { EXACT })
}

/// Whether a sample of the keys would stand for all in one pass.
fn is_sampled(trace: &Trace, policy: Policy) -> bool {
    matches!(policy, Policy::Lru | Policy::PythonLruCache) && trace.keys().len() > EXACT_MAX
}

/// The misses at every size from one pass, where there is a way; nothing expires in such a curve.
fn whole_curve(trace: &Trace, policy: Policy, arguments: &CacheArgs) -> Option<Whole> {
    let measure = arguments.by.measure();
    match policy {
        Policy::Belady => Some(Whole { curve: Curve::belady_by(trace, measure)?, sampled: false }),
        _ if arguments.ttl.is_some() => None,
        _ if is_sampled(trace, policy) => {
            let curve = Curve::lru_sampled_by(trace, SAMPLE_RATE, measure);
            let share = curve.sampled_share();
            if (share - 1.0).abs() > SAMPLE_OFF {
                say(&format!(
                    "the sample has {share:.2} times the requests that it should have: a few hot keys decide"
                ));
            }
            Some(Whole { curve, sampled: true })
        }
        Policy::Lru | Policy::PythonLruCache => Some(Whole { curve: Curve::lru_by(trace, measure), sampled: false }),
        _ => None,
    }
}

/// The misses of a replay.
fn misses(trace: &Trace, policy: Policy, capacity: u32, arguments: &CacheArgs) -> f64 {
    let counts = policy.build(arguments.settings(policy, capacity)).replay_after(trace, 0, arguments.by.measure());
    math::float(counts.misses)
}

/// The smallest capacity of each policy at which at least this share hits.
pub(super) fn sizes_for(trace: &Trace, policies: &[Policy], share: f64, arguments: &CacheArgs) -> Value {
    let total = total(trace, arguments);
    let size = |&policy: &Policy| {
        let is_enough = |capacity: u32| misses(trace, policy, capacity, arguments) <= total * (1.0 - share);
        let counted = |capacity: Option<u32>| json!({ "policy": policy.id(), "method": HALVED, "capacity": capacity });
        let Some(Whole { curve, sampled }) = whole_curve(trace, policy, arguments) else {
            return counted(halved(trace.distinct(), is_enough));
        };
        let capacity = curve.size_for(1.0 - share);
        // The sample cannot tell a size below its first one, and few keys may be missing in it or too many.
        let few = Some(curve.smallest()).filter(|_| sampled);
        if let Some(fewer) = few.and_then(|most| halved(most, is_enough)) {
            return counted(Some(fewer));
        }
        let how = if sampled { SAMPLED } else { EXACT };
        let mut told = json!({ "policy": policy.id(), "method": how, "capacity": capacity });
        if let Some(size) = capacity.filter(|_| sampled) {
            told["error"] = json!((curve.misses(size) - misses(trace, policy, size, arguments)).abs() / total);
        }
        told
    };
    json!({
        "requests": trace.keys().len(), "distinct": trace.distinct(), "by": arguments.by.measure().id(),
        "hit_share": share, "sizes": policies.iter().map(size).collect::<Vec<_>>(),
    })
}

/// The least capacity that is enough, found by halving the range; `None` if the most is not.
fn halved(most: u32, is_enough: impl Fn(u32) -> bool) -> Option<u32> {
    let (mut too_few, mut enough) = (0, most);
    if !is_enough(enough) {
        return None;
    }
    while enough - too_few > 1 {
        let middle = u32::midpoint(too_few, enough);
        if is_enough(middle) { enough = middle } else { too_few = middle }
    }
    Some(enough)
}

/// Curves or sizes for people.
pub(super) fn words(answer: &Value) -> String {
    let off = |of: &Value| {
        let error = of["error"].as_f64();
        error.map_or_else(String::new, |error| format!("; off by up to {:.2} points at replayed sizes", error * 100.0))
    };
    let size = |size: &Value| match size["capacity"].as_u64() {
        Some(capacity) => {
            format!("{:<22} {capacity:>10} ({}{})\n", word(&size["policy"]), word(&size["method"]), off(size))
        }
        None => format!("{:<22} no size is enough\n", word(&size["policy"])),
    };
    let line = |curve: &Value, point: &Value| {
        let ratio = point["miss_ratio"].as_f64().unwrap_or(0.0);
        let che = point["che"].as_f64().map_or_else(String::new, |ratio| format!("  che {ratio:.6}"));
        format!("{:<22} {:>10} {ratio:.6}{che}\n", word(&curve["policy"]), word(&point["capacity"]))
    };
    let curve = |curve: &Value| {
        let points = curve["points"].as_array().map_or(&[][..], Vec::as_slice);
        let how = format!("{}: {}{}\n", word(&curve["policy"]), word(&curve["method"]), off(curve));
        how + &points.iter().map(|point| line(curve, point)).collect::<String>()
    };
    let list = |name: &str| answer[name].as_array().map_or(&[][..], Vec::as_slice);
    list("sizes").iter().map(size).chain(list("curves").iter().map(curve)).collect()
}
