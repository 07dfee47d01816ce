//! What has no answer is an error that says why, never infinity and never not-a-number.

use super::check::demand;
use switchyard::theory::{
    AllenCunneen, Class, Clients, Closed, ClosedStation, Customers, ErlangA, FiniteSource, ForkJoin, Gimc, Law, Mdc,
    Mg1, Mm1Outages, Mmc, Mmck, Moments, Outages, PowerOfChoices, Quorum, Scalability, TheoryError, Variability,
    amdahl_speed_up, priority_means, quorum_mean_ms,
};

/// The result is out of range, and it is this quantity.
fn refused<T>(result: Result<T, TheoryError>, expected: &str) {
    match result.err() {
        Some(TheoryError::OutOfRange { quantity, .. }) => assert_eq!(quantity, expected, "the quantity is named"),
        other => panic!("{expected}: {other:?} where it should be out of range"),
    }
}

#[test]
fn an_overload_is_unstable_at_its_utilisation() {
    let [full, over] = [demand([100.0, 10.0]), demand([200.0, 10.0])];
    let unstable = |utilisation| Some(TheoryError::Unstable { utilisation });
    let variability = Variability { arrival_scv: 1.0, service_scv: 1.0 };
    let outages = Outages { up_mean_ms: 1_000.0, down_mean_ms: 1_000.0 };
    assert_eq!(Mmc::new(full, 1).err(), unstable(1.0), "just full");
    assert_eq!(Mmc::new(demand([300.0, 10.0]), 2).err(), unstable(1.5), "M/M/c");
    assert_eq!(Mg1::new(over, 0.0).err(), unstable(2.0), "M/G/1");
    assert_eq!(Mg1::with_law(full, Law::Constant).err(), unstable(1.0), "M/D/1");
    assert_eq!(Mdc::new(over, 2).err(), unstable(1.0), "M/D/c");
    assert_eq!(Gimc::new(over, 1, Law::Constant).err(), unstable(2.0), "D/M/1");
    assert_eq!(AllenCunneen::new(over, 2, variability).err(), unstable(1.0), "G/G/c");
    assert_eq!(ForkJoin::new(over, 3).err(), unstable(2.0), "fork-join");
    assert_eq!(PowerOfChoices::new(full, 2).err(), unstable(1.0), "choices");
    assert_eq!(Mm1Outages::new(demand([50.0, 10.0]), outages).err(), unstable(1.0), "half of the time it is down");
    let classes = [demand([50.0, 10.0]); 2].map(|demand| Class { demand, service_scv: 1.0 });
    assert_eq!(priority_means(&classes).err(), unstable(1.0), "both classes together");
    let text = TheoryError::Unstable { utilisation: 1.5 }.to_string();
    assert_eq!(text, "unstable: the utilisation would be 1.5, and it must be less than 1", "in words");
}

#[test]
fn what_is_out_of_range_is_named() {
    let calm = demand([10.0, 10.0]);
    for rate in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
        refused(Mmc::new(demand([rate, 10.0]), 1), "arrival_rate_per_s");
        refused(ErlangA::new(demand([rate, 10.0]), 1, 10.0), "arrival_rate_per_s");
    }
    for service in [0.0, -1.0, f64::NAN, 1e-300] {
        refused(Mmck::new(demand([10.0, service]), 1, 2), "service_mean_ms");
        refused(quorum_mean_ms(Quorum { answers: 1, calls: 1 }, service), "service_mean_ms");
    }
    refused(Mmc::new(calm, 0), "servers");
    refused(Mmc::new(calm, u32::MAX), "servers");
    refused(Mmck::new(calm, 4, 3), "capacity");
    refused(Mmck::new(calm, 1, 0), "capacity");
    refused(Mg1::new(calm, -0.5), "service_scv");
    refused(Mg1::new(calm, f64::NAN), "service_scv");
    refused(Mg1::with_moments(calm, Moments { scv: 1.0, third: Some(3.9) }), "third");
    refused(Mg1::with_moments(calm, Moments::pareto(2.0)), "service_scv");
    refused(Mg1::with_law(calm, Law::Erlang { phases: 0 }), "phases");
    refused(Gimc::new(calm, 1, Law::HyperExponential { scv: 0.5 }), "scv");
    let variability = Variability { arrival_scv: f64::NAN, service_scv: 1.0 };
    refused(AllenCunneen::new(calm, 1, variability), "arrival_scv");
    refused(FiniteSource::new(Clients { number: 0, think_mean_ms: 10.0 }, 1, 10.0), "clients");
    refused(FiniteSource::new(Clients { number: 1, think_mean_ms: 0.0 }, 1, 10.0), "think_mean_ms");
    let customers = Customers { number: 3, think_mean_ms: 0.0 };
    refused(Closed::new(customers, &[]), "stations");
    refused(Closed::new(customers, &[ClosedStation { demand_ms: 0.0, servers: None }]), "demand_ms");
    refused(ErlangA::new(calm, 1, 0.0), "patience_mean_ms");
    refused(ErlangA::new(demand([1_000.0, 10.0]), 1, 1e12), "patience_mean_ms");
    refused(ForkJoin::new(calm, 0), "branches");
    refused(quorum_mean_ms(Quorum { answers: 4, calls: 3 }, 10.0), "answers");
    refused(PowerOfChoices::new(calm, 0), "choices");
    refused(Scalability::new(1_000.0, 1.5, 0.0), "contention");
    refused(Scalability::new(1_000.0, 0.5, 0.0).and_then(|law| law.throughput_per_s(0.0)), "workers");
    refused(amdahl_speed_up(-0.1, 4.0), "serial_share");
}

