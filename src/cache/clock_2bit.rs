//! CLOCK with two bits: as CLOCK, but uses add up, so that an entry may go round three more times.
//!
//! Source: libCacheSim 0.3.5, whose counts it equals.

use super::registry::forward;
use super::second_chance::SecondChance;
use super::{Evict, Parameter, Settings, Visit};

/// CLOCK with a counter from 0 to 3.
#[derive(Clone, Debug)]
pub struct Clock2Bit(SecondChance);

impl Evict for Clock2Bit {
    const ID: &'static str = "clock-2bit";
    const NAME: &'static str = "CLOCK, two bits";
    const SUMMARY: &'static str = "As CLOCK, but an entry may earn up to three more rounds.";
    const SOURCE: &'static str = "libCacheSim 0.3.5, CLOCK with n-bit-counter=2";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("bits", "Bits of the counter of uses", "2", "libCacheSim 0.3.5, n-bit-counter=2"),
        Parameter::of("initial", "The counter of a new entry", "0", "libCacheSim 0.3.5, CLOCK"),
    ];

    fn new(_settings: Settings) -> Self {
        Self(SecondChance::new(0, 3))
    }

    forward!();
}
