//! Sizes and openings: a file tells one story and says which, a function fits a screen.

use super::source::{Source, bracket_end, line, places};

/// The longest file, in lines, tests not counted.
const FILE_LINES: usize = 400;
/// The longest function, in lines, from its name to its closing brace.
const FUNCTION_LINES: usize = 60;

/// Complains about a file that does not say what it is for.
pub(crate) fn check_opening(file: &Source) -> Vec<String> {
    if file.text.starts_with("//! ") {
        Vec::new()
    } else {
        vec![file.complain(0, "a file opens with `//!` and its purpose")]
    }
}

/// Complains about long files and long functions.
pub(crate) fn check_length(file: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let lines = lines_untested(file);
    if lines > FILE_LINES {
        found.push(file.complain(0, &format!("{lines} lines without tests, {FILE_LINES} at most")));
    }
    for (place, name, lines) in functions(&file.code_untested) {
        if lines > FUNCTION_LINES {
            found.push(file.complain(place, &format!("`{name}` has {lines} lines, {FUNCTION_LINES} at most")));
        }
    }
    found
}

/// The lines of a file but for those that only tests need.
fn lines_untested(file: &Source) -> usize {
    let lines = file.code.lines().zip(file.code_untested.lines());
    lines.filter(|(code, untested)| code.trim().is_empty() || !untested.trim().is_empty()).count()
}

/// Every function with a body: its place, its name and its lines.
fn functions(code: &str) -> Vec<(usize, &str, usize)> {
    let function = |place: usize| {
        let name = code[place..].strip_prefix("fn ")?;
        let length = name.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let open = body(code, place)?;
        let lines = line(code, bracket_end(code, open) - 1) - line(code, place) + 1;
        (length > 0).then_some((place, &name[..length], lines))
    };
    places(code, "fn").into_iter().filter_map(function).collect()
}

/// Where the body of the function that starts here opens; `None` if it has none.
fn body(code: &str, mut at: usize) -> Option<usize> {
    loop {
        at += code[at..].find(['{', ';', '(', '['])?;
        match code.as_bytes()[at] {
            b'{' => return Some(at),
            b';' => return None,
            _ => at = bracket_end(code, at),
        }
    }
}

#[test]
fn planted_lengths_are_found() {
    let long = format!("//! x\nfn long() {{\n{}}}\nfn short() {{}}\n", "    f();\n".repeat(FUNCTION_LINES - 1));
    let complaints = check_length(&Source::new("src/x.rs", &long));
    assert_eq!(complaints, ["src/x.rs:2: `long` has 61 lines, 60 at most"], "one line too many");
    let fits = format!("fn fits(x: [u8; 3]) -> u8 {{\n{}}}\n", "    f();\n".repeat(FUNCTION_LINES - 2));
    assert_eq!(check_length(&Source::new("src/x.rs", &fits)), Vec::<String>::new(), "just right");
    let file = "const X: u8 = 1;\n".repeat(FILE_LINES + 1);
    assert_eq!(check_length(&Source::new("src/x.rs", &file)).len(), 1, "a long file");
    let tested =
        format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n", "    const X: u8 = 1;\n".repeat(FILE_LINES));
    assert_eq!(check_length(&Source::new("src/x.rs", &tested)), Vec::<String>::new(), "tests do not count");
    let none = "trait T { fn f(&self); }\ntype F = fn(u8) -> u8;\n";
    assert_eq!(functions(none), [], "no body, no length");
}

#[test]
fn a_missing_purpose_is_found() {
    assert_eq!(check_opening(&Source::new("src/x.rs", "use std::fmt;\n")).len(), 1);
    assert_eq!(check_opening(&Source::new("src/x.rs", "//!\n//! Late.\n")).len(), 1, "an empty first line");
    assert_eq!(check_opening(&Source::new("src/x.rs", "//! Purpose.\n")).len(), 0);
}
