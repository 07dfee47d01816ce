//! The database: connections, how a card is found, and how an approval is written.

use super::writes;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::app::format;
use crate::scenario::{Access, Service};
use std::rc::Rc;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["database"];

/// Connections when there was no limit.
const FIRST_CONNECTIONS: u32 = 4;
/// Places when there was no limit.
const FIRST_QUEUE: u32 = 500;

const CONNECTIONS: Lens<Option<u32>> = Lens {
    field: "database.connections",
    get: |scenario| scenario.database.connections,
    set: |scenario, connections| scenario.database.connections = connections,
};
const QUEUE: Lens<Option<u32>> = Lens {
    field: "database.queue_limit",
    get: |scenario| scenario.database.queue_limit,
    set: |scenario, limit| scenario.database.queue_limit = limit,
};
const ACCESS: Lens<&str> = Lens {
    field: "database.access",
    get: |scenario| match scenario.database.access {
        Access::Indexed => "indexed",
        Access::FullScan => "full_scan",
    },
    set: |scenario, id| {
        scenario.database.access = if id == "full_scan" { Access::FullScan } else { Access::Indexed };
    },
};
const INDEXED_READ: Lens<Service> = Lens {
    field: "database.indexed_read",
    get: |scenario| scenario.database.indexed_read.clone(),
    set: |scenario, service| scenario.database.indexed_read = service,
};
const ROWS: Lens<u32> = Lens {
    field: "database.scan_rows",
    get: |scenario| scenario.database.scan_rows,
    set: |scenario, rows| scenario.database.scan_rows = rows,
};
const ROW_NS: Lens<f64> = Lens {
    field: "database.scan_row_ns",
    get: |scenario| scenario.database.scan_row_ns,
    set: |scenario, nanos| scenario.database.scan_row_ns = nanos,
};

/// The way that is in use stands on top, the other one under "more".
pub(super) fn controls(desk: &Desk) -> Html {
    let text = &desk.text.database;
    let indexed = desk.scenario.database.access == Access::Indexed;
    let (used, unused) = if indexed { (by_index(desk), by_scan(desk)) } else { (by_scan(desk), by_index(desk)) };
    let other: &[&str] = if indexed { &["database.scan_rows", "database.scan_row_ns"] } else { &[INDEXED_READ.field] };
    let owns = other.iter().chain([&QUEUE.field]).map(|path| (*path).to_owned()).collect::<Vec<_>>();
    html! {
        <>
            { desk.limit(text.connections, Gauge::WORKERS, FIRST_CONNECTIONS, &CONNECTIONS) }
            { desk.choice(text.access, text.access_kinds.to_vec(), &ACCESS) }
            { used }
            { writes::commit(desk) }
            <More key="more" text={desk.text} {owns} problems={Rc::clone(&desk.problems)}>
                { desk.limit(text.queue, Gauge::QUEUE, FIRST_QUEUE, &QUEUE) }
                { unused }
            </More>
        </>
    }
}

fn by_index(desk: &Desk) -> Html {
    desk.service(desk.text.database.indexed_read, &INDEXED_READ)
}

fn by_scan(desk: &Desk) -> Html {
    let (text, database) = (&desk.text.database, &desk.scenario.database);
    let millis = f64::from(database.scan_rows) * database.scan_row_ns / 1e6;
    html! {
        <>
            { desk.count(text.rows, Gauge::ROWS, &ROWS) }
            { desk.number(text.row_ns, Gauge::ROW_NANOS, &ROW_NS) }
            <p class="field-source">{ (text.scan_takes)(&format::millis(millis).text()) }</p>
        </>
    }
}
