//! Texts of the area `topology`.

use crate::scenario::FaultKind;

/// Texts of the area `topology`.
#[derive(Debug)]
pub struct TopologyText {
    /// Name of the area for assistive technology.
    pub region: &'static str,
    /// What the drawing shows and how to move in it, for assistive technology.
    pub summary: &'static str,
    /// Said while nothing has been simulated.
    pub empty: &'static str,
    /// Names of the places.
    pub merchants: &'static str,
    /// The front door.
    pub gateway: &'static str,
    /// Where the processor is chosen.
    pub balancer: &'static str,
    /// The network.
    pub channel: &'static str,
    /// Where the card is looked up.
    pub card_management: &'static str,
    /// Where the cards are kept.
    pub database: &'static str,
    /// Where a payment is scored.
    pub risk_check: &'static str,
    /// Where a token becomes a card number.
    pub token_vault: &'static str,
    /// Where PIN or cryptogram is checked.
    pub security_module: &'static str,
    /// The same where there is little room.
    pub security_module_short: &'static str,
    /// Who work off what was accepted.
    pub forwarders: &'static str,
    /// What a channel is.
    pub card_network: &'static str,
    /// What a channel is.
    pub instant_rail: &'static str,
    /// By when a transfer must have its answer.
    pub limit: fn(&str) -> String,
    /// What a channel is.
    pub ledger: &'static str,
    /// Time until the next block.
    pub next_block: fn(&str) -> String,
    /// Payments in a block that is not final.
    pub unconfirmed: fn(&str) -> String,
    /// A processor by its number, counted from 1.
    pub processor: fn(u32) -> String,
    /// Unit of the arrival rate.
    pub per_second: &'static str,
    /// Under the arrival rate.
    pub arriving: &'static str,
    /// Unit of a number of clients.
    pub clients: &'static str,
    /// Under the number of clients.
    pub taking_turns: &'static str,
    /// After a number of workers at work, of so many.
    pub of: fn(&str) -> String,
    /// After a number of workers at work, of any number.
    pub busy: &'static str,
    /// A processor's speed.
    pub speed: fn(&str) -> String,
    /// A processor's weight.
    pub weight: fn(&str) -> String,
    /// Share of the look-ups that found their card in the last moments.
    pub hits: fn(&str) -> String,
    /// Where nothing is kept.
    pub no_cache: &'static str,
    /// How full the cache is: kept, capacity.
    pub kept: fn(&str, &str) -> String,
    /// Label of a place with workers: name, waiting, busy, workers.
    pub station: fn(&str, &str, &str, &str) -> String,
    /// Label of a place with any number of workers: name, waiting, busy.
    pub open_station: fn(&str, &str, &str) -> String,
    /// Added to a label: turned away.
    pub turned_away: fn(&str) -> String,
    /// Added to a label: it turns payments away now, or would.
    pub full: &'static str,
    /// Label of the merchants: arrivals per second.
    pub merchants_rate: fn(&str) -> String,
    /// Label of the merchants: clients.
    pub merchants_clients: fn(&str) -> String,
    /// Label of the balancer: policy.
    pub balancer_policy: fn(&str) -> String,
    /// Label of the balancer: policy, the processor picked last.
    pub balancer_pick: fn(&str, &str) -> String,
    /// A station beside the way.
    pub beside: &'static str,
    /// A bead on its way to the card.
    pub under_way: &'static str,
    /// A bead in a queue.
    pub waiting: &'static str,
    /// An answer.
    pub approved: &'static str,
    /// An answer.
    pub declined: &'static str,
    /// An answer, or none.
    pub failed: &'static str,
    /// No answer in time: neither success nor failure.
    pub unknown: &'static str,
    /// The shopper left.
    pub abandoned: &'static str,
    /// What is wrong with a place, in a word or two.
    pub fault: fn(FaultKind) -> String,
    /// How many payments a bead stands for.
    pub sample: fn(&str) -> String,
    /// Opens the help.
    pub help: &'static str,
    /// The help, a sentence or two each.
    pub help_lines: &'static [&'static str],
    /// Opens the table.
    pub table: &'static str,
    /// What the table shows.
    pub caption: &'static str,
    /// Heads of the table's columns.
    pub place: &'static str,
    /// Those in a queue.
    pub waiting_head: &'static str,
    /// Those at work.
    pub busy_head: &'static str,
    /// Those there are.
    pub workers_head: &'static str,
    /// Those sent away.
    pub turned_away_head: &'static str,
    /// Any number of workers.
    pub any: &'static str,
}

