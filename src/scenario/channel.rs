//! The channel between the processors and the card-management system: a card network, an instant account rail, or a ledger.
//!
//! The three differ in what an answer is worth and when it must be there. On a card network an approval holds an amount
//! and can be reversed. On an account rail the transfer is final, and a law or a rulebook says by when both sides must
//! know its outcome. On a ledger a payment is final when its block has enough others behind it.

use super::problem::Limit;
use super::reader::Reader;
use super::service::Service;
use super::stages::{QUEUE, WORKERS};
use crate::payment::BlocksPlan;
use crate::units::Nanos;
use serde::Serialize;

/// Range of the time by which a transfer on an account rail must have its answer.
pub const RAIL_LIMIT_S: Limit = Limit::new(0.1, 3_600.0, "s");
/// Range of the mean time between two blocks.
pub const BLOCK_INTERVAL_S: Limit = Limit::new(0.1, 3_600.0, "s");
/// Range of the places in a block.
pub const BLOCK_PAYMENTS: Limit = Limit::new(1.0, 1_000_000.0, "payments");
/// Range of the further blocks until a payment is final.
pub const CONFIRMATIONS: Limit = Limit::new(0.0, 1_000.0, "blocks");

/// The network between the processors and the card-management system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Channel {
    /// What it is.
    pub kind: ChannelKind,
    /// Payments under way at a time; `null` for any number, as a network mostly allows. A ledger has places in blocks instead.
    pub lines: Option<u32>,
    /// How many may wait for a line, or in a ledger's pool for a block.
    pub queue_limit: Option<u32>,
    /// Way out; on a ledger from when the payment is final.
    pub delay: Service,
    /// Way back of the answer.
    pub answer_delay: Service,
}

/// What a channel is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Authorise, hold, capture; what is not wanted is reversed (ISO 8583).
    CardNetwork,
    /// Transfers between accounts that are final (ISO 20022).
    InstantRail {
        /// By when a transfer must have its answer, from when the rail takes it; then both sides get a rejection.
        limit_s: f64,
    },
    /// Payments wait for a place in a block, and until enough blocks follow.
    Ledger {
        /// Mean time from one block to the next.
        block_interval_s: f64,
        /// How regular the gaps between blocks are.
        block_spacing: BlockSpacing,
        /// Payments for which a block has a place.
        block_payments: u32,
        /// Further blocks until a payment counts as final.
        confirmations: u32,
    },
}

/// How regular the gaps between blocks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockSpacing {
    /// Memoryless, as proof of work makes them.
    Exponential,
    /// All alike, as slots of a schedule.
    Regular,
}

impl ChannelKind {
    /// The tags in the order in which they are offered.
    pub const TAGS: &'static [&'static str] = &["card_network", "instant_rail", "ledger"];
    /// A rail with the limit that the law sets for SEPA Instant and that Pix has: 10 s.
    pub const INSTANT_RAIL: Self = Self::InstantRail { limit_s: 10.0 };
    /// A ledger of slots of 12 s, as Ethereum's since 2022; its places and confirmations are assumptions, so small that
    /// a short run sees them. Bitcoin has a block in 600 s on average, exponential, some 2,000 to 4,000 places (3.3 to 7
    /// payments per second: Croman et al., "On scaling decentralized blockchains", 2016), and six confirmations are usual.
    pub const LEDGER: Self = Self::Ledger {
        block_interval_s: 12.0,
        block_spacing: BlockSpacing::Regular,
        block_payments: 2_000,
        confirmations: 2,
    };

    /// The tag of this kind.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::CardNetwork => "card_network",
            Self::InstantRail { .. } => "instant_rail",
            Self::Ledger { .. } => "ledger",
        }
    }

    /// The kind of a tag with its defaults; `None` for an unknown tag.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        [Self::CardNetwork, Self::INSTANT_RAIL, Self::LEDGER].into_iter().find(|kind| kind.tag() == tag)
    }

    /// By when a transfer on an account rail must have its answer, in seconds.
    #[must_use]
    pub const fn limit_s(self) -> Option<f64> {
        match self {
            Self::InstantRail { limit_s } => Some(limit_s),
            _ => None,
        }
    }

    /// Payments per second that a ledger can take at most: the places of a block by the time between two.
    #[must_use]
    pub fn bound_per_s(self) -> Option<f64> {
        match self {
            Self::Ledger { block_interval_s, block_payments, .. } => Some(f64::from(block_payments) / block_interval_s),
            _ => None,
        }
    }

    /// Mean time until a payment is final on a ledger with room in every block, in seconds: the rest of the present gap,
    /// which is a whole one if gaps are memoryless and half of one if they are regular, and the blocks that confirm it.
    #[must_use]
    pub fn finality_s(self) -> Option<f64> {
        match self {
            Self::Ledger { block_interval_s, block_spacing, confirmations, .. } => {
                let rest = crate::theory::mean_residual(block_interval_s, block_spacing.scv());
                Some(rest + f64::from(confirmations) * block_interval_s)
            }
            _ => None,
        }
    }

    pub(super) fn blocks(self) -> Option<BlocksPlan> {
        match self {
            Self::Ledger { block_interval_s, block_spacing, block_payments, confirmations } => Some(BlocksPlan {
                interval: Nanos::from_seconds(block_interval_s),
                regular: block_spacing == BlockSpacing::Regular,
                places: block_payments,
                confirmations,
            }),
            _ => None,
        }
    }

    fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        let spacings = [("exponential", BlockSpacing::Exponential), ("regular", BlockSpacing::Regular)];
        reader.tagged("kind", Self::TAGS, default, |tag, reader| match tag {
            "card_network" => Self::CardNetwork,
            "instant_rail" => Self::InstantRail { limit_s: reader.number("limit_s", RAIL_LIMIT_S, 10.0) },
            _ => Self::Ledger {
                block_interval_s: reader.number("block_interval_s", BLOCK_INTERVAL_S, 12.0),
                block_spacing: reader.choice("block_spacing", &spacings, BlockSpacing::Regular),
                block_payments: reader.whole("block_payments", BLOCK_PAYMENTS, 2_000),
                confirmations: reader.whole("confirmations", CONFIRMATIONS, 2),
            },
        })
    }
}

