//! Retry budgets: how many retries the requests pay for.
//!
//! Source: tower 0.5, `retry::budget::TpsBudget`, the idea being Finagle's: each request deposits, each retry withdraws
//! 1 / ratio (a whole number, so 0.6 is no better than 1), deposits are forgotten after a time, and a reserve of so many
//! retries a second over that time is always there. Envoy's budget bounds the retries under way instead.

use crate::math;
use crate::units::{Instant, Nanos};

/// Parts in which the time to live is forgotten.
const SLOTS: usize = 10;

/// What can be set; the defaults are those of Finagle and tower.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BudgetSettings {
    /// How long a deposit counts.
    pub ttl: Nanos,
    /// Retries a second that nobody has to pay for.
    pub reserve_per_s: u32,
    /// Retries for each request, 0 to 1.
    pub ratio: f64,
}

impl Default for BudgetSettings {
    fn default() -> Self {
        Self { ttl: Nanos::new(10_000_000_000), reserve_per_s: 10, ratio: 0.2 }
    }
}

/// tower's retry budget.
#[derive(Clone, Debug)]
pub struct RetryBudget {
    slots: [i64; SLOTS],
    slot: usize,
    began: Instant,
    slot_time: Nanos,
    /// Deposits less withdrawals of the present slot.
    present: i64,
    reserve: i64,
    deposit: i64,
    price: i64,
}

impl RetryBudget {
    /// An empty budget with its reserve.
    #[must_use]
    pub fn new(settings: BudgetSettings) -> Self {
        let price = if settings.ratio > 0.0 { i64::from(math::low(math::floor(1.0 / settings.ratio))) } else { 1 };
        let seconds = i64::from(math::low(settings.ttl.get() / 1_000_000_000));
        Self {
            slots: [0; SLOTS],
            slot: 0,
            began: Instant::START,
            slot_time: Nanos::new(settings.ttl.get() / math::wide(SLOTS)),
            present: 0,
            reserve: i64::from(settings.reserve_per_s) * seconds * price,
            deposit: i64::from(settings.ratio > 0.0),
            price,
        }
    }

    /// A request was made.
    pub fn deposit(&mut self, now: Instant) {
        self.expire(now);
        self.present += self.deposit;
    }

    /// Whether a retry may be made; if so it is paid for.
    pub fn withdraw(&mut self, now: Instant) -> bool {
        self.expire(now);
        let balance = self.present + self.slots.iter().sum::<i64>() + self.reserve;
        let granted = balance >= self.price;
        self.present -= if granted { self.price } else { 0 };
        granted
    }

    /// Moves on to the present slot.
    fn expire(&mut self, now: Instant) {
        let passed = now.since(self.began).get();
        let slot_time = self.slot_time.get().max(1);
        if passed < slot_time {
            return;
        }
        self.slots[self.slot] = std::mem::take(&mut self.present);
        // One slot is entered anyway; each further one that has passed wholly is forgotten.
        let beyond = passed.div_ceil(slot_time) - 1;
        for step in 1..=beyond.min(math::wide(SLOTS)) {
            self.slots[(self.slot + math::index(math::low(step))) % SLOTS] = 0;
        }
        let entered = (beyond + 1) % math::wide(SLOTS);
        self.slot = (self.slot + math::index(math::low(entered))) % SLOTS;
        self.began = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(budget: &mut RetryBudget, now: Instant, tries: usize) -> usize {
        (0..tries).filter(|_| budget.withdraw(now)).count()
    }

    /// Recorded from the running tower 0.5 under virtual time.
    #[test]
    fn grants_are_towers() {
        let mut budget = RetryBudget::new(BudgetSettings::default());
        assert_eq!(grants(&mut budget, Instant::START, 200), 100, "the reserve");
        for (deposits, expected) in [(50, 10), (4, 0), (1, 1)] {
            (0..deposits).for_each(|_| budget.deposit(Instant::START));
            assert_eq!(grants(&mut budget, Instant::START, 100), expected, "after {deposits} more");
        }
    }

    #[test]
    fn deposits_are_forgotten() {
        let settings = BudgetSettings { reserve_per_s: 0, ratio: 0.1, ..BudgetSettings::default() };
        let mut budget = RetryBudget::new(settings);
        for deposit in 1..=10 {
            assert!(!budget.withdraw(Instant::START), "nothing before deposit {deposit}");
            budget.deposit(Instant::START);
        }
        assert!(budget.withdraw(Instant::START), "the tenth pays for one");
        for (seconds, expected) in [(9.0, 10), (11.0, 0)] {
            let mut budget = RetryBudget::new(settings);
            (0..100).for_each(|_| budget.deposit(Instant::START));
            assert_eq!(grants(&mut budget, Instant::from_seconds(seconds), 100), expected, "after {seconds} s");
        }
    }
}
