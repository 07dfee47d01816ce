//! What must hold in every run, by name, and how often it did not.
//!
//! Laws count from the first payment of the run on, the warm-up included: what must never be has no warm-up. Sums of money
//! count since measuring began, as all that is measured does.

use super::Recovery;
use super::counts::{Money, RecoveryCounts};

impl Recovery {
    /// Payments that nobody has judged yet because something about them is open, and what stands at the issuer for them now.
    /// It is looked up payment by payment, so only where somebody asks.
    pub(in crate::payment) fn open(&self) -> Money {
        let mut sum = Money::default();
        for payment in self.payments.places().filter(|payment| payment.is_open()) {
            sum.count += 1;
            sum.amount += u64::from(payment.standing) * payment.amount;
        }
        sum
    }

    /// What must hold, by name, and how often it did not since the start of the run.
    pub(in crate::payment) fn violations(&self, backlog: u32) -> Vec<(&'static str, u64)> {
        let RecoveryCounts { double_charges, stuck_holds, unfounded, reopened, .. } = self.counts;
        let mut laws = vec![
            ("no payment is charged twice (I1)", double_charges.count),
            ("no amount is held for a payment that failed (I2, I4, I5)", stuck_holds.count),
            (
                "every approval has a decision that stands, and every payment one end (I3, I8)",
                unfounded.count + reopened,
            ),
            (
                "debits = credits, pending and posted; nothing is posted that was not held (I6, I7)",
                self.ledger.violations(),
            ),
        ];
        if self.security.on() {
            let asked = "submissions that the controls were asked about = passed + declined + left + in their hands";
            laws.push((asked, self.security.violations()));
        }
        if let Some(follow_up) = &self.follow_up {
            let once = "accepted = results + in the backlog; results = delivered + given up + still being told";
            laws.push((once, follow_up.violations(backlog)));
        }
        laws
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::{EventQueue, Model as _};
    use crate::payment::recovery::Recovery;
    use crate::payment::{Event, Network, Outcome};
    use crate::scenario::Scenario;

    /// A network into which one payment has come that nobody has answered, its books, and its events.
    fn begun() -> (Network, Box<Recovery>, EventQueue<Event>) {
        let mut scenario = Scenario::default();
        scenario.merchant.timeout_ms = Some(2_000.0);
        let (mut network, mut queue) = Network::new(&scenario.check().expect("allowed").plan(), 1);
        network.handle(Event::Arrive { client: 0 }, &mut queue);
        let book = network.recovery.take().expect("answers may not come");
        (network, book, queue)
    }

    /// The laws that do not hold.
    fn broken(book: &Recovery) -> Vec<(&'static str, u64)> {
        book.violations(0).into_iter().filter(|(_, violations)| *violations > 0).collect()
    }

    #[test]
    fn a_posting_without_a_hold_breaks_a_law_and_is_named() {
        let (mut network, mut book, mut queue) = begun();
        book.payments[0].standing = 1;
        network.finish_payment(&mut book, 0, Outcome::Approved, &mut queue);
        network.vanish(&mut book, 0);
        let law = "debits = credits, pending and posted; nothing is posted that was not held (I6, I7)";
        assert_eq!(broken(&book), [(law, 1)], "what was never held is posted");
        assert_eq!(book.counts.first_violating, 1, "and it is known whose it is");
    }

    #[test]
    fn a_payment_that_ends_twice_breaks_a_law_and_is_named() {
        let (mut network, mut book, mut queue) = begun();
        network.finish_payment(&mut book, 0, Outcome::Unknown, &mut queue);
        assert_eq!((book.under_way, broken(&book)), (0, vec![]), "it has ended");
        network.finish_payment(&mut book, 0, Outcome::Approved, &mut queue);
        let law = "every approval has a decision that stands, and every payment one end (I3, I8)";
        assert_eq!(broken(&book), [(law, 1)], "and cannot end again");
        assert_eq!((book.counts.first_violating, book.under_way), (1, 0), "nothing else is counted of it");
    }
}
