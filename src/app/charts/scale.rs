//! Axes that stay calm: nice ends, few ticks, ranges that grow at once and shrink late.

use crate::math;

/// The ends of an axis in the unit of its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    /// Where it begins.
    pub(crate) low: f64,
    /// Where it ends.
    pub(crate) high: f64,
}

/// How an axis chooses its ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// From zero to a nice number.
    #[default]
    Zero,
    /// From zero to a nice number, at most 1.
    ZeroToOne,
    /// From 0 to 1, whatever the data.
    Whole,
    /// Up to 1 from the nearest of a few beginnings: for shares that are close to the whole.
    Near,
    /// Logarithmic, between nice numbers.
    Log,
}

/// Mantissas of a nice end, each with the step of its ticks.
const ENDS: [(f64, f64); 7] = [(1.0, 0.5), (2.0, 1.0), (3.0, 1.0), (4.0, 2.0), (6.0, 2.0), (8.0, 4.0), (10.0, 5.0)];
/// Where an axis of shares close to 1 may begin.
const BEGINNINGS: [f64; 7] = [0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0.0];
/// How many updates in a row must ask for less before an axis shrinks: three seconds.
const PATIENCE: u32 = 30;
/// Room that the data must leave in the smaller range.
const ROOM: f64 = 1.2;

impl Range {
    const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// The smallest nice range around values from `low` to `high`.
    pub(crate) fn around(form: Form, low: f64, high: f64) -> Self {
        match form {
            Form::Whole => Self::new(0.0, 1.0),
            Form::Zero => Self::new(0.0, nice(high)),
            Form::ZeroToOne => Self::new(0.0, nice(high).min(1.0)),
            Form::Near => Self::new(BEGINNINGS.into_iter().find(|start| *start <= low).unwrap_or(0.0), 1.0),
            Form::Log => logarithmic(low, high),
        }
    }

    /// The range of an axis without data.
    pub(crate) const fn empty(form: Form) -> Self {
        match form {
            Form::Zero => Self::new(0.0, 10.0),
            Form::ZeroToOne | Form::Whole => Self::new(0.0, 1.0),
            Form::Near => Self::new(0.99, 1.0),
            Form::Log => Self::new(10.0, 1_000.0),
        }
    }

    /// Whether it holds all of another.
    fn holds(self, other: Self) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    /// The smallest range that holds both.
    const fn union(self, other: Self) -> Self {
        Self::new(self.low.min(other.low), self.high.max(other.high))
    }

    /// Where ticks stand.
    pub(crate) fn ticks(self, form: Form) -> Vec<f64> {
        match form {
            Form::Log => log_ticks(self),
            Form::Near => vec![self.low, f64::midpoint(self.low, 1.0), 1.0],
            Form::Zero | Form::ZeroToOne | Form::Whole => linear_ticks(self.high),
        }
    }

    /// The place of a value between the ends, 0 to 1; below or above for values outside.
    pub(crate) fn place(self, form: Form, value: f64) -> f64 {
        let bend = |x: f64| if form == Form::Log { math::log10(x) } else { x };
        (bend(value) - bend(self.low)) / (bend(self.high) - bend(self.low))
    }
}

/// The decade of a positive number: the power of ten below it.
fn decade(x: f64) -> f64 {
    math::pow(10.0, math::log10(x).floor())
}

/// The smallest nice number that is not below `x`; 1 for nothing.
pub(crate) fn nice(x: f64) -> f64 {
    if !x.is_finite() || x <= 0.0 {
        return 1.0;
    }
    let unit = decade(x);
    let slack = 1.0 - 1e-9;
    ENDS.iter().map(|(mantissa, _)| mantissa * unit).find(|end| x * slack <= *end).unwrap_or(10.0 * unit)
}

fn linear_ticks(high: f64) -> Vec<f64> {
    if high <= 0.0 {
        return vec![0.0];
    }
    let unit = decade(high * (1.0 + 1e-9));
    let mantissa = high / unit;
    let step = ENDS.iter().find(|(end, _)| mantissa <= end * (1.0 + 1e-9)).map_or(5.0, |(_, step)| *step) * unit;
    let steps = math::floor(high / step + 1e-9);
    (0..=steps).map(|n| math::float(n) * step).collect()
}

/// From a nice number of 1, 2 and 5 below to one above, at least a decade apart.
fn logarithmic(low: f64, high: f64) -> Range {
    if !(low.is_finite() && high.is_finite() && low > 0.0) {
        return Range::empty(Form::Log);
    }
    let below = [5.0, 2.0, 1.0].map(|mantissa| mantissa * decade(low));
    let above = [1.0, 2.0, 5.0, 10.0].map(|mantissa| mantissa * decade(high));
    let start = below.into_iter().find(|end| *end <= low * (1.0 + 1e-9)).unwrap_or(low);
    let end = above.into_iter().find(|end| high * (1.0 - 1e-9) <= *end).unwrap_or(high);
    Range::new(start, end.max(start * 10.0))
}

/// Powers of ten, and numbers between them while there are few.
fn log_ticks(range: Range) -> Vec<f64> {
    let decades = math::log10(range.high / range.low);
    let mantissas: &[f64] = match decades {
        wide if wide > 2.2 => &[1.0],
        middle if middle > 1.3 => &[1.0, 3.0],
        _ => &[1.0, 2.0, 5.0],
    };
    let mut found = Vec::new();
    let mut unit = decade(range.low);
    while unit <= range.high * (1.0 + 1e-9) && found.len() < 16 {
        found.extend(mantissas.iter().map(|mantissa| mantissa * unit));
        unit *= 10.0;
    }
    found.retain(|tick| range.low * (1.0 - 1e-9) <= *tick && *tick <= range.high * (1.0 + 1e-9));
    found
}

