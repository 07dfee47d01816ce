//! Exponential and normal draws by the ziggurat method.
//!
//! Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables" (Journal of Statistical Software 5(8),
//! 2000), with 256 layers of equal area: 99 of 100 draws cost one multiplication and one comparison. The tables are
//! computed at first use through `libm`, so they too have the same bits everywhere.

use super::Stream;
use crate::math;
use std::sync::LazyLock;

/// Layers of equal area.
const LAYERS: usize = 256;
/// Where the exponential's tail begins, for 256 layers (the paper's r).
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
/// Where the normal's tail begins, for 256 layers (the paper's r).
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

static EXPONENTIAL: LazyLock<Layers> = LazyLock::new(|| {
    let r = EXPONENTIAL_TAIL;
    let area = (r + 1.0) * math::exp(-r);
    Layers::new(r, area, |x| math::exp(-x), |y| -math::ln(y))
});

static NORMAL: LazyLock<Layers> = LazyLock::new(|| {
    let r = NORMAL_TAIL;
    let tail = (std::f64::consts::PI / 2.0).sqrt() * math::erfc(r / std::f64::consts::SQRT_2);
    let area = r * math::exp(-r * r / 2.0) + tail;
    Layers::new(r, area, |x| math::exp(-x * x / 2.0), |y| (-2.0 * math::ln(y)).sqrt())
});

/// Right edges and heights of the layers, the base first.
#[derive(Debug)]
struct Layers {
    x: [f64; LAYERS + 1],
    y: [f64; LAYERS + 1],
}

impl Layers {
    /// Stacks layers of one area under a falling density, from the tail's start `r` upwards.
    fn new(r: f64, area: f64, density: impl Fn(f64) -> f64, inverse: impl Fn(f64) -> f64) -> Self {
        let mut x = [0.0; LAYERS + 1];
        x[0] = area / density(r);
        x[1] = r;
        for i in 2..LAYERS {
            x[i] = inverse(area / x[i - 1] + density(x[i - 1]));
        }
        Self { x, y: x.map(density) }
    }
}

/// A draw from the exponential distribution with mean 1. The layer takes the low bits of a draw, the place in it the
/// high ones.
#[inline]
pub fn exponential(stream: &mut Stream) -> f64 {
    let layers = &*EXPONENTIAL;
    let bits = stream.bits();
    let layer = math::index(math::low(bits & 0xFF));
    let x = math::unit(bits) * layers.x[layer];
    if x < layers.x[layer + 1] { x } else { outside(layers, layer, x, stream) }
}

/// What comes of a draw beside the part of its layer that lies wholly under the curve: one in a hundred.
#[cold]
#[inline(never)]
fn outside(layers: &Layers, layer: usize, x: f64, stream: &mut Stream) -> f64 {
    if layer == 0 {
        return EXPONENTIAL_TAIL - math::ln(1.0 - stream.unit());
    }
    if under(layers, layer, stream) < math::exp(-x) {
        return x;
    }
    exponential(stream)
}

/// A draw from the normal distribution with mean 0 and variance 1.
#[inline]
pub fn normal(stream: &mut Stream) -> f64 {
    let layers = &*NORMAL;
    let bits = stream.bits();
    let layer = math::index(math::low(bits & 0xFF));
    let x = (2.0 * math::unit(bits) - 1.0) * layers.x[layer];
    if x.abs() < layers.x[layer + 1] { x } else { normal_outside(layers, layer, x, stream) }
}

/// The same as [`outside`], for the normal.
#[cold]
#[inline(never)]
fn normal_outside(layers: &Layers, layer: usize, x: f64, stream: &mut Stream) -> f64 {
    if layer == 0 {
        return normal_tail(stream).copysign(x);
    }
    if under(layers, layer, stream) < math::exp(-x * x / 2.0) {
        return x;
    }
    normal(stream)
}

/// A height, uniform between the floor and the ceiling of a layer.
fn under(layers: &Layers, layer: usize, stream: &mut Stream) -> f64 {
    layers.y[layer + 1] + (layers.y[layer] - layers.y[layer + 1]) * stream.unit()
}

/// A draw from the normal's tail (Marsaglia's exact method, as in the paper).
fn normal_tail(stream: &mut Stream) -> f64 {
    loop {
        let x = -math::ln(1.0 - stream.unit()) / NORMAL_TAIL;
        let y = -math::ln(1.0 - stream.unit());
        if y + y >= x * x {
            return NORMAL_TAIL + x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layers_close_at_the_top() {
        for layers in [&*EXPONENTIAL, &*NORMAL] {
            let top = layers.x[LAYERS - 1] * (1.0 - layers.y[LAYERS - 1]);
            let area = layers.x[1] * (layers.y[2] - layers.y[1]);
            assert!((top / area - 1.0).abs() < 1e-6, "the last layer has the same area: {top} and {area}");
        }
    }
}
