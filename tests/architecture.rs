//! The house holds: layers, words that the core must not use, sizes, registers, exports, style sheets.
//!
//! Cargo would allow what breaks results here (an import against the layers, a clock in the model, a hash map's order)
//! or the order of the house. Every check is a function from a file to complaints, proven beside it by planted faults.
//! Standard library only: it reads text, not syntax trees, so it stays small; what text cannot tell is left to clippy.

mod architecture {
    pub(crate) mod exports;
    pub(crate) mod layers;
    pub(crate) mod registry;
    pub(crate) mod shape;
    pub(crate) mod source;
    pub(crate) mod styles;
    pub(crate) mod words;
}

use architecture::source::{Source, read_all};
use architecture::{exports, layers, registry, shape, styles, words};

/// Fails with all complaints, one a line.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Runs a check over the files of some folders.
fn over(folders: &[&str], check: fn(&Source) -> Vec<String>) {
    let files: Vec<Source> = folders.iter().flat_map(|folder| read_all(folder, "rs")).collect();
    assert!(!files.is_empty(), "no file was read from {folders:?}");
    none(&files.iter().flat_map(check).collect::<Vec<_>>());
}

#[test]
fn rooms_import_only_rooms_above_them() {
    over(&["src"], layers::check);
}

#[test]
fn the_core_uses_no_banned_word() {
    over(&["src"], words::check);
}

#[test]
fn casts_stand_in_units_and_math() {
    over(&["src"], words::check_casts);
}

#[test]
fn files_open_with_their_purpose() {
    over(&["src", "xtask/src", "tests", "benches"], shape::check_opening);
}

#[test]
fn files_and_functions_stay_short() {
    over(&["src", "xtask/src"], shape::check_length);
}

#[test]
fn exports_stand_in_the_page_program() {
    over(&["src"], exports::check);
}

#[test]
fn policies_are_registered() {
    none(&registry::check(&read_all("src", "rs")));
}

#[test]
fn style_sheets_keep_to_tokens_and_layers() {
    let sheets = read_all("static/styles", "css");
    assert!(!sheets.is_empty(), "no style sheet was read");
    none(&styles::check(&sheets));
    over(&["src/app"], styles::check_code);
}
