//! Work on every core, and a line of progress where somebody watches.
//!
//! Results come back in the order of the jobs, so nothing that is printed depends on timing, unless somebody cancels: then
//! what was reached is printed, and said to be cut short.

use serde::Serialize;
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// Threads, if nobody says how many: one core stays free for its owner, and more than four help little.
pub(crate) fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores.saturating_sub(1).clamp(1, 4)
}

/// The exit code of a program that was ended by Ctrl-C: 128 and the number of the signal.
const CANCELLED_CODE: u8 = 130;

/// Whether Ctrl-C was pressed.
static CANCELLED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C ends the work and not the program; the second one ends the program at once.
pub(crate) fn cancellable() {
    let handler = || {
        if CANCELLED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(CANCELLED_CODE));
        }
        super::cli::say("cancelled; what was reached follows, Ctrl-C again to stop at once");
    };
    // Where there is no handler to be had, Ctrl-C ends the program, as it did without one.
    let _ = ctrlc::set_handler(handler);
}

/// Whether the work is to end.
pub(crate) fn cancelled() -> bool {
    CANCELLED.load(Ordering::Relaxed)
}

/// The exit code of a report: that of its answer, unless it was cut short.
pub(crate) fn code(no: bool) -> ExitCode {
    match no {
        _ if cancelled() => ExitCode::from(CANCELLED_CODE),
        true => ExitCode::from(1),
        false => ExitCode::SUCCESS,
    }
}

/// The report as JSON; one that was cut short says so.
pub(crate) fn written(report: &impl Serialize) -> String {
    let mut value = json!(report);
    if let (true, Some(fields)) = (cancelled(), value.as_object_mut()) {
        fields.insert("cancelled".to_owned(), Value::Bool(true));
    }
    super::cli::pretty(&value)
}

/// The first line of a table that was cut short.
pub(crate) fn notice() -> &'static str {
    if cancelled() { "CANCELLED: these are the parts that were done until then\n" } else { "" }
}

/// Does every job on so many threads; `seen` is told each time another one is done, how many that makes. A job that was
/// not done because somebody cancelled has no result.
pub(crate) fn parallel<J: Sync, R: Send>(
    jobs: &[J],
    threads: usize,
    run: impl Fn(&J) -> Option<R> + Sync,
    mut seen: impl FnMut(usize),
) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, jobs.len().max(1)) {
            let (sender, next, run) = (sender.clone(), &next, &run);
            scope.spawn(move || {
                while let Some((place, job)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| Some((n, jobs.get(n)?)))
                {
                    if cancelled() || sender.send((place, run(job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut results: Vec<Option<R>> = jobs.iter().map(|_| None).collect();
        for (done, (place, result)) in receiver.iter().enumerate() {
            results[place] = result;
            seen(done + 1);
        }
        results
    })
}

/// Length of the bar.
const BAR: usize = 24;

/// A line on stderr that is written over and over, if stderr is a terminal; nothing otherwise.
pub(crate) struct Progress {
    shown: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal() }
    }

    /// Shows how far it is, as a bar and in words: `3 of 9` and what these are.
    pub(crate) fn at(&self, done: usize, all: usize, what: &str) {
        if self.shown {
            self.write(&format!("{} {done} of {all} {what}", bar(done, all)));
        }
    }

    fn write(&self, text: &str) {
        if self.shown {
            // Back to the start of the line, and what is left of the last text goes.
            let _ = write!(std::io::stderr(), "\r\x1b[K{text}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.write("");
    }
}

/// A bar of [`BAR`] letters, filled as far as the work is done.
fn bar(done: usize, all: usize) -> String {
    let filled = (BAR * done.min(all)).checked_div(all).unwrap_or(0);
    format!("[{}{}]", "#".repeat(filled), "-".repeat(BAR - filled))
}
