//! The models on odem-rs: every payment is a process, spawned on arrival, that walks through its stations. A server is
//! handed from who leaves to who has waited longest by its waker, as in the example `mm1` of odem-rs.

use crate::model::{Draws, Model, Place, Tally};
use odem_rs::core::ops::{sleep, waker};
use odem_rs::prelude::{Behavior, Config, Sim, Simulator};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::Waker;

/// A station: how many it can still serve at once, their mean service, and who waits.
struct Station {
    free: Cell<u32>,
    mean: Option<f64>,
    line: RefCell<VecDeque<Waker>>,
}

/// What the processes share.
#[derive(Config)]
#[time(f64)]
struct Network {
    model: RefCell<Model>,
    stations: Vec<Station>,
    draws: RefCell<Draws>,
    tally: RefCell<Tally>,
}

struct Payment;

/// The mean response time of so many payments, in units.
pub fn run(model: &Model, payments: u64) -> f64 {
    let network = Network {
        model: RefCell::new(model.clone()),
        stations: model.places.iter().map(Station::new).collect(),
        draws: RefCell::new(Draws::new("peers")),
        tally: RefCell::new(Tally::default()),
    };
    let simulator = Simulator::new(network);
    let ended = simulator.run(async |sim: &Sim<Network>| arrive(sim, payments).await);
    assert!(ended.is_ok(), "arrivals never end, so nothing waits for ever");
    simulator.inner().tally.borrow().mean()
}

async fn arrive(sim: &Sim<Network>, payments: u64) {
    let network = sim.global();
    let gap = network.model.borrow().gap;
    while network.tally.borrow().count < payments {
        let wait = network.draws.borrow_mut().exponential(gap);
        sim.advance(wait).await;
        sim.spawn(Payment);
    }
    // Nothing may be left that could wake a process once all have ended with the run.
    network.stations.iter().for_each(|station| station.line.borrow_mut().clear());
}

impl Behavior<Network> for Payment {
    type Output = ();

    async fn actions(&self, sim: &Sim<Network>) {
        let network = sim.global();
        let arrived = sim.now();
        let mut place = Some(network.model.borrow().first());
        while let Some(here) = place {
            let station = &network.stations[here];
            station.seize().await;
            let service = station.mean.map_or(0.0, |mean| network.draws.borrow_mut().exponential(mean));
            sim.advance(service).await;
            station.release();
            place = network.model.borrow_mut().after(here);
        }
        network.tally.borrow_mut().add(sim.now() - arrived);
    }
}

impl Station {
    fn new(place: &Place) -> Self {
        let free = Cell::new(place.workers.unwrap_or(u32::MAX));
        Self { free, mean: place.mean, line: RefCell::new(VecDeque::new()) }
    }

    async fn seize(&self) {
        if self.free.get() > 0 {
            self.free.set(self.free.get() - 1);
        } else {
            let own = waker().await;
            self.line.borrow_mut().push_back(own);
            sleep().await;
        }
    }

    fn release(&self) {
        match self.line.borrow_mut().pop_front() {
            Some(next) => next.wake(),
            None => self.free.set(self.free.get() + 1),
        }
    }
}
