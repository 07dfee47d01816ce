//! What happens only where answers may not come: the kinds of its events.

use super::records::Follow;
use crate::payment::place::Outcome;

/// What happens only where answers may not come.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The shopper of a payment leaves.
    Leave,
    /// A payment is submitted again.
    Resubmit,
    /// The merchant's timer of a payment fires.
    MerchantTimer,
    /// The gateway makes an attempt after a pause.
    Retry,
    /// The gateway sends a second attempt beside one that has no answer yet.
    Hedge,
    /// The gateway's timer of an attempt fires.
    GatewayTimer,
    /// A processor's timer fires.
    ProcessorTimer,
    /// The channel's timer fires.
    ChannelTimer,
    /// A message about an attempt is sent, or sent again.
    Forward(Follow),
    /// A fault begins or ends.
    Fault,
    /// A processor's health is checked.
    Check,
    /// A check passed.
    CheckPassed,
    /// A check failed.
    CheckFailed,
    /// The autoscaler looks.
    Scale,
    /// So many workers of each processor, the id says, have booted.
    Booted,
    /// The gateway's timer of a score fires.
    ScoreTimer,
    /// A shopper's challenge is over.
    Challenged,
    /// A probe of an attack comes.
    Probe,
    /// A result that was not acknowledged is told again, or given up.
    Redeliver,
    /// The background writer looks what only the cache has.
    WriteBack,
    /// The background writer has written a card.
    WrittenBack,
    /// An attempt comes to a processor in another zone.
    Reach,
    /// What a processor in another zone said comes to the gateway.
    Return(Outcome),
}

impl Step {
    /// A number for the fingerprint of a run, below 64.
    pub(in crate::payment) const fn code(self) -> u64 {
        match self {
            Self::Leave => 0,
            Self::Resubmit => 1,
            Self::MerchantTimer => 2,
            Self::Retry => 3,
            Self::GatewayTimer => 4,
            Self::ProcessorTimer => 5,
            Self::ChannelTimer => 6,
            Self::Forward(Follow::Reversal) => 7,
            Self::Forward(Follow::Advice) => 8,
            Self::Fault => 9,
            Self::Hedge => 10,
            Self::Check => 20,
            Self::CheckPassed => 21,
            Self::CheckFailed => 22,
            Self::Scale => 23,
            Self::Booted => 24,
            Self::Forward(Follow::Enquiry) => 25,
            Self::ScoreTimer => 40,
            Self::Challenged => 41,
            Self::Probe => 42,
            Self::Redeliver => 50,
            Self::WriteBack => 51,
            Self::WrittenBack => 52,
            Self::Reach => 53,
            Self::Return(_) => 54,
        }
    }
}
