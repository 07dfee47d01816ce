//! The tall form, for phones: merchants and gateway in the first row, rails down through the balancer and rows of
//! processors, channel and cards in the last.
//!
//! Processors hang between two lines that run across the page, one from the balancer and one to the channel, each
//! with the line of the answers beside it. Several rows are joined at the margins.

use super::builder::{Builder, end, middle, queue_above, queue_along, queue_left, queue_right, spot, start};
use super::{Form, Layout, Rail, Spot, Stage, Yard, beside};
use crate::app::topology::geometry::{Area, Point, at};
use crate::math;
use crate::payment::Place;

/// Space around the drawing.
const MARGIN: f64 = 8.0;
/// Narrowest and widest drawing.
const NARROWEST: f64 = 272.0;
const WIDEST: f64 = 600.0;
/// Narrowest column of processors.
const COLUMN: f64 = 42.0;
/// Widest processor.
const PROCESSOR: f64 = 124.0;
/// From here on a processor is named in full and says its speed.
const NAMED_FROM: f64 = 84.0;
/// Radius of the turntable.
const TURNTABLE: f64 = 18.0;
/// From an outward line to the answer line beside it.
const ANSWER: f64 = 7.0;
/// Height of a station.
const STATION: f64 = 64.0;
/// Height of the card-management system.
const CARDS: f64 = 144.0;
/// From a station's upper edge to its outward and answer rails.
const OUTWARD_PORT: f64 = 23.0;
const ANSWER_PORT: f64 = 45.0;
/// Room of the queue above a row of processors.
const WAITING: f64 = 17.0;

/// From a station to those beside the way, to the siding below them, and all that a row of them takes.
const BESIDE_GAP: f64 = 8.0;
const SIDING: f64 = 7.0;
const BESIDE_ROW: f64 = BESIDE_GAP + beside::WAITING + beside::HEIGHT + 2.0 * SIDING;
/// A line of small print at the channel.
const NOTE: f64 = 16.0;

/// The measures of one drawing.
struct Plan<'a> {
    /// What there is to draw.
    yard: &'a Yard,
    left: f64,
    width: f64,
    height: f64,
    /// Least height that it needs.
    least: f64,
    columns: u8,
    rows: u8,
    /// Height of a processor.
    plate: f64,
    /// What is left over for each of the gaps that may grow.
    ease: f64,
}

pub(super) fn draw(yard: &Yard, stage: Stage) -> Layout {
    let plan = Plan::new(yard, stage);
    let mut builder = Builder::default();
    answers(&mut builder, &plan);
    outward(&mut builder, &plan);
    sidings(&mut builder, &plan);
    builder.spots = spots(&plan);
    let Builder { spots, lines, routes } = builder;
    let width = stage.width.max(plan.width + 2.0 * MARGIN);
    Layout { form: Form::Tall, width, height: plan.height, least: plan.least, spots, lines, routes }
}

impl<'a> Plan<'a> {
    fn new(yard: &'a Yard, stage: Stage) -> Self {
        let processors = yard.processors;
        let width = (stage.width - 2.0 * MARGIN).clamp(NARROWEST, WIDEST);
        let left = ((stage.width - width) / 2.0).max(MARGIN);
        let fitting = math::floor((width - 28.0) / COLUMN).clamp(1, 16);
        let rows = u64::from(processors).div_ceil(fitting);
        let columns = u64::from(processors).div_ceil(rows);
        let [rows, columns] = [rows, columns].map(|n| u8::try_from(n).unwrap_or(1));
        let plate = if rows == 1 { 62.0 } else { 60.0 };
        let mut plan = Self { left, width, height: 0.0, least: 0.0, yard, columns, rows, plate, ease: 0.0 };
        plan.least = plan.cards().bottom() + MARGIN;
        plan.ease = ((stage.height - plan.least) / 3.0).clamp(0.0, 40.0);
        plan.height = stage.height.max(plan.cards().bottom() + MARGIN);
        plan
    }

    fn right(&self) -> f64 {
        self.left + self.width
    }

    fn merchants(&self) -> Area {
        Area::new(self.left, MARGIN, 90.0, STATION)
    }

    fn gateway(&self) -> Area {
        let width = (self.width * 0.44).min(180.0);
        Area::new(self.right() - width, MARGIN, width, STATION)
    }

    fn turntable(&self) -> Point {
        let gateway = self.gateway();
        let row = if self.at_gateway().is_empty() { 0.0 } else { BESIDE_ROW };
        at(gateway.x + gateway.width * 0.42, gateway.bottom() + 16.0 + self.ease + row + TURNTABLE)
    }

