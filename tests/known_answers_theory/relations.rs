//! What must hold between models whatever the numbers are: special cases, limits, Little's law.

use super::check::{check, check_within, demand};
use switchyard::theory::{
    AllenCunneen, Clients, Closed, ClosedStation, Customers, ErlangA, FiniteSource, Flow, Gimc, Jackson,
    JacksonStation, Law, Mdc, Means, Mg1, Mm1Outages, Mmc, Mmck, Outages, PowerOfChoices, Variability,
};

/// Servers, and loads on each of them from nearly none to nearly full.
const SERVERS: [u32; 7] = [1, 2, 3, 7, 32, 100, 400];
const LOADS: [f64; 6] = [0.02, 0.3, 0.5, 0.8, 0.95, 0.999];

/// Every pair of servers and load, with service of 10 ms.
fn each(check: impl Fn(&str, [f64; 2], u32)) {
    for servers in SERVERS {
        for load in LOADS {
            check(&format!("{servers} servers at {load}"), [100.0 * load * f64::from(servers), 10.0], servers);
        }
    }
}

fn figures(means: Means) -> [f64; 4] {
    [means.wait_ms, means.response_ms, means.queue, means.in_system]
}

#[test]
fn exponential_gaps_make_gimc_mmc() {
    each(|id, load, servers| {
        let exact = Mmc::new(demand(load), servers).unwrap();
        for gaps in [Law::Exponential, Law::Erlang { phases: 1 }, Law::HyperExponential { scv: 1.0 }] {
            let queue = Gimc::new(demand(load), servers, gaps).unwrap();
            check(id, &[queue.p_wait()], &[exact.p_wait()]);
            check(id, &figures(queue.means()), &figures(exact.means()));
            let [got, expected] = [queue.response_quantile_ms(0.95), exact.response_quantile_ms(0.95)];
            check(id, &[got.unwrap()], &[expected.unwrap()]);
        }
    });
}

#[test]
fn a_large_room_makes_mmck_mmc() {
    for (load, servers, capacity) in [([320.0, 10.0], 4, 400), ([50.0, 10.0], 1, 100), ([9_000.0, 10.0], 100, 1_200)] {
        let exact = Mmc::new(demand(load), servers).unwrap();
        let queue = Mmck::new(demand(load), servers, capacity).unwrap();
        let id = format!("{servers} servers, {capacity} places");
        check(&id, &figures(queue.means()), &figures(exact.means()));
        for probability in [0.01, 0.5, 0.95, 0.99, 0.999] {
            let [got, expected] = [queue.response_quantile_ms(probability), exact.response_quantile_ms(probability)];
            check(&id, &[got.unwrap()], &[expected.unwrap()]);
        }
        assert!(queue.p_block() < 1e-15, "{id}: nobody is turned away");
        let smaller = Mmck::new(demand(load), servers, servers + 1).unwrap();
        assert!(smaller.means().wait_ms < queue.means().wait_ms, "{id}: less room, less waiting");
    }
}

#[test]
fn many_clients_that_think_long_are_poisson() {
    let number = 400_000;
    let source = FiniteSource::new(Clients { number, think_mean_ms: 1_250_000.0 }, 4, 10.0).unwrap();
    let exact = Mmc::new(demand([320.0, 10.0]), 4).unwrap();
    check_within("many clients", &figures(source.means()), &figures(exact.means()), 1e-3);
}

#[test]
fn a_finite_source_is_a_closed_network_of_one_station() {
    for (number, servers) in [(1, 1), (10, 1), (40, 4), (200, 8)] {
        let source = FiniteSource::new(Clients { number, think_mean_ms: 50.0 }, servers, 10.0).unwrap();
        let station = ClosedStation { demand_ms: 10.0, servers: Some(servers) };
        let network = Closed::new(Customers { number, think_mean_ms: 50.0 }, &[station]).unwrap();
        let means = source.means();
        let expected = [source.throughput_per_s(), means.response_ms, means.in_system, source.utilisation()];
        let figures = network.stations[0];
        let got = [network.throughput_per_s, figures.response_ms, figures.in_system, figures.utilisation.unwrap()];
        check(&format!("{number} clients, {servers} servers"), &got, &expected);
    }
}

