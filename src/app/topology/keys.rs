//! Where an arrow key leads: along the rails, and across from one processor to the next.

use super::layout::{Form, Yard};
use crate::payment::Place;

/// A way to go on the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Onward,
    Back,
    Next,
    Previous,
    First,
    Last,
}

/// The place that a key leads to from another one; the same place at an end of the line, none for any other key.
pub(super) fn step(key: &str, from: Place, yard: &Yard, form: Form) -> Option<Place> {
    let way = match (form, key) {
        (_, "Home") => Way::First,
        (_, "End") => Way::Last,
        (Form::Wide, "ArrowRight") | (Form::Tall, "ArrowDown") => Way::Onward,
        (Form::Wide, "ArrowLeft") | (Form::Tall, "ArrowUp") => Way::Back,
        (Form::Wide, "ArrowDown") | (Form::Tall, "ArrowRight") => Way::Next,
        (Form::Wide, "ArrowUp") | (Form::Tall, "ArrowLeft") => Way::Previous,
        _ => return None,
    };
    Some(aside(way, from, yard))
}

/// The stations beside the way lie between a stage and what a key leads to from there: the forwarders after the gateway,
/// the others before their stage. Every other key leads from them to their stage.
fn aside(way: Way, from: Place, yard: &Yard) -> Place {
    let there = |place: Place| yard.beside.contains(&place).then_some(place);
    let on = |stage: Place| walk(way, stage, yard.processors);
    match (way, from) {
        (Way::First | Way::Last, _) => on(from),
        (Way::Next, Place::Gateway) => there(Place::Forwarders).unwrap_or_else(|| on(from)),
        (Way::Previous, Place::Gateway) => there(Place::RiskCheck).unwrap_or_else(|| on(from)),
        (Way::Previous, Place::Channel) => there(Place::TokenVault).unwrap_or_else(|| on(from)),
        (Way::Previous, Place::CardManagement) => there(Place::SecurityModule).unwrap_or_else(|| on(from)),
        (Way::Next, Place::Forwarders) | (Way::Previous, Place::RiskCheck) => on(Place::Gateway),
        (Way::Previous, Place::TokenVault) => on(Place::Channel),
        (Way::Previous, Place::SecurityModule) => on(Place::CardManagement),
        (_, Place::RiskCheck | Place::Forwarders) => Place::Gateway,
        (_, Place::TokenVault) => Place::Channel,
        (_, Place::SecurityModule) => Place::CardManagement,
        _ => on(from),
    }
}

fn walk(way: Way, from: Place, processors: u8) -> Place {
    use Place::{Balancer, CardManagement, Channel, Database, Gateway, Merchants, Processor};
    let central = Processor(processors.saturating_sub(1) / 2);
    match (way, from) {
        (Way::First, _) => Merchants,
        (Way::Last, _) => Database,
        (Way::Onward, Merchants) | (Way::Next, Merchants) => Gateway,
        (Way::Onward, Gateway) | (Way::Next, Gateway) => Balancer,
        (Way::Onward, Balancer) => central,
        (Way::Onward, Processor(_)) => Channel,
        (Way::Onward | Way::Next, Channel) => CardManagement,
        (Way::Onward | Way::Next, CardManagement | Database) => Database,
        (Way::Back | Way::Previous, Database) => CardManagement,
        (Way::Back | Way::Previous, CardManagement) => Channel,
        (Way::Back, Channel) => central,
        (Way::Back, Processor(_)) => Balancer,
        (Way::Back | Way::Previous, Gateway | Merchants) => Merchants,
        (Way::Back, Balancer) => Gateway,
        // From the turntable and from the channel the first and the last track are one key away.
        (Way::Previous, Balancer | Channel) => Processor(0),
        (Way::Next, Balancer) => Processor(processors.saturating_sub(1)),
        (Way::Next, Processor(number)) => Processor((number + 1).min(processors.saturating_sub(1))),
        (Way::Previous, Processor(number)) => Processor(number.saturating_sub(1)),
        (_, from @ (Place::RiskCheck | Place::TokenVault | Place::SecurityModule | Place::Forwarders)) => from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, from: Place, form: Form, to: Option<Place>) {
        assert_eq!(step(key, from, &Yard::plain(3), form), to, "{key} from {from:?} in the {form:?} form");
    }

    #[test]
    fn arrows_follow_the_rails() {
        check("ArrowRight", Place::Gateway, Form::Wide, Some(Place::Balancer));
        check("ArrowRight", Place::Balancer, Form::Wide, Some(Place::Processor(1)));
        check("ArrowDown", Place::Processor(1), Form::Wide, Some(Place::Processor(2)));
        check("ArrowDown", Place::Processor(2), Form::Wide, Some(Place::Processor(2)));
        check("ArrowUp", Place::Processor(0), Form::Wide, Some(Place::Processor(0)));
        check("ArrowLeft", Place::Channel, Form::Wide, Some(Place::Processor(1)));
        check("ArrowDown", Place::CardManagement, Form::Wide, Some(Place::Database));
        check("ArrowUp", Place::Database, Form::Wide, Some(Place::CardManagement));
        check("ArrowDown", Place::Gateway, Form::Tall, Some(Place::Balancer));
        check("ArrowRight", Place::Processor(0), Form::Tall, Some(Place::Processor(1)));
        check("End", Place::Merchants, Form::Tall, Some(Place::Database));
        check("a", Place::Merchants, Form::Tall, None);
    }

    #[test]
    fn every_place_can_be_reached_onwards_and_back() {
        let beside = vec![Place::RiskCheck, Place::TokenVault, Place::SecurityModule, Place::Forwarders];
        let yard = Yard { beside, ..Yard::plain(16) };
        for form in [Form::Wide, Form::Tall] {
            let mut seen = vec![Place::Merchants];
            let mut next = 0;
            while let Some(from) = seen.get(next).copied() {
                next += 1;
                for key in ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"] {
                    let place = step(key, from, &yard, form);
                    seen.extend(place.filter(|place| !seen.contains(place)));
                }
            }
            assert_eq!(seen.len(), 26, "all 26 places in the {form:?} form");
        }
    }
}
