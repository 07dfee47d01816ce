//! What every registered balancing policy must keep, whatever it is: each newcomer is tested here by being in the list.

use switchyard::balance::{Answer, Balancer, Ended, Fee, LoadReport, Nobody, Policy, Request, Rule, Setup, View};
use switchyard::math;
use switchyard::random::Stream;
use switchyard::units::{Instant, Nanos};

/// Picks of each walk.
const PICKS: usize = 400;

/// From here on a parameter makes a policy lay out so much that once has to do.
const LARGE: f64 = 100_000.0;

/// The policies that share evenly among equal servers with nothing in flight.
const EVEN: [Policy; 18] = [
    Policy::RoundRobin,
    Policy::Random,
    Policy::WeightedRandom,
    Policy::SmoothWeightedRoundRobin,
    Policy::HaproxyRoundrobin,
    Policy::HaproxyStaticRr,
    Policy::DeadlineWeightedRoundRobin,
    Policy::RunLengthWeightedRoundRobin,
    Policy::InverseLoad,
    Policy::ClientSideWeightedRoundRobin,
    Policy::NginxLeastConn,
    Policy::EnvoyLeastRequest,
    Policy::DChoices,
    Policy::NginxRandomTwo,
    Policy::JoinShortestQueue,
    Policy::JoinIdleQueue,
    Policy::NginxLeastTime,
    Policy::VolumeSplit,
];

/// The policies by which a key keeps its server while nothing changes.
const STICKY: [Policy; 7] = [
    Policy::HashModulo,
    Policy::RingHash,
    Policy::Ketama,
    Policy::Maglev,
    Policy::Rendezvous,
    Policy::JumpHash,
    Policy::BoundedLoad,
];

/// The policies that give every server exactly its weight over a cycle.
const EXACT: [Policy; 4] = [
    Policy::SmoothWeightedRoundRobin,
    Policy::HaproxyStaticRr,
    Policy::DeadlineWeightedRoundRobin,
    Policy::RunLengthWeightedRoundRobin,
];

/// One moment of a made-up system.
#[derive(Clone, Debug)]
struct Moment {
    weights: Vec<u32>,
    in_flight: Vec<u32>,
    usable: Vec<bool>,
    now: Instant,
    key: [u8; 4],
}

impl Moment {
    fn calm(weights: &[u32]) -> Self {
        let (in_flight, usable) = (vec![0; weights.len()], vec![true; weights.len()]);
        Self { weights: weights.to_vec(), in_flight, usable, now: Instant::START, key: [0; 4] }
    }

    fn view(&self) -> View<'_> {
        let request = Request { key: &self.key, amount_minor: 1000, ..Request::UNKNOWN };
        View { now: self.now, request, ..View::new(&self.weights, &self.in_flight, &self.usable) }
    }

    /// Changes one server's health, and now and then its weight; time goes on, and another card pays.
    fn shake(&mut self, stream: &mut Stream) {
        self.now += Nanos::from_millis(200.0 * stream.unit());
        self.key = stream.below(1000).to_le_bytes();
        let server = math::index(stream.below(math::id(self.weights.len())));
        self.usable[server] = stream.below(3) > 0;
        if stream.below(10) == 0 {
            self.weights[server] = stream.below(257);
        }
    }
}

fn random_reports(servers: usize, stream: &mut Stream) -> Vec<LoadReport> {
    let report = |stream: &mut Stream| {
        let completed_per_s = 100.0 * stream.unit();
        LoadReport { completed_per_s, failed_per_s: completed_per_s * stream.unit(), utilisation: stream.unit() }
    };
    (0..servers).map(|_| report(stream)).collect()
}

/// A long walk through random health, weights, load and reports; what was picked, in order, with the moments.
fn walk(policy: Policy, servers: usize, seed: u64) -> Vec<(Moment, Option<usize>)> {
    let mut world = Stream::new(seed, "world");
    let mut routing = Stream::new(seed, "routing");
    let mut balancer = policy.build(servers);
    let mut moment = Moment::calm(&vec![1; servers]);
    let mut picks = Vec::new();
    for _ in 0..PICKS {
        moment.shake(&mut world);
        if world.below(5) == 0 {
            balancer.observe(moment.now, &random_reports(servers, &mut world));
        }
        let pick = balancer.pick(&moment.view(), &mut routing);
        picks.push((moment.clone(), pick));
        if let Some(server) = pick {
            serve(&mut balancer, &mut moment, server, &mut world);
        }
    }
    picks
}

