//! `cargo xtask bench`: measure; nothing is asserted.
//!
//! The program of `benches/engine` is built natively, as WebAssembly as the page ships it (profile `worker`), and as
//! WebAssembly optimised for speed. The three run in turn, several times, and the least processor time of each case
//! counts: other work on the machine only adds time. Ratios are of figures from one such series. That of
//! `benches/balance` is run in the first two forms.

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
    let parts = match options {
        [] => vec!["engine", "balance", "cache"],
        ["--only", parts] => parts.split(',').collect(),
        ["--peers"] => return peers::run(steps),
        ["--page"] => return page::run(steps),
        ["--page", "--no-build"] => return page::measure(steps),
        _ => return refuse(options),
    };
    node::check()?;
    tools::wasm_target(steps)?;
    for part in parts {
        match part {
            "engine" => engine(steps)?,
            "balance" => balance(steps)?,
            "cache" => cache(steps)?,
            _ => return Err(format!("`{part}` is no part of the benchmarks: engine, balance and cache are.")),
        }
    }
    Ok(())
}

/// Models, event queue and memory.
fn engine(steps: &mut Steps) -> Outcome {
    let programs = [native("engine", steps)?, web("engine", "worker", steps)?, web("engine", "release", steps)?];
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

/// Picks of every policy, and the power of d choices.
fn balance(steps: &mut Steps) -> Outcome {
    let programs = [native("balance", steps)?, web("balance", "worker", steps)?];
    let mut order = Vec::new();
    let mut figures = Figures::new();
    steps.work("picks", || {
        for _ in 0..TURNS {
            take_turns(&programs, &["picks", "--rounds", "3"], &mut order, &mut figures)?;
        }
        Ok(())
    })?;
    let (mut means, mut responses) = (Vec::new(), Figures::new());
    steps.work("power of d choices", || take_turns(&programs[..1], &["response"], &mut means, &mut responses))?;
    println!("\nnanoseconds per pick, native and {}, at 3, 16 and 128 processors", PROGRAMS[1]);
    let mut names: Vec<&str> = order.iter().filter_map(|name| Some(name.rsplit_once(", ")?.0)).collect();
    names.dedup();
    for name in names {
        let cell = |program: usize, servers: u32| figures[&format!("{name}, {servers}")][program];
        let row: String = [0, 1]
            .map(|program| [3, 16, 128].map(|servers| format!("{:>9.1}", cell(program, servers))).concat())
            .concat();
        println!("{name:<36}{row}");
    }
    println!("\nmean response in services, 100 servers at 0.9");
    for name in means {
        println!("{name:<36} {:>8.4}", responses[&name][0]);
    }
    Ok(())
}

/// Caching policies and curves.
fn cache(steps: &mut Steps) -> Outcome {
    let programs = [native("cache", steps)?, web("cache", "worker", steps)?, web("cache", "release", steps)?];
    let mut order = Vec::new();
    let mut figures = Figures::new();
    for group in ["policies", "curves"] {
        steps.work(group, || take_turns(&programs, &[group], &mut order, &mut figures))?;
    }
    steps.work("memory", || take_turns(&programs[..1], &["memory"], &mut order, &mut figures))?;
    println!("\nnanoseconds per request (policies and hash maps), seconds (curves), bytes (memory)");
    print(&order, &figures);
    Ok(())
}

/// The native program of a benchmark, as the words that start it.
fn native(bench: &str, steps: &mut Steps) -> Outcome<Vec<PathBuf>> {
    let line = format!("bench --locked --no-run --bench {bench}");
    Ok(vec![build(bench, &line, PROGRAMS[0], steps)?])
}

/// The WebAssembly program of a benchmark in a profile, as the words that start it.
fn web(bench: &str, profile: &str, steps: &mut Steps) -> Outcome<Vec<PathBuf>> {
    let target = "--features worker --target wasm32-unknown-unknown";
    let name = if profile == "release" { PROGRAMS[2] } else { PROGRAMS[1] };
    let program = build(bench, &format!("build --locked --bench {bench} {target} --profile {profile}"), name, steps)?;
    Ok(vec!["node".into(), for_node(bench, profile, &program, steps)?])
}

/// Builds the benchmark and returns the program.
fn build(bench: &str, line: &str, name: &str, steps: &mut Steps) -> Outcome<PathBuf> {
    steps.work(&format!("build {bench}, {name}"), || {
        let output = cargo(&format!("{line} --message-format json")).output();
        let output = output.map_err(|error| format!("cargo could not start: {error}."))?;
        if !output.status.success() {
            return Err(format!("The build failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        executable(bench, &String::from_utf8_lossy(&output.stdout)).ok_or_else(|| "cargo named no program.".to_owned())
    })
}

/// Makes a WebAssembly program one that Node runs.
fn for_node(bench: &str, profile: &str, program: &Path, steps: &mut Steps) -> Outcome<PathBuf> {
    let bindgen = tools::wasm_bindgen(steps)?.join("wasm-bindgen");
    let folder = root().join("target").join("bench").join(profile);
    let mut glue = command(&bindgen.to_string_lossy());
    glue.args(["--target", "nodejs", "--out-name", bench, "--out-dir"]).arg(&folder).arg(program);
    steps.command(&format!("glue for Node, {bench}, {profile}"), &mut glue)?;
    Ok(folder.join(format!("{bench}.js")))
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
fn executable(bench: &str, messages: &str) -> Option<PathBuf> {
    let named = messages.lines().filter_map(|line| line.split_once("\"executable\":\""));
    let mut paths = named.filter_map(|(_, rest)| Some(PathBuf::from(rest.split_once('"')?.0.replace("\\\\", "\\"))));
    paths.rfind(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("{bench}-"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_in_the_messages() {
        let messages = "{\"executable\":null}\n{\"executable\":\"/a/engine-1.wasm\",\"fresh\":true}\n\
                        {\"executable\":\"/a/switchyard\"}\n{\"success\":true}";
        assert_eq!(
            executable("engine", messages),
            Some(PathBuf::from("/a/engine-1.wasm")),
            "the benchmark, not the program"
        );
    }

    #[test]
    fn a_line_is_a_case_and_a_figure() {
        assert_eq!(figure("M/M/1, bare\t26.50"), Some(("M/M/1, bare", 26.5)));
        assert_eq!(figure("what a compiler says"), None, "any other line");
    }
}
