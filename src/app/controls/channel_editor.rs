//! What a channel is: its kind and the numbers of that.

use super::choice::Choice;
use super::field::Ids;
use super::gauge::Gauge;
use super::parameters::{Frame, Parameter, fields};
use crate::app::format;
use crate::app::number::significant;
use crate::app::text::{ChannelKindText, ControlsText};
use crate::experiment::LedgerReport;
use crate::math;
use crate::scenario::{BlockSpacing, ChannelKind, Problem};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct ChannelEditorProps {
    pub(super) text: &'static ControlsText,
    /// Path of the kind.
    pub(super) field: AttrValue,
    pub(super) value: ChannelKind,
    pub(super) default: ChannelKind,
    /// What was measured of a ledger.
    pub(super) measured: Option<LedgerReport>,
    pub(super) problems: Rc<Vec<Problem>>,
    /// The path that changed, and the kind as it is then.
    pub(super) on_change: Callback<(String, ChannelKind)>,
}

/// What a channel is.
#[component]
pub(super) fn ChannelEditor(props: &ChannelEditorProps) -> Html {
    let words = &props.text.channel.kind;
    let (value, path) = (props.value, props.field.to_string());
    let on_pick = props.on_change.reform(move |id: &'static str| {
        let next = if id == value.tag() { value } else { ChannelKind::of_tag(id).unwrap_or(value) };
        (path.clone(), next)
    });
    let frame = Frame {
        text: props.text,
        path: format!("{}.{}", props.field, value.tag()),
        label: words.kind.label,
        problems: &props.problems,
        on_change: &props.on_change,
    };
    let default = ChannelKind::of_tag(value.tag()).unwrap_or(value);
    html! {
        <>
            <Choice key={Ids::of(&props.field).control} text={props.text} field={&props.field} label={words.kind.label}
                words={words.kind} options={words.kinds.to_vec()} value={value.tag()} default={props.default.tag()}
                problems={Rc::clone(&props.problems)} on_change={on_pick} />
            { fields(&frame, numbers(words, value), &numbers(words, default)) }
            { spacing(props, words, default) }
            { results(props, words) }
        </>
    }
}

/// The numbers of a kind.
fn numbers(words: &ChannelKindText, kind: ChannelKind) -> Vec<Parameter<ChannelKind>> {
    match kind {
        ChannelKind::CardNetwork => Vec::new(),
        ChannelKind::InstantRail { limit_s } => {
            let with = |limit_s| ChannelKind::InstantRail { limit_s };
            vec![Parameter::new("limit_s", words.limit, Gauge::RAIL_LIMIT_S, (limit_s, with))]
        }
        ChannelKind::Ledger { block_interval_s, block_spacing, block_payments, confirmations } => {
            let kind = move |block_interval_s, block_payments, confirmations| ChannelKind::Ledger {
                block_interval_s,
                block_spacing,
                block_payments,
                confirmations,
            };
            let whole = |number: f64| math::low(math::whole(number));
            let (interval, gauge) = (words.interval, Gauge::BLOCK_INTERVAL_S);
            let places =
                (f64::from(block_payments), move |number| kind(block_interval_s, whole(number), confirmations));
            let blocks =
                (f64::from(confirmations), move |number| kind(block_interval_s, block_payments, whole(number)));
            vec![
                Parameter::new(
                    "block_interval_s",
                    interval,
                    gauge,
                    (block_interval_s, move |number| kind(number, block_payments, confirmations)),
                ),
                Parameter::new("block_payments", words.payments, Gauge::BLOCK_PAYMENTS, places),
                Parameter::new("confirmations", words.confirmations, Gauge::CONFIRMATIONS, blocks),
            ]
        }
    }
}

/// How regular a ledger's blocks are.
fn spacing(props: &ChannelEditorProps, words: &ChannelKindText, default: ChannelKind) -> Html {
    let ChannelKind::Ledger { block_interval_s, block_spacing, block_payments, confirmations } = props.value else {
        return Html::default();
    };
    let usual = match default {
        ChannelKind::Ledger { block_spacing, .. } => block_spacing,
        _ => block_spacing,
    };
    let field = format!("{}.ledger.block_spacing", props.field);
    let path = field.clone();
    let on_change = props.on_change.reform(move |id: &'static str| {
        let block_spacing =
            if id == word(BlockSpacing::Regular) { BlockSpacing::Regular } else { BlockSpacing::Exponential };
        (path.clone(), ChannelKind::Ledger { block_interval_s, block_spacing, block_payments, confirmations })
    });
    html! {
        <Choice key={field.clone()} text={props.text} field={field.clone()} label={words.spacing.label}
            words={words.spacing}
            options={words.spacings.to_vec()} value={word(block_spacing)} default={word(usual)}
            problems={Rc::clone(&props.problems)} {on_change} />
    }
}

const fn word(spacing: BlockSpacing) -> &'static str {
    match spacing {
        BlockSpacing::Exponential => "exponential",
        BlockSpacing::Regular => "regular",
    }
}

/// What a ledger can do, and what it did.
fn results(props: &ChannelEditorProps, words: &ChannelKindText) -> Html {
    let Some((bound, finality_s)) = props.value.bound_per_s().zip(props.value.finality_s()) else {
        return Html::default();
    };
    let millis = |ms: f64| format::millis(ms).text();
    let measured = props.measured.and_then(|seen| {
        let ([half_in, most_in, _], [half_final, most_final, _]) = seen.inclusion_ms.zip(seen.finality_ms)?;
        let times = [half_in, most_in, half_final, most_final].map(millis);
        let used = format!("{} %", significant(seen.used_share? * 100.0, 3));
        Some((words.measured)(&used, &format::count(u64::from(seen.pool)), times.each_ref().map(String::as_str)))
    });
    html! {
        <>
            <p class="service-result">{ (words.result)(&significant(bound, 3).to_string(), &millis(finality_s * 1e3)) }</p>
            if let Some(measured) = measured {
                <p class="service-result">{ measured }</p>
            }
        </>
    }
}
