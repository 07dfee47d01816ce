//! Work on every core, and a line of progress where somebody watches.
//!
//! Results come back in the order of the jobs, so nothing that is printed depends on timing.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Threads, if nobody says how many: one core stays free for its owner, and more than four help little.
pub(crate) fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores.saturating_sub(1).clamp(1, 4)
}

/// Does every job on so many threads; `seen` is told each time another one is done, how many that makes.
pub(crate) fn parallel<J: Sync, R: Send>(
    jobs: &[J],
    threads: usize,
    run: impl Fn(&J) -> R + Sync,
    mut seen: impl FnMut(usize),
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, jobs.len().max(1)) {
            let (sender, next, run) = (sender.clone(), &next, &run);
            scope.spawn(move || {
                while let Some((place, job)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| Some((n, jobs.get(n)?)))
                {
                    if sender.send((place, run(job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut results: Vec<Option<R>> = jobs.iter().map(|_| None).collect();
        for (done, (place, result)) in receiver.iter().enumerate() {
            results[place] = Some(result);
            seen(done + 1);
        }
        results.into_iter().flatten().collect()
    })
}

/// A line on stderr that is written over and over, if stderr is a terminal; nothing otherwise.
pub(crate) struct Progress {
    shown: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal() }
    }

    /// Shows how far it is.
    pub(crate) fn say(&self, text: &str) {
        if self.shown {
            // Back to the start of the line, and what is left of the last text goes.
            let _ = write!(std::io::stderr(), "\r\x1b[K{text}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.say("");
    }
}
