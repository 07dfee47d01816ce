//! The objective: met, missed or too close to call, with the measured share that decides beside the promised one.
//!
//! A share whose interval holds what was promised decides nothing. Where there is no interval because the load varies, the
//! run is what it is, and its shares are those so far.

use super::metric::Term;
use super::reading::Form;
use crate::app::format;
use crate::app::text::VerdictText;
use crate::experiment::{State, Verdict};
use crate::wire::Brief;
use yew::prelude::*;

/// The objective, for what runs and for the pinned scenario.
pub(super) fn view(report: Option<&Brief>, pinned: Option<&Brief>, text: &VerdictText) -> Html {
    let label = |label| pinned.map(|_| label);
    let term = Term { id: "objective", words: &text.objective, group: None };
    html! {
        <div class="metric" data-metric="objective">
            <dt>{ term.view() }</dt>
            if let Some(pinned) = pinned {
                { line(Some(pinned), text, label(text.a)) }
            }
            { line(report, text, label(text.b)) }
            if let (Some(_), Some(report)) = (pinned, report) {
                <dd class="reading"><span class="reading-sure">{ promises(report, text) }</span></dd>
            }
        </div>
    }
}

fn line(report: Option<&Brief>, text: &VerdictText, label: Option<&'static str>) -> Html {
    let decisive = report.map(decisive);
    let standing = decisive.as_ref().map_or(Standing::Open, Promise::standing);
    // Where the load varies, the worst may be still to come.
    let worth = match report.map(|report| report.state) {
        Some(State::Varying) if standing != Standing::Open => Some(text.so_far),
        Some(State::Unstable) => Some(text.unstable),
        _ => None,
    };
    let (sign, word, state) = match standing {
        Standing::Met => ("✓", text.met, "met"),
        Standing::Missed => ("✕", text.missed, "missed"),
        Standing::Close => ("≈", text.close, "close"),
        Standing::Open => ("○", text.undecided, "undecided"),
    };
    html! {
        <dd class="reading" data-verdict={state}>
            if let Some(label) = label {
                <b class="reading-label">{ label }</b>
                { " " }
            }
            <span class="reading-value"><span aria-hidden="true">{ sign }</span>{ " " }{ word }</span>
            if let Some(worth) = worth {
                { "\u{a0}" }{ worth }
            }
            { " " }
            <span class="reading-sure">{ decisive.map(|promise| promise.detail(text, label.is_some())) }</span>
        </dd>
    }
}

/// What became of a promise, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// It was broken.
    Missed,
    /// It can't be said yet.
    Open,
    /// What was promised lies within the interval.
    Close,
    /// It was kept.
    Met,
}

/// One of the two promises: a share of the answers in time, or a share of the payments with a correct answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Promise {
    /// The response time that it speaks of, if it does.
    within_ms: Option<f64>,
    promised: f64,
    measured: Option<f64>,
    half_width: Option<f64>,
    met: Option<bool>,
}

impl Promise {
    /// Of answers in time.
    const fn in_time(Verdict { response_ms, share, in_time, in_time_half_width, response_met, .. }: &Verdict) -> Self {
        Self {
            within_ms: Some(*response_ms),
            promised: *share,
            measured: *in_time,
            half_width: *in_time_half_width,
            met: *response_met,
        }
    }

    /// Of correct answers.
    pub(super) const fn availability(report: &Brief) -> Self {
        let measured = &report.metrics.availability;
        let Verdict { availability, availability_met, .. } = report.verdict;
        Self {
            within_ms: None,
            promised: availability,
            measured: measured.mean,
            half_width: measured.half_width,
            met: availability_met,
        }
    }

    pub(super) fn standing(&self) -> Standing {
        let interval = self.measured.zip(self.half_width);
        let close = interval.is_some_and(|(measured, half_width)| (measured - self.promised).abs() <= half_width);
        match self.met {
            None => Standing::Open,
            Some(_) if close => Standing::Close,
            Some(true) => Standing::Met,
            Some(false) => Standing::Missed,
        }
    }

    /// The measured share beside the promise; side by side with another, without it.
    fn detail(&self, text: &VerdictText, compared: bool) -> String {
        let said = if self.within_ms.is_some() { text.in_time } else { text.answered };
        let measured = self.measured.map(|share| {
            let width = self.half_width.map(|width| format!(" ± {}", Form::Share.width(width).text()));
            said(&format!("{}{}", format::percent(share).text(), width.unwrap_or_default()))
        });
        let promise = (!compared).then(|| self.said(text));
        measured.into_iter().chain(promise).collect::<Vec<_>>().join("; ")
    }

