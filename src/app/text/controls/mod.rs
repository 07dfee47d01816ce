//! Texts of the controls: what each one is, what it does to the system, and where its default comes from.
//!
//! A label says what a control is. Its help says what it does and why you might care. Its source says who claims the
//! default: measured, published, or an assumption of a plausible size.

mod around;
mod channels;
mod enquiry;
mod faults;
mod follow_up;
mod frame;
mod guards;
mod health;
mod laws;
mod load;
mod outlier;
mod overall;
mod overload;
mod routing;
mod safeguards;
mod scaling;
mod security;
mod stages;
mod waiting;
mod writes;
mod zones;

pub use around::AroundText;
pub use channels::ChannelKindText;
pub use enquiry::EnquiryText;
pub use faults::FaultsText;
pub use follow_up::FollowUpText;
pub use frame::{FrameText, PlaceText, ProblemsText};
pub use guards::GuardsText;
pub use health::HealthText;
pub use laws::{LawParametersText, LawsText};
pub use load::{CardsText, LoadText, PopularityText, ShapeText};
pub use outlier::OutlierText;
pub use overall::{ObjectiveText, OutcomesText, OverviewText};
pub use overload::OverloadText;
pub use routing::RoutingText;
pub use safeguards::{SafeguardsText, SwitchText};
pub use scaling::ScalingText;
pub use security::SecurityText;
pub use stages::{
    BalancerText, CacheText, CardManagementText, ChannelText, DatabaseText, GatewayText, ProcessorsText, StageText,
};
pub use waiting::{BackoffText, LinksText, MerchantText, RetryText, TimersText};
pub use writes::WritesText;
pub use zones::ZonesText;

/// A unit: short beside a number, in words for a screen reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Beside the number; empty where the label says it already.
    pub short: &'static str,
    /// In words after the number 1; empty for a pure number.
    pub one: &'static str,
    /// In words after any other number; empty for a pure number.
    pub many: &'static str,
}

impl Unit {
    /// A pure number.
    pub const NONE: Self = Self { short: "", one: "", many: "" };

    /// Its words after a number.
    #[must_use]
    pub fn of(self, number: f64) -> &'static str {
        if number.total_cmp(&1.0).is_eq() { self.one } else { self.many }
    }

    /// Its sign if it has one, else its words after a number.
    #[must_use]
    pub fn brief(self, number: f64) -> &'static str {
        if self.short.is_empty() { self.of(number) } else { self.short }
    }
}

/// The words around one control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldText {
    /// What it is.
    pub label: &'static str,
    /// What its number counts.
    pub unit: Unit,
    /// What it does to the system, and why you might care.
    pub help: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
}

/// One of several choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionText {
    /// Its word in the scenario.
    pub id: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What it means, in one sentence.
    pub summary: &'static str,
}

/// Texts of the area `controls`.
#[derive(Debug)]
pub struct ControlsText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
    /// The words that every control shares.
    pub frame: FrameText,
    /// What is wrong, in words.
    pub problems: ProblemsText,
    /// Title and first sentence of each group.
    pub places: PlaceText,
    /// Who sends payments.
    pub load: LoadText,
    /// With which cards.
    pub cards: CardsText,
    /// The gateway.
    pub gateway: GatewayText,
    /// The balancer.
    pub balancer: BalancerText,
    /// Where gateways and processors are.
    pub zones: ZonesText,
    /// What payments are routed by beside load.
    pub routing: RoutingText,
    /// The processors.
    pub processors: ProcessorsText,
    /// The channel.
    pub channel: ChannelText,
    /// Card management.
    pub card_management: CardManagementText,
    /// The cache.
    pub cache: CacheText,
    /// Stale entries, absent answers, and what look-ups did.
    pub around: AroundText,
    /// The database.
    pub database: DatabaseText,
    /// What the issuer answers.
    pub outcomes: OutcomesText,
    /// What is promised.
    pub objective: ObjectiveText,
    /// What belongs to the whole.
    pub overview: OverviewText,
    /// The laws of service times and delays.
    pub laws: LawsText,
    /// How merchants wait and try again.
    pub merchant: MerchantText,
    /// How long everybody else waits.
    pub timers: TimersText,
    /// What the gateway tries again.
    pub retry: RetryText,
    /// What is lost on the way.
    pub links: LinksText,
    /// What is done about unknown outcomes.
    pub safeguards: SafeguardsText,
    /// What guards the gateway.
    pub guards: GuardsText,
    /// The limits of ejection.
    pub outlier: OutlierText,
    /// What is done about queues that grow.
    pub overload: OverloadText,
    /// How the gateway finds out who can be sent anything.
    pub health: HealthText,
    /// How approvals are written.
    pub writes: WritesText,
    /// How workers follow the load.
    pub scaling: ScalingText,
    /// How the gateway asks what became of an attempt.
    pub enquiry: EnquiryText,
    /// Answers that follow.
    pub follow_up: FollowUpText,
    /// Who cheats, and what is done about it.
    pub security: SecurityText,
    /// What goes wrong when.
    pub faults: FaultsText,
}

