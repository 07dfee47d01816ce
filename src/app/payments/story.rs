//! The story of one payment: a sentence, lanes over time, and a table of everything that happened to it.

use super::timeline::{Lane, Mark, Sign, Span, Timeline, attempts, ordinal, place, ticks, timeline};
use crate::app::format;
use crate::app::text::PaymentsText;
use crate::experiment::{Moment, Story};
use crate::payment::Outcome;
use std::rc::Rc;
use yew::prelude::*;

/// Props of [`Told`].
#[derive(Properties, PartialEq)]
pub(super) struct ToldProps {
    pub(super) text: &'static PaymentsText,
    /// The story, if it is known.
    pub(super) found: Option<Rc<Story>>,
    /// How the search stands.
    pub(super) looking: Html,
    pub(super) on_close: Callback<()>,
}

/// The story, or how its search stands.
#[component]
pub(super) fn Told(props: &ToldProps) -> Html {
    let text = &props.text.story;
    let short = use_state_eq(|| false);
    let on_short = {
        let short = short.clone();
        Callback::from(move |_: MouseEvent| short.set(!*short))
    };
    let title =
        props.found.as_ref().map_or(text.looking.to_owned(), |story| (text.title)(&format::count(story.payment)));
    html! {
        <article class="payments-story" aria-labelledby="payments-story-title">
            <header>
                <h4 id="payments-story-title">{ title }</h4>
                <button type="button" onclick={props.on_close.reform(|_| ())}>{ text.close }</button>
            </header>
            { props.looking.clone() }
            if let Some(story) = &props.found {
                { told(props.text, story, (*short, &on_short)) }
            }
        </article>
    }
}

fn told(text: &PaymentsText, story: &Story, (short, on_short): (bool, &Callback<MouseEvent>)) -> Html {
    if story.moments.is_empty() {
        let absent = (text.story.absent)(&format::count(story.payment), &format::clock(story.until_s));
        return html! { <p>{ absent }</p> };
    }
    let drawn = timeline(story);
    let followed = drawn.ended_ms.filter(|ended_ms| *ended_ms < drawn.last_ms);
    let end_ms = followed.filter(|_| short).unwrap_or(drawn.last_ms);
    html! {
        <>
            <p>{ sentences(text, story, &drawn) }</p>
            if let Some(books) = &story.books {
                <p>{ (text.story.money)(books, &story.channel) }</p>
            }
            <figure class="payments-timeline">
                <figcaption>
                    { text.story.figure }
                    if followed.is_some() {
                        <button type="button" aria-pressed={short.to_string()} onclick={on_short.clone()}>{ text.story.to_end }</button>
                    }
                </figcaption>
                <div class="payments-lanes" aria-hidden="true">
                    { for drawn.lanes.iter().map(|each| lane(text, story, each, end_ms)) }
                    { axis(end_ms) }
                </div>
                { key(text) }
                { table(text, story) }
            </figure>
            <p class="quiet">{ if is_ledger(story) { text.story.note_ledger } else { text.story.note } }</p>
        </>
    }
}

/// Whether its channel is a ledger, which has neither numbers of messages nor codes.
fn is_ledger(story: &Story) -> bool {
    story.channel == "ledger"
}

/// When it came, how it ended, how many attempts it took, what lies beyond.
fn sentences(text: &PaymentsText, story: &Story, drawn: &Timeline) -> String {
    let (words, came) = (&text.story, format::clock(story.arrived_s));
    let millis = |ms: f64| format::millis(ms).text();
    let ended = story.moments.iter().find(|moment| moment.what == "ended");
    let outcome = ended.and_then(|moment| moment.outcome).map(Outcome::from_code).unwrap_or_default();
    let first = match drawn.ended_ms {
        Some(ended_ms) => (words.ended)(&came, outcome, &millis(ended_ms)),
        None => (words.open)(&came),
    };
    let followed = drawn.ended_ms.filter(|ended_ms| *ended_ms < drawn.last_ms);
    let followed = followed.map(|_| (words.followed)(&millis(drawn.last_ms)));
    let ahead =
        (story.arrived_s + drawn.last_ms / 1e3 > story.until_s).then(|| (words.ahead)(&format::clock(story.until_s)));
    let rest = [Some((words.attempts)(attempts(story).len().max(1))), followed, ahead];
    [first].into_iter().chain(rest.into_iter().flatten()).collect::<Vec<_>>().join(" ")
}

/// The share of the drawing's width at a time.
fn at(ms: f64, end_ms: f64) -> f64 {
    if end_ms > 0.0 { (ms / end_ms).clamp(0.0, 1.0) } else { 0.0 }
}

fn lane(text: &PaymentsText, story: &Story, lane: &Lane, end_ms: f64) -> Html {
    let spans = lane.spans.iter().filter(|span| span.from_ms < end_ms);
    let marks = lane.marks.iter().filter(|mark| mark.at_ms <= end_ms);
    html! {
        <div class="payments-lane" key={lane.place.code()}>
            <span>{ (text.place)(lane.place) }</span>
            <p style={format!("--rows: {}", lane.rows)}>
                { for spans.map(|each| span(text, each, end_ms)) }
                { for marks.map(|each| mark(text, story, each, end_ms)) }
            </p>
        </div>
    }
}

