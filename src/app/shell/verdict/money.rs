//! What answers that did not come have cost: counts and amounts, exact for this run. Absent where every answer comes.

use super::VerdictProps;
use super::metric::{Metric, Term};
use super::reading::Reading;
use crate::app::format;
use crate::app::text::{MoneyText, TermText, VerdictText};
use crate::experiment::{State, Sum};
use crate::wire::{Brief, Losses};
use yew::prelude::*;

/// The row of money.
pub(super) fn view(text: &VerdictText, props: &VerdictProps) -> Html {
    let losses = |report: Option<&Brief>| report.and_then(|report| report.losses);
    let (b, a) = (props.report.as_deref(), props.pinned.as_deref().filter(|_| props.compared));
    if losses(b).or(losses(a)).is_none() {
        return Html::default();
    }
    let of = |report: Option<&Brief>, read: &dyn Fn(&Losses) -> Reading| match report {
        Some(report) if report.state != State::Empty => read(&report.losses.unwrap_or_default()),
        _ => Reading::none(text.empty),
    };
    let metric = |id, words, read: &dyn Fn(&Losses) -> Reading| {
        let term = Term { id, words, group: None };
        Metric { term, b: of(b, read), a: props.compared.then(|| of(a, read)), difference: None }.view(text)
    };
    let money = &text.money;
    let lost = [b, a].into_iter().any(|report| losses(report).is_some_and(|losses| losses.lost_writes > 0));
    html! {
        <dl class="verdict-metrics verdict-money">
            { metric("books", &money.books, &|losses| books(money, losses)) }
            { for sums(money).map(|(id, words, pick)| metric(id, words, &|losses| sum(money, pick(losses)))) }
            if lost {
                { metric("lost-writes", &money.lost_writes.0, &|losses| lost_writes(money, losses)) }
            }
        </dl>
    }
}

type Shown<'a> = (&'static str, &'a TermText, fn(&Losses) -> (Sum, bool));

/// The sums, each with whether it must never be.
fn sums(text: &MoneyText) -> impl Iterator<Item = Shown<'_>> {
    let all: [Shown<'_>; 5] = [
        ("double-charges", &text.double_charges, |losses| (losses.double_charges, true)),
        ("stuck-holds", &text.stuck_holds, |losses| (losses.stuck_holds, true)),
        ("unfounded", &text.unfounded, |losses| (losses.unfounded, true)),
        ("sales-lost", &text.sales_lost, |losses| (losses.sales_lost, false)),
        ("unknown", &text.unknown, |losses| (losses.unknown, false)),
    ];
    all.into_iter()
}

fn sum(text: &MoneyText, (sum, never): (Sum, bool)) -> Reading {
    let amount = (text.amount)(&format::number(sum.amount));
    Reading::counted(sum.count, amount, never && sum.count > 0)
}

/// What write-behind lost; shown only where it lost any.
fn lost_writes(text: &MoneyText, losses: &Losses) -> Reading {
    Reading::counted(losses.lost_writes, text.lost_writes.1.to_owned(), losses.lost_writes > 0)
}

/// Whether all laws hold, and the first payment that breaks one.
fn books(text: &MoneyText, losses: &Losses) -> Reading {
    let wrong = losses.broken || losses.first_violating.is_some();
    let open = losses.open;
    let open = (open.count > 0).then(|| (text.open)(&format::count(open.count), &format::number(open.amount)));
    let (word, first) = match losses.first_violating {
        Some(payment) => (text.differ, Some((text.first)(&format::count(payment)))),
        None if wrong => (text.broken, Some(text.which.to_owned())),
        None => (text.agree, None),
    };
    let sure = [first, open, Some(text.exact.to_owned())].into_iter().flatten().collect::<Vec<_>>().join("; ");
    Reading::said(format!("{}\u{a0}{word}", if wrong { "✕" } else { "✓" }), sure, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::ENGLISH;

    #[test]
    fn books_name_the_first_payment_that_differs() {
        let text = &ENGLISH.shell.verdict.money;
        let agreed = books(text, &Losses::default());
        assert_eq!((agreed.figure.value.as_str(), agreed.alarming), ("✓\u{a0}books agree", false), "nothing differs");
        let differ = books(text, &Losses { first_violating: Some(31_204), ..Losses::default() });
        assert!(differ.alarming && differ.sure.starts_with("first at payment 31\u{202f}204; exact"), "{differ:?}");
    }

    #[test]
    fn a_broken_law_is_no_tick() {
        let text = &ENGLISH.shell.verdict.money;
        let broken = books(text, &Losses { broken: true, ..Losses::default() });
        assert_eq!((broken.figure.value.as_str(), broken.alarming), ("✕\u{a0}a law is broken", true));
        assert!(broken.sure.starts_with("Safeguards say which; exact"), "and where it is named: {broken:?}");
    }

    #[test]
    fn books_say_what_nobody_has_compared_yet() {
        let text = &ENGLISH.shell.verdict.money;
        let books = books(text, &Losses { open: Sum { count: 12, amount: 31_234.5 }, ..Losses::default() });
        assert!(books.sure.starts_with("12 open, 31\u{202f}234\u{a0}EUR held; exact"), "{books:?}");
    }

    #[test]
    fn a_lost_write_is_a_count_and_an_alarm() {
        let text = &ENGLISH.shell.verdict.money;
        let lost = lost_writes(text, &Losses { lost_writes: 50, ..Losses::default() });
        assert_eq!((lost.figure.value.as_str(), lost.alarming), ("50", true));
        assert!(!lost_writes(text, &Losses::default()).alarming, "none is none");
    }

    #[test]
    fn a_sum_is_a_count_and_an_amount() {
        let text = &ENGLISH.shell.verdict.money;
        let lost = sum(text, (Sum { count: 3, amount: 31_431.5 }, false));
        assert_eq!((lost.figure.value.as_str(), lost.sure.as_str()), ("3", "31\u{202f}432\u{a0}EUR, exact"), "in EUR");
        assert!(!lost.alarming && sum(text, (Sum { count: 1, amount: 9.0 }, true)).alarming, "what must never be");
    }
}
