//! The places of the payment network and the ways a payment ends: the names that every other room uses.

/// A place that a payment can be at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Where payments come from and answers go to.
    Merchants,
    /// The front door.
    Gateway,
    /// Where the processor is chosen; takes no time.
    Balancer,
    /// The network to the card-management system.
    Channel,
    /// Where the card is looked up and the issuer decides.
    CardManagement,
    /// Where the card is read on a cache miss.
    Database,
    /// One of the processors, counted from 0.
    Processor(u8),
    /// Where the gateway has a payment scored.
    RiskCheck,
    /// Where a token becomes a card number, on the way to the issuer.
    TokenVault,
    /// The hardware that checks PIN or cryptogram for the issuer.
    SecurityModule,
    /// Who works off the payments that the gateway has accepted.
    Forwarders,
}

impl Place {
    /// Code of the first processor; the others follow, around the codes of the controls.
    const FIRST_PROCESSOR: u8 = 6;
    /// Code of the first control; the others follow.
    const FIRST_CONTROL: u8 = 64;
    /// How many codes stand there: three controls and the forwarders. Codes never change, so processors go on behind them.
    const CONTROLS: u8 = 4;
    /// How many processors have a code before the controls.
    const BEFORE_CONTROLS: u8 = Self::FIRST_CONTROL - Self::FIRST_PROCESSOR;

    /// A number for messages and tables.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Merchants => 0,
            Self::Gateway => 1,
            Self::Balancer => 2,
            Self::Channel => 3,
            Self::CardManagement => 4,
            Self::Database => 5,
            Self::Processor(number) if number < Self::BEFORE_CONTROLS => Self::FIRST_PROCESSOR + number,
            Self::Processor(number) => (Self::FIRST_PROCESSOR + Self::CONTROLS).saturating_add(number),
            Self::RiskCheck => Self::FIRST_CONTROL,
            Self::TokenVault => Self::FIRST_CONTROL + 1,
            Self::SecurityModule => Self::FIRST_CONTROL + 2,
            Self::Forwarders => Self::FIRST_CONTROL + 3,
        }
    }

    /// The place of a number.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Merchants,
            1 => Self::Gateway,
            2 => Self::Balancer,
            3 => Self::Channel,
            4 => Self::CardManagement,
            5 => Self::Database,
            Self::FIRST_CONTROL => Self::RiskCheck,
            65 => Self::TokenVault,
            66 => Self::SecurityModule,
            67 => Self::Forwarders,
            number if number < Self::FIRST_CONTROL => Self::Processor(number - Self::FIRST_PROCESSOR),
            number => Self::Processor(number - Self::FIRST_PROCESSOR - Self::CONTROLS),
        }
    }

    /// The places with a queue, in the order in which tables list them: gateway, channel, card management, database,
    /// then the processors.
    pub fn stations(processors: u8) -> impl Iterator<Item = Self> {
        let fixed = [Self::Gateway, Self::Channel, Self::CardManagement, Self::Database];
        fixed.into_iter().chain((0..processors).map(Self::Processor))
    }

    /// Whether it is a station of the security controls, which stand behind the processors in a report and are not among
    /// [`Place::stations`].
    #[must_use]
    pub const fn is_control(self) -> bool {
        matches!(self, Self::RiskCheck | Self::TokenVault | Self::SecurityModule)
    }

    /// Whether payments pass through it; the controls and the forwarders are visited from the place that they stand beside.
    #[must_use]
    pub const fn is_on_the_way(self) -> bool {
        !self.is_control() && !matches!(self, Self::Forwarders)
    }

    /// Its English name for the command line and the report; processors count from 1 for people.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Merchants => "merchants".to_owned(),
            Self::Gateway => "gateway".to_owned(),
            Self::Balancer => "balancer".to_owned(),
            Self::Channel => "channel".to_owned(),
            Self::CardManagement => "card management".to_owned(),
            Self::Database => "database".to_owned(),
            Self::Processor(number) => format!("processor {}", u32::from(number) + 1),
            Self::RiskCheck => "risk check".to_owned(),
            Self::TokenVault => "token vault".to_owned(),
            Self::SecurityModule => "security module".to_owned(),
            Self::Forwarders => "forwarders".to_owned(),
        }
    }
}

/// How far a payment has come, or how it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Still under way.
    #[default]
    Open,
    /// The issuer said yes.
    Approved,
    /// The issuer said no, for a good reason: a correct answer.
    BusinessDecline,
    /// The issuer could not decide: a technical failure.
    TechnicalDecline,
    /// A full queue turned it away: a technical failure.
    Rejected,
    /// The timer fired: neither success nor failure.
    Unknown,
    /// The shopper left.
    Abandoned,
    /// A control declined it, and it was fraud: a correct answer.
    Blocked,
    /// A control declined it, and it was honest: an answer, but a wrong one.
    FalseDecline,
}

impl Outcome {
    /// A number for messages and tables.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Approved => 1,
            Self::BusinessDecline => 2,
            Self::TechnicalDecline => 3,
            Self::Rejected => 4,
            Self::Unknown => 5,
            Self::Abandoned => 6,
            Self::Blocked => 7,
            Self::FalseDecline => 8,
        }
    }

    /// The outcome of a number; anything unknown is still open.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::Approved,
            2 => Self::BusinessDecline,
            3 => Self::TechnicalDecline,
            4 => Self::Rejected,
            5 => Self::Unknown,
            6 => Self::Abandoned,
            7 => Self::Blocked,
            8 => Self::FalseDecline,
            _ => Self::Open,
        }
    }

    /// Whether it is a final, correct answer: what availability counts. While a payment is under way every decline of a
    /// control is [`Outcome::Blocked`], because nobody in the network knows better; at its end it may prove a false decline.
    #[must_use]
    pub const fn answered(self) -> bool {
        matches!(self, Self::Approved | Self::BusinessDecline | Self::Blocked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back() {
        for code in 0..=u8::MAX {
            assert_eq!(Place::from_code(code).code(), code, "place {code}");
        }
        assert!((0..=128).all(|number| Place::from_code(Place::Processor(number).code()) == Place::Processor(number)));
        for code in 0..9 {
            assert_eq!(Outcome::from_code(code).code(), code, "outcome {code}");
        }
    }
}
