//! What is asked of any model of one station, with a gap where the model does not know.

use super::{AllenCunneen, FiniteSource, Gimc, Mdc, Means, Mg1, Mmc, Mmck};

/// The probabilities of the percentiles.
const PERCENTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// A station's figures in its steady state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// The mean share of busy servers, 0 to 1.
    pub utilisation: Option<f64>,
    /// The share of those let in that waits, 0 to 1.
    pub p_wait: Option<f64>,
    /// Mean times of those let in, and mean numbers.
    pub means: Option<Means>,
    /// The response times in milliseconds that half, 95 % and 99 % of those let in do not exceed.
    pub percentiles_ms: [Option<f64>; 3],
    /// The share that is turned away, 0 to 1; none where there is always room.
    pub p_block: Option<f64>,
}

fn percentiles(quantile: impl Fn(f64) -> Option<f64>) -> [Option<f64>; 3] {
    PERCENTILES.map(quantile)
}

impl Figures {
    /// Figures of a station where all are let in.
    fn open(utilisation: f64, p_wait: Option<f64>, means: Means) -> Self {
        Self { utilisation: Some(utilisation), p_wait, means: Some(means), ..Self::default() }
    }

    /// How many are served per second, by Little's law; none where nothing is known or nobody comes.
    #[must_use]
    pub fn throughput_per_s(&self) -> Option<f64> {
        let means = self.means?;
        Some(means.in_system / means.response_ms * super::demand::MILLIS_PER_SECOND)
    }
}

impl From<&Mmc> for Figures {
    fn from(queue: &Mmc) -> Self {
        let percentiles_ms = percentiles(|probability| queue.response_quantile_ms(probability));
        Self { percentiles_ms, ..Self::open(queue.utilisation(), Some(queue.p_wait()), queue.means()) }
    }
}

impl From<&Gimc> for Figures {
    fn from(queue: &Gimc) -> Self {
        let percentiles_ms = percentiles(|probability| queue.response_quantile_ms(probability));
        Self { percentiles_ms, ..Self::open(queue.utilisation(), Some(queue.p_wait()), queue.means()) }
    }
}

impl From<&Mg1> for Figures {
    fn from(queue: &Mg1) -> Self {
        let percentiles_ms = percentiles(|probability| queue.response_quantile_ms(probability));
        Self { percentiles_ms, ..Self::open(queue.utilisation(), Some(queue.p_wait()), queue.means()) }
    }
}

impl From<&Mmck> for Figures {
    fn from(queue: &Mmck) -> Self {
        let percentiles_ms = percentiles(|probability| queue.response_quantile_ms(probability));
        let open = Self::open(queue.utilisation(), Some(queue.p_wait()), queue.means());
        Self { percentiles_ms, p_block: Some(queue.p_block()), ..open }
    }
}

impl From<&FiniteSource> for Figures {
    fn from(system: &FiniteSource) -> Self {
        let percentiles_ms = percentiles(|probability| system.response_quantile_ms(probability));
        Self { percentiles_ms, ..Self::open(system.utilisation(), Some(system.p_wait()), system.means()) }
    }
}

impl From<&Mdc> for Figures {
    fn from(queue: &Mdc) -> Self {
        Self::open(queue.utilisation(), None, queue.means())
    }
}

impl From<&AllenCunneen> for Figures {
    fn from(queue: &AllenCunneen) -> Self {
        Self::open(queue.utilisation(), None, queue.means())
    }
}
