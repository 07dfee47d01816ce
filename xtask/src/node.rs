//! Node and the npm packages: checked, and installed exactly as locked.

use crate::steps::{Outcome, Steps, command, root};
use crate::tools::output;
use std::path::PathBuf;

/// The oldest Node that runs the end-to-end tests.
const OLDEST: u32 = 20;

/// Checks Node and installs the packages of a folder, unless exactly these are there.
pub fn packages(folder: &str, steps: &mut Steps) -> Outcome<PathBuf> {
    check()?;
    let place = root().join(folder);
    let modules = place.join("node_modules");
    let lock = std::fs::read(place.join("package-lock.json"))
        .map_err(|error| format!("{folder}/package-lock.json cannot be read: {error}."))?;
    // A copy of the lock file inside the folder says what was installed.
    let stamp = modules.join(".installed-lock.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(&place).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    steps.command(&format!("npm packages of {folder}"), &mut npm)?;
    std::fs::write(&stamp, lock).map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))?;
    Ok(modules)
}

/// Checks that Node is there and not too old.
pub fn check() -> Outcome {
    let version = output(command("node").arg("--version")).unwrap_or_default();
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(()),
        Some(_) => Err(format!("Node is {}: install version {OLDEST} or newer.", version.trim())),
        None => Err(format!("Node is missing: install version {OLDEST} or newer, with npm.")),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major(""), None, "no Node");
    }
}
