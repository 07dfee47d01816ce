//! Policies on the same payments: what is known of each world comes out, and equal policies are exactly equal.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use switchyard::balance::{Policy, Tuned};
use switchyard::experiment::{Contest, ContestReport, Contestant, run};
use switchyard::scenario::{ContestSetting, Scenario, World};

fn tuned(policies: &[Policy]) -> Vec<Tuned> {
    policies.iter().copied().map(Tuned::from).collect()
}

fn contest(policies: &[Policy], world: World, load: f64) -> Contest {
    let setting = ContestSetting { policies: tuned(policies), world, processors: 8, load };
    Contest::new(setting, 1).unwrap()
}

/// All jobs, the last one first if asked so.
fn finished(mut contest: Contest, backwards: bool) -> ContestReport {
    let mut jobs: Vec<_> = contest.jobs().into_iter().enumerate().collect();
    if backwards {
        jobs.reverse();
    }
    for (place, (policy, job)) in jobs {
        let scenario = contest.trial(policy).unwrap().scenario().clone();
        contest.take(place, job.run(&scenario));
    }
    contest.report()
}

fn p99(one: &Contestant) -> f64 {
    one.metrics.p99_ms.mean.unwrap()
}

#[test]
fn a_policy_differs_from_itself_by_exactly_zero() {
    let report = finished(contest(&[Policy::RoundRobin, Policy::RoundRobin], World::Equal, 0.5), false);
    let apart = report.contestants[1].apart.unwrap();
    for (name, estimate) in apart.entries() {
        assert!(
            matches!((estimate.mean, estimate.half_width), (Some(0.0), Some(0.0)) | (None, _)),
            "{name}: {estimate:?}"
        );
    }
    assert!(report.contestants[2].reference, "the shortest queue stands beside them");
}

#[test]
fn jobs_may_come_back_in_any_order() {
    let policies = [Policy::Random, Policy::DChoices];
    let forwards = finished(contest(&policies, World::Equal, 0.7), false);
    assert_eq!(forwards, finished(contest(&policies, World::Equal, 0.7), true));
    assert_eq!(forwards.contestants[0].runs, 10, "all of them");
}

#[test]
fn among_equals_more_knowledge_is_less_waiting() {
    let report = finished(contest(&[Policy::Random, Policy::DChoices], World::Equal, 0.8), false);
    let [random, two, shortest] = &report.contestants[..] else { panic!("three of them") };
    let floor = report.floor.unwrap();
    assert!(p99(random) > 1.5 * p99(two) && p99(two) > p99(shortest), "random, two choices, the shortest queue");
    assert!(p99(shortest) > floor.p99_ms, "and none beats one queue for all: {floor:?}");
    assert!(two.apart.unwrap().p99_ms.mean.unwrap() < 0.0, "the difference has its sign");
    assert!(random.shares.len() == 8 && random.shares.iter().all(|share| (share - 0.125).abs() < 0.01), "fairly");
}

#[test]
fn one_that_fails_fast_attracts_those_who_count_what_is_open() {
    let report = finished(contest(&[Policy::RoundRobin, Policy::NginxLeastConn], World::FailsFast, 0.7), false);
    let succeeded = |place: usize| report.contestants[place].metrics.availability.mean.unwrap();
    assert!((succeeded(0) - 0.875).abs() < 0.01, "one of eight in turn: {}", succeeded(0));
    assert!(succeeded(1) < 0.8, "it is always the emptiest: {}", succeeded(1));
    assert!(report.floor.is_none(), "theory has no formula for that");
}

/// What explores a constant share goes on losing at a constant rate; what draws from its belief loses ever less (Lai and
/// Robbins, 1985: the regret of a good rule grows with the logarithm of the payments). Who does not learn loses the distance
/// of the mean from the best.
#[test]
fn regret_is_what_the_best_in_hindsight_would_have_got_approved() {
    let policies = [Policy::RoundRobin, Policy::SuccessRate, Policy::ThompsonSampling];
    let report = finished(contest(&policies, World::Approval, 0.8), false);
    let best = report.hindsight.unwrap();
    // 320 a second for a minute, of which 95 % are approved; four standard errors of ten runs.
    assert!((best / 18_240.0 - 1.0).abs() < 0.01, "{best}");
    let regret = |place: usize| {
        let regret = report.contestants[place].regret.unwrap();
        (regret.mean.unwrap(), regret.half_width.unwrap())
    };
    let (turns, width) = regret(0);
    // Fail shares of eight: 15, 5, 10, 15, 20, 10, 15, 20 %, on average 13.75 %, of 19,200 payments.
    assert!((turns - 0.0875 * 19_200.0).abs() < 2.0 * width.max(20.0), "{turns} ± {width}");
    let ((rated, _), (drawn, width)) = (regret(1), regret(2));
    assert!(drawn > 0.0 && drawn < 0.5 * rated && rated < 0.5 * turns, "{drawn} ± {width}, {rated}, {turns}");
    let share = |place: usize| report.contestants[place].shares[1];
    assert!(share(2) > 0.8 && (share(0) - 0.125).abs() < 0.001, "who learned sends it to the second: {}", share(2));
    let alike = finished(contest(&policies, World::Equal, 0.8), false);
    assert!(alike.hindsight.is_none() && alike.contestants.iter().all(|one| one.regret.is_none()), "only there");
}

