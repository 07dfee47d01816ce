//! The wide form: merchants at the left, the card at the right, processors as parallel tracks between.
//!
//! Payments fan out from the turntable as tracks from a roundhouse; answers come home on ladders, one upright line
//! that every track joins, so that the two directions never run into each other.

use super::builder::{Builder, end, middle, queue_above, queue_left, spot, start};
use super::{Form, Layout, Rail, Spot, Stage, Yard, beside};
use crate::app::topology::geometry::{Area, Point, at};
use crate::payment::Place;

/// Space around the drawing.
const MARGIN: f64 = 20.0;
/// Widest drawing; a wider stage has it in its middle.
const WIDEST: f64 = 1_720.0;
/// Lowest drawing.
const LOWEST: f64 = 430.0;
/// Lowest track, and what a bank of tracks needs above and below.
const TRACK: f64 = 28.0;
const BANK_MARGIN: f64 = 36.0;
/// Highest track.
const TRACK_MAX: f64 = 116.0;
/// From here on a processor has room for three lines of text.
const ROOMY_FROM: f64 = 78.0;
/// From the outward rail to the answer rail, between the stages.
const ANSWER: f64 = 38.0;
/// Radius of the turntable.
const TURNTABLE: f64 = 26.0;

/// Widths of what stands side by side: narrow, and as wide as it likes.
const WIDTHS: [(f64, f64); 14] = [
    (84.0, 108.0),  // merchants
    (50.0, 108.0),  // queue of the gateway
    (92.0, 116.0),  // gateway
    (14.0, 64.0),   // to the turntable
    (52.0, 52.0),   // turntable
    (44.0, 116.0),  // fan
    (64.0, 128.0),  // queue of a processor
    (110.0, 184.0), // processor
    (42.0, 54.0),   // count of those turned away, ladder
    (34.0, 92.0),   // fan
    (20.0, 72.0),   // queue of the channel
    (96.0, 118.0),  // channel
    (44.0, 92.0),   // queue of the card-management system
    (134.0, 148.0), // card-management system
];

/// From a stage to the station above it, with room for a word between; the forwarders keep off the balancer's small print.
const ABOVE: f64 = 26.0;
const BELOW: f64 = 54.0;
/// Narrowest plate of a station beside the way.
const BESIDE: f64 = 104.0;

/// The measures of one drawing.
struct Plan<'a> {
    /// What there is to draw.
    yard: &'a Yard,
    /// Height of the outward rail between the stages.
    outward: f64,
    /// Height of its answer rail.
    answer: f64,
    /// Left edges of [`WIDTHS`], and the right edge of the last.
    edges: Vec<f64>,
    /// From one track to the next.
    pitch: f64,
    /// Height of the drawing.
    height: f64,
    /// Least height that it needs.
    least: f64,
}

pub(super) fn draw(yard: &Yard, stage: Stage) -> Layout {
    let plan = Plan::new(yard, stage);
    let mut builder = Builder::default();
    answers(&mut builder, &plan);
    outward(&mut builder, &plan);
    sidings(&mut builder, &plan);
    builder.spots = spots(&plan);
    let Builder { spots, lines, routes } = builder;
    Layout { form: Form::Wide, width: stage.width, height: plan.height, least: plan.least, spots, lines, routes }
}

impl<'a> Plan<'a> {
    fn new(yard: &'a Yard, stage: Stage) -> Self {
        let count = f64::from(yard.processors);
        let least = LOWEST.max(count * TRACK + 2.0 * BANK_MARGIN + 8.0);
        let height = stage.height.max(least);
        let outward = height / 2.0 - 4.0;
        let bank = 2.0 * (outward - BANK_MARGIN).min(height - BANK_MARGIN - outward);
        let width = stage.width.min(WIDEST) - 2.0 * MARGIN;
        let (narrow, ample) = WIDTHS.iter().fold((0.0, 0.0), |sum, width| (sum.0 + width.0, sum.1 + width.1));
        let ease = (width - narrow) / (ample - narrow);
        let mut edges = vec![(stage.width - width) / 2.0];
        for (narrow, ample) in WIDTHS {
            let left = edges.last().copied().unwrap_or(MARGIN);
            edges.push(left + narrow + (ample - narrow) * ease);
        }
        let pitch = (bank / count).min(TRACK_MAX);
        Self { yard, outward, answer: outward + ANSWER, edges, pitch, height, least }
    }

    fn edge(&self, place: usize) -> f64 {
        self.edges.get(place).copied().unwrap_or_default()
    }

    fn roomy(&self) -> bool {
        self.pitch >= ROOMY_FROM
    }