/// Opens an attempt at the server and closes some other one.
fn serve(balancer: &mut Balancer, moment: &mut Moment, server: usize, world: &mut Stream) {
    moment.in_flight[server] += 1;
    balancer.opened(server, &moment.view());
    let done = math::index(world.below(math::id(moment.in_flight.len())));
    if moment.in_flight[done] > 0 {
        moment.in_flight[done] -= 1;
        let answers = [Answer::Approved, Answer::Declined, Answer::Failed, Answer::Missing];
        let latency = Nanos::from_millis(300.0 * world.unit());
        let answer = answers[math::index(world.below(4))];
        let ended = Ended { answer, latency, service: latency, waiting: world.below(5) };
        balancer.closed(done, &moment.view(), &ended);
    }
}

#[test]
fn ids_are_unique_and_lead_back() {
    for (place, policy) in Policy::ALL.iter().enumerate() {
        assert_eq!(Policy::from_id(policy.id()), Some(*policy), "{} leads back to its policy", policy.id());
        assert!(Policy::ALL[..place].iter().all(|other| other.id() != policy.id()), "{} stands once", policy.id());
        for text in [policy.name(), policy.summary(), policy.source()] {
            assert!(!text.is_empty(), "{} says its name, what it does and where it is from", policy.id());
        }
    }
    assert_eq!(Policy::from_id("least-effort"), None, "an unknown id is no policy");
}

#[test]
fn only_eligible_servers_are_picked_and_one_whenever_there_is_one() {
    for &policy in Policy::ALL {
        for servers in [1, 2, 3, 7, 128] {
            for (moment, pick) in walk(policy, servers, 1) {
                let eligible: Vec<usize> = moment.view().eligible().collect();
                let right = pick.map_or(eligible.is_empty(), |server| eligible.contains(&server));
                assert!(right, "{}: {pick:?} out of {eligible:?}", policy.id());
            }
        }
    }
}

#[test]
fn one_seed_gives_the_same_picks() {
    let picks = |policy, seed| walk(policy, 5, seed).into_iter().map(|(_, pick)| pick).collect::<Vec<_>>();
    for &policy in Policy::ALL {
        assert_eq!(picks(policy, 7), picks(policy, 7), "{} repeats", policy.id());
    }
}

#[test]
fn nothing_is_picked_when_all_are_down_or_drained() {
    for &policy in Policy::ALL {
        let mut balancer = policy.build(3);
        let mut stream = Stream::new(1, "routing");
        let down = Moment { usable: vec![false; 3], ..Moment::calm(&[1, 2, 3]) };
        let drained = Moment::calm(&[0, 0, 0]);
        let split = Moment { usable: vec![true, false, false], ..Moment::calm(&[0, 1, 1]) };
        for moment in [down, drained, split] {
            assert_eq!(balancer.pick(&moment.view(), &mut stream), None, "{}: {moment:?}", policy.id());
        }
        let well = Moment::calm(&[1, 1, 1]);
        assert!(balancer.pick(&well.view(), &mut stream).is_some(), "{} picks again afterwards", policy.id());
    }
}

#[test]
fn a_server_that_comes_back_is_not_flooded() {
    for policy in EVEN {
        let mut balancer = policy.build(4);
        let mut stream = Stream::new(1, "routing");
        let well = Moment::calm(&[1; 4]);
        let ill = Moment { usable: vec![true, true, true, false], ..well.clone() };
        for moment in [&well, &ill] {
            for _ in 0..PICKS {
                balancer.pick(&moment.view(), &mut stream);
            }
        }
        let returned = (0..PICKS).filter(|_| balancer.pick(&well.view(), &mut stream) == Some(3)).count();
        // A quarter of 400 with a standard deviation of 9 where picks are drawn.
        assert!((55..=145).contains(&returned), "{}: {returned} of {PICKS} to the server that was away", policy.id());
    }
}

/// How often each server is picked over a cycle of `sum of weights` picks.
fn cycle(balancer: &mut Balancer, weights: &[u32]) -> Vec<u32> {
    let mut stream = Stream::new(1, "routing");
    let moment = Moment::calm(weights);
    let mut counts = vec![0; weights.len()];
    for _ in 0..weights.iter().sum() {
        if let Some(server) = balancer.pick(&moment.view(), &mut stream) {
            counts[server] += 1;
        }
    }
    counts
}

/// Over each full cycle from the start, every server gets exactly its weight.
fn check_cycles(policy: Policy, weights: &[u32]) {
    let mut balancer = policy.build(weights.len());
    for place in 0..3 {
        assert_eq!(cycle(&mut balancer, weights), weights, "{}, cycle {place}", policy.id());
    }
}

