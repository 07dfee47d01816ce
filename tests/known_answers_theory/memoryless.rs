//! M/M/c and Erlang's formulas.

use super::check::{check, demand};
use switchyard::theory::{Means, Mmc, erlang_b, erlang_c};

/// A row of M/M/c: arrivals per second and mean service in ms, servers, and in this order: utilisation, P(wait), Lq,
/// Wq, W, L, standard deviation of the response, its p50, p95, p99 and p99.9, and the wait's p95 and p99, times in ms.
type MmcRow = (&'static str, [f64; 2], u32, [f64; 13]);

#[rustfmt::skip]
const MMC: &[MmcRow] = &[
    ("A-MMC-01", [50.0, 10.0], 1, [0.5, 0.5, 0.5, 10.0, 20.0, 1.0, 20.0, 13.862_943_61, 59.914_645_47, 92.103_403_72, 138.155_105_6, 46.051_701_86, 78.240_460_11]),
    ("A-MMC-02", [80.0, 10.0], 1, [0.8, 0.8, 3.2, 40.0, 50.0, 4.0, 50.0, 34.657_359_03, 149.786_613_7, 230.258_509_3, 345.387_763_9, 138.629_436_1, 219.101_331_7]),
    ("A-MMC-03", [95.0, 10.0], 1, [0.95, 0.95, 18.05, 190.0, 200.0, 19.0, 200.0, 138.629_436_1, 599.146_454_7, 921.034_037_2, 1_381.551_056, 588.887_795_8, 910.775_378_3]),
    ("A-MMC-04", [160.0, 10.0], 2, [0.8, 0.711_111_111_1, 2.844_444_444, 17.777_777_78, 27.777_777_78, 4.444_444_444, 25.939_150_07, 20.400_314_46, 79.106_842_52, 119.373_702_4, 176.941_262_2, 66.370_142_16, 106.606_09]),
    ("A-MMC-05", [30.0, 40.0], 2, [0.6, 0.45, 0.675, 22.5, 62.5, 1.875, 57.825_167_53, 46.108_545_22, 177.336_230_7, 262.716_471_6, 381.633_623_4, 109.861_228_9, 190.333_124_5]),
    ("A-MMC-06", [250.0, 10.0], 3, [0.833_333_333_3, 0.702_247_191, 3.511_235_955, 14.044_943_82, 24.044_943_82, 6.011_235_955, 21.553_127_52, 18.190_997_96, 66.499_909_38, 98.855_813_15, 144.944_550_5, 52.845_249_21, 85.034_007_46]),
    ("A-MMC-07", [320.0, 10.0], 4, [0.8, 0.596_432_471_8, 2.385_729_887, 7.455_405_897, 17.455_405_9, 5.585_729_887, 15.192_171_35, 13.461_990_54, 47.380_194_96, 68.932_037_49, 98.796_669_02, 30.986_787_78, 51.104_761_68]),
    ("A-MMC-08", [36.0, 100.0], 4, [0.9, 0.787_753_264_3, 7.089_779_379, 196.938_316_1, 296.938_316_1, 10.689_779_38, 263.978_138_7, 225.450_369_3, 816.552_481_8, 1_219.316_744, 1_795.001_385, 689.290_479_8, 1_091.649_958]),
    ("A-MMC-09", [40.0, 100.0], 5, [0.8, 0.554_112_554_1, 2.216_450_216, 55.411_255_41, 155.411_255_4, 6.216_450_216, 134.208_210_8, 120.439_492_4, 419.746_257_8, 607.966_252_5, 866.594_197_7, 240.534_482_7, 401.478_273_9]),
    ("A-MMC-10", [1_000.0, 6.4], 8, [0.8, 0.457_644_925_4, 1.830_579_702, 1.830_579_702, 8.230_579_702, 8.230_579_702, 7.228_666_237, 6.312_539_949, 22.454_032_95, 32.973_962, 47.806_198_61, 8.856_282_424, 15.294_034_07]),
    ("A-MMC-11", [90.0, 100.0], 10, [0.9, 0.668_731_524_1, 6.018_583_717, 66.873_152_41, 166.873_152_4, 15.018_583_72, 137.486_770_2, 132.909_186_9, 436.086_656_8, 624.987_669_9, 884.105_675_1, 259.335_966_5, 420.279_757_7]),
    ("A-MMC-12", [1_000.0, 15.0], 16, [0.937_5, 0.730_075_961_1, 10.951_139_42, 10.951_139_42, 25.951_139_42, 25.951_139_42, 20.823_225_69, 20.936_279_71, 66.611_922_65, 94.980_124_73, 133.871_341_2, 40.216_883_69, 64.358_452_38]),
    ("A-MMC-13", [2_500.0, 12.0], 32, [0.937_5, 0.630_222_720_7, 9.453_340_81, 3.781_336_324, 15.781_336_32, 39.453_340_81, 13.231_686_65, 12.407_804_4, 41.668_505_17, 61.098_083_7, 88.754_816_41, 15.204_301_66, 24.860_929_13]),
    ("A-MMC-14", [3_000.0, 20.0], 64, [0.937_5, 0.506_866_271, 7.602_994_065, 2.534_331_355, 22.534_331_35, 67.602_994_06, 20.467_546_95, 16.749_413_95, 63.036_630_24, 95.225_612_9, 141.277_316_6, 11.581_120_99, 19.628_310_55]),
    ("A-MMC-15", [4_750.0, 20.0], 100, [0.95, 0.506_456_853_9, 9.622_680_224, 2.025_827_416, 22.025_827_42, 104.622_680_2, 20.300_311_39, 16.158_317_95, 62.298_974_02, 94.487_740_98, 140.539_442_9, 9.261_664_519, 15.699_416_17]),
];

/// The figures of a row, in the order of the table.
fn mmc_figures(queue: &Mmc) -> Option<[f64; 13]> {
    let means = queue.means();
    Some([
        queue.utilisation(),
        queue.p_wait(),
        means.queue,
        means.wait_ms,
        means.response_ms,
        means.in_system,
        queue.response_deviation_ms(),
        queue.response_quantile_ms(0.5)?,
        queue.response_quantile_ms(0.95)?,
        queue.response_quantile_ms(0.99)?,
        queue.response_quantile_ms(0.999)?,
        queue.wait_quantile_ms(0.95)?,
        queue.wait_quantile_ms(0.99)?,
    ])
}

#[test]
fn mmc_agrees_in_nine_digits() {
    for &(id, load, servers, expected) in MMC {
        let queue = Mmc::new(demand(load), servers).unwrap();
        check(id, &mmc_figures(&queue).unwrap(), &expected);
    }
}

/// From published Erlang tables.
#[test]
fn erlang_formulas_agree_with_the_tables() {
    let check = |got: f64, expected: f64| assert!((got - expected).abs() < 5e-7, "{got}, expected {expected}");
    check(erlang_b(8.0, 10), 0.121_661);
    check(erlang_b(16.0, 20), 0.064_411);
    check(erlang_b(5.0, 5), 0.284_868);
    check(erlang_c(8.0, 10).unwrap(), 0.409_180);
    check(erlang_c(1.6, 2).unwrap(), 0.711_111);
    assert_eq!(erlang_c(2.0, 2), None, "everybody waits for ever");
}

/// With two servers at half load theta = mu, where the general formula divides zero by zero.
#[test]
fn equal_rates_of_wait_and_service_have_an_answer() {
    let mean = |queue: &Mmc| {
        let step = 0.01;
        let steps = (0..60_000_u32).map(|place| queue.response_tail((f64::from(place) + 0.5) * step));
        steps.sum::<f64>() * step
    };
    for rate in [99.9, 100.0, 100.1] {
        let queue = Mmc::new(demand([rate, 10.0]), 2).unwrap();
        let exact = queue.means().response_ms;
        assert!((mean(&queue) - exact).abs() < 1e-5, "the tail's area is the mean {exact} at {rate} per s");
    }
}

#[test]
fn quantiles_invert_the_tails() {
    for &(id, load, servers, _) in MMC {
        let queue = Mmc::new(demand(load), servers).unwrap();
        for probability in [0.0, 0.001, 0.3, 0.9, 0.999_999] {
            let response = queue.response_tail(queue.response_quantile_ms(probability).unwrap());
            assert!((response - (1.0 - probability)).abs() < 1e-12, "{id}: response at {probability}");
            let wait = queue.wait_tail(queue.wait_quantile_ms(probability).unwrap());
            let expected = queue.p_wait().min(1.0 - probability);
            assert!((wait - expected).abs() < 1e-12, "{id}: wait at {probability}");
        }
        assert_eq!(queue.response_quantile_ms(1.0), None, "{id}: nothing bounds every response");
        assert_eq!(queue.wait_quantile_ms(-0.1), None, "{id}: not a probability");
    }
}

#[test]
fn an_idle_queue_only_serves() {
    let queue = Mmc::new(demand([0.0, 10.0]), 3).unwrap();
    let means = Means { wait_ms: 0.0, response_ms: 10.0, queue: 0.0, in_system: 0.0 };
    assert_eq!(queue.means(), means, "no load");
    assert_eq!(queue.wait_quantile_ms(0.999), Some(0.0), "nobody waits");
}