/// With one server everywhere the recursion of mean-value analysis has no differences, and is exact as it stands.
#[test]
fn closed_networks_obey_mean_value_analysis() {
    let (demands_ms, think_ms) = ([10.0, 15.0, 5.0, 14.9], 70.0);
    let mut queues = [0.0; 4];
    for number in 1..=300 {
        let responses: [f64; 4] = std::array::from_fn(|at| demands_ms[at] * (1.0 + queues[at]));
        let rate = f64::from(number) / (think_ms + responses.iter().sum::<f64>());
        queues = responses.map(|response| rate * response);
        if ![1, 2, 17, 300].contains(&number) {
            continue;
        }
        let stations = demands_ms.map(|demand_ms| ClosedStation { demand_ms, servers: Some(1) });
        let network = Closed::new(Customers { number, think_mean_ms: think_ms }, &stations).unwrap();
        let got: Vec<f64> = network.stations.iter().map(|station| station.in_system).collect();
        check(&format!("{number} customers"), &got, &queues);
        check(&format!("{number} customers"), &[network.throughput_per_s], &[rate * 1e3]);
    }
}

#[test]
fn a_delay_is_think_time_by_another_name() {
    let stations = [(40.0, Some(4)), (10.0, Some(1)), (200.0, None)];
    let stations = stations.map(|(demand_ms, servers)| ClosedStation { demand_ms, servers });
    let thinking = Closed::new(Customers { number: 20, think_mean_ms: 200.0 }, &stations[..2]).unwrap();
    let delayed = Closed::new(Customers { number: 20, think_mean_ms: 0.0 }, &stations).unwrap();
    check("throughput", &[delayed.throughput_per_s], &[thinking.throughput_per_s]);
    check("everybody is somewhere", &[delayed.in_system()], &[20.0]);
    check("the delay", &[delayed.stations[2].response_ms], &[200.0]);
}

#[test]
fn allen_cunneen_is_exact_where_it_should_be() {
    each(|id, load, servers| {
        let memoryless = Variability { arrival_scv: 1.0, service_scv: 1.0 };
        let got = AllenCunneen::new(demand(load), servers, memoryless).unwrap();
        check(id, &figures(got.means()), &figures(Mmc::new(demand(load), servers).unwrap().means()));
    });
    for service_scv in [0.0, 0.3, 1.0, 4.0] {
        let load = demand([90.0, 10.0]);
        let got = AllenCunneen::new(load, 1, Variability { arrival_scv: 1.0, service_scv }).unwrap();
        check("M/G/1", &figures(got.means()), &figures(Mg1::new(load, service_scv).unwrap().means()));
    }
}

#[test]
fn one_server_is_the_same_by_every_road() {
    for load in LOADS {
        let load = demand([100.0 * load, 10.0]);
        let exact = Mmc::new(load, 1).unwrap();
        let mg1 = Mg1::with_law(load, Law::Exponential).unwrap();
        check("deviation", &[mg1.wait_deviation_ms().unwrap()], &[exact.wait_deviation_ms()]);
        for probability in [0.5, 0.99] {
            let expected = exact.response_quantile_ms(probability).unwrap();
            for law in [Law::Exponential, Law::Erlang { phases: 1 }, Law::HyperExponential { scv: 1.0 }] {
                let got = Mg1::with_law(load, law).unwrap().response_quantile_ms(probability).unwrap();
                check("exponential service", &[got], &[expected]);
            }
        }
        let constant = Mg1::with_law(load, Law::Constant).unwrap();
        check("M/D/1", &figures(constant.means()), &figures(Mdc::new(load, 1).unwrap().means()));
        let random = PowerOfChoices::new(load, 1).unwrap();
        check("one choice is none", &[random.response_ms()], &[exact.means().response_ms]);
        let sound = Outages { up_mean_ms: 1e12, down_mean_ms: 1e-12 };
        check("no outages", &[Mm1Outages::new(load, sound).unwrap().response_ms()], &[exact.means().response_ms]);
    }
}

#[test]
fn many_phases_come_close_to_a_constant() {
    let load = demand([80.0, 10.0]);
    let p99 = |law| Mg1::with_law(load, law).unwrap().response_quantile_ms(0.99).unwrap();
    let constant = p99(Law::Constant);
    let [coarse, fine] = [25, 100].map(|phases| p99(Law::Erlang { phases }) / constant - 1.0);
    assert!(0.0 < fine && fine < coarse && coarse < 0.05, "{coarse} and {fine} above the constant");
}