    /// Answers enter the gateway here.
    fn gateway_answer(&self) -> f64 {
        self.turntable().x + TURNTABLE + 14.0
    }

    /// Height of the outward line above a row.
    fn above(&self, row: u8) -> f64 {
        let first = self.turntable().y + TURNTABLE + 14.0 + self.ease;
        first + f64::from(row) * (ANSWER + WAITING + self.plate + 10.0 + ANSWER + 10.0)
    }

    /// Height of the outward line below a row.
    fn below(&self, row: u8) -> f64 {
        self.above(row) + ANSWER + WAITING + self.plate + 10.0
    }

    fn last(&self) -> f64 {
        self.below(self.rows - 1)
    }

    fn row(&self, number: u8) -> u8 {
        number / self.columns
    }

    /// How far the processors keep off the margins, where the lines between rows run.
    fn inset(&self) -> f64 {
        if self.rows > 1 { 14.0 } else { 0.0 }
    }

    fn processor(&self, number: u8) -> Area {
        let pitch = (self.width - 2.0 * self.inset()) / f64::from(self.columns);
        let width = (pitch - 4.0).min(PROCESSOR);
        let column = f64::from(number % self.columns);
        let x = self.left + self.inset() + (column + 0.5) * pitch - width / 2.0;
        Area::new(x, self.above(self.row(number)) + ANSWER + WAITING, width, self.plate)
    }

    fn channel(&self) -> Area {
        let width = (self.width * 0.32).min(130.0);
        let row = if self.at_issuer().is_empty() { 0.0 } else { BESIDE_ROW };
        let top = self.last() + ANSWER + 24.0 + self.ease + row;
        Area::new(self.left + self.inset(), top, width, STATION + self.channel_more())
    }

    fn cards(&self) -> Area {
        let width = (self.width * 0.5).min(220.0);
        Area::new(self.right() - self.inset() - width, self.channel().y, width, CARDS + self.channel_more())
    }

    fn database(&self) -> Area {
        let channel = self.channel();
        Area::new(channel.x, channel.bottom() + CARDS - 2.0 * STATION, channel.width, STATION)
    }

    fn numbers(&self) -> impl Iterator<Item = u8> + use<> {
        0..self.yard.processors
    }

    /// How much higher the channel is for what it says of its kind: a line stands where workers would.
    fn channel_more(&self) -> f64 {
        let lines = self.yard.channel_notes + u8::from(self.yard.channel_lines);
        NOTE * f64::from(lines.saturating_sub(1))
    }

    /// Of some stations those that take part.
    fn present(&self, places: [Place; 2]) -> Vec<Place> {
        places.into_iter().filter(|place| self.yard.has(*place)).collect()
    }

    fn at_gateway(&self) -> Vec<Place> {
        self.present([Place::Forwarders, Place::RiskCheck])
    }

    fn at_issuer(&self) -> Vec<Place> {
        self.present([Place::TokenVault, Place::SecurityModule])
    }

    /// The stations beside the way: below the gateway left of its rails, and above the cards.
    fn beside(&self) -> Vec<(Place, Area)> {
        let (gateway, channel, cards) = (self.gateway(), self.channel(), self.cards());
        let top = gateway.bottom() + BESIDE_GAP + beside::WAITING;
        let mut all = beside::row(&self.at_gateway(), (self.left, self.turntable().x - 14.0), top);
        let top = channel.y - 2.0 * SIDING - BESIDE_GAP - beside::HEIGHT;
        all.extend(beside::row(&self.at_issuer(), (channel.right() + 12.0, cards.right()), top));
        all
    }
}

