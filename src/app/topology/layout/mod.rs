//! Where everything stands: pure geometry, from what there is to draw and the size of the stage.
//!
//! Two forms: [`Form::Wide`] reads from left to right, [`Form::Tall`] runs down a phone. Both put the outward rail
//! first (above, or to the left) and the answer rail second. The drawing is made in CSS pixels of the stage itself, so
//! that letters and hairlines never scale; a stage that is too low is asked to grow ([`Layout::height`]).

mod beside;
mod builder;
mod tall;
mod wide;

use super::geometry::{Area, Point, Track};
use crate::payment::Place;
use crate::scenario::{ChannelKind, Scenario};
use std::ops::Deref;
use std::rc::Rc;

/// Narrowest stage that takes the wide form.
const WIDE_FROM: f64 = 900.0;
/// How much wider than high a stage must be for the wide form.
const WIDE_ASPECT: f64 = 1.15;

/// The smallest part of its size to which a drawing is shrunk, and the steps on the way.
const SHRUNK_MOST: f64 = 0.3;
const SHRUNK_STEP: f64 = 0.05;

/// What there is to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Yard {
    /// Number of processors.
    pub processors: u8,
    /// The stations that stand beside another one.
    pub beside: Vec<Place>,
    /// Lines of small print at the channel.
    pub channel_notes: u8,
    /// Whether the channel's workers are counted.
    pub channel_lines: bool,
}

impl Yard {
    /// What a scenario has.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let channel_notes = match scenario.channel.kind {
            ChannelKind::CardNetwork => 1,
            ChannelKind::InstantRail { .. } => 2,
            ChannelKind::Ledger { .. } => 3,
        };
        let processors = u8::try_from(scenario.processors.count).unwrap_or(u8::MAX).clamp(1, 16);
        Self {
            processors,
            beside: scenario.roster().beside().collect(),
            channel_notes,
            channel_lines: scenario.channel.lines.is_some(),
        }
    }

    /// A network of so many processors and a card network.
    #[cfg(test)]
    pub(super) const fn plain(processors: u8) -> Self {
        Self { processors, beside: Vec::new(), channel_notes: 1, channel_lines: false }
    }

    fn has(&self, place: Place) -> bool {
        self.beside.contains(&place)
    }
}

/// The inside of the stage in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// The form of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// From left to right.
    Wide,
    /// Down.
    Tall,
}

impl Stage {
    /// The form that suits this stage.
    #[must_use]
    pub fn form(self) -> Form {
        if self.width >= WIDE_FROM && self.width >= self.height * WIDE_ASPECT { Form::Wide } else { Form::Tall }
    }
}

/// To which side of its point a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

impl Anchor {
    /// The value of SVG's `text-anchor`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// On the base line.
    pub at: Point,
    /// To which side.
    pub anchor: Anchor,
    /// How wide it may be.
    pub room: f64,
}

/// Where payments wait before a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// The first one.
    pub head: Point,
    /// From one to the next.
    pub step: Point,
    /// How many are shown one by one.
    pub beads: u32,
    /// Where the count of a longer queue stands.
    pub count: Label,
}

/// A place of the network on the drawing. Parts that it does not have, or that do not fit, are absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Which.
    pub place: Place,
    /// What is drawn; the turntable's is the square around it.
    pub plate: Area,
    /// What can be touched.
    pub target: Area,
    /// Its name.
    pub name: Label,
    /// Whether a processor is named by its number alone.
    pub brief: bool,
    /// Those who wait.
    pub queue: Option<Queue>,
    /// Squares of the workers.
    pub workers: Option<Area>,
    /// The large figure.
    pub figure: Option<Label>,
    /// What is said about it in small print: speed and weight, policy, hits.
    pub note: Option<Label>,
    /// How many it turned away.
    pub rejected: Label,
    /// Foot of the signal's post.
    pub signal: Option<Point>,
    /// The cache's cells.
    pub cells: Option<Area>,
    /// Share of the traffic.
    pub share: Option<Label>,
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rail {
    /// Payments on their way to the card.
    Outward,
    /// Answers on their way back.
    Answer,
}

/// A line of the drawing: a stretch of rail that one or more connections share.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is for.
    pub rail: Rail,
    /// Whose moves add up to its traffic.
    pub moves: Vec<(Place, Place)>,
    /// As an SVG path.
    pub path: String,
    /// Middle and a point a little further on, for an arrow; absent on short branches.
    pub arrow: Option<(Point, Point)>,
    /// Where its rate stands, when rates are shown.
    pub rate: Option<Label>,
}

/// How a payment gets from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// From here.
    pub from: Place,
    /// To there.
    pub to: Place,
    /// Along this line.
    pub track: Track,
}

