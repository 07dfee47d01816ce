//! Trials: what they say together, whatever the order in which their runs come back.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::json;
use switchyard::experiment::{
    BUDGET_EVENTS, Early, Estimate, Goal, Job, Metrics, Observation, Precision, State, Trial, TrialReport, differences,
    run,
};
use switchyard::scenario::{Checked, Preset, Scenario};

/// A plain M/M/1 with service times of 10 ms, its warm-up found.
fn queue(rate_per_s: f64, duration_s: f64) -> Checked {
    let mut value = Preset::find("mmc").unwrap().scenario().to_value();
    value["load"] = json!({ "open": { "rate_per_s": rate_per_s } });
    value["gateway"] = json!({ "workers": 1, "queue_limit": null, "service": { "exponential": { "mean_ms": 10 } } });
    value["warm_up_s"] = json!(null);
    value["duration_s"] = json!(duration_s);
    Scenario::from_value(&value).unwrap()
}

/// Takes a trial to its end, each round forwards or backwards.
fn finish(mut trial: Trial, backwards: bool) -> Trial {
    let scenario = trial.scenario().clone();
    while !trial.complete() {
        let mut jobs = trial.jobs();
        assert!(!jobs.is_empty(), "a trial that is not complete has something to do");
        if backwards {
            jobs.reverse();
        }
        for job in jobs {
            trial.take(job.index, job.run(&scenario));
        }
    }
    trial
}

fn report(scenario: &Checked, goal: Goal) -> TrialReport {
    finish(Trial::new(scenario, 1, goal), false).report()
}

fn until(relative: f64, budget_events: u64) -> Goal {
    Goal::Precision(Precision { metric: "response_ms".to_owned(), relative, budget_events })
}

#[test]
fn the_order_of_the_answers_does_not_matter() {
    let scenario = queue(70.0, 60.0);
    for goal in [Goal::Runs(3), until(0.1, BUDGET_EVENTS)] {
        let [forwards, backwards] =
            [false, true].map(|backwards| finish(Trial::new(&scenario, 5, goal.clone()), backwards).report());
        assert_eq!(forwards, backwards, "{goal:?}");
    }
}

#[test]
fn more_runs_keep_those_that_were_made() {
    let scenario = queue(70.0, 60.0);
    let mut trial = finish(Trial::new(&scenario, 1, Goal::Runs(2)), false);
    let before: Vec<Observation> = trial.observations().cloned().collect();
    trial.extend(3);
    assert_eq!(trial.jobs().len(), 3, "only the new runs are to be made");
    let mut trial = finish(Trial::new(&scenario, 1, Goal::Runs(2)), false);
    trial.extend(3);
    let trial = finish(trial, false);
    assert!(trial.observations().take(2).eq(before.iter()), "the first two are as they were");
    assert_eq!(trial.report(), report(&scenario, Goal::Runs(5)), "and all five are as if asked for at once");
}

/// A trial that is cut short keeps what was done, whichever runs these are.
#[test]
fn what_was_done_of_a_trial_counts() {
    let scenario = queue(70.0, 400.0);
    let mut trial = Trial::new(&scenario, 1, Goal::Runs(4));
    for job in trial.jobs().into_iter().filter(|job| job.index % 2 == 1) {
        trial.take(job.index, job.run(&scenario));
    }
    let seen = trial.report();
    assert!(!trial.complete(), "two are missing");
    assert_eq!((seen.runs, seen.state), (2, State::Steady), "two are there");
    assert_eq!(seen.each.iter().map(|run| run.seed).collect::<Vec<_>>(), [2, 4], "in their order");
    assert!(seen.metrics.response_ms.half_width.is_some(), "and make an interval");
}

