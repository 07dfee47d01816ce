//! Compressed files, recognised by their first bytes: gzip of any number of members, and Zstandard.

use super::TraceError;
use std::io::{BufRead, BufReader};

/// What gzip (RFC 1952, 2.3.1) and Zstandard (RFC 8878, 3.1.1) begin with.
const GZIP: [u8; 2] = [0x1F, 0x8B];
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// Room of the buffers: at least as much as a guess looks at.
const BUFFER: usize = 1 << 16;

/// The bytes of a file as they were before it was compressed, if it was.
///
/// # Errors
///
/// [`TraceError::Unreadable`] if the file cannot be read, or what looks like Zstandard is none.
pub fn unpacked<'a>(mut source: impl BufRead + 'a) -> Result<Box<dyn BufRead + 'a>, TraceError> {
    let start = source.fill_buf().map_err(|error| TraceError::Unreadable(error.to_string()))?;
    if start.starts_with(&GZIP) {
        let decoder = flate2::bufread::MultiGzDecoder::new(source);
        return Ok(Box::new(BufReader::with_capacity(BUFFER, decoder)));
    }
    if start.starts_with(&ZSTD) {
        let decoder = ruzstd::decoding::StreamingDecoder::new(source);
        let decoder = decoder.map_err(|error| TraceError::Unreadable(error.to_string()))?;
        return Ok(Box::new(BufReader::with_capacity(BUFFER, decoder)));
    }
    Ok(Box::new(source))
}
