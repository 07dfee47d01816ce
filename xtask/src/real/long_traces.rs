//! Misses on ten million requests, known from libCacheSim 0.3.5: too long for the other tests, which are not optimised.
//!
//! Zipf's law over a million keys with exponents 1 and 0.8, seed 42, rooms for 10,000 and for 100,000. The row of
//! `s3-fifo-foyer` is what foyer-memory 0.22 missed with one shard, of which five digits of the share are known.

use crate::steps::{Outcome, command};
use crate::tools::output;

/// Requests of a trace.
const REQUESTS: u64 = 10_000_000;
/// A share with five digits is known to half a digit.
const ROUNDED: u64 = REQUESTS / 200_000;

/// A policy, its misses with each room, and by how many ours may differ.
type Row = (&'static str, [u64; 2], u64);

const STEEP: &[Row] = &[
    ("fifo", [4_499_669, 2_526_711], 0),
    ("lru", [4_150_366, 2_230_530], 0),
    ("lfu", [3_430_803, 1_902_637], 0),
    ("clock", [4_054_264, 2_163_553], 0),
    ("sieve", [3_419_188, 1_902_637], 0),
    ("s3-fifo", [3_377_163, 1_872_921], 0),
    ("slru", [3_463_903, 1_922_060], 0),
    ("2q", [3_515_588, 1_990_848], 0),
    ("arc", [3_402_939, 1_900_880], 0),
    ("lirs", [3_405_926, 1_904_936], 0),
    ("lru-2", [3_430_802, 1_902_637], 0),
    ("belady", [2_814_962, 1_333_662], 0),
    ("s3-fifo-foyer", [3_390_300, 1_875_500], ROUNDED),
];

const FLAT: &[Row] = &[
    ("fifo", [7_928_709, 5_529_649], 0),
    ("lru", [7_683_776, 5_146_070], 0),
    ("lfu", [6_750_301, 4_470_222], 0),
    ("clock", [7_590_419, 5_029_798], 0),
    ("sieve", [6_731_207, 4_470_222], 0),
    ("s3-fifo", [6_612_004, 4_382_062], 0),
    ("slru", [6_725_138, 4_457_674], 0),
    ("2q", [6_785_307, 4_585_026], 0),
    ("arc", [6_662_504, 4_476_994], 0),
    ("lirs", [6_665_834, 4_481_897], 0),
];

pub fn run(program: &str) -> Outcome {
    check(program, "1", STEEP)?;
    check(program, "0.8", FLAT)
}

fn check(program: &str, exponent: &str, rows: &[Row]) -> Outcome {
    let law = format!("zipf,keys=1000000,exponent={exponent},seed=42,requests={REQUESTS}");
    let policies = rows.iter().flat_map(|row| ["--policy", row.0]);
    let mut asked = command(program);
    asked.args(["cache", "--generate", &law, "--capacity", "10000,100000"]).args(policies);
    let said = output(&mut asked).ok_or("switchyard cache did not count the long traces.")?;
    let misses = |line: &str| line.split_whitespace().skip_while(|word| *word != "misses").nth(1)?.parse::<u64>().ok();
    let counted: Vec<u64> = said.lines().filter_map(misses).collect();
    if counted.len() != 2 * rows.len() {
        return Err(format!("switchyard cache said {said:?} of the long traces."));
    }
    for ((policy, known, allowed), ours) in rows.iter().zip(counted.chunks(2)) {
        println!("   exponent {exponent}, {policy}: {ours:?} misses, known {known:?}");
        if known.iter().zip(ours).any(|(known, ours)| known.abs_diff(*ours) > *allowed) {
            return Err(format!("exponent {exponent}: {policy} misses {ours:?} times here, known are {known:?}."));
        }
    }
    Ok(())
}
