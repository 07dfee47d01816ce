//! Steps: say what is done, do it, remember how long it took.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// The result of anything here; a failure is one sentence for the person who reads it.
pub type Outcome<T = ()> = Result<T, String>;

/// The folder of the workspace: cargo names it, and without cargo it is the nearest folder with a lock file.
pub fn root() -> PathBuf {
    if let Some(own) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
        && let Some(root) = own.parent()
    {
        return root.to_owned();
    }
    let here = std::env::current_dir().unwrap_or_default();
    here.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).unwrap_or(&here).to_owned()
}

/// A command that runs in the folder of the workspace.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// `cargo` with the words of a line.
pub fn cargo(line: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.args(line.split_whitespace());
    cargo
}

/// What was done and how long it took.
pub struct Steps {
    started: Instant,
    done: Vec<(String, Duration, &'static str)>,
}

impl Steps {
    pub fn start() -> Self {
        Self { started: Instant::now(), done: Vec::new() }
    }

    /// Runs a command, its output visible.
    pub fn command(&mut self, name: &str, command: &mut Command) -> Outcome {
        let line = line(command);
        println!("\n== {name}\n   {line}");
        self.measure(name, || match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("The step \"{name}\" failed ({status}): {line}")),
            Err(error) => Err(format!("The step \"{name}\" could not start ({error}): {line}")),
        })
    }

    /// Runs work of our own.
    pub fn work<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n== {name}");
        self.measure(name, work)
    }

    fn measure<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        let end = if outcome.is_ok() { "done" } else { "FAILED" };
        println!("   {end} in {}", seconds(took));
        self.done.push((name.to_owned(), took, end));
        outcome
    }

    /// The closing table: each step, how long, how it ended.
    pub fn print_table(&self) {
        if self.done.is_empty() {
            return;
        }
        let width = self.done.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0).max(5);
        println!();
        for (name, took, end) in &self.done {
            println!("{name:width$}  {:>9}  {end}", seconds(*took));
        }
        println!("{:width$}  {:>9}", "total", seconds(self.started.elapsed()));
    }
}

fn seconds(span: Duration) -> String {
    format!("{:.1} s", span.as_secs_f64())
}

/// A command as a person would type it: the variables it sets (but for the PATH), the program, the arguments.
fn line(command: &Command) -> String {
    let root = format!("{}{}", root().display(), std::path::MAIN_SEPARATOR);
    let variables = command
        .get_envs()
        .filter(|(name, _)| *name != "PATH")
        .filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(&value?.to_string_lossy()))));
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| quoted(&word.to_string_lossy()));
    variables.chain(words).collect::<Vec<_>>().join(" ").replace(&root, "")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains(char::is_whitespace) { format!("'{word}'") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_prints_as_it_would_be_typed() {
        let mut command = Command::new("cargo");
        command
            .args(["doc", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("PATH", "/bin")
            .env_remove("NO_COLOR");
        assert_eq!(line(&command), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps");
    }

    #[test]
    fn a_failing_step_names_its_command() {
        let mut steps = Steps::start();
        let outcome = steps.command("listing", Command::new("rustc").arg("--no-such-flag"));
        let sentence = outcome.err().unwrap_or_default();
        assert!(sentence.starts_with("The step \"listing\" failed"), "{sentence}");
        assert!(sentence.ends_with("rustc --no-such-flag"), "{sentence}");
    }
}
