//! CLOCK: a queue in which an entry that was used goes round once more before it has to leave.
//!
//! One bit an entry, clear when it is stored, as in libCacheSim 0.3.5, whose counts it equals. Textbooks often set the bit
//! at once; that is the policy `clock-ref1`, whose counts differ.

use super::registry::forward;
use super::second_chance::SecondChance;
use super::{Evict, Parameter, Settings, Visit};

/// First stored, first to go, unless it was used since its last turn.
#[derive(Clone, Debug)]
pub struct Clock(SecondChance);

impl Evict for Clock {
    const ID: &'static str = "clock";
    const NAME: &'static str = "CLOCK (second chance)";
    const SUMMARY: &'static str = "The oldest entry makes room, but one that was used since it came round last goes round once more.";
    const SOURCE: &'static str = "Corbató (1968); libCacheSim 0.3.5, CLOCK, 1 bit, clear at insertion";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("bits", "Bits of the counter of uses", "1", "libCacheSim 0.3.5, CLOCK"),
        Parameter::of("initial", "The counter of a new entry", "0", "libCacheSim 0.3.5, CLOCK"),
    ];

    fn new(_settings: Settings) -> Self {
        Self(SecondChance::new(0, 1))
    }

    forward!();
}
