//! `cargo xtask check`: everything that can be judged without running the model.

use crate::steps::{Outcome, Steps, cargo};
use crate::{links, refuse, tools};

/// What the core must not see, not even through another package.
const WEB: [&str; 7] = ["wasm-bindgen", "web-sys", "js-sys", "yew", "gloo", "serde-wasm-bindgen", "getrandom"];

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    refuse(options)?;
    tools::component("rustfmt", steps)?;
    tools::component("clippy", steps)?;
    tools::wasm_target(steps)?;
    steps.command("format", &mut cargo("fmt --all --check"))?;
    steps.work("links between documents", links::check)?;
    // With the page everything is there; that the core stands without it is checked below, for the browser.
    lint(steps, "lints, on the host", "--workspace --all-targets --features switchyard/web")?;
    lint(steps, "lints, in the browser", "--target wasm32-unknown-unknown --features web --lib --bins")?;
    steps.command("core for the browser", &mut cargo("check --locked --lib --target wasm32-unknown-unknown"))?;
    steps.work("core without web packages", core_without_web)?;
    let mut documentation = cargo("doc --locked --workspace --no-deps --features switchyard/web");
    steps.command("documentation", documentation.env("RUSTDOCFLAGS", "-D warnings"))
}

fn lint(steps: &mut Steps, name: &str, what: &str) -> Outcome {
    steps.command(name, &mut cargo(&format!("clippy --locked {what} -- -D warnings")))
}

fn core_without_web() -> Outcome {
    let mut tree = cargo("tree --locked --package switchyard --edges normal --prefix none --target");
    let tree = tools::output(tree.arg(tools::WASM)).ok_or("`cargo tree` failed.")?;
    match web_package(&tree) {
        Some(package) => Err(format!("The core depends on {package}: see `cargo tree --invert {package}`.")),
        None => Ok(()),
    }
}

/// The first web package in a listing of `cargo tree`, which names a package first in each line.
fn web_package(tree: &str) -> Option<&str> {
    let packages = tree.lines().filter_map(|line| line.split_whitespace().next());
    packages.into_iter().find(|package| {
        WEB.iter().any(|web| package == web || package.strip_prefix(web).is_some_and(|rest| rest.starts_with('-')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_package_in_the_core_is_found() {
        assert_eq!(web_package("switchyard v0.1.0\nlibm v0.2.16\n"), None);
        assert_eq!(web_package("switchyard v0.1.0\ngloo-timers v0.4.0\n"), Some("gloo-timers"));
        assert_eq!(web_package("yew v0.23.0 (*)\n"), Some("yew"));
        assert_eq!(web_package("yewish v0.1.0\n"), None, "another package that begins alike");
    }
}
