//! Policies on the same random payments, in a world of one's choice: percentiles with intervals, and paired differences.
//!
//! The runs are made by a pool of workers ([`crate::experiment::Contest`]); here stand what is set and what was found.

mod chart;
mod processors;
mod shifts;
mod state;
mod table;

pub use state::{ContestAction, ContestState};

use super::ink;
use crate::app::controls::Picker;
use crate::app::format;
use crate::app::study::{key, progress};
use crate::app::text::ContestText;
use crate::app::workbench::Ended;
use crate::balance::Tuned;
use crate::experiment::ContestReport;
use crate::scenario::{CONTEST_LOAD, World};
use chart::{HEIGHT, Mark, WIDTH};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How many processors there may be, as choices.
const COUNTS: [&str; 10] = ["2", "3", "4", "6", "8", "12", "16", "32", "64", "128"];
/// The load is set in steps of so many hundredths.
const STEP: &str = "5";

/// Dashes of the lines in their order, so that they are told apart without colours.
const DASHES: [&str; 5] = ["none", "8 3", "2 3", "9 3 2 3", "4 4"];

/// Properties of [`ContestView`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct ContestProps {
    /// Texts.
    pub(super) text: &'static ContestText,
    /// What is set, and how it stands.
    pub(super) contest: ContestState,
    /// The policies, the others compared with the first.
    pub(super) policies: Vec<Tuned>,
    /// The seed of the page.
    pub(super) seed: u64,
    /// Told what is done.
    pub(super) on_action: Callback<ContestAction>,
}

/// The part of the lab.
#[component]
pub(super) fn ContestView(props: &ContestProps) -> Html {
    let ContestProps { text, contest, .. } = props;
    html! {
        <section class="study-part contest" aria-labelledby="contest">
            <h3 id="contest">{ text.title }</h3>
            <p>{ text.lead }</p>
            { controls(props) }
            { standing(props) }
            if let Some(report) = contest.report() {
                { picture(text, report) }
                { table::figures(text, report) }
                <p class="quiet">{ (text.note)(report) }</p>
                { table::regrets(text, report) }
                { processors::shares(text, report) }
                { processors::in_flight(text, report) }
                { shifts::shifts(text, report) }
            }
        </section>
    }
}