#[test]
fn a_steady_trial_knows_its_mean() {
    let seen = report(&queue(70.0, 400.0), Goal::Runs(4));
    assert_eq!((seen.state, seen.runs), (State::Steady, 4), "four long runs are enough");
    let response = seen.metrics.response_ms;
    let (mean, half_width) = (response.mean.unwrap(), response.half_width.unwrap());
    // Exactly 10 ms / (1 - 0.7).
    assert!((mean - 33.333).abs() < 2.0 * half_width, "{mean} ± {half_width}");
    assert!(half_width < 3.0, "{half_width} says something");
    assert!(response.low.unwrap() < mean && mean < response.high.unwrap(), "between its runs: {response:?}");
    assert!(seen.invariants.iter().all(|law| law.violations == 0), "the laws hold: {:?}", seen.invariants);
    assert!(seen.warm_up_found && seen.warm_up_s < seen.simulated_s / 4.0, "the warm-up was found");
}

#[test]
fn a_precision_is_reached_or_refused() {
    let scenario = queue(70.0, 30.0);
    let reached = report(&scenario, until(0.03, BUDGET_EVENTS)).precision.unwrap();
    assert!(reached.met && reached.relative.unwrap() <= 0.03, "{reached:?}");
    let short = report(&scenario, until(0.03, 100_000));
    let missed = short.precision.unwrap();
    assert!(!missed.met, "{missed:?}");
    assert!(missed.relative.is_some_and(|seen| seen > 0.03), "it says how far it came: {missed:?}");
    assert!(short.events < 200_000, "and does not spend much more than it may: {}", short.events);
}

/// Ten million payments a run and a budget for a hundredth of the first of them.
#[test]
fn a_budget_is_kept_by_runs_of_any_length() {
    const BUDGET: u64 = 200_000;
    let seen = report(&queue(70.0, 150_000.0), until(0.001, BUDGET));
    assert!(seen.events <= BUDGET, "{} events", seen.events);
    assert!(seen.each.iter().all(|run| run.cut && run.simulated_s < 1_500.0), "each says so: {:?}", seen.each);
    assert_eq!(seen.state, State::Steady, "what came of them counts: {:?}", seen.early);
    let reached = seen.precision.unwrap();
    assert!(!reached.met && reached.relative.is_some(), "{reached:?}");
    assert_eq!(report(&queue(70.0, 150_000.0), until(0.001, 0)).events, 0, "nothing may be spent, nothing is");
}

/// The queue under a load of some shape around a rate.
fn shaped(rate_per_s: f64, shape: serde_json::Value, duration_s: f64) -> Checked {
    let mut value = queue(rate_per_s, duration_s).scenario().to_value();
    value["load"] = json!({ "open": { "rate_per_s": rate_per_s, "shape": shape } });
    Scenario::from_value(&value).unwrap()
}

/// A queue that is idle but for bursts: about twenty payments a second.
fn bursts(duration_s: f64) -> Checked {
    shaped(12.0, json!({ "burst": { "peak_per_s": 90, "every_s": 10, "for_s": 1 } }), duration_s)
}

/// A run under a load that varies counts whole or not at all: a budget that ends within the first gives no interval, and
/// one for some runs gives these.
#[test]
fn a_budget_is_kept_by_whole_runs_under_a_varying_load() {
    let one = run(&bursts(500.0), 1).events;
    let little = report(&bursts(500.0), until(0.001, one / 2));
    assert!(little.events <= one / 2, "{} of {one} events", little.events);
    assert_eq!((little.state, little.early), (State::WarmingUp, Some(Early::Budget)), "it says why");
    let metrics = little.metrics;
    assert!(metrics.entries().iter().all(|(_, estimate)| estimate.half_width.is_none()), "{metrics:?}");
    for (times, runs) in [(4, 3), (40, 10)] {
        let seen = report(&bursts(500.0), until(0.001, times * one));
        assert!(seen.events <= times * one, "{} of {}", seen.events, times * one);
        assert!(seen.runs >= runs && seen.each.iter().all(|run| !run.cut), "whole ones: {:?}", seen.each);
        assert_eq!(seen.state, State::Varying, "which make an interval: {:?}", seen.early);
        assert!(seen.metrics.response_ms.half_width.is_some(), "{:?}", seen.metrics.response_ms);
    }
}

