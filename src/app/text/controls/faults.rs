//! Texts of the fault script.

use super::units::{PERCENT, PROBES, S, TIMES};
use super::{FieldText, OptionText, Unit};
use crate::scenario::FaultKind;

/// Texts of the fault script.
#[derive(Debug)]
pub struct FaultsText {
    /// Title.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    /// Said where there are none.
    pub none: &'static str,
    /// Adds one.
    pub add: &'static str,
    /// Takes one away.
    pub remove: &'static str,
    /// Takes one away, from what it is and where.
    pub remove_that: fn(&str) -> String,
    /// No more may be added.
    pub full: fn(usize) -> String,
    /// What a fault is, in a word or two.
    pub words: fn(FaultKind) -> String,
    /// A fault: where and what.
    pub at: fn(&str, &str) -> String,
    /// When it begins and for how long.
    pub when: fn(&str, &str) -> String,
    /// What goes wrong.
    pub kind: FieldText,
    /// The kinds.
    pub kinds: &'static [OptionText],
    /// Where.
    pub place: FieldText,
    /// The places.
    pub places: &'static [OptionText],
    /// Begin.
    pub start: FieldText,
    /// Duration.
    pub duration: FieldText,
    /// How many times as long.
    pub times: FieldText,
    /// Share that fails.
    pub errors: FieldText,
    /// Share that is lost.
    pub loss: FieldText,
    /// Share that is left.
    pub capacity: FieldText,
    /// Time within which connections are recycled.
    pub recycle: FieldText,
    /// Probes of an attack.
    pub probes: FieldText,
    /// Share of them whose number exists.
    pub valid: FieldText,
    /// Heading over breaking a place while the run is on.
    pub now: &'static str,
    /// Label of what is to go wrong.
    pub now_kind: &'static str,
    /// Breaks it.
    pub break_now: &'static str,
    /// What that does.
    pub now_help: &'static str,
    /// Leads to the whole script.
    pub script: &'static str,
}

const fn kind(id: &'static str, label: &'static str, summary: &'static str) -> OptionText {
    OptionText { id, label, summary }
}

const fn place(id: &'static str, label: &'static str) -> OptionText {
    OptionText { id, label, summary: "" }
}

pub(super) const FAULTS: FaultsText = FaultsText {
    title: "Faults",
    lead: "What goes wrong where, from when and for how long. A change replays the run from its start.",
    none: "Nothing goes wrong yet.",
    add: "Add a fault",
    remove: "Remove this fault",
    remove_that: |fault| format!("Remove {fault}"),
    full: |most| format!("A script holds at most {most} faults."),
    words: crate::app::text::topology::fault,
    at: |place, fault| format!("{place}: {fault}"),
    when: |start, duration| format!("from {start} for {duration}"),
    kind: FieldText {
        label: "What goes wrong",
        unit: Unit::NONE,
        help: "Each kind fails in its own way, and each is noticed in its own way, or not at all.",
        source: "The commonest of the public incidents: slow, not down.",
    },
    kinds: &[
        kind("slow", "Slow", "Work takes longer and nothing else tells: a grey failure."),
        kind("down", "Down", "Whatever comes is refused at once."),
        kind("silent", "Silent", "Whatever comes vanishes without an answer; only a timer notices."),
        kind("errors", "Errors", "A share of the work fails, quickly."),
        kind("loss", "Lost messages", "A share of the messages vanishes, each way: the work may have been done."),
        kind("certificate", "Certificate expired", "New connections fail; existing ones live until they are recycled."),
        kind("capacity", "Less capacity", "A share of the workers is left, as after losing a site."),
        kind("cache_flush", "Cache flushed", "The cache is emptied at the start of the fault."),
        kind("index_lost", "Index lost", "Every read of the database is a full scan."),
        kind("card_testing", "Card testing", "Somebody tries out card numbers with small amounts, at one merchant."),
    ],
    place: FieldText {
        label: "Where",
        unit: Unit::NONE,
        help: "The stage that it happens to. Not every kind can happen everywhere.",
        source: "Where that kind usually happens.",
    },
    places: &[
        place("gateway", "Gateway"),
        place("channel", "Channel"),
        place("card_management", "Card management"),
        place("database", "Database"),
        place("processor_1", "Processor 1"),
        place("processor_2", "Processor 2"),
        place("processor_3", "Processor 3"),
        place("processor_4", "Processor 4"),
        place("processor_5", "Processor 5"),
        place("processor_6", "Processor 6"),
        place("processor_7", "Processor 7"),
        place("processor_8", "Processor 8"),
        place("processor_9", "Processor 9"),
        place("processor_10", "Processor 10"),
        place("processor_11", "Processor 11"),
        place("processor_12", "Processor 12"),
        place("processor_13", "Processor 13"),
        place("processor_14", "Processor 14"),
        place("processor_15", "Processor 15"),
        place("processor_16", "Processor 16"),
        place("risk_check", "Risk check"),
        place("token_vault", "Token vault"),
        place("security_module", "Security module"),
    ],
    start: FieldText {
        label: "Begins at",
        unit: S,
        help: "Simulated time. Before it the run is the same, payment by payment, as without the fault.",
        source: "The start of the run.",
    },
    duration: FieldText {
        label: "Lasts",
        unit: S,
        help: "Then it is gone at once. What it left behind, in queues and in the books, is not.",
        source: "Long enough to see, short enough to see it end.",
    },
    times: FieldText {
        label: "Takes",
        unit: TIMES,
        help: "How many times as long work that begins takes.",
        source: "Assumption: 5 to 20 times is common.",
    },
    errors: FieldText {
        label: "Share that fails",
        unit: PERCENT,
        help: "The rest is answered as before.",
        source: "Half, so that both are seen.",
    },
    loss: FieldText {
        label: "Share lost",
        unit: PERCENT,
        help: "Of the requests and of the answers.",
        source: "Half, so that both are seen.",
    },
    capacity: FieldText {
        label: "Workers left",
        unit: PERCENT,
        help: "At least one is left. Those who are at work finish it.",
        source: "Two sites of three.",
    },
    recycle: FieldText {
        label: "Connections live for",
        unit: S,
        help: "Within this time all of them are recycled, one after the other, and fail from then on.",
        source: "Assumption: five minutes.",
    },
    probes: FieldText {
        label: "Probes",
        unit: PROBES,
        help: "They come beside the payments and take what every payment takes.",
        source: "Assumption: 40 times what the shop has.",
    },
    valid: FieldText {
        label: "Numbers that exist",
        unit: PERCENT,
        help: "These are approved, and the attacker has learned a card. The rest is declined (14).",
        source: "Assumption: 98 % are declined.",
    },
    now: "Break it now",
    now_kind: "What goes wrong here",
    break_now: "Break it now",
    now_help: "Adds a fault that begins at the present simulated second and lasts half a minute.",
    script: "Open the fault script",
};
