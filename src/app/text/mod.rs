//! Every text of the page, in tables that the compiler checks: a missing text is a missing field.
//!
//! Each area of the page has its own table in its own file; [`Messages`] and [`WorkbenchText`] hold them together for one
//! language, one for each of the page's two programs. Texts
//! with numbers in them are functions, so that a language may order them as it likes. A second language is a second
//! static of the same types.

mod availability;
mod balancing;
mod beside;
mod caches;
mod charts;
mod codes;
mod controls;
mod follow_up;
mod formulas;
mod lab;
mod lesson;
mod lifetimes;
mod lookups;
mod otherwise;
mod payments;
mod security;
mod shell;
mod story_money;
mod study;
mod topology;
mod trace_words;
mod traces;

pub use availability::AvailabilityText;
pub use balancing::{BalancingText, ConformanceText, ContestText, Evidence, KeysText, PasteText, SeesText, UseText};
pub use beside::BesideText;
pub use caches::{CachesText, Happened};
pub use charts::ChartsText;
pub use controls::{
    AroundText, BackoffText, BalancerText, CacheText, CardManagementText, CardsText, ChannelKindText, ChannelText,
    ControlsText, DatabaseText, EnquiryText, FaultsText, FieldText, FollowUpText, FrameText, GatewayText, GuardsText,
    HealthText, LawParametersText, LawsText, LinksText, LoadText, MerchantText, ObjectiveText, OptionText,
    OutcomesText, OutlierText, OverloadText, OverviewText, PlaceText, PopularityText, ProblemsText, ProcessorsText,
    RetryText, RoutingText, SafeguardsText, ScalingText, SecurityText, ShapeText, StageText, SwitchText, TimersText,
    Unit, WritesText, ZonesText,
};
pub use follow_up::{Figure as FollowUpFigure, FollowUpPanelText};
pub use formulas::FormulasText;
pub use lab::{LabText, Quantities};
pub use lesson::LessonText;
pub use lifetimes::LifetimeText;
pub use lookups::LookupsText;
pub use otherwise::OtherwiseText;
pub use payments::{PaymentsText, StoryText};
pub use security::{PricesText as SecurityPricesText, Row as SecurityRow, SecurityPanelText};
pub use shell::{AnnouncementsText, BarText, MoneyText, ShellText, TermText, TransportText, VerdictText};
pub use study::{Part, PublishedText, TrialText, VerifyText};
pub use topology::TopologyText;
pub use trace_words::NeedText;
pub use traces::TracesText;

/// The texts of the page's first program in one language.
#[derive(Debug)]
pub struct Messages {
    /// Tag of the language, as `en`.
    pub tag: &'static str,
    /// Bar, transport, verdict, presets, sharing, notices.
    pub shell: ShellText,
    /// The topology.
    pub topology: TopologyText,
}

/// The texts of the workbench in one language: a table of their own, so that the first program does not carry them.
#[derive(Debug)]
pub struct WorkbenchText {
    /// Heading of the charts.
    pub charts_heading: &'static str,
    /// Heading of the formulas.
    pub formulas_heading: &'static str,
    /// The charts.
    pub charts: ChartsText,
    /// Theory beside the measurement.
    pub beside: BesideText,
    /// The formula panel.
    pub formulas: FormulasText,
    /// The controls of each stage.
    pub controls: ControlsText,
    /// The view `cache`.
    pub caches: CachesText,
    /// The trace lab in the view `cache`.
    pub traces: TracesText,
    /// The view `formulas`.
    pub lab: LabText,
    /// The view `balance`.
    pub balancing: BalancingText,
    /// The view `verify`.
    pub verify: VerifyText,
    /// Trials.
    pub trial: TrialText,
    /// The lesson beside a preset.
    pub lesson: LessonText,
    /// The payment inspector.
    pub payments: PaymentsText,
    /// Availability by its definitions.
    pub availability: AvailabilityText,
    /// The panel of answers that follow.
    pub follow_up: FollowUpPanelText,
    /// The security panel.
    pub security: SecurityPanelText,
}

/// English.
pub static ENGLISH: Messages = Messages { tag: "en", shell: shell::ENGLISH, topology: topology::ENGLISH };

/// English, for the workbench.
pub static WORKBENCH: WorkbenchText = WorkbenchText {
    charts_heading: "Charts over time",
    formulas_heading: "Formulas",
    charts: charts::ENGLISH,
    beside: beside::ENGLISH,
    formulas: formulas::ENGLISH,
    controls: controls::ENGLISH,
    caches: caches::ENGLISH,
    traces: traces::ENGLISH,
    lab: lab::ENGLISH,
    balancing: balancing::ENGLISH,
    verify: study::VERIFY,
    trial: study::TRIAL,
    lesson: lesson::ENGLISH,
    payments: payments::ENGLISH,
    availability: availability::ENGLISH,
    follow_up: follow_up::ENGLISH,
    security: security::ENGLISH,
};