#[test]
fn too_much_work_is_called_unstable_at_once() {
    let seen = report(&queue(130.0, 100_000.0), until(0.01, BUDGET_EVENTS));
    assert_eq!(seen.state, State::Unstable, "130 per second do not fit through 100");
    assert!(seen.events < 5_000_000, "it ends long before its 13 million payments a run: {}", seen.events);
    let overload = seen.overload.unwrap();
    assert_eq!(overload.station, "gateway", "the place");
    assert!((overload.offered_per_s - 130.0).abs() < 3.0, "what comes: {overload:?}");
    assert!((overload.capacity_per_s - 100.0).abs() < 3.0, "what it bears: {overload:?}");
    assert_eq!(seen.metrics.response_ms.half_width, None, "there is nothing to be sure of");
}

/// A load that varies is given up as soon as even the least of it is too much, and no sooner: a long peak recedes.
#[test]
fn a_varying_load_is_given_up_only_if_it_cannot_recede() {
    let too_much = |shape, duration_s| report(&shaped(130.0, shape, duration_s), Goal::Runs(2));
    let bursts = too_much(json!({ "burst": { "peak_per_s": 200, "every_s": 10, "for_s": 2 } }), 50_000.0);
    assert_eq!(bursts.state, State::Unstable, "between the bursts too more comes than can be served");
    assert!(bursts.events < 2_000_000, "and no more is made of it than it takes to see: {}", bursts.events);
    let rise = too_much(json!({ "ramp": { "to_per_s": 150, "over_s": 10 } }), 50_000.0);
    assert!(rise.state == State::Unstable && rise.events < 2_000_000, "nor of a rise: {}", rise.events);
    // Two looks fall into the 45 minutes in which the queue still grows.
    let peak = too_much(json!({ "ramp": { "to_per_s": 20, "over_s": 10_000 } }), 12_000.0);
    assert!(peak.each.iter().all(|run| run.simulated_s > 11_999.0), "a fall is seen to its end: {:?}", peak.each);
    assert_eq!(peak.state, State::Varying, "where the queue is gone: {:?}", peak.unstable);
}

#[test]
fn a_busy_queue_is_not_called_unstable() {
    assert_ne!(report(&queue(96.0, 2_000.0), Goal::Runs(4)).state, State::Unstable, "96 of 100 is stable");
}

#[test]
fn runs_under_a_varying_load_are_one_observation_each() {
    let festival = Preset::find("festival-peak").unwrap().checked();
    let seen = report(&festival, Goal::Runs(5));
    let response = seen.metrics.response_ms;
    assert_eq!((seen.state, response.runs), (State::Varying, 5), "five observations");
    let means: Vec<f64> = seen.each.iter().map(|one| one.response_ms.unwrap()).collect();
    let average = means.iter().sum::<f64>() / 5.0;
    assert!((response.mean.unwrap() - average).abs() < 1e-9, "each counts alike");
    let squares: f64 = means.iter().map(|mean| (mean - average) * (mean - average)).sum();
    let expected = 2.776 * (squares / 4.0 / 5.0).sqrt();
    assert!((response.half_width.unwrap() / expected - 1.0).abs() < 0.001, "t with four degrees");
    assert_eq!(run(&festival, 1).metrics.response_ms.half_width, None, "one alone has no interval");
}

#[test]
fn a_quantile_needs_its_sample() {
    let seen = run(&queue(50.0, 10.0), 1).metrics;
    assert_eq!(seen.p999_ms.mean, None, "about 500 payments have no p99.9");
    assert!(seen.p999_ms.needed.is_some_and(|needed| needed >= 3_838), "and say so: {:?}", seen.p999_ms);
    assert!(seen.p50_ms.half_width.is_some(), "but they have a median");
    let more = run(&queue(50.0, 4_000.0), 1).metrics.p999_ms;
    assert!(more.half_width.is_some() && more.needed.is_none(), "200,000 have one: {more:?}");
}

