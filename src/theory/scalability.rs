//! What more workers bring: Amdahl's law and the Universal Scalability Law.
//!
//! Source: Amdahl, "Validity of the single processor approach to achieving large scale computing capabilities" (1967);
//! Gunther, "Guerrilla Capacity Planning" (2007), chapter 4.

use super::TheoryError;
use super::limits::{not_negative, positive, within};

/// The Universal Scalability Law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scalability {
    /// Throughput of one worker per second: X(1).
    single_per_s: f64,
    /// Share of the work that is done one at a time: alpha.
    contention: f64,
    /// Cost of keeping each pair of workers in step: beta.
    coherency: f64,
}

impl Scalability {
    /// The law with the throughput of one worker per second, contention alpha (0 to 1) and coherency beta (0 or more).
    ///
    /// # Errors
    ///
    /// If a parameter is out of range.
    pub fn new(single_per_s: f64, contention: f64, coherency: f64) -> Result<Self, TheoryError> {
        positive("single_per_s", single_per_s)?;
        within("contention", contention, (0.0..=1.0).contains(&contention), "0 to 1")?;
        not_negative("coherency", coherency)?;
        Ok(Self { single_per_s, contention, coherency })
    }

    /// X(N) = X(1) N / [1 + alpha (N - 1) + beta N (N - 1)] per second, for 1 worker or more.
    ///
    /// # Errors
    ///
    /// If there is less than one worker.
    pub fn throughput_per_s(&self, workers: f64) -> Result<f64, TheoryError> {
        let more = workers_checked(workers)? - 1.0;
        Ok(self.single_per_s * workers / (1.0 + self.contention * more + self.coherency * workers * more))
    }

    /// The number of workers beyond which throughput falls, sqrt((1 - alpha) / beta) but at least 1; `None` if it never
    /// falls.
    #[must_use]
    pub fn workers_best(&self) -> Option<f64> {
        (self.coherency > 0.0).then(|| ((1.0 - self.contention) / self.coherency).sqrt().max(1.0))
    }
}

/// Amdahl's law: how many times faster work is done by so many workers, when a share of it is serial. It is below
/// 1 / `serial_share` for any number of workers.
///
/// # Errors
///
/// If the share is not in 0 to 1, or there is less than one worker.
pub fn amdahl_speed_up(serial_share: f64, workers: f64) -> Result<f64, TheoryError> {
    within("serial_share", serial_share, (0.0..=1.0).contains(&serial_share), "0 to 1")?;
    Ok(1.0 / (serial_share + (1.0 - serial_share) / workers_checked(workers)?))
}

fn workers_checked(workers: f64) -> Result<f64, TheoryError> {
    within("workers", workers, (1.0..=1e12).contains(&workers), "1 or more")
}
