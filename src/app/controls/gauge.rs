//! How a number is written and slid: its range, the ends of its slider, its form, and the steps of the keys.
//!
//! A slider that spans more than three decades is logarithmic, a share that should be nearly one slides by its nines.
//! The slider's ends may lie within the allowed range, where a number out there is rare; the text field takes it all.

use crate::app::format;
use crate::app::number::significant;
use crate::balance::Parameter;
use crate::math;
use crate::scenario::{
    ABSENT_MS, AMOUNT, AMOUNT_TIMES, BETWEEN_ZONES_MS, BLOCK_INTERVAL_S, BLOCK_PAYMENTS, BOOT_S, BREAKER_CALLS,
    BREAKER_SHARE, BURST, CAPACITY, CARDS, CHECK_S, CLIENTS, CONCURRENCY, CONFIRMATIONS, DELAY_MS, DELIVERIES,
    DEVIATIONS, DURATION_S, ENQUIRIES, ERLANG_SHAPE, FAIL_TIMEOUT_S, FAULT_S, FORWARD_S, FORWARD_WAIT_S, GATEWAYS,
    IN_ROW, LAB_SCV, LAB_SERVERS, LAB_SERVICE_MS, LOOK_S, Limit, MEDIAN_MS, MERCHANTS, OBJECTIVE_SHARE, PARETO_SHAPE,
    PATIENCE_S, PAUSE_MS, PEAK_FACTOR, PER_CARD, PROBES, PROCESSORS, QUEUE, RAIL_LIMIT_S, RATE, REFRESH_BETA,
    ROW_NANOS, ROWS, SCV, SEPARATION, SHAPE_S, SHARE, SLOW_START_S, SPEED, STALE_MS, TARGET, THRESHOLD, TIME_MS,
    TIMER_MS, TIMES, TOLD_MS, TRANSMISSIONS, TRIES, TTL_S, VELOCITY_S, VELOCITY_TRIES, WARM_UP_S, WEIGHT, WORKERS,
    WRITE_INTERVAL_S, ZIPF_EXPONENT,
};

/// Stops of a slider that has no natural ones.
const STOPS: u32 = 400;
/// Stops of a linear slider over a continuous range.
const LINEAR_STOPS: u32 = 100;
/// A slider is logarithmic when its range spans more than this factor.
const THREE_DECADES: f64 = 1_000.0;
/// Digits that a logarithmic slider sets: a hand does not aim better.
const SLIDE_DIGITS: u8 = 2;
/// Digits that survive the way through percent and back.
const EXACT_DIGITS: u8 = 12;
/// What two neighbours on the 1-2-5 ladder differ by at least, far above rounding.
const NEARLY: f64 = 1e-9;

/// What a number may be and how a person writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// 0, 1, 2 and so on.
    Whole,
    /// Any number.
    Decimal,
    /// A share of 1, written in percent.
    Percent,
}

/// How the stops of a slider are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Curve {
    Linear,
    Log,
    /// Logarithmic in what is missing to 1.
    Nines,
}

/// Which way a key moves a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Arrow keys.
    Up,
    /// Arrow keys.
    Down,
    /// Page keys.
    FarUp,
    /// Page keys.
    FarDown,
    /// The Home key.
    Least,
    /// The End key.
    Greatest,
}

/// How a number is written and slid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gauge {
    /// What is allowed.
    pub(super) limit: Limit,
    /// What it is.
    pub(super) form: Form,
    /// Least number of the slider above zero; zero itself is one stop more where it is allowed.
    low: f64,
    /// Greatest number of the slider.
    high: f64,
    curve: Curve,
}