/// Some 800 payments a run, and in thirty of them more than a p99.9 takes.
#[test]
fn many_short_runs_have_no_quantile_that_none_of_them_has() {
    let varying = bursts(40.0);
    let [a, b] = [1, 2].map(|seed| finish(Trial::new(&varying, seed, Goal::Runs(30)), false));
    let metrics = a.report().metrics;
    assert_eq!((metrics.p999_ms.mean, metrics.p999_ms.half_width), (None, None), "{:?}", metrics.p999_ms);
    assert!(metrics.p999_ms.per_run() && metrics.p999_ms.needed == Some(3_838), "{:?}", metrics.p999_ms);
    assert!(metrics.p95_ms.half_width.is_some(), "but a p95: {:?}", metrics.p95_ms);
    let [a, b] = [a, b].map(|trial| trial.observations().cloned().collect::<Vec<_>>());
    let difference = differences(&a, &b).p999_ms;
    assert_eq!((difference.mean, difference.needed), (None, Some(3_838)), "nor do pairs of them: {difference:?}");
}

/// Every payment takes 10 ms, and nothing else: its percentiles are 10 ms too.
#[test]
fn a_percentile_of_a_constant_time_holds_it() {
    let mut value = queue(50.0, 400.0).scenario().to_value();
    value["gateway"] = json!({ "workers": null, "service": { "deterministic": { "mean_ms": 10 } } });
    let constant = Scenario::from_value(&value).unwrap();
    for metrics in [run(&constant, 1).metrics, report(&constant, Goal::Runs(3)).metrics] {
        for estimate in [metrics.p50_ms, metrics.p95_ms, metrics.p99_ms] {
            let (mean, half_width) = (estimate.mean.unwrap(), estimate.half_width.unwrap());
            assert!((mean - 10.0).abs() <= half_width, "{mean} ± {half_width}");
            assert!(half_width < 0.01, "to a thousandth: {half_width}");
        }
    }
}

#[test]
fn no_failure_is_no_certainty() {
    let availability = run(&queue(50.0, 60.0), 1).metrics.availability;
    assert_eq!(availability.mean, Some(1.0), "nothing failed");
    let half_width = availability.half_width.unwrap();
    // About 3,000 payments: z squared over n and a little.
    assert!((0.001..0.002).contains(&half_width), "{half_width}");
}

/// Each card misses once, which takes 24 of the 60 seconds; from then on all of them hit.
#[test]
fn a_warm_up_that_eats_the_run_is_refused() {
    let filling = json!({
        "load": { "open": { "rate_per_s": 100 } }, "warm_up_s": null, "duration_s": 60,
        "cards": { "count": 2400, "popularity": "scan" }, "cache": { "capacity": 2400 },
    });
    let seen = run(&Scenario::from_value(&filling).unwrap(), 1);
    assert_eq!(seen.state, State::WarmingUp, "{} s of {} s", seen.warm_up_s, seen.simulated_s);
    assert!((23.0..26.0).contains(&seen.warm_up_s), "it is found all the same: {} s", seen.warm_up_s);
    assert_eq!(seen.metrics.cache_hit_ratio.half_width, None, "but two fifths of a run are too much");
    assert_eq!(seen.early, Some(Early::LateWarmUp), "and it says why");
}

