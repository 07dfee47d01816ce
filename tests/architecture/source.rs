//! Files as the checks see them: the text, and the code without comments, strings and tests, byte for byte in place.

use std::path::{Path, PathBuf};

/// A file. `code` and `code_untested` have the length and the lines of `text`, with spaces where something was removed.
pub(crate) struct Source {
    /// Relative to the package, with slashes.
    pub(crate) path: String,
    /// As it stands.
    pub(crate) text: String,
    /// Without comments and without what stands in strings.
    pub(crate) code: String,
    /// Without items for tests, too.
    pub(crate) code_untested: String,
}

impl Source {
    /// A file of Rust or CSS.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let code = if path.ends_with(".css") { strip_css(text) } else { strip_rust(text) };
        let code_untested = without_tests(&code);
        Self { path: path.to_owned(), text: text.to_owned(), code, code_untested }
    }

    /// A complaint about a place in this file.
    pub(crate) fn complain(&self, offset: usize, what: &str) -> String {
        format!("{}:{}: {what}", self.path, line(&self.text, offset))
    }
}

/// The line of a byte, counted from 1.
pub(crate) fn line(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// All files with an ending below a folder of the package, in the order of their paths. The package's own folder is not
/// searched deeply.
pub(crate) fn read_all(folder: &str, ending: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join(folder), !folder.is_empty(), &mut files);
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files.sort();
    let read = |file: &PathBuf| {
        let path = file.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
        Some(Source::new(&path, &std::fs::read_to_string(file).ok()?))
    };
    files.iter().filter_map(read).collect()
}

fn collect(folder: &Path, deep: bool, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if !path.is_dir() {
            files.push(path);
        } else if deep && entry.file_name() != "node_modules" {
            collect(&path, deep, files);
        }
    }
}

/// Identifiers with their places.
pub(crate) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + code[rest..].find(is_part)?;
        let length = code[start..].find(|c| !is_part(c)).unwrap_or(code.len() - start);
        rest = start + length;
        Some((start, &code[start..rest]))
    })
}

/// Places of a needle that does not continue a word to its left nor, if it ends in a letter, to its right.
pub(crate) fn places(code: &str, needle: &str) -> Vec<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let found = code.match_indices(needle).map(|(place, _)| place);
    let left = |place: &usize| !needle.starts_with(is_part) || !code[..*place].ends_with(is_part);
    let right = |place: &usize| !needle.ends_with(is_part) || !code[place + needle.len()..].starts_with(is_part);
    found.filter(left).filter(right).collect()
}

/// The end of the bracket that opens at a place: the place after its closing partner, or the end of the code.
pub(crate) fn bracket_end(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (place, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return place + 1;
        }
    }
    code.len()
}

/// The code with a stretch blanked; line ends stay.
pub(crate) fn blank(code: &str, from: usize, to: usize) -> String {
    let blanked = code[from..to].chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) });
    format!("{}{}{}", &code[..from], blanked.collect::<String>(), &code[to..])
}