impl Gauge {
    pub(super) const WORKERS: Self = Self::new(WORKERS, Form::Whole, 1.0, 1_000.0);
    pub(super) const QUEUE: Self = Self::new(QUEUE, Form::Whole, 1.0, 10_000.0);
    pub(super) const PROCESSORS: Self = Self::new(PROCESSORS, Form::Whole, 1.0, PROCESSORS.max);
    pub(super) const GATEWAYS: Self = Self::new(GATEWAYS, Form::Whole, 1.0, GATEWAYS.max);
    pub(super) const TOLD_MS: Self = Self::new(TOLD_MS, Form::Decimal, TOLD_MS.min, 10_000.0);
    pub(super) const BETWEEN_ZONES_MS: Self = Self::new(BETWEEN_ZONES_MS, Form::Decimal, 0.0, 100.0);
    pub(super) const WEIGHT: Self = Self::new(WEIGHT, Form::Whole, 0.0, 20.0);
    pub(super) const SPEED: Self = Self::new(SPEED, Form::Decimal, 0.1, 10.0);
    pub(super) const CAPACITY: Self = Self::new(CAPACITY, Form::Whole, 1.0, 1_000_000.0);
    pub(super) const CARDS: Self = Self::new(CARDS, Form::Whole, 1.0, CARDS.max);
    pub(super) const CLIENTS: Self = Self::new(CLIENTS, Form::Whole, 1.0, 10_000.0);
    pub(super) const ROWS: Self = Self::new(ROWS, Form::Whole, 1_000.0, 100_000_000.0);
    pub(super) const ROW_NANOS: Self = Self::new(ROW_NANOS, Form::Decimal, 10.0, 10_000.0);
    pub(super) const RATE: Self = Self::new(RATE, Form::Decimal, 1.0, 10_000.0);
    pub(super) const TIME_MS: Self = Self::new(TIME_MS, Form::Decimal, 0.01, 10_000.0);
    pub(super) const MEDIAN_MS: Self = Self::new(MEDIAN_MS, Form::Decimal, 0.01, 10_000.0);
    pub(super) const TTL_S: Self = Self::new(TTL_S, Form::Decimal, 0.1, TTL_S.max);
    pub(super) const STALE_MS: Self = Self::new(STALE_MS, Form::Decimal, 10.0, 600_000.0);
    pub(super) const ABSENT_MS: Self = Self::new(ABSENT_MS, Form::Decimal, 10.0, 600_000.0);
    pub(super) const REFRESH_BETA: Self = Self::new(REFRESH_BETA, Form::Decimal, 0.1, 10.0);
    pub(super) const WRITE_INTERVAL_S: Self = Self::new(WRITE_INTERVAL_S, Form::Decimal, 0.01, 100.0);
    pub(super) const SHAPE_S: Self = Self::new(SHAPE_S, Form::Decimal, 1.0, SHAPE_S.max);
    pub(super) const WARM_UP_S: Self = Self::new(WARM_UP_S, Form::Decimal, 1.0, 3_600.0);
    pub(super) const DURATION_S: Self = Self::new(DURATION_S, Form::Decimal, 10.0, 86_400.0);
    pub(super) const PEAK_FACTOR: Self = Self::new(PEAK_FACTOR, Form::Decimal, 1.0, 20.0);
    pub(super) const EXPONENT: Self = Self::new(ZIPF_EXPONENT, Form::Decimal, 0.0, ZIPF_EXPONENT.max);
    pub(super) const PHASES: Self = Self::new(ERLANG_SHAPE, Form::Whole, 1.0, ERLANG_SHAPE.max);
    pub(super) const SCV: Self = Self::new(SCV, Form::Decimal, 1.0, 20.0);
    pub(super) const TAIL: Self = Self::new(PARETO_SHAPE, Form::Decimal, 0.5, 5.0);
    pub(super) const SHARE: Self = Self::new(SHARE, Form::Percent, 0.0, 1.0);
    pub(super) const SMALL_SHARE: Self = Self::new(SHARE, Form::Percent, 0.0, 0.05);
    pub(super) const TIMER_MS: Self = Self::new(TIMER_MS, Form::Decimal, 10.0, 60_000.0);
    pub(super) const RAIL_LIMIT_S: Self = Self::new(RAIL_LIMIT_S, Form::Decimal, 0.1, 60.0);
    pub(super) const BLOCK_INTERVAL_S: Self = Self::new(BLOCK_INTERVAL_S, Form::Decimal, 0.1, 1_000.0);
    pub(super) const BLOCK_PAYMENTS: Self = Self::new(BLOCK_PAYMENTS, Form::Whole, 1.0, 10_000.0);
    pub(super) const CONFIRMATIONS: Self = Self::new(CONFIRMATIONS, Form::Whole, 0.0, 20.0);
    pub(super) const PATIENCE_S: Self = Self::new(PATIENCE_S, Form::Decimal, 0.1, 100.0);
    pub(super) const TRIES: Self = Self::new(TRIES, Form::Whole, TRIES.min, TRIES.max);
    pub(super) const PAUSE_MS: Self = Self::new(PAUSE_MS, Form::Decimal, 1.0, 60_000.0);
    pub(super) const AMOUNT: Self = Self::new(AMOUNT, Form::Decimal, 1.0, 10_000.0);
    pub(super) const FORWARD_S: Self = Self::new(FORWARD_S, Form::Decimal, 0.1, 600.0);
    pub(super) const FORWARD_WAIT_S: Self = Self::new(FORWARD_WAIT_S, Form::Decimal, 0.1, 600.0);
    pub(super) const TRANSMISSIONS: Self = Self::new(TRANSMISSIONS, Form::Whole, 1.0, 10_000.0);
    pub(super) const BURST: Self = Self::new(BURST, Form::Whole, 1.0, 10_000.0);
    pub(super) const CONCURRENCY: Self = Self::new(CONCURRENCY, Form::Whole, 1.0, 1_000.0);
    pub(super) const DELAY_MS: Self = Self::new(DELAY_MS, Form::Decimal, 1.0, 10_000.0);
    pub(super) const CHECK_S: Self = Self::new(CHECK_S, Form::Decimal, 0.1, 60.0);
    pub(super) const DEVIATIONS: Self = Self::new(DEVIATIONS, Form::Decimal, DEVIATIONS.min, 5.0);
    pub(super) const IN_ROW: Self = Self::new(IN_ROW, Form::Whole, 1.0, 20.0);
    pub(super) const FAIL_TIMEOUT_S: Self = Self::new(FAIL_TIMEOUT_S, Form::Whole, 1.0, 120.0);
    pub(super) const SLOW_START_S: Self = Self::new(SLOW_START_S, Form::Decimal, 1.0, 600.0);
    pub(super) const TARGET: Self = Self::new(TARGET, Form::Percent, 0.05, 1.0);
    pub(super) const LOOK_S: Self = Self::new(LOOK_S, Form::Decimal, 1.0, 120.0);
    pub(super) const BOOT_S: Self = Self::new(BOOT_S, Form::Decimal, 1.0, 600.0);
    pub(super) const ENQUIRIES: Self = Self::new(ENQUIRIES, Form::Whole, 1.0, 20.0);
    pub(super) const BREAKER_CALLS: Self = Self::new(BREAKER_CALLS, Form::Whole, 1.0, 1_000.0);
    pub(super) const BREAKER_SHARE: Self = Self::new(BREAKER_SHARE, Form::Percent, 0.01, 1.0);
    pub(super) const PER_CARD: Self = Self::new(PER_CARD, Form::Whole, 0.0, 20.0);
    pub(super) const FAULT_S: Self = Self::new(FAULT_S, Form::Decimal, 1.0, 3_600.0);
    pub(super) const TIMES: Self = Self::new(TIMES, Form::Decimal, 0.1, 100.0);
    pub(super) const AMOUNT_TIMES: Self = Self::new(AMOUNT_TIMES, Form::Decimal, 0.5, 10.0);
    pub(super) const SEPARATION: Self = Self::new(SEPARATION, Form::Decimal, 0.0, 6.0);
    pub(super) const THRESHOLD: Self = Self::new(THRESHOLD, Form::Decimal, 0.0, 6.0);
    pub(super) const MERCHANTS: Self = Self::new(MERCHANTS, Form::Whole, 1.0, 1_000.0);
    pub(super) const VELOCITY_TRIES: Self = Self::new(VELOCITY_TRIES, Form::Whole, 1.0, 100_000.0);
    pub(super) const VELOCITY_S: Self = Self::new(VELOCITY_S, Form::Decimal, 1.0, 3_600.0);
    pub(super) const PROBES: Self = Self::new(PROBES, Form::Decimal, 1.0, 1_000.0);
    pub(super) const FORWARDERS: Self = Self::new(WORKERS, Form::Whole, 1.0, 200.0);
    pub(super) const DELIVERIES: Self = Self::new(DELIVERIES, Form::Whole, 1.0, 20.0);
    pub(super) const LAB_SERVERS: Self = Self::new(LAB_SERVERS, Form::Whole, LAB_SERVERS.min, LAB_SERVERS.max);
    pub(super) const LAB_SERVICE: Self = Self::new(LAB_SERVICE_MS, Form::Decimal, 0.1, 10_000.0);
    pub(super) const LAB_SCV: Self = Self::new(LAB_SCV, Form::Decimal, 0.0, LAB_SCV.max);
    pub(super) const NINES: Self = Self {
        limit: OBJECTIVE_SHARE,
        form: Form::Percent,
        low: OBJECTIVE_SHARE.min,
        high: OBJECTIVE_SHARE.max,
        curve: Curve::Nines,
    };