/// The drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Its form.
    pub form: Form,
    /// Its width: that of the stage.
    pub width: f64,
    /// Its height: that of the stage, or more where the stage is too low.
    pub height: f64,
    /// The least height that it needs.
    pub least: f64,
    /// Every place once.
    pub spots: Vec<Spot>,
    /// Every line once.
    pub lines: Vec<Line>,
    /// Every connection once, each in its direction.
    pub routes: Vec<Route>,
}

/// A drawing that is handed around. Two are the same when they are one: comparing every point of every rail, again
/// and again, would cost more than drawing them.
#[derive(Clone, Debug)]
pub struct Drawn(pub Rc<Layout>);

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Drawn {
    type Target = Layout;
    fn deref(&self) -> &Layout {
        &self.0
    }
}

/// The drawing of a yard on this stage.
#[must_use]
pub fn layout(yard: &Yard, stage: Stage) -> Layout {
    match stage.form() {
        Form::Wide => wide::draw(yard, stage),
        Form::Tall => tall::draw(yard, stage),
    }
}

/// The drawing for a stage that cannot grow, as inside a frame of another page, and by how much it is shrunk to fit.
/// Below three tenths of its size nothing could be read: it is shrunk no further and stands over.
#[must_use]
pub fn fitted(yard: &Yard, stage: Stage) -> (Layout, f64) {
    let mut shrunk = 1.0;
    loop {
        let drawing = layout(yard, Stage { width: stage.width / shrunk, height: stage.height / shrunk });
        if drawing.least <= drawing.height && drawing.height * shrunk <= stage.height + 0.5 || shrunk <= SHRUNK_MOST {
            return (drawing, shrunk);
        }
        shrunk = (shrunk - SHRUNK_STEP).max(SHRUNK_MOST);
    }
}

impl Layout {
    /// The spot of a place.
    #[must_use]
    pub fn spot(&self, place: Place) -> Option<&Spot> {
        self.spots.iter().find(|spot| spot.place == place)
    }

    /// The route from one place to another, and whether it is walked backwards.
    #[must_use]
    pub fn route(&self, from: Place, to: Place) -> Option<(usize, bool)> {
        let find = |from, to| self.routes.iter().position(|route| (route.from, route.to) == (from, to));
        find(from, to).map(|place| (place, false)).or_else(|| find(to, from).map(|place| (place, true)))
    }
}

