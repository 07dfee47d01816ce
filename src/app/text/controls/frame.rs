//! The words that every control shares: help, reset, no limit, what is wrong; and the title of each group.

use crate::payment::Place;

/// The words that every control shares.
#[derive(Debug)]
pub struct FrameText {
    /// Closes the controls.
    pub close: &'static str,
    /// Opens the controls that people change seldom.
    pub more: &'static str,
    /// Name of the button that shows a control's help, from its label.
    pub about: fn(&str) -> String,
    /// Name of the button that sets a control back, from its label and its default.
    pub reset: fn(&str, &str) -> String,
    /// The default and its source, under the help.
    pub default_is: fn(&str, &str) -> String,
    /// Where a policy comes from.
    pub after: fn(&str) -> String,
    /// No limit.
    pub no_limit: &'static str,
    /// No number, as of a timer that never fires.
    pub none: &'static str,
    /// The simulation finds the number itself.
    pub automatic: &'static str,
    /// Name of the row of pages.
    pub pages: &'static str,
    /// A number with its unit.
    pub with_unit: fn(&str, &str) -> String,
}

/// What is wrong, in words. Each says what, and what is allowed; the place is where it stands.
#[derive(Debug)]
pub struct ProblemsText {
    /// Above the problems that lie outside the group on show.
    pub elsewhere: &'static str,
    /// A place and a label, where a problem lies.
    pub located: fn(&str, &str) -> String,
    /// One of them: where, value, what is allowed.
    pub at: fn(&str, &str, &str) -> String,
    /// A text that is no number.
    pub not_a_number: fn(&str) -> String,
    /// Nothing was typed.
    pub empty: &'static str,
    /// A number with a comma, which could mean two things.
    pub comma: fn(&str) -> String,
    /// A fraction where only whole numbers are allowed.
    pub not_whole: fn(&str) -> String,
    /// A number outside its range: the number, the least and the greatest, each with its unit.
    pub out_of_range: fn(&str, &str, &str) -> String,
    /// Whatever else the scenario's check says: the value and what is allowed.
    pub refused: fn(&str, &str) -> String,
    /// The same for a percentage, which the check counts as a share of 1.
    pub refused_share: fn(&str, &str) -> String,
    /// A problem of one item of a list: its place, counted from 1, and the problem.
    pub item: fn(usize, &str) -> String,
    /// A list without any number.
    pub no_items: &'static str,
}

/// Titles and first sentences of the groups.
#[derive(Debug)]
pub struct PlaceText {
    /// Title of the group of a place; none for the overview.
    pub title: fn(Option<Place>) -> String,
    /// What the place does, in one sentence.
    pub lead: fn(Option<Place>) -> &'static str,
}

pub(super) const FRAME: FrameText = FrameText {
    close: "Close the controls",
    more: "More",
    about: |label| format!("About {label}"),
    reset: |label, default| format!("Reset {label} to {default}"),
    default_is: |default, source| format!("Default: {default}. {source}"),
    after: |source| format!("After: {source}."),
    no_limit: "no limit",
    none: "none",
    automatic: "found automatically",
    pages: "Pages of the controls",
    with_unit: |number, unit| if unit.is_empty() { number.to_owned() } else { format!("{number}\u{a0}{unit}") },
};

pub(super) const PROBLEMS: ProblemsText = ProblemsText {
    elsewhere: "The last valid run goes on. Something else needs a change first:",
    located: |place, label| format!("{place}, {label}"),
    at: |location, value, allowed| format!("{location}: not {value}. Allowed: {allowed}."),
    not_a_number: |typed| format!("“{typed}” is not a number. Allowed: digits with a point, as 12.5 or 2e6."),
    empty: "There is no number here. Allowed: digits with a point, as 12.5 or 2e6.",
    comma: |typed| format!("“{typed}” may mean two numbers. Write it without a comma, as 1.5 or 1500."),
    not_whole: |typed| format!("{typed} is not a whole number. Allowed: 0, 1, 2 and so on."),
    out_of_range: |value, min, max| format!("Out of range: {value}. Allowed: {min} to {max}."),
    refused: |value, allowed| format!("Not allowed: {value}. Allowed: {allowed}."),
    refused_share: |value, allowed| format!("Not allowed: {value}. Allowed, as a share of 1: {allowed}."),
    item: |place, problem| format!("Item {place}: {problem}"),
    no_items: "There is no time here. Allowed: one or more numbers, one a line or with commas between.",
};

pub(super) const PLACES: PlaceText = PlaceText { title, lead };

fn title(place: Option<Place>) -> String {
    match place {
        None => "Overview".to_owned(),
        Some(Place::Merchants) => "Merchants".to_owned(),
        Some(Place::Gateway) => "Gateway".to_owned(),
        Some(Place::Balancer) => "Balancer".to_owned(),
        Some(Place::Channel) => "Channel".to_owned(),
        Some(Place::CardManagement) => "Card management".to_owned(),
        Some(Place::Database) => "Database".to_owned(),
        Some(Place::Processor(number)) => format!("Processor {}", u32::from(number) + 1),
        Some(Place::RiskCheck) => "Risk check".to_owned(),
        Some(Place::TokenVault) => "Token vault".to_owned(),
        Some(Place::SecurityModule) => "Security module".to_owned(),
        Some(Place::Forwarders) => "Forwarders".to_owned(),
    }
}

const fn lead(place: Option<Place>) -> &'static str {
    match place {
        None => "What changes a run the most. Select a stage to see all of its controls.",
        Some(Place::Merchants) => "Who pays, how often, and with which cards.",
        Some(Place::Gateway) => "The front door: every payment waits here for a worker.",
        Some(Place::Balancer) => "Chooses the processor of each payment. It takes no time itself.",
        Some(Place::Channel) => "The network between the processors and card management.",
        Some(Place::CardManagement) => "Looks the card up, in the cache first, and brings the issuer's answer.",
        Some(Place::Database) => "Where a card is read when the cache does not hold it.",
        Some(Place::Processor(_)) => "Works on the payments that the balancer sends it.",
        Some(Place::RiskCheck) => "Scores every submission before it is routed.",
        Some(Place::TokenVault) => "Gives the card number for a token, on the way to the issuer.",
        Some(Place::SecurityModule) => "Checks PIN or cryptogram for the issuer.",
        Some(Place::Forwarders) => "Work off the payments that the gateway has accepted.",
    }
}
