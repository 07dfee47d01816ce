//! Volume split: a draw by contracted shares, with the list as the way out.
//!
//! Source: Juspay decision engine (Hyperswitch), volume split: one branch is drawn by its percentage, and the rest
//! remain as fallbacks in their original order. So, unlike in weighted random, the share of a server that is down goes
//! to the *first* usable one in the list. It is a draw and no rotation: short runs deviate from the contract.

use super::{Balance, Nobody, Setup, View, sampling};
use crate::random::Stream;

/// A draw by weight, else the first usable; one draw a pick.
#[derive(Clone, Debug)]
pub struct VolumeSplit;

impl Balance for VolumeSplit {
    const ID: &'static str = "volume-split";
    const NAME: &'static str = "Volume split (Hyperswitch)";
    const SUMMARY: &'static str =
        "Payments are shared out by lot as the contracts say; what a lost processor should get goes to the first.";
    const SOURCE: &'static str = "Juspay decision engine 0.1.3, volume split, as in Hyperswitch";
    const NOBODY: Nobody = Nobody::BestOfTheDown;

    fn new(_setup: &Setup<'_>) -> Self {
        Self
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let first = view.eligible().next()?;
        let total = view.weights.iter().fold(0_u32, |sum, weight| sum.saturating_add(*weight));
        let drawn = sampling::at_point(view.weights, stream.below(total))?;
        Some(if view.is_eligible(drawn) { drawn } else { first })
    }
}
