//! Texts of availability by its several definitions.

/// Texts of the panel.
#[derive(Debug)]
pub struct AvailabilityText {
    /// Title.
    pub title: &'static str,
    /// Why there are several figures.
    pub lead: &'static str,
    /// Before any payment has ended or is late.
    pub empty: &'static str,
    /// Which seconds the figures speak of: window, warm-up if there is one.
    pub window: fn(&str, Option<&str>) -> String,
    /// Heads: definition, figure, what was counted.
    pub heads: [&'static str; 3],
    /// Rows: good answers, correct answers, declines of the issuer, technical failures, submissions, windows, budget, budget of
    /// answers in time, nines.
    pub rows: [&'static str; 9],
    /// Good answers: payments that ended, response time of the objective.
    pub good: fn(&str, &str) -> String,
    /// Correct answers: payments that ended or hang, those of the ended that failed, what else has no correct answer; probes of an
    /// attack among them.
    pub correct: fn([&str; 3], Option<String>) -> String,
    /// Declines of the issuer: payments.
    pub declined: fn(&str) -> String,
    /// Technical failures: payments.
    pub technical: fn(&str) -> String,
    /// Behind those that failed: payments whose answer the books contradict.
    pub contradicted: fn(&str) -> String,
    /// Behind them: payments that hang.
    pub hanging: fn(&str) -> String,
    /// Behind the good answers: payments that are under way for longer than the objective.
    pub overdue: fn(&str) -> String,
    /// Submissions: sent, answered.
    pub tries: fn(&str, &str) -> String,
    /// Windows: up, all, length of one, least share of correct answers.
    pub time: fn(&str, &str, &str, &str) -> String,
    /// The longest time without a window that was up.
    pub longest: fn(&str) -> String,
    /// Burn rate.
    pub burn: fn(&str) -> String,
    /// Budget: availability that the objective names, payments that may fail, payments that failed.
    pub budget: fn(&str, &str, &str) -> String,
    /// Budget of answers in time: share and time that the objective names; payments that may miss it, that did.
    pub budget_in_time: fn(&str, &str, [&str; 2]) -> String,
    /// How long a budget of 30 days lasts at this rate.
    pub lasts: fn(&str) -> String,
    /// So many nines are proven.
    pub nines: fn(u32) -> String,
    /// No interval, no claim.
    pub no_nines: &'static str,
    /// What it takes for the next one: nines, payments.
    pub next_nine: fn(u32, &str) -> String,
    /// A figure that is counted, not estimated.
    pub count: &'static str,
    /// Why a figure has no interval: early, varying, unstable.
    pub bare: [&'static str; 3],
}

impl PartialEq for AvailabilityText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: AvailabilityText = AvailabilityText {
    title: "Availability, by its definitions",
    lead: "One incident, several true figures: per payment, per request and per minute are different promises. A correct \
           decline is a good answer; a payment that is charged twice, or whose approval nothing bears out, is none.",
    empty: "Nothing to say before the first payments have ended, or are late: play the run.",
    window: |window, warm_up| match warm_up {
        Some(warm_up) => format!("Measured over {window}, after a warm-up of {warm_up}."),
        None => format!("Measured over {window}."),
    },
    heads: ["Definition", "Measured", "What was counted"],
    rows: [
        "Answered in time",
        "Answered at all",
        "Declined by the issuer",
        "Failed technically",
        "Per request",
        "By time",
        "Error budget, answered at all",
        "Error budget, in time",
        "Nines, answered at all",
    ],
    good: |ended, within| format!("of {ended} payments that ended: final, correct, within {within}"),
    correct: |[all, failed, others], probes| {
        let whose = match probes {
            Some(probes) => {
                format!("{probes} were probes of an attack: what honest shoppers get stands under Security")
            }
            None => "what shoppers feel: a later try that succeeds is a success".to_owned(),
        };
        format!("of {all} payments, {failed} failed, however late the others came{others}; {whose}")
    },
    declined: |count| {
        format!(
            "{count} payments that ended with a no for a good reason, such as 51, 05 or 14 on a card network: answered, and available"
        )
    },
    technical: |count| {
        format!(
            "{count} payments that ended with a technical decline (91, 96), without an answer in time, or turned away"
        )
    },
    contradicted: |count| format!("; {count} were charged twice or approved without a hold"),
    hanging: |count| format!("; {count} more hang without an answer for longer than the objective"),
    overdue: |count| format!("; {count} more are under way for longer than that, and count as not in time"),
    tries: |sent, answered| {
        format!(
            "{answered} payments answered, {sent} requests sent; what a log of requests says: each failed try counts"
        )
    },
    time: |up, all, length, least| {
        format!("{up} of {all} windows of {length}; one is up if at least {least} of those that ended were answered")
    },
    longest: |time| format!("; longest outage {time}"),
    burn: |burn| format!("{burn} × the allowed rate"),
    budget: |target, allowed, failed| format!("{target} promised: {allowed} may fail, {failed} did"),
    budget_in_time: |target, within, [allowed, lost]| {
        format!("{target} promised within {within}: {allowed} may be late or fail, {lost} were or did")
    },
    lasts: |days| format!("; a budget of 30 days would last {days} at this rate"),
    nines: |nines| match nines {
        0 => "none shown".to_owned(),
        1 => "one nine shown (90\u{a0}%)".to_owned(),
        2 => "two nines shown (99\u{a0}%)".to_owned(),
        3 => "three nines shown (99.9\u{a0}%)".to_owned(),
        nines => format!("{nines} nines shown"),
    },
    no_nines: "no claim without an interval",
    next_nine: |nines, payments| {
        let word = ["no", "one", "two", "three", "four", "five", "six"];
        let nines = word.get(crate::math::index(nines)).map_or_else(|| nines.to_string(), |word| (*word).to_owned());
        format!(
            "by the lower end of the interval, 95\u{a0}% confidence; {nines} would take {payments} payments without a failure"
        )
    },
    count: "a count of this run, no interval",
    bare: ["too early for an interval", "one run that varies with time: a trial tells how much", "unstable"],
};
