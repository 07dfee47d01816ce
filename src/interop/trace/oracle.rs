//! libCacheSim's oracleGeneral: records of 24 bytes, little-endian: u32 seconds, u64 key, u32 size, i64 next use.
//!
//! The stored next use is left alone: it is computed anew. Sizes weigh requests; in a cache entries count one.

use super::{Requests, Spot, TraceError};
use std::io::{self, Read};

/// Bytes of a record.
const RECORD: usize = 24;

pub(super) fn read(mut source: impl Read, requests: &mut Requests) -> Result<(), TraceError> {
    let mut bytes = [0; RECORD];
    for record in 1.. {
        let broke_off = |error: io::Error| {
            let spot = (record > 1).then(|| Spot::Record(record - 1));
            TraceError::Unreadable { spot, why: error.to_string() }
        };
        match fill(&mut source, &mut bytes).map_err(broke_off)? {
            0 => break,
            RECORD => {}
            cut => return Err(TraceError::Cut { record, bytes: cut }),
        }
        let [t0, t1, t2, t3, k0, k1, k2, k3, k4, k5, k6, k7, s0, s1, s2, s3, ..] = bytes;
        let key = u64::from_le_bytes([k0, k1, k2, k3, k4, k5, k6, k7]);
        let number = requests.interner.number(key);
        requests.push(Spot::Record(record), number, Some(f64::from(u32::from_le_bytes([t0, t1, t2, t3]))))?;
        requests.sizes.push(u32::from_le_bytes([s0, s1, s2, s3]));
    }
    Ok(())
}

/// Reads as many bytes as there are, at most a record.
fn fill(source: &mut impl Read, bytes: &mut [u8; RECORD]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < RECORD {
        match source.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