    /// For a parameter of a balancing policy.
    pub(super) fn of_parameter(parameter: &Parameter) -> Self {
        let form = if parameter.whole { Form::Whole } else { Form::Decimal };
        let limit = Limit::new(parameter.min, parameter.run_max, parameter.unit);
        let least = if parameter.whole { 1.0 } else { 0.001 };
        let gauge = Self::new(limit, form, parameter.min, parameter.run_max);
        // A logarithmic slider has a stop of its own for zero, and begins above it.
        if gauge.curve == Curve::Log { Self { low: parameter.min.max(least), ..gauge } } else { gauge }
    }

    const fn new(limit: Limit, form: Form, low: f64, high: f64) -> Self {
        let wide = if limit.min > 0.0 { limit.max > THREE_DECADES * limit.min } else { limit.max > THREE_DECADES };
        let curve = if wide { Curve::Log } else { Curve::Linear };
        Self { limit, form, low, high, curve }
    }

    /// The last position of the slider; the first is 0.
    pub(super) fn stops(&self) -> u32 {
        match (self.curve, self.form) {
            (Curve::Linear, Form::Whole) => math::low(math::whole(self.high - self.low)),
            (Curve::Linear, _) => LINEAR_STOPS,
            _ => STOPS,
        }
    }

    /// The number at a position of the slider.
    pub(super) fn at(&self, position: u32) -> f64 {
        let stops = self.stops();
        if position >= stops {
            return self.high;
        }
        let first = u32::from(self.has_zero());
        if position < first {
            return 0.0;
        }
        if position == first {
            return self.low;
        }
        let part = f64::from(position - first) / f64::from(stops - first);
        match self.curve {
            Curve::Linear => self.shaped(significant(self.low + part * (self.high - self.low), EXACT_DIGITS)),
            Curve::Log => self.shaped(significant(between_logs(self.low, self.high, part), SLIDE_DIGITS)),
            Curve::Nines => one_less(significant(between_logs(1.0 - self.low, 1.0 - self.high, part), SLIDE_DIGITS)),
        }
    }

