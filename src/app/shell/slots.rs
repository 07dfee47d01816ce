//! The areas that stand in the frame: the drawing, the charts, the formulas, the controls.

pub(super) use crate::app::charts::Charts;
pub(super) use crate::app::controls::{Controls, Edit};
pub(super) use crate::app::formulas::FormulaPanel;
pub(super) use crate::app::study::{Trial, Verify};
pub(super) use crate::app::topology::Topology;
