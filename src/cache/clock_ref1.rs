//! CLOCK as in textbooks: the reference bit is set when an entry is stored, not only when it is used again.
//!
//! So it shows Belady's anomaly on Belady's own string, as FIFO does, and the other variant does not. Source: the second
//! chance of Silberschatz, Galvin and Gagne, "Operating System Concepts".

use super::registry::forward;
use super::second_chance::SecondChance;
use super::{Evict, Parameter, Settings, Visit};

/// CLOCK whose newcomers count as used.
#[derive(Clone, Debug)]
pub struct ClockRef1(SecondChance);

impl Evict for ClockRef1 {
    const ID: &'static str = "clock-ref1";
    const NAME: &'static str = "CLOCK, bit set at insertion";
    const SUMMARY: &'static str = "As CLOCK, but a new entry has its first further round for nothing.";
    const SOURCE: &'static str = "The textbook's reference bit, set at load: Silberschatz, Galvin and Gagne, Operating System Concepts";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("bits", "Bits of the counter of uses", "1", "the reference bit of the textbook"),
        Parameter::of("initial", "The counter of a new entry", "1", "set at load: Silberschatz, Galvin and Gagne"),
    ];

    fn new(_settings: Settings) -> Self {
        Self(SecondChance::new(1, 1))
    }

    forward!();
}