fn controls(props: &ContestProps) -> Html {
    let ContestProps { text, contest, on_action, .. } = props;
    let find = |id: &'static str| World::ALL.into_iter().find(|world| world.id() == id).unwrap_or_default();
    let on_world = on_action.reform(move |id| ContestAction::World(find(id)));
    let on_count = on_action.reform(|id: &'static str| ContestAction::Processors(id.parse().unwrap_or(2)));
    let on_load = on_action.reform(|event: InputEvent| {
        let percent = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        ContestAction::Load((percent / 100.0).clamp(CONTEST_LOAD.min, CONTEST_LOAD.max))
    });
    let count = contest.processors.to_string();
    let count = COUNTS.iter().find(|known| **known == count).copied().unwrap_or(COUNTS[0]);
    let summary = text.worlds.iter().find(|world| world.id == contest.world.id()).map_or("", |world| world.summary);
    let percent = (contest.load * 100.0).round();
    let shown = format::percent(contest.load).text();
    html! {
        <div class="contest-controls">
            <div class="balancing-field">
                <label for="contest-world">{ text.world }</label>
                <Picker id="contest-world" described="contest-world-note" options={text.worlds.to_vec()}
                    value={contest.world.id()} on_change={on_world} />
                <p class="choice-summary" id="contest-world-note">{ summary }</p>
            </div>
            <div class="balancing-field">
                <label for="contest-processors">{ text.processors }</label>
                <Picker id="contest-processors" described="" options={text.counts.to_vec()} value={count}
                    on_change={on_count} />
            </div>
            <div class="balancing-field">
                <label for="contest-load">{ text.load }</label>
                <input id="contest-load" type="range" min="5" max="95" step={STEP} value={percent.to_string()}
                    aria-valuetext={shown.clone()} oninput={on_load} />
                <output for="contest-load">{ shown }</output>
            </div>
        </div>
    }
}

/// The button, and how the runs stand.
fn standing(props: &ContestProps) -> Html {
    let ContestProps { text, contest, on_action, .. } = props;
    let inquiry = &contest.inquiry;
    let stale = contest
        .report()
        .is_some_and(|report| report.setting != contest.setting(&props.policies) || report.seed != props.seed);
    let sentence = match &inquiry.ended {
        Some(Ended::Failed(why)) => (text.failed)(why),
        Some(Ended::Cancelled) => text.cancelled.to_owned(),
        None if inquiry.running => (text.progress)(inquiry.done, inquiry.planned),
        None => contest.report().map_or_else(|| text.empty.to_owned(), |report| (text.found)(report)),
    };
    html! {
        <div class="study-standing">
            <p class="study-keys">
                if inquiry.running {
                    { key(text.cancel, on_action.reform(|_| ContestAction::Cancel)) }
                } else {
                    { key(text.begin, on_action.reform(|_| ContestAction::Begin)) }
                }
            </p>
            <p role="status">{ sentence }</p>
            if inquiry.running {
                { progress(inquiry.done, inquiry.planned, text.title) }
            }
            if stale {
                <p><strong>{ text.stale }</strong></p>
            }
        </div>
    }
}

/// Response time by percentile, a line a policy.
fn picture(text: &'static ContestText, report: &ContestReport) -> Html {
    let curves = || report.contestants.iter().map(|one| &one.curve).chain(report.floor.as_ref().map(|one| &one.curve));
    let Some(scale) = chart::scale(curves().flatten().map(|(_, ms)| *ms)) else { return Html::default() };
    let at = |(place, words): Mark| html! { <span style={format!("--at: {place:.4}")}>{ words }</span> };
    let grid = |place: f64, upright: bool| {
        let d = if upright {
            format!("M{x:.1} 0V{HEIGHT}", x = place * WIDTH)
        } else {
            format!("M0 {y:.1}H{WIDTH}", y = (1.0 - place) * HEIGHT)
        };
        html! { <path class="contest-grid" {d} /> }
    };
    html! {
        <figure class="contest-picture">
            <figcaption><span class="chart-title">{ text.picture }</span><small>{ text.picture_note }</small></figcaption>
            <ul class="contest-key">
                { for report.contestants.iter().enumerate().map(|(place, one)| html! {
                    <li key={place}>
                        { sample(style(place), line_of(one.reference)) }{ &one.name }{ for one.reference.then_some(text.reference) }
                    </li>
                }) }
                if report.floor.is_some() {
                    <li>{ sample(String::new(), "theory") }{ text.floor }</li>
                }
            </ul>
            <div class="contest-plot">
                <div class="contest-times" aria-hidden="true">{ for chart::times(scale).into_iter().map(at) }</div>
                <svg aria-hidden="true" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none">
                    { for chart::times(scale).into_iter().map(|(place, _)| grid(place, false)) }
                    { for chart::shares().into_iter().map(|(place, _)| grid(place, true)) }
                    { for report.floor.as_ref().map(|floor| html! {
                        <path data-line="theory" d={chart::line(&floor.curve, scale)} />
                    }) }
                    { for report.contestants.iter().enumerate().map(|(place, one)| html! {
                        <path style={style(place)} data-line={line_of(one.reference)} d={chart::line(&one.curve, scale)} />
                    }) }
                </svg>
                <div class="contest-nines" aria-hidden="true">{ for chart::shares().into_iter().map(at) }</div>
            </div>
        </figure>
    }
}

/// Colour and dashes of a policy's line.
fn style(place: usize) -> String {
    format!("{}; --dash: {}", ink(place), DASHES.get(place).copied().unwrap_or_default())
}

/// A piece of a line, for the key.
fn sample(style: String, line: &'static str) -> Html {
    html! { <svg aria-hidden="true" viewBox="0 0 28 8"><path {style} data-line={line} d="M0 4H28" /></svg> }
}

const fn line_of(reference: bool) -> &'static str {
    if reference { "reference" } else { "policy" }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::app::workbench::Inquiry;
    use crate::balance::Policy;
    use crate::experiment::Contest;
    use crate::wire::Findings;
    use std::rc::Rc;

    fn rendered(contest: ContestState) -> String {
        let policies = vec![Policy::RoundRobin.into(), Policy::DChoices.into()];
        let text = &WORKBENCH.balancing.contest;
        let props = ContestProps { text, contest, policies, seed: 1, on_action: Callback::noop() };
        finish(yew::LocalServerRenderer::<ContestView>::with_props(props).hydratable(false).render())
    }

    /// Two runs of each, among two processors.
    fn found(world: World) -> Option<ContestState> {
        found_among(2, world)
    }

    /// Two runs of each, among so many.
    fn found_among(processors: u32, world: World) -> Option<ContestState> {
        found_of([Policy::RoundRobin, Policy::DChoices], processors, world)
    }

    /// Two runs of each of two policies.
    fn found_of(policies: [Policy; 2], processors: u32, world: World) -> Option<ContestState> {
        let state = ContestState { world, processors, ..ContestState::default() };
        let mut contest = Contest::new(state.setting(&policies.map(Tuned::from)), 1).ok()?;
        let sides = if world == World::Approval { 4 } else { 3 };
        for (place, run) in contest.runs().into_iter().enumerate().take(2 * sides) {
            contest.take(place, run.run()?);
        }
        let findings = Some(Rc::new(Findings::Contest(Box::new(contest.report()))));
        Some(ContestState { inquiry: Inquiry { findings, ..Inquiry::default() }, ..state })
    }

    #[test]
    fn a_contest_is_offered_before_there_is_one() {
        let html = rendered(ContestState::default());
        assert!(html.contains(WORKBENCH.balancing.contest.begin) && !html.contains("<table"), "{html}");
    }

    #[test]
    fn each_policy_has_its_line_its_figures_and_its_difference() {
        let html = rendered(found(World::Equal).expect("found"));
        assert_eq!(html.matches("data-line=\"policy\" d=").count(), 4, "two lines and two in the key: {html}");
        assert_eq!(html.matches("data-line=\"theory\" d=").count(), 2, "and that of theory");
        assert!(html.contains(" ± ") && html.contains(WORKBENCH.balancing.contest.reference), "{html}");
        assert!(!html.contains(WORKBENCH.balancing.contest.stale), "of what is set");
    }

    #[test]
    fn what_belongs_to_another_setting_is_marked() {
        let html = rendered(ContestState { load: 0.5, ..found(World::FailsFast).expect("found") });
        assert!(html.contains(WORKBENCH.balancing.contest.stale), "said");
        assert_eq!(html.matches("data-line=\"theory\"").count(), 0, "theory has no formula for that world");
    }

    #[test]
    fn shares_stand_against_what_the_weights_ask_for() {
        let html = rendered(
            found_of([Policy::RoundRobin, Policy::SmoothWeightedRoundRobin], 2, World::Unequal).expect("found"),
        );
        assert!(html.contains("the share that its weight asks for, 25.0\u{a0}% or 75.0\u{a0}%, is marked."), "{html}");
        assert!(
            html.contains("Fairness 0.800 ± ") && html.contains("Fairness 1.000 ± "),
            "turns, and turns by weight: {html}"
        );
        assert!(html.contains("Processor 1: 50.0\u{a0}% ± "), "with its interval: {html}");
        assert!(
            rendered(found(World::Equal).expect("found")).contains("an even share, 50.0\u{a0}%, is marked."),
            "even"
        );
    }

    #[test]
    fn many_processors_are_a_strip_with_a_table() {
        let few = rendered(found_among(16, World::Equal).expect("found"));
        assert!(few.contains("Processor 16: ") && !few.contains("contest-strip"), "a bar each, with its number");
        let many = rendered(found_among(17, World::Equal).expect("found"));
        // Shares and numbers in flight, of two policies and the reference.
        assert_eq!(many.matches("contest-strip").count(), 6, "{many}");
        assert!(!many.contains("Processor 17: ") && many.contains("(processor "), "ends in words");
        assert_eq!(many.matches("<th scope=\"row\">17</th>").count(), 2, "and all in a table: {many}");
    }

    #[test]
    fn a_policy_that_loses_payments_is_not_praised_for_its_times() {
        let policies = [Policy::RoundRobin, Policy::NginxLeastConn];
        let html = rendered(found_of(policies, 4, World::FailsFast).expect("found"));
        assert!(html.contains("Highest success rate: Round robin, 75.0\u{a0}% ± "), "{html}");
        assert!(html.contains("; lowest: Least connections (NGINX least_conn), "), "{html}");
        assert!(
            !html.contains("Shortest p99") && html.contains(" p99: Round robin, "),
            "of the better one alone: {html}"
        );
    }

    #[test]
    fn what_differs_by_chance_alone_is_not_ranked() {
        let same = [Policy::RoundRobin, Policy::SmoothWeightedRoundRobin];
        let html = rendered(found_of(same, 4, World::Equal).expect("found"));
        assert!(html.contains("No policy stands out by its p99: Round robin, "), "{html}");
        assert!(!html.contains("success rate: "), "nobody loses anything: {html}");
    }

    #[test]
    fn the_shares_of_one_run_are_drawn_over_time() {
        let html = rendered(found_of([Policy::InverseLoad, Policy::RoundRobin], 2, World::Unequal).expect("found"));
        // A band a processor, of two policies and the reference.
        assert_eq!(html.matches("class=\"contest-bands\"").count(), 3, "{html}");
        assert!(html.contains("of the picks go to another processor, on average."), "in words: {html}");
    }

    #[test]
    fn regret_is_told_where_there_is_a_best() {
        let html = rendered(found(World::Approval).expect("found"));
        let text = &WORKBENCH.balancing.contest;
        assert!(html.contains(text.regret_heads[2]) && html.contains(" payments a run."), "{html}");
        assert!(!rendered(found(World::Equal).expect("found")).contains(text.regret_heads[2]), "only there");
    }

    #[test]
    fn every_world_has_its_words() {
        let known = WORKBENCH.balancing.contest.worlds.map(|world| world.id);
        assert_eq!(known, World::ALL.map(World::id));
        assert_eq!(WORKBENCH.balancing.contest.counts.map(|count| count.id), COUNTS);
    }
}
