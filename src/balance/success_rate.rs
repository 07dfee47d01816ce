//! Success rate: the server whose last payments were approved most often, with a share for exploring.
//!
//! Source: Juspay decision engine (Hyperswitch), success rate version 3. Each server has a window of its last outcomes,
//! which starts full of successes, so that a new one begins at 100 %; the score is the mean, and the highest wins, the
//! earlier server on a tie. With the probability of exploring (hedging) all count alike and one is drawn. Elimination: a
//! second score, which a success raises by a step and a failure lowers by that share; below the threshold the routing
//! score is divided by five. Cost: what is compared is rate * (margin - fee / amount). Reset: a laggard that lies three
//! standard deviations below the best gets zeros spread evenly over its window, a second chance (off as shipped).
//! Declines and failures count alike, as not approved. Left out: scores by payment method, the signal of other merchants,
//! draws in place of the mean (sampling, off as shipped), and the tuning of window and exploring share by the volume every
//! fifteen minutes. The product computes the elimination step from a merchant's settings; the one here is an example.

use super::{Balance, Ended, Nobody, Parameter, Setup, View, sampling};
use crate::balance::Answer;
use crate::math;
use crate::random::Stream;

/// What a server below the threshold is divided by.
const ELIMINATED: f64 = 5.0;
/// Standard deviations below the best at which a server lags.
const LAG: f64 = 3.0;
/// The least p (1 - p) that is assumed.
const VARIANCE_MIN: f64 = 0.09;
/// Outcomes of a window.
const WINDOW: Parameter = Parameter::whole("window", (1.0, 2000.0), 125.0)
    .says("payments", "The last outcomes that make the score.");
/// Share of exploring picks.
const EXPLORE: Parameter =
    Parameter::number("explore_percent", (0.0, 100.0), 5.0).says("%", "Share of payments sent anywhere by lot, to learn.");
/// Where elimination begins.
const THRESHOLD: Parameter = Parameter::number("elimination_threshold", (0.0, 1.0), 0.05)
    .says("", "A processor whose elimination score is below this is pushed back.");
/// How fast elimination learns.
const STEP: Parameter = Parameter::number("elimination_step", (0.0, 1.0), 0.1)
    .says("", "A success adds this to the elimination score, a failure takes this share of it away.");
/// What a payment is worth.
const MARGIN: Parameter =
    Parameter::number("margin", (0.0, 1.0), 1.0).says("", "Margin of the merchant, from which the fee is taken.");
/// Whether laggards are reset.
const RESET: Parameter = Parameter::whole("reset", (0.0, 1.0), 0.0)
    .says("", "1: give a processor that lags far behind a second chance; 0: let it be.");

/// The highest success rate over a window.
#[derive(Clone, Debug)]
pub struct SuccessRate {
    length: usize,
    explore: f64,
    threshold: f64,
    step: f64,
    margin: f64,
    reset: bool,
    windows: Vec<Window>,
}

/// The last outcomes of a server.
#[derive(Clone, Debug)]
struct Window {
    /// A ring, the oldest at `oldest`.
    outcomes: Vec<bool>,
    oldest: usize,
    successes: usize,
    elimination: f64,
}

impl Balance for SuccessRate {
    const ID: &'static str = "success-rate";
    const NAME: &'static str = "Success rate (Hyperswitch)";
    const SUMMARY: &'static str =
        "The processor that approved most of its last payments; a small share goes anywhere, to learn.";
    const SOURCE: &'static str = "Juspay decision engine 0.1.3, success rate version 3, as in Hyperswitch";
    const NOBODY: Nobody = Nobody::BestOfTheDown;
    const HEEDS_FEES: bool = true;
    const PARAMETERS: &'static [Parameter] = &[WINDOW, EXPLORE, THRESHOLD, STEP, MARGIN, RESET];
    const SCORE: Option<&'static str> = Some("success rate");

    fn new(setup: &Setup<'_>) -> Self {
        let length = math::index(setup.whole(&WINDOW));
        Self {
            length,
            explore: setup.value(&EXPLORE) / 100.0,
            threshold: setup.value(&THRESHOLD),
            step: setup.value(&STEP),
            margin: setup.value(&MARGIN),
            reset: setup.whole(&RESET) == 1,
            windows: vec![Window::new(length); setup.servers],
        }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        if stream.unit() < self.explore {
            return sampling::any(view, stream);
        }
        let value = |server: usize| self.value(server, view);
        view.eligible().reduce(|best, one| if value(one) > value(best) { one } else { best })
    }

