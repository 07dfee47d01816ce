//! CSV (RFC 4180, without line breaks in fields): a header, and columns by their names.

use super::{Requests, TraceError, lines};
use std::io::BufRead;

/// Which columns hold what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The key.
    pub key: String,
    /// Seconds, if the requests' times are wanted.
    pub time: Option<String>,
}

/// Where the columns stand.
struct Places {
    key: usize,
    time: Option<usize>,
}

pub(super) fn read(source: impl BufRead, columns: &Columns, requests: &mut Requests) -> Result<(), TraceError> {
    let mut places = None;
    lines::each(source, |line, text| {
        let fields = fields(text);
        let Some(Places { key, time }) = &places else {
            places = Some(header(&fields, columns)?);
            return Ok(());
        };
        let key = fields.get(*key).ok_or_else(|| value(line, "a key", text, "as many fields as the header has"))?;
        let seconds = match time {
            None => None,
            Some(place) => Some(seconds(line, fields.get(*place).map_or(&[][..], Vec::as_slice))?),
        };
        requests.add(line, key, seconds)
    })
}

fn header(names: &[Vec<u8>], columns: &Columns) -> Result<Places, TraceError> {
    let place = |name: &String| {
        names.iter().position(|known| known == name.as_bytes()).ok_or_else(|| {
            let known: Vec<_> = names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
            TraceError::Column { name: name.clone(), known }
        })
    };
    Ok(Places { key: place(&columns.key)?, time: columns.time.as_ref().map(place).transpose()? })
}

/// A time in seconds.
pub(super) fn seconds(line: usize, text: &[u8]) -> Result<f64, TraceError> {
    let number = std::str::from_utf8(text).ok().and_then(|text| text.parse::<f64>().ok());
    let allowed = "seconds, a number from 0";
    number.filter(|number| number.is_finite() && *number >= 0.0).ok_or_else(|| value(line, "a time", text, allowed))
}

pub(super) fn value(line: usize, what: &'static str, text: &[u8], allowed: &'static str) -> TraceError {
    TraceError::Value { line, what, value: String::from_utf8_lossy(text).into_owned(), allowed }
}

/// The fields of a line; within quotes a comma is a comma and two quotes are one.
fn fields(text: &[u8]) -> Vec<Vec<u8>> {
    let mut fields = vec![Vec::new()];
    let mut quoted = false;
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let doubled = quoted && byte == b'"' && bytes.next_if_eq(&b'"').is_some();
        match byte {
            b'"' if !doubled => quoted = !quoted,
            b',' if !quoted => fields.push(Vec::new()),
            _ => fields.last_mut().into_iter().for_each(|field| field.push(byte)),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_cut_at_commas_outside_quotes() {
        let check = |text: &str, expected: &[&str]| {
            let got = fields(text.as_bytes());
            assert_eq!(got, expected.iter().map(|field| field.as_bytes().to_vec()).collect::<Vec<_>>(), "{text}");
        };
        check("a,b,,c", &["a", "b", "", "c"]);
        check("\"a,b\",\"say \"\"x\"\"\"", &["a,b", "say \"x\""]);
    }
}
