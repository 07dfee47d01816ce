//! Stub until the room is furnished.
/// Choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// a
    Lru,
    /// b
    Lfu,
    /// c
    Fifo,
    /// d
    Ttl,
    /// e
    PythonLruCache,
}
impl Policy {
    /// all
    pub const ALL: &'static [Self] = &[Self::Lru, Self::Lfu, Self::Fifo, Self::Ttl, Self::PythonLruCache];
    /// id
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Lru => "lru",
            Self::Lfu => "lfu",
            Self::Fifo => "fifo",
            Self::Ttl => "ttl",
            Self::PythonLruCache => "python-lru-cache",
        }
    }
}
