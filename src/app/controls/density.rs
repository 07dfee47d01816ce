//! The shape of a law of times, drawn small: how often each time comes, with a tick at the mean.
//!
//! Only the form matters here, so densities are left without their constant factors.

use super::sketch::{Curve, HEIGHT, WIDTH, histogram};
use crate::math;
use crate::scenario::Service;
use yew::prelude::*;

/// The drawing ends at so many means.
const MEANS: f64 = 3.5;
/// Points of a smooth density.
const POINTS: u32 = 72;
/// Bars of measured times.
const BARS: u32 = 24;
/// The normal quantile of 0.99, which turns a median and a p99 into a log-normal's spread.
const NORMAL_P99: f64 = 2.326_347_874_040_841;

/// The density of a law between 0 and a few means; empty for one that cannot be drawn.
pub(super) fn curve(service: &Service) -> Curve {
    let mean = service.mean_ms();
    if !mean.is_finite() || mean <= 0.0 {
        return Curve::default();
    }
    let right = MEANS * mean;
    match service {
        Service::Deterministic { mean_ms } => spike(*mean_ms, right),
        Service::LogNormal { median_ms, p99_ms } if p99_ms <= median_ms => spike(*median_ms, right),
        Service::Uniform { min_ms, max_ms } if max_ms <= min_ms => spike(*min_ms, right),
        Service::Empirical { values_ms } => bars(values_ms),
        law => Curve::sampled(right, POINTS, |x| density(law, x)),
    }
}

/// How often a time comes, up to a constant factor.
fn density(service: &Service, x: f64) -> f64 {
    match service {
        Service::Exponential { mean_ms } => math::exp(-x / mean_ms),
        Service::Erlang { mean_ms, shape } => {
            // Measured against its own peak, so that many phases do not overflow.
            let (phases, last) = (f64::from(*shape), f64::from(shape.saturating_sub(1)));
            let log = |y: f64| if last > 0.0 { last * math::ln(y) - phases * y } else { -y };
            math::exp(log(x / mean_ms) - if last > 0.0 { log(last / phases) } else { 0.0 })
        }
        Service::LogNormal { median_ms, p99_ms } => {
            let spread = math::ln(p99_ms / median_ms) / NORMAL_P99;
            let away = math::ln(x / median_ms) / spread;
            math::exp(-away * away / 2.0) / x
        }
        Service::HyperExponential { mean_ms, scv } => {
            let short = f64::midpoint(1.0, ((scv - 1.0) / (scv + 1.0)).max(0.0).sqrt());
            let phase = |share: f64| share * share * math::exp(-2.0 * share * x / mean_ms);
            phase(short) + phase(1.0 - short)
        }
        Service::Uniform { min_ms, max_ms } => f64::from((*min_ms..=*max_ms).contains(&x)),
        Service::Pareto { min_ms, shape, .. } if x >= *min_ms => math::pow(min_ms / x, shape + 1.0),
        _ => 0.0,
    }
}

fn spike(at: f64, right: f64) -> Curve {
    Curve { points: vec![(0.0, 0.0), (at, 0.0), (at, 1.0), (at, 0.0), (right, 0.0)], right }
}

fn bars(values: &[f64]) -> Curve {
    let right = values.iter().copied().fold(0.0, f64::max) * 1.05;
    let width = right / f64::from(BARS);
    let counts = histogram(values, right, BARS);
    let steps = counts.into_iter().zip(0u32..).flat_map(|(count, bar)| {
        let left = width * f64::from(bar);
        [(left, count), (left + width, count)]
    });
    Curve { points: steps.collect(), right }
}

/// The drawing; its name says what it shows.
pub(super) fn sketch(service: &Service, name: String) -> Html {
    let curve = curve(service);
    let mean = format!("{:.1}", service.mean_ms() / curve.right * WIDTH);
    html! {
        <svg class="sketch" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" role="img"
            aria-label={name} focusable="false">
            <path class="sketch-area" d={curve.area()} />
            <path class="sketch-line" d={curve.path()} />
            <path class="sketch-base" d={format!("M0 {HEIGHT}H{WIDTH}")} />
            if curve.right > 0.0 {
                <path class="sketch-mean" d={format!("M{mean} 0V{HEIGHT}")} />
            }
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_law_can_be_drawn() {
        let start = Service::Exponential { mean_ms: 20.0 };
        for tag in Service::TAGS {
            let law = start.with_tag(tag).expect("a known tag");
            assert!(!curve(&law).path().is_empty(), "{tag} has a line");
            assert!(!curve(&law).area().contains("NaN"), "{tag} has only numbers");
        }
        assert_eq!(curve(&Service::NONE).path(), "", "no time, no shape");
        let steady = Service::Erlang { mean_ms: 20.0, shape: 64 };
        assert!(curve(&steady).top() <= 1.0 + 1e-9, "many phases stay in bounds");
    }
}
