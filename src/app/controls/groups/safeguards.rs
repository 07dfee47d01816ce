//! The safeguards: each switch with what breaks without it and what the run counts of it, and what is always checked.

use super::{enquiry, follow_up, guards, health, overload, scaling, within};
use crate::app::controls::Measured;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::app::controls::naming::name;
use crate::experiment::{Invariant, RecoveryReport, Report};
use crate::scenario::Caution;
use std::rc::Rc;
use yew::prelude::*;

/// What this page shows.
pub(super) const OWNS: &[&str] =
    &["safeguards", guards::OWNS, overload::OWNS, health::OWNS, scaling::OWNS, enquiry::OWNS, follow_up::OWNS];

const IDEMPOTENCY: Lens<bool> = Lens {
    field: "safeguards.idempotency",
    get: |scenario| scenario.safeguards.idempotency,
    set: |scenario, on| scenario.safeguards.idempotency = on,
};
const REVERSALS: Lens<bool> = Lens {
    field: "safeguards.reversals",
    get: |scenario| scenario.safeguards.reversals,
    set: |scenario, on| scenario.safeguards.reversals = on,
};
const STAND_IN: Lens<bool> = Lens {
    field: "safeguards.stand_in",
    get: |scenario| scenario.safeguards.stand_in,
    set: |scenario, on| scenario.safeguards.stand_in = on,
};
const DROP_ABANDONED: Lens<bool> = Lens {
    field: "safeguards.drop_abandoned",
    get: |scenario| scenario.safeguards.drop_abandoned,
    set: |scenario, on| scenario.safeguards.drop_abandoned = on,
};
const DELAY: Lens<f64> = Lens {
    field: "safeguards.forward_delay_s",
    get: |scenario| scenario.safeguards.forward_delay_s,
    set: |scenario, value| scenario.safeguards.forward_delay_s = value,
};
const INTERVAL: Lens<f64> = Lens {
    field: "safeguards.forward_interval_s",
    get: |scenario| scenario.safeguards.forward_interval_s,
    set: |scenario, value| scenario.safeguards.forward_interval_s = value,
};
const WAIT: Lens<f64> = Lens {
    field: "safeguards.forward_wait_s",
    get: |scenario| scenario.safeguards.forward_wait_s,
    set: |scenario, value| scenario.safeguards.forward_wait_s = value,
};
const TRANSMISSIONS: Lens<u32> = Lens {
    field: "safeguards.forward_tries",
    get: |scenario| scenario.safeguards.forward_tries,
    set: |scenario, value| scenario.safeguards.forward_tries = value,
};
const AMOUNT: Lens<f64> = Lens {
    field: "safeguards.stand_in_amount",
    get: |scenario| scenario.safeguards.stand_in_amount,
    set: |scenario, value| scenario.safeguards.stand_in_amount = value,
};
const PER_CARD: Lens<u32> = Lens {
    field: "safeguards.stand_in_per_card",
    get: |scenario| scenario.safeguards.stand_in_per_card,
    set: |scenario, value| scenario.safeguards.stand_in_per_card = value,
};

pub(super) fn controls(desk: &Desk, measured: &Measured) -> Html {
    let text = &desk.text.safeguards;
    let counted = measured.report.as_deref().and_then(|report| report.recovery.as_ref());
    html! {
        <>
            if desk.scenario.answers_always_come() {
                <p key="idle" class="field-source-free quiet">{ text.idle }</p>
            }
            { cautions(desk) }
            if let Some(report) = measured.report.as_deref().filter(|report| report.recovery.is_some()) {
                <p key="window" class="field-source-free quiet">{ window(desk, report) }</p>
            }
            { desk.switch(text.idempotency, counted, &IDEMPOTENCY) }
            { desk.switch(text.reversals, counted, &REVERSALS) }
            { desk.switch(text.stand_in, counted, &STAND_IN) }
            { desk.switch(text.drop_abandoned, counted, &DROP_ABANDONED) }
            { forward(desk) }
            { limits(desk) }
            { guards::controls(desk, counted) }
            { overload::controls(desk, counted) }
            { health::controls(desk, measured) }
            { scaling::controls(desk, counted) }
            { enquiry::controls(desk, counted) }
            { follow_up::controls(desk) }
            if let Some(report) = &measured.report {
                { checked(desk, &report.invariants, counted) }
            }
        </>
    }
}

