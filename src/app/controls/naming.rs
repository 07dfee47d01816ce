//! What the fields of a scenario are called on the page: the place and the label instead of a path.

use super::groups::within;
use crate::app::text::ControlsText;
use crate::payment::Place;

/// Where a path leads, in words; the path itself where the page has no control for it.
pub(super) fn name(text: &ControlsText, path: &str) -> String {
    let listed = |prefix: &str| path.strip_prefix(prefix)?.strip_prefix('[')?.split(']').next()?.parse::<u8>().ok();
    let found = if let Some(number) = listed("processors.speeds") {
        Some((Some(Place::Processor(number)), text.processors.speed.label.to_owned()))
    } else if let Some(number) = listed("balancer.weights") {
        Some((Some(Place::Balancer), (text.balancer.weight_of)(u32::from(number) + 1)))
    } else {
        let known = stages(text).into_iter().chain(whole(text)).find(|(field, _, _)| within(field, path));
        known.map(|(_, place, label)| (place, label.to_owned()))
    };
    match found {
        Some((place, label)) => (text.problems.located)(&(text.places.title)(place), &label),
        None => path.to_owned(),
    }
}

type Known = (&'static str, Option<Place>, &'static str);

fn stages(text: &ControlsText) -> [Known; 22] {
    let (gateway, processors, channel) = (&text.gateway.stage, &text.processors, &text.channel);
    let (cards, cache, database) = (&text.card_management.stage, &text.cache, &text.database);
    let (any, issuer) = (Some(Place::Processor(0)), Some(Place::CardManagement));
    [
        ("gateway.workers", Some(Place::Gateway), gateway.workers.label),
        ("gateway.queue_limit", Some(Place::Gateway), gateway.queue.label),
        ("gateway.service", Some(Place::Gateway), gateway.service.label),
        ("balancer.policy", Some(Place::Balancer), text.balancer.policy.label),
        ("balancer.weights", Some(Place::Balancer), text.balancer.weights.label),
        ("processors.count", None, processors.count.label),
        ("processors.workers", any, processors.stage.workers.label),
        ("processors.queue_limit", any, processors.stage.queue.label),
        ("processors.service", any, processors.stage.service.label),
        ("processors.speeds", any, processors.speed.label),
        ("channel.delay", Some(Place::Channel), channel.delay.label),
        ("channel.answer_delay", Some(Place::Channel), channel.answer_delay.label),
        ("channel.lines", Some(Place::Channel), channel.lines.label),
        ("channel.queue_limit", Some(Place::Channel), channel.queue.label),
        ("card_management.workers", issuer, cards.workers.label),
        ("card_management.queue_limit", issuer, cards.queue.label),
        ("card_management.service", issuer, cards.service.label),
        ("cache.policy", issuer, cache.policy.label),
        ("cache.capacity", issuer, cache.capacity.label),
        ("cache.ttl_s", issuer, cache.ttl.label),
        ("database.connections", Some(Place::Database), database.connections.label),
        ("database.queue_limit", Some(Place::Database), database.queue.label),
    ]
}

fn whole(text: &ControlsText) -> [Known; 19] {
    let (load, cards, objective) = (&text.load, &text.cards, &text.objective);
    let (merchants, database) = (Some(Place::Merchants), Some(Place::Database));
    let issuer = Some(Place::CardManagement);
    [
        ("database.access", database, text.database.access.label),
        ("database.indexed_read", database, text.database.indexed_read.label),
        ("database.scan_rows", database, text.database.rows.label),
        ("database.scan_row_ns", database, text.database.row_ns.label),
        ("load.open.rate_per_s", merchants, load.rate.label),
        ("load.open.shape", merchants, load.shape.shape.label),
        ("load.open.gaps", merchants, load.gaps.label),
        ("load.closed.clients", merchants, load.clients.label),
        ("load.closed.think", merchants, load.think.label),
        ("cards.count", merchants, cards.count.label),
        ("cards.popularity", merchants, cards.popularity.law.label),
        ("outcomes.business_decline_share", issuer, text.outcomes.business.label),
        ("outcomes.technical_decline_share", issuer, text.outcomes.technical.label),
        ("objective.response_ms", None, objective.response.label),
        ("objective.share", None, objective.share.label),
        ("objective.availability", None, objective.availability.label),
        ("processing", None, text.overview.processing.label),
        ("warm_up_s", None, text.overview.warm_up.label),
        ("duration_s", None, text.overview.duration.label),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;

    #[test]
    fn paths_become_words() {
        let check = |path: &str, expected: &str| assert_eq!(name(&WORKBENCH.controls, path), expected, "{path}");
        check("cache.ttl_s", "Card management, Time to live");
        check("gateway.service.log_normal.p99_ms", "Gateway, Work of the gateway");
        check("processors.speeds[1]", "Processor 2, Speed");
        check("balancer.weights[0]", "Balancer, Weight of processor 1");
        check("title", "title");
    }
}