    /// The position of a number, the nearest end for one beyond the slider.
    pub(super) fn position(&self, number: f64) -> u32 {
        let (stops, first) = (self.stops(), u32::from(self.has_zero()));
        if first == 1 && number < self.low / 2.0 {
            return 0;
        }
        let number = if number.is_finite() { number.clamp(self.low, self.high) } else { self.low };
        let part = match self.curve {
            Curve::Linear => (number - self.low) / (self.high - self.low),
            Curve::Log => math::ln(number / self.low) / math::ln(self.high / self.low),
            Curve::Nines => {
                math::ln((1.0 - number) / (1.0 - self.low)) / math::ln((1.0 - self.high) / (1.0 - self.low))
            }
        };
        first + math::low(math::whole(part * f64::from(stops - first)))
    }

    /// The number after a key; never outside what is allowed.
    pub(super) fn moved(&self, number: f64, way: Move) -> f64 {
        let next = match (way, self.curve) {
            (Move::Least, _) => self.limit.min.max(if self.has_zero() { 0.0 } else { self.low }),
            (Move::Greatest, _) => self.high,
            (way, Curve::Linear) => self.moved_evenly(number, way),
            (way, Curve::Log) => self.moved_by_digit(number, way),
            (way, Curve::Nines) => one_less(moved_by_digit(1.0 - number, opposite(way))),
        };
        significant(next, EXACT_DIGITS).clamp(self.limit.min, self.limit.max)
    }

