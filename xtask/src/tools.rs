//! The build tools: found at the right version, or installed once.
//!
//! Looked for on the PATH first, then in `SWITCHYARD_TOOLS` (default: a folder of the user's cache), where each tool
//! has a folder of its own with its version in the name. A tool of the right version is never built again.

use crate::steps::{Outcome, Steps, command, root};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The last release of Trunk that the oldest supported compiler can build.
const TRUNK: &str = "0.21.14";

/// The target of everything that runs in a browser.
pub const WASM: &str = "wasm32-unknown-unknown";

/// A tool that cargo can install.
struct Tool {
    /// The package's name.
    package: &'static str,
    /// The program that is asked for its version.
    program: &'static str,
    version: String,
    build: Build,
}

/// How a tool is built.
#[derive(PartialEq)]
enum Build {
    /// With optimisation.
    Fast,
    /// Without optimisation, debug information and default features: right for a tool that only calls others. For Trunk
    /// the features left out are encryption and a look for updates; it works offline here.
    Lean,
}

/// The folders with Trunk and with wasm-bindgen and its test runner.
pub fn page_tools(steps: &mut Steps) -> Outcome<Vec<PathBuf>> {
    Ok(vec![find_or_install(&trunk(), steps)?, wasm_bindgen(steps)?])
}

/// The folder with wasm-bindgen and its test runner, at exactly the version of the lock file.
pub fn wasm_bindgen(steps: &mut Steps) -> Outcome<PathBuf> {
    let version = locked("wasm-bindgen")?;
    let tool = Tool { package: "wasm-bindgen-cli", program: "wasm-bindgen", version, build: Build::Fast };
    find_or_install(&tool, steps)
}

fn trunk() -> Tool {
    Tool { package: "trunk", program: "trunk", version: TRUNK.to_owned(), build: Build::Lean }
}

/// Adds the WebAssembly target to the toolchain if it is not there.
pub fn wasm_target(steps: &mut Steps) -> Outcome {
    let library = output(command("rustc").args(["--print", "target-libdir", "--target", WASM])).unwrap_or_default();
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    steps.command("WebAssembly target", command("rustup").args(["target", "add", WASM]))
}

/// Adds a component of the toolchain if its cargo command does not answer.
pub fn component(name: &str, steps: &mut Steps) -> Outcome {
    let verb = if name == "rustfmt" { "fmt" } else { name };
    if output(command("cargo").args([verb, "--version"])).is_some() {
        return Ok(());
    }
    steps.command(name, command("rustup").args(["component", "add", name]))
}

/// The PATH with some folders in front.
pub fn path_with(folders: &[PathBuf]) -> Outcome<OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).map_err(|error| format!("A folder of the PATH cannot be written down: {error}."))
}

/// The first program of this name on the PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// What a command prints, if it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn find_or_install(tool: &Tool, steps: &mut Steps) -> Outcome<PathBuf> {
    let own = folder()?.join(format!("{}-{}", tool.package, tool.version));
    let programs = [on_path(tool.program), Some(own.join("bin").join(tool.program))];
    for program in programs.into_iter().flatten() {
        if version(&program).is_some_and(|found| found == tool.version) {
            return Ok(program.parent().map_or_else(PathBuf::new, PathBuf::from));
        }
    }
    let mut install = command("cargo");
    install.args(["install", "--locked", "--version", &tool.version, "--root"]).arg(&own);
    // Cargo would look at this folder's configuration and lock file otherwise.
    install.current_dir(std::env::temp_dir());
    if tool.build == Build::Lean {
        install.args(["--debug", "--no-default-features"]).env("CARGO_PROFILE_DEV_DEBUG", "0");
    }
    install.arg(tool.package);
    steps.command(&format!("install {} {}, once", tool.package, tool.version), &mut install)?;
    Ok(own.join("bin"))
}

/// The last word that a program prints when asked for its version, as in `trunk 0.21.14`.
fn version(program: &Path) -> Option<String> {
    output(Command::new(program).arg("--version"))?.split_whitespace().nth(1).map(str::to_owned)
}

/// Where tools are installed.
fn folder() -> Outcome<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = variable("SWITCHYARD_TOOLS") {
        return Ok(folder);
    }
    let cache = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Caches"))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))
    };
    let cache = cache.ok_or("There is no home folder for tools: set SWITCHYARD_TOOLS to a folder.")?;
    Ok(cache.join("switchyard").join("tools"))
}

/// The version of a package in the lock file.
fn locked(package: &str) -> Outcome<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}."))?;
    locked_in(&lock, package).ok_or_else(|| format!("Cargo.lock names no version of {package}."))
}

fn locked_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let line = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(line.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(locked_in(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(locked_in(lock, "yew"), None, "a package that is not there");
    }
}
