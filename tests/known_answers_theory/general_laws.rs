//! Service or arrivals that are not exponential: M/G/1, GI/M/c, M/D/c, and the approximation for G/G/c.

use super::check::{check, demand};
use switchyard::theory::{AllenCunneen, Gimc, Law, Mdc, Mg1, Moments, Variability};

/// A row of M/G/1: arrivals per second and mean service in ms, the law of the service, and in this order: its squared
/// coefficient of variation, utilisation, P(wait), Lq, Wq, W, L, standard deviation of wait and of response, p50, p95
/// and p99, times in ms.
type Mg1Row = (&'static str, [f64; 2], Law, [f64; 12]);

#[rustfmt::skip]
const MG1: &[Mg1Row] = &[
    ("A-MG1-01", [80.0, 10.0], Law::Constant, [0.0, 0.8, 0.8, 1.6, 20.0, 30.0, 2.4, 23.094_010_77, 23.094_010_77, 22.759_398_73, 76.203_249_97, 113.558_867_9]),
    ("A-MG1-02", [95.0, 10.0], Law::Constant, [0.0, 0.95, 0.95, 9.025, 95.0, 105.0, 9.975, 98.276_819_92, 98.276_819_92, 74.806_679_06, 301.162_043_6, 459.377_655_1]),
    ("A-MG1-03", [50.0, 10.0], Law::Constant, [0.0, 0.5, 0.5, 0.25, 5.0, 15.0, 0.75, 7.637_626_158, 7.637_626_158, 10.0, 30.506_384_07, 43.362_559_57]),
    ("A-MG1-04", [80.0, 10.0], Law::Erlang { phases: 2 }, [0.5, 0.8, 0.8, 2.4, 30.0, 40.0, 3.2, 36.055_512_75, 36.742_346_14, 28.943_042_81, 113.180_378_1, 172.058_644_7]),
    ("A-MG1-05", [80.0, 10.0], Law::Erlang { phases: 4 }, [0.25, 0.8, 0.8, 2.0, 25.0, 35.0, 2.8, 29.580_398_92, 30.0, 25.942_300_87, 94.762_187_87, 142.865_179_1]),
    ("A-MG1-06", [90.0, 10.0], Law::Erlang { phases: 3 }, [0.333_333_333_3, 0.9, 0.9, 5.4, 60.0, 70.0, 6.3, 65.319_726_47, 65.574_385_24, 49.968_047_7, 200.802_617_2, 306.231_456_9]),
    ("A-MG1-07", [80.0, 10.0], Law::HyperExponential { scv: 4.0 }, [4.0, 0.8, 0.8, 8.0, 100.0, 110.0, 8.8, 134.164_078_6, 135.646_599_7, 60.021_224_69, 384.941_056_3, 612.103_211_4]),
    ("A-MG1-08", [60.0, 10.0], Law::HyperExponential { scv: 9.0 }, [9.0, 0.6, 0.6, 4.5, 75.0, 85.0, 5.1, 138.293_166_9, 141.509_717, 16.061_440_94, 380.456_416, 650.100_119_6]),
    ("A-MG1-09", [80.0, 10.0], Law::Exponential, [1.0, 0.8, 0.8, 3.2, 40.0, 50.0, 4.0, 48.989_794_86, 50.0, 34.657_359_03, 149.786_613_7, 230.258_509_3]),
];

/// The same for laws of which only the moments are known here; without percentiles.
type MomentsRow = (&'static str, [f64; 2], Moments, [f64; 9]);

fn mg1_by_moments() -> [MomentsRow; 6] {
    #[rustfmt::skip]
    let rows = [
        ("A-MG1-10", [80.0, 10.0], Moments::log_normal(1.0), [1.0, 0.8, 0.8, 3.2, 40.0, 50.0, 4.0, 51.639_777_95, 52.599_112_79]),
        ("A-MG1-11", [80.0, 10.0], Moments::log_normal(4.0), [4.0, 0.8, 0.8, 8.0, 100.0, 110.0, 8.8, 163.299_316_2, 164.519_502_4]),
        ("A-MG1-12", [70.0, 10.0], Moments::log_normal(0.25), [0.25, 0.7, 0.7, 1.020_833_333, 14.583_333_33, 24.583_333_33, 1.720_833_333, 19.094_065_4, 19.737_865_47]),
        ("A-MG1-13", [80.0, 10.0], Moments::uniform(), [0.333_333_333_3, 0.8, 0.8, 2.133_333_333, 26.666_666_67, 36.666_666_67, 2.933_333_333, 31.269_438_4, 31.797_973_38]),
        ("A-MG1-14", [80.0, 10.0], Moments::gamma(2.0), [2.0, 0.8, 0.8, 4.8, 60.0, 70.0, 5.6, 74.833_147_74, 76.157_731_06]),
        ("A-MG1-15", [50.0, 10.0], Moments::pareto(3.5), [0.190_476_190_5, 0.5, 0.5, 0.297_619_047_6, 5.952_380_952, 15.952_380_95, 0.797_619_047_6, 10.975_648_16, 11.811_539_77]),
    ];
    rows
}

fn mg1_figures(queue: &Mg1, scv: f64) -> [f64; 9] {
    let means = queue.means();
    [
        scv,
        queue.utilisation(),
        queue.p_wait(),
        means.queue,
        means.wait_ms,
        means.response_ms,
        means.in_system,
        queue.wait_deviation_ms().unwrap(),
        queue.response_deviation_ms().unwrap(),
    ]
}

#[test]
fn mg1_agrees_in_nine_digits() {
    for &(id, load, law, expected) in MG1 {
        let queue = Mg1::with_law(demand(load), law).unwrap();
        let mut figures = mg1_figures(&queue, law.moments().scv).to_vec();
        figures.extend([0.5, 0.95, 0.99].map(|probability| queue.response_quantile_ms(probability).unwrap()));
        check(id, &figures, &expected);
    }
    for (id, load, moments, expected) in mg1_by_moments() {
        let queue = Mg1::with_moments(demand(load), moments).unwrap();
        check(id, &mg1_figures(&queue, moments.scv), &expected);
        assert_eq!(queue.response_quantile_ms(0.5), None, "{id}: moments do not tell percentiles");
        let by_scv = Mg1::new(demand(load), moments.scv).unwrap();
        assert_eq!(by_scv.means(), queue.means(), "{id}: the scv is enough for the means");
        assert_eq!(by_scv.wait_deviation_ms(), None, "{id}: and not for the deviation");
    }
}

/// A row of GI/M/c: arrivals per second and mean service in ms, servers, the law of the gaps, and in this order:
/// utilisation, P(wait), Lq, Wq, W, p50, p95 and p99, times in ms.
type GimcRow = (&'static str, [f64; 2], u32, Law, [f64; 8]);

#[rustfmt::skip]
const GIMC: &[GimcRow] = &[
    ("A-GI-01", [80.0, 10.0], 1, Law::Erlang { phases: 2 }, [0.8, 0.739_852_949_1, 2.275_183_814, 28.439_797_67, 38.439_797_67, 26.644_437_38, 115.155_342_5, 177.021_810_2]),
    ("A-GI-02", [80.0, 10.0], 1, Law::Erlang { phases: 4 }, [0.8, 0.693_944_721_8, 1.813_906_888, 22.673_836_1, 32.673_836_1, 22.647_777_37, 97.882_065_32, 150.468_575_9]),
    ("A-GI-03", [250.0, 12.8], 4, Law::Erlang { phases: 4 }, [0.8, 0.470_625_581, 1.230_171_448, 4.920_685_792, 17.720_685_79, 13.577_838_77, 48.440_624, 70.622_256_89]),
    ("A-GI-04", [320.0, 10.0], 4, Law::Erlang { phases: 2 }, [0.8, 0.521_705_529_6, 1.604_340_4, 5.013_563_75, 15.013_563_75, 11.565_152_68, 40.817_394_15, 59.264_166_03]),
    ("A-GI-05", [320.0, 10.0], 4, Law::Erlang { phases: 8 }, [0.8, 0.439_951_036_5, 1.048_747_851, 3.277_337_036, 13.277_337_04, 10.126_865_57, 36.460_673_53, 53.366_810_08]),
    ("A-GI-06", [80.0, 10.0], 1, Law::Constant, [0.8, 0.628_629_796_5, 1.354_184_672, 16.927_308_4, 26.927_308_4, 18.664_587_9, 80.667_006_81, 124.004_837_8]),
    ("A-GI-07", [320.0, 10.0], 4, Law::Constant, [0.8, 0.404_799_334_8, 0.872_012_522_1, 2.725_039_132, 12.725_039_13, 9.645_234_017, 35.160_401_78, 51.739_866_63]),
    ("A-GI-08", [80.0, 10.0], 1, Law::HyperExponential { scv: 4.0 }, [0.8, 0.907_571_662_6, 7.855_354_218, 98.191_927_72, 108.191_927_7, 74.992_929_66, 324.114_049_6, 498.242_239_9]),
    ("A-GI-09", [320.0, 10.0], 4, Law::HyperExponential { scv: 4.0 }, [0.8, 0.776_780_072_5, 6.723_306_677, 21.010_333_36, 31.010_333_36, 23.191_573_27, 86.659_406_44, 130.211_725]),
];

#[test]
fn gimc_agrees_in_nine_digits() {
    for &(id, load, servers, gaps, expected) in GIMC {
        let queue = Gimc::new(demand(load), servers, gaps).unwrap();
        let means = queue.means();
        let mut figures = vec![queue.utilisation(), queue.p_wait(), means.queue, means.wait_ms, means.response_ms];
        figures.extend([0.5, 0.95, 0.99].map(|probability| queue.response_quantile_ms(probability).unwrap()));
        check(id, &figures, &expected);
    }
}

/// The stations of the round-robin pipeline: each of four processors of four servers and 128 ms is dealt every fourth
/// of 100 payments a second, which arrive there as a Poisson stream.
#[test]
fn a_station_dealt_round_robin_is_e4_m_4() {
    let queue = Gimc::new(demand([25.0, 128.0]), 4, Law::Erlang { phases: 4 }).unwrap();
    let figures = [queue.means().response_ms, queue.response_quantile_ms(0.99).unwrap()];
    check("a processor of the pipeline", &figures, &[177.206_857_9, 706.222_568_9]);
}

/// A row of M/D/c: arrivals per second and constant service in ms, servers, and utilisation, Lq, Wq, W, times in ms.
type MdcRow = (&'static str, [f64; 2], u32, [f64; 4]);

#[rustfmt::skip]
const MDC: &[MdcRow] = &[
    ("A-GI-10", [160.0, 10.0], 2, [0.8, 1.445_254_207, 9.032_838_794, 19.032_838_79]),
    ("A-GI-11", [320.0, 10.0], 4, [0.8, 1.235_503_779, 3.860_949_308, 13.860_949_31]),
    ("A-GI-12", [760.0, 10.0], 8, [0.95, 8.116_257_106, 10.679_285_67, 20.679_285_67]),
    ("A-GI-13", [1_500.0, 10.0], 16, [0.937_5, 5.606_455_397, 3.737_636_931, 13.737_636_93]),
];

#[test]
fn mdc_agrees_in_nine_digits() {
    for &(id, load, servers, expected) in MDC {
        let queue = Mdc::new(demand(load), servers).unwrap();
        let means = queue.means();
        check(id, &[queue.utilisation(), means.queue, means.wait_ms, means.response_ms], &expected);
    }
}

/// A row of G/G/c: arrivals per second and mean service in ms, servers, the squared coefficients of variation of gaps and
/// of services; utilisation, Wq and W by the formula of Allen and Cunneen; and Wq from a workload recursion (Kiefer and
/// Wolfowitz) of tens of millions of customers, with the half-width of its 95 % interval. Times in ms.
pub(crate) type AllenCunneenRow = (&'static str, [f64; 2], u32, [f64; 2], [f64; 3], [f64; 2]);

#[rustfmt::skip]
pub(crate) const ALLEN_CUNNEEN: &[AllenCunneenRow] = &[
    ("A-AC-01", [80.0, 10.0], 1, [1.0, 0.0], [0.8, 20.0, 30.0], [20.008, 0.045]),
    ("A-AC-02", [320.0, 10.0], 4, [1.0, 0.0], [0.8, 3.727_702_949, 13.727_702_95], [3.866, 0.01]),
    ("A-AC-03", [320.0, 10.0], 4, [1.0, 4.0], [0.8, 18.638_514_74, 28.638_514_74], [17.259, 0.17]),
    ("A-AC-04", [720.0, 10.0], 8, [1.0, 2.0], [0.9, 13.153_743_57, 23.153_743_57], [12.4, 0.13]),
    ("A-AC-05", [320.0, 10.0], 4, [0.25, 1.0], [0.8, 4.659_628_686, 14.659_628_69], [3.863, 0.015]),
    ("A-AC-06", [320.0, 10.0], 4, [0.25, 0.5], [0.8, 2.795_777_212, 12.795_777_21], [2.197, 0.008]),
    ("A-AC-07", [320.0, 10.0], 4, [4.0, 1.0], [0.8, 18.638_514_74, 28.638_514_74], [21.027, 0.11]),
    ("A-AC-08", [320.0, 10.0], 4, [4.0, 0.25], [0.8, 15.842_737_53, 25.842_737_53], [17.93, 0.083]),
    ("A-AC-09", [640.0, 10.0], 8, [2.0, 1.0], [0.8, 4.290_421_176, 14.290_421_18], [4.717, 0.028]),
    ("A-AC-10", [900.0, 10.0], 10, [1.0, 0.5], [0.9, 5.015_486_431, 15.015_486_43], [5.084, 0.038]),
    ("A-AC-11", [320.0, 10.0], 4, [0.0, 1.0], [0.8, 3.727_702_949, 13.727_702_95], [2.573, 0.014]),
    ("A-AC-12", [320.0, 10.0], 4, [0.333_333_333_3, 0.333_333_333_3], [0.8, 2.485_135_299, 12.485_135_3], [2.162, 0.006]),
];

#[test]
fn allen_cunneen_is_its_formula_in_nine_digits() {
    for &(id, load, servers, [arrival_scv, service_scv], expected, _) in ALLEN_CUNNEEN {
        let queue = AllenCunneen::new(demand(load), servers, Variability { arrival_scv, service_scv }).unwrap();
        check(id, &[queue.utilisation(), queue.means().wait_ms, queue.means().response_ms], &expected);
    }
}

/// Away from M/M/c the formula is up to 12 % low and up to 45 % high.
#[test]
fn allen_cunneen_is_as_far_from_the_truth_as_is_known() {
    for &(id, _, _, _, [_, wait_ms, _], [simulated_ms, half_width_ms]) in ALLEN_CUNNEEN {
        let error = wait_ms / simulated_ms - 1.0;
        assert!((-0.12..0.45).contains(&error), "{id}: {error}");
        assert!(half_width_ms < 0.011 * simulated_ms, "{id}: the reference is sure");
    }
}

/// Four rows have exact answers by other models: M/D/1, M/D/4, E4/M/4 and H2/M/4. The reference agrees with them.
#[test]
fn the_reference_agrees_where_there_is_an_exact_answer() {
    let [light, full] = [[80.0, 10.0], [320.0, 10.0]].map(demand);
    let variable = Law::HyperExponential { scv: 4.0 };
    let rows = [
        ("A-AC-01", Mg1::with_law(light, Law::Constant).unwrap().means(), 20.0),
        ("A-AC-02", Mdc::new(full, 4).unwrap().means(), 3.860_949_308),
        ("A-AC-05", Gimc::new(full, 4, Law::Erlang { phases: 4 }).unwrap().means(), 3.844_285_775),
        ("A-AC-07", Gimc::new(full, 4, variable).unwrap().means(), 21.010_333_36),
    ];
    for (id, means, exact_ms) in rows {
        check(id, &[means.wait_ms], &[exact_ms]);
        let row = ALLEN_CUNNEEN.iter().find(|row| row.0 == id).unwrap();
        let [simulated_ms, half_width_ms] = row.5;
        assert!((simulated_ms - exact_ms).abs() <= 1.5 * half_width_ms, "{id}: {simulated_ms} of {exact_ms}");
    }
}
