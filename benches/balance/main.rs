//! What a pick costs under each policy, beside an empty pick; and the power of d choices beside its formula.
//!
//! A round sends payments through a policy among 3, 16 or 128 processors, of which each has one in flight on average:
//! pick, tell what was opened, tell what ended. The empty pick does the same with no policy. Rounds are interleaved and
//! the least processor time counts. `cargo xtask bench --only balance` runs this natively and under Node; nothing is
//! asserted. `picks` and `response` choose a part, `--rounds N` says how often.

#[path = "../engine/host.rs"]
mod host;

use host::say;
use std::hint::black_box;
use switchyard::balance::{Ended, Policy, Request, Setup, View};
use switchyard::math;
use switchyard::random::Stream;
use switchyard::theory::{Demand, PowerOfChoices};
use switchyard::units::{Instant, Nanos};

/// Numbers of processors.
const SERVERS: [usize; 3] = [3, 16, 128];
/// Picks of a round.
const PICKS: u32 = 20_000;
/// Rounds, unless the arguments say otherwise.
const ROUNDS: u32 = 7;
/// Jumps of a system whose mean response is measured.
const JUMPS: u32 = 15_000_000;

fn main() {
    let arguments = host::arguments();
    let after = |option: &str| arguments.iter().skip_while(|word| *word != option).nth(1);
    let rounds = after("--rounds").and_then(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let chosen = |part: &str| {
        let named = ["picks", "response"].iter().any(|part| arguments.iter().any(|word| word == part));
        !named || arguments.iter().any(|word| word == part)
    };
    if chosen("picks") {
        picks(rounds);
    }
    if chosen("response") {
        // How much memory a program has is no matter here.
        black_box(host::memory());
        responses();
    }
}

/// Nanoseconds a pick, the empty one first.
fn picks(rounds: u32) {
    let policies: Vec<Option<Policy>> = std::iter::once(None).chain(Policy::ALL.iter().copied().map(Some)).collect();
    let mut least = vec![f64::INFINITY; policies.len() * SERVERS.len()];
    for _ in 0..rounds {
        for (place, least) in least.iter_mut().enumerate() {
            let (policy, servers) = (policies[place / SERVERS.len()], SERVERS[place % SERVERS.len()]);
            *least = least.min(nanos(policy, servers));
        }
    }
    for (place, least) in least.into_iter().enumerate() {
        let name = policies[place / SERVERS.len()].map_or("empty pick", Policy::id);
        say(&format!("{name}, {}\t{least:.2}", SERVERS[place % SERVERS.len()]));
    }
}

/// Nanoseconds of a pick in one round.
fn nanos(policy: Option<Policy>, servers: usize) -> f64 {
    let mut round = Round::new(policy, servers);
    // Rings and tables are made at the first pick.
    round.play(servers.min(100));
    let from = host::seconds();
    round.play(math::index(PICKS));
    (host::seconds() - from) / f64::from(PICKS) * 1e9
}

/// Payments on their way through a policy.
struct Round {
    balancer: Option<switchyard::balance::Balancer>,
    stream: Stream,
    weights: Vec<u32>,
    usable: Vec<bool>,
    in_flight: Vec<u32>,
    /// Where the payments under way are, a ring.
    under_way: Vec<Option<usize>>,
    number: u32,
}

impl Round {
    fn new(policy: Option<Policy>, servers: usize) -> Self {
        Self {
            balancer: policy.map(|policy| policy.build(servers)),
            stream: Stream::new(1, "routing"),
            weights: (0..math::id(servers)).map(|server| 1 + server % 4).collect(),
            usable: vec![true; servers],
            in_flight: vec![0; servers],
            under_way: vec![None; servers],
            number: 0,
        }
    }

    fn play(&mut self, picks: usize) {
        for _ in 0..picks {
            self.number += 1;
            let key = self.number.to_le_bytes();
            let request = Request { key: &key, amount_minor: 1000, ..Request::UNKNOWN };
            let now = Instant::new(u64::from(self.number) * 100_000);
            let servers = self.weights.len();
            let place = math::index(self.number) % servers;
            let Self { balancer, stream, weights, usable, in_flight, under_way, .. } = self;
            let ended = Ended { latency: Nanos::new(5_000_000), service: Nanos::new(4_000_000), ..Ended::default() };
            if let Some(server) = under_way[place] {
                in_flight[server] -= 1;
                let view = View { now, request, ..View::new(weights, in_flight, usable) };
                if let Some(balancer) = balancer {
                    balancer.closed(server, &view, &ended);
                }
            }
            let view = View { now, request, ..View::new(weights, in_flight, usable) };
            let picked = match balancer {
                Some(balancer) => balancer.pick(&view, stream).unwrap_or(0),
                None => black_box(place),
            };
            in_flight[picked] += 1;
            under_way[place] = Some(picked);
            let view = View { now, request, ..View::new(weights, in_flight, usable) };
            if let Some(balancer) = balancer {
                balancer.opened(picked, &view);
            }
        }
        black_box(&self.under_way);
    }
}

/// Mean response in services at n = 100 and load 0.9, with replacement, and what the formula says for n without bound.
fn responses() {
    for choices in [1, 2, 3, 5] {
        let measured = response(f64::from(choices), 100, 0.9);
        say(&format!("response, {choices} choices\t{measured:.4}"));
        say(&format!("mean-field formula, {choices} choices\t{:.4}", mean_field(choices)));
    }
}

/// The formula for servers without number.
fn mean_field(choices: u32) -> f64 {
    let demand = Demand { arrival_rate_per_s: 0.9, service_mean_ms: 1000.0 };
    PowerOfChoices::new(demand, choices).map_or(f64::NAN, |system| system.response_ms() / 1000.0)
}

/// Mean number in the system by the arrival rate (Little's law), from a chain of jumps.
fn response(choices: f64, servers: usize, load: f64) -> f64 {
    let values = [("choices", choices), ("replacement", 1.0)];
    let mut balancer = Policy::DChoices.build_with(&Setup { values: &values, ..Setup::new(servers) });
    let (mut world, mut routing) = (Stream::new(1, "world"), Stream::new(1, "routing"));
    let (weights, usable, mut in_flight) = (vec![1; servers], vec![true; servers], vec![0_u32; servers]);
    let (mut inside, mut sum) = (0_u64, 0_u64);
    let warm_up = JUMPS / 10;
    for jump in 0..JUMPS + warm_up {
        if jump >= warm_up {
            sum += inside;
        }
        if world.unit() < load / (1.0 + load) {
            if let Some(server) = balancer.pick(&View::new(&weights, &in_flight, &usable), &mut routing) {
                in_flight[server] += 1;
                inside += 1;
            }
            continue;
        }
        let server = math::index(world.below(math::id(servers)));
        inside -= u64::from(in_flight[server] > 0);
        in_flight[server] = in_flight[server].saturating_sub(1);
    }
    math::float(sum) / f64::from(JUMPS) / (load * math::count(servers))
}
