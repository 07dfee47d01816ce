//! Whole traces in the view `cache`: one is generated or read from a person's own file, and looked at in a worker.
//!
//! The numbers are the library's ([`crate::wire::traces`]); this shows them: miss ratio against size, how large a cache
//! has to be, the hit ratio over the trace, and what the trace is like. The page never opens the file: it passes it on.

mod action;
mod asked;
mod course;
mod curves;
mod drop;
mod inside;
mod map_table;
mod need;
mod pictures;
mod plot;
mod setup;
mod state;

pub use action::TracesAction;
pub use asked::{Asked, Picked, Reading, Refused, Subject, Why};
pub use state::{DRAWN_MAX, ENTRY_BYTES_MAX, TracesState};

use crate::app::caches::Lookups;
use crate::app::format;
use crate::app::text::TracesText;
use course::Course;
use curves::Curves;
use drop::use_drop;
use inside::Inside;
use need::need;
use setup::Setup;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Traces`].
#[derive(Debug, Properties, PartialEq)]
pub struct TracesProps {
    /// Texts.
    pub text: &'static TracesText,
    /// What is set and known.
    pub traces: TracesState,
    /// What the scenario of the page asks of its cache.
    pub lookups: Lookups,
    /// Told what is done.
    pub on_action: Callback<TracesAction>,
}

/// The part of the view.
#[component]
pub fn Traces(props: &TracesProps) -> Html {
    let TracesProps { text, traces, lookups, on_action } = props;
    let over = use_drop(&on_action.reform(TracesAction::Pick));
    html! {
        <section class="study-part traces" aria-labelledby="traces">
            <h3 id="traces">{ text.title }</h3>
            <p>{ text.lead }</p>
            <Setup text={*text} traces={traces.clone()} {over} {on_action} />
            { standing(props) }
            if let Some(subject) = &traces.subject {
                <Curves text={*text} traces={traces.clone()} lookups={lookups.clone()} {on_action} />
                { need(text, traces, on_action) }
                <Course text={*text} subject={Rc::clone(subject)} course={Rc::clone(&traces.course)}
                    drawn={traces.drawn().collect::<Vec<_>>()} entries={traces.marked().unwrap_or_default()}
                    measure={traces.measure} cumulative={traces.cumulative} {on_action} />
                <Inside text={*text} description={traces.description.clone()} lost={traces.failed.is_some()} />
            }
        </section>
    }
}

/// What is on its way, what went wrong, and what is shown.
fn standing(props: &TracesProps) -> Html {
    let TracesProps { text, traces, on_action, .. } = props;
    let cancel = |action: TracesAction, label: &'static str| {
        let on_action = on_action.reform(move |_: MouseEvent| action.clone());
        html! { <button type="button" key={label} onclick={on_action}>{ label }</button> }
    };
    html! {
        <div class="study-standing">
            if let Some(subject) = &traces.subject {
                <p class="traces-about"><strong>{ about(text, subject) }</strong></p>
            }
            if let Some(refused) = &traces.refused {
                <div role="alert">
                    { for problems(text, refused) }
                    if traces.subject.is_some() {
                        <p>{ text.kept }</p>
                    }
                </div>
            }
            if let Some(why) = &traces.failed {
                <div role="alert">
                    <p class="caches-problem">{ text.failed }</p>
                    <p><small>{ (text.said)(why) }</small></p>
                </div>
            }
            <div class="traces-progress">
                <p role="status">{ status(text, traces) }</p>
                if traces.asked.is_some() {
                    { cancel(TracesAction::Cancel, text.cancel) }
                } else if traces.left.is_some() {
                    { cancel(TracesAction::Stop, text.stop) }
                } else if traces.is_incomplete() && traces.failed.is_none() {
                    { cancel(TracesAction::GoOn, text.go_on) }
                }
            </div>
            { for progress(text, traces) }
        </div>
    }
}

/// Why a trace did not come.
fn problems(text: &TracesText, refused: &Refused) -> Vec<Html> {
    let name = if refused.name.is_empty() { text.made } else { refused.name.as_str() };
    let told = |sentence: String| html! { <p class="caches-problem">{ sentence }</p> };
    match &refused.why {
        Why::NoTrace(why) => vec![told((text.refused)(name, why))],
        Why::Crashed(why) => {
            vec![told((text.broke_off)(name)), html! { <p><small>{ (text.said)(why) }</small></p> }]
        }
    }
}

/// Name, size and format of the trace.
fn about(text: &TracesText, subject: &Subject) -> String {
    let made = |pattern| (text.pattern_of)(pattern).0;
    let name = subject.recipe.map_or(subject.name.as_str(), |recipe| made(recipe.pattern));
    let counts = [subject.about.requests, u64::from(subject.about.distinct)].map(format::count);
    let about = (text.about)(name, &counts[0], &counts[1]);
    match &subject.about.form {
        Some(form) => {
            let passed_over = match subject.about.passed_over {
                0 => String::new(),
                lines => format!(" {}", (text.passed_over)(&format::count(lines))),
            };
            format!("{about}, {}.{passed_over}", (text.read_as)(form, subject.about.timed))
        }
        None => {
            let pace = subject.recipe.map_or(0, |recipe| recipe.per_second);
            format!("{about}, {}.", (text.paced)(&format::count(u64::from(pace))))
        }
    }
}

/// How things stand, in a sentence that changes seldom.
fn status(text: &TracesText, traces: &TracesState) -> String {
    if let Some(asked) = &traces.asked {
        let tenth = crate::math::float(crate::math::floor(asked.share * 10.0)) / 10.0;
        let share = format::percent(tenth).text();
        return asked
            .picked
            .as_ref()
            .map_or_else(|| text.making.to_owned(), |picked| (text.reading)(&picked.name, &share));
    }
    let sentence = match (&traces.subject, traces.left) {
        (None, _) => text.empty,
        (Some(_), Some(_)) => text.computing,
        (Some(_), None) if traces.is_incomplete() => text.stopped,
        (Some(_), None) => text.computed,
    };
    sentence.to_owned()
}

fn progress(text: &TracesText, traces: &TracesState) -> Option<Html> {
    if let Some(asked) = &traces.asked {
        let value = asked.picked.as_ref().map(|_| asked.share.to_string());
        return Some(html! { <progress {value} max="1" aria-label={text.title} /> });
    }
    let (left, planned) = traces.left?;
    let done = planned.saturating_sub(left);
    Some(
        html! { <progress value={done.to_string()} max={planned.max(1).to_string()} aria-label={(text.curves)(traces.measure)} /> },
    )
}

/// Memory in the unit that suits it; a kilobyte is a thousand bytes.
fn memory(bytes: f64) -> String {
    let (value, unit) = match bytes {
        _ if bytes >= 1e9 => (bytes / 1e9, "GB"),
        _ if bytes >= 1e6 => (bytes / 1e6, "MB"),
        _ if bytes >= 1e3 => (bytes / 1e3, "kB"),
        _ => (bytes, "B"),
    };
    format!("{}\u{a0}{unit}", format::number(value).trim_end_matches(".00").trim_end_matches(".0"))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::cache::Policy;
    use crate::cache::trace::Measure;
    use crate::wire::traces::{Recipe, Source, TraceAnswer, TraceBench, TraceCommand};
    use std::cell::RefCell;

    const TEXT: &TracesText = &WORKBENCH.traces;

    fn rendered(traces: TracesState) -> String {
        let lookups = Lookups::of(&crate::scenario::Scenario::default());
        let props = TracesProps { text: TEXT, traces, lookups, on_action: Callback::noop() };
        finish(yew::LocalServerRenderer::<Traces>::with_props(props).hydratable(false).render())
    }

    /// Has a bench do what the state asks for, as the hook does.
    fn answer(state: &mut TracesState, bench: &mut TraceBench, file: Option<&[u8]>) {
        let said = RefCell::new(Vec::new());
        let tell = |answer: TraceAnswer| said.borrow_mut().push(answer);
        let Some(asked) = state.asked.clone() else { return };
        let source = file.map(|bytes| Source { bytes: Box::new(bytes), length: crate::math::wide(bytes.len()) });
        bench.command(asked.command.clone(), source, &tell);
        said.take().into_iter().for_each(|answer| state.act(TracesAction::Said(asked.load, Box::new(answer))));
        let commands = [
            TraceCommand::Curves { request: state.request, policies: state.wanted(), rules: state.rules() },
            TraceCommand::Describe,
            TraceCommand::Course {
                request: state.courses,
                policies: state.wanted(),
                entries: state.marked().unwrap_or_default(),
                rules: state.rules(),
            },
        ];
        commands.into_iter().for_each(|command| bench.command(command, None, &tell));
        while bench.is_busy() {
            bench.work(&tell);
        }
        said.take().into_iter().for_each(|answer| state.act(TracesAction::Said(asked.load, Box::new(answer))));
    }

    fn complete() -> (TracesState, TraceBench) {
        let (mut state, mut bench) = (TracesState::default(), TraceBench::default());
        state.act(TracesAction::Recipe(Recipe { keys: 1_000, requests: 20_000, ..Recipe::default() }));
        state.act(TracesAction::Make);
        answer(&mut state, &mut bench, None);
        (state, bench)
    }

    fn picked(name: &str) -> TracesAction {
        TracesAction::Pick(Picked { name: name.to_owned(), length: 9.0, file: None })
    }

    #[test]
    fn nothing_is_claimed_before_there_is_a_trace() {
        let html = rendered(TracesState::default());
        assert!(html.contains(TEXT.empty) && !html.contains(&(TEXT.curves)(Measure::Requests)), "{html}");
        assert!(html.contains("type=\"file\"") && html.contains("Generate"), "both ways are offered");
        assert!(html.contains("A5: Loop") && html.contains("A3: Zipf with scans"), "the traces of the known answers");
    }

    #[test]
    fn a_made_trace_gets_its_curves_and_is_described() {
        let html = rendered(complete().0);
        assert!(html.contains("Zipf: 20\u{202f}000 requests for"), "{html}");
        assert!(html.contains("different keys, 20\u{202f}000 requests a second."), "its pace: {html}");
        assert!(html.contains(TEXT.computed), "all is there");
        assert!(html.contains("LRU exact at every size, from stack distances"), "how it was found");
        for policy in [Policy::Lru, Policy::WTinyLfu] {
            assert!(html.contains(&policy.name().replace('&', "&amp;")), "{policy:?} in the table");
        }
        assert!(html.contains("Zipf slope 0.9") || html.contains("Zipf slope 1.0"), "the slope");
        assert!(html.contains("come only once"), "one-hit keys");
        assert!(
            html.contains("No loop found: no distance stands out"),
            "keys do come back, but as Zipf has them: {html}"
        );
        assert!(html.contains("mean look-up</th>"), "what the misses mean: {html}");
        assert!(html.contains("the scenario of this page: 100 payments a second"), "for which scenario");
        assert!(html.matches("<figure").count() >= 7, "curves, course, five of the trace itself");
    }

    #[test]
    fn how_large_is_answered_with_the_next_step() {
        let (mut state, _) = complete();
        state.act(TracesAction::Target(80));
        let html = rendered(state.clone());
        assert!(html.contains("For 80\u{a0}% hits LRU needs"), "{html}");
        assert!(html.contains("entries more, turn another"), "the marginal value");
        state.act(TracesAction::Target(99));
        assert!(rendered(state).contains("No size brings 99\u{a0}% hits"), "first requests miss");
    }

    #[test]
    fn how_large_is_answered_by_bytes_too() {
        let (mut state, mut bench) = (TracesState::default(), TraceBench::default());
        state.act(picked("log.csv"));
        // The key that comes often is small, so a share of the bytes needs more room than a share of the requests.
        let mut file = "key,size\n".to_owned();
        (0..200).for_each(|round| file += &format!("small,1\nlarge{},50\n", round % 5));
        answer(&mut state, &mut bench, Some(b"key,size\na,1\n".as_slice()));
        state.act(TracesAction::Size("size".to_owned()));
        state.act(TracesAction::Again);
        answer(&mut state, &mut bench, Some(file.as_bytes()));
        state.act(TracesAction::Target(45));
        assert!(rendered(state.clone()).contains("For 45\u{a0}% hits LRU needs 2 entries"), "by requests");
        state.act(TracesAction::Measure(Measure::Bytes));
        state.act(TracesAction::Again);
        answer(&mut state, &mut bench, Some(file.as_bytes()));
        let html = rendered(state.clone());
        assert!(html.contains("For 45\u{a0}% hits by bytes LRU needs 6 entries"), "{html}");
        state.act(TracesAction::Target(99));
        assert!(rendered(state).contains("of the bytes belong to requests that ask for a key for the first time"));
    }

    #[test]
    fn how_large_is_answered_where_entries_expire() {
        let (mut state, mut bench) = complete();
        let lifetime = Some(crate::wire::traces::Lifetime { seconds: 1, sliding: false });
        state.act(TracesAction::Lifetime(lifetime));
        let recipe = Recipe { per_second: 100, ..state.recipe };
        state.act(TracesAction::Recipe(recipe));
        state.act(TracesAction::Toggle(Policy::Ttl));
        state.act(TracesAction::Make);
        answer(&mut state, &mut bench, None);
        state.act(TracesAction::Target(10));
        let html = rendered(state.clone());
        assert!(html.contains("All policies replayed at") && html.contains("entries live 1\u{a0}s"), "{html}");
        assert!(html.contains("For 10\u{a0}% hits LRU needs") && html.contains(TEXT.at_replays), "{html}");
        assert!(!html.contains(TEXT.che_note) && html.contains(TEXT.lifetime_note), "theory knows no lifetimes");
        state.act(TracesAction::Target(99));
        assert!(rendered(state).contains("hits while entries live"), "too short for that");
    }

    #[test]
    fn lirs_is_excused_where_it_may_pass_the_limit() {
        let (mut state, _) = complete();
        assert!(!rendered(state.clone()).contains(TEXT.lirs_note), "only where it is drawn");
        state.act(TracesAction::Toggle(Policy::Lirs));
        assert!(rendered(state).contains(TEXT.lirs_note), "sizes begin with 1");
    }

    #[test]
    fn every_picture_has_its_numbers() {
        let html = rendered(complete().0);
        assert!(html.matches("<details class=\"lab-details\"").count() >= 6, "the course and five of the trace itself");
        let heads = [TEXT.map_keys_head, TEXT.map_reuse_head, TEXT.map_time_head];
        assert!(heads.iter().all(|head| html.contains(head)), "the maps too");
    }

    #[test]
    fn a_bad_file_is_told_beside_the_old_curves() {
        let (mut state, mut bench) = complete();
        state.act(picked("shopping.png"));
        assert!(rendered(state.clone()).contains("Reading shopping.png"), "on its way");
        let asked = state.asked.clone().expect("a file");
        let said = RefCell::new(Vec::new());
        let bytes = &b"\x89PNG\r\n\x1A\n\0\0"[..];
        let source = Source { bytes: Box::new(bytes), length: 10 };
        bench.command(asked.command.clone(), Some(source), &|answer| said.borrow_mut().push(answer));
        said.take().into_iter().for_each(|answer| state.act(TracesAction::Said(asked.load, Box::new(answer))));
        let html = rendered(state);
        assert!(html.contains("shopping.png: line 1 holds bytes that are no text"), "{html}");
        assert!(html.contains(TEXT.kept) && html.contains("Zipf: 20\u{202f}000 requests"), "the old one stays");
    }

    #[test]
    fn a_crash_is_told_with_what_is_allowed() {
        let (mut state, _) = complete();
        state.act(TracesAction::Make);
        let load = state.asked.as_ref().map(|asked| asked.load).expect("a load");
        state.act(TracesAction::Crashed(load, "RuntimeError: unreachable".to_owned()));
        let html = rendered(state.clone());
        assert!(html.contains("The generated trace could not be loaded") && html.contains("10 million"), "{html}");
        assert!(html.contains(TEXT.kept) && html.contains(TEXT.computed), "the old one goes on: {html}");
        let load = state.subject.as_ref().map(|subject| subject.load).expect("a trace");
        state.act(TracesAction::Crashed(load, "RuntimeError: unreachable".to_owned()));
        let html = rendered(state.clone());
        assert!(html.contains(TEXT.failed) && !html.contains(TEXT.go_on), "{html}");
        state.description = None;
        assert!(rendered(state).contains(TEXT.lost), "nor is anything looked for");
    }

    #[test]
    fn an_own_file_says_what_it_was_read_as() {
        let (mut state, mut bench) = (TracesState::default(), TraceBench::default());
        state.act(picked("log.csv"));
        answer(&mut state, &mut bench, Some(b"time,card\n0,a\n1,b\n".as_slice()));
        let html = rendered(state.clone());
        assert!(html.contains("The file has: time, card."), "its columns: {html}");
        state.act(TracesAction::Key("card".to_owned()));
        state.act(TracesAction::Again);
        answer(&mut state, &mut bench, Some(b"time,card\n0,a\n1,b\n2,a\n".as_slice()));
        let html = rendered(state);
        assert!(html.contains("log.csv: 3 requests for 2 different keys, read as CSV, column “card”"), "{html}");
        assert!(html.contains("without times, paced"), "its times were not asked for: {html}");
        let mut state = TracesState::default();
        state.act(picked("monitor.log"));
        let log = b"1.5 [0 a:1] \"ttl\" \"a\"\n1.6 [0 a:1] \"ping\"\n1.7 [0 a:1] \"set\" \"a\" \"1\"\n";
        answer(&mut state, &mut bench, Some(log.as_slice()));
        assert!(
            rendered(state).contains("Lines that are not counted as reads, which were passed over: 2."),
            "what was left out"
        );
        let mut state = TracesState::default();
        state.act(picked("log.csv"));
        answer(&mut state, &mut bench, Some(b"time,key\n1714550400000,a\n1714550400050,b\n".as_slice()));
        assert!(rendered(state).contains("column “time” taken as seconds"), "milliseconds can be told");
    }

    #[test]
    fn memory_has_its_unit() {
        assert_eq!([500.0, 1e3, 45.2e6, 7e9].map(memory), ["500\u{a0}B", "1\u{a0}kB", "45.2\u{a0}MB", "7\u{a0}GB"]);
    }
}
