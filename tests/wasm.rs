//! What must hold in a browser too. Run by `cargo xtask test --only wasm`; on the host this file is empty.

#![cfg(target_arch = "wasm32")]

use switchyard::units::{Instant, Nanos};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn simulated_time_has_64_bits_where_pointers_have_32() {
    let late = Instant::START + Nanos::from_seconds(3.0e9);
    assert_eq!(late.get(), 3_000_000_000_000_000_000, "95 years, to the nanosecond");
}

mod golden;

#[wasm_bindgen_test]
fn draws_have_the_bits_of_the_host() {
    for (name, expected, hash) in golden::LAWS {
        assert_eq!(hash(), expected, "{name} differs from native code");
    }
}

#[wasm_bindgen_test]
fn runs_have_the_digests_of_the_host() {
    for (id, expected) in golden::RUNS {
        assert_eq!(golden::digest(id), expected, "{id} differs from native code");
    }
}

#[wasm_bindgen_test]
fn policies_pick_as_on_the_host() {
    for (id, expected) in golden::picks::PICKS {
        let hash = switchyard::balance::Policy::from_id(id).map(golden::picks::hash);
        assert_eq!(hash, Some(expected), "{id} differs from native code");
    }
}
