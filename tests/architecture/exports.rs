//! Exports to JavaScript stand in the engine's program alone: one in the library would be linked into the page too.

use super::source::{Source, blank, bracket_end, places};

const PLACE: &str = "src/bin/worker.rs";

/// Complaints about `#[wasm_bindgen]` on anything but a block of imports.
pub(crate) fn check(file: &Source) -> Vec<String> {
    if file.path == PLACE {
        return Vec::new();
    }
    let code = without_imports(&file.code_untested);
    let attributes = places(&code, "wasm_bindgen").into_iter().filter(|place| {
        let before =
            code[..*place].trim_end_matches("::").trim_end_matches("wasm_bindgen").trim_end_matches("prelude::");
        before.ends_with("#[")
    });
    attributes.map(|place| file.complain(place, &format!("an export to JavaScript stands in {PLACE}"))).collect()
}

/// The code without `#[wasm_bindgen] extern "C" { .. }`.
fn without_imports(code: &str) -> String {
    let mut code = code.to_owned();
    for place in places(&code, "#[wasm_bindgen") {
        let end = bracket_end(&code, place + 1);
        let item = code[end..].trim_start();
        if item.starts_with("extern") || item.starts_with("unsafe extern") {
            let open = code[end..].find('{').map_or(code.len() - 1, |open| end + open);
            let close = bracket_end(&code, open);
            code = blank(&code, place, close);
        }
    }
    code
}

#[test]
fn planted_exports_are_found() {
    let count = |path: &str, text: &str| check(&Source::new(path, text)).len();
    assert_eq!(count("src/app/mod.rs", "#[wasm_bindgen]\npub fn run() {}"), 1);
    assert_eq!(count("src/app/mod.rs", "#[wasm_bindgen(js_name = run)]\npub fn run() {}"), 1);
    assert_eq!(count("src/bin/app.rs", "#[wasm_bindgen::prelude::wasm_bindgen]\npub fn run() {}"), 1, "a full path");
    assert_eq!(count("src/bin/worker.rs", "#[wasm_bindgen]\npub fn run() {}"), 0, "its place");
    let imports = "use wasm_bindgen::prelude::*;\n#[wasm_bindgen(module = \"/x.js\")]\nextern \"C\" {\n  \
                   #[wasm_bindgen(method)]\n  fn draw(this: &Chart);\n}\n";
    assert_eq!(count("src/app/chart.rs", imports), 0, "imports are no exports");
}