/// A million cards at ten a second: the cache fills for hours, and the share of hits rises from nothing to a quarter and
/// on, which MSER-5 alone takes for noise after 16 s.
#[test]
fn a_slow_drift_is_refused() {
    let filling = json!({
        "load": { "open": { "rate_per_s": 10 } }, "warm_up_s": null, "duration_s": 600,
        "cards": { "count": 1_000_000, "popularity": { "zipf": { "exponent": 0.9 } } }, "cache": { "capacity": 1_000_000 },
    });
    let filling = Scenario::from_value(&filling).unwrap();
    for seed in 1..=5 {
        let seen = run(&filling, seed);
        let known = (seen.state, seen.early);
        assert_eq!(known, (State::WarmingUp, Some(Early::Drift)), "seed {seed}: warm-up of {} s", seen.warm_up_s);
    }
    let trial = report(&filling, Goal::Runs(3));
    assert_eq!(trial.state, State::WarmingUp, "nor do several such runs make an interval: {:?}", trial.early);
}

/// One steady run in a hundred may be suspected; of 200, more than six are once in two hundred tables.
#[test]
fn steady_queues_are_not_refused_for_a_drift() {
    for (rate_per_s, duration_s) in [(50.0, 200.0), (80.0, 1_000.0)] {
        let scenario = queue(rate_per_s, duration_s);
        let seen = (1..=200).filter(|seed| run(&scenario, *seed).early == Some(Early::Drift)).count();
        assert!(seen <= 6, "{seen} of 200 at {rate_per_s}");
    }
}

/// Seeds whose run of this queue is refused for a drift, by chance.
fn refused_seeds(scenario: &Checked) -> Vec<u64> {
    (1..=200).filter(|seed| run(scenario, *seed).early == Some(Early::Drift)).collect()
}

#[test]
fn a_run_refused_by_chance_does_not_condemn_the_others() {
    let scenario = queue(50.0, 400.0);
    let refused = refused_seeds(&scenario);
    assert!(!refused.is_empty(), "some are refused");
    for seed in refused.into_iter().take(5) {
        let seen = finish(Trial::new(&scenario, seed, Goal::Runs(8)), false).report();
        assert!(seen.each.iter().any(|run| run.state == State::WarmingUp), "one of them is refused");
        assert_eq!((seen.state, seen.early), (State::Steady, None), "seed {seed}");
        let response = seen.metrics.response_ms;
        // Exactly 10 ms / (1 - 0.5).
        let off = (response.mean.unwrap() - 20.0).abs() / response.half_width.unwrap();
        assert!(off < 2.0, "seed {seed}: {response:?}");
    }
}

/// What chance does not explain is the trial's own fault: two of four runs, and three of twelve.
#[test]
fn a_trial_of_which_too_many_runs_are_refused_is_refused() {
    let scenario = queue(50.0, 400.0);
    let good = |seed: &u64| run(&scenario, *seed).state == State::Steady;
    let bad = refused_seeds(&scenario);
    let good: Vec<u64> = (1..=40).filter(good).collect();
    let state_of = |refused: usize, runs: usize| {
        let mut trial = Trial::new(&scenario, 1, Goal::Runs(u32::try_from(runs).unwrap()));
        let refused = bad.iter().cycle().take(refused);
        for (job, seed) in trial.jobs().into_iter().zip(refused.chain(&good)) {
            trial.take(job.index, Job { seed: *seed, ..job }.run(&scenario));
        }
        (trial.report().state, trial.report().early)
    };
    for (refused, runs) in [(0, 4), (1, 4), (1, 12), (2, 20)] {
        assert_eq!(state_of(refused, runs), (State::Steady, None), "{refused} of {runs}");
    }
    for (refused, runs) in [(1, 1), (1, 3), (2, 4), (2, 12), (3, 20)] {
        assert_eq!(state_of(refused, runs), (State::WarmingUp, Some(Early::Drift)), "{refused} of {runs}");
    }
}

/// Half a second says nothing, but the rounds after it do: the first runs must not stand in their way.
#[test]
fn first_runs_that_are_too_short_do_not_block_a_precision() {
    let seen = report(&queue(70.0, 0.5), until(0.05, BUDGET_EVENTS));
    assert!(seen.each.iter().take(4).all(|run| run.state != State::Steady), "too short alone: {:?}", seen.each);
    assert_eq!((seen.state, seen.precision.unwrap().met), (State::Steady, true), "{:?}", seen.early);
    assert!(seen.events < 10_000_000, "and it takes no longer than it must: {}", seen.events);
}

