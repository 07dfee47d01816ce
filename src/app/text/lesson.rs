//! Texts of the lesson beside a preset.

/// Texts of the lesson beside a preset.
#[derive(Debug)]
pub struct LessonText {
    /// Name of the area.
    pub region: &'static str,
    /// Before the hypothesis.
    pub hypothesis: &'static str,
    /// Before the setting that breaks it.
    pub breaks: &'static str,
    /// Before the settings that mend it.
    pub mends: &'static str,
    /// How the settings work.
    pub how: &'static str,
    /// Before the source.
    pub source: &'static str,
}

/// There is one table a language.
impl PartialEq for LessonText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: LessonText = LessonText {
    region: "What this incident teaches",
    hypothesis: "Hypothesis",
    breaks: "Breaks it",
    mends: "Mends it",
    how: "Press one to set it: the run is simulated again to the same instant. Undo leads back.",
    source: "Source",
};