/// Since when is counted. Where the warm-up is found by the run itself, that is its start.
fn window(desk: &Desk, report: &Report) -> String {
    let from_s = if report.warm_up_found { 0.0 } else { report.simulated_s - report.window_s };
    (desk.text.safeguards.window)(from_s, report.simulated_s)
}

/// What is allowed and hardly ever meant, wherever it stands; this page's own is told at its switches.
fn cautions(desk: &Desk) -> Html {
    let (text, mut found) = (&desk.text.safeguards, desk.scenario.cautions());
    found.retain(|caution| !OWNS.iter().any(|own| within(own, caution.path)));
    if found.is_empty() {
        return Html::default();
    }
    let line = |caution: &Caution| {
        html! { <li>{ (text.caution_at)(&name(desk.text, caution.path), &(text.hazard)(&caution.hazard)) }</li> }
    };
    html! {
        <div key="cautions" class="field-caution">
            <p><b>{ text.cautions }</b></p>
            <ul>{ for found.iter().map(line) }</ul>
        </div>
    }
}

fn forward(desk: &Desk) -> Html {
    let text = &desk.text.safeguards;
    let owns = [DELAY.field, INTERVAL.field, WAIT.field, TRANSMISSIONS.field].map(str::to_owned).to_vec();
    html! {
        <More key="forward" text={desk.text} label={text.forward} {owns} problems={Rc::clone(&desk.problems)}>
            { desk.number(text.forward_delay, Gauge::FORWARD_S, &DELAY) }
            { desk.number(text.forward_interval, Gauge::FORWARD_S, &INTERVAL) }
            { desk.number(text.forward_wait, Gauge::FORWARD_WAIT_S, &WAIT) }
            { desk.count(text.forward_tries, Gauge::TRANSMISSIONS, &TRANSMISSIONS) }
        </More>
    }
}

fn limits(desk: &Desk) -> Html {
    let text = &desk.text.safeguards;
    let owns = [AMOUNT.field, PER_CARD.field].map(str::to_owned).to_vec();
    html! {
        <More key="limits" text={desk.text} label={text.stand_in_limits} {owns} problems={Rc::clone(&desk.problems)}>
            { desk.number(text.stand_in_amount, Gauge::AMOUNT, &AMOUNT) }
            { desk.count(text.stand_in_per_card, Gauge::PER_CARD, &PER_CARD) }
        </More>
    }
}

/// What must hold in every run, and the first payment for which it did not.
fn checked(desk: &Desk, laws: &[Invariant], counted: Option<&RecoveryReport>) -> Html {
    let text = &desk.text.safeguards;
    let law = |law: &Invariant| {
        let (sign, said) = match law.violations {
            0 => ("✓", text.holds.to_owned()),
            count => ("✕", (text.broken)(count)),
        };
        html! {
            <li key={law.name.to_string()} data-broken={(law.violations > 0).to_string()}>
                <span aria-hidden="true">{ sign }</span>
                <span>{ law.name.to_string() }{ ": " }<b>{ said }</b></span>
            </li>
        }
    };
    html! {
        <section key="checked" class="checked" aria-label={text.checked}>
            <h3>{ text.checked }</h3>
            <p class="quiet">{ text.since }</p>
            <ul>{ for laws.iter().map(law) }</ul>
            if let Some(payment) = counted.and_then(|counted| counted.first_violating) {
                <p class="checked-first">{ (text.first)(payment) }</p>
            }
        </section>
    }
}
