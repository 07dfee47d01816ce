//! The shell in English.

use super::{
    AnnouncementsText, BarText, DisplayText, HelpText, MoneyText, NoticesText, RegionsText, ShellText, TermText,
    TransportText, VerdictText,
};
use crate::app::state::View;
use crate::app::text::formulas::needed;

pub(in crate::app::text) const ENGLISH: ShellText = ShellText {
    name: "Switchyard",
    skip: "Skip to the drawing",
    regions: RegionsText {
        stage: "The payment system",
        below: "Charts, formulas and trials",
        controls: "Controls",
        coming: "Loading.",
        later: "Charts, formulas and trials come with the first payments: press play.",
        now: "Show them now",
    },
    bar: BAR,
    transport: TRANSPORT,
    verdict: VERDICT,
    display: DISPLAY,
    help: HELP,
    notices: NOTICES,
    announcements: AnnouncementsText {
        playing: "Playing.",
        paused: "Paused.",
        problems: |count| match count {
            1 => "One value is not allowed; the last valid run goes on.".to_owned(),
            count => format!("{count} values are not allowed; the last valid run goes on."),
        },
        unstable: "Unstable: a queue grows without end.",
        overloaded: "Overloaded: a full queue turns payments away.",
    },
};

const BAR: BarText = BarText {
    views: "Views",
    view: |view| match view {
        View::Play => "Play",
        View::Formulas => "Formulas",
        View::Balance => "Balance",
        View::Cache => "Cache",
        View::Verify => "Verify",
    },
    title: "Title of the scenario",
    title_help: "What this scenario is called. The title travels with the link.",
    untitled: "Untitled",
    watch: "Watch",
    presets: "Presets",
    presets_help: "Scenarios to start from, each with one question",
    preset_current: "shown now",
    undo: "Undo",
    redo: "Redo",
    share: "Share",
    share_help: "A link that restores this scenario with its seed",
    link: "Link to this scenario",
    link_note: "Scenario, seed and what you pinned are in the link itself; nothing is stored on a server.",
    embed: "Code for your own page",
    embed_note: "Shows the drawing, the figures and the transport, in the size of its frame.",
    copy: "Copy",
    controls: "Controls",
    controls_help: "Open or close the controls of the scenario; a stage of the drawing opens its own",
    raise: "Taller",
    lower: "Lower",
    close: "Close",
};

const TRANSPORT: TransportText = TransportText {
    region: "Transport",
    play: "Play",
    pause: "Pause",
    play_help: "Let time go on or stand still (Space or K)",
    step_event: "Step one event",
    step_event_help: "One event further: an arrival, a start or an end of service (.)",
    step_decision: "Step to the next decision",
    step_decision_help: "Up to and including the balancer's next pick (,)",
    reset: "Reset",
    reset_help: "The same run from its beginning, with the same seed (R)",
    new_seed: "New seed",
    new_seed_help: "The same scenario with other random numbers (N)",
    seed: "Seed",
    seed_help: "Where the random numbers begin. The same scenario and seed give the same run, to the last bit.",
    seed_problem: |max| format!("A whole number from 0 to {max}."),
    speed: "Speed",
    speed_help: "Simulated seconds per second of yours",
    speed_words: |factor| match factor {
        Some("1") => "real time".to_owned(),
        Some(factor) => format!("{factor} simulated seconds per second"),
        None => "as fast as possible".to_owned(),
    },
    slow: "slow motion",
    real: "real time",
    fast: "time lapse",
    max: "as fast as possible",
    clock: "Simulated time",
    events: "Events",
    events_unit: "/s",
    pace: "Actual pace",
    pace_unit: "× real time",
    starting: "Starting the simulation",
    stopped: "The simulation has stopped",
    replaying: |share| format!("Replaying, {share}"),
};

