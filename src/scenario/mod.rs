//! (room)

mod nearest;

pub use nearest::nearest;
