//! Security: who cheats, the risk check with its challenge, velocity rules, tokens, and the security module.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::app::text::FieldText;
use crate::scenario::Service;
use std::rc::Rc;
use yew::prelude::*;

/// What this page shows.
pub(super) const OWNS: &[&str] = &["security"];

/// Workers, places, thresholds and tries that come when there were none.
const FIRST_WORKERS: u32 = 16;
const FIRST_QUEUE: u32 = 200;
const FIRST_CHALLENGE: f64 = 2.6;
const FIRST_BLOCK: f64 = 3.09;
const FIRST_CARD_TRIES: u32 = 10;
const FIRST_MERCHANT_TRIES: u32 = 6_000;

/// A lens on a field of the security section.
macro_rules! lens {
    ($name:ident, $kind:ty, $field:literal, $($place:ident).+) => {
        const $name: Lens<$kind> = Lens {
            field: concat!("security.", $field),
            get: |scenario| scenario.security.$($place).+.clone(),
            set: |scenario, value| scenario.security.$($place).+ = value,
        };
    };
}

lens!(ENABLED, bool, "enabled", enabled);
lens!(FRAUD_SHARE, f64, "fraud_share", fraud_share);
lens!(FRAUD_AMOUNT, f64, "fraud_amount_times", fraud_amount_times);
lens!(SEPARATION, f64, "separation", separation);
lens!(MERCHANTS, u32, "merchants", merchants);
lens!(SCORING, bool, "scoring", scoring);
lens!(CHECK_WORKERS, Option<u32>, "risk_check.workers", risk_check.workers);
lens!(CHECK_QUEUE, Option<u32>, "risk_check.queue_limit", risk_check.queue_limit);
lens!(CHECK_SERVICE, Service, "risk_check.service", risk_check.service);
lens!(TIMEOUT, f64, "score_timeout_ms", score_timeout_ms);
lens!(FAIL_OPEN, bool, "fail_open", fail_open);
lens!(CHALLENGE_ABOVE, Option<f64>, "challenge_above", challenge_above);
lens!(BLOCK_ABOVE, Option<f64>, "block_above", block_above);
lens!(CHALLENGE_TIME, Service, "challenge_time", challenge_time);
lens!(ABANDONED, f64, "challenge_abandoned_share", challenge_abandoned_share);
lens!(FRAUD_PASSES, f64, "challenge_fraud_passes_share", challenge_fraud_passes_share);
lens!(CARD_TRIES, Option<u32>, "card_tries", card_tries);
lens!(MERCHANT_TRIES, Option<u32>, "merchant_tries", merchant_tries);
lens!(WITHIN, f64, "tries_within_s", tries_within_s);
lens!(TOKENISATION, bool, "tokenisation", tokenisation);
lens!(VAULT_WORKERS, Option<u32>, "token_vault.workers", token_vault.workers);
lens!(VAULT_QUEUE, Option<u32>, "token_vault.queue_limit", token_vault.queue_limit);
lens!(VAULT_SERVICE, Service, "token_vault.service", token_vault.service);
lens!(VAULT_STOPS, f64, "tokenisation_stops_share", tokenisation_stops_share);
lens!(PIN_CHECK, bool, "pin_check", pin_check);
lens!(MODULE_WORKERS, Option<u32>, "security_module.workers", security_module.workers);
lens!(MODULE_QUEUE, Option<u32>, "security_module.queue_limit", security_module.queue_limit);
lens!(MODULE_SERVICE, Service, "security_module.service", security_module.service);
lens!(PIN_STOPS, f64, "pin_check_stops_share", pin_check_stops_share);

pub(super) fn controls(desk: &Desk) -> Html {
    let text = &desk.text.security;
    html! {
        <>
            { desk.switch(text.enabled, None, &ENABLED) }
            { fold(desk, "fraud", text.fraud, vec![FRAUD_SHARE.field, FRAUD_AMOUNT.field, SEPARATION.field, MERCHANTS.field], html! {
                <>
                    { desk.number(text.fraud_share, Gauge::SMALL_SHARE, &FRAUD_SHARE) }
                    { desk.number(text.fraud_amount, Gauge::AMOUNT_TIMES, &FRAUD_AMOUNT) }
                    { desk.number(text.separation, Gauge::SEPARATION, &SEPARATION) }
                    { desk.count(text.merchants, Gauge::MERCHANTS, &MERCHANTS) }
                </>
            }) }
            { scoring(desk) }
            { check(desk) }
            { challenge(desk) }
            { velocity(desk) }
            { desk.switch(text.tokenisation, None, &TOKENISATION) }
            { guard(desk, ("tokens", text.tokens), text.vault, VAULT, (text.vault_stops, &VAULT_STOPS)) }
            { desk.switch(text.pin_check, None, &PIN_CHECK) }
            { guard(desk, ("pin", text.pin), text.module, MODULE, (text.pin_stops, &PIN_STOPS)) }
            <p key="scope" class="field-source-free quiet">{ text.scope }</p>
        </>
    }
}

fn fold(desk: &Desk, key: &'static str, label: &'static str, owns: Vec<&'static str>, fields: Html) -> Html {
    let owns: Vec<String> = owns.into_iter().map(str::to_owned).collect();
    html! { <More {key} text={desk.text} {label} {owns} problems={Rc::clone(&desk.problems)}>{ fields }</More> }
}

