//! The story of a payment as lanes: one a place, with its waits and its work as spans and its messages as marks. Pure: no
//! browser in here.

use crate::experiment::{Moment, Story};
use crate::payment::Place;
use std::collections::BTreeMap;

/// A story, drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Timeline {
    /// The places that it came by, from the merchants to the database.
    pub(super) lanes: Vec<Lane>,
    /// When the last thing happened, in milliseconds after the arrival.
    pub(super) last_ms: f64,
    /// When it ended for its merchant, if it did.
    pub(super) ended_ms: Option<f64>,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lane {
    pub(super) place: Place,
    /// Rows of spans, so that none covers another.
    pub(super) rows: usize,
    pub(super) spans: Vec<Span>,
    pub(super) marks: Vec<Mark>,
}

/// A wait or a piece of work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) from_ms: f64,
    pub(super) to_ms: f64,
    /// Waiting for a worker, or being worked on.
    pub(super) waits: bool,
    /// The attempt, counted from 1 for this payment; 0 for a message that follows one.
    pub(super) attempt: usize,
    pub(super) row: usize,
}

/// Something that happened at an instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) at_ms: f64,
    pub(super) sign: Sign,
    pub(super) row: usize,
    /// Its place in the story.
    pub(super) moment: usize,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A request set out.
    Sent,
    /// An answer came.
    Answer,
    /// Turned away or lost.
    Trouble,
    /// A timer fired, or an answer came too late.
    Timer,
    /// The issuer booked, charged or gave back, or took a message about it.
    Booked,
    /// It ended for its merchant.
    Ended,
}

impl Sign {
    /// Every kind, in the order in which the key lists them.
    pub(super) const ALL: [Self; 6] = [Self::Sent, Self::Answer, Self::Trouble, Self::Timer, Self::Booked, Self::Ended];

    /// The kind of a moment; most moments are only the ends of spans.
    fn of(what: &str) -> Option<Self> {
        Some(match what {
            "submitted" | "sent" | "forwarded" => Self::Sent,
            "heard" | "acknowledged" | "replayed" | "stood-in" => Self::Answer,
            "refused" | "nobody" | "full" | "lost" => Self::Trouble,
            "timed-out" | "late" => Self::Timer,
            "held" | "taken" | "returned" | "posted" => Self::Booked,
            "ended" => Self::Ended,
            _ => return None,
        })
    }

    /// Its letter in the drawing and the style sheet.
    pub(super) const fn letter(self) -> (&'static str, &'static str) {
        match self {
            Self::Sent => ("sent", "▸"),
            Self::Answer => ("answer", "◂"),
            Self::Trouble => ("trouble", "✕"),
            Self::Timer => ("timer", "○"),
            Self::Booked => ("booked", "■"),
            Self::Ended => ("ended", "◆"),
        }
    }
}

/// Where a moment happened, where the story does not say: the merchant submits, the channel stands in, the gateway keeps
/// answers and forwards what follows, the issuer books.
pub(super) fn place(moment: &Moment) -> Place {
    let said = moment.place.map(Place::from_code);
    said.unwrap_or(match moment.what.as_str() {
        "came" | "submitted" | "ended" | "closed" => Place::Merchants,
        "stood-in" => Place::Channel,
        "held" | "taken" | "returned" | "posted" | "hit" | "stale" | "missed" | "no-card" | "writes"
        | "writes-behind" | "blocked-card" | "above-limit" => Place::CardManagement,
        _ => Place::Gateway,
    })
}

/// The attempts of a story in order, each with the number that the run gave it. Messages that follow an attempt have
/// numbers of their own, but are none.
pub(super) fn attempts(story: &Story) -> Vec<u64> {
    let mut numbers: Vec<u64> = Vec::new();
    for moment in &story.moments {
        let sets_out = matches!(moment.what.as_str(), "came" | "submitted" | "sent");
        if sets_out && moment.attempt > 0 && !numbers.contains(&moment.attempt) {
            numbers.push(moment.attempt);
        }
    }
    numbers
}