/// The rails of payments on their way to the card.
fn outward(builder: &mut Builder, plan: &Plan<'_>) {
    use Place::{Balancer, CardManagement, Channel, Database, Gateway, Merchants, Processor};
    let (merchants, gateway, table) = (plan.merchants(), plan.gateway(), plan.turntable());
    let y = gateway.y + OUTWARD_PORT;
    let gap = gateway.x - merchants.right();
    builder.link(Rail::Outward, Merchants, Gateway, &[at(merchants.right(), y), at(gateway.x, y)]).rate =
        Some(middle(merchants.right() + gap / 2.0, y - 10.0, gap));
    builder.link(Rail::Outward, Gateway, Balancer, &[at(table.x, gateway.bottom()), table]).arrow = None;
    let (channel, cards, database) = (plan.channel(), plan.cards(), plan.database());
    let port = at(channel.x + channel.width * 0.38, channel.y);
    for number in plan.numbers() {
        let (plate, row) = (plan.processor(number), plan.row(number));
        let x = plate.middle().x - ANSWER;
        let (above, below, margin) = (plan.above(row), plan.below(row), plan.left);
        let mut corners = vec![table, at(table.x, plan.above(0))];
        if row > 0 {
            corners.extend([at(margin, plan.above(0)), at(margin, above)]);
        }
        corners.extend([at(x, above), at(x, plate.y)]);
        builder.route(Balancer, Processor(number), &corners);
        let mut seen = corners.clone();
        seen[0] = at(table.x, table.y + TURNTABLE);
        builder.line(Rail::Outward, vec![(Balancer, Processor(number))], &seen).arrow = None;
        let mut corners = vec![at(x, plate.bottom()), at(x, below)];
        if row + 1 < plan.rows {
            corners.extend([at(plan.right(), below), at(plan.right(), plan.last())]);
        }
        corners.extend([at(port.x, plan.last()), port]);
        builder.link(Rail::Outward, Processor(number), Channel, &corners).arrow = None;
    }
    let y = cards.y + OUTWARD_PORT;
    let ends = [at(channel.right(), y), at(cards.x, y)];
    builder.link(Rail::Outward, Channel, CardManagement, &ends).rate =
        Some(middle(f64::midpoint(channel.right(), cards.x), y - 8.0, cards.x - channel.right()));
    let y = database.y + OUTWARD_PORT;
    builder.link(Rail::Outward, CardManagement, Database, &[at(cards.x, y), at(database.right(), y)]).rate =
        Some(middle(f64::midpoint(channel.right(), cards.x), y - 8.0, cards.x - channel.right()));
}

/// From the stations beside the way to the rails and stages that they serve.
fn sidings(builder: &mut Builder, plan: &Plan<'_>) {
    let (table, channel, cards) = (plan.turntable(), plan.channel(), plan.cards());
    for (place, plate) in plan.beside() {
        let (middle, port) = (plate.middle(), channel.right() - 8.0);
        let corners = match place {
            Place::TokenVault => vec![at(plate.x, middle.y), at(port, middle.y), at(port, channel.y)],
            Place::SecurityModule => vec![at(cards.right() - 12.0, plate.bottom()), at(cards.right() - 12.0, cards.y)],
            _ => {
                let below = plate.bottom() + SIDING;
                vec![at(middle.x, plate.bottom()), at(middle.x, below), at(table.x, below)]
            }
        };
        beside::siding(builder, &corners);
    }
}

/// The rails of answers on their way home.
fn answers(builder: &mut Builder, plan: &Plan<'_>) {
    use Place::{CardManagement, Channel, Database, Gateway, Merchants, Processor};
    let (merchants, gateway) = (plan.merchants(), plan.gateway());
    let (channel, cards, database) = (plan.channel(), plan.cards(), plan.database());
    let y = database.y + ANSWER_PORT;
    builder.link(Rail::Answer, Database, CardManagement, &[at(database.right(), y), at(cards.x, y)]);
    let y = cards.y + ANSWER_PORT;
    builder.link(Rail::Answer, CardManagement, Channel, &[at(cards.x, y), at(channel.right(), y)]);
    let port = at(channel.x + channel.width * 0.62, channel.y);
    let last = plan.last() + ANSWER;
    let (left, right) = (plan.left + ANSWER, plan.right() - ANSWER);
    let home = plan.gateway_answer();
    for number in plan.numbers() {
        let (plate, row) = (plan.processor(number), plan.row(number));
        let x = plate.middle().x + ANSWER;
        let mut corners = vec![port, at(port.x, last)];
        if row + 1 < plan.rows {
            corners.extend([at(right, last), at(right, plan.below(row) + ANSWER)]);
        }
        corners.extend([at(x, plan.below(row) + ANSWER), at(x, plate.bottom())]);
        builder.link(Rail::Answer, Channel, Processor(number), &corners).arrow = None;
        let first = plan.above(0) + ANSWER;
        let mut corners = vec![at(x, plate.y), at(x, plan.above(row) + ANSWER)];
        if row > 0 {
            corners.extend([at(left, plan.above(row) + ANSWER), at(left, first)]);
        }
        corners.extend([at(home, first), at(home, gateway.bottom())]);
        builder.link(Rail::Answer, Processor(number), Gateway, &corners).arrow = None;
    }
    let y = gateway.y + ANSWER_PORT;
    builder.link(Rail::Answer, Gateway, Merchants, &[at(gateway.x, y), at(merchants.right(), y)]).rate =
        Some(middle(f64::midpoint(merchants.right(), gateway.x), y + 18.0, gateway.x - merchants.right()));
}

