//! Open Jackson networks: whole pipelines.

use super::check::check;
use switchyard::theory::{Jackson, JacksonStation, TheoryError};

/// A station: mean service in ms, servers (none for a delay), arrivals per second from outside, and where to go from
/// there with which share.
type Stop = (f64, Option<u32>, f64, &'static [(usize, f64)]);

fn network(stops: &[Stop]) -> Result<Jackson, TheoryError> {
    let station = |&(service_mean_ms, servers, external_rate_per_s, to): &Stop| {
        let mut routes = vec![0.0; stops.len()];
        to.iter().for_each(|&(next, share)| routes[next] = share);
        JacksonStation { service_mean_ms, servers, external_rate_per_s, routes }
    };
    Jackson::new(&stops.iter().map(station).collect::<Vec<_>>())
}

/// Of a station: visits per second, utilisation (0 for a delay), P(wait), Wq and W of a visit in ms, and L.
type Row = [f64; 6];

/// The figures of all stations agree, and those of the whole: mean number and mean response in ms.
fn check_network(id: &str, stops: &[Stop], rows: &[Row], [in_system, response_ms]: [f64; 2]) -> Jackson {
    let network = network(stops).unwrap();
    assert_eq!(network.stations.len(), rows.len(), "{id}: every station is there");
    for (at, (station, expected)) in network.stations.iter().zip(rows).enumerate() {
        let means = station.means;
        let utilisation = station.utilisation.unwrap_or(0.0);
        let figures = [station.arrival_rate_per_s, utilisation, station.p_wait];
        check(&format!("{id}, station {at}"), &figures, &expected[..3]);
        check(&format!("{id}, station {at}"), &[means.wait_ms, means.response_ms, means.in_system], &expected[3..]);
    }
    check(id, &[network.in_system(), network.response_ms().unwrap()], &[in_system, response_ms]);
    network
}

fn check_percentiles(id: &str, network: &Jackson, expected: [f64; 3]) {
    let figures = [0.5, 0.95, 0.99].map(|probability| network.response_quantile_ms(probability).unwrap());
    check(id, &figures, &expected);
}

#[test]
fn four_processors_behind_a_random_split() {
    let processor: Stop = (128.0, Some(4), 0.0, &[(5, 1.0)]);
    let stops = [
        (64.0, Some(8), 100.0, &[(1, 0.25), (2, 0.25), (3, 0.25), (4, 0.25)][..]),
        processor,
        processor,
        processor,
        processor,
        (100.0, None, 0.0, &[(6, 1.0)]),
        (16.0, Some(2), 0.0, &[]),
    ];
    let row = [25.0, 0.8, 0.596_432_471_8, 95.429_195_49, 223.429_195_5, 5.585_729_887];
    let rows = [
        [100.0, 0.8, 0.457_644_925_4, 18.305_797_02, 82.305_797_02, 8.230_579_702],
        row,
        row,
        row,
        row,
        [100.0, 0.0, 0.0, 0.0, 100.0, 10.0],
        [100.0, 0.8, 0.711_111_111_1, 28.444_444_44, 44.444_444_44, 4.444_444_444],
    ];
    let network = check_network("A-PIPE-01", &stops, &rows, [45.017_943_694_8, 450.179_436_948]);
    assert_eq!(network.response_quantile_ms(0.5), None, "a split is no tandem");
}

#[test]
fn a_tandem_of_single_servers() {
    let stops: [Stop; 3] =
        [(10.0, Some(1), 80.0, &[(1, 1.0)]), (8.0, Some(1), 0.0, &[(2, 1.0)]), (11.0, Some(1), 0.0, &[])];
    let rows = [
        [80.0, 0.8, 0.8, 40.0, 50.0, 4.0],
        [80.0, 0.64, 0.64, 14.222_222_22, 22.222_222_22, 1.777_777_778],
        [80.0, 0.88, 0.88, 80.666_666_67, 91.666_666_67, 7.333_333_333],
    ];
    let network = check_network("A-PIPE-02", &stops, &rows, [13.111_111_111_1, 163.888_888_889]);
    check_percentiles("A-PIPE-02", &network, [139.919_797_5, 369.941_749_8, 519.255_867_7]);
}

#[test]
fn a_tandem_with_several_servers_at_both_ends() {
    let stops: [Stop; 4] = [
        (10.0, Some(4), 320.0, &[(1, 1.0)]),
        (2.0, Some(1), 0.0, &[(2, 1.0)]),
        (2.5, Some(1), 0.0, &[(3, 1.0)]),
        (7.5, Some(3), 0.0, &[]),
    ];
    let rows = [
        [320.0, 0.8, 0.596_432_471_8, 7.455_405_897, 17.455_405_9, 5.585_729_887],
        [320.0, 0.64, 0.64, 3.555_555_556, 5.555_555_556, 1.777_777_778],
        [320.0, 0.8, 0.8, 10.0, 12.5, 4.0],
        [320.0, 0.8, 0.647_191_011_2, 8.089_887_64, 15.589_887_64, 4.988_764_045],
    ];
    let network = check_network("A-PIPE-03", &stops, &rows, [16.352_271_709_9, 51.100_849_093_3]);
    check_percentiles("A-PIPE-03", &network, [47.225_249_6, 97.281_027_96, 125.151_520_6]);
}

#[test]
fn a_retry_loop() {
    let stops: [Stop; 3] =
        [(20.0, Some(2), 60.0, &[(1, 1.0)]), (45.0, Some(4), 0.0, &[(0, 0.15), (2, 0.85)]), (12.0, Some(1), 0.0, &[])];
    let rows = [
        [70.588_235_29, 0.705_882_352_9, 0.584_178_499, 19.862_068_97, 39.862_068_97, 2.813_793_103],
        [70.588_235_29, 0.794_117_647_1, 0.585_885_428_8, 32.014_453_79, 77.014_453_79, 5.436_314_385],
        [60.0, 0.72, 0.72, 30.857_142_86, 42.857_142_86, 2.571_428_571],
    ];
    check_network("A-PIPE-04", &stops, &rows, [10.821_536_059_8, 180.358_934_33]);
}

#[test]
fn a_fraud_branch_and_two_channels() {
    let stops: [Stop; 5] = [
        (15.0, Some(4), 200.0, &[(1, 0.3), (2, 0.42), (3, 0.28)]),
        (40.0, Some(3), 0.0, &[(2, 0.6), (3, 0.4)]),
        (180.0, None, 0.0, &[(4, 1.0)]),
        (60.0, Some(6), 0.0, &[(4, 1.0)]),
        (12.0, Some(3), 0.0, &[]),
    ];
    let rows = [
        [200.0, 0.75, 0.509_433_962_3, 7.641_509_434, 22.641_509_43, 4.528_301_887],
        [60.0, 0.8, 0.647_191_011_2, 43.146_067_42, 83.146_067_42, 4.988_764_045],
        [120.0, 0.0, 0.0, 0.0, 180.0, 21.6],
        [80.0, 0.8, 0.517_771_999_2, 25.888_599_96, 85.888_599_96, 6.871_087_997],
        [200.0, 0.8, 0.647_191_011_2, 12.943_820_22, 24.943_820_22, 4.988_764_045],
    ];
    check_network("A-PIPE-05", &stops, &rows, [42.976_917_973_5, 214.884_589_867]);
}

#[test]
fn two_entries_and_a_shared_core() {
    let stops: [Stop; 4] = [
        (20.0, Some(4), 150.0, &[(2, 1.0)]),
        (30.0, Some(2), 50.0, &[(2, 1.0)]),
        (32.0, Some(8), 0.0, &[(3, 0.2)]),
        (25.0, Some(2), 0.0, &[]),
    ];
    let rows = [
        [150.0, 0.75, 0.509_433_962_3, 10.188_679_25, 30.188_679_25, 4.528_301_887],
        [50.0, 0.75, 0.642_857_142_9, 38.571_428_57, 68.571_428_57, 3.428_571_429],
        [200.0, 0.8, 0.457_644_925_4, 9.152_898_509, 41.152_898_51, 8.230_579_702],
        [40.0, 0.5, 0.333_333_333_3, 8.333_333_333, 33.333_333_33, 1.333_333_333],
    ];
    check_network("A-PIPE-06", &stops, &rows, [17.520_786_350_5, 87.603_931_752_3]);
}

#[test]
fn a_network_without_an_answer_says_where() {
    let overloaded: [Stop; 2] = [(10.0, Some(1), 50.0, &[(1, 1.0)]), (40.0, Some(1), 0.0, &[])];
    let error = network(&overloaded).unwrap_err();
    assert_eq!(error, TheoryError::UnstableStation { station: 1, utilisation: 2.0 }, "the second station");
    let endless: [Stop; 2] = [(10.0, Some(1), 50.0, &[(1, 1.0)]), (4.0, Some(1), 0.0, &[(0, 1.0)])];
    assert_eq!(network(&endless), Err(TheoryError::Trapped), "a loop that nobody leaves");
    let too_much: [Stop; 1] = [(10.0, Some(1), 50.0, &[(0, 1.5)])];
    let error = network(&too_much).unwrap_err();
    assert!(matches!(error, TheoryError::OutOfRange { quantity: "routes", .. }), "more leave than came: {error}");
    let idle: [Stop; 1] = [(10.0, Some(1), 0.0, &[])];
    assert_eq!(network(&idle).unwrap().response_ms(), None, "nobody comes, nobody responds");
}
