//! What must hold in every run, by name, and how often it did not.
//!
//! Laws count from the first payment of the run on, the warm-up included: what must never be has no warm-up. Sums of money
//! count since measuring began, as all that is measured does.
//!
//! Numbers in brackets are those of the promises and laws that a payment system is held to. Conservation of requests (I9) is a
//! law of every network (`Network::violations`). That no card number is kept (I10) is none of these: nothing in a run could
//! hold one, and what is printed of it is scanned by `tests/secrets.rs`.
//!
//! The ledger is reconciled with the payments: it keeps a few sums, each payment remembers how many of its approvals stand,
//! and what was found when payments were judged is counted apart. A posting that is missing, that is made twice or that has a
//! wrong amount is a difference between them, during the run as well as at its end.

use super::Recovery;
use super::counts::{Money, RecoveryCounts};

const LEDGER: &str = "debits = credits, and both are what payments hold and were charged; nothing is posted that was not \
                      held (I6, I7)";

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

    /// How often the ledger says something else than the payments do.
    fn differences(&self) -> u64 {
        let RecoveryCounts { settled, stuck_holds, .. } = self.counts;
        let open = self.open().amount;
        if self.plan.rail.is_some() {
            return self.ledger.differences(0, open + stuck_holds.amount + settled.amount);
        }
        self.ledger.differences(open + stuck_holds.amount, settled.amount)
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
            (LEDGER, self.ledger.violations() + self.differences()),
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
    use super::LEDGER;
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
        assert_eq!(broken(&book), [(LEDGER, 2)], "it was never held, and the charge is in no book");
        assert_eq!(book.counts.first_violating, 1, "and it is known whose it is");
    }

    #[test]
    fn a_hold_of_a_wrong_amount_shows_although_both_sides_agree() {
        let (_, mut book, _) = begun();
        let amount = book.payments[0].amount;
        book.ledger.hold(amount);
        assert_eq!(broken(&book), [(LEDGER, 1)], "held for nobody");
        book.payments[0].standing = 1;
        assert_eq!((broken(&book), book.open().amount), (vec![], amount), "it is this payment's");
        book.ledger.hold(1);
        assert_eq!(broken(&book), [(LEDGER, 1)], "a cent too much");
        assert!(book.ledger.post(amount + 1), "and posted all of it, too early");
        assert_eq!(broken(&book), [(LEDGER, 2)], "too little is held, too much was charged");
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