#[test]
fn exact_policies_give_every_server_its_weight() {
    let mut stream = Stream::new(3, "weights");
    for _ in 0..50 {
        let servers = 1 + stream.below(12);
        let weights: Vec<u32> = (0..servers).map(|_| stream.below(257)).collect();
        if weights.iter().sum::<u32>() == 0 {
            continue;
        }
        for policy in EXACT {
            check_cycles(policy, &weights);
        }
        let counts = cycle(&mut Policy::HaproxyRoundrobin.build(weights.len()), &weights);
        let near = counts.iter().zip(&weights).all(|(count, weight)| count.abs_diff(*weight) <= 1);
        assert!(near, "HAProxy's own rounding costs a pick at most: {counts:?} for {weights:?}");
    }
    for policy in [Policy::RoundRobin, Policy::InverseLoad, Policy::ClientSideWeightedRoundRobin] {
        check_cycles(policy, &[1; 9]);
    }
}

/// Every parameter at both ends of its range, one at a time.
#[test]
fn parameters_hold_what_they_promise() {
    for &policy in Policy::ALL {
        for parameter in policy.parameters() {
            let place = format!("{} of {}", parameter.name, policy.id());
            assert!(!parameter.summary.is_empty(), "{place} says what it does");
            assert!(parameter.check(parameter.default).is_ok(), "{place} allows its default");
            for value in [parameter.min - 1.0, parameter.max + 1.0, f64::NAN, f64::INFINITY] {
                assert!(parameter.check(value).is_err(), "{place} refuses {value}");
            }
            for value in [parameter.min, parameter.max] {
                assert!(parameter.check(value).is_ok(), "{place} allows {value}");
                let mut balancer = policy.build_with(&Setup { values: &[(parameter.name, value)], ..Setup::new(3) });
                let mut stream = Stream::new(1, "routing");
                let mut moment = Moment::calm(&[3, 2, 1]);
                // A ring or a table of millions is laid out once, and not anew whenever somebody goes down.
                let large = value > LARGE;
                for _ in 0..if large { 3 } else { 50 } {
                    if !large {
                        moment.shake(&mut stream);
                    }
                    let picked = balancer.pick(&moment.view(), &mut stream);
                    let right = picked.is_none_or(|server| moment.view().is_eligible(server));
                    assert!(right, "{place} at {value}: {picked:?} in {moment:?}");
                    if let Some(server) = picked {
                        serve(&mut balancer, &mut moment, server, &mut stream);
                    }
                }
            }
        }
    }
}

#[test]
fn the_heaviest_weights_overflow_nothing() {
    for &policy in Policy::ALL {
        let mut balancer = policy.build(128);
        let mut stream = Stream::new(1, "routing");
        let mut moment = Moment::calm(&[256; 128]);
        moment.in_flight = vec![u32::MAX / 256; 128];
        for _ in 0..300 {
            assert!(balancer.pick(&moment.view(), &mut stream).is_some(), "{} picks", policy.id());
        }
    }
}

#[test]
fn a_key_keeps_its_server() {
    for policy in STICKY {
        let mut balancer = policy.build(5);
        let mut stream = Stream::new(1, "routing");
        let mut moment = Moment::calm(&[3, 1, 2, 1, 4]);
        let mut owners = |balancer: &mut Balancer, moment: &mut Moment| {
            let mut owner = |key: u32| {
                moment.key = key.to_le_bytes();
                balancer.pick(&moment.view(), &mut stream)
            };
            (0..500).map(&mut owner).collect::<Vec<_>>()
        };
        let before = owners(&mut balancer, &mut moment);
        assert_eq!(owners(&mut balancer, &mut moment), before, "{} repeats", policy.id());
        moment.usable[2] = false;
        assert!(!owners(&mut balancer, &mut moment).contains(&Some(2)), "{} leaves a server that is down", policy.id());
        moment.usable[2] = true;
        assert_eq!(owners(&mut balancer, &mut moment), before, "{}: keys come back with their server", policy.id());
        for server in 0..5 {
            assert!(before.contains(&Some(server)), "{}: server {server} has keys", policy.id());
        }
    }
}

/// Consistent hashing moves the keys of the server that left, and no other.
#[test]
fn consistent_hashes_move_no_key_needlessly() {
    for policy in [Policy::Ketama, Policy::Rendezvous] {
        let mut balancer = policy.build(7);
        let mut stream = Stream::new(1, "routing");
        let mut moment = Moment::calm(&[1, 2, 1, 1, 3, 1, 1]);
        for key in 0..500_u32 {
            moment.key = key.to_le_bytes();
            moment.usable[4] = true;
            let before = balancer.pick(&moment.view(), &mut stream);
            moment.usable[4] = false;
            let after = balancer.pick(&moment.view(), &mut stream);
            assert!(before == Some(4) || before == after, "{}: key {key} from {before:?} to {after:?}", policy.id());
        }
    }
}

