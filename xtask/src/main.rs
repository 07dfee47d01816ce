//! The project's own commands: `cargo xtask <verb>`.
//!
//! One verb is one file. A verb says what it does, step by step, with the time each step took; the first step that
//! fails ends it with one sentence and a nonzero exit. Tools that are missing are installed once, in a folder of the
//! user's cache (`tools.rs`).

mod bench;
mod browser;
mod bundle;
mod check;
mod links;
mod node;
mod page;
mod real;
mod serve;
mod site;
mod steps;
mod tests;
mod tools;
mod traces;

use std::process::ExitCode;
use steps::{Outcome, Steps};

const USAGE: &str = "\
The project's own commands.

Usage: cargo xtask <verb> [options]

  serve [--port N] [--no-build]   build the page and serve it on 127.0.0.1 (port 8080, or the next free one)
  test [--only native,wasm,e2e]   every test: native, in a browser, end to end
  test --real                     our figures beside the real programs: NGINX and HAProxy; Python, libCacheSim and Redis
  check                           format, lints on both targets, layers, documentation, links between documents
  bench [--only engine,balance,cache]  measure the engine and the policies; nothing is asserted
  bench --peers                   measure the engine beside other simulators
  bench --page [--no-build]       measure the page in Chromium
  bundle [--no-build]             the static site in dist/, with the size of every file and the limit for the first load

Missing tools are installed once into the folder SWITCHYARD_TOOLS, by default a folder of the user's cache.
CHROME and CHROMEDRIVER name a browser and its driver that are not on the PATH.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut words = arguments.iter().map(String::as_str);
    let verb = words.next().unwrap_or("--help");
    let rest: Vec<&str> = words.collect();
    if ["--help", "-h", "help"].contains(&verb) || rest.iter().any(|word| ["--help", "-h"].contains(word)) {
        print!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let mut steps = Steps::start();
    let outcome = run(verb, &rest, &mut steps);
    steps.print_table();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: &str, options: &[&str], steps: &mut Steps) -> Outcome {
    match verb {
        "serve" => serve::run(options, steps),
        "test" => tests::run(options, steps),
        "check" => check::run(options, steps),
        "bench" => bench::run(options, steps),
        "bundle" => bundle::run(options, steps),
        _ => Err(format!("There is no verb `{verb}`: serve, test, check, bench and bundle are the verbs.")),
    }
}

/// Complains about an option that the verb does not know.
fn refuse(options: &[&str]) -> Outcome {
    match options.first() {
        Some(option) => Err(format!("`{option}` is not an option here: see `cargo xtask --help`.")),
        None => Ok(()),
    }
}
