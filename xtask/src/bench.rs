//! `cargo xtask bench`: measure; nothing is asserted.
//!
//! Each file of `benches/` is a program of its own that prints its figures, natively and then as WebAssembly under Node,
//! so that both columns come from one command.

use crate::steps::{Outcome, Steps, cargo, command, root};
use crate::{node, refuse, tools};
use std::path::{Path, PathBuf};

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    refuse(options)?;
    for name in &names() {
        steps.command(&format!("{name}, native"), &mut cargo(&format!("bench --locked --bench {name}")))?;
        web_assembly(name, steps)?;
    }
    Ok(())
}

/// The same program under Node.
fn web_assembly(name: &str, steps: &mut Steps) -> Outcome {
    tools::wasm_target(steps)?;
    node::check()?;
    let bindgen = tools::wasm_bindgen(steps)?.join("wasm-bindgen");
    let line = format!("build --locked --release --bench {name} --features worker --message-format json --target");
    let built = steps.work(&format!("{name}, built as WebAssembly"), || {
        let output =
            cargo(&line).arg(tools::WASM).output().map_err(|error| format!("cargo could not start: {error}."))?;
        if !output.status.success() {
            return Err(format!("The build failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        executable(&String::from_utf8_lossy(&output.stdout))
            .ok_or_else(|| format!("cargo named no program for the benchmark {name}."))
    })?;
    let folder = root().join("target").join("bench");
    let mut glue = command(&bindgen.to_string_lossy());
    glue.args(["--target", "nodejs", "--out-name", name, "--out-dir"]).arg(&folder).arg(&built);
    steps.command(&format!("{name}, glue for Node"), &mut glue)?;
    steps.command(&format!("{name}, WebAssembly"), command("node").arg(folder.join(format!("{name}.js"))))
}

/// The program that cargo's messages name last.
fn executable(messages: &str) -> Option<PathBuf> {
    let named = messages.lines().rev().find_map(|line| line.split_once("\"executable\":\""))?;
    named.1.split_once('"').map(|(path, _)| Path::new(&path.replace("\\\\", "\\")).to_path_buf())
}

/// The benchmarks, in the order of their names.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("benches")).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = files.filter_map(|file| file.strip_suffix(".rs").map(str::to_owned)).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_in_the_messages() {
        let messages = "{\"executable\":null}\n{\"executable\":\"/a/b.wasm\",\"fresh\":true}\n{\"success\":true}";
        assert_eq!(executable(messages), Some(PathBuf::from("/a/b.wasm")), "the one that is named");
    }
}