/// Of the usable ones, for every amount.
#[test]
fn least_cost_takes_the_cheapest_usable() {
    let (mut balancer, mut stream) = (Policy::LeastCost.build(5), Stream::new(4, "fees"));
    let mut moment = Moment::calm(&[1; 5]);
    for _ in 0..2_000 {
        moment.shake(&mut stream);
        let fee = |stream: &mut Stream| Fee {
            fixed_minor: f64::from(stream.below(40)),
            basis_points: f64::from(stream.below(300)),
        };
        let fees: [Fee; 5] = std::array::from_fn(|_| fee(&mut stream));
        let request = Request { amount_minor: 1 + u64::from(stream.below(20_000)), ..Request::UNKNOWN };
        let view = View { request, fees: &fees, ..moment.view() };
        let Some(picked) = balancer.pick(&view, &mut stream) else { continue };
        let cheaper = view.eligible().find(|server| view.cost(*server) < view.cost(picked));
        assert_eq!(cheaper, None, "{fees:?} of {request:?}: {picked} was picked");
    }
}

/// The first usable server of the first rule that applies, and else the first usable server.
#[test]
fn rules_lead_where_the_first_that_applies_says() {
    let rule = |card_range, amount_minor, servers: &[usize]| Rule {
        card_range,
        currency: None,
        amount_minor,
        servers: servers.to_vec(),
    };
    let rules = [
        rule(Some((400_000, 400_049)), None, &[3, 2]),
        rule(None, Some((10_000, u64::MAX)), &[4]),
        rule(Some((400_050, 400_074)), None, &[2]),
    ];
    let mut balancer = Policy::Rules.build_with(&Setup { rules: &rules, ..Setup::new(5) });
    let mut stream = Stream::new(5, "rules");
    let mut moment = Moment::calm(&[1; 5]);
    for _ in 0..2_000 {
        moment.shake(&mut stream);
        let card_range = 400_000 + stream.below(100);
        let request = Request { amount_minor: u64::from(stream.below(20_000)), card_range, ..Request::UNKNOWN };
        let view = View { request, ..moment.view() };
        let named: &[usize] = match (card_range, request.amount_minor) {
            (..400_050, _) => &[3, 2],
            (_, 10_000..) => &[4],
            (..400_075, _) => &[2],
            _ => &[],
        };
        let expected =
            named.iter().copied().find(|server| view.is_eligible(*server)).or_else(|| view.eligible().next());
        assert_eq!(balancer.pick(&view, &mut stream), expected, "{request:?} with {:?} usable", moment.usable);
    }
}

/// What nobody is usable for is said by each policy, and each answer says itself apart.
#[test]
fn every_policy_says_what_is_answered_when_nobody_is_usable() {
    for &policy in Policy::ALL {
        let nobody = policy.nobody();
        assert!(nobody.words().ends_with('.'), "{}", policy.id());
        assert!(nobody.status().is_none_or(|status| [502, 503].contains(&status)), "{}", policy.id());
        for (product, expected) in
            [("NGINX", Nobody::BadGateway), ("HAProxy", Nobody::Unavailable), ("Envoy", Nobody::Panic)]
        {
            let shipped = policy.source().starts_with(product);
            assert!(!shipped || nobody == expected, "{} is {product}'s: {nobody:?}", policy.id());
        }
    }
    for (place, one) in Nobody::ALL.iter().enumerate() {
        assert!(Nobody::ALL[..place].iter().all(|other| other.id() != one.id()), "{} stands once", one.id());
    }
}

/// Mean number in a system of exponential servers of these speeds under the shortest queue.
fn crowd(speeds: &[f64]) -> f64 {
    let mut balancer = Policy::JoinShortestQueue.build(speeds.len());
    let (mut world, mut routing) = (Stream::new(2, "world"), Stream::new(2, "routing"));
    let mut moment = Moment::calm(&vec![1; speeds.len()]);
    let total: f64 = 1.2 + speeds.iter().sum::<f64>();
    let (mut inside, mut sum) = (0_u32, 0.0);
    for _ in 0..200_000 {
        sum += f64::from(inside);
        let mut point = world.unit() * total - 1.2;
        if point < 0.0 {
            if let Some(server) = balancer.pick(&moment.view(), &mut routing) {
                moment.in_flight[server] += 1;
                inside += 1;
            }
            continue;
        }
        for (server, speed) in speeds.iter().enumerate() {
            point -= speed;
            if point < 0.0 {
                inside -= u32::from(moment.in_flight[server] > 0);
                moment.in_flight[server] = moment.in_flight[server].saturating_sub(1);
                break;
            }
        }
    }
    sum / 200_000.0
}

/// The shortest queue gives a very slow server payments that the others would have done sooner.
#[test]
fn the_shortest_queue_is_no_worse_without_the_slowest() {
    for slow in [0.01, 0.05] {
        let (with, without) = (crowd(&[1.0, 1.0, slow]), crowd(&[1.0, 1.0]));
        assert!(without <= with, "speed {slow}: {without} without it, {with} with it");
    }
}
