//! Registers: each policy's file is named in the list of its room, or nothing would ever call it.

use super::source::{Source, places};

/// Rooms that hold one file a policy.
const ROOMS: [&str; 2] = ["src/balance/", "src/cache/"];

/// Complaints about files that their room's list does not name.
pub(crate) fn check(files: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for room in ROOMS {
        let list = files.iter().find(|file| file.path == format!("{room}mod.rs"));
        let code = list.map(|file| file.code_untested.as_str()).unwrap_or_default();
        for file in files {
            let Some(name) = file.path.strip_prefix(room) else { continue };
            let name = name.split('/').next().unwrap_or(name).trim_end_matches(".rs");
            if name != "mod" && places(code, name).is_empty() {
                found.push(file.complain(0, &format!("`{name}` is not named in {room}mod.rs")));
            }
        }
    }
    found
}

#[test]
fn a_planted_file_without_a_line_is_found() {
    let list = Source::new("src/cache/mod.rs", "caches! { lru::Lru, /* clock::Clock */ }\nmod list;");
    let file = |path: &str| Source::new(path, "//! x\n");
    let files = [list, file("src/cache/lru.rs"), file("src/cache/list.rs"), file("src/cache/clock.rs")];
    assert_eq!(check(&files), ["src/cache/clock.rs:1: `clock` is not named in src/cache/mod.rs"]);
    assert_eq!(check(&[file("src/balance/maglev.rs")]).len(), 1, "a room without a list");
}