    /// The number as it stands in the text field, its thousands set apart.
    pub(super) fn show(&self, number: f64) -> String {
        let whole = number.fract() == 0.0 && (THREE_DECADES..=f64::from(u32::MAX)).contains(&number);
        if whole && self.form != Form::Percent { format::count(math::whole(number)) } else { self.plain(number) }
    }

    /// The number for a machine that reads it aloud.
    pub(super) fn plain(&self, number: f64) -> String {
        match self.form {
            Form::Percent => significant(number * 100.0, EXACT_DIGITS).to_string(),
            Form::Whole | Form::Decimal => number.to_string(),
        }
    }

    fn moved_evenly(&self, number: f64, way: Move) -> f64 {
        let span = self.high - self.low;
        let (small, large) = match self.form {
            Form::Whole => (1.0, (span / 10.0).round().max(1.0)),
            _ => (span / 100.0, span / 10.0),
        };
        match way {
            Move::Up => number + small,
            Move::Down => number - small,
            Move::FarUp => number + large,
            _ => number - large,
        }
    }

    fn moved_by_digit(&self, number: f64, way: Move) -> f64 {
        let up = matches!(way, Move::Up | Move::FarUp);
        if number < self.low {
            return if up { self.low } else { self.limit.min };
        }
        let next = self.shaped(moved_by_digit(number, way));
        let next = match (self.form, way) {
            (Form::Whole, Move::Up) => next.max(number + 1.0),
            (Form::Whole, Move::Down) => next.min(number - 1.0),
            _ => next,
        };
        if next < self.low && self.has_zero() { 0.0 } else { next }
    }

    /// Whether zero is allowed and therefore a stop of its own below the logarithm's end.
    fn has_zero(&self) -> bool {
        self.curve == Curve::Log && self.limit.min <= 0.0
    }

    fn shaped(&self, number: f64) -> f64 {
        if self.form == Form::Whole { number.round() } else { number }
    }
}

fn one_less(rest: f64) -> f64 {
    significant(1.0 - rest, EXACT_DIGITS)
}

fn between_logs(from: f64, to: f64, part: f64) -> f64 {
    from * math::exp(part * math::ln(to / from))
}

const fn opposite(way: Move) -> Move {
    match way {
        Move::Up => Move::Down,
        Move::Down => Move::Up,
        Move::FarUp => Move::FarDown,
        Move::FarDown => Move::FarUp,
        Move::Least => Move::Greatest,
        Move::Greatest => Move::Least,
    }
}

