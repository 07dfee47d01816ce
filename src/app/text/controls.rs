//! Texts of the area `controls`.

/// Texts of the area `controls`.
#[derive(Debug)]
pub struct ControlsText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
}

pub(super) const ENGLISH: ControlsText = ControlsText { region: "Controls" };
