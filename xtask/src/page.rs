//! The page: built by Trunk, offline, with the tools that `tools.rs` found.

use crate::steps::{Outcome, Steps, cargo, command, root};
use crate::{node, tools};
use std::path::PathBuf;
use std::process::Command;

/// The folder that Trunk writes.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release page into `dist/`.
pub fn build(steps: &mut Steps) -> Outcome {
    tools::wasm_target(steps)?;
    let mut folders = tools::page_tools(steps)?;
    folders.push(node::packages("static", steps)?.join(".bin"));
    // Trunk builds offline, so everything is fetched first; this is silent when nothing is missing.
    steps.command("fetch packages", &mut cargo("fetch --locked"))?;
    forget_snippets()?;
    let mut trunk = command("trunk");
    trunk.args(["build", "--release"]).env("PATH", tools::path_with(&folders)?);
    // Trunk reads NO_COLOR as a word of its own and stops at the usual value 1.
    trunk.env_remove("NO_COLOR").env("RUSTFLAGS", compiler_flags());
    steps.command("build the page", &mut trunk)?;
    steps.work("fewer and smaller files", shrink)
}

/// What the WebAssembly comes with, and what starts it.
const SCRIPTS: [&str; 7] =
    ["app.js", "workbench.js", "worker.js", "traces.js", "boot.js", "workbench-boot.js", "worker-boot.js"];

/// The lists of style sheets: of the page's first program, and of the workbench.
const STYLES: [&str; 2] = ["page.css", "workbench.css"];

/// Writes the style sheets of each list into one, and takes from styles and scripts what only people read.
fn shrink() -> Outcome {
    let esbuild = root().join("static").join("node_modules").join("esbuild").join("bin").join("esbuild");
    let run = |arguments: &mut Command| match arguments.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err("esbuild failed.".to_owned()),
    };
    let styles = STYLES.map(|list| root().join("static").join("styles").join(list));
    let target = format!("--outdir={}", dist().join("styles").display());
    run(command("node")
        .arg(&esbuild)
        .args(styles)
        .args(["--bundle", "--minify", "--log-level=warning", "--allow-overwrite"])
        .arg(target))?;
    let target = format!("--outdir={}", dist().display());
    let scripts = SCRIPTS.map(|script| dist().join(script));
    run(command("node")
        .arg(&esbuild)
        .args(scripts)
        .args(["--minify", "--log-level=warning", "--allow-overwrite"])
        .arg(target))
}

/// The user's flags for the compiler, and cargo's folder on this machine under a short name: the texts of panics name the
/// files of packages. Our own files are named from the package's folder anyway. A path with spaces stays as it is, since
/// the variable is cut at spaces.
fn compiler_flags() -> String {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home?.join(".cargo")));
    let cargo = cargo.map(|folder| folder.display().to_string()).filter(|folder| !folder.contains(' '));
    let user = std::env::var("RUSTFLAGS").ok().filter(|flags| !flags.is_empty());
    let ours = cargo.map(|folder| format!("--remap-path-prefix={folder}=cargo"));
    user.into_iter().chain(ours).collect::<Vec<_>>().join(" ")
}

/// Makes sure that there is a page to serve or to measure.
pub fn require_built() -> Outcome {
    if dist().join("index.html").is_file() {
        return Ok(());
    }
    Err("There is no page in dist/: run without --no-build.".to_owned())
}

/// wasm-bindgen never removes an old snippet from its folder, and Trunk copies all that it finds there.
fn forget_snippets() -> Outcome {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join("wasm-bindgen").join("release").join("snippets");
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} cannot be removed: {error}.", folder.display()))
        }
        _ => Ok(()),
    }
}
