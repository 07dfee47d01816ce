//! `cargo xtask bundle`: the static site and what it weighs.

use crate::steps::{Outcome, Steps, command, root};
use crate::{node, page, refuse, tools};
use std::path::{Path, PathBuf};

/// When a file is fetched.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// Before the page stands and play can be pressed.
    FirstLoad,
    /// When play is pressed: the simulation.
    Engine,
    /// With the first payments, or when they are opened: controls, charts, formulas, studies.
    Workbench,
    /// With the first trace in the cache lab.
    Traces,
    /// Never by the page: texts for people.
    Extra,
}

/// What the beginning of a file's name says about when it is fetched; everything else belongs to the first load.
const LATER: [(&str, Part); 6] = [
    ("worker", Part::Engine),
    ("traces", Part::Traces),
    ("workbench", Part::Workbench),
    ("styles/workbench", Part::Workbench),
    ("uPlot", Part::Workbench),
    ("licenses/", Part::Extra),
];

/// What the first load should weigh at the most, in bytes of brotli.
const BUDGET: u64 = 240_000;
/// What it should never weigh.
const LIMIT: u64 = 300_000;

/// What a file weighs as it is and compressed in two ways, in bytes.
#[derive(Clone, Copy, Default)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    match options {
        [] => page::build(steps)?,
        ["--no-build"] => {}
        _ => return refuse(options),
    }
    page::require_built()?;
    steps.work("sizes", measure)
}

/// Prints the sizes.
fn measure() -> Outcome {
    node::check()?;
    let mut files = Vec::new();
    collect(&page::dist(), &mut files).map_err(|error| format!("dist/ cannot be listed: {error}."))?;
    files.sort();
    let names: Vec<String> = files.iter().map(|file| name(file)).collect();
    let sizes = sizes(&files)?;
    let width = names.iter().map(String::len).max().unwrap_or(0).max(24);
    println!("   {:width$}  {:>9}  {:>9}  {:>9}", "bytes", "raw", "gzip", "brotli");
    for (name, size) in names.iter().zip(&sizes) {
        println!("   {}  {}", size.row(name, width), Part::of(name).words());
    }
    for part in [Part::FirstLoad, Part::Engine, Part::Workbench, Part::Traces] {
        println!("   {}", part.weight(&names, &sizes).row(part.words(), width));
    }
    judge(Part::FirstLoad.weight(&names, &sizes).brotli)
}

/// A first load above the limit is a failure; one above the aim is told.
fn judge(brotli: u64) -> Outcome {
    if brotli > LIMIT {
        return Err(format!("The first load weighs {brotli} bytes of brotli; the limit is {LIMIT}."));
    }
    if brotli > BUDGET {
        println!("   WARNING: the first load weighs {brotli} bytes of brotli; the aim is {BUDGET}.");
    }
    Ok(())
}

impl Part {
    fn of(name: &str) -> Self {
        LATER.into_iter().find(|(start, _)| name.starts_with(start)).map_or(Self::FirstLoad, |(_, part)| part)
    }

    fn words(self) -> &'static str {
        match self {
            Self::FirstLoad => "first load",
            Self::Engine => "then the engine",
            Self::Workbench => "then the workbench",
            Self::Traces => "then the trace lab",
            Self::Extra => "not fetched",
        }
    }

    fn weight(self, names: &[String], sizes: &[Size]) -> Size {
        let mine = names.iter().zip(sizes).filter(|(name, _)| Self::of(name) == self);
        mine.fold(Size::default(), |sum, (_, size)| sum.plus(*size))
    }
}

impl Size {
    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }

    fn row(self, name: &str, width: usize) -> String {
        format!("{name:width$}  {:>9}  {:>9}  {:>9}", self.raw, self.gzip, self.brotli)
    }
}

/// The sizes of files, in their order; Node has both compressors.
fn sizes(files: &[PathBuf]) -> Outcome<Vec<Size>> {
    let table = tools::output(command("node").arg(root().join("xtask").join("sizes.mjs")).args(files));
    let table = table.ok_or("`node xtask/sizes.mjs` failed.")?;
    let sizes: Vec<Size> = table.lines().filter_map(parse).collect();
    if sizes.len() == files.len() { Ok(sizes) } else { Err("`node xtask/sizes.mjs` left a file out.".to_owned()) }
}

fn parse(line: &str) -> Option<Size> {
    let mut numbers = line.split(' ').map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(Size { raw: next()?, gzip: next()?, brotli: next()? })
}

fn name(file: &Path) -> String {
    file.strip_prefix(page::dist()).unwrap_or(file).display().to_string().replace('\\', "/")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heavy_first_load_is_a_failure() {
        assert!(judge(BUDGET).is_ok() && judge(LIMIT).is_ok(), "up to the limit it passes");
        assert!(judge(LIMIT + 1).is_err_and(|sentence| sentence.contains("300000")), "never above");
    }

    #[test]
    fn each_file_has_its_time() {
        assert!(Part::of("app_bg.wasm") == Part::FirstLoad && Part::of("index.html") == Part::FirstLoad, "the page");
        assert!(Part::of("worker_bg.wasm") == Part::Engine && Part::of("workbench.js") == Part::Workbench, "later");
        assert!(Part::of("licenses/uplot/LICENSE") == Part::Extra, "never");
    }

    #[test]
    fn a_line_of_sizes_is_read() {
        assert_eq!(parse("30 20 10").map(|size| (size.raw, size.gzip, size.brotli)), Some((30, 20, 10)));
        assert!(parse("30 20").is_none(), "a broken line");
    }
}
