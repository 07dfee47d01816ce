//! The ways of an attempt on which chance decides: each has draws of its own.

use crate::math;

/// The ways of an attempt on which chance decides.
#[derive(Clone, Copy, Debug)]
pub(super) enum Leg {
    ToGateway,
    ToMerchant,
    ToProcessor,
    ToGatewayBack,
    ToIssuer,
    FromIssuer,
    ToChannel,
    FromChannel,
    Connection,
    Error(usize),
}

impl Leg {
    /// A number for its draw.
    pub(super) fn code(self) -> u64 {
        match self {
            Self::ToGateway => 0,
            Self::ToMerchant => 1,
            Self::ToProcessor => 2,
            Self::ToGatewayBack => 3,
            Self::ToIssuer => 4,
            Self::FromIssuer => 5,
            Self::Connection => 6,
            Self::Error(station) => 7 + math::wide(station),
            // Behind all stations, so that the draws of the others stay what they were.
            Self::ToChannel => 62,
            Self::FromChannel => 63,
        }
    }
}
