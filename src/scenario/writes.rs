//! What the issuer writes: the commit of an approval.

use super::Scenario;
use crate::payment::WritesPlan;

impl Scenario {
    /// Whether approvals are written to the database.
    #[must_use]
    pub fn commits(&self) -> bool {
        self.database.commit.mean_ms() > 0.0
    }

    /// How approvals are written; `None` where they are not.
    pub(super) fn writes_plan(&self) -> Option<WritesPlan> {
        self.commits().then(|| WritesPlan { commit: self.database.commit.law() })
    }
}
