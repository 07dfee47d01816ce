//! Texts of the money in a payment's story: what it was about, what the issuer did with it, and how its books end.

use crate::experiment::{Books, Judgement};

/// The last sentences of a story; the channel by its tag.
pub(super) fn money(books: &Books, channel: &str) -> String {
    let booked = match channel {
        "instant_rail" => moved(books),
        _ => held(books),
    };
    format!("It is about {:.2}\u{a0}EUR. {booked} {}", books.amount, judged(books))
}

fn held(books: &Books) -> String {
    match (books.held, books.returned, books.posted) {
        (0, ..) => "The issuer never booked it.".to_owned(),
        (held, 0, 0) => format!("The issuer held it {}.", times(held)),
        (held, 0, posted) => format!("The issuer held it {} and charged it {}.", times(held), times(posted)),
        (held, returned, 0) => format!("The issuer held it {} and gave it back {}.", times(held), times(returned)),
        (held, returned, posted) => format!(
            "The issuer held it {}, gave it back {} and charged it {}.",
            times(held),
            times(returned),
            times(posted)
        ),
    }
}

/// On an account rail a booking is final, and only another one gives it back.
fn moved(books: &Books) -> String {
    match (books.held, books.returned) {
        (0, _) => "The money never moved.".to_owned(),
        (held, 0) => format!("The money moved {}.", times(held)),
        (held, returned) => format!("The money moved {} and came back {}.", times(held), times(returned)),
    }
}

fn judged(books: &Books) -> String {
    let standing = times(books.standing);
    match books.judgement {
        Judgement::Open => "Something about it is still open, so its books are not compared yet.".to_owned(),
        Judgement::Charged => "Its books agree: its merchant knows of the one charge.".to_owned(),
        Judgement::Free => {
            "Its books agree: it did not succeed for its merchant, and nothing is held for it.".to_owned()
        }
        Judgement::ChargedTwice => {
            format!("Its books differ: its merchant knows of one payment, and the card is charged {standing}.")
        }
        Judgement::Stuck => {
            format!("Its books differ: it did not succeed for its merchant, and the card still pays for it {standing}.")
        }
        Judgement::Unfounded => {
            "Its books differ: it succeeded for its merchant, and no approval of it stands at the issuer.".to_owned()
        }
    }
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}
