//! Availability by its several definitions, which tell different stories of one incident: by payment, by time, against a
//! budget, and how many nines so few payments can show at all.
//!
//! By payment: an answer is good when it is final, correct and within the objective's response time; a correct decline is
//! a good answer. A payment that is charged more than once, or whose approval nothing bears out, is none: it is known when it
//! is judged, later than its end, so it is taken from the figures by payment and not from those by time.
//!
//! By time: a window is down when more than one payment in twenty that ended in it had no correct answer, the rule by which
//! cloud providers count downtime in their service levels ("Downtime means more than a 5 % Error Rate" in Google Cloud's); so
//! half of all payments lost for two hours differs from all of them lost for one. The budget and its burn rate are those of
//! Google's "Site Reliability Workbook", chapter 5: burn = (1 - measured) / (1 - target).

use super::figures::Window;
use super::pair::Parts;
use super::report::{Estimate, State};
use super::sample::{Kind, Pool};
use crate::math;
use crate::payment::{Slice, Tally};
use crate::stats::{LEVEL, normal};
use crate::units::{Instant, Nanos};
use serde::{Deserialize, Serialize};

/// A window in which fewer of the payments that ended had a correct answer is down.
pub const UP_SHARE: f64 = 0.95;
/// Windows are whole slices of the run, together at least this long.
const WINDOW_MIN: Nanos = Nanos::new(1_000_000_000);
/// More nines than anybody promises.
const NINES_MAX: u32 = 9;

/// How available the system was in the report's window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Availability {
    /// Payments that ended.
    pub ended: u64,
    /// Those without a correct answer.
    pub failed: u64,
    /// Share of the ended that the issuer declined for a good reason, such as 51, 05 or 14 on a card network.
    #[serde(default)]
    pub declined: Estimate,
    /// Share of the ended that failed technically: a technical decline (91, 96), no answer in time, or turned away.
    #[serde(default)]
    pub technical: Estimate,
    /// Those of the answered that the issuer's books contradict: they count as failed too.
    #[serde(default)]
    pub contradicted: u64,
    /// Payments that came in the window and are under way for longer than the objective's response time: whatever becomes of
    /// them, they are not answered in time.
    #[serde(default)]
    pub overdue: u64,
    /// Those of them that may wait for ever, because their messages may be lost and nobody ends their wait: they count as failed
    /// too.
    #[serde(default)]
    pub hanging: u64,
    /// Share of the ended and the overdue that was answered correctly and within the objective's response time.
    pub good: Estimate,
    /// Availability that the objective names.
    pub target: f64,
    /// Failures that the objective allows among so many payments: the error budget.
    pub budget: f64,
    /// The budget's burn rate: 1 spends exactly what is allowed; absent when no payment ended or hangs.
    pub burn: Option<f64>,
    /// Time availability; absent before the first whole window.
    pub time: Option<TimeAvailability>,
    /// Nines that the interval of the share of correct answers proves; absent without an interval.
    pub nines: Option<u32>,
    /// Payments that it takes to prove one nine more, if none of them fails; absent without an interval.
    pub next_nine: Option<u64>,
    /// What the merchants sent; absent where each payment is submitted once, or the warm-up was found.
    pub tries: Option<Tries>,
}

/// Availability by time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TimeAvailability {
    /// Length of a window in seconds.
    pub window_s: f64,
    /// Whole windows.
    pub windows: u64,
    /// Those that were down.
    pub down: u64,
    /// The longest time without a window that was up, in seconds.
    pub longest_s: f64,
}

impl TimeAvailability {
    /// Share of the windows that were up.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.windows > 0).then(|| 1.0 - math::float(self.down) / math::float(self.windows))
    }
}

/// Every time that a payment was sent, beside the payments that were answered: repeated tries of one payment are several
/// failures for whoever counts requests, and one for the shopper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// Submissions, those still under way included.
    pub sent: u64,
    /// Payments that were answered correctly, each by one of them.
    pub answered: u64,
}