/// What the groups of the stations beside the way show.
pub(super) const CHECK_OWNS: &[&str] =
    &[SCORING.field, BLOCK_ABOVE.field, CHALLENGE_ABOVE.field, FAIL_OPEN.field, "security.risk_check", TIMEOUT.field];
pub(super) const VAULT_OWNS: &[&str] = &[TOKENISATION.field, "security.token_vault", VAULT_STOPS.field];
pub(super) const MODULE_OWNS: &[&str] = &[PIN_CHECK.field, "security.security_module", PIN_STOPS.field];

/// The risk check alone.
pub(super) fn risk_check(desk: &Desk) -> Html {
    let text = &desk.text.security;
    html! {
        <>
            { scoring(desk) }
            { station(desk, text.risk_check, CHECK) }
            { desk.number(text.timeout, Gauge::TIMER_MS, &TIMEOUT) }
        </>
    }
}

/// The token vault alone.
pub(super) fn token_vault(desk: &Desk) -> Html {
    let text = &desk.text.security;
    html! {
        <>
            { desk.switch(text.tokenisation, None, &TOKENISATION) }
            { station(desk, text.vault, VAULT) }
            { desk.number(text.vault_stops, Gauge::SHARE, &VAULT_STOPS) }
        </>
    }
}

/// The security module alone.
pub(super) fn security_module(desk: &Desk) -> Html {
    let text = &desk.text.security;
    html! {
        <>
            { desk.switch(text.pin_check, None, &PIN_CHECK) }
            { station(desk, text.module, MODULE) }
            { desk.number(text.pin_stops, Gauge::SHARE, &PIN_STOPS) }
        </>
    }
}

/// Whether payments are scored, and what is done by the score.
fn scoring(desk: &Desk) -> Html {
    let text = &desk.text.security;
    html! {
        <>
            { desk.switch(text.scoring, None, &SCORING) }
            { desk.timer(text.block_above, Gauge::THRESHOLD, FIRST_BLOCK, &BLOCK_ABOVE) }
            { desk.timer(text.challenge_above, Gauge::THRESHOLD, FIRST_CHALLENGE, &CHALLENGE_ABOVE) }
            { desk.switch(text.fail_open, None, &FAIL_OPEN) }
        </>
    }
}

fn check(desk: &Desk) -> Html {
    let text = &desk.text.security;
    fold(
        desk,
        "check",
        text.check,
        vec!["security.risk_check", TIMEOUT.field],
        html! {
            <>
                { station(desk, text.risk_check, CHECK) }
                { desk.number(text.timeout, Gauge::TIMER_MS, &TIMEOUT) }
            </>
        },
    )
}

fn challenge(desk: &Desk) -> Html {
    let text = &desk.text.security;
    fold(
        desk,
        "challenge",
        text.challenge,
        vec![CHALLENGE_TIME.field, ABANDONED.field, FRAUD_PASSES.field],
        html! {
            <>
                { desk.service(text.challenge_time, &CHALLENGE_TIME) }
                { desk.number(text.abandoned, Gauge::SHARE, &ABANDONED) }
                { desk.number(text.fraud_passes, Gauge::SHARE, &FRAUD_PASSES) }
            </>
        },
    )
}

fn velocity(desk: &Desk) -> Html {
    let text = &desk.text.security;
    fold(
        desk,
        "velocity",
        text.velocity,
        vec![CARD_TRIES.field, MERCHANT_TRIES.field, WITHIN.field],
        html! {
            <>
                { desk.limit(text.card_tries, Gauge::VELOCITY_TRIES, FIRST_CARD_TRIES, &CARD_TRIES) }
                { desk.limit(text.merchant_tries, Gauge::VELOCITY_TRIES, FIRST_MERCHANT_TRIES, &MERCHANT_TRIES) }
                { desk.number(text.within, Gauge::VELOCITY_S, &WITHIN) }
            </>
        },
    )
}

/// Workers, queue and time of a guard.
type Station<'a> = (&'a Lens<Option<u32>>, &'a Lens<Option<u32>>, &'a Lens<Service>);
const CHECK: Station<'static> = (&CHECK_WORKERS, &CHECK_QUEUE, &CHECK_SERVICE);
const VAULT: Station<'static> = (&VAULT_WORKERS, &VAULT_QUEUE, &VAULT_SERVICE);
const MODULE: Station<'static> = (&MODULE_WORKERS, &MODULE_QUEUE, &MODULE_SERVICE);

fn station(desk: &Desk, words: [FieldText; 3], (workers, queue, service): Station<'_>) -> Html {
    html! {
        <>
            { desk.limit(words[0], Gauge::WORKERS, FIRST_WORKERS, workers) }
            { desk.limit(words[1], Gauge::QUEUE, FIRST_QUEUE, queue) }
            { desk.service(words[2], service) }
        </>
    }
}

/// A guard on the way to the issuer: its station, and how much fraud it stops.
fn guard(
    desk: &Desk,
    (key, label): (&'static str, &'static str),
    words: [FieldText; 3],
    of: Station<'_>,
    (stops_words, stops): (FieldText, &Lens<f64>),
) -> Html {
    let section = of.2.field.trim_end_matches(".service");
    fold(
        desk,
        key,
        label,
        vec![section, stops.field],
        html! {
            <>
                { station(desk, words, of) }
                { desk.number(stops_words, Gauge::SHARE, stops) }
            </>
        },
    )
}