/// A table is written once for each language: two are the same when they are one.
impl PartialEq for TopologyText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// What is wrong with a place, in a word or two.
pub(super) fn fault(kind: FaultKind) -> String {
    let percent = |share: f64| format!("{}\u{a0}%", plain(share * 100.0));
    match kind {
        FaultKind::Slow { times } => format!("{}× slower", plain(times)),
        FaultKind::Down => "down".to_owned(),
        FaultKind::Silent => "silent".to_owned(),
        FaultKind::Errors { share } => format!("{} errors", percent(share)),
        FaultKind::Loss { share } => format!("{} lost", percent(share)),
        FaultKind::Certificate { .. } => "certificate expired".to_owned(),
        FaultKind::Capacity { share } => format!("{} of workers", percent(share)),
        FaultKind::CacheFlush => "cache flushed".to_owned(),
        FaultKind::IndexLost => "index lost".to_owned(),
        FaultKind::CardTesting { rate_per_s, .. } => format!("{} card tests/s", plain(rate_per_s)),
    }
}

/// A factor without needless digits.
fn plain(x: f64) -> String {
    format!("{x:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) const ENGLISH: TopologyText = TopologyText {
    region: "Topology",
    summary: "The payment network, from the merchants to the card and back. Arrow keys follow the rails, Enter opens \
              a place, Escape closes it.",
    empty: "All is quiet. Press play and payments set off from the merchants.",
    merchants: "Merchants",
    gateway: "Gateway",
    balancer: "Balancer",
    channel: "Channel",
    card_management: "Card management",
    database: "Database",
    risk_check: "Risk check",
    token_vault: "Token vault",
    security_module: "Security module",
    security_module_short: "HSM",
    forwarders: "Forwarders",
    card_network: "card network",
    instant_rail: "instant rail",
    limit: |limit| format!("limit {limit}"),
    ledger: "ledger",
    next_block: |time| format!("block in {time}"),
    unconfirmed: |count| format!("{count} to confirm"),
    processor: |number| format!("Processor {number}"),
    per_second: "/s",
    arriving: "arriving",
    clients: "clients",
    taking_turns: "take turns",
    of: |workers| format!("of {workers}"),
    busy: "busy",
    speed: |speed| format!("{speed}×"),
    weight: |weight| format!("w {weight}"),
    hits: |share| format!("{share} hits now"),
    no_cache: "nothing is kept",
    kept: |kept, capacity| format!("{kept} of {capacity} cards kept"),
    station: |name, waiting, busy, workers| format!("{name}: {waiting} waiting, {busy} of {workers} workers busy"),
    open_station: |name, waiting, busy| format!("{name}: {waiting} waiting, {busy} busy"),
    turned_away: |count| format!("{count} turned away"),
    full: "signal at stop",
    merchants_rate: |rate| format!("Merchants: {rate} payments per second arriving"),
    merchants_clients: |clients| format!("Merchants: {clients} clients take turns"),
    balancer_policy: |policy| format!("Balancer: {policy}"),
    balancer_pick: |policy, processor| format!("Balancer: {policy}, last pick {processor}"),
    beside: "station beside the way",
    under_way: "under way",
    waiting: "waiting",
    approved: "approved",
    declined: "declined",
    failed: "failed or turned away",
    unknown: "outcome unknown",
    abandoned: "shopper left",
    fault,
    sample: |payments| format!("1 bead = {payments} payments"),
    help: "How to read this",
    help_lines: &[
        "A bead is a payment. It leaves the merchants on the upper rail and comes back on the lower one, in the \
         colour and shape of its answer.",
        "Amber beads stand in a queue; more than eight fold into a bar with their count. Squares are workers, filled \
         while they are busy.",
        "A move lasts as long as in the simulation, but never less than a quarter of a second, so that you can see \
         it. Moves to and from the balancer take no simulated time at all and are drawn as a short glide.",
        "The turntable points at the processor that was picked last; the wider its rail, the larger its share. A \
         signal arm that is up means all is well; it drops to stop while payments are turned away, and while a fault of \
         the script stands there, with a word.",
        "A violet ring is an attempt whose answer did not come in time: it may have been approved all the same. Each \
         attempt is a bead of its own, so a payment that is tried again has several.",
        "A small plate stands beside the way: a security control, or the forwarders that work off what the gateway has \
         accepted. A payment that is there is drawn at the stage that the siding leads to.",
        "The channel says what it is: a card network, an instant rail with the limit for an answer, or a ledger with \
         the time until its next block. On a ledger the amber beads wait for a place in a block; those in a block wait until \
         enough others have followed.",
        "Press a bead to follow its payment: what happened to it is told below.",
        "A cell of the card-management system lights up when a card is found there, and changes when one is read \
         from the database.",
        "Hits now, the processors' shares and what a rail carries are fading averages over the last two seconds of your \
         clock, for the eye: they have no interval. Those turned away are counted from the start of the run on. The figures \
         of the run stand in the strip and in the charts.",
    ],
    table: "Show as table",
    caption: "Every place with a queue, now",
    place: "Place",
    waiting_head: "Waiting",
    busy_head: "Busy",
    workers_head: "Workers",
    turned_away_head: "Turned away so far",
    any: "any number",
};
