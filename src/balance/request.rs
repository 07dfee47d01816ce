//! What a policy may know of a payment: the key that sticks, the amount, the card range, the currency; and what the
//! servers charge for it.

/// A payment as the balancer sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Request<'a> {
    /// What sticky policies hash: a card token or a merchant's name, as bytes.
    pub key: &'a [u8],
    /// The amount in minor units of the currency, such as cents.
    pub amount_minor: u64,
    /// The first six digits of the card number, which name its range; 0 for unknown.
    pub card_range: u32,
    /// The currency by its number in ISO 4217, such as 978 for the euro; 0 for unknown.
    pub currency: u32,
}

impl Request<'_> {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { key: &[], amount_minor: 0, card_range: 0, currency: 0 };
}

/// What an attempt at a server costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fee {
    /// For every attempt, in minor units of the currency.
    pub fixed_minor: f64,
    /// Of the amount, in hundredths of a percent, as fees are quoted.
    pub basis_points: f64,
}

impl Fee {
    /// The fee for an amount, in minor units.
    #[must_use]
    pub fn of(&self, amount_minor: u64) -> f64 {
        self.fixed_minor + crate::math::float(amount_minor) * self.basis_points / 10_000.0
    }
}

/// One rule: which payments it is for, and the servers for them, the first choice first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Card ranges, both ends included; `None` for every card.
    pub card_range: Option<(u32, u32)>,
    /// The currency by its number in ISO 4217; `None` for every currency.
    pub currency: Option<u32>,
    /// Amounts in minor units, both ends included; `None` for every amount.
    pub amount_minor: Option<(u64, u64)>,
    /// The servers, the first choice first.
    pub servers: Vec<usize>,
}

impl Rule {
    /// Whether the rule is for this payment.
    #[must_use]
    pub fn applies(&self, request: &Request<'_>) -> bool {
        self.card_range.is_none_or(|(from, to)| (from..=to).contains(&request.card_range))
            && self.currency.is_none_or(|currency| currency == request.currency)
            && self.amount_minor.is_none_or(|(from, to)| (from..=to).contains(&request.amount_minor))
    }
}
