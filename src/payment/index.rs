//! The stations by number, as flat arrays and events know them, and their places.

use super::place::Place;

/// Index of the gateway among the stations.
pub(super) const GATEWAY: usize = 0;
/// Index of the channel.
pub(super) const CHANNEL: usize = 1;
/// Index of the card-management system.
pub(super) const CARD_MANAGEMENT: usize = 2;
/// Index of the database.
pub(super) const DATABASE: usize = 3;
/// Index of the first processor.
pub(super) const FIRST_PROCESSOR: usize = 4;

/// The station of a place; beyond all stations for one without a queue.
pub(super) fn station(place: Place) -> usize {
    match place {
        Place::Gateway => GATEWAY,
        Place::Channel => CHANNEL,
        Place::CardManagement => CARD_MANAGEMENT,
        Place::Database => DATABASE,
        Place::Processor(number) => FIRST_PROCESSOR + usize::from(number),
        Place::Merchants
        | Place::Balancer
        | Place::RiskCheck
        | Place::TokenVault
        | Place::SecurityModule
        | Place::Forwarders => usize::MAX,
    }
}

/// The place of a station.
pub(super) fn place(station: usize) -> Place {
    match station {
        GATEWAY => Place::Gateway,
        CHANNEL => Place::Channel,
        CARD_MANAGEMENT => Place::CardManagement,
        DATABASE => Place::Database,
        processor => Place::Processor(u8::try_from(processor - FIRST_PROCESSOR).unwrap_or(u8::MAX)),
    }
}