/// Every connection of a network, in the order in which a payment uses them.
pub fn connections(processors: u8) -> impl Iterator<Item = (Place, Place)> {
    use Place::{Balancer, CardManagement, Channel, Database, Gateway, Merchants, Processor};
    let each = |make: fn(Place) -> (Place, Place)| (0..processors).map(move |number| make(Processor(number)));
    let start = [(Merchants, Gateway), (Gateway, Balancer)];
    let middle =
        [(Channel, CardManagement), (CardManagement, Database), (Database, CardManagement), (CardManagement, Channel)];
    start
        .into_iter()
        .chain(each(|processor| (Balancer, processor)))
        .chain(each(|processor| (processor, Channel)))
        .chain(middle)
        .chain(each(|processor| (Channel, processor)))
        .chain(each(|processor| (processor, Gateway)))
        .chain([(Gateway, Merchants)])
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: [(f64, f64); 9] = [
        (1440.0, 520.0),
        (1120.0, 520.0),
        (900.0, 420.0),
        (1920.0, 700.0),
        (2560.0, 900.0),
        (390.0, 480.0),
        (358.0, 300.0),
        (288.0, 480.0),
        (700.0, 500.0),
    ];

    /// With nothing beside the way, with everything, and with one station at each of two stages.
    const BESIDE: [&[Place]; 3] = [
        &[],
        &[Place::RiskCheck, Place::TokenVault, Place::SecurityModule, Place::Forwarders],
        &[Place::TokenVault, Place::Forwarders],
    ];

    /// Every drawing that is tried.
    fn every(check: impl Fn(&Layout, u8, &str)) {
        for (width, height) in STAGES {
            for (processors, beside) in (1..=16).flat_map(|count| BESIDE.map(|beside| (count, beside))) {
                for (channel_notes, channel_lines) in [(1, false), (2, true), (3, false)] {
                    let yard = Yard { processors, beside: beside.to_vec(), channel_notes, channel_lines };
                    let drawing = layout(&yard, Stage { width, height });
                    check(&drawing, processors, &format!("{yard:?} on {width} x {height}"));
                }
            }
        }
    }

    #[test]
    fn every_place_has_one_spot_inside_the_drawing() {
        every(|drawing, processors, case| {
            let paper = Area::new(0.0, 0.0, drawing.width, drawing.height);
            let on_the_way = drawing.spots.iter().filter(|spot| spot.place.is_on_the_way()).count();
            assert_eq!(on_the_way, usize::from(processors) + 6, "{case}: every place once");
            for spot in &drawing.spots {
                assert!(paper.holds(&spot.plate), "{case}: {:?} at {:?} leaves the paper", spot.place, spot.plate);
                assert!(spot.target.holds(&spot.plate), "{case}: all of {:?} can be touched", spot.place);
            }
        });
    }

    #[test]
    fn plates_and_targets_keep_apart() {
        every(|drawing, _, case| {
            for (place, one) in drawing.spots.iter().enumerate() {
                for other in &drawing.spots[place + 1..] {
                    let what = format!("{case}: {:?} and {:?}", one.place, other.place);
                    assert!(!one.plate.grown(1.0).overlaps(&other.plate), "{what} are drawn upon each other");
                    assert!(!one.target.overlaps(&other.target), "{what} are touched together");
                }
            }
        });
    }

    #[test]
    fn who_waits_beside_the_way_stands_on_no_plate() {
        every(|drawing, _, case| {
            for spot in drawing.spots.iter().filter(|spot| !spot.place.is_on_the_way()) {
                let Area { x, y, width, .. } = spot.plate;
                let waiting = Area::new(x, y - beside::WAITING, width, beside::WAITING - 1.0);
                for other in &drawing.spots {
                    assert!(!waiting.overlaps(&other.plate), "{case}: {:?} waits on {:?}", spot.place, other.place);
                }
            }
        });
    }

    #[test]
    fn targets_are_large_enough() {
        every(|drawing, _, case| {
            for spot in &drawing.spots {
                let (width, height) = (spot.target.width, spot.target.height);
                let least = if drawing.form == Form::Tall { 38.0 } else { 24.0 };
                assert!(width >= least && height >= 24.0, "{case}: {:?} is {width} x {height}", spot.place);
            }
        });
    }

    #[test]
    fn every_connection_has_its_route_and_the_routes_meet() {
        every(|drawing, processors, case| {
            for (from, to) in connections(processors) {
                let (place, backwards) = drawing.route(from, to).unwrap_or_else(|| panic!("{case}: {from:?} {to:?}"));
                assert!(!backwards, "{case}: {from:?} to {to:?} has a rail of its own");
                let track = &drawing.routes[place].track;
                for (end, share) in [(from, 0.0), (to, 1.0)] {
                    let point = track.point(share);
                    let reach = drawing.spot(end).map_or(Area::default(), |spot| spot.plate.grown(1.0));
                    let dot = Area::new(point.x, point.y, 0.0, 0.0);
                    assert!(reach.holds(&dot), "{case}: {from:?} to {to:?} misses {end:?}: {point:?} {reach:?}");
                }
            }
            assert_eq!(drawing.routes.len(), connections(processors).count(), "{case}: no route twice");
        });
    }

    #[test]
    fn routes_stay_on_the_paper() {
        every(|drawing, _, case| {
            for route in &drawing.routes {
                for piece in 0..=40 {
                    let point = route.track.point(f64::from(piece) / 40.0);
                    let inside = (0.0..=drawing.width).contains(&point.x) && (0.0..=drawing.height).contains(&point.y);
                    assert!(inside, "{case}: {:?} to {:?} leaves the paper at {point:?}", route.from, route.to);
                }
            }
        });
    }

    #[test]
    fn every_move_is_drawn_on_some_line() {
        every(|drawing, processors, case| {
            for connection in connections(processors) {
                let drawn = drawing.lines.iter().any(|line| line.moves.contains(&connection));
                assert!(drawn, "{case}: no line carries {connection:?}");
            }
        });
    }

    #[test]
    fn the_form_follows_the_stage() {
        assert_eq!(Stage { width: 1440.0, height: 520.0 }.form(), Form::Wide, "a wide screen");
        assert_eq!(Stage { width: 390.0, height: 480.0 }.form(), Form::Tall, "a phone");
        assert_eq!(Stage { width: 1000.0, height: 1400.0 }.form(), Form::Tall, "an upright screen");
    }

    #[test]
    fn a_drawing_shrinks_into_a_frame() {
        for (width, height) in [(800.0, 300.0), (360.0, 150.0), (640.0, 220.0), (1_200.0, 700.0)] {
            for processors in [1, 3, 8] {
                let (drawing, shrunk) = fitted(&Yard::plain(processors), Stage { width, height });
                let case = format!("{processors} processors in {width} x {height}");
                assert!(drawing.height * shrunk <= height + 0.5, "{case}: {} at {shrunk}", drawing.height);
                assert!(drawing.width * shrunk <= width + 0.5, "{case}: {} at {shrunk}", drawing.width);
            }
        }
        assert_eq!(
            fitted(&Yard::plain(3), Stage { width: 1_200.0, height: 700.0 }).1,
            1.0,
            "a large frame needs no shrinking"
        );
    }

    #[test]
    fn a_stage_without_size_is_drawn_all_the_same() {
        let drawing = layout(&Yard::plain(3), Stage { width: 0.0, height: 0.0 });
        assert_eq!(drawing.spots.len(), 9, "every place once");
    }
}
