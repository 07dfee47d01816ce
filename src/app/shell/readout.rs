//! Simulated time, how fast it really goes, and how much is computed for it.

use super::hooks::use_clock;
use super::use_text;
use crate::app::feed::Feed;
use crate::app::format;
use crate::app::state::Worker;
use crate::math;
use yew::prelude::*;

/// From here on the clock shows no fractions.
const HOUR_S: f64 = 3_600.0;

/// Properties of [`Readout`].
#[derive(Properties, PartialEq)]
pub(super) struct ReadoutProps {
    /// Where the readings come from.
    pub(super) feed: Feed,
    /// How the worker is.
    pub(super) worker: Worker,
    /// Whether time goes on.
    pub(super) playing: bool,
}

/// The readings; the only component of the frame that is redrawn ten times a second.
#[component]
pub(super) fn Readout(props: &ReadoutProps) -> Html {
    let text = &use_text().transport;
    let clock = use_clock(&props.feed);
    let replaying = clock.replayed > 0.0 && clock.replayed < 1.0;
    let remark = match &props.worker {
        Worker::Starting => Some(text.starting.to_owned()),
        Worker::Stopped | Worker::Mismatch => Some(text.stopped.to_owned()),
        Worker::Ready { .. } if replaying => Some((text.replaying)(&format::percent(clock.replayed).text())),
        Worker::Ready { .. } | Worker::Asleep => None,
    };
    html! {
        <dl class="readout">
            <div class="readout-clock">
                <dt>{ text.clock }</dt>
                <dd>
                    { format::clock(hundredths(clock.now_s)) }
                    if !props.playing && !replaying && clock.now_s < HOUR_S {
                        <small>{ micros(clock.now_s) }</small>
                    }
                </dd>
            </div>
            <div>
                <dt>{ text.events }</dt>
                <dd>{ compact(clock.events_per_s) }<small>{ text.events_unit }</small></dd>
            </div>
            <div>
                <dt>{ text.pace }</dt>
                <dd>{ compact(clock.pace) }<small>{ text.pace_unit }</small></dd>
            </div>
            if let Some(remark) = remark {
                <div class="readout-remark"><dt class="visually-hidden">{ text.region }</dt><dd>{ remark }</dd></div>
            }
        </dl>
    }
}

/// Seconds cut, not rounded, to what the clock shows.
fn hundredths(s: f64) -> f64 {
    math::float(micros_of(s) / 10_000) / 100.0
}

/// The digits behind: while time stands still, one event moves them.
fn micros(s: f64) -> String {
    format!("{:04}", micros_of(s) % 10_000)
}

fn micros_of(s: f64) -> u64 {
    math::whole(s * 1e6)
}

/// Three digits and the sign of the thousands, so that millions take no more room than ones.
fn compact(x: f64) -> String {
    match x {
        _ if x >= 999_500.0 => format!("{}\u{a0}M", format::number(x / 1e6)),
        _ if x >= 9_995.0 => format!("{}\u{a0}k", format::number(x / 1e3)),
        _ => format::number(x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millions_take_no_more_room_than_ones() {
        assert_eq!(compact(1_234_567.0), "1.23\u{a0}M", "millions");
        assert_eq!(compact(54_321.0), "54.3\u{a0}k", "thousands");
        assert_eq!(compact(0.0), "0", "nothing");
    }

    #[test]
    fn the_clock_is_cut_and_goes_on_in_small_digits() {
        let read = |s| format!("{}{}", format::clock(hundredths(s)), micros(s));
        assert_eq!(read(1.537_891_2), "0:01.537891", "to the microsecond");
        assert_eq!(read(0.0), "0:00.000000", "the start");
    }
}
