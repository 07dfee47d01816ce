//! `switchyard schema`: the JSON Schema of a scenario file.

use super::cli::{BadInput, pretty, print};
use std::process::ExitCode;
use switchyard::scenario::Scenario;

#[expect(clippy::unnecessary_wraps, reason = "every verb answers alike")]
pub(crate) fn schema() -> Result<ExitCode, BadInput> {
    print(&pretty(&Scenario::schema()));
    Ok(ExitCode::SUCCESS)
}