fn span(text: &PaymentsText, span: &Span, end_ms: f64) -> Html {
    let style =
        format!("--from: {:.5}; --to: {:.5}; --row: {}", at(span.from_ms, end_ms), at(span.to_ms, end_ms), span.row);
    let title = (text.story.span)(span.waits, span.attempt, &format::millis(span.to_ms - span.from_ms).text());
    let kind = if span.waits { "waiting" } else { "work" };
    html! { <i key={format!("{style}{kind}")} data-kind={kind} {style} {title}></i> }
}

fn mark(text: &PaymentsText, story: &Story, mark: &Mark, end_ms: f64) -> Html {
    let (word, letter) = mark.sign.letter();
    let moment = story.moments.get(mark.moment);
    let outcome = moment.and_then(|moment| moment.outcome).map(|code| self::word(Outcome::from_code(code)));
    let title =
        moment.map(|moment| format!("{}, {}", (text.story.what)(&moment.what), format::millis(mark.at_ms).text()));
    let style = format!("--from: {:.5}; --row: {}", at(mark.at_ms, end_ms), mark.row);
    html! { <b key={mark.moment} data-sign={word} data-outcome={outcome} {style} {title}>{ letter }</b> }
}

fn axis(end_ms: f64) -> Html {
    let tick = |ms: &f64| {
        let style = format!("--from: {:.5}", at(*ms, end_ms));
        html! { <small key={style.clone()} {style}>{ format::millis(*ms).text() }</small> }
    };
    html! { <div class="payments-axis"><p>{ for ticks(end_ms).iter().map(tick) }</p></div> }
}

/// What the spans and the marks mean.
fn key(text: &PaymentsText) -> Html {
    let kinds = ["waiting", "work"].into_iter().zip(text.story.key);
    let signs = Sign::ALL.into_iter().zip(text.story.signs);
    html! {
        <ul class="payments-key quiet">
            { for kinds.map(|(kind, words)| html! { <li key={kind}><i data-kind={kind} aria-hidden="true"></i>{ words }</li> }) }
            { for signs.map(|(sign, words)| {
                let (word, letter) = sign.letter();
                html! { <li key={word}><b data-sign={word} aria-hidden="true">{ letter }</b>{ words }</li> }
            }) }
        </ul>
    }
}

fn table(text: &PaymentsText, story: &Story) -> Html {
    let numbers = attempts(story);
    html! {
        <div class="study-table payments-moments" tabindex="0" role="region" aria-label={text.story.table}>
            <table>
                <thead><tr>{ for text.story.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                <tbody>
                    { for story.moments.iter().enumerate().map(|(index, moment)| row(text, story, &numbers, (index, moment))) }
                </tbody>
            </table>
        </div>
    }
}

fn row(text: &PaymentsText, story: &Story, numbers: &[u64], (index, moment): (usize, &Moment)) -> Html {
    let words = &text.story;
    let attempt = match ordinal(numbers, moment.attempt) {
        0 => String::new(),
        attempt => attempt.to_string(),
    };
    let message = moment.message.as_deref().map(|kind| format!("{kind} {}", (words.message)(kind)));
    let told = moment.outcome.map(Outcome::from_code).unwrap_or_default();
    let answer = match (story.channel.as_str(), moment.what.as_str()) {
        ("instant_rail", "late") => words.status_late,
        ("instant_rail", _) => (words.status)(told),
        ("ledger", "late") => words.result_late,
        ("ledger", _) => (words.result)(told),
        _ => (words.answer)(told, moment.code.as_deref()),
    };
    let ahead = story.arrived_s + moment.at_ms / 1e3 > story.until_s;
    let outcome = moment.outcome.map(|code| word(Outcome::from_code(code)));
    html! {
        <tr key={index} data-ahead={ahead.then_some("true")}>
            <th scope="row">{ format::millis(moment.at_ms).text() }</th>
            <td>{ attempt }</td>
            <td>{ (text.place)(place(moment)) }</td>
            <td>
                { (words.what)(&moment.what) }
                if ahead {
                    { " " }<small>{ words.to_come }</small>
                }
            </td>
            <td>{ message.unwrap_or_default() }</td>
            <td class="payments-outcome" data-outcome={outcome}>{ answer }</td>
        </tr>
    }
}

/// An outcome in the style sheet.
pub(super) const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "open",
        Outcome::Approved => "approved",
        Outcome::BusinessDecline => "declined",
        Outcome::Blocked => "declined",
        Outcome::TechnicalDecline | Outcome::Rejected | Outcome::FalseDecline => "failed",
        Outcome::Unknown => "unknown",
        Outcome::Abandoned => "abandoned",
    }
}