/// A range that grows at once and shrinks late.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Calm {
    held: Option<(Form, Range)>,
    waited: u32,
}

impl Calm {
    /// The range for data from `low` to `high`; without data the range stays.
    pub(crate) fn follow(&mut self, form: Form, data: Option<(f64, f64)>) -> Range {
        let held = self.held.filter(|(before, _)| *before == form).map(|(_, range)| range);
        let range = match (held, data) {
            (None, None) => return Range::empty(form),
            (Some(range), None) => range,
            (None, Some((low, high))) => Range::around(form, low, high),
            (Some(range), Some((low, high))) => self.settle(form, range, (low, high)),
        };
        self.held = Some((form, range));
        range
    }

    fn settle(&mut self, form: Form, held: Range, (low, high): (f64, f64)) -> Range {
        let wanted = Range::around(form, low, high);
        if !held.holds(wanted) {
            self.waited = 0;
            return held.union(wanted);
        }
        let roomy = match form {
            Form::Near => wanted,
            _ => Range::around(form, low / ROOM, high * ROOM),
        };
        if held.holds(roomy) && roomy != held {
            self.waited += 1;
        } else {
            self.waited = 0;
        }
        if self.waited < PATIENCE {
            return held;
        }
        self.waited = 0;
        roomy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_ticks(form: Form, low: f64, high: f64, expected: &[f64]) {
        let found = Range::around(form, low, high).ticks(form);
        assert_eq!(found.len(), expected.len(), "{found:?} for {form:?} {low}..{high}");
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
        }
    }

    #[test]
    fn ends_are_nice_and_ticks_are_few() {
        check_ticks(Form::Zero, 0.0, 97.0, &[0.0, 50.0, 100.0]);
        check_ticks(Form::Zero, 0.0, 100.0, &[0.0, 50.0, 100.0]);
        check_ticks(Form::Zero, 0.0, 101.0, &[0.0, 100.0, 200.0]);
        check_ticks(Form::Zero, 0.0, 530.0, &[0.0, 200.0, 400.0, 600.0]);
        check_ticks(Form::Zero, 0.0, 0.0, &[0.0, 0.5, 1.0]);
        check_ticks(Form::Zero, 0.0, f64::NAN, &[0.0, 0.5, 1.0]);
        check_ticks(Form::ZeroToOne, 0.0, 0.34, &[0.0, 0.2, 0.4]);
        check_ticks(Form::ZeroToOne, 0.0, 1.0, &[0.0, 0.5, 1.0]);
        check_ticks(Form::Near, 0.993, 1.0, &[0.99, 0.995, 1.0]);
        check_ticks(Form::Near, 0.3, 1.0, &[0.0, 0.5, 1.0]);
    }

    #[test]
    fn a_logarithmic_axis_spans_a_decade_and_thins_its_ticks() {
        check_ticks(Form::Log, 60.0, 80.0, &[50.0, 100.0, 200.0, 500.0]);
        check_ticks(Form::Log, 12.0, 700.0, &[10.0, 30.0, 100.0, 300.0, 1_000.0]);
        check_ticks(Form::Log, 1.5, 7_000.0, &[1.0, 10.0, 100.0, 1_000.0, 10_000.0]);
        check_ticks(Form::Log, 0.0, 1.0, &[10.0, 30.0, 100.0, 300.0, 1_000.0]);
    }

    #[test]
    fn a_value_has_its_place() {
        let range = Range::new(10.0, 1_000.0);
        assert!((range.place(Form::Log, 100.0) - 0.5).abs() < 1e-12, "half way in decades");
        assert!((Range::new(0.0, 4.0).place(Form::Zero, 1.0) - 0.25).abs() < 1e-12, "a quarter");
    }

    #[test]
    fn a_range_grows_at_once_and_shrinks_late() {
        let mut calm = Calm::default();
        assert_eq!(calm.follow(Form::Zero, None), Range::empty(Form::Zero), "nothing yet");
        assert_eq!(calm.follow(Form::Zero, Some((0.0, 90.0))), Range::new(0.0, 100.0), "the first data");
        assert_eq!(calm.follow(Form::Zero, Some((0.0, 350.0))), Range::new(0.0, 400.0), "grows at once");
        for update in 1..PATIENCE {
            assert_eq!(calm.follow(Form::Zero, Some((0.0, 90.0))), Range::new(0.0, 400.0), "waits, update {update}");
        }
        assert_eq!(calm.follow(Form::Zero, Some((0.0, 90.0))), Range::new(0.0, 200.0), "shrinks and leaves room");
        assert_eq!(calm.follow(Form::Zero, None), Range::new(0.0, 200.0), "stays without data");
    }

    #[test]
    fn a_range_does_not_flap_around_a_nice_number() {
        let mut calm = Calm::default();
        calm.follow(Form::Zero, Some((0.0, 101.0)));
        for _ in 0..10 * PATIENCE {
            assert_eq!(calm.follow(Form::Zero, Some((0.0, 99.0))), Range::new(0.0, 200.0), "99 is too close to 100");
        }
    }

    #[test]
    fn another_form_begins_anew() {
        let mut calm = Calm::default();
        calm.follow(Form::Zero, Some((0.0, 350.0)));
        assert_eq!(calm.follow(Form::Log, Some((20.0, 350.0))), Range::new(20.0, 500.0), "the old range is forgotten");
    }
}
