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
        let known = stages(text).into_iter().chain(around(text)).chain(whole(text)).chain(waiting(text));
        known.into_iter().find(|(field, _, _)| within(field, path)).map(|(_, place, label)| (place, label.to_owned()))
    };
    match found {
        Some((place, label)) => (text.problems.located)(&(text.places.title)(place), &label),
        None => paged(text, path).unwrap_or_else(|| path.to_owned()),
    }
}

/// The name of what stands on a page of its own.
fn paged(text: &ControlsText, path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("faults") {
        let number = rest.strip_prefix('[').and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
        let label = number.map_or_else(String::new, |number| (number + 1).to_string());
        return Some((text.problems.located)(text.faults.title, &label));
    }
    if let Some((_, label)) = security(text).into_iter().find(|(field, _)| within(field, path)) {
        return Some((text.problems.located)(text.security.title, label));
    }
    let label = safeguards(text)
        .into_iter()
        .chain(overload(text))
        .chain(operation(text))
        .find(|(field, _)| within(field, path))
        .map(|(_, label)| label)?;
    Some((text.problems.located)(text.safeguards.title, label))
}

fn security(text: &ControlsText) -> [(&'static str, &'static str); 23] {
    let text = &text.security;
    [
        ("security.enabled", text.enabled.words.label),
        ("security.fraud_share", text.fraud_share.label),
        ("security.fraud_amount_times", text.fraud_amount.label),
        ("security.separation", text.separation.label),
        ("security.merchants", text.merchants.label),
        ("security.scoring", text.scoring.words.label),
        ("security.risk_check", text.check),
        ("security.score_timeout_ms", text.timeout.label),
        ("security.fail_open", text.fail_open.words.label),
        ("security.challenge_above", text.challenge_above.label),
        ("security.block_above", text.block_above.label),
        ("security.challenge_time", text.challenge),
        ("security.challenge_abandoned_share", text.abandoned.label),
        ("security.challenge_fraud_passes_share", text.fraud_passes.label),
        ("security.card_tries", text.card_tries.label),
        ("security.merchant_tries", text.merchant_tries.label),
        ("security.tries_within_s", text.within.label),
        ("security.tokenisation", text.tokenisation.words.label),
        ("security.token_vault", text.tokens),
        ("security.tokenisation_stops_share", text.vault_stops.label),
        ("security.pin_check", text.pin_check.words.label),
        ("security.security_module", text.pin),
        ("security.pin_check_stops_share", text.pin_stops.label),
    ]
}

fn safeguards(text: &ControlsText) -> [(&'static str, &'static str); 22] {
    let (text, guards, outlier) = (&text.safeguards, &text.guards, &text.outlier);
    [
        ("safeguards.idempotency", text.idempotency.words.label),
        ("safeguards.reversals", text.reversals.words.label),
        ("safeguards.stand_in", text.stand_in.words.label),
        ("safeguards.drop_abandoned", text.drop_abandoned.words.label),
        ("safeguards.forward_delay_s", text.forward_delay.label),
        ("safeguards.forward_interval_s", text.forward_interval.label),
        ("safeguards.forward_wait_s", text.forward_wait.label),
        ("safeguards.forward_tries", text.forward_tries.label),
        ("safeguards.stand_in_amount", text.stand_in_amount.label),
        ("safeguards.stand_in_per_card", text.stand_in_per_card.label),
        ("resilience.rate_limit_per_s", guards.rate.label),
        ("resilience.rate_limit_burst", guards.burst.label),
        ("resilience.concurrency", guards.concurrency.label),
        ("resilience.circuit_breaker", guards.breaker.words.label),
        ("resilience.breaker_calls", guards.calls.label),
        ("resilience.breaker_failure_share", guards.share.label),
        ("resilience.breaker_wait_s", guards.wait.label),
        ("resilience.outlier_ejection", guards.ejection.words.label),
        ("resilience.outlier", outlier.heading),
        ("resilience.retry_throttle", guards.throttle.words.label),
        ("resilience.admission_control", guards.admission.words.label),
        ("resilience.hedge_ms", guards.hedge.label),
    ]
}

