//! What is counted of fraud and of the controls: always how many and how much, and always by who it was.

use crate::payment::place::Place;
use crate::payment::recovery::Money;

/// Whoever declines a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// The rule about tries of a card (59, suspected fraud).
    CardVelocity,
    /// The rule about tries at a merchant (59).
    MerchantVelocity,
    /// The risk check's threshold (59).
    Score,
    /// A challenge that was failed (63, security violation).
    Challenge,
    /// The token vault: the token was not made for this shop or device (63).
    TokenVault,
    /// The security module: a wrong PIN or cryptogram (63).
    SecurityModule,
}

impl Control {
    /// The response code of its decline in ISO 8583: suspected fraud, or security violation.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CardVelocity | Self::MerchantVelocity | Self::Score => "59",
            Self::Challenge | Self::TokenVault | Self::SecurityModule => "63",
        }
    }

    /// The place where it declines.
    #[must_use]
    pub const fn stands_at(self) -> Place {
        match self {
            Self::CardVelocity | Self::MerchantVelocity | Self::Challenge => Place::Gateway,
            Self::Score => Place::RiskCheck,
            Self::TokenVault => Place::TokenVault,
            Self::SecurityModule => Place::SecurityModule,
        }
    }

    /// Its place among the counts.
    pub(in crate::payment) const fn place(self) -> usize {
        match self {
            Self::CardVelocity => 0,
            Self::MerchantVelocity => 1,
            Self::Score => 2,
            Self::Challenge => 3,
            Self::TokenVault => 4,
            Self::SecurityModule => 5,
        }
    }
}

/// Every control, in the order in which counts list them.
pub const CONTROLS: [Control; 6] = [
    Control::CardVelocity,
    Control::MerchantVelocity,
    Control::Score,
    Control::Challenge,
    Control::TokenVault,
    Control::SecurityModule,
];

/// Payments by who made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// Honest shoppers.
    pub honest: Money,
    /// Fraud, attacks left aside.
    pub fraud: Money,
    /// Probes of an attack.
    pub probes: Money,
}

impl Parties {
    /// Those that somebody who cheats made.
    #[must_use]
    pub const fn cheating(&self) -> u64 {
        self.fraud.count + self.probes.count
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.honest.count + self.cheating()
    }

    fn since(&self, earlier: &Self) -> Self {
        Self {
            honest: self.honest.since(&earlier.honest),
            fraud: self.fraud.since(&earlier.fraud),
            probes: self.probes.since(&earlier.probes),
        }
    }
}

/// Counts since the start. Payments are counted when they end for their merchant, decisions when they are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecurityCounts {
    /// Payments that ended.
    pub ended: Parties,
    /// Those that were approved: their amount is settled.
    pub settled: Parties,
    /// Those with a final and correct answer: what availability counts.
    pub answered: Parties,
    /// Those that a control declined, by control.
    pub blocked: [Parties; CONTROLS.len()],
    /// Those that were challenged.
    pub challenged: Parties,
    /// Challenges that the shopper left.
    pub abandoned: Parties,
    /// Those that were let through without a score.
    pub exposed: Parties,
    /// Those of the exposed that were approved.
    pub exposed_settled: Parties,
    /// Submissions that the controls before the balancer were asked about.
    pub asked: u64,
    /// Those that may go on.
    pub passed: u64,
    /// Those that were declined.
    pub declined: u64,
    /// Those whose shopper left a challenge.
    pub left: u64,
    /// Those declined because there was no score.
    pub closed: u64,
    /// Those whose payment had ended before its challenge did.
    pub moot: u64,
    /// Scores that came when nobody waited any more.
    pub late: u64,
}

impl SecurityCounts {
    /// All that controls declined.
    #[must_use]
    pub fn stopped(&self) -> Parties {
        let sum = |of: fn(&Parties) -> Money| {
            self.blocked.iter().map(of).fold(Money::default(), |sum, one| Money {
                count: sum.count + one.count,
                amount: sum.amount + one.amount,
            })
        };
        Parties { honest: sum(|one| one.honest), fraud: sum(|one| one.fraud), probes: sum(|one| one.probes) }
    }

    /// What was counted since an earlier state of the same run.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut blocked = self.blocked;
        for (now, then) in blocked.iter_mut().zip(&earlier.blocked) {
            *now = now.since(then);
        }
        Self {
            ended: self.ended.since(&earlier.ended),
            settled: self.settled.since(&earlier.settled),
            answered: self.answered.since(&earlier.answered),
            blocked,
            challenged: self.challenged.since(&earlier.challenged),
            abandoned: self.abandoned.since(&earlier.abandoned),
            exposed: self.exposed.since(&earlier.exposed),
            exposed_settled: self.exposed_settled.since(&earlier.exposed_settled),
            asked: self.asked - earlier.asked,
            passed: self.passed - earlier.passed,
            declined: self.declined - earlier.declined,
            left: self.left - earlier.left,
            closed: self.closed - earlier.closed,
            moot: self.moot - earlier.moot,
            late: self.late - earlier.late,
        }
    }
}