#[test]
fn endless_patience_makes_erlang_a_mmc() {
    let load = demand([320.0, 10.0]);
    let (queue, exact) = (ErlangA::new(load, 4, 1e9).unwrap(), Mmc::new(load, 4).unwrap());
    check_within("patient", &[queue.in_system(), queue.p_queue()], &[exact.means().in_system, exact.p_wait()], 1e-6);
    // Patience as long as the service makes everybody leave at one rate: as many are there as in a system without lines.
    let same = ErlangA::new(demand([4_400.0, 10.0]), 4, 10.0).unwrap();
    check("equal rates", &[same.in_system()], &[44.0]);
    // Far too much work: the servers never rest, and who is too much leaves.
    let flooded = ErlangA::new(demand([4_000.0, 10.0]), 4, 1e6).unwrap();
    check("flooded", &[flooded.utilisation(), flooded.p_abandon()], &[1.0, 0.9]);
}

#[test]
fn one_station_is_a_network() {
    let station =
        JacksonStation { service_mean_ms: 10.0, servers: Some(4), external_rate_per_s: 320.0, routes: vec![0.0] };
    let (network, exact) = (Jackson::new(&[station]).unwrap(), Mmc::new(demand([320.0, 10.0]), 4).unwrap());
    for probability in [0.0, 0.2, 0.9, 0.999_9] {
        let [got, expected] = [network.response_quantile_ms(probability), exact.response_quantile_ms(probability)];
        assert!((got.unwrap() - expected.unwrap()).abs() < 1e-9 * expected.unwrap().max(1.0), "at {probability}");
    }
    assert_eq!(network.response_quantile_ms(1.0), None, "nothing bounds every response");
}

#[test]
fn little_holds_on_every_model() {
    let holds = |id: &str, rate_per_s: f64, means: Means, service_ms: f64| {
        let inside = |mean_time_ms| Flow { rate_per_s, mean_time_ms }.mean_inside();
        check(id, &[means.in_system, means.queue], &[inside(means.response_ms), inside(means.wait_ms)]);
        // The line and those in service make up all.
        check(id, &[means.in_system], &[means.queue + inside(service_ms)]);
    };
    each(|id, [rate, service_ms], servers| {
        let load = demand([rate, service_ms]);
        holds(id, rate, Mmc::new(load, servers).unwrap().means(), service_ms);
        holds(id, rate, Mdc::new(load, servers).unwrap().means(), service_ms);
        holds(id, rate, Gimc::new(load, servers, Law::Erlang { phases: 3 }).unwrap().means(), service_ms);
        let room = Mmck::new(load, servers, 2 * servers).unwrap();
        holds(id, room.throughput_per_s(), room.means(), service_ms);
        check(id, &[room.throughput_per_s()], &[rate * (1.0 - room.p_block())]);
        let patience = ErlangA::new(load, servers, 40.0).unwrap();
        check(id, &[patience.throughput_per_s()], &[rate * (1.0 - patience.p_abandon())]);
        let clients = FiniteSource::new(Clients { number: 3 * servers, think_mean_ms: 20.0 }, servers, 10.0).unwrap();
        holds(id, clients.throughput_per_s(), clients.means(), 10.0);
        // Of all clients those who are not here think.
        let thinking = Flow { rate_per_s: clients.throughput_per_s(), mean_time_ms: 20.0 }.mean_inside();
        check(id, &[clients.means().in_system + thinking], &[f64::from(3 * servers)]);
    });
}

/// A wait of steadier service lies between none and that of exponential service, and no percentile is below the one
/// before it.
#[test]
fn models_keep_their_order() {
    each(|id, load, servers| {
        let [constant, exponential] = [
            Mdc::new(demand(load), servers).unwrap().means().wait_ms,
            Mmc::new(demand(load), servers).unwrap().means().wait_ms,
        ];
        assert!(constant <= exponential && constant >= 0.49 * exponential, "{id}: {constant} and {exponential}");
        let room = Mmck::new(demand(load), servers, servers + 20).unwrap();
        let quantiles = [0.0, 0.1, 0.5, 0.95, 0.99].map(|share| room.response_quantile_ms(share).unwrap());
        assert!(quantiles.is_sorted(), "{id}: {quantiles:?}");
    });
}