fn overload(text: &ControlsText) -> [(&'static str, &'static str); 6] {
    let text = &text.overload;
    [
        ("overload.gateway_queue", text.gateway.label),
        ("overload.processor_queue", text.processors.label),
        ("overload.database_queue", text.database.label),
        ("overload.deadlines", text.deadlines.words.label),
        ("overload.priority_share", text.priority.label),
        ("overload.attempts_per_processor", text.attempts.label),
    ]
}

fn operation(text: &ControlsText) -> [(&'static str, &'static str); 26] {
    let (health, scaling, enquiry, follow_up) = (&text.health, &text.scaling, &text.enquiry, &text.follow_up);
    [
        ("health.active", health.active.words.label),
        ("health.interval_s", health.interval.label),
        ("health.timeout_s", health.timeout.label),
        ("health.fall", health.fall.label),
        ("health.rise", health.rise.label),
        ("health.observe_errors", health.errors.label),
        ("health.max_fails", health.fails.label),
        ("health.fail_timeout_s", health.fail_timeout.label),
        ("health.slow_start_s", health.slow_start.label),
        ("health.panic_share", health.panic.label),
        ("scaling.on", scaling.on.words.label),
        ("scaling.target", scaling.target.label),
        ("scaling.workers_min", scaling.fewest.label),
        ("scaling.workers_max", scaling.most.label),
        ("scaling.interval_s", scaling.interval.label),
        ("scaling.boot_s", scaling.boot.label),
        ("scaling.window_s", scaling.window.label),
        ("enquiry.interval_ms", enquiry.interval.label),
        ("enquiry.delay_ms", enquiry.delay.label),
        ("enquiry.tries", enquiry.tries.label),
        ("follow_up.enabled", follow_up.enabled.words.label),
        ("follow_up.workers", follow_up.workers.label),
        ("follow_up.queue_limit", follow_up.queue.label),
        ("follow_up.redeliver", text.merchant.backoff.law.label),
        ("follow_up.deliveries", follow_up.deliveries.label),
        ("follow_up.deduplicate", follow_up.deduplicate.words.label),
    ]
}

type Known = (&'static str, Option<Place>, &'static str);

fn stages(text: &ControlsText) -> [Known; 35] {
    let (gateway, processors, channel) = (&text.gateway.stage, &text.processors, &text.channel);
    let (cards, cache, database) = (&text.card_management.stage, &text.cache, &text.database);
    let (any, issuer) = (Some(Place::Processor(0)), Some(Place::CardManagement));
    [
        ("gateway.workers", Some(Place::Gateway), gateway.workers.label),
        ("gateway.queue_limit", Some(Place::Gateway), gateway.queue.label),
        ("gateway.service", Some(Place::Gateway), gateway.service.label),
        ("balancer.policy", Some(Place::Balancer), text.balancer.policy.label),
        ("balancer.weights", Some(Place::Balancer), text.balancer.weights.label),
        ("balancer.parameters", Some(Place::Balancer), text.balancer.parameters),
        ("balancer.gateways", Some(Place::Balancer), text.balancer.gateways.label),
        ("balancer.told_every_ms", Some(Place::Balancer), text.balancer.told.label),
        ("balancer.zones", Some(Place::Balancer), text.zones.zones.label),
        ("balancer.zone_processors_min", Some(Place::Balancer), text.zones.least.label),
        ("balancer.between_zones_ms", Some(Place::Balancer), text.zones.between.label),
        ("balancer.fees", Some(Place::Balancer), text.routing.fees.label),
        ("balancer.rules", Some(Place::Balancer), text.routing.rules.label),
        ("balancer.sticky_by", Some(Place::Balancer), text.routing.sticky_by.label),
        ("processors.count", None, processors.count.label),
        ("processors.workers", any, processors.stage.workers.label),
        ("processors.queue_limit", any, processors.stage.queue.label),
        ("processors.service", any, processors.stage.service.label),
        ("processors.speeds", any, processors.speed.label),
        ("channel.kind", Some(Place::Channel), channel.kind.kind.label),
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
        ("cache.ttl_jitter", issuer, cache.jitter.label),
        ("cache.refresh_beta", issuer, cache.refresh.label),
        ("cache.single_flight", issuer, cache.single_flight.words.label),
        ("database.connections", Some(Place::Database), database.connections.label),
        ("database.queue_limit", Some(Place::Database), database.queue.label),
    ]
}

