//! What can happen in the network: the events of a run.

use super::recovery::Step;

/// What can happen.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A payment comes to the gateway; in a closed loop it is this client's.
    Arrive {
        /// The client.
        client: u32,
    },
    /// A station has done its work on a payment.
    Done {
        /// Index of the station.
        station: u8,
        /// Index of the payment.
        payment: u32,
    },
    /// The answer is back at the processor.
    Answered {
        /// Index of the payment.
        payment: u32,
    },
    /// A ledger channel's block comes.
    Block,
    /// What happens only where answers may not come.
    Step {
        /// What.
        step: Step,
        /// The payment or the attempt.
        id: u32,
    },
}

impl Event {
    /// A number for the fingerprint of a run.
    #[inline]
    pub(super) fn code(self) -> u64 {
        match self {
            Self::Arrive { client } => u64::from(client) << 8,
            Self::Done { station, payment } => (u64::from(payment) << 8) | u64::from(station) | 0x40,
            Self::Answered { payment } => (u64::from(payment) << 8) | 0x80,
            Self::Block => 0x20,
            Self::Step { step, id } => (u64::from(id) << 8) | 0xC0 | step.code(),
        }
    }
}

/// The event that a station is done with a payment.
#[inline]
pub(super) fn done(station: usize, payment: u32) -> Event {
    Event::Done { station: u8::try_from(station).unwrap_or(u8::MAX), payment }
}
