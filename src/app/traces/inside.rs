//! What the trace is like: popularity, reuse, working set, and the maps over its course.

use super::map_table::{MapTable, map_table};
use super::pictures::{self, Rows, bucket_start};
use crate::app::format;
use crate::app::formulas::use_width;
use crate::app::picture::{Drawing, Size};
use crate::app::text::TracesText;
use crate::math;
use crate::wire::traces::{Chart, Description};
use std::rc::Rc;
use yew::prelude::*;

/// Height of each picture in pixels.
const HEIGHT: f64 = 260.0;

/// Props of [`Inside`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct InsideProps {
    /// Texts.
    pub(super) text: &'static TracesText,
    /// What is known; nothing while it is looked for.
    pub(super) description: Option<Rc<Description>>,
    /// Whether nobody looks for it any more.
    pub(super) lost: bool,
}

/// The part.
#[component]
pub(super) fn Inside(props: &InsideProps) -> Html {
    let text = props.text;
    let place = use_node_ref();
    let size = Size { width: f64::from(use_width(&place)), height: HEIGHT };
    html! {
        <div class="traces-inside">
            <h4>{ text.inside }</h4>
            <div class="traces-pictures">
                <div class="traces-measure" ref={place}></div>
                if let Some(found) = &props.description {
                    { facts(text, found) }
                    { pictures(text, found, size) }
                } else {
                    <p class="quiet">{ if props.lost { text.lost } else { text.looking } }</p>
                }
            </div>
        </div>
    }
}

/// What can be said in a sentence each.
fn facts(text: &TracesText, found: &Description) -> Html {
    let of_requests = |part: u64| share(part, found.requests);
    let once = share(found.one_hit_keys, u64::from(found.distinct));
    let slope = found.zipf.map(|slope| format!("{slope:.2}"));
    let loops =
        found.loop_length.map(|(length, reuses)| [format::count(length), format::count(reuses), of_requests(reuses)]);
    let (scans, requests) = found.scans;
    let scans = (scans > 0).then(|| [format::count(scans), format::count(requests), of_requests(requests)]);
    let words = |found: Option<[String; 3]>, sentence: fn(Option<[&str; 3]>) -> String| {
        sentence(found.as_ref().map(|words| words.each_ref().map(String::as_str)))
    };
    html! {
        <ul class="traces-facts">
            <li>{ (text.zipf)(slope.as_deref()) }</li>
            <li>{ (text.one_hit)(&format::count(found.one_hit_keys), &once) }</li>
            <li>{ words(scans, text.scans) }</li>
            <li>{ words(loops, text.loops) }</li>
        </ul>
    }
}

fn share(part: u64, whole: u64) -> String {
    format::percent(math::float(part) / math::float(whole.max(1))).text()
}

fn pictures(text: &'static TracesText, found: &Description, size: Size) -> Html {
    let keys = Rows::Keys(found.distinct);
    let reuse_map = |[title, note, head]: [&'static str; 3], chart: &Chart| {
        let drawing = pictures::map(text, chart, found.requests, (Rows::Distances, size));
        figure([title, note], &drawing, cells(text, [title, head], &map_table(chart, found.requests, Rows::Distances)))
    };
    html! {
        <>
            { figure([text.popularity, text.popularity_note], &pictures::popularity(text, found, size), ranks(text, found)) }
            { figure([text.reuse, text.reuse_note], &pictures::reuse(text, found, size), reuses(text, found)) }
            { figure([text.map_keys, text.map_keys_note], &pictures::map(text, &found.keys, found.requests, (keys, size)),
                cells(text, [text.map_keys, text.map_keys_head], &map_table(&found.keys, found.requests, keys))) }
            { reuse_map([text.map_reuse, text.map_reuse_note, text.map_reuse_head], &found.distances) }
            { reuse_map([text.map_time, text.map_time_note, text.map_time_head], &found.times) }
            { figure([text.working_set, text.working_set_note], &pictures::working_set(text, found, size),
                windows(text, found)) }
        </>
    }
}

fn figure([title, note]: [&'static str; 2], drawing: &Drawing, numbers: Html) -> Html {
    html! {
        <figure class="lab-picture" key={title}>
            <figcaption>
                <span class="chart-title">{ title }</span>
                <small>{ note }</small>
            </figcaption>
            <div class="curve-place">{ drawing.html() }</div>
            { numbers }
        </figure>
    }
}

/// A table that opens.
fn numbers(summary: &'static str, label: &'static str, heads: &[impl AsRef<str>], rows: Vec<Vec<String>>) -> Html {
    let row = |cells: &Vec<String>| {
        let rest = cells.iter().skip(1).map(|cell| html! { <td>{ cell }</td> });
        html! { <tr><th scope="row">{ cells.first().cloned().unwrap_or_default() }</th>{ for rest }</tr> }
    };
    html! {
        <details class="lab-details">
            <summary>{ summary }</summary>
            <div class="study-table" tabindex="0" role="region" aria-label={label}>
                <table>
                    <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ head.as_ref().to_owned() }</th> }) }</tr></thead>
                    <tbody>{ for rows.iter().map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn ranks(text: &TracesText, found: &Description) -> Html {
    let row = |&(rank, count): &(u64, u64)| vec![format::count(rank), format::count(count)];
    let rows = found.rank_frequency.iter().map(row).collect();
    numbers(text.numbers, text.popularity, &text.rank_heads, rows)
}

fn reuses(text: &TracesText, found: &Description) -> Html {
    let buckets = found.reuse_distance.len().max(found.reuse_time.len());
    let at = |counts: &[u64], bucket: usize| format::count(counts.get(bucket).copied().unwrap_or(0));
    let row = |bucket: usize| {
        // The first bucket holds 0 alone.
        let from = if bucket == 0 { 0 } else { math::whole(bucket_start(bucket)) };
        let to = if bucket == 0 { 0 } else { math::whole(bucket_start(bucket + 1)) - 1 };
        let range =
            if from == to { format::count(from) } else { format!("{}–{}", format::count(from), format::count(to)) };
        vec![range, at(&found.reuse_distance, bucket), at(&found.reuse_time, bucket)]
    };
    numbers(text.numbers, text.reuse, &text.reuse_heads, (0..buckets).map(row).collect())
}

/// The numbers of a map, from the top as it is drawn.
fn cells(text: &TracesText, [label, head]: [&'static str; 2], table: &MapTable) -> Html {
    let part = |(from, to): &(u64, u64)| (text.part)(&format::count(*from), &format::count(*to));
    let heads: Vec<String> = std::iter::once(head.to_owned()).chain(table.parts.iter().map(part)).collect();
    let row = |(name, counts): &(String, Vec<u64>)| {
        std::iter::once(name.clone()).chain(counts.iter().map(|count| format::count(*count))).collect()
    };
    numbers(text.numbers, label, &heads, table.groups.iter().rev().map(row).collect())
}

fn windows(text: &TracesText, found: &Description) -> Html {
    let row = |&(window, keys): &(u64, f64)| vec![format::count(window), format::number(keys)];
    numbers(text.numbers, text.working_set, &text.window_heads, found.working_set.iter().map(row).collect())
}
