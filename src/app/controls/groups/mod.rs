//! Which controls stand in the group of a place, and which paths the group shows.

mod balancer;
mod channel;
mod database;
mod gateway;
mod issuer;
mod merchants;
mod overview;
mod processor;

use super::desk::Desk;
use crate::payment::Place;
use yew::prelude::*;

/// The controls of a place, or of the whole.
pub(super) fn controls(desk: &Desk, place: Option<Place>) -> Html {
    match place {
        None => overview::controls(desk),
        Some(Place::Merchants) => merchants::controls(desk),
        Some(Place::Gateway) => gateway::controls(desk),
        Some(Place::Balancer) => balancer::controls(desk),
        Some(Place::Channel) => channel::controls(desk),
        Some(Place::CardManagement) => issuer::controls(desk),
        Some(Place::Database) => database::controls(desk),
        Some(Place::Processor(number)) => processor::controls(desk, number),
    }
}

/// Whether the group of a place shows what is wrong at a path.
pub(super) fn shows(place: Option<Place>, path: &str) -> bool {
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
    };
    owned.iter().any(|prefix| within(prefix, path))
}

/// Whether a path is a field or lies below it.
pub(super) fn within(field: &str, path: &str) -> bool {
    path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}
