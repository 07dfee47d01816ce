//! Compressed files, recognised by their first bytes: gzip of any number of members, Zstandard of any number of frames.

use super::TraceError;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Read};

/// What gzip (RFC 1952, 2.3.1) and Zstandard (RFC 8878, 3.1.1) begin with.
const GZIP: [u8; 2] = [0x1F, 0x8B];
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// What a skippable frame begins with, which may stand first: one of sixteen bytes, then these (RFC 8878, 3.1.2).
const SKIPPABLE: (std::ops::RangeInclusive<u8>, [u8; 3]) = (0x50..=0x5F, [0x2A, 0x4D, 0x18]);
/// Room of the buffers: at least as much as a guess looks at.
const BUFFER: usize = 1 << 16;

/// The bytes of a file as they were before it was compressed, if it was.
///
/// # Errors
///
/// [`TraceError::Unreadable`] if the file cannot be read, or what looks like Zstandard is none.
pub fn unpacked<'a>(mut source: impl BufRead + 'a) -> Result<Box<dyn BufRead + 'a>, TraceError> {
    let start = source.fill_buf().map_err(|error| TraceError::unreadable(&error))?;
    if start.starts_with(&GZIP) {
        let decoder = flate2::bufread::MultiGzDecoder::new(source);
        return Ok(Box::new(BufReader::with_capacity(BUFFER, decoder)));
    }
    if is_zstd(start) {
        let mut frames = Frames { source, decoder: FrameDecoder::new(), within: false };
        frames.begin().map_err(|error| TraceError::unreadable(&error))?;
        return Ok(Box::new(BufReader::with_capacity(BUFFER, frames)));
    }
    Ok(Box::new(source))
}

fn is_zstd(start: &[u8]) -> bool {
    let (first, rest) = SKIPPABLE;
    let skippable = |[byte, others @ ..]: &[u8; 4]| first.contains(byte) && *others == rest;
    start.starts_with(&ZSTD) || start.first_chunk().is_some_and(skippable)
}

/// Zstandard frames one after the other, as `pzstd` and `cat` make them.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    /// Whether a frame is begun.
    within: bool,
}

impl<R: BufRead> Frames<R> {
    /// Begins with the next frame that holds anything; the file's end if there is none.
    fn begin(&mut self) -> io::Result<()> {
        while !self.within && !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => self.within = true,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    self.skip(u64::from(length))?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(())
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.source.by_ref().take(length), &mut io::sink())?;
        if skipped < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            self.begin()?;
            if !self.within || room.is_empty() {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, one).map_err(io::Error::other)?;
            }
            let read = self.decoder.read(room)?;
            if read > 0 {
                return Ok(read);
            }
            self.within = false;
        }
    }
}
