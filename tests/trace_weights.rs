//! Requests that count by bytes or by cost: replays, curves and files, against sums that were worked out by hand.

use switchyard::cache::curve::{Curve, replayed};
use switchyard::cache::trace::{Generator, Measure, Trace, Zipf};
use switchyard::cache::{Counts, Policy, Settings, replay, replay_by};
use switchyard::interop::trace::{Columns, Format, read};

/// a b a c a b with a of 10 bytes and cost 1, b of 200 and 7, c of 3,000 and 2.
fn trace() -> Trace {
    Trace::of_keys([1, 2, 1, 3, 1, 2]).with_sizes(vec![10, 200, 10, 3_000, 10, 200]).with_costs(vec![1, 7, 2])
}

fn counts(requests: u64, hits: u64) -> Counts {
    Counts { requests, hits, misses: requests - hits }
}

#[test]
fn a_request_counts_what_it_asks_for() {
    // In two entries LRU keeps a all the time and loses b to c: the two later requests for a hit, nothing else.
    assert_eq!(replay(Policy::Lru, 2, &trace()), counts(6, 2));
    assert_eq!(replay_by(Policy::Lru, 2, &trace(), Measure::Requests), counts(6, 2));
    assert_eq!(replay_by(Policy::Lru, 2, &trace(), Measure::Bytes), counts(3_430, 20), "few bytes");
    assert_eq!(replay_by(Policy::Lru, 2, &trace(), Measure::Cost), counts(1 + 7 + 1 + 2 + 1 + 7, 2));
    assert_eq!(replay_by(Policy::Lru, 3, &trace(), Measure::Bytes), counts(3_430, 220), "with room for all");
}

#[test]
fn all_sizes_at_once_are_the_replays() {
    let keys = Generator::Zipf(Zipf { keys: 500, requests: 20_000, exponent: 0.9, seed: 4 });
    let trace = keys.trace();
    let sizes = trace.keys().iter().map(|key| 1 + key * key % 977).collect();
    let costs = (0..trace.distinct()).map(|key| 1 + key % 13).collect();
    let trace = trace.with_sizes(sizes).with_costs(costs);
    for measure in Measure::ALL {
        let curve = Curve::lru_by(&trace, measure);
        let capacities = [1, 10, 100, 499, 500];
        for (capacity, misses) in capacities.iter().zip(replayed(Policy::Lru, &capacities, &trace, measure)) {
            assert!(
                (curve.misses(*capacity) - switchyard::math::float(misses)).abs() < 0.5,
                "{measure:?} at {capacity}: {misses}"
            );
        }
    }
}

#[test]
fn a_trace_that_does_not_say_counts_ones() {
    let plain = Trace::of_keys([1, 2, 1]);
    assert_eq!(Measure::ALL.map(|measure| plain.has(measure)), [true, false, false]);
    assert_eq!(replay_by(Policy::Fifo, 2, &plain, Measure::Bytes), replay(Policy::Fifo, 2, &plain));
    let few = plain.with_sizes(vec![5]);
    assert!(!few.has(Measure::Bytes), "one number each or none");
}

#[test]
fn a_warm_up_inserts_and_does_not_count() {
    let warmed = |warm_up| Policy::Lru.build(Settings::of(2)).replay_after(&trace(), warm_up, Measure::Requests);
    assert_eq!(warmed(0), counts(6, 2));
    assert_eq!(warmed(2), counts(4, 2), "a and b are there before anything counts");
    // a b are there; a hits; for c LRU lets b go and then misses both, Belady lets a go, which comes later, and keeps b.
    let after = |policy: Policy| {
        policy.build(Settings::of(2)).replay_after(&Trace::of_keys([1, 2, 1, 3, 2, 1]), 2, Measure::Requests)
    };
    assert_eq!(after(Policy::Lru), counts(4, 1));
    assert_eq!(after(Policy::Belady), counts(4, 2), "the future is known from the start");
}

#[test]
fn files_say_how_large_and_how_dear() {
    let csv = "time,key,size,cost\n0,a,10,1\n1,b,200,7\n2,a,10,9\n3,c,3000,2\n4,a,10,1\n5,b,200,7\n";
    let format = Format::guess(csv.as_bytes());
    let columns = Columns {
        key: "key".to_owned(),
        time: Some("time".to_owned()),
        size: Some("size".to_owned()),
        cost: Some("cost".to_owned()),
        time_is_guessed: true,
    };
    assert_eq!(format, Format::Csv(columns), "the header names them");
    let file = read(csv.as_bytes(), &format).unwrap();
    for measure in Measure::ALL {
        assert_eq!(
            replay_by(Policy::Lru, 2, &file, measure),
            replay_by(Policy::Lru, 2, &trace(), measure),
            "{measure:?}"
        );
    }
    let record = |key: u64, size: u32| {
        [&0_u32.to_le_bytes()[..], &key.to_le_bytes(), &size.to_le_bytes(), &(-1_i64).to_le_bytes()].concat()
    };
    let records =
        [(1, 10), (2, 200), (1, 10), (3, 3_000), (1, 10), (2, 200)].map(|(key, size)| record(key, size)).concat();
    let file = read(records.as_slice(), &Format::OracleGeneral).unwrap();
    assert_eq!(replay_by(Policy::Lru, 2, &file, Measure::Bytes), counts(3_430, 20), "the third field of a record");
    assert!(!file.has(Measure::Cost));
}

#[test]
fn what_is_no_size_is_named_with_its_line_and_a_name_alone_is_no_reason() {
    let csv = "key,size\na,10\nb,large\n";
    assert_eq!(
        Format::guess(csv.as_bytes()),
        Format::Csv(Columns::of_keys("key".to_owned())),
        "only numbers are sizes"
    );
    let columns = Columns { size: Some("size".to_owned()), ..Columns::of_keys("key".to_owned()) };
    let told = read(csv.as_bytes(), &Format::Csv(columns)).unwrap_err().to_string();
    assert!(told.contains("line 3") && told.contains("\"large\"") && told.contains("whole number"), "{told}");
    let columns = Columns { cost: Some("cost".to_owned()), ..Columns::of_keys("key".to_owned()) };
    let told = read("key,cost\na,0\n".as_bytes(), &Format::Csv(columns)).unwrap_err().to_string();
    assert!(told.contains("line 2") && told.contains("from 1"), "{told}");
}
