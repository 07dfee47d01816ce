//! `cargo xtask bench --page`: the built page in Chromium, how soon it answers and how long it is busy at a time.

use crate::site::Site;
use crate::steps::{Outcome, Steps, command};
use crate::{browser, node, page};

pub fn run(steps: &mut Steps) -> Outcome {
    page::build(steps)?;
    measure(steps)
}

/// The same on the page that is there.
pub fn measure(steps: &mut Steps) -> Outcome {
    page::require_built()?;
    node::packages("tests/e2e", steps)?;
    let browser = browser::find_or_install(steps)?;
    let site = Site::open(0, "/")?;
    let mut script = command("node");
    script.arg("benches/page/measure.mjs").env("SWITCHYARD_URL", site.address()).env("CHROME", browser.chromium);
    steps.command("the page in Chromium", &mut script)
}