    /// What was promised.
    fn said(&self, text: &VerdictText) -> String {
        let share = format!("{}\u{a0}%", whole_percent(self.promised));
        match self.within_ms {
            Some(ms) => (text.promised)(&share, &format::millis(ms).text()),
            None => (text.promised_answered)(&share),
        }
    }
}

/// The promise that decides: one that is broken is enough to say no. Where both stand alike it is the answers in time.
fn decisive(report: &Brief) -> Promise {
    let [in_time, answered] = [Promise::in_time(&report.verdict), Promise::availability(report)];
    if answered.standing() < in_time.standing() { answered } else { in_time }
}

/// Both promises.
fn promises(report: &Brief, text: &VerdictText) -> String {
    [Promise::in_time(&report.verdict), Promise::availability(report)].map(|promise| promise.said(text)).join("; ")
}

/// A share that somebody wrote, as percent with the digits that were written.
fn whole_percent(share: f64) -> f64 {
    // Nobody promises more than a thousandth of a percent; the rounding takes away what the product added.
    const THOUSANDTHS: f64 = 1e5;
    (share * THOUSANDTHS).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::ENGLISH;
    use crate::experiment::Estimate;

    /// Shares in time and answered with their half-widths; 99 % and 99.9 % are promised.
    fn brief([in_time, in_time_half_width]: [f64; 2], [answered, half_width]: [f64; 2]) -> Brief {
        let verdict = Verdict {
            response_ms: 800.0,
            share: 0.99,
            in_time: Some(in_time),
            in_time_half_width: Some(in_time_half_width),
            response_met: Some(in_time >= 0.99),
            availability: 0.999,
            availability_met: Some(answered >= 0.999),
        };
        let mut brief = Brief { verdict, state: State::Steady, ..Brief::default() };
        brief.metrics.availability = Estimate {
            mean: Some(answered),
            half_width: Some(half_width),
            state: State::Steady,
            ..Estimate::default()
        };
        brief
    }

    #[track_caller]
    fn check(in_time: [f64; 2], answered: [f64; 2], expected: (Standing, &str)) {
        let decisive = decisive(&brief(in_time, answered));
        let detail = decisive.detail(&ENGLISH.shell.verdict, false).replace('\u{a0}', " ");
        assert_eq!((decisive.standing(), detail.as_str()), expected);
    }

    #[test]
    fn the_promise_that_decides_is_shown_with_its_interval() {
        let kept = "99.50 % ± 0.200 % in time; promised 99 % within 800 ms";
        check([0.995, 0.002], [1.0, 0.0005], (Standing::Met, kept));
        let broken = "98.0 % ± 0.200 % in time; promised 99 % within 800 ms";
        check([0.98, 0.002], [1.0, 0.0005], (Standing::Missed, broken));
        let answered = "99.50 % ± 0.100 % answered; promised 99.9 % answered";
        check([0.9995, 0.0002], [0.995, 0.001], (Standing::Missed, answered));
    }

    #[test]
    fn what_lies_within_the_interval_is_too_close_to_call() {
        let close = "98.9 % ± 0.200 % in time; promised 99 % within 800 ms";
        check([0.989, 0.002], [1.0, 0.0005], (Standing::Close, close));
        let answered = "99.920 % ± 0.050 % answered; promised 99.9 % answered";
        check([0.999, 0.0002], [0.9992, 0.0005], (Standing::Close, answered));
        check(
            [0.98, 0.002],
            [0.9992, 0.0005],
            (Standing::Missed, "98.0 % ± 0.200 % in time; promised 99 % within 800 ms"),
        );
    }

    #[test]
    fn without_an_interval_the_share_itself_decides() {
        let mut varying = brief([0.989, 0.0], [1.0, 0.0]);
        (varying.verdict.in_time_half_width, varying.metrics.availability.half_width) = (None, None);
        assert_eq!(decisive(&varying).standing(), Standing::Missed, "so far");
        varying.verdict.availability_met = None;
        assert_eq!(decisive(&varying).standing(), Standing::Missed, "one broken, one open");
        varying.verdict.response_met = Some(true);
        assert_eq!(decisive(&varying).standing(), Standing::Open, "one kept, one open");
    }
}
