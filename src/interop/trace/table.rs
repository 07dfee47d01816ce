//! CSV (RFC 4180, without line breaks in fields): a header, and columns by their names; or no header, and columns by
//! number. Fields are set apart by commas, semicolons or tabs: with a header whichever lets it have the column of keys,
//! without one whichever cuts the first line into most fields.

use super::{Requests, TraceError, lines};
use std::io::BufRead;

/// Which columns hold what: all by their names in the header, or all by number from 1, as `#2`, where there is no header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The key.
    pub key: String,
    /// Seconds, if the requests' times are wanted.
    pub time: Option<String>,
    /// Bytes that each request asks for, if they are wanted.
    pub size: Option<String>,
    /// What it costs to fetch the key, if that is wanted; a key's first line says it.
    pub cost: Option<String>,
    /// Whether nobody named the column of seconds: then a refusal says that it can be left out.
    pub time_is_guessed: bool,
}

impl Columns {
    /// A column of keys and nothing else.
    #[must_use]
    pub const fn of_keys(key: String) -> Self {
        Self { key, time: None, size: None, cost: None, time_is_guessed: false }
    }
}

/// Where the columns stand.
#[derive(Clone, Copy, Debug)]
struct Places {
    key: usize,
    time: Option<usize>,
    size: Option<usize>,
    cost: Option<usize>,
}

/// What may set fields apart; a comma where nothing else fits.
pub(super) const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

pub(super) fn read(source: impl BufRead, columns: &Columns, requests: &mut Requests) -> Result<(), TraceError> {
    let by_number = numbered(columns)?;
    let (mut layout, mut known) = (None, Vec::new());
    let read = lines::each(source, |line, text| {
        let (places, separator) = match (layout, by_number) {
            (Some(found), _) => found,
            (None, Some(places)) => *layout.insert((places, widest(text))),
            (None, None) => {
                let has_key = |other: &u8| fields(text, *other).iter().any(|name| name == columns.key.as_bytes());
                let separator = SEPARATORS.into_iter().find(has_key).unwrap_or(SEPARATORS[0]);
                let names = fields(text, separator);
                layout = Some((header(&names, columns)?, separator));
                known = in_words(&names);
                return Ok(());
            }
        };
        let fields = fields(text, separator);
        let wanted = if by_number.is_some() { "a field of that number" } else { "as many fields as the header has" };
        let key = fields.get(places.key).ok_or_else(|| value(line, "a key", text, wanted))?;
        let field = |place: usize| fields.get(place).map_or(&[][..], Vec::as_slice);
        let seconds = places.time.map(|place| seconds(line, field(place))).transpose()?;
        let size = places.size.map(|place| whole(line, "a size", field(place), SIZES)).transpose()?;
        let cost = places.cost.map(|place| whole(line, "a cost", field(place), COSTS)).transpose()?;
        requests.add(line, key, seconds)?;
        requests.weigh(size, cost);
        Ok(())
    });
    read.map_err(|why| match &columns.time {
        Some(column) if columns.time_is_guessed && is_of_time(&why) => {
            let others = Box::new(Columns { time: None, time_is_guessed: false, ..columns.clone() });
            TraceError::Guessed { column: column.clone(), why: Box::new(why), known, others }
        }
        _ => why,
    })
}

/// The columns by number, if all are: then the file has no header.
fn numbered(columns: &Columns) -> Result<Option<Places>, TraceError> {
    let Columns { key, time, size, cost, .. } = columns;
    let all = || [Some(key), time.as_ref(), size.as_ref(), cost.as_ref()].into_iter().flatten();
    match all().find(|name| place_of(name).is_none()) {
        Some(name) if all().any(|name| place_of(name).is_some()) => Err(TraceError::Mixed { name: name.clone() }),
        Some(_) => Ok(None),
        None => {
            let place = |name: &Option<String>| name.as_deref().and_then(place_of);
            Ok(place_of(key).map(|key| Places { key, time: place(time), size: place(size), cost: place(cost) }))
        }
    }
}

