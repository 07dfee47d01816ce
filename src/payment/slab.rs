//! The payments under way, in one array that keeps its places.
//!
//! A payment is a number of 32 bits to everybody else: events and queues stay small, and a place is used again as soon
//! as its payment has ended, so nothing is allocated once the array has grown to the most that were under way.

use super::demand::Demand;
use super::place::Outcome;
use crate::math;
use crate::units::Instant;
use std::ops::{Index, IndexMut};

/// A payment under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// When it came.
    pub(super) arrived: Instant,
    /// Whose it is, in a closed loop.
    pub(super) client: u32,
    /// The card that pays.
    pub(super) card: u32,
    /// The processor that it was sent to.
    pub(super) processor: u8,
    /// When it was sent there.
    pub(super) sent: Instant,
    /// How far it has come.
    pub(super) outcome: Outcome,
    /// What it asks of each stage.
    pub(super) demand: Demand,
}

/// All payments under way, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Slab {
    payments: Vec<Payment>,
    free: Vec<u32>,
}

impl Slab {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.payments.len() - self.free.len()
    }

    /// Takes a payment up and gives it an id.
    #[inline]
    pub(super) fn add(&mut self, payment: Payment) -> u32 {
        if let Some(id) = self.free.pop() {
            self[id] = payment;
            return id;
        }
        self.payments.push(payment);
        math::id(self.payments.len() - 1)
    }

    /// Lets a payment go; its id will be used again.
    #[inline]
    pub(super) fn remove(&mut self, id: u32) {
        self.free.push(id);
    }
}

impl Index<u32> for Slab {
    type Output = Payment;

    #[inline]
    fn index(&self, id: u32) -> &Payment {
        &self.payments[math::index(id)]
    }
}

impl IndexMut<u32> for Slab {
    #[inline]
    fn index_mut(&mut self, id: u32) -> &mut Payment {
        &mut self.payments[math::index(id)]
    }
}
