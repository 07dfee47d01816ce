//! What every registered balancing policy must keep, whatever it is: each newcomer is tested here by being in the list.

use switchyard::balance::{Balancer, LoadReport, Policy, View};
use switchyard::math;
use switchyard::random::Stream;
use switchyard::units::Instant;

/// Picks of each walk.
const PICKS: usize = 400;

/// The policies that share evenly among equal servers with nothing in flight.
const EVEN: [Policy; 6] = [
    Policy::RoundRobin,
    Policy::Random,
    Policy::WeightedRandom,
    Policy::SmoothWeightedRoundRobin,
    Policy::InverseLoad,
    Policy::ClientSideWeightedRoundRobin,
];

/// One moment of a made-up system.
#[derive(Clone, Debug)]
struct Moment {
    weights: Vec<u32>,
    in_flight: Vec<u32>,
    usable: Vec<bool>,
}

impl Moment {
    fn calm(weights: &[u32]) -> Self {
        Self { weights: weights.to_vec(), in_flight: vec![0; weights.len()], usable: vec![true; weights.len()] }
    }

    fn view(&self) -> View<'_> {
        View { weights: &self.weights, in_flight: &self.in_flight, usable: &self.usable }
    }

    /// Changes one server's health, and now and then its weight.
    fn shake(&mut self, stream: &mut Stream) {
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
    for step in 0..PICKS {
        moment.shake(&mut world);
        if world.below(5) == 0 {
            let now = Instant::from_seconds(math::count(step));
            balancer.observe(now, &random_reports(servers, &mut world));
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
        balancer.closed(done, &moment.view());
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

/// Over each full cycle of `sum of weights` picks from the start, every server gets exactly its weight.
fn check_cycles(policy: Policy, weights: &[u32]) {
    let mut balancer = policy.build(weights.len());
    let mut stream = Stream::new(1, "routing");
    let moment = Moment::calm(weights);
    for cycle in 0..3 {
        let mut counts = vec![0; weights.len()];
        for _ in 0..weights.iter().sum() {
            if let Some(server) = balancer.pick(&moment.view(), &mut stream) {
                counts[server] += 1;
            }
        }
        assert_eq!(counts, weights, "{}, cycle {cycle}", policy.id());
    }
}

#[test]
fn exact_policies_give_every_server_its_weight() {
    let mut stream = Stream::new(3, "weights");
    for _ in 0..50 {
        let servers = 1 + stream.below(12);
        let weights: Vec<u32> = (0..servers).map(|_| stream.below(257)).collect();
        check_cycles(Policy::SmoothWeightedRoundRobin, &weights);
    }
    for policy in [Policy::RoundRobin, Policy::InverseLoad, Policy::ClientSideWeightedRoundRobin] {
        check_cycles(policy, &[1; 9]);
    }
}