    fn closed(&mut self, server: usize, _view: &View<'_>, ended: &Ended) {
        self.windows[server].push(ended.answer == Answer::Approved, self.step);
        if self.reset {
            self.reset_laggards();
        }
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.windows.get(server).map(Window::rate)
    }
}

impl SuccessRate {
    /// What a payment through the server is worth, of its amount.
    fn value(&self, server: usize, view: &View<'_>) -> f64 {
        let window = &self.windows[server];
        let pushed_back = if window.elimination < self.threshold { ELIMINATED } else { 1.0 };
        let amount = math::float(view.request.amount_minor.max(1));
        worth(window.rate() / pushed_back, self.margin, view.cost(server) / amount)
    }

    fn reset_laggards(&mut self) {
        let best = self.windows.iter().map(Window::rate).fold(0.0, f64::max);
        let (threshold, zeros) = lag(best, self.length);
        for window in self.windows.iter_mut().filter(|window| window.rate() < threshold) {
            window.restart(zeros);
        }
    }
}

impl Window {
    fn new(length: usize) -> Self {
        Self { outcomes: vec![true; length], oldest: 0, successes: length, elimination: 1.0 }
    }

    fn rate(&self) -> f64 {
        math::count(self.successes) / math::count(self.outcomes.len())
    }

    fn push(&mut self, success: bool, step: f64) {
        let left = std::mem::replace(&mut self.outcomes[self.oldest], success);
        self.successes = self.successes + usize::from(success) - usize::from(left);
        self.oldest = (self.oldest + 1) % self.outcomes.len();
        self.elimination =
            if success { (self.elimination + step).min(1.0) } else { self.elimination * (1.0 - step) };
    }

    /// Rewrites the window with so many zeros, evenly spaced.
    fn restart(&mut self, zeros: usize) {
        let length = self.outcomes.len();
        for (place, outcome) in self.outcomes.iter_mut().enumerate() {
            *outcome = (place + 1) * zeros / length == place * zeros / length;
        }
        self.successes = length - zeros;
    }
}

/// Economic value of a payment as a share of its amount: rate * (margin - cost).
fn worth(rate: f64, margin: f64, cost: f64) -> f64 {
    rate * (margin - cost)
}

/// The rate below which a server lags behind the best, and the zeros that its window gets.
fn lag(best: f64, window: usize) -> (f64, usize) {
    let length = math::count(window);
    let sigma = ((best * (1.0 - best)).max(VARIANCE_MIN) / length).sqrt();
    let zeros = math::floor((1.0 - best + LAG * sigma) * length);
    (best - LAG * sigma, math::index(math::low(zeros)).max(2).min(window))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "{got}, expected {expected}");
    }

    #[test]
    fn a_window_of_five_starts_full_of_successes() {
        let mut window = Window::new(5);
        let expected = [1.0, 1.0, 0.8, 0.8, 0.6, 0.4, 0.2, 0.4, 0.4];
        for (outcome, expected) in [1, 1, 0, 1, 0, 0, 0, 1, 1].into_iter().zip(expected) {
            window.push(outcome == 1, 0.1);
            close(window.rate(), expected, 1e-12);
        }
    }

    #[test]
    fn a_laggard_gets_a_second_chance() {
        let (threshold, zeros) = lag(0.92, 125);
        close(threshold, 0.839_502, 1e-6);
        assert_eq!(zeros, 20);
        let mut window = Window::new(125);
        window.restart(zeros);
        close(window.rate(), 0.84, 1e-12);
        assert_eq!(window.outcomes.iter().filter(|outcome| !**outcome).count(), 20, "as many zeros as it counts");
    }

    #[test]
    fn cost_decides_only_where_the_margin_is_small() {
        let values = |margin| [worth(0.94, margin, 0.018), worth(0.91, margin, 0.01)];
        let [dear, cheap] = values(0.2);
        close(dear, 0.171_080, 1e-9);
        close(cheap, 0.172_900, 1e-9);
        let [dear, cheap] = values(1.0);
        close(dear, 0.923_080, 1e-9);
        close(cheap, 0.900_900, 1e-9);
    }
}