#[test]
fn an_empty_system_has_answers() {
    let idle = demand([0.0, 10.0]);
    let queue = Mmck::new(idle, 2, 5).unwrap();
    assert_eq!((queue.p_block(), queue.means().response_ms), (0.0, 10.0), "M/M/c/K");
    assert_eq!(Mdc::new(idle, 3).unwrap().means().response_ms, 10.0, "M/D/c");
    let queue = Gimc::new(idle, 3, Law::Constant).unwrap();
    assert_eq!((queue.p_wait(), queue.means().response_ms), (0.0, 10.0), "GI/M/c");
    let queue = Mg1::with_law(idle, Law::Constant).unwrap();
    assert_eq!(queue.response_quantile_ms(0.99), Some(10.0), "M/D/1");
    let queue = ErlangA::new(idle, 1, 50.0).unwrap();
    assert_eq!((queue.p_abandon(), queue.in_system()), (0.0, 0.0), "Erlang-A");
    assert_eq!(PowerOfChoices::new(idle, 2).unwrap().response_ms(), 10.0, "choices");
}

#[test]
fn nothing_is_a_plain_zero() {
    let loss = Mmck::new(demand([8.0, 1_000.0]), 10, 10).unwrap();
    let source = FiniteSource::new(Clients { number: 2, think_mean_ms: 10.0 }, 2, 10.0).unwrap();
    for zero in [loss.p_wait(), loss.means().wait_ms, loss.means().queue, source.p_wait(), source.means().wait_ms] {
        assert_eq!(format!("{zero:?}"), "0.0", "without a sign");
    }
}

#[test]
fn figures_at_the_edge_are_finite() {
    let near = |servers: u32| demand([f64::from(servers) * 99.999_9, 10.0]);
    let mut figures = Vec::new();
    for servers in [1, 2, 100, 1_000] {
        let load = near(servers);
        let mmc = Mmc::new(load, servers).unwrap();
        figures.extend([mmc.means().response_ms, mmc.response_quantile_ms(0.99).unwrap()]);
        for gaps in [Law::Constant, Law::Erlang { phases: 4 }, Law::HyperExponential { scv: 9.0 }] {
            let queue = Gimc::new(load, servers, gaps).unwrap();
            figures.extend([queue.p_wait(), queue.means().wait_ms, queue.response_quantile_ms(0.99).unwrap()]);
        }
        figures.push(Mdc::new(load, servers).unwrap().means().wait_ms);
        let rooms = [servers, servers + 20, 10 * servers].map(|capacity| Mmck::new(load, servers, capacity).unwrap());
        figures.extend(rooms.iter().map(|queue| queue.response_quantile_ms(0.99).unwrap()));
        figures.push(ErlangA::new(load, servers, 1e6).unwrap().in_system());
    }
    for law in [Law::Constant, Law::Erlang { phases: 20 }, Law::HyperExponential { scv: 100.0 }] {
        figures.push(Mg1::with_law(near(1), law).unwrap().response_quantile_ms(0.999).unwrap());
    }
    let wide = [(40.0, Some(4)), (1e6, None), (1e-3, Some(1))]
        .map(|(demand_ms, servers)| ClosedStation { demand_ms, servers });
    for number in [1, 50, 2_000] {
        let network = Closed::new(Customers { number, think_mean_ms: 1e4 }, &wide).unwrap();
        figures.extend(network.stations.iter().flat_map(|station| [station.in_system, station.response_ms]));
    }
    for (place, figure) in figures.iter().enumerate() {
        assert!(figure.is_finite() && *figure > 0.0, "figure {place} is {figure}");
    }
}
