//! The models on NeXosim: a station is a model with an input port, output ports that take turns and events that it
//! schedules for itself. It runs on one thread, because what counts is processor time.

use crate::model::{Draws, Model as Plan, Tally};
use nexosim::model::{BuildContext, Context, Model, ProtoModel, schedulable};
use nexosim::ports::{EventSinkReader, Output, SinkState, event_queue};
use nexosim::simulation::{Mailbox, SimInit, Simulation, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Duration;

/// Where payments come from; an event says when one arrived.
#[derive(Serialize, Deserialize)]
struct Merchants {
    gap: f64,
    output: Output<MonotonicTime>,
}

#[Model(type Env = Draws)]
impl Merchants {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>, draws: &mut Draws) {
        self.schedule(context, draws);
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>, draws: &mut Draws) {
        self.schedule(context, draws);
        self.output.send(context.time()).await;
    }

    fn schedule(&self, context: &Context<Self>, draws: &mut Draws) {
        let scheduled = context.schedule_event(span(draws.exponential(self.gap)), schedulable!(Self::arrive), ());
        assert!(scheduled.is_ok(), "every span ends later");
    }
}

/// A station: how many it serves at once, their mean service, who waits, and where they go.
#[derive(Serialize, Deserialize)]
struct Station {
    workers: u32,
    mean: f64,
    busy: u32,
    line: VecDeque<MonotonicTime>,
    outputs: Vec<Output<MonotonicTime>>,
    turn: usize,
}

#[Model(type Env = Draws)]
impl Station {
    fn enter(&mut self, arrived: MonotonicTime, context: &Context<Self>, draws: &mut Draws) {
        if self.busy < self.workers {
            self.busy += 1;
            self.serve(arrived, context, draws);
        } else {
            self.line.push_back(arrived);
        }
    }

    #[nexosim(schedulable)]
    async fn leave(&mut self, arrived: MonotonicTime, context: &Context<Self>, draws: &mut Draws) {
        match self.line.pop_front() {
            Some(next) => self.serve(next, context, draws),
            None => self.busy -= 1,
        }
        self.turn = (self.turn + 1) % self.outputs.len();
        self.outputs[self.turn].send(arrived).await;
    }

    fn serve(&self, arrived: MonotonicTime, context: &Context<Self>, draws: &mut Draws) {
        let service = span(draws.exponential(self.mean));
        let scheduled = context.schedule_event(service, schedulable!(Self::leave), arrived);
        assert!(scheduled.is_ok(), "every span ends later");
    }
}

/// A model with its draws, which no simulation saves.
struct Drawing<M>(M, Draws);

impl<M: Model<Env = Draws>> ProtoModel for Drawing<M> {
    type Model = M;

    fn build(self, _: &mut BuildContext<Self>) -> (M, Draws) {
        (self.0, self.1)
    }
}

/// A unit is a second; an event cannot follow without delay.
fn span(units: f64) -> Duration {
    Duration::from_secs_f64(units).max(Duration::from_nanos(1))
}

/// The mean response time of so many payments, in units.
pub fn run(plan: &Plan, payments: u64) -> f64 {
    let mut tally = Tally::default();
    let simulated = simulate(plan, payments, &mut tally);
    assert!(simulated.is_ok(), "the simulation failed: {simulated:?}");
    tally.mean()
}

fn simulate(plan: &Plan, payments: u64, tally: &mut Tally) -> Result<(), SimulationError> {
    let (mut simulation, mut answers) = assemble(plan)?;
    while tally.count < payments {
        simulation.step()?;
        while let Some(arrived) = answers.try_read() {
            tally.add(simulation.time().duration_since(arrived).as_secs_f64());
        }
    }
    Ok(())
}

fn assemble(plan: &Plan) -> Result<(Simulation, impl EventSinkReader<MonotonicTime>), SimulationError> {
    let (sink, answers) = event_queue(SinkState::Enabled);
    let boxes: Vec<Mailbox<Station>> = plan.places.iter().map(|_| Mailbox::new()).collect();
    let mut merchants = Merchants { gap: plan.gap, output: Output::default() };
    merchants.output.connect(Station::enter, &boxes[plan.first()]);
    let mut bench = SimInit::with_num_threads(1);
    bench = bench.add_model(Drawing(merchants, Draws::new("merchants")), Mailbox::new(), "merchants");
    let mut stations = Vec::new();
    for (place, station) in plan.places.iter().enumerate() {
        let connected = plan.targets(place).map(|target| {
            let mut output = Output::default();
            match target {
                Some(next) => output.connect(Station::enter, &boxes[next]),
                None => output.connect_sink(sink.clone()),
            }
            output
        });
        let outputs = connected.collect();
        let workers = station.workers.unwrap_or(u32::MAX);
        let mean = station.mean.unwrap_or_default();
        stations.push(Station { workers, mean, busy: 0, line: VecDeque::new(), outputs, turn: 0 });
    }
    for (place, (station, mailbox)) in stations.into_iter().zip(boxes).enumerate() {
        let name = format!("station {place}");
        bench = bench.add_model(Drawing(station, Draws::new(&name)), mailbox, &name);
    }
    Ok((bench.init(MonotonicTime::EPOCH)?, answers))
}
