//! The areas that stand in the frame.

pub(super) use crate::app::topology::Topology;
