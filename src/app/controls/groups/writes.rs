//! What the issuer writes: the commit, which stands at the database, and what the cache has to do with it.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::scenario::{CacheWrite, Service};
use std::rc::Rc;
use yew::prelude::*;

/// The commit when there was none and the cache gets to do with it.
const FIRST_COMMIT: Service = Service::Exponential { mean_ms: 2.0 };

const COMMIT: Lens<Service> = Lens {
    field: "database.commit",
    get: |scenario| scenario.database.commit.clone(),
    set: |scenario, service| {
        scenario.database.commit = service;
        // Where nothing is written the cache has nothing to do with it.
        if !scenario.commits() {
            scenario.cache.write = CacheWrite::None;
        }
    },
};
const WRITE: Lens<&str> = Lens {
    field: "cache.write",
    get: |scenario| scenario.cache.write.id(),
    set: |scenario, id| {
        let Some(write) = CacheWrite::from_id(id) else { return };
        scenario.cache.write = write;
        if write != CacheWrite::None && !scenario.commits() {
            scenario.database.commit = FIRST_COMMIT;
        }
    },
};
const INTERVAL: Lens<f64> = Lens {
    field: "cache.write_interval_s",
    get: |scenario| scenario.cache.write_interval_s,
    set: |scenario, interval_s| scenario.cache.write_interval_s = interval_s,
};

/// The time of a commit.
pub(super) fn commit(desk: &Desk) -> Html {
    desk.service(desk.text.writes.commit, &COMMIT)
}

/// What the cache has to do with it.
pub(super) fn cache(desk: &Desk) -> Html {
    let text = &desk.text.writes;
    let owns = vec![WRITE.field.to_owned(), INTERVAL.field.to_owned()];
    html! {
        <More key="writes" text={desk.text} label={text.writes} {owns} problems={Rc::clone(&desk.problems)}>
            { desk.choice(text.write, text.write_kinds.to_vec(), &WRITE) }
            { desk.number(text.interval, Gauge::WRITE_INTERVAL_S, &INTERVAL) }
        </More>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn neither_control_leaves_a_contradiction() {
        let mut scenario = Scenario::default();
        (WRITE.set)(&mut scenario, "behind");
        assert!(scenario.commits() && scenario.check().is_ok(), "what is written takes time");
        (COMMIT.set)(&mut scenario, Service::NONE);
        assert_eq!(scenario.cache.write, CacheWrite::None, "and without that nothing is written");
        assert!(scenario.check().is_ok());
    }
}
