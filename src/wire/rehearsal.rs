//! What a worker does before anybody asks: slices of a run that nobody sees, so that the browser has compiled the engine for
//! speed when somebody does. A browser begins with code that is quick to make, and makes quick code of what ran often.

use crate::experiment::Run;
use crate::scenario::PRESETS;
use crate::units::Instant;

/// Events of the rehearsal: four times what a job simulates at a time.
const EVENTS: u64 = 400_000;
/// Events between two looks at the clock.
const SLICE: u64 = 4_096;

/// A run that nobody sees.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    run: Option<Run>,
}

impl Rehearsal {
    /// Goes on until `late` says that it is time to listen. Returns whether there is more to do.
    pub(super) fn work(&mut self, late: impl Fn() -> bool) -> bool {
        let run = self.run.get_or_insert_with(|| Run::new(&PRESETS[0].checked(), 1));
        while run.events() < EVENTS && !late() {
            run.advance(Instant::NEVER, SLICE);
        }
        run.events() < EVENTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_to_its_end() {
        let mut rehearsal = Rehearsal::default();
        assert!(rehearsal.work(|| true), "nothing is done where it is late at once");
        assert!(!rehearsal.work(|| false), "and all of it where it never is");
        assert!(!rehearsal.work(|| false), "no more than that");
    }
}