    /// Height of a processor's outward rail.
    fn track(&self, number: u8) -> f64 {
        let middle = (f64::from(self.yard.processors) - 1.0) / 2.0;
        self.outward + (f64::from(number) - middle) * self.pitch
    }

    /// Height of a processor's answer rail.
    fn track_back(&self, number: u8) -> f64 {
        self.track(number) + if self.roomy() { 26.0 } else { 9.0 }
    }

    /// Box of a trunk station between two edges.
    fn station(&self, place: usize) -> Area {
        Area::new(self.edge(place), self.outward - 46.0, self.edge(place + 1) - self.edge(place), 106.0)
    }

    fn processor(&self, number: u8) -> Area {
        let height = if self.roomy() { 74.0 } else { (self.pitch - 3.0).min(40.0) };
        let middle = f64::midpoint(self.track(number), self.track_back(number));
        Area::new(self.edge(7), middle - height / 2.0, self.edge(8) - self.edge(7), height)
    }

    fn card_management(&self) -> Area {
        Area::new(self.edge(13), self.outward - 78.0, self.edge(14) - self.edge(13), 160.0)
    }

    fn database(&self) -> Area {
        let card = self.card_management();
        let top = (card.bottom() + 78.0).min(self.height - 62.0);
        Area::new(card.x, top, card.width, 56.0)
    }

    fn turntable(&self) -> Point {
        at(f64::midpoint(self.edge(4), self.edge(5)), self.outward)
    }

    /// Where the tracks begin, and the upright of the answers to the gateway.
    fn fan(&self) -> f64 {
        self.edge(6)
    }

    fn ladder_left(&self) -> f64 {
        self.edge(6) + 8.0
    }

    fn ladder_right(&self) -> f64 {
        self.edge(9) - 10.0
    }

    fn numbers(&self) -> impl Iterator<Item = u8> + use<> {
        0..self.yard.processors
    }

    /// The box of a station beside the way.
    fn beside(&self, place: Place) -> Area {
        let (gateway, card) = (self.station(2), self.card_management());
        let above =
            |stage: &Area, x: f64, width: f64| Area::new(x, stage.y - ABOVE - beside::HEIGHT, width, beside::HEIGHT);
        let width = gateway.width.max(BESIDE);
        match place {
            Place::TokenVault => {
                let (channel, room) = (self.station(11), card.x - 12.0 - self.edge(11));
                above(&channel, channel.x, room.min(beside::WIDEST))
            }
            Place::SecurityModule => above(&card, card.x, card.width),
            Place::Forwarders => {
                let top = gateway.bottom() + BELOW;
                Area::new(gateway.right() - width, top, width, beside::HEIGHT)
            }
            _ => above(&gateway, gateway.right() - width, width),
        }
    }
}

/// The rails of payments on their way to the card.
fn outward(builder: &mut Builder, plan: &Plan<'_>) {
    use Place::{Balancer, CardManagement, Channel, Database, Gateway, Merchants, Processor};
    let y = plan.outward;
    let line = |left: usize, right: usize| [at(plan.edge(left), y), at(plan.edge(right), y)];
    let rate = |left: usize, right: usize| {
        let middle_x = f64::midpoint(plan.edge(left), plan.edge(right));
        Some(middle(middle_x, y - 12.0, plan.edge(right) - plan.edge(left)))
    };
    builder.link(Rail::Outward, Merchants, Gateway, &line(1, 2)).rate = rate(1, 2);
    let table = plan.turntable();
    builder.link(Rail::Outward, Gateway, Balancer, &[at(plan.edge(3), y), table]).arrow = None;
    for number in plan.numbers() {
        let (track, plate) = (plan.track(number), plan.processor(number));
        let corners = [table, at(plan.fan(), track), at(plate.x, track)];
        builder.route(Balancer, Processor(number), &corners);
        let rim = table.step(at(plan.fan(), track), TURNTABLE);
        builder.line(Rail::Outward, vec![(Balancer, Processor(number))], &[rim, corners[1], corners[2]]).arrow = None;
        let meet = at(plan.edge(10), y);
        let branch = [at(plate.right(), track), at(plan.edge(9), track), meet];
        builder.route(Processor(number), Channel, &[branch[0], branch[1], meet, at(plan.edge(11), y)]);
        builder.line(Rail::Outward, vec![(Processor(number), Channel)], &branch).arrow = None;
    }
    let all = plan.numbers().map(|number| (Processor(number), Channel)).collect();
    builder.line(Rail::Outward, all, &line(10, 11)).rate = rate(10, 11);
    builder.link(Rail::Outward, Channel, CardManagement, &line(12, 13)).rate = rate(12, 13);
    let (card, database) = (plan.card_management(), plan.database());
    let x = card.x + card.width * 0.36;
    let down = [at(x, card.bottom()), at(x, database.y)];
    builder.link(Rail::Outward, CardManagement, Database, &down).rate =
        Some(end(x - 10.0, f64::midpoint(card.bottom(), database.y) + 4.0, 60.0));
}