/// Where the stretch that starts here ends, and how much of its ends is kept; `None` for plain code.
fn skip_rust(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = &text[at..];
    if rest.starts_with("//") {
        return Some((at + rest.find('\n').unwrap_or(rest.len()), 0));
    }
    if rest.starts_with("/*") {
        return Some((at + comment_length(rest), 0));
    }
    if rest.starts_with('"') {
        return Some((at + string_length(rest), 1));
    }
    if rest.starts_with('\'') {
        return Some((at + char_length(rest)?, 1));
    }
    let after_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let raw = rest.trim_start_matches(['b', 'c']).strip_prefix('r')?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    if after_word || !raw[hashes..].starts_with('"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let body = &raw[hashes + 1..];
    let length = body.find(&end).map_or(body.len(), |place| place + end.len());
    Some((text.len() - body.len() + length, 0))
}

/// The length of a comment in stars, which may hold others.
fn comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of text in double quotes, escapes heeded.
fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (place, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return place + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character in quotes; `None` for a lifetime.
fn char_length(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    let (_, first) = chars.next()?;
    if first == '\\' {
        let end = chars.skip(1).find(|(_, c)| *c == '\'')?.0;
        return Some(end + 1);
    }
    chars.next().filter(|(_, c)| *c == '\'').map(|(place, _)| place + 1)
}

fn strip_rust(text: &str) -> String {
    strip(text, skip_rust)
}

fn strip_css(text: &str) -> String {
    strip(text, |text, at| {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            return Some((at + rest.find("*/").map_or(rest.len(), |end| end + 2), 0));
        }
        rest.starts_with('"').then(|| (at + string_length(rest), 1))
    })
}

/// Blanks every stretch that `skip` finds, but for `kept` bytes at its ends.
fn strip(text: &str, skip: fn(&str, usize) -> Option<(usize, usize)>) -> String {
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        if let Some((end, kept)) = skip(text, at) {
            let (from, to) = ((at + kept).min(end), end.saturating_sub(kept).max((at + kept).min(end)));
            code.push_str(&text[at..from]);
            code.push_str(&blank(&text[from..to], 0, to - from));
            code.push_str(&text[to..end]);
            at = end;
        } else {
            code.push(next);
            at += next.len_utf8();
        }
    }
    code
}

/// Blanks every item that carries `#[cfg(test)]` or `#[cfg(all(test, ..))]`.
fn without_tests(code: &str) -> String {
    let mut code = code.to_owned();
    let mut from = 0;
    while let Some(place) = code[from..].find("#[cfg(").map(|place| from + place) {
        let attribute_end = bracket_end(&code, place + 1);
        let condition: String = code[place..attribute_end].split_whitespace().collect();
        if condition.starts_with("#[cfg(test)") || condition.starts_with("#[cfg(all(test") {
            code = blank(&code, place, item_end(&code, attribute_end));
        }
        from = attribute_end;
    }
    code
}

/// The end of the item after a place: its block or its semicolon, whichever comes first; further attributes are passed.
fn item_end(code: &str, mut at: usize) -> usize {
    while code[at..].trim_start().starts_with("#[") {
        let open = code.len() - code[at..].trim_start().len() + 1;
        at = bracket_end(code, open);
    }
    match code[at..].find(['{', ';']).map(|place| at + place) {
        Some(place) if code[place..].starts_with('{') => bracket_end(code, place),
        Some(place) => place + 1,
        None => code.len(),
    }
}

#[test]
fn comments_strings_and_characters_are_blanked_in_place() {
    let check = |text: &str, words: &str| {
        let code = Source::new("x.rs", text).code;
        assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), words, "{text}");
        assert_eq!(code.len(), text.len(), "every byte keeps its place: {text}");
    };
    check("a // crate::x\nb", "a b");
    check("a /* x /* y */ z */ b", "a b");
    check("f(\"crate::x \\\" y\")", "f(\" \")");
    check("let x = r#\"a \" b\"#;", "let x = ;");
    check("let x = br\"a\"; y", "let x = ; y");
    check("['a', '\\'', '\"']", "[' ', ' ', ' ']");
    check("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)");
    check("// ü\nx /* unfinished", "x");
    assert_eq!(line("a\nb", 2), 2, "lines count from 1");
}

#[test]
fn tests_are_blanked() {
    let file = Source::new("x.rs", "a();\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n  b();\n}\nc();");
    assert!(file.code_untested.contains("a()") && file.code_untested.contains("c()"), "{}", file.code_untested);
    assert!(!file.code_untested.contains("b()"), "{}", file.code_untested);
    assert_eq!(line(&file.code_untested, file.code_untested.find("c()").unwrap_or(0)), 7, "lines stay where they are");
    let kept = Source::new("x.rs", "#[cfg(not(test))]\nfn a() {}");
    assert!(kept.code_untested.contains("fn a()"), "what is not for tests stays");
}
