//! Words that the core must not use, because they break a result, a promise or the build for the browser.

use super::layers::room;
use super::source::{Source, bracket_end, places, words};

const WEB: &str = "the core names no web package";
const CLOCK: &str = "the core reads no clock: a run depends on its scenario and seed alone";
const ORDER: &str = "the order of a hash map changes between runs: use a BTreeMap or a Vec";
const OUTPUT: &str = "the core prints nothing: it returns reports";
const PANIC: &str = "the core does not panic: return an error, or use debug_assert! for a promise of our own";
const BITS: &str = "differs in its last bit between machines: use crate::math";

const BANNED: [(&str, &str); 23] = [
    ("web_sys", WEB),
    ("js_sys", WEB),
    ("wasm_bindgen", WEB),
    ("serde_wasm_bindgen", WEB),
    ("yew", WEB),
    ("gloo_timers", WEB),
    ("getrandom", "the core draws from named streams only"),
    ("Instant::now", CLOCK),
    ("SystemTime", CLOCK),
    ("thread::spawn", "the core starts no thread"),
    ("HashMap", ORDER),
    ("HashSet", ORDER),
    ("println!", OUTPUT),
    ("eprintln!", OUTPUT),
    ("print!", OUTPUT),
    ("eprint!", OUTPUT),
    ("dbg!", OUTPUT),
    (".unwrap(", PANIC),
    (".expect(", PANIC),
    ("panic!", PANIC),
    ("todo!", PANIC),
    ("unimplemented!", PANIC),
    ("unsafe", "the core is safe Rust"),
];

/// Functions of f64 that the platform computes; `log` is left to clippy, since the word has other meanings.
const FUNCTIONS: [&str; 22] = [
    "ln", "ln_1p", "log2", "log10", "exp", "exp2", "exp_m1", "powf", "powi", "sin", "cos", "tan", "sin_cos", "asin",
    "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot",
];

const NUMBERS: [&str; 15] =
    ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "char"];

/// Whether a file belongs to the core: everything but the page and the programs.
fn is_core(path: &str) -> bool {
    !matches!(room(path), Some("app" | "bin"))
}

/// Complaints about words in the core.
pub(crate) fn check(file: &Source) -> Vec<String> {
    if !is_core(&file.path) {
        return Vec::new();
    }
    let code = &file.code_untested;
    let mut found = Vec::new();
    for (word, reason) in BANNED {
        found.extend(places(code, word).iter().map(|place| file.complain(*place, &format!("`{word}`: {reason}"))));
    }
    for name in FUNCTIONS {
        for needle in [format!(".{name}("), format!("f64::{name}")] {
            found
                .extend(places(code, &needle).iter().map(|place| file.complain(*place, &format!("`{needle}` {BITS}"))));
        }
    }
    found.extend(conditions(file));
    found
}

/// Complaints about compilation that depends on the target or on a feature.
fn conditions(file: &Source) -> Vec<String> {
    let code = &file.code_untested;
    let mut found = Vec::new();
    for needle in ["cfg(", "cfg!(", "cfg_attr("] {
        for place in places(code, needle) {
            let open = place + needle.len() - 1;
            let end = bracket_end(code, open);
            let front_door = file.path == "src/lib.rs" && &file.text[open..end] == "(feature = \"web\")";
            let depends = |word: &str| word.starts_with("target") || ["feature", "unix", "windows"].contains(&word);
            if !front_door && words(&code[open..end]).any(|(_, word)| depends(word)) {
                found.push(file.complain(place, "the core is the same on every target and with every feature"));
            }
        }
    }
    found
}

/// Complaints about casts outside the two rooms that convert numbers.
pub(crate) fn check_casts(file: &Source) -> Vec<String> {
    if ["src/units.rs", "src/math.rs"].contains(&file.path.as_str()) {
        return Vec::new();
    }
    let list: Vec<(usize, &str)> = words(&file.code_untested).collect();
    let casts = list.windows(2).filter(|pair| {
        let between = &file.code_untested[pair[0].0 + pair[0].1.len()..pair[1].0];
        pair[0].1 == "as" && NUMBERS.contains(&pair[1].1) && between.trim().is_empty()
    });
    let what = "a cast with `as`: use the functions of crate::math, which say how they round";
    casts.map(|pair| file.complain(pair[0].0, what)).collect()
}

#[test]
fn planted_words_are_found() {
    let bad = [
        "use web_sys::Window;",
        "use wasm_bindgen::prelude::*;",
        "use yew::prelude::*;",
        "let t = std::time::Instant::now();",
        "use std::time::SystemTime;",
        "use std::collections::HashMap;",
        "fn f(x: HashSet<u8>) {}",
        "println!(\"x\");",
        "x.unwrap();",
        "x\n    .expect(\"y\");",
        "panic!(\"x\");",
        "todo!()",
        "let y = x.ln();",
        "let y = f64::powf(x, 2.0);",
        "#[cfg(target_arch = \"wasm32\")]\nfn f() {}",
        "#[cfg(not(target_arch = \"wasm32\"))]\nfn f() {}",
        "#[cfg(feature = \"web\")]\nfn f() {}",
        "if cfg!(windows) {}",
        "#[cfg_attr(feature = \"x\", derive(Debug))]\nstruct S;",
    ];
    for text in bad {
        assert_eq!(check(&Source::new("src/engine/mod.rs", text)).len(), 1, "{text}");
    }
    let door = "#[cfg(feature = \"web\")]\npub mod app;";
    assert_eq!(check(&Source::new("src/lib.rs", door)).len(), 0, "the one feature of the front door");
    assert_eq!(check(&Source::new("src/lib.rs", "#[cfg(feature = \"other\")]\npub mod app;")).len(), 1, "any other");
}

#[test]
fn innocent_words_pass() {
    let good = [
        "// HashMap\nlet s = \"panic!\";",
        "#![expect(clippy::as_conversions)]",
        "fn unwrap_or() { x.unwrap_or(0) }",
        "let now = Instant::new(0);",
        "math::ln(x)",
        "x.expected(1)",
        "#[cfg(test)]\nmod tests { fn f() { x.unwrap(); } }",
        "debug_assert!(x);",
        "struct MyHashMapLike;",
    ];
    for text in good {
        assert_eq!(check(&Source::new("src/engine/mod.rs", text)), Vec::<String>::new(), "{text}");
    }
    assert_eq!(check(&Source::new("src/app/mod.rs", "use yew::prelude::*;")), Vec::<String>::new(), "the page");
}

#[test]
fn planted_casts_are_found() {
    let count = |path: &str, text: &str| check_casts(&Source::new(path, text)).len();
    assert_eq!(count("src/engine/mod.rs", "let x = y as f64;"), 1);
    assert_eq!(count("src/app/mod.rs", "let x = (y + 1)\n  as usize;"), 1, "the page too");
    assert_eq!(count("src/math.rs", "let x = y as f64;"), 0, "its place");
    assert_eq!(count("src/engine/mod.rs", "use a as b; <T as Into<u64>>::into(x); // as f64"), 0, "no casts");
}