/// One unit of the second digit, or one rung of the ladder 1, 2, 5, 10.
fn moved_by_digit(number: f64, way: Move) -> f64 {
    // Below a power of ten the digits are finer: going down from it takes the finer step.
    let seen =
        if matches!(way, Move::Down | Move::FarDown) { number * (1.0 - NEARLY) } else { number * (1.0 + NEARLY) };
    let decade = math::pow(10.0, math::log10(seen).floor());
    match way {
        Move::Up => number + decade / 10.0,
        Move::Down => number - decade / 10.0,
        Move::FarUp => decade * [1.0, 2.0, 5.0].into_iter().find(|rung| rung * decade > seen).unwrap_or(10.0),
        _ => decade * [5.0, 2.0].into_iter().find(|rung| rung * decade < seen).unwrap_or(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::read;
    use super::*;

    const GAUGES: [(&str, Gauge); 21] = [
        ("timer", Gauge::TIMER_MS),
        ("patience", Gauge::PATIENCE_S),
        ("tries", Gauge::TRIES),
        ("amount", Gauge::AMOUNT),
        ("approvals", Gauge::PER_CARD),
        ("fault", Gauge::FAULT_S),
        ("workers", Gauge::WORKERS),
        ("queue", Gauge::QUEUE),
        ("processors", Gauge::PROCESSORS),
        ("capacity", Gauge::CAPACITY),
        ("rows", Gauge::ROWS),
        ("rate", Gauge::RATE),
        ("time", Gauge::TIME_MS),
        ("ttl", Gauge::TTL_S),
        ("speed", Gauge::SPEED),
        ("share", Gauge::SHARE),
        ("lab servers", Gauge::LAB_SERVERS),
        ("lab service", Gauge::LAB_SERVICE),
        ("lab scv", Gauge::LAB_SCV),
        ("nines", Gauge::NINES),
        ("phases", Gauge::PHASES),
    ];

    #[test]
    fn the_slider_leads_back_to_its_number() {
        for (name, gauge) in GAUGES {
            for position in 0..=gauge.stops() {
                let number = gauge.at(position);
                let back = gauge.at(gauge.position(number));
                let (number, back) = match gauge.curve {
                    Curve::Nines => (1.0 - number, 1.0 - back),
                    _ => (number, back),
                };
                assert!((back - number).abs() <= 0.05 * number.abs(), "{name} at {position}: {number} became {back}");
            }
            assert!(gauge.limit.contains(gauge.at(0)), "{name}: the first stop is allowed");
            assert_eq!(gauge.at(gauge.stops()), gauge.high, "{name}: the last stop is the end, exactly");
        }
    }

    #[test]
    fn positions_rise_with_the_number() {
        for (name, gauge) in GAUGES {
            let mut last = f64::NEG_INFINITY;
            for position in 0..=gauge.stops() {
                let number = gauge.at(position);
                assert!(number >= last, "{name} falls at {position}: {last} then {number}");
                last = number;
            }
        }
    }

    #[test]
    fn wide_ranges_are_logarithmic_and_narrow_ones_are_not() {
        assert_eq!(Gauge::RATE.curve, Curve::Log, "nine decades");
        assert_eq!(Gauge::QUEUE.curve, Curve::Log, "six decades and zero");
        assert_eq!(Gauge::QUEUE.at(0), 0.0, "zero has a stop");
        assert_eq!(Gauge::SPEED.curve, Curve::Log, "four decades around one");
        assert_eq!(Gauge::PROCESSORS.curve, Curve::Linear, "one decade");
        assert_eq!(Gauge::PROCESSORS.at(2), 3.0, "one stop a processor");
        let parameters = crate::balance::Policy::DChoices.parameters();
        let replacement = parameters.iter().find(|one| one.name == "replacement").map(Gauge::of_parameter).unwrap();
        assert_eq!((replacement.stops(), replacement.at(0), replacement.at(1)), (1, 0.0, 1.0), "no or yes");
    }

    #[test]
    fn keys_move_by_what_a_hand_expects() {
        assert_eq!(Gauge::WORKERS.moved(48.0, Move::Up), 49.0, "one worker");
        assert_eq!(Gauge::WORKERS.moved(4.0, Move::Down), 3.0, "one worker down");
        assert_eq!(Gauge::WORKERS.moved(500.0, Move::Up), 510.0, "the second digit");
        assert_eq!(Gauge::WORKERS.moved(48.0, Move::FarUp), 50.0, "the next rung");
        assert_eq!(Gauge::WORKERS.moved(50.0, Move::FarUp), 100.0, "and the next");
        assert_eq!(Gauge::WORKERS.moved(100.0, Move::FarDown), 50.0, "and back");
        assert_eq!(Gauge::WORKERS.moved(1.0, Move::Down), 1.0, "never below what is allowed");
        assert_eq!(Gauge::TIME_MS.moved(0.5, Move::Up), 0.51, "the second digit of a fraction");
        assert_eq!(Gauge::TIME_MS.moved(0.01, Move::Down), 0.0, "zero below the last stop");
        assert_eq!(Gauge::TIME_MS.moved(0.0, Move::Up), 0.01, "and back");
        assert_eq!(Gauge::NINES.moved(0.99, Move::FarUp), 0.995, "half of what is missing");
        assert_eq!(Gauge::SHARE.moved(0.12, Move::Up), 0.13, "one percent");
        assert_eq!(Gauge::WORKERS.moved(7.0, Move::Greatest), 1_000.0, "the end of the slider");
    }

    #[test]
    fn percent_is_shown_without_dust() {
        assert_eq!(Gauge::SHARE.show(0.07), "7", "0.07 times 100 is not 7 in floating point");
        assert_eq!(Gauge::SHARE.show(0.002), "0.2", "a fifth of a percent");
        assert_eq!(Gauge::RATE.show(12.5), "12.5", "as it is");
        assert_eq!(Gauge::ROWS.show(2_000_000.0), "2\u{202f}000\u{202f}000", "thousands apart");
        assert_eq!(read(&Gauge::ROWS.show(2_000_000.0), Form::Whole), Ok(2_000_000.0), "and read again");
    }
}