fn spots(plan: &Plan<'_>) -> Vec<Spot> {
    let (merchants, gateway, table) = (plan.merchants(), plan.gateway(), plan.turntable());
    let name = |plate: &Area| start(plate.x + 8.0, plate.y + 17.0, plate.width - 12.0);
    let figure = |plate: &Area| Some(start(plate.x + 8.0, plate.y + 56.0, plate.width - 12.0));
    let workers = |plate: &Area| Some(Area::new(plate.x + 8.0, plate.y + 23.0, plate.width - 16.0, 10.0));
    let round = Area::new(table.x - TURNTABLE, table.y - TURNTABLE, 2.0 * TURNTABLE, 2.0 * TURNTABLE);
    let mut spots = vec![
        Spot { figure: figure(&merchants), ..spot(Place::Merchants, merchants, name(&merchants)) },
        Spot {
            queue: Some(queue_left(&gateway, gateway.y + OUTWARD_PORT, gateway.x - merchants.right())),
            workers: workers(&gateway),
            figure: figure(&gateway),
            rejected: end(gateway.right() - 6.0, gateway.y + 17.0, 60.0),
            ..spot(Place::Gateway, gateway, name(&gateway))
        },
        Spot {
            note: Some(end(round.x - 8.0, table.y + 14.0, table.x - plan.left - 30.0)),
            target: round.grown(3.0),
            ..spot(Place::Balancer, round, end(round.x - 8.0, table.y - 3.0, 80.0))
        },
    ];
    spots.extend(plan.numbers().map(|number| processor(plan, number)));
    let (channel, database) = (plan.channel(), plan.database());
    let notes = NOTE * f64::from(plan.yard.channel_notes);
    let lines = Area::new(channel.x + 8.0, channel.y + 23.0 + notes, channel.width - 16.0, 10.0);
    spots.push(Spot {
        queue: Some(queue_above(&channel, channel.x + channel.width * 0.38, 24.0 + plan.ease)),
        workers: plan.yard.channel_lines.then_some(lines),
        note: Some(start(channel.x + 8.0, channel.y + 33.0, channel.width - 12.0)),
        figure: Some(start(channel.x + 8.0, channel.bottom() - 8.0, channel.width - 12.0)),
        rejected: end(channel.right() - 6.0, channel.y + 17.0, 40.0),
        ..spot(Place::Channel, channel, name(&channel))
    });
    spots.push(cards(plan));
    let gap = plan.cards().x - database.right();
    spots.push(Spot {
        queue: Some(queue_right(&database, database.y + OUTWARD_PORT, gap)),
        workers: workers(&database),
        figure: figure(&database),
        rejected: end(database.right() - 6.0, database.y + 17.0, 40.0),
        ..spot(Place::Database, database, name(&database))
    });
    spots.extend(plan.beside().into_iter().map(|(place, plate)| beside::station(place, plate)));
    spots
}

fn processor(plan: &Plan<'_>, number: u8) -> Spot {
    let plate = plan.processor(number);
    let named = plate.width >= NAMED_FROM && plan.rows == 1;
    let queue = queue_along(&plate);
    Spot {
        brief: plate.width < PROCESSOR - 20.0,
        queue: Some(queue),
        target: Area::new(plate.x - 1.5, plate.y, plate.width + 3.0, plate.height),
        workers: Some(Area::new(plate.x + 6.0, plate.y + 25.0, plate.width - 12.0, if named { 12.0 } else { 16.0 })),
        note: named.then(|| start(plate.x + 6.0, plate.y + 54.0, plate.width - 10.0)),
        signal: Some(at(plate.right() - 15.0, plate.y + 22.0)),
        rejected: end(plate.right() - 4.0, plate.bottom() - 6.0, plate.width - 8.0),
        ..spot(Place::Processor(number), plate, start(plate.x + 6.0, plate.y + 17.0, plate.width - 26.0))
    }
}

fn cards(plan: &Plan<'_>) -> Spot {
    let (plate, channel) = (plan.cards(), plan.channel());
    let inner = plate.width - 16.0;
    Spot {
        queue: Some(queue_left(&plate, plate.y + OUTWARD_PORT, plate.x - channel.right())),
        workers: Some(Area::new(plate.x + 8.0, plate.y + 25.0, inner * 0.5, 20.0)),
        figure: Some(end(plate.right() - 8.0, plate.y + 45.0, inner * 0.5)),
        cells: Some(Area::new(plate.x + 8.0, plate.y + 58.0, inner, 46.0)),
        note: Some(start(plate.x + 8.0, plate.y + 126.0, inner)),
        rejected: end(plate.right() - 8.0, plate.y + 126.0, inner * 0.5),
        ..spot(Place::CardManagement, plate, start(plate.x + 8.0, plate.y + 17.0, inner))
    }
}
