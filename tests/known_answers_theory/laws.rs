//! Laws of scaling, Little's law, the power of choices, and Che's approximation.

use super::check::{check, demand};
use switchyard::theory::{Che, Flow, PowerOfChoices, Scalability, amdahl_speed_up};

/// Workers, alpha, beta, X(1) per second, X(N) per second, and the best number of workers with its throughput.
type ScalabilityRow = (&'static str, f64, [f64; 2], f64, f64, Option<[f64; 2]>);

const SCALABILITY: &[ScalabilityRow] = &[
    ("A-LAW-01", 1.0, [0.05, 0.000_2], 1_000.0, 1_000.0, Some([68.920_243_76, 12_925.224_12])),
    ("A-LAW-02", 8.0, [0.05, 0.000_2], 1_000.0, 5_877.167_205, Some([68.920_243_76, 12_925.224_12])),
    ("A-LAW-03", 32.0, [0.05, 0.000_2], 1_000.0, 11_643.137_83, Some([68.920_243_76, 12_925.224_12])),
    ("A-LAW-04", 64.0, [0.02, 0.000_5], 200.0, 2_993.451_824, Some([44.271_887_24, 3_136.178_16])),
    ("A-LAW-05", 16.0, [0.1, 0.0], 500.0, 3_200.0, None),
];

#[test]
fn the_universal_scalability_law_agrees_in_nine_digits() {
    for &(id, workers, [contention, coherency], single_per_s, throughput, best) in SCALABILITY {
        let law = Scalability::new(single_per_s, contention, coherency).unwrap();
        check(id, &[law.throughput_per_s(workers).unwrap()], &[throughput]);
        let peak = law.workers_best().map(|workers| [workers, law.throughput_per_s(workers).unwrap()]);
        assert_eq!(peak.is_some(), best.is_some(), "{id}: whether there is a peak");
        check(id, &peak.unwrap_or_default(), &best.unwrap_or_default());
    }
}

#[test]
fn amdahls_law_agrees_in_nine_digits() {
    let rows = [
        ("A-LAW-06", 4.0, 0.05, 3.478_260_87),
        ("A-LAW-07", 16.0, 0.05, 9.142_857_143),
        ("A-LAW-08", 64.0, 0.1, 8.767_123_288),
    ];
    for (id, workers, serial_share, expected) in rows {
        check(id, &[amdahl_speed_up(serial_share, workers).unwrap()], &[expected]);
        let limit = amdahl_speed_up(serial_share, 1e12).unwrap();
        check(id, &[limit], &[1.0 / serial_share]);
    }
}

#[test]
fn littles_law_agrees() {
    check("A-LAW-09", &[Flow { rate_per_s: 250.0, mean_time_ms: 40.0 }.mean_inside()], &[10.0]);
    check("A-LAW-10", &[Flow { rate_per_s: 1_000.0, mean_time_ms: 12.5 }.mean_inside()], &[12.5]);
}

/// Utilisation, and the mean response in services with 1, 2, 3 and 5 choices. With two choices they are the values of
/// Mitzenmacher's table.
const CHOICES: &[(f64, [f64; 4])] = &[
    (0.5, [2.0, 1.265_686_036_1, 1.125_244_140_6, 1.031_250_000_9]),
    (0.7, [3.333_333_333_333, 1.614_453_770_3, 1.356_842_196_7, 1.168_092_539_3]),
    (0.8, [5.0, 1.947_363_385_9, 1.580_885_630_2, 1.328_917_94]),
    (0.9, [10.0, 2.614_057_377_3, 2.027_855_969, 1.632_881_239_1]),
    (0.95, [20.0, 3.383_046_002_5, 2.535_133_476_5, 1.988_772_201_2]),
    (0.99, [100.0, 5.431_996_579_2, 3.857_846_519_7, 2.901_682_829_2]),
];

#[test]
fn the_power_of_choices_agrees_in_nine_digits() {
    for &(utilisation, expected) in CHOICES {
        let load = demand([100.0 * utilisation, 10.0]);
        let responses = [1, 2, 3, 5].map(|choices| PowerOfChoices::new(load, choices).unwrap().response_ms() / 10.0);
        check(&format!("choices at {utilisation}"), &responses, &expected);
    }
}

#[test]
fn the_shares_of_long_lines_fall_doubly_exponentially() {
    let system = PowerOfChoices::new(demand([90.0, 10.0]), 2).unwrap();
    let shares = [1, 2, 3, 4, 5, 6].map(|customers| system.at_least(customers));
    for (share, expected) in shares.iter().zip([0.9, 0.729, 0.478_297, 0.205_891, 0.038_152, 0.001_310]) {
        assert!((share - expected).abs() < 5e-7, "{share}, expected {expected}");
    }
    assert_eq!(system.at_least(u32::MAX), 0.0, "nobody has so many");
}

/// Weights of the keys, entries, the characteristic time and the hit ratio, solved with forty digits; and the exact hit
/// ratio of LRU, summed over all orders of the keys that the cache may hold.
type CheRow = (&'static [f64], u32, [f64; 2], f64);

const CHE: &[CheRow] = &[
    (&[5.0, 3.0, 2.0], 2, [3.570_506_972_21, 0.715_412_283_578], 0.719_285_714),
    (&[0.4, 0.3, 0.2, 0.1], 2, [2.993_891_191_98, 0.573_009_329_711], 0.580_555_556),
    (&[4.0, 3.0, 2.0, 1.0], 3, [6.562_559_792_37, 0.823_428_523_3], 0.826_587_302),
    (&[0.35, 0.25, 0.2, 0.12, 0.08], 3, [5.147_462_783_07, 0.684_068_247_773], 0.688_377_616),
];

#[test]
fn ches_approximation_agrees_in_nine_digits() {
    for &(weights, capacity, expected, exact) in CHE {
        let cache = Che::new(weights, capacity).unwrap();
        let figures = [cache.characteristic_time().unwrap(), cache.hit_ratio()];
        check(&format!("{capacity} of {weights:?}"), &figures, &expected);
        assert!((cache.hit_ratio() / exact - 1.0).abs() < 0.03, "close to the exact {exact} even in a tiny cache");
    }
    let zipf: Vec<f64> = (1..=1_000).map(|rank| 1.0 / f64::from(rank)).collect();
    let cache = Che::new(&zipf, 100).unwrap();
    check("Zipf", &[cache.characteristic_time().unwrap(), cache.hit_ratio()], &[180.928_928_143, 0.576_524_616_169]);
}

#[test]
fn equal_keys_hit_as_often_as_they_are_held() {
    let cache = Che::new(&[0.1; 50], 20).unwrap();
    check("equal keys", &[cache.hit_ratio(), cache.key_hit_ratio(49).unwrap()], &[0.4, 0.4]);
    assert_eq!(cache.key_hit_ratio(50), None, "no such key");
    assert_eq!(Che::new(&[1.0, 2.0, 0.0], 2).unwrap().hit_ratio(), 1.0, "all that is asked for fits");
    assert!(Che::new(&[0.0], 1).is_err(), "nothing is asked for");
    assert!(Che::new(&[1.0, -1.0], 1).is_err(), "a negative weight");
    assert!(Che::new(&[1.0], 0).is_err(), "no entry");
}
