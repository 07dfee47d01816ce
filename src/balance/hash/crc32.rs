//! CRC-32 as NGINX hashes with it: the reflected polynomial 0xEDB88320 of ISO 3309, all ones before and after.

/// A checksum under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crc32(u32);

const TABLE: [u32; 256] = table();

impl Crc32 {
    /// Of nothing yet.
    pub(crate) const fn new() -> Self {
        Self(u32::MAX)
    }

    /// Takes more bytes in.
    #[must_use]
    pub(crate) fn update(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            let [low, ..] = self.0.to_le_bytes();
            self.0 = TABLE[usize::from(low ^ byte)] ^ (self.0 >> 8);
        }
        self
    }

    /// The checksum.
    pub(crate) const fn value(self) -> u32 {
        !self.0
    }
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut place = 0;
    let mut byte = 0_u32;
    while place < 256 {
        let mut rest = byte;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 { 0xEDB8_8320 ^ (rest >> 1) } else { rest >> 1 };
            bit += 1;
        }
        table[place] = rest;
        place += 1;
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_standard() {
        assert_eq!(Crc32::new().update(b"123456789").value(), 0xCBF4_3926);
        assert_eq!(Crc32::new().update(b"1234").update(b"56789").value(), 0xCBF4_3926, "in two parts");
    }
}