/// The place of a column that is told by its number, as `#2`.
fn place_of(name: &str) -> Option<usize> {
    name.strip_prefix('#')?.parse::<usize>().ok()?.checked_sub(1)
}

/// What cuts a line into most fields; the first of the separators that do.
fn widest(text: &[u8]) -> u8 {
    let by_fields = |separator: &u8| fields(text, *separator).len();
    // Of equals the last one is taken.
    SEPARATORS.into_iter().rev().max_by_key(by_fields).unwrap_or(SEPARATORS[0])
}

/// Whether it is the times that are wrong.
fn is_of_time(why: &TraceError) -> bool {
    matches!(why, TraceError::Backwards { .. } | TraceError::Value { what: A_TIME, .. })
}

fn in_words(names: &[Vec<u8>]) -> Vec<String> {
    names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

fn header(names: &[Vec<u8>], columns: &Columns) -> Result<Places, TraceError> {
    let place = |name: &String| {
        names
            .iter()
            .position(|known| known == name.as_bytes())
            .ok_or_else(|| TraceError::Column { name: name.clone(), known: in_words(names) })
    };
    let wanted = |name: &Option<String>| name.as_ref().map(place).transpose();
    let [time, size, cost] = [wanted(&columns.time)?, wanted(&columns.size)?, wanted(&columns.cost)?];
    Ok(Places { key: place(&columns.key)?, time, size, cost })
}

/// What a size may be.
const SIZES: (u32, &str) = (0, "bytes, a whole number from 0 to 4294967295");
/// What a cost may be.
const COSTS: (u32, &str) = (1, "a whole number from 1 to 4294967295");

/// A whole number, at least the given one.
fn whole(
    line: usize,
    what: &'static str,
    text: &[u8],
    (least, allowed): (u32, &'static str),
) -> Result<u32, TraceError> {
    let number = std::str::from_utf8(text).ok().and_then(|text| text.parse::<u32>().ok());
    number.filter(|number| *number >= least).ok_or_else(|| value(line, what, text, allowed))
}

/// What a time is called.
const A_TIME: &str = "a time";

/// A time in seconds.
pub(super) fn seconds(line: usize, text: &[u8]) -> Result<f64, TraceError> {
    let number = std::str::from_utf8(text).ok().and_then(|text| text.parse::<f64>().ok());
    let allowed = "seconds, a number from 0";
    number.filter(|number| number.is_finite() && *number >= 0.0).ok_or_else(|| value(line, A_TIME, text, allowed))
}

pub(super) fn value(line: usize, what: &'static str, text: &[u8], allowed: &'static str) -> TraceError {
    TraceError::Value { line, what, value: String::from_utf8_lossy(text).into_owned(), allowed }
}

/// The fields of a line; within quotes a separator is a byte like any other, and two quotes are one.
fn fields(text: &[u8], separator: u8) -> Vec<Vec<u8>> {
    let mut fields = vec![Vec::new()];
    let mut quoted = false;
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let doubled = quoted && byte == b'"' && bytes.next_if_eq(&b'"').is_some();
        match byte {
            b'"' if !doubled => quoted = !quoted,
            other if other == separator && !quoted => fields.push(Vec::new()),
            _ => fields.last_mut().into_iter().for_each(|field| field.push(byte)),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_cut_at_separators_outside_quotes() {
        let check = |text: &str, expected: &[&str]| {
            let got = fields(text.as_bytes(), b',');
            assert_eq!(got, expected.iter().map(|field| field.as_bytes().to_vec()).collect::<Vec<_>>(), "{text}");
        };
        check("a,b,,c", &["a", "b", "", "c"]);
        check("\"a,b\",\"say \"\"x\"\"\"", &["a,b", "say \"x\""]);
    }
}