/// Runs of half a second and runs of four hundred: those were pilots, and what they saw is not in the figures.
#[test]
fn much_shorter_runs_do_not_count() {
    let scenario = queue(70.0, 400.0);
    let said = |shorter: fn(&Job) -> Job| {
        let mut trial = Trial::new(&scenario, 1, Goal::Runs(4));
        for job in trial.jobs() {
            let job = if job.index < 2 { shorter(&job) } else { job };
            trial.take(job.index, job.run(&scenario));
        }
        trial.report()
    };
    let pilots = said(|job| Job { duration_s: 0.5, ..*job });
    assert_eq!((pilots.runs, pilots.pilots(), pilots.each.len()), (2, 2, 4), "they came to their end, sooner");
    assert!(pilots.simulated_s >= 800.0 && pilots.simulated_s < 800.2, "{} s", pilots.simulated_s);
    // To leave out those that were stopped would count the lucky ones alone.
    let cut = said(|job| Job { events_max: Some(100), ..*job });
    assert_eq!((cut.runs, cut.pilots()), (4, 0), "stopped before their time");
    assert!(cut.each.iter().take(2).all(|run| run.cut && run.simulated_s < 10.0), "{:?}", cut.each);
}

#[test]
fn a_trial_has_the_level_that_is_wanted() {
    let scenario = queue(70.0, 400.0);
    let at = |level| finish(Trial::new(&scenario, 1, Goal::Runs(4)).at_level(level), false).report().metrics;
    let [usual, wide] = [0.95, 0.99].map(at);
    assert_eq!((usual.response_ms.level, wide.response_ms.level), (0.95, 0.99), "it says so");
    assert_eq!(usual.response_ms.mean, wide.response_ms.mean, "of the same runs");
    for ((name, usual), (_, wide)) in usual.entries().into_iter().zip(wide.entries()) {
        let Some((usual, wide)) = usual.half_width.zip(wide.half_width) else { continue };
        // 2.576 / 1.960 standard errors, the square of it where nothing failed, and more in a quantile's long tail.
        assert!((1.2..2.0).contains(&(wide / usual)), "{name}: {usual} and {wide}");
    }
}

#[test]
fn a_duel_of_twins_differs_by_exactly_zero() {
    let scenario = Preset::find("calm-day").unwrap().checked();
    let [a, b] = [0, 1]
        .map(|_| finish(Trial::new(&scenario, 3, Goal::Runs(3)), false).observations().cloned().collect::<Vec<_>>());
    for (name, difference) in differences(&a, &b).entries() {
        assert_eq!((difference.mean, difference.half_width), (Some(0.0), Some(0.0)), "{name}");
    }
    let mut faster = scenario.scenario().clone();
    faster.processors.workers = Some(6);
    let faster = faster.check().unwrap();
    let c: Vec<Observation> = finish(Trial::new(&faster, 3, Goal::Runs(3)), false).observations().cloned().collect();
    let differences = differences(&a, &c);
    assert_eq!(differences.offered_per_s.mean, Some(0.0), "the same payments came");
    assert!(differences.response_ms.mean.unwrap() > 0.0, "and half the workers made them wait");
}

#[test]
fn the_names_of_the_metrics_are_those_of_the_report() {
    let metrics = Metrics::<Estimate>::default();
    let written = serde_json::to_value(metrics).unwrap();
    let names: Vec<String> = metrics.entries().iter().map(|(name, _)| (*name).to_owned()).collect();
    assert!(written.as_object().unwrap().keys().all(|key| names.contains(key)), "every field has an entry: {names:?}");
    assert_eq!(written.as_object().unwrap().len(), names.len(), "and every entry is a field");
}
