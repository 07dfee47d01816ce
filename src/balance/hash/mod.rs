//! The hash functions of the products, to the bit: a ring is the product's only with the product's hash.

mod crc32;
mod xxhash;

pub(super) use crc32::Crc32;
pub(super) use xxhash::xxh64;