/// Draws a story.
pub(super) fn timeline(story: &Story) -> Timeline {
    let last_ms = story.moments.last().map_or(0.0, |moment| moment.at_ms);
    let ended = story.moments.iter().find(|moment| moment.what == "ended");
    let mut lanes: BTreeMap<u8, Lane> = BTreeMap::new();
    for (spans, place) in spans(story, last_ms) {
        lane(&mut lanes, place).spans.push(spans);
    }
    lanes.values_mut().for_each(Lane::arrange);
    let numbers = attempts(story);
    for (index, moment) in story.moments.iter().enumerate() {
        if let Some(sign) = Sign::of(&moment.what) {
            let attempt = ordinal(&numbers, moment.attempt);
            lane(&mut lanes, place(moment)).mark(moment.at_ms, sign, attempt, index);
        }
    }
    Timeline { lanes: lanes.into_values().collect(), last_ms, ended_ms: ended.map(|moment| moment.at_ms) }
}

/// How far from the merchants a place lies: the order of the lanes.
const fn rank(place: Place) -> u8 {
    match place {
        Place::Merchants => 0,
        Place::Gateway => 1,
        Place::RiskCheck => 2,
        Place::Forwarders => 3,
        Place::Balancer => 4,
        Place::Processor(number) => 5_u8.saturating_add(number),
        Place::Channel => 251,
        Place::TokenVault => 252,
        Place::SecurityModule => 253,
        Place::CardManagement => 254,
        Place::Database => 255,
    }
}

fn lane(lanes: &mut BTreeMap<u8, Lane>, place: Place) -> &mut Lane {
    lanes.entry(rank(place)).or_insert(Lane { place, rows: 1, spans: Vec::new(), marks: Vec::new() })
}

/// The place of an attempt among those of the payment, counted from 1; 0 for what is none.
pub(super) fn ordinal(numbers: &[u64], attempt: u64) -> usize {
    numbers.iter().position(|number| *number == attempt).map_or(0, |index| index + 1)
}

/// Every wait and every piece of work with its place; what has not ended lasts to the end of the story.
fn spans(story: &Story, last_ms: f64) -> Vec<(Span, Place)> {
    let numbers = attempts(story);
    let mut open: BTreeMap<(u64, u8), (f64, bool)> = BTreeMap::new();
    let mut found = Vec::new();
    let mut close = |(attempt, code): (u64, u8), (from_ms, waits): (f64, bool), to_ms: f64| {
        let attempt = ordinal(&numbers, attempt);
        // What takes no time is not drawn.
        if to_ms > from_ms {
            found.push((Span { from_ms, to_ms, waits, attempt, row: 0 }, Place::from_code(code)));
        }
    };
    for moment in &story.moments {
        let Some(code) = moment.place else { continue };
        let key = (moment.attempt, code);
        let next = match moment.what.as_str() {
            // In a block it waits for the next ones.
            "waits" | "waits-for-block" | "in-block" => Some(true),
            "begins" | "final" => Some(false),
            "done" | "refused" | "lost" => None,
            _ => continue,
        };
        if let Some(before) = open.remove(&key) {
            close(key, before, moment.at_ms);
        }
        if let Some(waits) = next {
            open.insert(key, (moment.at_ms, waits));
        }
    }
    open.into_iter().for_each(|(key, before)| close(key, before, last_ms));
    found
}

impl Lane {
    /// Gives every span the first row that is free, so that overlapping attempts stand one below the other.
    fn arrange(&mut self) {
        self.spans.sort_by(|a, b| a.from_ms.total_cmp(&b.from_ms).then(a.attempt.cmp(&b.attempt)));
        let mut ends: Vec<f64> = Vec::new();
        for span in &mut self.spans {
            let free = ends.iter().position(|end| *end <= span.from_ms);
            span.row = free.unwrap_or(ends.len());
            match ends.get_mut(span.row) {
                Some(end) => *end = span.to_ms,
                None => ends.push(span.to_ms),
            }
        }
        self.rows = ends.len().max(1);
    }

