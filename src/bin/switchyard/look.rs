//! A look back at a run, for people: one payment's story, and what the slowest spent their time on.

use std::fmt::Write as _;
use switchyard::experiment::{Books, Cause, Hindsight, Judgement, Moment, Report, Story, Why};
use switchyard::payment::{Outcome, Place};

/// The story of a payment, a line a moment.
pub(crate) fn story(story: &Story) -> String {
    let mut out = format!("payment {} came at {} s\n", story.payment, story.arrived_s);
    for Moment { at_ms, attempt, what, place, outcome, message, code } in &story.moments {
        let place = place.map_or_else(String::new, |code| Place::from_code(code).name());
        let outcome = outcome.map_or_else(String::new, |code| format!("{:?}", Outcome::from_code(code)));
        let outcome = [outcome.as_str(), code.as_deref().unwrap_or_default()].join(" ");
        let attempt = if *attempt > 0 { format!("#{attempt}") } else { String::new() };
        let message = message.as_deref().unwrap_or_default();
        let _ = writeln!(out, "  {at_ms:>12.3} ms  {attempt:<8} {what:<13} {place:<17} {outcome:<19} {message}");
    }
    if let Some(Books { amount, held, returned, posted, standing, judgement }) = story.books {
        let _ = writeln!(
            out,
            "EUR {amount:.2}: booked {held}, given back {returned}, charged {posted}; {standing} stands: {}",
            judged(judgement)
        );
    }
    out
}

const fn judged(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Open => "not compared yet, something about it is open",
        Judgement::Charged => "the books agree, one charge",
        Judgement::Free => "the books agree, nothing is held",
        Judgement::ChargedTwice => "THE BOOKS DIFFER, charged more than once",
        Judgement::Stuck => "THE BOOKS DIFFER, held for a payment that did not succeed",
        Judgement::Unfounded => "THE BOOKS DIFFER, a success without an approval",
    }
}

/// What the slowest hundredth spent its time on, and who was slow or strange.
pub(crate) fn hindsight(found: &Hindsight) -> String {
    let Some(slow_ms) = found.slow_ms else { return "too few payments for a slowest hundredth\n".to_owned() };
    let mut out = format!("the slowest {} of {} payments, {slow_ms:.1} ms and more\n", found.slow, found.ended);
    let sum: f64 = found.blame.iter().map(|share| share.mean_ms).sum();
    for share in &found.blame {
        let place = share.place.map_or_else(String::new, |code| Place::from_code(code).name());
        let part = share.mean_ms / sum * 100.0;
        let _ = writeln!(out, "  {:<11} {place:<17} {:>10.2} ms {part:>6.1} %", cause(share.cause), share.mean_ms);
    }
    for mention in &found.mentions {
        let _ =
            writeln!(out, "  payment {:<9} {:>10.1} ms  {}", mention.payment, mention.response_ms, why(mention.why));
    }
    out
}

/// The response time from which on a payment is slow, if the report knows it.
pub(crate) fn slow_ms(report: &Report) -> Option<f64> {
    report.metrics.p99_ms.mean
}

const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Retries => "retries",
        Cause::Waiting => "waiting",
        Cause::Reversals => "reversals",
        Cause::Work => "work",
        Cause::CacheMiss => "cache miss",
        Cause::Commit => "commit",
        Cause::Way => "way",
    }
}

const fn why(why: Why) -> &'static str {
    match why {
        Why::Slow => "slow",
        Why::Unknown => "unknown outcome",
        Why::Abandoned => "the shopper left",
        Why::Replayed => "its answer was given again",
        Why::Late => "an answer came too late",
        Why::StoodIn => "approved in the issuer's stead",
        Why::HeldTwice => "held more than once",
        Why::TurnedAway => "turned away",
        Why::StuckHold => "failed, and stays held",
        Why::Unfounded => "approved, and nothing stands",
    }
}