fn around(text: &ControlsText) -> [Known; 3] {
    let issuer = Some(Place::CardManagement);
    [
        ("cache.stale_ms", issuer, text.around.stale.label),
        ("cache.absent_ms", issuer, text.around.absent.label),
        ("cards.unknown_share", Some(Place::Merchants), text.around.unknown.label),
    ]
}

fn waiting(text: &ControlsText) -> [Known; 18] {
    let (merchant, timers, retry, links) = (&text.merchant, &text.timers, &text.retry, &text.links);
    let (merchants, gateway, channel) = (Some(Place::Merchants), Some(Place::Gateway), Some(Place::Channel));
    [
        ("merchant.timeout_ms", merchants, merchant.timeout.label),
        ("merchant.patience_s", merchants, merchant.patience.label),
        ("merchant.tries", merchants, merchant.tries.label),
        ("merchant.backoff", merchants, merchant.backoff.law.label),
        ("merchant.retry_budget", merchants, merchant.budget.label),
        ("merchant.idempotency_key", merchants, merchant.key.label),
        ("merchant.amount_median", merchants, merchant.amount_median.label),
        ("merchant.amount_p99", merchants, merchant.amount_p99.label),
        ("timers.gateway_ms", gateway, timers.gateway.label),
        ("timers.processor_ms", Some(Place::Processor(0)), timers.processor.label),
        ("timers.channel_ms", channel, timers.channel.label),
        ("retry.tries", gateway, retry.tries.label),
        ("retry.backoff", gateway, merchant.backoff.law.label),
        ("retry.budget", gateway, retry.budget.label),
        ("links.merchant_loss", merchants, text.links.merchant.label),
        ("links.processor_loss", gateway, links.processor.label),
        ("links.channel_loss", Some(Place::Processor(0)), links.channel.label),
        ("links.issuer_loss", channel, links.issuer.label),
    ]
}

fn whole(text: &ControlsText) -> [Known; 24] {
    let (load, cards, objective) = (&text.load, &text.cards, &text.objective);
    let (merchants, database) = (Some(Place::Merchants), Some(Place::Database));
    let issuer = Some(Place::CardManagement);
    [
        ("database.access", database, text.database.access.label),
        ("database.indexed_read", database, text.database.indexed_read.label),
        ("database.scan_rows", database, text.database.rows.label),
        ("database.scan_row_ns", database, text.database.row_ns.label),
        ("database.commit", database, text.writes.commit.label),
        ("cache.write", issuer, text.writes.write.label),
        ("cache.write_interval_s", issuer, text.writes.interval.label),
        ("load.open.rate_per_s", merchants, load.rate.label),
        ("load.open.shape", merchants, load.shape.shape.label),
        ("load.open.gaps", merchants, load.gaps.label),
        ("load.closed.clients", merchants, load.clients.label),
        ("load.closed.think", merchants, load.think.label),
        ("cards.count", merchants, cards.count.label),
        ("cards.popularity", merchants, cards.popularity.law.label),
        ("cards.blocked_share", merchants, cards.blocked.label),
        ("cards.limit", merchants, cards.limit.label),
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
        check("cache.stale_ms", "Card management, Served stale for");
        check("cards.unknown_share", "Merchants, Numbers of no card");
        check("gateway.service.log_normal.p99_ms", "Gateway, Work of the gateway");
        check("processors.speeds[1]", "Processor 2, Speed");
        check("balancer.rules[2].processors[0]", "Balancer, Rules");
        check("balancer.weights[0]", "Balancer, Weight of processor 1");
        check("timers.channel_ms", "Channel, Channel's timer");
        check("safeguards.stand_in_amount", "Safeguards, Greatest amount");
        check("safeguards.stand_in", "Safeguards, Stand-in");
        check("overload.processor_queue.codel.target_ms", "Safeguards, Processors' queues");
        check("faults[1].place", "Faults, 2");
        check("security.block_above", "Security, Block above");
        check("title", "title");
    }
}
