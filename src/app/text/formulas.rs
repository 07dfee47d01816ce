//! Texts of the area `formulas`.

/// Texts of the area `formulas`.
#[derive(Debug)]
pub struct FormulasText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
}

pub(super) const ENGLISH: FormulasText = FormulasText { region: "Formulas" };
