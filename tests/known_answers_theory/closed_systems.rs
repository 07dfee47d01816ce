//! Closed systems: a finite source before one line, and networks.

use super::check::{check, check_within};
use switchyard::theory::{Clients, Closed, ClosedStation, Customers, FiniteSource};

/// A row of the finite source: clients, think time and mean service in ms, servers, and in this order: throughput per
/// second, utilisation, P(wait), mean number at the station, response, wait, and the response's p50, p95 and p99.
type FiniteSourceRow = (&'static str, u32, [f64; 2], u32, [f64; 9]);

#[rustfmt::skip]
const FINITE_SOURCE: &[FiniteSourceRow] = &[
    ("A-FS-01", 4, [100.0, 10.0], 1, [35.333_678_22, 0.353_336_782_2, 0.267_935_578_3, 0.466_632_178, 13.206_442_17, 3.206_442_167, 9.335_706_053, 38.927_455_25, 58.736_879_58]),
    ("A-FS-02", 10, [100.0, 10.0], 1, [78.541_765_69, 0.785_417_656_9, 0.726_792_056_1, 2.145_823_431, 27.320_794_39, 17.320_794_39, 21.567_639_59, 72.531_887_49, 101.490_425_5]),
    ("A-FS-03", 20, [100.0, 10.0], 1, [99.813_095_01, 0.998_130_950_1, 0.996_254_900_5, 10.018_690_5, 100.374_509_9, 90.374_509_95, 96.868_515_08, 178.885_837_6, 218.532_501]),
    ("A-FS-04", 10, [50.0, 10.0], 4, [166.212_406_1, 0.415_531_015_3, 0.050_958_937_6, 1.689_379_693, 10.163_980_73, 0.163_980_732_3, 7.118_387_664, 30.193_850_04, 46.288_453_13]),
    ("A-FS-05", 20, [50.0, 10.0], 4, [316.461_034_6, 0.791_152_586_5, 0.492_155_306, 4.176_948_271, 13.198_933_88, 3.198_933_879, 10.345_056_14, 35.226_604_45, 51.402_139_84]),
    ("A-FS-06", 40, [50.0, 10.0], 4, [399.955_873_3, 0.999_889_683_3, 0.999_418_913_9, 20.002_206_33, 50.011_032_88, 40.011_032_88, 48.559_460_82, 81.776_233_76, 99.185_525_48]),
    ("A-FS-07", 60, [50.0, 10.0], 4, [400.0, 1.0, 1.0, 40.0, 100.0, 90.0, 98.708_319_17, 136.857_544_5, 155.658_059_5]),
    ("A-FS-08", 8, [20.0, 20.0], 4, [178.009_032, 0.890_045_16, 0.548_202_073_7, 4.439_819_36, 24.941_539_82, 4.941_539_819, 19.458_306_27, 66.687_595_1, 98.882_693_45]),
    ("A-FS-09", 100, [1_000.0, 20.0], 2, [92.132_155_02, 0.921_321_550_2, 0.872_757_898_4, 7.867_844_985, 85.397_383_61, 65.397_383_61, 71.527_284_76, 210.961_015_4, 282.524_662]),
    ("A-FS-10", 16, [10.0, 10.0], 4, [399.969_967_9, 0.999_924_919_8, 0.999_187_803_9, 12.000_300_32, 30.003_003_43, 20.003_003_43, 28.080_909_98, 54.360_190_4, 70.566_284_19]),
    ("A-FS-11", 5, [10.0, 40.0], 4, [92.428_275_66, 0.924_282_756_6, 0.409_6, 4.075_717_243, 44.096, 4.096, 32.420_561_38, 124.948_189_5, 189.326_111_9]),
    ("A-FS-12", 200, [1_000.0, 40.0], 8, [186.119_288_6, 0.930_596_443, 0.768_721_262_9, 13.880_711_41, 74.579_650_03, 34.579_650_03, 63.288_873_18, 180.054_593_3, 247.349_930_8]),
];

#[test]
fn finite_source_agrees_in_nine_digits() {
    for &(id, number, [think_mean_ms, service_ms], servers, expected) in FINITE_SOURCE {
        let system = FiniteSource::new(Clients { number, think_mean_ms }, servers, service_ms).unwrap();
        let means = system.means();
        let mut figures = vec![
            system.throughput_per_s(),
            system.utilisation(),
            system.p_wait(),
            means.in_system,
            means.response_ms,
            means.wait_ms,
        ];
        figures.extend([0.5, 0.95, 0.99].map(|probability| system.response_quantile_ms(probability).unwrap()));
        check(id, &figures, &expected);
    }
}

/// A closed network: customers, think time in ms, each station's demand in ms and servers; rounds per second, mean
/// response of a round in ms; and of each station response in ms, mean number and utilisation.
struct MvaRow {
    id: &'static str,
    customers: u32,
    think_ms: f64,
    demands_ms: &'static [f64],
    servers: &'static [u32],
    throughput: f64,
    response: f64,
    responses: &'static [f64],
    numbers: &'static [f64],
    utilisations: &'static [f64],
}

#[rustfmt::skip]
const MVA: &[MvaRow] = &[
    MvaRow { id: "A-MVA-01", customers: 4, think_ms: 0.0, demands_ms: &[5.0, 8.0], servers: &[1, 1], throughput: 117.093_411_6, response: 34.160_760_59, responses: &[9.732_065_69, 24.428_694_9], numbers: &[1.139_560_77, 2.860_439_23], utilisations: &[0.585_467_058, 0.936_747_293] },
    MvaRow { id: "A-MVA-02", customers: 10, think_ms: 100.0, demands_ms: &[10.0, 15.0, 5.0], servers: &[1, 1, 1], throughput: 56.839_017_8, response: 75.935_482_11, responses: &[19.991_358_6, 49.172_552, 6.771_571_55], numbers: &[1.136_289_19, 2.794_919_56, 0.384_889_476], utilisations: &[0.568_390_178, 0.852_585_267, 0.284_195_089] },
    MvaRow { id: "A-MVA-03", customers: 25, think_ms: 100.0, demands_ms: &[10.0, 15.0, 5.0], servers: &[1, 1, 1], throughput: 66.633_752_15, response: 275.185_235_6, responses: &[29.792_462_7, 237.896_47, 7.496_302_85], numbers: &[1.985_183_57, 15.851_934_4, 0.499_506_786], utilisations: &[0.666_337_521, 0.999_506_282, 0.333_168_761] },
    MvaRow { id: "A-MVA-04", customers: 4, think_ms: 50.0, demands_ms: &[12.0, 20.0], servers: &[1, 1], throughput: 37.325_865_98, response: 57.164_291_96, responses: &[17.838_898_3, 39.325_393_7], numbers: &[0.665_852_327, 1.467_854_37], utilisations: &[0.447_910_392, 0.746_517_32] },
    MvaRow { id: "A-MVA-05", customers: 20, think_ms: 200.0, demands_ms: &[40.0, 10.0], servers: &[4, 1], throughput: 72.082_944_67, response: 77.458_143_41, responses: &[49.198_900_2, 28.259_243_2], numbers: &[3.546_401_6, 2.037_009_46], utilisations: &[0.720_829_447, 0.720_829_447] },
    MvaRow { id: "A-MVA-06", customers: 50, think_ms: 500.0, demands_ms: &[40.0, 10.0, 8.0], servers: &[4, 1, 1], throughput: 80.215_344_07, response: 123.322_140_9, responses: &[61.127_983_5, 41.248_328_2, 20.945_829_3], numbers: &[4.903_402_23, 3.308_748_84, 1.680_176_9], utilisations: &[0.802_153_441, 0.802_153_441, 0.641_722_753] },
    MvaRow { id: "A-MVA-07", customers: 8, think_ms: 0.0, demands_ms: &[10.0, 10.0, 10.0], servers: &[1, 1, 1], throughput: 80.0, response: 100.0, responses: &[33.333_333_3, 33.333_333_3, 33.333_333_3], numbers: &[2.666_666_67, 2.666_666_67, 2.666_666_67], utilisations: &[0.8, 0.8, 0.8] },
    MvaRow { id: "A-MVA-08", customers: 32, think_ms: 250.0, demands_ms: &[30.0, 12.0], servers: &[4, 2], throughput: 103.456_791_8, response: 59.307_870_81, responses: &[41.187_664_9, 18.120_205_9], numbers: &[4.261_143_68, 1.874_658_37], utilisations: &[0.775_925_939, 0.620_740_751] },
    MvaRow { id: "A-MVA-09", customers: 64, think_ms: 1_000.0, demands_ms: &[60.0, 14.0], servers: &[8, 1], throughput: 57.225_576_42, response: 118.381_045_7, responses: &[60.262_703_5, 58.118_342_2], numbers: &[3.448_567_95, 3.325_855_63], utilisations: &[0.429_191_823, 0.801_158_07] },
    MvaRow { id: "A-MVA-10", customers: 6, think_ms: 30.0, demands_ms: &[9.0, 4.0, 7.0, 2.0], servers: &[1, 1, 1, 1], throughput: 83.504_571_69, response: 41.852_353_45, responses: &[20.836_387_5, 5.580_807_69, 13.092_606_3, 2.342_552_01], numbers: &[1.739_933_61, 0.466_022_956, 1.093_292_48, 0.195_613_802], utilisations: &[0.751_541_145, 0.334_018_287, 0.584_532_002, 0.167_009_143] },
    MvaRow { id: "A-MVA-11", customers: 100, think_ms: 2_000.0, demands_ms: &[64.0, 16.0], servers: &[4, 1], throughput: 46.557_560_97, response: 147.878_839_1, responses: &[90.330_338_9, 57.548_500_2], numbers: &[4.205_560_26, 2.679_317_81], utilisations: &[0.744_920_975, 0.744_920_975] },
    MvaRow { id: "A-MVA-12", customers: 12, think_ms: 20.0, demands_ms: &[16.0, 16.0], servers: &[4, 4], throughput: 198.295_177_3, response: 40.515_843_93, responses: &[20.257_922, 20.257_922], numbers: &[4.017_048_23, 4.017_048_23], utilisations: &[0.793_180_709, 0.793_180_709] },
];

/// The figures of the stations are given with nine digits, so the last one may be off by half.
const NINE_DIGITS_GIVEN: f64 = 5e-9;

#[test]
fn closed_networks_agree_in_nine_digits() {
    for row in MVA {
        let stations = row.demands_ms.iter().zip(row.servers);
        let stations = stations.map(|(&demand_ms, &servers)| ClosedStation { demand_ms, servers: Some(servers) });
        let customers = Customers { number: row.customers, think_mean_ms: row.think_ms };
        let network = Closed::new(customers, &stations.collect::<Vec<_>>()).unwrap();
        check(row.id, &[network.throughput_per_s, network.response_ms], &[row.throughput, row.response]);
        let column = |expected: &[f64], figure: &dyn Fn(usize) -> f64| {
            let got: Vec<f64> = (0..network.stations.len()).map(figure).collect();
            check_within(row.id, &got, expected, NINE_DIGITS_GIVEN);
        };
        column(row.responses, &|at| network.stations[at].response_ms);
        column(row.numbers, &|at| network.stations[at].in_system);
        column(row.utilisations, &|at| network.stations[at].utilisation.unwrap());
    }
}
