//! `cargo xtask bench --peers`: the engine beside other simulators, on the same models.
//!
//! Programs take turns, several times, and the least processor time of each case counts: other work on the machine
//! only adds time. Each says its mean response too; where it differs from ours, the model is another one and the
//! figure worth nothing. Simulators in Python stand in a virtual environment of their own, under `target`; without
//! Python, or where their packages do not install, the others are measured alone.

use crate::steps::{Outcome, Steps, cargo, command, root};
use crate::tools;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How often the programs take their turns.
const TURNS: u32 = 3;
/// How far a mean response may lie from ours: a round of M/M/1 scatters by some per cent.
const ERROR_MAX: f64 = 0.1;
/// Our own name among the simulators.
const OURS: &str = "switchyard";

/// The least nanoseconds for a payment and the last mean response, by model and simulator.
type Figures = BTreeMap<(String, String), (f64, f64)>;

pub fn run(steps: &mut Steps) -> Outcome {
    let manifest = "--locked --target-dir target/peers --manifest-path benches/peers/Cargo.toml";
    steps.command("build peers", &mut cargo(&format!("build --release {manifest}")))?;
    let mut programs = vec![vec![root().join("target/peers/release").join(named("peers"))]];
    match python(steps) {
        Ok(python) => programs.extend(
            ["with_simpy.py", "with_ciw.py"].map(|script| vec![python.clone(), "-B".into(), folder().join(script)]),
        ),
        Err(sentence) => println!("   SimPy and Ciw are left out: {sentence}"),
    }
    let mut order = Vec::new();
    let mut figures = Figures::new();
    for turn in 1..=TURNS {
        steps.work(&format!("turn {turn} of {TURNS}"), || {
            programs.iter().try_for_each(|words| take_turn(words, &mut order, &mut figures))
        })?;
    }
    print(&order, &figures);
    agree(&order, &figures)
}

/// The Python of the virtual environment, with the packages that are locked; made where it is missing.
fn python(steps: &mut Steps) -> Outcome<PathBuf> {
    let place = root().join("target").join("peers").join("python");
    let programs = place.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join(named("python"));
    if !python.is_file() {
        let found = ["python3", "python"].into_iter().find_map(tools::on_path);
        let system = found.ok_or("there is no Python on the PATH.")?;
        steps.command("virtual environment", command(&system.to_string_lossy()).args(["-m", "venv"]).arg(&place))?;
    }
    let mut install = command(&python.to_string_lossy());
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    steps.command("packages for Python", install.arg(folder().join("requirements.txt")))?;
    Ok(python)
}

fn folder() -> PathBuf {
    root().join("benches").join("peers").join("python")
}

fn named(program: &str) -> String {
    format!("{program}{}", std::env::consts::EXE_SUFFIX)
}

/// Runs a program once and keeps the least figure of each case.
fn take_turn(words: &[PathBuf], order: &mut Vec<(String, String)>, figures: &mut Figures) -> Outcome {
    let mut program = Command::new(&words[0]);
    program.args(&words[1..]).current_dir(root());
    let text = tools::output(&mut program).ok_or_else(|| format!("The program {} failed.", told(words)))?;
    for (case, nanos, mean) in text.lines().filter_map(figure) {
        if !figures.contains_key(&case) {
            order.push(case.clone());
        }
        let least = figures.get(&case).map_or(nanos, |(least, _)| nanos.min(*least));
        figures.insert(case, (least, mean));
    }
    Ok(())
}

fn told(words: &[PathBuf]) -> String {
    words.last().map(|word| Path::new(word).display().to_string()).unwrap_or_default()
}

/// Model and simulator, nanoseconds for a payment, and the mean response of a line.
fn figure(line: &str) -> Option<((String, String), f64, f64)> {
    let mut parts = line.split('\t');
    let simulator = parts.next()?.to_owned();
    let model = parts.next()?.to_owned();
    Some(((model, simulator), parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn ours(model: &str, figures: &Figures) -> (f64, f64) {
    figures.get(&(model.to_owned(), OURS.to_owned())).copied().unwrap_or((f64::NAN, f64::NAN))
}

fn print(order: &[(String, String)], figures: &Figures) {
    println!(
        "\n{:<12} {:<12} {:>14} {:>12} {:>14}",
        "model", "simulator", "ns a payment", "times ours", "mean response"
    );
    for case in order {
        let (model, simulator) = case;
        let (nanos, mean) = figures[case];
        println!("{model:<12} {simulator:<12} {nanos:>14.0} {:>12.2} {mean:>14.3}", nanos / ours(model, figures).0);
    }
}

fn agree(order: &[(String, String)], figures: &Figures) -> Outcome {
    for case in order {
        let (model, simulator) = case;
        let (own, mean) = (ours(model, figures).1, figures[case].1);
        if (mean / own - 1.0).abs().total_cmp(&ERROR_MAX).is_gt() {
            return Err(format!("{simulator} has a mean response of {mean} on {model}, where ours is {own}."));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_case_and_its_figures() {
        let case = ("M/M/1".to_owned(), "desru".to_owned());
        assert_eq!(figure("desru\tM/M/1\t113.0\t5.01"), Some((case, 113.0, 5.01)));
        assert_eq!(figure("what a program says"), None, "any other line");
    }

    #[test]
    fn another_mean_is_another_model() {
        let case = |simulator: &str| ("M/M/1".to_owned(), simulator.to_owned());
        let order = [case(OURS), case("near"), case("far")];
        let mut figures = Figures::from([(case(OURS), (1.0, 5.0)), (case("near"), (2.0, 5.4))]);
        assert_eq!(agree(&order[..2], &figures), Ok(()));
        figures.insert(case("far"), (2.0, 6.0));
        let sentence = agree(&order, &figures).err().unwrap_or_default();
        assert!(sentence.starts_with("far has a mean response of 6"), "{sentence}");
    }
}
