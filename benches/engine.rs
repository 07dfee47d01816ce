//! Events per second of the engine, beside a bare loop in the same run.
//!
//! The bare loop is the least that any simulator must do: a binary heap of times, exponential draws, array queues, no
//! statistics. Rounds are interleaved and the least time counts, because other work on the machine only adds time.
//! `cargo xtask bench` runs this natively and under Node; it prints ratios and asserts nothing.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::hint::black_box;
use switchyard::experiment::Run;
use switchyard::math;
use switchyard::random::{Stream, exponential};
use switchyard::scenario::Preset;
use switchyard::units::Instant;

/// Rounds; the least time counts.
const ROUNDS: u32 = 7;
/// Events of a round.
const EVENTS: u32 = 2_000_000;
/// What is measured: the bare loop, and presets.
const NAMES: [&str; 4] = ["bare loop", "calm-day", "festival-peak", "mmc"];
/// Stations of the bare loop, each visited once by a payment, as in the default preset: gateway, processor, channel,
/// card management, database, answer.
const STATIONS: usize = 6;
/// Workers of each bare station.
const WORKERS: u32 = 12;
/// Mean service time of a bare station in nanoseconds.
const SERVICE: f64 = 10_000_000.0;
/// Mean gap between arrivals in nanoseconds: 70 % load.
const GAP: f64 = SERVICE / 12.0 / 0.7;

fn main() {
    host::say(&format!("{:<16} {:>14} {:>10} {:>8}", "", "events/s", "ns/event", "x bare"));
    let mut least = NAMES.map(|_| f64::INFINITY);
    for _ in 0..ROUNDS {
        for (name, least) in NAMES.iter().zip(&mut least) {
            let from = host::seconds();
            Preset::find(name).map_or_else(bare, simulate);
            *least = least.min(host::seconds() - from);
        }
    }
    let events = f64::from(EVENTS);
    for (name, seconds) in NAMES.iter().zip(least) {
        let (rate, nanos, ratio) = (events / seconds, seconds / events * 1e9, seconds / least[0]);
        host::say(&format!("{name:<16} {rate:>14.0} {nanos:>10.1} {ratio:>8.2}"));
    }
}

/// A round of a preset, all statistics on.
fn simulate(preset: &Preset) {
    let mut run = Run::new(&preset.checked(), 1);
    run.advance(Instant::NEVER, u64::from(EVENTS));
    black_box(run.report());
}

/// A round of the bare loop.
fn bare() {
    let mut stream = Stream::new(1, "bare");
    let mut heap = BinaryHeap::from([Reverse((0, 0, STATIONS))]);
    let mut queues = vec![VecDeque::new(); STATIONS];
    let mut busy = [0; STATIONS];
    let mut sequence = 0_u64;
    for _ in 0..EVENTS {
        let Some(Reverse((now, _, station))) = heap.pop() else { break };
        let mut after = |mean: f64, station: usize| {
            sequence += 1;
            heap.push(Reverse((now + math::floor(mean * exponential(&mut stream)), sequence, station)));
        };
        // The event past the last station is an arrival, which comes to the first one.
        let next = if station == STATIONS { 0 } else { station + 1 };
        if station == STATIONS {
            after(GAP, STATIONS);
        } else if queues[station].pop_front().is_some() {
            after(SERVICE, station);
        } else {
            busy[station] -= 1;
        }
        if next < STATIONS && busy[next] < WORKERS {
            busy[next] += 1;
            after(SERVICE, next);
        } else if next < STATIONS {
            queues[next].push_back(now);
        }
    }
    black_box(busy);
}

/// The clock and the voice of the machine.
#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
mod host {
    use std::sync::LazyLock;
    use std::time::Instant;

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    pub(crate) fn seconds() -> f64 {
        START.elapsed().as_secs_f64()
    }

    pub(crate) fn say(line: &str) {
        println!("{line}");
    }
}

/// The clock and the voice of the JavaScript program around it.
#[cfg(target_arch = "wasm32")]
mod host {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
        #[wasm_bindgen(js_namespace = console)]
        fn log(line: &str);
    }

    pub(crate) fn seconds() -> f64 {
        now() / 1e3
    }

    pub(crate) fn say(line: &str) {
        log(line);
    }
}
