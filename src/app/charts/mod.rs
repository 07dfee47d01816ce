//! Charts over simulated time: small multiples on one time axis with one cursor.
//!
//! uPlot draws on canvases past Yew, at most ten times a second (`board`); captions, sentences and tables are Yew's
//! and follow every five seconds. What the numbers are and how they are worded is pure and tested natively.

mod backdrop;
mod board;
mod chart;
mod export;
mod frame;
mod hooks;
mod ink;
mod kind;
mod labels;
mod options;
mod paint;
mod panel;
mod picker;
mod scale;
mod sheet;
mod tags;
mod uplot;
mod watch;
mod words;

pub use backdrop::{Backdrop, Level, Theory, WarmUp};
pub(crate) use export::save_text;
pub(crate) use ink::Ink;
pub use kind::{Kind, Name, Unit};
pub(crate) use labels::{Strip, place};
pub(crate) use scale::{Form, Range};
pub(crate) use watch::size;
pub use words::{Reading, Spread, Summary};
pub(crate) use words::{plain, tick};

use crate::app::feed::Feed;
use crate::app::text::ChartsText;
use crate::wire::Roster;
use chart::{Chart, Wish};
use hooks::{Shared, grant, use_backdrop, use_board, use_shot};
use kind::KINDS;
use picker::Picker;
use std::rc::Rc;
use yew::prelude::*;

/// Props of [`Charts`].
#[derive(Debug, Properties, PartialEq)]
pub struct ChartsProps {
    /// Texts.
    pub text: &'static ChartsText,
    /// What the run's columns speak of.
    pub roster: Roster,
    /// Where snapshots come from.
    pub feed: Feed,
    /// The trailing window, as an index of [`crate::payment::TIERS`].
    pub tier: u8,
    /// Called with another window.
    pub on_tier: Callback<u8>,
    /// Whether the pinned scenario is drawn too. Default: no.
    #[prop_or_default]
    pub compared: bool,
    /// What stands behind the lines. Default: nothing.
    #[prop_or_default]
    pub backdrop: Backdrop,
}

/// All charts.
#[component]
pub fn Charts(props: &ChartsProps) -> Html {
    let ChartsProps { text, compared, .. } = *props;
    let roster = &props.roster;
    let log = use_state_eq(|| true);
    let shared = use_memo((), |()| Shared::default());
    let shot = use_shot(&props.feed, &shared);
    use_backdrop(&props.backdrop, &shared);
    use_board(props, *log, &shared);
    let on_wish = {
        let (log, shared) = (log.clone(), Rc::clone(&shared));
        Callback::from(move |(kind, wish): (Kind, Wish)| match wish {
            Wish::Log => log.set(!*log),
            Wish::Csv => {
                let csv = sheet::csv(text, kind, &shared.live.borrow(), compared);
                save_text(&format!("switchyard-{}.csv", kind.slug()), "text/csv;charset=utf-8", &csv);
            }
            other => grant(&shared, kind, other),
        })
    };
    let applying = KINDS.into_iter().zip(&shared.places).filter(|(kind, _)| kind.applies(roster));
    let charts = applying.map(|(kind, place)| {
        html! {
            <Chart key={kind.slug()} {text} {kind} roster={roster.clone()} {compared} log={*log} place={place.clone()}
                shot={Rc::clone(&shot)} backdrop={props.backdrop.clone()} on_wish={on_wish.clone()} />
        }
    });
    html! {
        <section class="charts" aria-label={text.region}>
            <header>
                <Picker {text} tier={props.tier} on_tier={props.on_tier.clone()} />
                if compared {
                    <p class="quiet">{ text.compared }</p>
                }
            </header>
            <div class="charts-grid">{ for charts }</div>
        </section>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// A component as text. Nothing in it waits for anything, so asking again soon finishes it.
    pub(crate) fn finish<T>(future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
            std::thread::yield_now();
        }
    }

    fn rendered(compared: bool) -> String {
        before(compared, Backdrop::default())
    }

    fn before(compared: bool, backdrop: Backdrop) -> String {
        of(false, compared, backdrop)
    }

    fn of(scaled: bool, compared: bool, backdrop: Backdrop) -> String {
        let props = move || ChartsProps {
            text: &WORKBENCH.charts,
            roster: Roster { scaled, ..frame::roster(3) },
            feed: Feed::default(),
            tier: 1,
            on_tier: Callback::noop(),
            compared,
            backdrop: backdrop.clone(),
        };
        let renderer = yew::LocalServerRenderer::<Charts>::with_props(props()).hydratable(false);
        finish(renderer.render())
    }

    #[test]
    fn seven_figures_with_captions_and_a_sentence() {
        let html = rendered(false);
        assert_eq!(html.matches("<figure").count(), 7, "seven charts: {html}");
        assert_eq!(html.matches("<figcaption").count(), 7, "each with a caption");
        assert_eq!(html.matches("role=\"slider\"").count(), 7, "each with a cursor for the keyboard");
        assert!(html.contains(WORKBENCH.charts.empty), "an empty chart says so");
        assert!(!html.contains("<table"), "no table before it is opened");
    }

    #[test]
    fn where_the_workers_follow_the_load_they_have_a_chart() {
        let html = of(true, false, Backdrop::default());
        assert_eq!(html.matches("<figure").count(), 8, "one more: {html}");
        assert!(html.contains("data-kind=\"workers\""), "{html}");
    }

    #[test]
    fn windows_are_radio_buttons() {
        let html = rendered(false);
        assert_eq!(html.matches("type=\"radio\"").count(), 4, "four windows");
        assert_eq!(html.matches("checked").count(), 1, "one is chosen: {html}");
        assert!(html.contains("of simulated time"), "and the words say what time");
    }

    #[test]
    fn theory_is_named_below_its_charts() {
        let scenario = crate::scenario::Preset::find("mmc").expect("a preset").checked();
        let expectation = Some(Rc::new(crate::experiment::Expectation::of(&scenario)));
        let html = before(false, Backdrop { expectation, ..Backdrop::default() });
        assert!(html.contains("Dashed ink, theory (") && html.contains("exact): p50 "), "percentiles: {html}");
        assert!(!rendered(false).contains("chart-theory"), "nothing before the worker said so");
    }

    #[test]
    fn a_comparison_says_what_is_dashed() {
        assert!(rendered(true).contains(WORKBENCH.charts.compared), "said");
        assert!(!rendered(false).contains(WORKBENCH.charts.compared), "not said");
    }
}