impl BlockSpacing {
    /// Squared coefficient of variation of the gaps.
    #[must_use]
    pub const fn scv(self) -> f64 {
        match self {
            Self::Exponential => 1.0,
            Self::Regular => 0.0,
        }
    }
}

impl Default for Channel {
    /// A card network between two sites of a country (assumption).
    fn default() -> Self {
        let delay = Service::LogNormal { median_ms: 20.0, p99_ms: 80.0 };
        let answer_delay = delay.clone();
        Self { kind: ChannelKind::CardNetwork, lines: None, queue_limit: None, delay, answer_delay }
    }
}

impl Channel {
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.section("channel", default, |reader, default| {
            let read = Self {
                kind: ChannelKind::read(reader, default.kind),
                lines: reader.whole_or_none("lines", WORKERS, default.lines),
                queue_limit: reader.whole_or_none("queue_limit", QUEUE, default.queue_limit),
                delay: Service::read(reader, "delay", default.delay),
                answer_delay: Service::read(reader, "answer_delay", default.answer_delay),
            };
            let ledger = matches!(read.kind, ChannelKind::Ledger { .. });
            if let Some(lines) = read.lines.filter(|_| ledger) {
                let allowed = "null: a ledger has places in its blocks and no lines".to_owned();
                reader.contradiction("lines", lines.to_string(), allowed);
            }
            if ledger && read.queue_limit == Some(0) {
                let allowed = "a whole number from 1, or null for no limit: on a ledger everybody waits for a block";
                reader.contradiction("queue_limit", "0".to_owned(), allowed.to_owned());
            }
            read
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_tag_and_its_defaults() {
        for tag in ChannelKind::TAGS {
            assert_eq!(ChannelKind::of_tag(tag).map(ChannelKind::tag), Some(*tag));
        }
        assert_eq!(ChannelKind::of_tag("blockchain"), None, "no such kind");
    }

    #[test]
    fn a_ledger_says_what_it_can_take_and_how_long_it_takes() {
        let ledger = |block_spacing, confirmations| ChannelKind::Ledger {
            block_interval_s: 600.0,
            block_spacing,
            block_payments: 2_400,
            confirmations,
        };
        for (spacing, confirmations, expected) in [
            (BlockSpacing::Exponential, 0, 600.0),
            (BlockSpacing::Regular, 0, 300.0),
            (BlockSpacing::Exponential, 6, 4_200.0),
            (BlockSpacing::Regular, 6, 3_900.0),
        ] {
            assert_eq!(ledger(spacing, confirmations).finality_s(), Some(expected), "{spacing:?}, {confirmations}");
        }
        assert_eq!(ledger(BlockSpacing::Regular, 0).bound_per_s(), Some(4.0), "2,400 places in 600 s");
    }
}