/// From the stations beside the way to the stages that they serve.
fn sidings(builder: &mut Builder, plan: &Plan<'_>) {
    let (gateway, channel, card) = (plan.station(2), plan.station(11), plan.card_management());
    for place in &plan.yard.beside {
        let plate = plan.beside(*place);
        let down = |x: f64, stage: &Area| [at(x, plate.bottom()), at(x, stage.y)];
        let corners = match place {
            Place::TokenVault => down(channel.right() - 12.0, &channel),
            Place::SecurityModule => down(card.right() - 12.0, &card),
            // Between the count of those turned away and the balancer's small print.
            Place::Forwarders => [at(gateway.x + 54.0, gateway.bottom()), at(gateway.x + 54.0, plate.y)],
            _ => down(gateway.right() - 12.0, &gateway),
        };
        beside::siding(builder, &corners);
    }
}

/// The rails of answers on their way home.
fn answers(builder: &mut Builder, plan: &Plan<'_>) {
    use Place::{CardManagement, Channel, Database, Gateway, Merchants, Processor};
    let y = plan.answer;
    let line = |right: usize, left: usize| [at(plan.edge(right), y), at(plan.edge(left), y)];
    let (card, database) = (plan.card_management(), plan.database());
    let x = card.x + card.width * 0.64;
    builder.link(Rail::Answer, Database, CardManagement, &[at(x, database.y), at(x, card.bottom())]);
    builder.link(Rail::Answer, CardManagement, Channel, &line(13, 12));
    let (left, right) = (plan.ladder_left(), plan.ladder_right());
    let (from_channel, to_gateway) = (at(plan.edge(11), y), at(plan.edge(3), y));
    for number in plan.numbers() {
        let (track, plate) = (plan.track_back(number), plan.processor(number));
        let inward = [from_channel, at(right, y), at(right, track), at(plate.right(), track)];
        builder.route(Channel, Processor(number), &inward);
        builder.line(Rail::Answer, vec![(Channel, Processor(number))], &inward[1..]).arrow = None;
        let home = [at(plate.x, track), at(left, track), at(left, y), to_gateway];
        builder.route(Processor(number), Gateway, &home);
        builder.line(Rail::Answer, vec![(Processor(number), Gateway)], &home[..3]).arrow = None;
    }
    let back = plan.numbers().map(|number| (Channel, Processor(number))).collect();
    builder.line(Rail::Answer, back, &[from_channel, at(right, y)]);
    let home = plan.numbers().map(|number| (Processor(number), Gateway)).collect();
    builder.line(Rail::Answer, home, &[at(left, y), to_gateway]);
    builder.link(Rail::Answer, Gateway, Merchants, &line(2, 1)).rate =
        Some(middle(f64::midpoint(plan.edge(1), plan.edge(2)), y + 20.0, plan.edge(2) - plan.edge(1)));
}

fn spots(plan: &Plan<'_>) -> Vec<Spot> {
    let y = plan.outward;
    let (merchants, gateway, channel) = (plan.station(0), plan.station(2), plan.station(11));
    let name = |plate: &Area| start(plate.x + 10.0, plate.y + 19.0, plate.width - 14.0);
    let figure = |plate: &Area, y: f64| Some(start(plate.x + 10.0, y, plate.width - 14.0));
    let workers = |plate: &Area| Some(Area::new(plate.x + 10.0, y - 19.0, plate.width - 20.0, 34.0));
    let mut spots = vec![
        Spot {
            figure: figure(&merchants, y + 13.0),
            note: Some(start(merchants.x + 10.0, y + 33.0, merchants.width - 14.0)),
            ..spot(Place::Merchants, merchants, name(&merchants))
        },
        Spot {
            queue: Some(queue_left(&gateway, y, plan.edge(2) - plan.edge(1))),
            workers: workers(&gateway),
            figure: figure(&gateway, y + 47.0),
            ..spot(Place::Gateway, gateway, name(&gateway))
        },
        balancer(plan),
    ];
    spots.extend(plan.numbers().map(|number| processor(plan, number)));
    let notes = 16.0 * f64::from(plan.yard.channel_notes);
    let workers = Area::new(channel.x + 10.0, y - 23.0 + notes, channel.width - 20.0, (51.0 - notes).min(34.0));
    spots.push(Spot {
        queue: Some(queue_left(&channel, y, plan.edge(11) - plan.edge(10))),
        workers: plan.yard.channel_lines.then_some(workers),
        note: Some(start(channel.x + 10.0, y - 11.0, channel.width - 14.0)),
        figure: figure(&channel, y + 47.0),
        ..spot(Place::Channel, channel, name(&channel))
    });
    spots.push(card_management(plan));
    spots.push(database(plan));
    spots.extend(plan.yard.beside.iter().map(|place| beside::station(*place, plan.beside(*place))));
    spots
}

