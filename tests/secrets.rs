//! No secrets (I10): nothing that is printed of a run or of a payment's story looks like a card number. Cards are small
//! numbers here, and whatever has 12 to 19 digits and passes the check of ISO/IEC 7812 (Luhn, 1954) would be taken for one.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::json;
use std::process::Command;
use switchyard::experiment::{Run, Story, story};
use switchyard::payment::Follows;
use switchyard::scenario::Preset;
use switchyard::units::Instant;

/// An attack on card numbers, and answers that are lost: probes, declines, reversals, controls.
const PRESETS: [&str; 2] = ["card-testing", "lossy-link"];

/// Whether digits pass the check: every second one from the right counts double, its digits summed.
fn passes(digits: &str) -> bool {
    let double = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let values = digits.chars().rev().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = values.enumerate().map(|(place, digit)| if place % 2 == 1 { double(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}

fn is_card_number(digits: &str) -> bool {
    (12..=19).contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_digit()) && passes(digits)
}

/// What looks like a card number in a text: in one piece, or in groups of thousands or of four.
fn card_numbers(text: &str) -> Vec<String> {
    let joined = text.replace(['\u{202f}', '\u{a0}', '-'], "");
    let words = |text: &str| {
        // A decimal number and a fingerprint are words of their own: their digits are no numbers.
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
        words.map(|word| word.trim_matches('.').to_owned()).collect::<Vec<_>>()
    };
    let of_four = |group: &String| group.len() == 4 && group.chars().all(|digit| digit.is_ascii_digit());
    let spaced = words(text);
    let groups = spaced.windows(4).filter(|groups| groups.iter().all(of_four)).map(|groups| groups.concat());
    words(text).into_iter().chain(words(&joined)).chain(groups).filter(|word| is_card_number(word)).collect()
}

#[track_caller]
fn clean(what: &str, text: &str) {
    assert_eq!(card_numbers(text), Vec::<String>::new(), "{what}");
}

#[test]
fn planted_card_numbers_are_found() {
    for planted in ["card 4111111111111111.", "\"378282246310005\"", "5555 5555 5555 4444", "4111-1111-1111-1111"] {
        assert_eq!(card_numbers(planted).len().min(1), 1, "{planted}");
    }
    for other in ["4111111111111112", "0.4111111111111111", "a4111111111111111", "41111111", "60 1111 22"] {
        clean("no card number", other);
    }
}

/// The numbers of all payments of a run, probes included.
fn numbers(id: &str) -> (Run, Vec<u64>) {
    let mut run = Run::new(&Preset::find(id).unwrap().checked(), 1);
    run.network_mut().follow(Follows::All);
    let mut numbers = Vec::new();
    let end = Instant::from_seconds(run.scenario().scenario().duration_s);
    let mut over = false;
    while !over {
        over = run.advance(end, 100_000);
        numbers.extend(run.network_mut().lines().iter().map(|line| line.payment));
        numbers.dedup();
    }
    numbers.sort_unstable();
    numbers.dedup();
    (run, numbers)
}

/// A story of a preset that has more to tell than most: of an early payment, and of the last one, which is a probe where
/// somebody attacks.
fn told(id: &str) -> Vec<Story> {
    let (run, numbers) = numbers(id);
    let tell = |number: &u64| story(run.scenario(), 1, run.events(), *number);
    [numbers.first(), numbers.last()].into_iter().flatten().map(tell).collect()
}

#[test]
fn no_payment_has_the_number_of_a_card() {
    for id in PRESETS {
        let (mut run, numbers) = numbers(id);
        assert!(numbers.len() > 1_000, "{id}: many payments");
        numbers.iter().for_each(|number| clean(id, &number.to_string()));
        clean(id, &json!(run.report()).to_string());
    }
}

#[test]
fn no_story_tells_a_card_number() {
    for story in PRESETS.into_iter().flat_map(told) {
        assert!(story.moments.len() > 3, "{story:?}");
        clean("a story", &json!(story).to_string());
        #[cfg(feature = "web")]
        clean("the page", &page::shown(story));
    }
}

#[test]
fn the_command_line_prints_no_card_number() {
    for id in PRESETS {
        let (_, numbers) = numbers(id);
        let [first, last] = [numbers.first(), numbers.last()].map(|number| number.unwrap().to_string());
        let whole = [vec!["run", id], vec!["run", id, "--json"], vec!["run", id, "--blame"]];
        let stories = [first.as_str(), last.as_str()].map(|number| vec!["run", id, "--inspect", number]);
        for arguments in whole.into_iter().chain(stories) {
            let output = Command::new(env!("CARGO_BIN_EXE_switchyard")).args(&arguments).output().unwrap();
            assert!(!output.stdout.is_empty(), "{arguments:?} prints");
            clean(&format!("{arguments:?}"), &String::from_utf8_lossy(&output.stdout));
        }
    }
}

/// A story as the page shows it.
#[cfg(feature = "web")]
mod page {
    use std::rc::Rc;
    use switchyard::app::feed::Feed;
    use switchyard::app::payments::{Payments, PaymentsProps, PaymentsState};
    use switchyard::app::text::WORKBENCH;
    use switchyard::experiment::Story;
    use yew::Callback;

    pub(crate) fn shown(story: Story) -> String {
        let mut payments = PaymentsState::default();
        payments.payment.found = Some(Rc::new(story));
        let renderer = yew::LocalServerRenderer::<Payments>::with_props(PaymentsProps {
            text: &WORKBENCH.payments,
            payments,
            feed: Feed::default(),
            run: 1,
            first_wrong: Some(182),
            on_action: Callback::noop(),
        });
        finish(renderer.hydratable(false).render())
    }

    /// Runs a future that is always ready when it is polled.
    fn finish<T>(future: impl Future<Output = T>) -> T {
        let mut future = std::pin::pin!(future);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        loop {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
            std::thread::yield_now();
        }
    }
}
