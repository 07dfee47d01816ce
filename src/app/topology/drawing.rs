//! The drawing: rails and places as SVG, and the keyboard's way through them.

use super::facts::{self, Facts};
use super::keys;
use super::layout::{Drawn, Form, Layout, Spot, Yard};
use super::meter::{Cell, View};
use super::rails::{rails, rates};
use super::station::{Content, Station};
use crate::app::text::TopologyText;
use crate::payment::Place;
use crate::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

/// Narrowest room for the name of the security module in full.
const NAME_ROOM: f64 = 126.0;
/// Longest line of the balancer's small print, in letters.
const NOTE_LETTERS: usize = 16;

/// Properties of [`Drawing`].
#[derive(Properties, PartialEq)]
pub(super) struct DrawingProps {
    pub(super) text: &'static TopologyText,
    pub(super) scenario: Rc<Scenario>,
    pub(super) layout: Drawn,
    /// What is drawn.
    pub(super) shown: Rc<View>,
    /// What is read aloud; it changes less often.
    pub(super) said: Rc<View>,
    pub(super) still: bool,
    pub(super) selected: Option<Place>,
    pub(super) on_select: Callback<Option<Place>>,
}

/// The drawing.
#[component]
pub(super) fn Drawing(props: &DrawingProps) -> Html {
    let root = use_node_ref();
    let reached = use_state_eq(|| props.selected.unwrap_or(Place::Merchants));
    // A processor that is no more cannot hold the keyboard's place.
    let here = if props.layout.spot(*reached).is_some() { *reached } else { Place::Merchants };
    let on_reach = Callback::from({
        let reached = reached.clone();
        move |place| reached.set(place)
    });
    let on_press = Callback::from({
        let (selected, on_select) = (props.selected, props.on_select.clone());
        move |place| on_select.emit(Some(place).filter(|_| selected != Some(place)))
    });
    let onkeydown = keyboard(props, &root, on_press.clone());
    let shown = facts::facts(props.text, &props.scenario, &props.shown);
    let said = facts::facts(props.text, &props.scenario, &props.said);
    let station = |spot: &Spot| {
        let content = content(props, spot, &shown, &said);
        let key = u32::from(spot.place.code());
        let (selected, reachable) = (props.selected == Some(spot.place), here == spot.place);
        let (on_press, on_reach) = (on_press.clone(), on_reach.clone());
        html! { <Station {key} spot={spot.clone()} {content} {selected} {reachable} {on_press} {on_reach} /> }
    };
    let (width, height) = (props.layout.width, props.layout.height);
    html! {
        <svg
            ref={root}
            class="topology-drawing"
            role="group"
            aria-label={props.text.summary}
            viewBox={format!("0 0 {width:.0} {height:.0}")}
            width={format!("{width:.0}")}
            height={format!("{height:.0}")}
            data-form={match props.layout.form { Form::Wide => "wide", Form::Tall => "tall" }}
            {onkeydown}
        >
            { rails(&props.layout, &props.shown, props.still) }
            { for props.layout.spots.iter().map(station) }
            if props.still {
                { rates(&props.layout, &props.shown) }
            }
        </svg>
    }
}

/// What the keys do while a place has the focus.
fn keyboard(props: &DrawingProps, root: &NodeRef, on_press: Callback<Place>) -> Callback<KeyboardEvent> {
    let (root, on_select, selected) = (root.clone(), props.on_select.clone(), props.selected);
    let (form, yard) = (props.layout.form, Yard::of(&props.scenario));
    Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        _ if event.ctrl_key() || event.alt_key() || event.meta_key() => {}
        "Enter" | " " => {
            event.prevent_default();
            at(&event).iter().for_each(|place| on_press.emit(*place));
        }
        "Escape" if selected.is_some() => on_select.emit(None),
        key => {
            if let Some(place) = at(&event).and_then(|here| keys::step(key, here, &yard, form)) {
                event.prevent_default();
                focus(&root, place);
            }
        }
    })
}

/// The place at which a key was pressed. The event knows; what was drawn last may be older than the focus.
fn at(event: &KeyboardEvent) -> Option<Place> {
    let element = event.target_dyn_into::<Element>()?.closest("[data-place]").ok()??;
    element.get_attribute("data-place")?.parse().ok().map(Place::from_code)
}

