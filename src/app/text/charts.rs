//! Texts of the area `charts`.

/// Texts of the area `charts`.
#[derive(Debug)]
pub struct ChartsText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
}

pub(super) const ENGLISH: ChartsText = ChartsText { region: "Charts" };
