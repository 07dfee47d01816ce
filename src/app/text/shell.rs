//! Texts of the area `shell`.

/// Texts of the area `shell`.
#[derive(Debug)]
pub struct ShellText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
}

pub(super) const ENGLISH: ShellText = ShellText { region: "Shell" };
