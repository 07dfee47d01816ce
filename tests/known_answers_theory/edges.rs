//! Where formulas tend to fail: nearly full, very many servers, two rates that coincide, tails far out.
//!
//! The rows were computed from the textbook formulas with sixty digits, the alternating sum of M/D/1 with four hundred.

use super::check::{check, demand};
use switchyard::theory::{Gimc, Law, Mg1, Mmc};

/// Arrivals per second, with service of 10 ms; servers; the law of the gaps; and utilisation, P(wait), Lq, Wq, W, p50,
/// p95 and p99, times in ms. In the last row c (1 - sigma) is 1, where the formula divides zero by zero.
#[rustfmt::skip]
const GIMC: &[(f64, u32, Law, [f64; 8])] = &[
    (9_900.0, 100, Law::Constant, [0.99, 0.832_266_947_616_8, 41.335_460_211_9, 4.175_299_011_303, 14.175_299_011_3, 11.434_420_289_84, 35.913_869_120_65, 52.111_997_862_28]),
    (3_196.8, 32, Law::Erlang { phases: 4 }, [0.999, 0.991_106_704_884_7, 618.946_087_621_4, 193.614_266_648_3, 203.614_266_648_3, 143.927_333_686_5, 593.740_993_174_5, 908.147_241_862_1]),
    (990.0, 10, Law::HyperExponential { scv: 9.0 }, [0.99, 0.988_843_751_132_7, 485.530_321_053_4, 490.434_667_730_7, 500.434_667_730_7, 348.316_640_371_9, 1_490.324_721_74, 2_288.554_115_326]),
    (4_000.0, 64, Law::Constant, [0.625, 1.780_660_423_01e-7, 1.733_559_426_604e-7, 4.333_898_566_51e-8, 10.000_000_043_34, 6.931_471_850_02, 29.957_322_779_96, 46.051_701_904_3]),
    (144.269_504_088_896_34, 2, Law::Constant, [0.721_347_520_444_5, 0.382_598_554_758_6, 0.551_973_037_601_6, 3.825_985_547_586, 13.825_985_547_59, 10.236_294_861_83, 39.104_793_070_56, 57.707_848_107_36]),
];

#[test]
fn gimc_holds_at_the_edges() {
    for &(rate, servers, gaps, expected) in GIMC {
        let queue = Gimc::new(demand([rate, 10.0]), servers, gaps).unwrap();
        let means = queue.means();
        let mut figures = vec![queue.utilisation(), queue.p_wait(), means.queue, means.wait_ms, means.response_ms];
        figures.extend([0.5, 0.95, 0.99].map(|probability| queue.response_quantile_ms(probability).unwrap()));
        check(&format!("{gaps:?}, {servers} servers, {rate} per s"), &figures, &expected);
    }
}

/// Arrivals per second, with service of 10 ms; servers; and P(wait), Wq, p50, p95 and p99, times in ms. In the last row
/// theta = mu.
#[rustfmt::skip]
const MMC: &[(f64, u32, [f64; 5])] = &[
    (9_990.0, 100, [0.987_839_083_559_7, 98.783_908_355_97, 78.619_706_014_22, 308.885_732_382_2, 469.829_523_625_6]),
    (999.9, 10, [0.999_634_012_404_7, 9_996.340_124_047, 6_937.816_263_084, 29_963.667_193_02, 46_058.046_317_37]),
    (100.0, 2, [0.333_333_333_333_3, 3.333_333_333_333, 9.744_116_051_899, 38.164_603_051_68, 56.659_606_837_93]),
];

#[test]
fn mmc_holds_at_the_edges() {
    for &(rate, servers, expected) in MMC {
        let queue = Mmc::new(demand([rate, 10.0]), servers).unwrap();
        let mut figures = vec![queue.p_wait(), queue.means().wait_ms];
        figures.extend([0.5, 0.95, 0.99].map(|probability| queue.response_quantile_ms(probability).unwrap()));
        check(&format!("{servers} servers, {rate} per s"), &figures, &expected);
    }
}

#[test]
fn constant_service_holds_far_out() {
    for (rate, probability, expected) in [
        (99.0, 0.5, 352.081_152_688_4),
        (99.0, 0.95, 1_499.523_205_156),
        (99.0, 0.99, 2_301.550_781_544),
        (60.0, 0.999_9, 103.905_112_425_9),
    ] {
        let queue = Mg1::with_law(demand([rate, 10.0]), Law::Constant).unwrap();
        check(&format!("{probability} at {rate}"), &[queue.response_quantile_ms(probability).unwrap()], &[expected]);
    }
}

/// A Poisson stream dealt round robin over n single servers: load of each, and the mean response in services for n of
/// 2, 3, 5, 10 and 100, and for a metronome.
#[rustfmt::skip]
const ROUND_ROBIN: &[(f64, [f64; 6])] = &[
    (0.5, [1.618_034, 1.493_725, 1.396_195, 1.324_642, 1.261_860, 1.255_001]),
    (0.8, [3.843_980, 3.459_423, 3.152_257, 2.922_269, 2.715_660, 2.692_731]),
    (0.9, [7.588_284, 6.784_724, 6.142_087, 5.660_276, 5.226_811, 5.178_659]),
];

#[test]
fn round_robin_over_single_servers_is_known() {
    for &(load, expected) in ROUND_ROBIN {
        let erlang = [2, 3, 5, 10, 100].map(|phases| Law::Erlang { phases });
        for (gaps, expected) in erlang.into_iter().chain([Law::Constant]).zip(expected) {
            let response = Gimc::new(demand([100.0 * load, 10.0]), 1, gaps).unwrap().means().response_ms / 10.0;
            assert!((response - expected).abs() < 5.1e-7, "{gaps:?} at {load}: {response}, expected {expected}");
        }
    }
}
