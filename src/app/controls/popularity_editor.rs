//! How the payments spread over the cards.

use super::choice::Choice;
use super::desk::Desk;
use super::draft::whole;
use super::gauge::Gauge;
use super::parameters::{Frame, Parameter, fields};
use crate::app::text::PopularityText;
use crate::scenario::{Cards, Popularity, Scenario};
use std::rc::Rc;
use yew::prelude::*;

/// Path of the law.
const PATH: &str = "cards.popularity";

#[derive(Properties, PartialEq)]
pub(super) struct PopularityEditorProps {
    pub(super) desk: Desk,
}

/// How the payments spread over the cards.
#[component]
pub(super) fn PopularityEditor(props: &PopularityEditorProps) -> Html {
    let desk = &props.desk;
    let text = &desk.text.cards.popularity;
    let Cards { count, popularity, .. } = desk.scenario.cards.clone();
    let on_change = desk.edit_at(|scenario: &mut Scenario, next| scenario.cards.popularity = next);
    let (now, pick) = (popularity.clone(), on_change.clone());
    let on_pick = Callback::from(move |tag: &'static str| {
        let next = Popularity::of_kind(tag, count).filter(|_| tag != now.tag());
        pick.emit((PATH.to_owned(), next.unwrap_or_else(|| now.clone())));
    });
    let tag = popularity.tag();
    let frame = Frame {
        text: desk.text,
        path: format!("{PATH}.{tag}"),
        label: text.law.label,
        problems: &desk.problems,
        on_change: &on_change,
    };
    let default = Popularity::of_kind(tag, count).map(|default| of_law(text, &default)).unwrap_or_default();
    html! {
        <>
            <Choice key={PATH} text={desk.text} field={PATH} label={text.law.label} words={text.law}
                options={text.kinds.to_vec()} value={tag} default={desk.default.cards.popularity.tag()}
                problems={Rc::clone(&desk.problems)} on_change={on_pick} />
            { fields(&frame, of_law(text, &popularity), &default) }
        </>
    }
}

/// The parameters of a law.
fn of_law(text: &PopularityText, law: &Popularity) -> Vec<Parameter<Popularity>> {
    match *law {
        Popularity::Uniform | Popularity::Scan => Vec::new(),
        Popularity::Zipf { exponent } => {
            vec![Parameter::new(
                "exponent",
                text.exponent,
                Gauge::EXPONENT,
                (exponent, |exponent| Popularity::Zipf { exponent }),
            )]
        }
        Popularity::HotSet { hot_cards, hot_share, every_s } => vec![
            Parameter::new(
                "hot_cards",
                text.hot_cards,
                Gauge::CARDS,
                (f64::from(hot_cards), move |cards| Popularity::HotSet { hot_cards: whole(cards), hot_share, every_s }),
            ),
            Parameter::new(
                "hot_share",
                text.hot_share,
                Gauge::SHARE,
                (hot_share, move |hot_share| Popularity::HotSet { hot_cards, hot_share, every_s }),
            ),
            Parameter::new(
                "every_s",
                text.every,
                Gauge::SHAPE_S,
                (every_s, move |every_s| Popularity::HotSet { hot_cards, hot_share, every_s }),
            ),
        ],
    }
}
