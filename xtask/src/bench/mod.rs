//! `cargo xtask bench`: measure; nothing is asserted.
//!
//! The program of `benches/engine` is built natively, as WebAssembly as the page ships it (profile `worker`), and as
//! WebAssembly optimised for speed. The three run in turn, several times, and the least processor time of each case
//! counts: other work on the machine only adds time. Ratios are of figures from one such series.

mod page;
mod peers;

use crate::steps::{Outcome, Steps, cargo, command, root};
use crate::{node, refuse, tools};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs by name, the native one first.
const PROGRAMS: [&str; 3] = ["native", "wasm", "wasm, opt-level 3"];
/// How often the programs take their turns.
const TURNS: u32 = 4;
/// The cases that have a bare loop beside them; the calm day is set against the pipeline's bare loop, for each event.
const BARE: [&str; 3] = ["M/M/1", "M/M/4", "pipeline"];

/// A figure by case, for each program.
type Figures = BTreeMap<String, [f64; 3]>;

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    match options {
        ["--peers"] => peers::run(steps),
        ["--page"] => page::run(steps),
        ["--page", "--no-build"] => page::measure(steps),
        _ => refuse(options).and_then(|()| engine(steps)),
    }
}

fn engine(steps: &mut Steps) -> Outcome {
    node::check()?;
    tools::wasm_target(steps)?;
    let native = build("bench --locked --no-run --bench engine", "native", steps)?;
    let web = "build --locked --bench engine --features worker --target wasm32-unknown-unknown --profile";
    let small = for_node("worker", &build(&format!("{web} worker"), PROGRAMS[1], steps)?, steps)?;
    let fast = for_node("release", &build(&format!("{web} release"), PROGRAMS[2], steps)?, steps)?;
    let programs = [vec![native], vec!["node".into(), small], vec!["node".into(), fast]];
    let mut order = Vec::new();
    let mut figures = Figures::new();
    steps.work("models and queue", || {
        for _ in 0..TURNS {
            take_turns(&programs, &["models", "queue", "--rounds", "3"], &mut order, &mut figures)?;
        }
        Ok(())
    })?;
    steps.work("time to precision", || {
        take_turns(&programs, &["precision", "--rounds", "2"], &mut order, &mut figures)
    })?;
    steps.work("memory", || take_turns(&programs[..2], &["memory"], &mut order, &mut figures))?;
    print(&order, &figures);
    Ok(())
}

/// Builds the benchmark and returns the program.
fn build(line: &str, name: &str, steps: &mut Steps) -> Outcome<PathBuf> {
    steps.work(&format!("build {name}"), || {
        let output = cargo(&format!("{line} --message-format json")).output();
        let output = output.map_err(|error| format!("cargo could not start: {error}."))?;
        if !output.status.success() {
            return Err(format!("The build failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        executable(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| "cargo named no program.".to_owned())
    })
}

/// Makes a WebAssembly program one that Node runs.
fn for_node(profile: &str, program: &Path, steps: &mut Steps) -> Outcome<PathBuf> {
    let bindgen = tools::wasm_bindgen(steps)?.join("wasm-bindgen");
    let folder = root().join("target").join("bench").join(profile);
    let mut glue = command(&bindgen.to_string_lossy());
    glue.args(["--target", "nodejs", "--out-name", "engine", "--out-dir"]).arg(&folder).arg(program);
    steps.command(&format!("glue for Node, {profile}"), &mut glue)?;
    Ok(folder.join("engine.js"))
}

/// Runs each program once and keeps the least figure of each case.
fn take_turns(
    programs: &[Vec<PathBuf>],
    arguments: &[&str],
    order: &mut Vec<String>,
    figures: &mut Figures,
) -> Outcome {
    for (place, words) in programs.iter().enumerate() {
        let mut program = Command::new(&words[0]);
        program.args(&words[1..]).args(arguments).current_dir(root());
        let text = tools::output(&mut program).ok_or_else(|| format!("The program {} failed.", PROGRAMS[place]))?;
        for (name, figure) in text.lines().filter_map(figure) {
            if !figures.contains_key(name) {
                order.push(name.to_owned());
            }
            let row = figures.entry(name.to_owned()).or_insert([f64::NAN; 3]);
            row[place] = row[place].min(figure);
        }
    }
    Ok(())
}

/// The case and the figure of a line.
fn figure(line: &str) -> Option<(&str, f64)> {
    let (name, figure) = line.split_once('\t')?;
    Some((name, figure.parse().ok()?))
}

fn print(order: &[String], figures: &Figures) {
    println!(
        "\nnanoseconds per payment (models), per event or job (queue); ms a trial (precision); bytes and MiB (memory)"
    );
    println!("{:<36} {:>9} {:>9} {:>18}", "", PROGRAMS[0], PROGRAMS[1], PROGRAMS[2]);
    for name in order {
        // Memory is not measured a second time for the other level.
        let [native, small, fast] =
            figures[name].map(|figure| if figure.is_nan() { "-".to_owned() } else { format!("{figure:.1}") });
        println!("{name:<36} {native:>9} {small:>9} {fast:>18}");
    }
    println!("\n{:<36} {:>9} {:>9} {:>18}", "times the bare loop", PROGRAMS[0], PROGRAMS[1], PROGRAMS[2]);
    let all = |name: &str| figures.get(name).copied().unwrap_or([f64::NAN; 3]);
    for name in BARE {
        let (ours, bare) = (all(name), all(&format!("{name}, bare")));
        println!("{name:<36} {:>9.2} {:>9.2} {:>18.2}", ours[0] / bare[0], ours[1] / bare[1], ours[2] / bare[2]);
    }
    println!("\n{:<36} {:>9} {:>9} {:>18}", "times native", "", PROGRAMS[1], PROGRAMS[2]);
    for name in ["pipeline, bare", "M/M/1", "M/M/4", "pipeline", "calm day"] {
        let [native, small, fast] = all(name);
        println!("{name:<36} {:>9} {:>9.2} {:>18.2}", "", small / native, fast / native);
    }
}

/// The benchmark among the programs that cargo's messages name: it builds the other programs of the package too.
fn executable(messages: &str) -> Option<PathBuf> {
    let named = messages.lines().filter_map(|line| line.split_once("\"executable\":\""));
    let mut paths = named.filter_map(|(_, rest)| Some(PathBuf::from(rest.split_once('"')?.0.replace("\\\\", "\\"))));
    paths.rfind(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("engine-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_in_the_messages() {
        let messages = "{\"executable\":null}\n{\"executable\":\"/a/engine-1.wasm\",\"fresh\":true}\n\
                        {\"executable\":\"/a/switchyard\"}\n{\"success\":true}";
        assert_eq!(executable(messages), Some(PathBuf::from("/a/engine-1.wasm")), "the benchmark, not the program");
    }

    #[test]
    fn a_line_is_a_case_and_a_figure() {
        assert_eq!(figure("M/M/1, bare\t26.50"), Some(("M/M/1, bare", 26.5)));
        assert_eq!(figure("what a compiler says"), None, "any other line");
    }
}
