//! Least cost: the server that charges least for this amount.
//!
//! Source: Juspay decision engine, debit routing, which sorts co-badged networks by the computed fee (fixed part plus
//! basis points of the amount). Ties go to the earlier server. Without fees everything goes to the first. What a
//! cheaper but worse server loses in declined payments is the business of `success-rate`, which weighs both.

use super::{Balance, Nobody, Setup, View};
use crate::random::Stream;

/// The least fee, the earlier server on a tie.
#[derive(Clone, Debug)]
pub struct LeastCost;

impl Balance for LeastCost {
    const ID: &'static str = "least-cost";
    const NAME: &'static str = "Least cost";
    const SUMMARY: &'static str = "The processor that charges least for the amount gets the payment.";
    const SOURCE: &'static str = "Juspay decision engine 0.1.3, debit routing by fee";
    const NOBODY: Nobody = Nobody::BestOfTheDown;
    const HEEDS_FEES: bool = true;

    fn new(_setup: &Setup<'_>) -> Self {
        Self
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        view.eligible().min_by(|&a, &b| view.cost(a).total_cmp(&view.cost(b)))
    }
}
