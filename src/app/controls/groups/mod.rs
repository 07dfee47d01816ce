//! Which controls stand on each page and in the group of each place, and which paths these show.

mod balancer;
mod channel;
mod database;
mod enquiry;
mod faults;
mod follow_up;
mod gateway;
mod guards;
mod health;
mod issuer;
mod lookups;
mod merchants;
mod outlier;
mod overload;
mod overview;
mod processor;
mod routing;
mod safeguards;
mod scaling;
mod security;
mod waiting;
mod writes;
mod zones;

use super::break_now::BreakNow;
use super::desk::Desk;
use super::{Measured, Page};
use crate::payment::Place;
use yew::prelude::*;

/// The controls of a page; on the first one those of a place, or of the whole.
pub(super) fn controls(desk: &Desk, page: Page, place: Option<Place>, measured: &Measured) -> Html {
    match page {
        Page::Safeguards => return safeguards::controls(desk, measured),
        Page::Security => return security::controls(desk),
        Page::Faults => return faults::controls(desk),
        Page::Place => {}
    }
    let breakable = place.filter(|place| !matches!(place, Place::Merchants | Place::Balancer | Place::Forwarders));
    html! {
        <>
            { group(desk, place, measured) }
            if let Some(place) = breakable {
                <BreakNow key="break-now" desk={desk.clone()} {place} />
            }
        </>
    }
}

fn group(desk: &Desk, place: Option<Place>, measured: &Measured) -> Html {
    match place {
        None => overview::controls(desk),
        Some(Place::Merchants) => merchants::controls(desk),
        Some(Place::Gateway) => gateway::controls(desk),
        Some(Place::Balancer) => balancer::controls(desk),
        Some(Place::Channel) => channel::controls(desk, measured),
        Some(Place::CardManagement) => issuer::controls(desk, measured),
        Some(Place::Database) => database::controls(desk),
        Some(Place::Processor(number)) => processor::controls(desk, number),
        Some(Place::RiskCheck) => security::risk_check(desk),
        Some(Place::TokenVault) => security::token_vault(desk),
        Some(Place::SecurityModule) => security::security_module(desk),
        Some(Place::Forwarders) => follow_up::fields(desk),
    }
}

/// Whether a page shows what is wrong at a path.
pub(super) fn shows(page: Page, place: Option<Place>, path: &str) -> bool {
    let owned = match page {
        Page::Place => return group_shows(place, path),
        Page::Safeguards => safeguards::OWNS,
        Page::Security => security::OWNS,
        Page::Faults => faults::OWNS,
    };
    owned.iter().any(|prefix| within(prefix, path))
}

fn group_shows(place: Option<Place>, path: &str) -> bool {
    if let Some(Place::Processor(number)) = place
        && (path == format!("processors.speeds[{number}]") || path == format!("balancer.weights[{number}]"))
    {
        return true;
    }
    let owned = match place {
        None => overview::OWNS,
        Some(Place::Merchants) => merchants::OWNS,
        Some(Place::Gateway) => gateway::OWNS,
        Some(Place::Balancer) => balancer::OWNS,
        Some(Place::Channel) => channel::OWNS,
        Some(Place::CardManagement) => issuer::OWNS,
        Some(Place::Database) => database::OWNS,
        Some(Place::Processor(_)) => processor::OWNS,
        Some(Place::RiskCheck) => security::CHECK_OWNS,
        Some(Place::TokenVault) => security::VAULT_OWNS,
        Some(Place::SecurityModule) => security::MODULE_OWNS,
        Some(Place::Forwarders) => &[follow_up::OWNS],
    };
    owned.iter().any(|prefix| within(prefix, path))
}

/// Whether a path is a field or lies below it.
pub(super) fn within(field: &str, path: &str) -> bool {
    path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}