/// Gives a place the focus.
fn focus(root: &NodeRef, place: Place) {
    let selector = format!("[data-place=\"{}\"]", place.code());
    let found = root.cast::<Element>().and_then(|root| root.query_selector(&selector).ok()?);
    if let Some(element) = found.and_then(|element| element.dyn_into::<SvgElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

fn content(props: &DrawingProps, spot: &Spot, shown: &[Facts], said: &[Facts]) -> Content {
    let (text, view) = (props.text, &props.shown);
    let of = |list: &[Facts]| list.iter().find(|facts| facts.place == spot.place).cloned();
    let name = match spot.place {
        Place::Processor(number) if spot.brief => (u32::from(number) + 1).to_string(),
        Place::SecurityModule if spot.name.room < NAME_ROOM => text.security_module_short.to_owned(),
        place => facts::name(text, place),
    };
    let Some(facts) = of(shown) else {
        return Content {
            name,
            label: facts::label(text, &props.scenario, &props.said, spot.place),
            ..ends(props, spot)
        };
    };
    let figure = facts.workers.map_or_else(
        || (facts::count(facts.busy), text.busy.to_owned()),
        |all| (facts::count(facts.busy), (text.of)(&facts::count(all))),
    );
    // A plate beside the way has no room for large figures.
    let notes =
        if spot.place.is_on_the_way() { facts.notes.clone() } else { vec![format!("{} {}", figure.0, figure.1)] };
    let rejected = (facts.rejected > 0).then(|| {
        let words = (text.turned_away)(&facts::count(facts.rejected));
        (facts::count_at(spot.place, facts.rejected), words)
    });
    let cells: Vec<Cell> = if spot.cells.is_some() { view.cells.clone() } else { Vec::new() };
    Content {
        label: of(said).map(|said| facts::station_label(text, &said)).unwrap_or_default(),
        name,
        figure: Some(figure),
        note: notes,
        rejected,
        cells,
        facts: Some(facts),
        turn: None,
    }
}

/// What the places without a queue say: merchants and balancer.
fn ends(props: &DrawingProps, spot: &Spot) -> Content {
    if spot.place == Place::Merchants {
        let [value, unit, note] = facts::arrivals(props.text, &props.scenario, &props.shown);
        return Content { figure: Some((value, unit)), note: vec![note], ..Content::default() };
    }
    let turn = props.shown.pick.and_then(|pick| turn(&props.layout, Place::Processor(pick)));
    let policy = facts::policy(&props.scenario);
    let note = if props.layout.form == Form::Wide { broken(&policy) } else { vec![policy] };
    Content { note, turn, ..Content::default() }
}

/// The direction from the turntable to a processor, in degrees.
fn turn(layout: &Layout, processor: Place) -> Option<f64> {
    let table = layout.spot(Place::Balancer)?.plate;
    let aim = match layout.form {
        Form::Wide => {
            let track = &layout.routes.get(layout.route(Place::Balancer, processor)?.0)?.track;
            track.point(table.width / track.length().max(1.0))
        }
        Form::Tall => layout.spot(processor)?.plate.middle(),
    };
    let middle = table.middle();
    #[expect(clippy::disallowed_methods, reason = "an angle on the screen, which no run sees")]
    let angle = (aim.y - middle.y).atan2(aim.x - middle.x);
    Some(angle.to_degrees())
}

/// Words on two lines where one would be too long.
fn broken(words: &str) -> Vec<String> {
    if words.len() <= NOTE_LETTERS {
        return vec![words.to_owned()];
    }
    let spaces = words.match_indices(' ').map(|(place, _)| place);
    match spaces.min_by_key(|place| place.abs_diff(words.len() / 2)) {
        Some(place) => vec![words[..place].to_owned(), words[place + 1..].to_owned()],
        None => vec![words.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::topology::layout::{Stage, layout};

    #[test]
    fn the_turntable_points_at_the_processor() {
        for (width, height) in [(1440.0, 520.0), (390.0, 480.0)] {
            let drawing = layout(&Yard::plain(3), Stage { width, height });
            let turns = [0, 1, 2].map(|number| turn(&drawing, Place::Processor(number)));
            assert_ne!(turns[0], turns[2], "the first and the last lie in different directions");
        }
        let wide = layout(&Yard::plain(3), Stage { width: 1440.0, height: 520.0 });
        assert!(
            turn(&wide, Place::Processor(1)).is_some_and(|turn| turn.abs() < 1e-9),
            "the middle one straight ahead"
        );
        assert!(turn(&wide, Place::Processor(0)).is_some_and(|turn| turn < -10.0), "the first one above");
    }

    #[test]
    fn long_names_break_near_their_middle() {
        assert_eq!(broken("round robin"), ["round robin"], "short enough");
        assert_eq!(broken("smooth weighted round robin"), ["smooth weighted", "round robin"], "in two");
    }
}
