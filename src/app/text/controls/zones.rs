//! Texts of zones.

use super::units::{MS, PROCESSORS};
use super::{FieldText, Unit};

/// Texts of zones.
#[derive(Debug)]
pub struct ZonesText {
    /// Heading.
    pub heading: &'static str,
    /// What is in each zone.
    pub zones: FieldText,
    /// What no zones are called.
    pub no_zones: &'static str,
    /// Fewest processors with which zones count.
    pub least: FieldText,
    /// How long a message to another zone takes.
    pub between: FieldText,
    /// Said where there are too few processors for zones to count.
    pub too_few: &'static str,
}

pub(super) const ZONES: ZonesText = ZonesText {
    heading: "Zones",
    zones: FieldText {
        label: "Zones",
        unit: Unit::NONE,
        help: "One zone a line, as 4 processors, 2 gateways; those left over are in the last one. A gateway stays in its zone as \
               long as that has at least its share of processors, else so much stays as they can take, and the rest goes \
               where there is room. It goes with any policy.",
        source: "One zone. The rule is Envoy\u{2019}s zone-aware routing.",
    },
    no_zones: "one zone",
    least: FieldText {
        label: "Zones count from",
        unit: PROCESSORS,
        help: "With fewer healthy processors all are used alike, wherever they are.",
        source: "Envoy\u{2019}s min_cluster_size.",
    },
    between: FieldText {
        label: "To another zone",
        unit: MS,
        help: "How much longer a message between a gateway and a processor of another zone travels, each way.",
        source: "None, as within a zone.",
    },
    too_few: "There are fewer processors than that, so zones do not count.",
};
