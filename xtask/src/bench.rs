//! `cargo xtask bench`: measure; nothing is asserted.
//!
//! Each file of `benches/` is a program of its own that prints its figures. The same programs built for WebAssembly
//! and run under Node belong in [`run`] after the native ones, so that both columns come from one command.

use crate::refuse;
use crate::steps::{Outcome, Steps, cargo, root};

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    refuse(options)?;
    let names = names();
    if names.is_empty() {
        println!("There is no benchmark in benches/ yet.");
    }
    for name in &names {
        steps.command(&format!("{name}, native"), &mut cargo(&format!("bench --locked --bench {name}")))?;
    }
    Ok(())
}

/// The benchmarks, in the order of their names.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("benches")).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = files.filter_map(|file| file.strip_suffix(".rs").map(str::to_owned)).collect();
    names.sort();
    names
}
