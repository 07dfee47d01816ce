//! Fingerprints that must be the same natively and in WebAssembly, today and next year.
//!
//! A library's default features once gave other bits in three of a million draws, so ten million are drawn of each law.
//! A change of a fingerprint is a change of the engine: it wants a new version and a line in the changelog.

pub(crate) mod picks;

pub(crate) use switchyard::experiment::GOLDEN as RUNS;
use switchyard::experiment::run;
use switchyard::random::{Distribution, Stream, Zipf, exponential, normal};
use switchyard::scenario::{PRESETS, Scenario};

/// Draws of each law.
const DRAWS: u32 = 10_000_000;

/// Order-sensitive hash of a sequence of words.
fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95)
}

fn hash(mut draw: impl FnMut(&mut Stream) -> u64) -> u64 {
    let mut stream = Stream::new(1, "golden");
    (0..DRAWS).fold(0, |hash, _| mix(hash, draw(&mut stream)))
}

fn hash_law(law: &Distribution) -> u64 {
    hash(|stream| law.sample(stream).to_bits())
}

/// A sampler's name, the hash of its first ten million draws, and how to compute it.
type Law = (&'static str, u64, fn() -> u64);

/// Every sampler.
pub(crate) const LAWS: [Law; 12] = [
    ("bits", 0x3CB5_26DD_3BCB_B8CA, || hash(Stream::bits)),
    ("unit", 0xAEB3_8EAC_0561_C14F, || hash(|stream| stream.unit().to_bits())),
    ("below", 0x1F1D_0CFF_6D8A_421A, || hash(|stream| u64::from(stream.below(1_000)))),
    ("exponential", 0xA970_B1F5_9629_42E1, || hash(|stream| exponential(stream).to_bits())),
    ("normal", 0xEA40_A31C_A6E1_460D, || hash(|stream| normal(stream).to_bits())),
    ("erlang", 0x8CAD_E598_5668_3A84, || hash_law(&Distribution::Erlang { mean: 10.0, shape: 3 })),
    ("log-normal", 0x4574_2231_BE9B_1E7F, || hash_law(&Distribution::log_normal(8.0, 40.0))),
    ("hyper-exponential", 0x39D6_76E6_5C2B_E41C, || hash_law(&Distribution::hyper_exponential(10.0, 4.0))),
    ("uniform", 0xCE62_2AE0_C1C1_730B, || hash_law(&Distribution::Uniform { min: 1.0, max: 9.0 })),
    ("pareto", 0x5FBE_43D2_37DC_6257, || hash_law(&Distribution::Pareto { min: 5.0, shape: 1.5, cap: 500.0 })),
    ("empirical", 0x0FC3_9436_E66C_5169, || hash_law(&Distribution::Empirical(Box::new([1.0, 2.0, 4.0, 8.0])))),
    ("zipf", 0xFDFB_74D4_966D_8BA9, || {
        let zipf = Zipf::new(100_000, 0.8);
        hash(|stream| u64::from(zipf.sample(stream)))
    }),
];

/// The digest of a preset's run under seed 1.
pub(crate) fn digest(id: &str) -> String {
    let preset = PRESETS.iter().find(|preset| preset.id == id);
    let scenario = preset.map_or_else(Scenario::default, |preset| preset.scenario());
    scenario.check().map_or_else(|problems| format!("{problems:?}"), |checked| run(&checked, 1).digest)
}
