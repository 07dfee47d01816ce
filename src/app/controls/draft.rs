//! What a person is typing: kept as it was typed, read if it can be, never unwrapped and never lost.

use super::gauge::Form;
use crate::app::number;
use crate::app::text::ProblemsText;
use crate::math;
use std::cell::Cell;

/// Why a text is no number of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Nothing but space.
    Empty,
    /// A comma could part thousands or decimals.
    Comma,
    /// Anything else that is no number.
    NotANumber,
    /// A fraction where whole numbers are asked for.
    NotWhole,
    /// No number of the scenario's type is that small or large.
    OutOfRange,
}

impl Flaw {
    /// What is wrong, in words.
    pub(super) fn words(self, text: &ProblemsText, typed: &str, ends: &(String, String)) -> String {
        match self {
            Self::Empty => text.empty.to_owned(),
            Self::Comma => (text.comma)(typed),
            Self::NotANumber => (text.not_a_number)(typed),
            Self::NotWhole => (text.not_whole)(typed),
            Self::OutOfRange => (text.out_of_range)(typed, &ends.0, &ends.1),
        }
    }
}

/// Reads a number as a person writes it. Spaces that set thousands apart are allowed, commas are not: they could mean
/// two things. Range is the business of the scenario's check, but for what its type cannot hold.
pub(super) fn read(typed: &str, form: Form) -> Result<f64, Flaw> {
    let bare: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '_').collect();
    if bare.is_empty() {
        return Err(Flaw::Empty);
    }
    if bare.contains(',') && bare.chars().all(|letter| letter.is_ascii_digit() || ",.-+".contains(letter)) {
        return Err(Flaw::Comma);
    }
    let number = number::read(&bare).ok_or(Flaw::NotANumber)?;
    match form {
        Form::Decimal => Ok(number),
        Form::Percent => Ok(number / 100.0),
        Form::Whole if number.fract() != 0.0 => Err(Flaw::NotWhole),
        Form::Whole if !(0.0..=f64::from(u32::MAX)).contains(&number) => Err(Flaw::OutOfRange),
        Form::Whole => Ok(number),
    }
}

/// A number that [`read`] found whole, as the scenario counts it.
pub(super) fn whole(number: f64) -> u32 {
    u32::try_from(math::whole(number)).unwrap_or(u32::MAX)
}

/// A text under way, shown instead of the scenario's value until that value goes elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Draft<T, E> {
    /// As it was typed.
    pub(super) text: String,
    /// What it says.
    pub(super) read: Result<T, E>,
    before: T,
    arrived: Cell<bool>,
}

impl<T: PartialEq, E> Draft<T, E> {
    /// A text, what it says, and what the scenario held when it was typed.
    pub(super) const fn new(text: String, read: Result<T, E>, before: T) -> Self {
        Self { text, read, before, arrived: Cell::new(false) }
    }

    /// Whether the draft still stands while the scenario holds this value. It does until its own value has arrived
    /// and was changed from elsewhere, as by undo or another preset.
    pub(super) fn stands(&self, value: &T) -> bool {
        if self.read.as_ref().is_ok_and(|read| read == value) {
            self.arrived.set(true);
            return true;
        }
        !self.arrived.get() && self.before == *value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_rubbish_has_a_flaw_and_no_number() {
        assert_eq!(read("abc", Form::Decimal), Err(Flaw::NotANumber), "letters");
        assert_eq!(read("", Form::Decimal), Err(Flaw::Empty), "nothing");
        assert_eq!(read("  ", Form::Whole), Err(Flaw::Empty), "space");
        assert_eq!(read("1,5", Form::Decimal), Err(Flaw::Comma), "one and a half or fifteen");
        assert_eq!(read("NaN", Form::Decimal), Err(Flaw::NotANumber), "not-a-number");
        assert_eq!(read("inf", Form::Decimal), Err(Flaw::NotANumber), "infinity");
        assert_eq!(read("1e999", Form::Decimal), Err(Flaw::NotANumber), "beyond every number");
        assert_eq!(read("3.5", Form::Whole), Err(Flaw::NotWhole), "half a worker");
        assert_eq!(read("-1", Form::Whole), Err(Flaw::OutOfRange), "less than nothing");
        assert_eq!(read("1e12", Form::Whole), Err(Flaw::OutOfRange), "more than can be counted");
    }

    #[test]
    fn a_flaw_says_what_was_typed_and_what_is_allowed() {
        let text = &crate::app::text::WORKBENCH.controls.problems;
        let words = |typed: &str, form| {
            let ends = ("1".to_owned(), "10 workers".to_owned());
            read(typed, form).map_err(|flaw| flaw.words(text, typed, &ends)).expect_err("rubbish")
        };
        assert!(words("abc", Form::Decimal).starts_with("“abc” is not a number. Allowed:"), "letters");
        assert!(words("", Form::Decimal).contains("Allowed:"), "nothing");
        assert_eq!(words("-1", Form::Whole), "Out of range: -1. Allowed: 1 to 10 workers.", "below what can be held");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(read(" 12 ", Form::Whole), Ok(12.0), "space around");
        assert_eq!(read("10\u{202f}000", Form::Whole), Ok(10_000.0), "thousands apart");
        assert_eq!(read("2e6", Form::Whole), Ok(2_000_000.0), "with an exponent");
        assert_eq!(read(".5", Form::Decimal), Ok(0.5), "without a zero");
        assert_eq!(read("12", Form::Percent), Ok(0.12), "percent");
        assert_eq!(read("0", Form::Whole), Ok(0.0), "zero is for the check to judge");
        assert_eq!(read("-3", Form::Decimal), Ok(-3.0), "a negative too");
    }

    #[test]
    fn a_draft_stands_until_the_number_goes_elsewhere() {
        let draft = Draft::new("7.".to_owned(), read("7.", Form::Decimal), 5.0);
        assert!(draft.stands(&5.0), "the edit is under way");
        assert!(draft.stands(&7.0), "it has arrived, and the point stays");
        assert!(!draft.stands(&5.0), "undone from elsewhere");
        let rubbish = Draft::new("x".to_owned(), read("x", Form::Decimal), 5.0);
        assert!(rubbish.stands(&5.0), "what was typed is kept");
        assert!(!rubbish.stands(&6.0), "until another preset is opened");
    }
}
