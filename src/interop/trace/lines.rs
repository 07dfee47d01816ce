//! The lines of a text, one at a time, with an end to their length.

use super::{LINE_MAX, Spot, TraceError};
use crate::math;
use std::io::{BufRead, Read};

/// Calls with the number (from 1) and the text of every line that is not empty; blanks around it and a byte-order mark
/// before the first are cut off.
pub(super) fn each(
    mut source: impl BufRead,
    mut call: impl FnMut(usize, &[u8]) -> Result<(), TraceError>,
) -> Result<(), TraceError> {
    let mut text = Vec::new();
    for line in 1.. {
        text.clear();
        let limit = math::wide(LINE_MAX) + 1;
        let read = source.by_ref().take(limit).read_until(b'\n', &mut text);
        let broke_off = |error: std::io::Error| {
            let spot = (line > 1).then(|| Spot::Line(line - 1));
            TraceError::Unreadable { spot, why: error.to_string() }
        };
        if read.map_err(broke_off)? == 0 {
            break;
        }
        if text.len() > LINE_MAX {
            return Err(TraceError::LongLine { line });
        }
        if text.contains(&0) || std::str::from_utf8(&text).is_err() {
            return Err(TraceError::Binary { line });
        }
        let start = if line == 1 { text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text) } else { &text };
        let words = start.trim_ascii();
        if !words.is_empty() {
            call(line, words)?;
        }
    }
    Ok(())
}