impl Availability {
    /// `correct` is the window's share of correct answers.
    pub(super) fn of(window: &Window<'_>, target: f64, pool: Pool, correct: &Estimate) -> Self {
        let Tally { failed, contradicted, .. } = window.tally;
        let ended = window.tally.ended();
        let [overdue, hanging] = [window.overdue(Instant::NEVER).all, window.hanging().all];
        let budget = (1.0 - target) * math::float(ended + hanging);
        let share = |parts: Parts| pool.estimate(&[parts.sample], &window.seen.times);
        let nines = proven(correct);
        Self {
            ended,
            failed,
            declined: share(window.share(|tally| tally.declined, Tally::ended)),
            technical: share(window.share(|tally| tally.technical, Tally::ended)),
            contradicted,
            overdue,
            hanging,
            good: share(window.good()),
            target,
            budget,
            burn: (ended + hanging > 0).then(|| math::float(failed + contradicted + hanging) / budget),
            time: by_time(window.seen.slices),
            nines,
            next_nine: nines.filter(|nines| *nines < NINES_MAX).map(|nines| needed(nines + 1)),
            tries: window
                .submissions()
                .map(|sent| Tries { sent, answered: window.tally.completed.saturating_sub(contradicted) }),
        }
    }
}

impl Availability {
    /// Payments without a correct answer, those included whose books contradict it or that hang.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.failed + self.contradicted + self.hanging
    }
}

/// Payments that are under way for too long, by the slice of the window in which they came.
#[derive(Debug, Default)]
struct Overdue {
    all: u64,
    by_slice: Vec<u64>,
}

impl Window<'_> {
    /// The share of the payments with a final and correct answer. Payments that hang have none; where somebody ends every
    /// wait, whoever is under way for too long is only late.
    pub(super) fn correct(&self) -> Parts {
        self.among(&self.hanging(), Tally::correct)
    }

    /// The share of those that got it within the objective's response time.
    fn good(&self) -> Parts {
        self.among(&self.overdue(Instant::NEVER), Tally::correct_in_time)
    }

    /// A share of the payments that ended and of those that are under way for too long.
    fn among(&self, overdue: &Overdue, part: fn(&Tally) -> f64) -> Parts {
        let of = |tally: &Tally, overdue: u64| (part(tally), math::float(tally.ended() + overdue));
        let slices = self.seen.slices.iter().zip(&overdue.by_slice);
        let (upper, weight) = of(&self.tally, overdue.all);
        let parts = slices.map(|(slice, overdue)| of(&slice.tally(), *overdue)).collect();
        Self::of_sums(Kind::Share, [upper, weight], parts)
    }

    /// Payments that came in the window, before an instant, and are under way for longer than the objective's response time.
    fn overdue(&self, before: Instant) -> Overdue {
        let limit = Nanos::from_millis(self.run.scenario().scenario().objective.response_ms);
        let (from, now, slices) = (self.seen.from.total.at, self.to.total.at, self.seen.slices);
        let mut overdue = Overdue { all: 0, by_slice: vec![0; slices.len()] };
        if before <= from {
            // Nobody can be meant, and there may be millions under way.
            return overdue;
        }
        for came in self.run.network().arrivals_under_way() {
            if came < from || came >= before || now.since(came) <= limit {
                continue;
            }
            overdue.all += 1;
            // What came after the last whole slice is in the whole alone.
            if let Some(slice) = overdue.by_slice.get_mut(slices.partition_point(|slice| slice.to.at <= came)) {
                *slice += 1;
            }
        }
        overdue
    }

    /// Those of them whose wait nobody ends.
    fn hanging(&self) -> Overdue {
        self.overdue(self.run.scenario().scenario().may_hang(self.to.total.at).unwrap_or(Instant::START))
    }
}

/// Nines that the lower end of an interval reaches.
fn proven(correct: &Estimate) -> Option<u32> {
    let lowest = correct.mean? - correct.half_width?;
    (correct.state == State::Steady)
        .then(|| (1..=NINES_MAX).take_while(|nines| lowest >= 1.0 - lost(*nines)).count())
        .and_then(|nines| u32::try_from(nines).ok())
}

/// Payments without any failure whose interval (Wilson's, `stats::proportion_half_width`) ends at so many nines.
fn needed(nines: u32) -> u64 {
    let z = normal(LEVEL);
    math::whole((z * z * (1.0 / lost(nines) - 1.0)).ceil())
}

/// The share that so many nines may lose.
fn lost(nines: u32) -> f64 {
    (0..nines).fold(1.0, |share, _| share / 10.0)
}