impl PartialEq for ControlsText {
    /// Tables are statics: one is the same as another when it stands at the same place.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: ControlsText = ControlsText {
    region: "Controls",
    frame: frame::FRAME,
    problems: frame::PROBLEMS,
    places: frame::PLACES,
    load: load::LOAD,
    cards: load::CARDS,
    gateway: stages::GATEWAY,
    balancer: stages::BALANCER,
    zones: zones::ZONES,
    routing: routing::ROUTING,
    processors: stages::PROCESSORS,
    channel: stages::CHANNEL,
    card_management: stages::CARD_MANAGEMENT,
    cache: stages::CACHE,
    around: around::AROUND,
    database: stages::DATABASE,
    outcomes: overall::OUTCOMES,
    objective: overall::OBJECTIVE,
    overview: overall::OVERVIEW,
    laws: laws::LAWS,
    merchant: waiting::MERCHANT,
    timers: waiting::TIMERS,
    retry: waiting::RETRY,
    links: waiting::LINKS,
    safeguards: safeguards::SAFEGUARDS,
    guards: guards::GUARDS,
    outlier: outlier::OUTLIER,
    overload: overload::OVERLOAD,
    health: health::HEALTH,
    writes: writes::WRITES,
    scaling: scaling::SCALING,
    enquiry: enquiry::ENQUIRY,
    follow_up: follow_up::FOLLOW_UP,
    security: security::SECURITY,
    faults: faults::FAULTS,
};

/// The units of the scenario in English.
mod units {
    use super::Unit;

    const fn counted(one: &'static str, many: &'static str) -> Unit {
        Unit { short: "", one, many }
    }

    pub(super) const RATE: Unit = Unit { short: "/s", one: "payment per second", many: "payments per second" };
    pub(super) const MS: Unit = Unit { short: "ms", one: "millisecond", many: "milliseconds" };
    pub(super) const S: Unit = Unit { short: "s", one: "second", many: "seconds" };
    pub(super) const NS: Unit = Unit { short: "ns", one: "nanosecond", many: "nanoseconds" };
    pub(super) const PERCENT: Unit = Unit { short: "%", one: "percent", many: "percent" };
    pub(super) const TIMES: Unit = Unit { short: "×", one: "times", many: "times" };
    pub(super) const WORKERS: Unit = counted("worker", "workers");
    pub(super) const PLACES: Unit = counted("place", "places");
    pub(super) const CLIENTS: Unit = counted("client", "clients");
    pub(super) const CARDS: Unit = counted("card", "cards");
    pub(super) const PROCESSORS: Unit = counted("processor", "processors");
    pub(super) const LINES: Unit = counted("line", "lines");
    pub(super) const CONNECTIONS: Unit = counted("connection", "connections");
    pub(super) const ROWS: Unit = counted("row", "rows");
    pub(super) const TRIES: Unit = counted("try", "tries");
    pub(super) const SUBMISSIONS: Unit = counted("submission", "submissions");
    pub(super) const ATTEMPTS: Unit = counted("attempt", "attempts");
    pub(super) const CALLS: Unit = counted("call", "calls");
    pub(super) const TIMES_SENT: Unit = counted("time", "times");
    pub(super) const APPROVALS: Unit = counted("approval", "approvals");
    pub(super) const EUR: Unit = Unit { short: "EUR", one: "euro", many: "euros" };
    pub(super) const ENQUIRIES: Unit = counted("enquiry", "enquiries");
    pub(super) const MERCHANTS: Unit = counted("merchant", "merchants");
    pub(super) const SD: Unit = Unit { short: "σ", one: "standard deviation", many: "standard deviations" };
    pub(super) const PROBES: Unit = Unit { short: "/s", one: "probe per second", many: "probes per second" };
    pub(super) const PHASES: Unit = counted("phase", "phases");
}
