//! Texts of the area `topology`.

/// Texts of the area `topology`.
#[derive(Debug)]
pub struct TopologyText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
}

pub(super) const ENGLISH: TopologyText = TopologyText { region: "Topology" };
