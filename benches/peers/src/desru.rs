//! The models on desru: an event is a boxed closure that gets the scheduler; what it shares stands behind a cell.

use crate::model::{Draws, Model, Tally};
use desru::EventScheduler;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// A station: how many it serves at once, their mean service, and who waits.
struct Station {
    workers: u32,
    mean: Option<f64>,
    busy: u32,
    line: VecDeque<f64>,
}

/// The state that the events share.
struct Network {
    model: Model,
    stations: Vec<Station>,
    draws: Draws,
    tally: Tally,
    payments: u64,
}

type Shared = Rc<RefCell<Network>>;

/// The mean response time of so many payments, in units.
pub fn run(model: &Model, payments: u64) -> f64 {
    let station = |place: &crate::model::Place| Station {
        workers: place.workers.unwrap_or(u32::MAX),
        mean: place.mean,
        busy: 0,
        line: VecDeque::new(),
    };
    let stations = model.places.iter().map(station).collect();
    let network = Network { model: model.clone(), stations, draws: Draws::new("peers"), tally: Tally::default(), payments };
    let shared: Shared = Rc::new(RefCell::new(network));
    let mut scheduler = EventScheduler::new();
    arrive(&mut scheduler, &shared);
    let ended = Rc::clone(&shared);
    let stop = move |_: &EventScheduler| ended.borrow().tally.count >= ended.borrow().payments;
    // Nothing is kept of past events: the log would grow without end.
    scheduler.run(Box::new(stop), Some(Box::new(|_, _| false)));
    shared.borrow().tally.mean()
}

fn later(scheduler: &mut EventScheduler, delay: f64, mut then: impl FnMut(&mut EventScheduler) + 'static) {
    let action = move |scheduler: &mut EventScheduler| {
        then(scheduler);
        None
    };
    scheduler.timeout(delay, Some(Box::new(action)), None);
}

fn arrive(scheduler: &mut EventScheduler, shared: &Shared) {
    let gap = {
        let network = &mut *shared.borrow_mut();
        network.draws.exponential(network.model.gap)
    };
    let next = Rc::clone(shared);
    later(scheduler, gap, move |scheduler| {
        let first = next.borrow_mut().model.first();
        enter(scheduler, &next, first, scheduler.current_time);
        arrive(scheduler, &next);
    });
}

/// A payment that arrived then comes to a station.
fn enter(scheduler: &mut EventScheduler, shared: &Shared, place: usize, arrived: f64) {
    let free = {
        let station = &mut shared.borrow_mut().stations[place];
        let free = station.busy < station.workers;
        if free {
            station.busy += 1
        } else {
            station.line.push_back(arrived)
        }
        free
    };
    if free {
        serve(scheduler, shared, place, arrived);
    }
}

fn serve(scheduler: &mut EventScheduler, shared: &Shared, place: usize, arrived: f64) {
    let time = {
        let network = &mut *shared.borrow_mut();
        network.stations[place].mean.map_or(0.0, |mean| network.draws.exponential(mean))
    };
    let after = Rc::clone(shared);
    later(scheduler, time, move |scheduler| leave(scheduler, &after, place, arrived));
}

fn leave(scheduler: &mut EventScheduler, shared: &Shared, place: usize, arrived: f64) {
    let waiting = {
        let station = &mut shared.borrow_mut().stations[place];
        let waiting = station.line.pop_front();
        if waiting.is_none() {
            station.busy -= 1;
        }
        waiting
    };
    if let Some(next) = waiting {
        serve(scheduler, shared, place, next);
    }
    let onward = shared.borrow_mut().model.after(place);
    match onward {
        Some(onward) => enter(scheduler, shared, onward, arrived),
        None => shared.borrow_mut().tally.add(scheduler.current_time - arrived),
    }
}