const VERDICT: VerdictText = VerdictText {
    region: "Verdict",
    objective: TermText {
        name: "Objective",
        meaning: "The promise: a share of the answers within a response time, and a share of payments that get a \
                  correct answer at all. Met when the measured shares reach both, missed when one does not; too close \
                  to call while a 95 % interval holds what was promised.",
    },
    met: "met",
    so_far: "so far",
    missed: "missed",
    close: "too close to call",
    undecided: "too early to say",
    in_time: |measured| format!("{measured} in time"),
    answered: |measured| format!("{measured} answered"),
    promised: |share, time| format!("promised {share} within {time}"),
    promised_answered: |share| format!("promised {share} answered"),
    throughput: TermText {
        name: "Throughput",
        meaning: "Final, correct answers per second: payments that the issuer approved or declined for a good reason, and \
                  fraud that a control blocked.",
    },
    goodput: TermText {
        name: "Goodput",
        meaning: "The part of the throughput that was answered within the objective's response time, without the payments \
                  that turned out to be charged twice or approved without a hold. The chart shows them too: it does not \
                  know yet.",
    },
    response: "Response",
    p50: TermText {
        name: "p50",
        meaning: "Median response time: half of the answers took no longer, from the intended arrival to the answer.",
    },
    p95: TermText {
        name: "p95",
        meaning: "95 of 100 answers took no longer, from the intended arrival to the answer.",
    },
    p99: TermText {
        name: "p99",
        meaning: "99 of 100 answers took no longer, from the intended arrival to the answer.",
    },
    availability: TermText {
        name: "Availability",
        meaning: "Payments that got a correct answer among all that ended and, where answers may be lost and nobody ends the \
                  wait, those under way for longer than the objective. A decline for a good reason is a correct \
                  answer; a full queue, a technical failure or a payment that is charged twice is none. The chart cannot \
                  know of a double charge yet: it is found later.",
    },
    ok: TermText {
        name: "OK",
        meaning: "Payments that ended with a correct answer: approved, or declined for a good reason.",
    },
    failed: TermText {
        name: "Failed",
        meaning: "Payments that ended without a correct answer: turned away, failed at the issuer, given up, or with an \
                  outcome that nobody knows.",
    },
    money: MONEY,
    of_ended: |ended| format!("of {ended}"),
    empty: "nothing yet",
    warming_up: "warming up",
    needed,
    varying: "varies with time",
    unstable: "no steady state",
    unstable_because: |why| format!("Unstable: {why}."),
    overloaded_because: |why| format!("Overloaded: {why}."),
    window: |window, warm_up| format!("Last {window}, since the warm-up of {warm_up}"),
    window_whole: |window| format!("Last {window}, the whole run"),
    window_found: |window, warm_up| format!("Last {window}; the first {warm_up} were found to be warm-up"),
    window_looking: |window| format!("Last {window}; the end of the warm-up is being looked for"),
    window_late: |window, warm_up| {
        format!("Last {window}; the warm-up seems to be {warm_up}, more than a quarter of the run, so no interval yet")
    },
    window_drift: |window| format!("Last {window}; the run still drifts, so no interval yet"),
    warm_up: |done, whole| format!("Warming up, {done} of {whole}: these figures begin afresh after it."),
    interval: "± is a 95 % interval.",
    idle: "No figures yet: press play.",
    replaying: "Your change is being replayed. Until it has caught up, these figures are those of the run before.",
    a: "A",
    b: "B",
    difference: "B − A",
    same: "exactly 0",
    pin: "Pin as A",
    pin_help: "Keep this scenario as A, then change a control: A and B run side by side on the same random numbers",
    unpin: "Unpin A",
    unpin_help: "End the comparison and keep B",
    points: "points",
    compared: "A is pinned, B is what you change; both see the same random numbers.",
};