#[test]
fn a_hundred_and_twenty_eight_meet_the_mean_field() {
    let policies = tuned(&[Policy::DChoices]);
    let setting = ContestSetting { policies, world: World::Equal, processors: 128, load: 0.7 };
    let mut contest = Contest::new(setting, 1).unwrap();
    // Two pairs of runs, made as a worker makes them.
    for (place, run) in contest.runs().into_iter().enumerate().take(4) {
        contest.take(place, run.run().unwrap());
    }
    let report = contest.report();
    let two = &report.contestants[0];
    assert_eq!((two.shares.len(), two.in_flight.len()), (128, 128));
    assert!(two.shares.iter().all(|share| (share * 128.0 - 1.0).abs() < 0.1), "fairly: {:?}", two.shares);
    let (mean, theory) = (two.metrics.response_ms.mean.unwrap(), report.mean_field_ms[0].1);
    assert!((mean / theory - 1.0).abs() < 0.02, "{mean} ms, mean field {theory} ms");
    // Little's law, all processors together.
    let inside: f64 = two.in_flight.iter().sum();
    assert!((inside / (report.rate_per_s * mean / 1e3) - 1.0).abs() < 0.02, "{inside} in flight");
    assert!(
        matches!(Contest::new(ContestSetting { processors: 129, ..report.setting }, 1), Err(problems) if problems.len() == 1)
    );
}

#[test]
fn a_slow_one_is_avoided_by_those_who_look() {
    let report = finished(contest(&[Policy::RoundRobin, Policy::NginxLeastConn], World::Grey, 0.6), false);
    let [turns, least, _] = &report.contestants[..] else { panic!("three of them") };
    assert!(least.shares[0] < 0.08 && (turns.shares[0] - 0.125).abs() < 0.001, "{:?} {:?}", least.shares, turns.shares);
    assert!(p99(turns) > 2.0 * p99(least), "and it shows: {} and {} ms", p99(turns), p99(least));
}

/// Two processors, one three times as fast: weights of 1 / utilisation alternate for ever between equal shares and shares of
/// three to one, as the file of the policy says; weights by configuration stay where they are.
#[test]
fn naive_weights_by_load_swing_to_and_fro() {
    let policies = tuned(&[Policy::InverseLoad, Policy::SmoothWeightedRoundRobin]);
    let setting = ContestSetting { policies, world: World::Unequal, processors: 2, load: 0.4 };
    let mut contest = Contest::new(setting, 1).unwrap();
    // One run of each, made as a worker makes it.
    for (place, run) in contest.runs().into_iter().enumerate().take(3) {
        contest.take(place, run.run().unwrap());
    }
    let report = contest.report();
    let shifts = |place: usize| report.contestants[place].shifts.clone().unwrap();
    let (swings, stays) = (shifts(0).moved.unwrap(), shifts(1).moved.unwrap());
    // A hundred such runs of a model of the two had 0.064 to 0.150 and at most 0.037.
    assert!(swings > 0.05 && swings > 1.5 * stays, "{swings} of the picks move, {stays} under fixed weights");
    assert_eq!((shifts(0).shares.len(), shifts(0).shares[0].len()), (120, 2), "a minute of half seconds");
}

#[test]
fn the_same_policy_may_stand_twice_with_other_parameters() {
    let of = |choices: f64| Tuned { parameters: vec![("choices", choices)], ..Policy::DChoices.into() };
    let policies = vec![Policy::DChoices.into(), of(1.0), of(5.0)];
    let setting = ContestSetting { policies, world: World::Equal, processors: 8, load: 0.8 };
    let report = finished(Contest::new(setting, 1).unwrap(), false);
    let [two, one, five, _] = &report.contestants[..] else { panic!("three and the reference") };
    assert_eq!((two.name.as_str(), five.name.as_str()), ("Power of d choices", "Power of d choices: choices 5"));
    assert!(p99(one) > 1.3 * p99(two) && p99(two) > p99(five), "{}, {}, {} ms", p99(one), p99(two), p99(five));
    let counts: Vec<u32> = report.mean_field_ms.iter().map(|(count, _)| *count).collect();
    assert_eq!(counts, [1, 2, 5], "theory for each");
    let limits = &report.mean_field_ms;
    assert!((limits[0].1 - 100.0).abs() < 1e-9 && limits[1].1 > limits[2].1, "M/M/1 for one: {limits:?}");
}