    /// Adds a mark on the row of its attempt, as far as it has one here by then.
    fn mark(&mut self, at_ms: f64, sign: Sign, attempt: usize, moment: usize) {
        let mut before = self.spans.iter().filter(|span| span.attempt == attempt && span.from_ms <= at_ms);
        let row = before.next_back().map_or(0, |span| span.row);
        self.marks.push(Mark { at_ms, sign, row, moment });
    }
}

/// Round ticks from zero to an end, at most five of them beside zero.
pub(super) fn ticks(end_ms: f64) -> Vec<f64> {
    if !(end_ms > 0.0 && end_ms.is_finite()) {
        return vec![0.0];
    }
    let power = crate::math::pow(10.0, crate::math::log10(end_ms / 5.0).floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|round| round * power).find(|step| end_ms / step <= 5.0);
    let step = step.unwrap_or(end_ms);
    (0..=5_u32).map(|count| f64::from(count) * step).take_while(|tick| *tick <= end_ms * 1.000_001).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Run, story};
    use crate::scenario::Preset;
    use crate::units::Instant;

    fn told(id: &str, until_s: f64, payment: u64) -> Timeline {
        let scenario = Preset::find(id).expect("a preset").checked();
        let mut run = Run::new(&scenario, 1);
        while !run.advance(Instant::from_seconds(until_s), 1_000_000) {}
        timeline(&story(&scenario, 1, run.events(), payment))
    }

    #[test]
    fn a_plain_payment_works_its_way_from_lane_to_lane() {
        let drawn = told("calm-day", 5.0, 100);
        let places: Vec<u8> = drawn.lanes.iter().map(|lane| rank(lane.place)).collect();
        assert!(places.is_sorted() && places.first() == Some(&0), "from the merchants on: {places:?}");
        assert_eq!(drawn.ended_ms, Some(drawn.last_ms), "its end is the last thing");
        let spans: Vec<&Span> = drawn.lanes.iter().flat_map(|lane| &lane.spans).collect();
        assert!(spans.len() >= 4, "{spans:?}");
        assert!(spans.iter().all(|span| span.attempt == 1 && span.row == 0), "one attempt, one row: {spans:?}");
        assert!(spans.iter().all(|span| span.from_ms >= 0.0 && span.to_ms <= drawn.last_ms), "within the story");
    }

    #[test]
    fn attempts_that_wait_at_one_place_stand_one_below_the_other() {
        let drawn = told("retry-storm", 90.0, 3300);
        let lane = drawn.lanes.iter().find(|lane| lane.place == Place::Processor(0)).expect("its processor");
        assert!(lane.rows >= 2, "several attempts at a time: {lane:?}");
        for (index, span) in lane.spans.iter().enumerate() {
            let overlaps = |other: &&Span| other.row == span.row && other.from_ms < span.to_ms;
            assert_eq!(lane.spans.iter().skip(index + 1).find(overlaps), None, "nothing covers {span:?}");
        }
        assert!(drawn.last_ms > drawn.ended_ms.expect("it ended"), "what followed is told too");
        let signs: Vec<Sign> = drawn.lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.sign).collect();
        for sign in [Sign::Sent, Sign::Timer, Sign::Booked, Sign::Ended] {
            assert!(signs.contains(&sign), "{sign:?} in {signs:?}");
        }
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(82.5), [0.0, 20.0, 40.0, 60.0, 80.0], "tens");
        assert_eq!(ticks(5.0), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0], "the end itself");
        assert_eq!(ticks(0.0), [0.0], "nothing");
        for end in [0.037, 1.0, 7.3, 999.0, 64_000.0] {
            assert!((3..=6).contains(&ticks(end).len()), "{end}: {:?}", ticks(end));
        }
    }
}
