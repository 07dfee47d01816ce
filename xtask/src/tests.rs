//! `cargo xtask test`: native, in a browser, end to end; and beside real programs, when asked for.

use crate::site::Site;
use crate::steps::{Outcome, Steps, cargo, command, root};
use crate::{browser, node, page, real, refuse, tools, traces};
use std::process::Command;

/// The page must work from any folder, so the tests open it in one.
const FOLDER: &str = "/some/folder/";
/// The variable from which proptest takes the seed of its cases.
const RANDOM_SEED: &str = "PROPTEST_RNG_SEED";

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    let parts = match options {
        [] => vec!["native", "wasm", "e2e"],
        ["--real"] => return real::run(steps),
        ["--only", parts] => parts.split(',').collect(),
        _ => return refuse(options),
    };
    for part in parts {
        match part {
            "native" => native(steps)?,
            "wasm" => wasm(steps)?,
            "e2e" => end_to_end(steps)?,
            _ => return Err(format!("`{part}` is no part of the tests: native, wasm and e2e are.")),
        }
    }
    Ok(())
}

fn native(steps: &mut Steps) -> Outcome {
    // A test that passes prints nothing, so what it cannot look at is said here.
    if let Some(sentence) = traces::unread() {
        println!("{sentence}");
    }
    // Tests of the whole need the core alone; only unit tests see the page's components, which render to text natively. The
    // page is half of the code, so it is compiled once and not twice.
    let whole = ["--workspace", "--bins", "--test", "*"];
    steps.command("tests of the whole", seeded(cargo("test --locked").args(whole)))?;
    steps.command("unit and component tests", seeded(&mut cargo("test --locked --lib --features web")))?;
    steps.command("examples in the documentation", &mut cargo("test --locked --doc"))
}

/// Random cases are the same in every run, so that the same commit has the same verdict everywhere; whoever looks for new
/// ones sets another seed.
fn seeded(tests: &mut Command) -> &mut Command {
    if std::env::var_os(RANDOM_SEED).is_none() {
        tests.env(RANDOM_SEED, "1");
    }
    tests
}

fn wasm(steps: &mut Steps) -> Outcome {
    tools::wasm_target(steps)?;
    let runner = tools::wasm_bindgen(steps)?.join("wasm-bindgen-test-runner");
    let browser = browser::find_or_install(steps)?;
    let settings = browser::driver_settings(&browser)?;
    // Not quiet: the runner does not know that flag.
    let mut tests = cargo("test --locked --test wasm --target");
    tests
        .arg(tools::WASM)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    let outcome = steps.command("tests in the browser", &mut tests);
    // Left behind, it would only lie about in a temporary folder.
    let _ = std::fs::remove_file(settings);
    outcome
}

fn end_to_end(steps: &mut Steps) -> Outcome {
    page::build(steps)?;
    node::packages("tests/e2e", steps)?;
    let browser = browser::find_or_install(steps)?;
    let site = Site::open(0, FOLDER)?;
    let mut tests = command("node");
    tests.args(["--test", "--test-reporter=spec"]).args(files()?);
    tests.env("SWITCHYARD_URL", site.address()).env("CHROME", browser.chromium);
    steps.command("end-to-end tests", &mut tests)
}

/// The end-to-end tests, in the order of their names.
fn files() -> Outcome<Vec<String>> {
    let folder = root().join("tests").join("e2e");
    let entries = std::fs::read_dir(folder).map_err(|error| format!("tests/e2e cannot be listed: {error}."))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut files: Vec<String> =
        names.filter(|name| name.ends_with(".test.mjs")).map(|name| format!("tests/e2e/{name}")).collect();
    files.sort();
    if files.is_empty() { Err("There is no end-to-end test in tests/e2e.".to_owned()) } else { Ok(files) }
}