/// Windows of whole slices, and the longest stretch of them that were down.
fn by_time(slices: &[Slice]) -> Option<TimeAvailability> {
    let first = slices.first()?.span();
    let per_window = math::index(math::low(WINDOW_MIN.get().div_ceil(first.get().max(1)))).max(1);
    let mut time =
        TimeAvailability { window_s: first.seconds() * math::count(per_window), ..TimeAvailability::default() };
    let mut stretch = 0;
    let mut longest = 0;
    for window in slices.chunks_exact(per_window) {
        time.windows += 1;
        stretch = if down(window) { stretch + 1 } else { 0 };
        time.down += u64::from(stretch > 0);
        longest = stretch.max(longest);
    }
    time.longest_s = time.window_s * math::count(longest);
    (time.windows > 0).then_some(time)
}

/// Too few of those that ended had a correct answer; or none ended, and some were under way.
fn down(window: &[Slice]) -> bool {
    let (Some(first), Some(last)) = (window.first(), window.last()) else { return false };
    let tally = last.to.tally.since(&first.from.tally);
    match tally.availability() {
        Some(share) => share < UP_SHARE,
        None => last.to.in_system > first.from.in_system,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::Total;
    use crate::units::Instant;

    /// Slices of half a second, given what completed and failed in each; somebody is always under way.
    fn slices(ended: &[(u64, u64)]) -> Vec<Slice> {
        let mut from = Total::default();
        let slice = |(completed, failed): &(u64, u64)| {
            let mut to = from;
            to.at = Instant::from_seconds(from.at.seconds() + 0.5);
            to.tally.completed += completed;
            to.tally.failed += failed;
            to.in_system += 1;
            let slice = Slice { from, to };
            from = to;
            slice
        };
        ended.iter().map(slice).collect()
    }

    #[test]
    fn half_lost_for_long_is_more_downtime_than_all_lost_for_short() {
        let up = [(50, 0); 20];
        let half = [up.as_slice(), &[(25, 25); 8], &up].concat();
        let all = [up.as_slice(), &[(0, 50); 4], &up].concat();
        let [half, all] = [half, all].map(|ended| by_time(&slices(&ended)).unwrap());
        assert_eq!((half.windows, half.down, half.longest_s), (24, 4, 4.0), "as many payments were lost");
        assert_eq!((all.windows, all.down, all.longest_s), (22, 2, 2.0), "in half the time");
    }

    #[test]
    fn one_in_twenty_may_fail_in_a_window() {
        let at = |failed: u64| by_time(&slices(&[(200 - failed, failed), (0, 0)])).unwrap().down;
        assert_eq!((at(10), at(11)), (0, 1), "5 % of 200 are 10");
    }

    #[test]
    fn a_window_in_which_nobody_is_answered_is_down_unless_nobody_waits() {
        assert_eq!(by_time(&slices(&[(0, 0), (0, 0)])).unwrap().down, 1, "payments were under way");
        let mut idle = slices(&[(0, 0), (0, 0)]);
        idle.iter_mut().for_each(|slice| slice.to.in_system = slice.from.in_system);
        idle[1].from.in_system = idle[0].from.in_system;
        idle[1].to.in_system = idle[0].from.in_system;
        assert_eq!(by_time(&idle).unwrap().down, 0, "nobody asked");
        assert_eq!(by_time(&[]), None, "no window yet");
    }

    /// The two-sided rule of three: 3.84 / n.
    #[test]
    fn nines_have_a_price() {
        assert_eq!([needed(3), needed(5)], [3_838, 384_143]);
        let sure = |mean, half_width| Estimate { mean, half_width, state: State::Steady, ..Estimate::default() };
        assert_eq!(proven(&sure(Some(0.9995), Some(0.0004))), Some(3));
        assert_eq!(proven(&sure(Some(0.9995), Some(0.0006))), Some(2), "the mean alone proves nothing");
        assert_eq!(proven(&sure(Some(0.85), Some(0.01))), Some(0));
        assert_eq!(proven(&sure(Some(1.0), None)), None, "no interval, no claim");
        let early = Estimate { state: State::WarmingUp, ..sure(Some(1.0), Some(0.0)) };
        assert_eq!(proven(&early), None);
    }
}
