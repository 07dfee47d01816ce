//! Stub until the room is furnished.
/// Choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// a
    RoundRobin,
    /// b
    Random,
    /// c
    SmoothWeightedRoundRobin,
}
impl Policy {
    /// all
    pub const ALL: &'static [Self] = &[Self::RoundRobin, Self::Random, Self::SmoothWeightedRoundRobin];
    /// id
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::RoundRobin => "round-robin",
            Self::Random => "random",
            Self::SmoothWeightedRoundRobin => "smooth-weighted-round-robin",
        }
    }
}
