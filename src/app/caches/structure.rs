//! A policy's own structure as rows: each list with its members, the one that goes next at the front.

use super::sequence::Sequence;
use crate::app::format;
use crate::app::text::CachesText;
use crate::cache::structure::{Member, Part};
use crate::math;
use yew::prelude::*;

/// The lists of a policy; a sentence where it keeps no order.
pub(super) fn structure(text: &CachesText, sequence: &Sequence, parts: &[Part]) -> Html {
    if parts.is_empty() {
        return html! { <p class="quiet">{ text.no_structure }</p> };
    }
    let counted = parts.iter().flat_map(|part| &part.members).any(|member| member.uses.is_some());
    let handed = parts.iter().flat_map(|part| &part.members).any(|member| member.hand);
    html! {
        <div class="caches-structure">
            <table>
                <caption class="quiet">
                    { text.structure }
                    if counted { { text.counter } }
                    if handed { { text.hand } }
                </caption>
                <tbody>{ for parts.iter().map(|part| row(text, sequence, part)) }</tbody>
            </table>
        </div>
    }
}

fn row(text: &CachesText, sequence: &Sequence, part: &Part) -> Html {
    let share = part.wanted.map(|wanted| format!("/\u{a0}{}", format::number(wanted)));
    html! {
        <tr key={part.name} data-resident={part.resident.to_string()}>
            <th scope="row">{ part.name }</th>
            <td>{ part.members.len() }{ for share }</td>
            <td>
                if part.members.is_empty() {
                    <span class="quiet">{ text.nobody_here }</span>
                }
                <ol class="caches-members">
                    { for part.members.iter().map(|member| entry(text, sequence, *member)) }
                </ol>
            </td>
        </tr>
    }
}

fn entry(text: &CachesText, sequence: &Sequence, member: Member) -> Html {
    html! {
        <li key={math::index(member.key)} data-hand={member.hand.to_string()}>
            if member.hand {
                <span class="visually-hidden">{ text.hand_here }</span>
            }
            { sequence.name(member.key) }
            { for member.uses.map(|uses| html! { <small>{ format!("×{uses}") }</small> }) }
        </li>
    }
}
