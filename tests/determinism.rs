//! Same scenario, seed and version: same bits. The same table runs in a browser (`wasm.rs`).

mod golden;

use switchyard::balance::Policy;

#[test]
fn policies_keep_their_picks() {
    let seen: Vec<_> = Policy::ALL.iter().map(|policy| (policy.id(), golden::picks::hash(*policy))).collect();
    let lines: String = seen.iter().map(|(id, hash)| format!("    (\"{id}\", {hash:#018X}),\n")).collect();
    assert_eq!(seen, golden::picks::PICKS, "the picks of a policy changed; they are now\n{lines}");
}

#[test]
fn draws_keep_their_bits() {
    let seen = golden::LAWS.map(|(name, _, hash)| (name, format!("{:#018x}", hash())));
    let expected = golden::LAWS.map(|(name, hash, _)| (name, format!("{hash:#018x}")));
    assert_eq!(seen, expected, "the bits of a sampler changed");
}

#[test]
fn runs_keep_their_digests() {
    let seen = golden::RUNS.map(|(id, _)| (id, golden::digest(id)));
    let expected = golden::RUNS.map(|(id, digest)| (id, digest.to_owned()));
    assert_eq!(seen, expected, "the events of a run changed");
}
