//! The clock's reading: taken from the feed about ten times a second, which is as fast as digits can be read.

use crate::app::feed::Feed;
use crate::wire::Snapshot;
use std::cell::Cell;
use yew::prelude::*;

/// Simulated time and how fast it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::app::shell) struct Clock {
    /// Simulated seconds.
    pub(in crate::app::shell) now_s: f64,
    /// Simulated seconds per second.
    pub(in crate::app::shell) pace: f64,
    /// Events per second.
    pub(in crate::app::shell) events_per_s: f64,
    /// How much of a replay is done; 1 when there is none.
    pub(in crate::app::shell) replayed: f64,
}

/// Snapshots from one reading to the next while time goes on.
const EVERY: u32 = 3;
/// Readings from one figure of speed to the next: a figure that changes faster cannot be read.
const CALM: u32 = 5;

/// The clock, redrawn with its component alone.
#[hook]
pub(in crate::app::shell) fn use_clock(feed: &Feed) -> Clock {
    let clock = use_state_eq(Clock::default);
    let setter = clock.setter();
    use_effect_with(feed.clone(), move |feed| {
        let (count, shown) = (Cell::new(0_u32), Cell::new(Clock::default()));
        let subscription = feed.subscribe(move |snapshot| {
            let next = count.get().wrapping_add(1);
            count.set(next);
            if snapshot.playing && snapshot.replayed >= 1.0 && !next.is_multiple_of(EVERY) {
                return;
            }
            let calm = snapshot.playing && shown.get().pace > 0.0 && !next.is_multiple_of(EVERY * CALM);
            shown.set(reading(snapshot, calm.then(|| shown.get())));
            setter.set(shown.get());
        });
        move || drop(subscription)
    });
    *clock
}

/// A reading; the figures of speed are those shown before, where some are given.
fn reading(snapshot: &Snapshot, before: Option<Clock>) -> Clock {
    Clock {
        now_s: snapshot.now_s,
        replayed: snapshot.replayed,
        pace: before.map_or(snapshot.pace, |clock| clock.pace),
        events_per_s: before.map_or(snapshot.events_per_s, |clock| clock.events_per_s),
    }
}