fn balancer(plan: &Plan<'_>) -> Spot {
    let table = plan.turntable();
    let plate = Area::new(table.x - TURNTABLE, table.y - TURNTABLE, 2.0 * TURNTABLE, 2.0 * TURNTABLE);
    let name = end(table.x + 18.0, plate.y - 10.0, 80.0);
    let note = end(table.x + 12.0, plan.answer + 37.0, 100.0);
    Spot { note: Some(note), ..spot(Place::Balancer, plate, name) }
}

fn processor(plan: &Plan<'_>, number: u8) -> Spot {
    let (plate, track) = (plan.processor(number), plan.track(number));
    let lead = plate.x - plan.ladder_left();
    let shown = lead >= 108.0;
    let queue = queue_left(&plate, track, lead - if shown { 40.0 } else { 0.0 });
    let bare = Spot {
        queue: Some(queue),
        share: shown.then(|| start(plan.ladder_left() + 6.0, track - 6.0, 38.0)),
        rejected: start(plate.right() + 5.0, track - 6.0, 40.0),
        ..spot(Place::Processor(number), plate, start(plate.x + 10.0, plate.y + 19.0, 90.0))
    };
    if plan.roomy() {
        return Spot {
            workers: Some(Area::new(plate.x + 10.0, plate.y + 28.0, plate.width - 20.0, 11.0)),
            figure: Some(start(plate.x + 10.0, plate.y + 64.0, plate.width * 0.5)),
            note: Some(end(plate.right() - 10.0, plate.y + 64.0, plate.width * 0.5)),
            signal: Some(at(plate.right() - 20.0, plate.y + 23.0)),
            ..bare
        };
    }
    let middle = plate.middle().y;
    let room = plate.width - 28.0 - 24.0 - 58.0;
    let (workers, note) = if room >= 56.0 {
        (plate.x + 30.0, Some(end(plate.right() - 26.0, middle + 4.5, 58.0)))
    } else {
        (plate.x + 30.0, None)
    };
    let width = plate.width - 30.0 - 26.0 - if note.is_some() { 58.0 } else { 0.0 };
    Spot {
        brief: true,
        name: start(plate.x + 8.0, middle + 4.5, 22.0),
        workers: Some(Area::new(workers, middle - 8.0, width, 16.0)),
        note,
        signal: Some(at(plate.right() - 17.0, middle + 8.0)),
        ..bare
    }
}

fn card_management(plan: &Plan<'_>) -> Spot {
    let (plate, y) = (plan.card_management(), plan.outward);
    let inner = plate.width - 20.0;
    Spot {
        queue: Some(queue_left(&plate, y, plan.edge(13) - plan.edge(12))),
        workers: Some(Area::new(plate.x + 10.0, y - 50.0, inner, 20.0)),
        figure: Some(start(plate.x + 10.0, y - 5.0, inner)),
        cells: Some(Area::new(plate.x + 10.0, y + 8.0, inner, 46.0)),
        note: Some(start(plate.x + 10.0, y + 72.0, inner)),
        rejected: start(plate.x - 56.0, plate.bottom() + 2.0, 54.0),
        ..spot(Place::CardManagement, plate, start(plate.x + 10.0, plate.y + 19.0, inner))
    }
}

fn database(plan: &Plan<'_>) -> Spot {
    let (plate, card) = (plan.database(), plan.card_management());
    let inner = plate.width - 20.0;
    Spot {
        queue: Some(queue_above(&plate, card.x + card.width * 0.36, plate.y - card.bottom())),
        workers: Some(Area::new(plate.x + 10.0, plate.y + 28.0, inner - 62.0, 18.0)),
        figure: Some(end(plate.right() - 10.0, plate.y + 46.0, 62.0)),
        rejected: end(plate.x - 8.0, plate.bottom() - 6.0, 54.0),
        ..spot(Place::Database, plate, start(plate.x + 10.0, plate.y + 19.0, inner))
    }
}
