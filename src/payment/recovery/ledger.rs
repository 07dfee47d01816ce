//! The issuer's books: double entry with a pending and a posted amount on both sides, as in TigerBeetle's two-phase
//! transfers.
//!
//! A hold moves an amount from the card to the merchant, pending; posting makes it final, voiding takes it back. Each
//! writes both sides, which is only half of a check, because one entry makes the same mistake on both: so the sums are held
//! against those of the payments too, which come from what each payment remembers (`laws`). A transfer on an account rail is
//! posted at once, and only a transfer in the other direction gives it back.

/// Amounts in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Account {
    debits_pending: u64,
    debits_posted: u64,
    credits_pending: u64,
    credits_posted: u64,
}

/// Cards on one side, merchants on the other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ledger {
    cards: Account,
    merchants: Account,
    /// Entries that would have taken a pending amount below zero.
    refused: u64,
}

impl Ledger {
    /// Reserves an amount.
    pub(super) const fn hold(&mut self, amount: u64) {
        self.cards.debits_pending += amount;
        self.merchants.credits_pending += amount;
    }

    /// Gives a reserved amount back. Returns whether as much was held.
    pub(super) fn void(&mut self, amount: u64) -> bool {
        self.release(amount)
    }

    /// Makes a reserved amount final. Returns whether as much was held; if not, nothing is posted.
    pub(super) fn post(&mut self, amount: u64) -> bool {
        let held = self.release(amount);
        if held {
            self.cards.debits_posted += amount;
            self.merchants.credits_posted += amount;
        }
        held
    }

    /// Moves an amount for good.
    pub(super) const fn transfer(&mut self, amount: u64) {
        self.cards.debits_posted += amount;
        self.merchants.credits_posted += amount;
    }

    /// Moves an amount back that was moved for good: what was posted stays, and another transfer stands against it. Returns
    /// whether as much was moved before.
    pub(super) const fn give_back(&mut self, amount: u64) -> bool {
        self.merchants.debits_posted += amount;
        self.cards.credits_posted += amount;
        self.cards.credits_posted <= self.cards.debits_posted
    }

    /// Amounts that are held, and amounts that were posted.
    #[cfg(test)]
    const fn totals(&self) -> [u64; 2] {
        [self.cards.debits_pending, self.cards.debits_posted]
    }

    /// How often the books say something else than that so much is held and so much was moved, what was given back deducted.
    pub(super) fn differences(&self, held: u64, moved: u64) -> u64 {
        let Account { debits_pending, debits_posted, credits_posted, .. } = self.cards;
        u64::from(debits_pending != held) + u64::from(debits_posted != moved + credits_posted)
    }

    /// How often debits and credits did not balance, or more was posted or voided than was held.
    pub(super) fn violations(&self) -> u64 {
        let pending = self.cards.debits_pending != self.merchants.credits_pending;
        let posted = self.cards.debits_posted != self.merchants.credits_posted;
        let returned = self.merchants.debits_posted != self.cards.credits_posted
            || self.cards.credits_posted > self.cards.debits_posted;
        self.refused + [pending, posted, returned].into_iter().map(u64::from).sum::<u64>()
    }

    fn release(&mut self, amount: u64) -> bool {
        let left =
            self.cards.debits_pending.checked_sub(amount).zip(self.merchants.credits_pending.checked_sub(amount));
        if let Some((debits, credits)) = left {
            self.cards.debits_pending = debits;
            self.merchants.credits_pending = credits;
        } else {
            self.refused += 1;
        }
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_balance() {
        let mut ledger = Ledger::default();
        ledger.hold(500);
        ledger.hold(300);
        assert!(ledger.void(300) && ledger.post(500), "both are held");
        assert_eq!(ledger.totals(), [0, 500], "nothing is held, one amount is posted");
        assert_eq!(ledger.violations(), 0, "and the books balance");
    }

    #[test]
    fn what_was_moved_for_good_is_given_back_by_a_transfer() {
        let mut ledger = Ledger::default();
        ledger.transfer(500);
        assert!(ledger.give_back(500), "as much was moved");
        assert_eq!((ledger.totals(), ledger.violations()), ([0, 500], 0), "both transfers stand");
        assert!(!ledger.give_back(1), "no more was");
        assert_eq!(ledger.violations(), 1, "nobody gives back what was never moved");
    }

    #[test]
    fn nobody_posts_what_is_not_held() {
        let mut ledger = Ledger::default();
        ledger.hold(100);
        assert!(!ledger.post(101), "it says so");
        assert_eq!(ledger.totals(), [100, 0], "nothing moves");
        assert_eq!(ledger.violations(), 1, "and it is noticed");
    }
}