const MONEY: MoneyText = MoneyText {
    books: TermText {
        name: "Money",
        meaning: "What each merchant knows of its payment against what the issuer's books say, compared as soon as nothing \
                  about the payment is open any more: until then it is open here, with what is held for it. Whether the \
                  books agree, and who was first, counts from the first payment on; all sums count since the end of the \
                  warm-up. Exact for this run, another seed counts otherwise. Amounts are made up.",
    },
    agree: "books agree",
    differ: "books differ",
    broken: "a law is broken",
    which: "Safeguards say which",
    exact: "exact for this run; amounts in EUR, made up",
    first: |payment| format!("first at payment {payment}"),
    open: |count, amount| format!("{count} open, {amount}\u{a0}EUR held"),
    amount: |amount| format!("{amount}\u{a0}EUR, exact"),
    double_charges: TermText {
        name: "Double charges",
        meaning: "Charges beyond the first of a payment: it was sent again and nobody knew that it was the same one.",
    },
    stuck_holds: TermText {
        name: "Stuck holds",
        meaning: "Amounts that stay held on cards for payments that did not succeed: approved, the answer lost, never \
                  reversed.",
    },
    unfounded: TermText {
        name: "Unfounded",
        meaning: "Payments that succeeded for the merchant although no approval of theirs stands.",
    },
    sales_lost: TermText {
        name: "Sales lost",
        meaning: "Payments that the issuer would have approved and that did not succeed: turned away, failed, unknown, or \
                  the shopper left.",
    },
    unknown: TermText {
        name: "Unknown outcomes",
        meaning: "Payments that ended without anybody at the merchant's knowing: the last timer fired. Neither success nor \
                  failure.",
    },
    lost_writes: (
        TermText {
            name: "Lost writes",
            meaning: "Approvals that were answered when only the cache had them, and that went with it. The books here know \
                      them; the issuer's database does not.",
        },
        "exact for this run",
    ),
};

const DISPLAY: DisplayText = DisplayText {
    name: "Appearance",
    help: "Theme and motion",
    theme: "Theme",
    themes: ["System", "Light", "Dark"],
    motion: "Motion",
    motions: ["System", "On", "Off"],
    motion_note: "Without motion, widths, counts and words show the same.",
};

const HELP: HelpText = HelpText {
    name: "Help",
    help: "What this is, and the keys (?)",
    about: &[
        "Switchyard simulates a payment system, event by event, in this tab. A payment enters at the gateway, is given \
         to a processor by the balancer, crosses the channel, and is decided by the card-management system, whose cache \
         stands in front of a database.",
        "Pick a stage of the drawing to change it. Whatever you change, the run is replayed with the same random \
         numbers to the same instant, so what differs is your change and nothing else.",
        "Every figure says how sure it is: warming up, ± a 95 % interval, or unstable, and why.",
    ],
    shortcuts: "Keys",
    shortcuts_on: "Single keys are shortcuts",
    keys: &[
        (&["Space", "K"], "Play or pause"),
        (&["."], "Step one event"),
        (&[","], "Step to the balancer's next decision"),
        (&["R"], "Reset with the same seed"),
        (&["N"], "New seed"),
        (&["Ctrl Z"], "Undo"),
        (&["Ctrl Shift Z"], "Redo"),
        (&["?"], "This help"),
        (&["Esc"], "Close a panel"),
    ],
    version: |page, engine| format!("Switchyard {page}, engine {engine}"),
};

const NOTICES: NoticesText = NoticesText {
    no_workbench: "Controls, charts and trials could not be loaded. Reload the page; if that does not help, its files are incomplete.",
    region: "Notice",
    damaged: "The link could not be opened.",
    damaged_instead: "What you had is untouched, and the link is still in the address.",
    newer: |version| format!("A newer Switchyard made it ({version}); open it there."),
    damage: |how| format!("It is damaged: {}.", how.trim_end_matches('.')),
    problem: |path, value, allowed| format!("{path} is {value}; allowed: {allowed}"),
    refused: "The simulation refused this scenario. The last valid run goes on.",
    copied: "Copied.",
    not_copied: "Your browser did not allow copying. Select the text and copy it yourself.",
    restarted: |version, seed| {
        format!(
            "The simulation crashed and was started again, paused, with your scenario and seed. Switchyard {version}, \
             seed {seed}."
        )
    },
    stopped: |version, seed| {
        format!(
            "The simulation crashed twice on this scenario and stays stopped. Change something, or reset to try once \
             more. Switchyard {version}, seed {seed}."
        )
    },
    copy_details: "Copy details",
    mismatch: "This page is newer than the simulation that your browser kept. Reload to bring them together.",
    reload: "Reload",
    dismiss: "Dismiss",
};