#[test]
fn every_world_runs_and_offers_what_was_set() {
    for world in World::ALL {
        let setting = ContestSetting { policies: vec![Policy::NginxLeastConn.into()], world, processors: 8, load: 0.7 };
        let report = run(&setting.scenario(Policy::NginxLeastConn).unwrap(), 1);
        assert!(report.invariants.iter().all(|law| law.violations == 0), "{world:?}: {:?}", report.invariants);
        // A minute of 280 a second: five standard errors of 16,800 are 4 %.
        let offered = switchyard::math::float(report.payments.offered);
        assert!((offered / 16_800.0 - 1.0).abs() < 0.04, "{world:?}: {offered}");
    }
}

fn succeeded(one: &Contestant) -> f64 {
    one.metrics.availability.mean.unwrap()
}

#[test]
fn unequal_ones_want_weights() {
    let policies = [Policy::RoundRobin, Policy::SmoothWeightedRoundRobin];
    let report = finished(contest(&policies, World::Unequal, 0.4), false);
    let [turns, weighted, _] = &report.contestants[..] else { panic!("three of them") };
    let by_weight = |place: usize| if place.is_multiple_of(2) { 1.0 / 16.0 } else { 3.0 / 16.0 };
    for (place, (even, share)) in turns.shares.iter().zip(&weighted.shares).enumerate() {
        assert!((even - 0.125).abs() < 0.001 && (share - by_weight(place)).abs() < 0.001, "{place}: {even}, {share}");
    }
    // In turn the slow ones are busy for four fifths of the time, by weight for two.
    assert!(p99(turns) > 1.4 * p99(weighted), "{} and {} ms", p99(turns), p99(weighted));
}

#[test]
fn a_dead_one_is_left_alone_by_those_who_count_what_is_open() {
    let report = finished(contest(&[Policy::RoundRobin, Policy::NginxLeastConn], World::Dead, 0.7), false);
    let [turns, least, _] = &report.contestants[..] else { panic!("three of them") };
    assert!((succeeded(turns) - 0.875).abs() < 0.01, "one of eight in turn: {}", succeeded(turns));
    assert!(succeeded(least) > 0.97, "what is stuck there counts against it: {}", succeeded(least));
}

#[test]
fn one_that_flaps_costs_half_of_what_one_that_fails_does() {
    let report = finished(contest(&[Policy::RoundRobin, Policy::NginxLeastConn], World::Flapping, 0.7), false);
    let [turns, least, _] = &report.contestants[..] else { panic!("three of them") };
    assert!((succeeded(turns) - 0.9375).abs() < 0.01, "one of sixteen in turn: {}", succeeded(turns));
    assert!(succeeded(least) < 0.91, "while it is down it is the emptiest: {}", succeeded(least));
}

/// Nobody has met it before it joins, so it is not known to be slow; who counts what is open finds out soon.
#[test]
fn one_that_joins_cold_is_met_for_the_first_time() {
    let setting = ContestSetting { policies: Vec::new(), world: World::Cold, processors: 8, load: 0.6 };
    let setting = ContestSetting { policies: vec![Policy::RoundRobin.into()], ..setting };
    let scenario = setting.scenario(Policy::RoundRobin).unwrap().scenario().clone();
    let share = |from: f64, until: f64| {
        let part = Scenario { warm_up_s: Some(from), duration_s: until, ..scenario.clone() };
        run(&part.check().unwrap(), 1).stations[4].share.unwrap()
    };
    assert!(share(0.0, 10.0) <= 0.0, "nothing before: {}", share(0.0, 10.0));
    assert!((share(11.0, 30.0) - 0.125).abs() < 0.002, "its turns from then on: {}", share(11.0, 30.0));
    let report = finished(contest(&[Policy::RoundRobin, Policy::NginxLeastConn], World::Cold, 0.6), false);
    let [turns, least, _] = &report.contestants[..] else { panic!("three of them") };
    assert!(p99(turns) > 5.0 * p99(least), "turns drown it: {} and {} ms", p99(turns), p99(least));
    assert!(least.shares[0] < 0.11, "{:?}", least.shares);
}
