//! The layers: a room imports only rooms that stand above it in this table.

use super::source::{Source, bracket_end, places};

/// The rooms from the top down; rooms of one line do not see each other. A room that is missing here fails.
///
/// `math` stands above `units` because quantities are converted by its functions.
const LAYERS: [&[&str]; 11] = [
    &["math"],
    &["units"],
    &["random"],
    &["engine", "balance", "cache", "stats", "theory"],
    &["payment"],
    &["scenario"],
    &["experiment"],
    &["interop"],
    &["wire"],
    &["app"],
    &["bin"],
];

/// The room of a file; the front door `lib.rs` has none.
pub(crate) fn room(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    let room = inside.split('/').next()?;
    let room = room.strip_suffix(".rs").unwrap_or(room);
    (room != "lib").then_some(room)
}

fn rank(room: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&room))
}

/// Complaints about a file's imports.
pub(crate) fn check(file: &Source) -> Vec<String> {
    let Some(own) = room(&file.path) else { return Vec::new() };
    let Some(own_rank) = rank(own) else {
        return vec![file.complain(0, &format!("the room `{own}` is missing from the table of layers"))];
    };
    let judge = |(place, target): (usize, String)| {
        let complaint = match rank(&target) {
            _ if target == own => return None,
            Some(rank) if rank < own_rank => return None,
            Some(_) => format!("`{own}` may not import `{target}`, which does not stand above it"),
            None => format!("`{target}` is no room of the table of layers"),
        };
        Some(file.complain(place, &complaint))
    };
    imports(file).into_iter().filter_map(judge).collect()
}

/// What follows `crate::`, or as many `super::` as lead to the crate: each with its place.
fn imports(file: &Source) -> Vec<(usize, String)> {
    let code = &file.code_untested;
    let mut found = Vec::new();
    for place in places(code, "crate::") {
        found.extend(first_names(code, place + "crate::".len()));
    }
    for place in places(code, "super::") {
        let (chain, end) = chain(code, place);
        let continues = code[..place].ends_with("super::");
        if !continues && chain >= depth(&file.path) + inline_modules(code, place) {
            found.extend(first_names(code, end));
        }
    }
    found
}

/// How many `super::` stand in a row, and where they end.
fn chain(code: &str, place: usize) -> (usize, usize) {
    let count = code[place..].split("super::").skip(1).position(|part| !part.is_empty()).map_or(1, |more| more + 1);
    (count, place + count * "super::".len())
}

/// How deep a file's module lies below the crate.
fn depth(path: &str) -> usize {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inside.split('/').count()
}

/// How many modules with a body of their own surround a place.
fn inline_modules(code: &str, place: usize) -> usize {
    let opens = places(code, "mod").into_iter().filter_map(|start| {
        let stop = start + code[start..].find(['{', ';'])?;
        code[stop..].starts_with('{').then_some(stop)
    });
    opens.filter(|open| *open < place && place < bracket_end(code, *open)).count()
}

/// The first name of a path, or of each path of a group in braces.
fn first_names(code: &str, place: usize) -> Vec<(usize, String)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let name = |at: usize| {
        let length = code[at..].find(|c| !is_part(c)).unwrap_or(code.len() - at);
        // A star or anything else that names no room is passed on as it stands, to be complained about.
        let length = length.max(code[at..].chars().next().map_or(0, char::len_utf8));
        (at, code[at..at + length].to_owned())
    };
    if !code[place..].starts_with('{') {
        return vec![name(place)];
    }
    let end = bracket_end(code, place) - 1;
    let mut starts = vec![place + 1];
    let mut at = place + 1;
    while at < end {
        match code.as_bytes()[at] {
            b'{' => at = bracket_end(code, at) - 1,
            b',' => starts.push(at + 1),
            _ => {}
        }
        at += 1;
    }
    let skip_space = |start: usize| start + code[start..end].len() - code[start..end].trim_start().len();
    starts.into_iter().map(skip_space).filter(|start| *start < end).map(name).collect()
}

#[test]
fn planted_imports_are_found() {
    let complaints = |path: &str, text: &str| check(&Source::new(path, text)).len();
    let check = |path: &str, text: &str, count: usize| assert_eq!(complaints(path, text), count, "{path}: {text}");
    check("src/engine/mod.rs", "use crate::payment::Stage;", 1);
    check("src/engine/mod.rs", "use crate::{units::Nanos, payment::{Stage, Kind}, wire};", 2);
    check("src/engine/mod.rs", "use crate::balance;", 1);
    check("src/engine/mod.rs", "fn f() -> crate::app::Page {}", 1);
    check("src/engine/mod.rs", "use crate::*;", 1);
    check("src/engine/mod.rs", "use crate::nowhere::Thing;", 1);
    check("src/engine/queue.rs", "use super::super::payment::Stage;", 1);
    check("src/math.rs", "use super::units;", 1);
    check("src/engine/queue.rs", "mod inner { use super::super::super::payment; }", 1);
    check("src/attic.rs", "", 1);
    check("src/balance/mod.rs", "macro_rules! m { () => { $crate::payment::f() } }", 1);
}

#[test]
fn allowed_imports_pass() {
    let check = |path: &str, text: &str| assert_eq!(check(&Source::new(path, text)), Vec::<String>::new(), "{text}");
    check("src/payment/mod.rs", "use crate::{engine::{Queue, self}, units::Nanos};\nuse crate::random::Stream;");
    check("src/engine/mod.rs", "// use crate::payment;\nconst S: &str = \"crate::payment\";\npub(crate) fn f() {}");
    check("src/engine/queue.rs", "use super::Event; use crate::engine::Run;");
    check("src/engine/mod.rs", "#[cfg(test)]\nmod tests { use crate::payment::Stage; }");
    check("src/engine/mod.rs", "mod inner { use super::Event; }");
    check("src/lib.rs", "pub mod units;");
}
