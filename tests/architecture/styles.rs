//! Style sheets: colours are tokens, rules stand in layers, and one of two lists imports every other sheet.

use super::source::{Source, words};

const TOKENS: &str = "static/styles/tokens.css";
const FOLDER: &str = "static/styles/";
/// The sheet that the page links: the layers, then an import a file.
const PAGE: &str = "static/styles/page.css";
/// The sheet that comes with the workbench: an import a file.
const WORKBENCH: &str = "static/styles/workbench.css";

const COLOUR_FUNCTIONS: [&str; 10] =
    ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
/// The names that people reach for; `currentColor`, `transparent` and the system's colours are no raw colours.
const COLOUR_NAMES: [&str; 20] = [
    "white", "black", "gray", "grey", "silver", "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown",
    "cyan", "magenta", "teal", "navy", "gold", "lime", "crimson",
];
/// At-rules that may stand outside a layer.
const FREE: [&str; 5] = ["@layer", "@property", "@font-face", "@import", "@charset"];

/// A stretch of a style sheet up to a brace or a semicolon.
struct Piece<'a> {
    place: usize,
    text: &'a str,
    /// Whether it opens a block; otherwise it is a declaration or a statement.
    opens: bool,
    /// Whether a layer surrounds it.
    in_layer: bool,
    /// How many blocks surround it.
    depth: usize,
}

/// Complaints about the sheets, and about sheets that the page never gets.
pub(crate) fn check(sheets: &[Source]) -> Vec<String> {
    let page = sheets.iter().find(|sheet| sheet.path == PAGE);
    let is_list = |sheet: &&Source| [PAGE, WORKBENCH].contains(&sheet.path.as_str());
    let imports = |sheet: &Source| {
        let name = sheet.path.strip_prefix(FOLDER).unwrap_or_default();
        let import = format!("@import url(\"./{name}\")");
        sheets.iter().filter(is_list).filter(|list| list.text.contains(&import)).count() == 1
    };
    let mut found: Vec<String> = sheets
        .iter()
        .filter(|sheet| !is_list(sheet) && !imports(sheet))
        .map(|sheet| sheet.complain(0, "neither page.css nor workbench.css imports this sheet, or both do"))
        .collect();
    let foreign = |line: &&str| line.starts_with("@import") && !line.contains("url(\"./") && !line.contains("layer(");
    found.extend(
        sheets
            .iter()
            .filter(is_list)
            .flat_map(|list| list.text.lines().filter(foreign).map(|line| format!("{}: no layer: {line}", list.path))),
    );
    let layers = page.map(|page| layers(&page.code)).unwrap_or_default();
    if layers.is_empty() {
        found.push(format!("{PAGE}: it begins with the list of layers"));
    }
    found.extend(sheets.iter().flat_map(|sheet| check_sheet(sheet, &layers)));
    found
}

/// The layers that the first statement of a sheet names.
fn layers(sheet: &str) -> Vec<String> {
    let list = sheet.trim_start().strip_prefix("@layer ").and_then(|rest| rest.split(';').next()).unwrap_or_default();
    list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn check_sheet(sheet: &Source, layers: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(&sheet.code) {
        let mut complain = |what: &str| found.push(sheet.complain(piece.place, what));
        let at_rule = piece.text.starts_with('@');
        let name = piece.text.split_whitespace().next().unwrap_or_default();
        if piece.opens && !piece.in_layer && !FREE.contains(&name) && piece.depth == 0 {
            complain("a rule outside a layer");
        }
        if let (true, Some(layer)) = (piece.opens, piece.text.strip_prefix("@layer"))
            && !layers.iter().any(|known| known == layer.trim().split('.').next().unwrap_or_default())
        {
            complain(&format!("the first sheet names no layer `{}`", layer.trim()));
        }
        if name == "@import" && ![PAGE, WORKBENCH].contains(&sheet.path.as_str()) {
            complain("an import: it stands in page.css or workbench.css");
        }
        if piece.opens && !at_rule && piece.text.contains('#') {
            complain("a selector by id: use a class");
        }
        if piece.text.split_whitespace().collect::<String>().contains("!important") {
            complain("`!important`: use a layer");
        }
        if !piece.opens && !at_rule && sheet.path != TOKENS && raw_colour(piece.text) {
            complain("a raw colour: use a token of tokens.css");
        }
    }
    found
}

/// Cuts a sheet at its braces and semicolons.
fn pieces(code: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut open_layers: Vec<bool> = Vec::new();
    let mut start = 0;
    for (end, mark) in code.char_indices().filter(|(_, c)| matches!(c, '{' | '}' | ';')) {
        let text = code[start..end].trim();
        let place = start + code[start..end].len() - code[start..end].trim_start().len();
        let (opens, in_layer, depth) = (mark == '{', open_layers.contains(&true), open_layers.len());
        if !text.is_empty() {
            found.push(Piece { place, text, opens, in_layer, depth });
        }
        match mark {
            '{' => open_layers.push(text.starts_with("@layer")),
            '}' => drop(open_layers.pop()),
            _ => {}
        }
        start = end + mark.len_utf8();
    }
    found
}

/// Whether a declaration's value holds a colour that is no token.
fn raw_colour(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else { return false };
    let value = value.to_lowercase();
    let painted = ["--", "color", "background", "border", "outline", "fill", "stroke", "shadow", "image", "caret"];
    let named = || words(&value).any(|(place, word)| COLOUR_NAMES.contains(&word) && !value[..place].ends_with('-'));
    let hex = value.split('#').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
    let function = COLOUR_FUNCTIONS.iter().any(|name| {
        value.match_indices(name).any(|(place, _)| !value[..place].ends_with(|c: char| c.is_alphanumeric() || c == '-'))
    });
    hex || function || (painted.iter().any(|part| property.contains(part)) && named())
}

/// Complaints about raw colours in the strings of the page's code: themes change tokens, and nothing else.
pub(crate) fn check_code(file: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = None;
    for (place, _) in file.code_untested.match_indices('"') {
        let Some(open) = start.take() else {
            start = Some(place);
            continue;
        };
        let text = &file.text[open + 1..place];
        let digits = text.strip_prefix('#').unwrap_or_default();
        let hex = matches!(digits.len(), 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit());
        if hex || COLOUR_FUNCTIONS.iter().any(|name| text.starts_with(name)) {
            found.push(file.complain(open, "a raw colour: use a token of tokens.css"));
        }
    }
    found
}

#[cfg(test)]
fn complaints(path: &str, text: &str) -> Vec<String> {
    check_sheet(&Source::new(path, text), &["base".to_owned(), "components".to_owned()])
}

#[test]
fn planted_faults_are_found() {
    let bad = [
        "@layer base { a { color: #fff; } }",
        "@layer base { a { color: rgb(1 2 3); } }",
        "@layer base { a { background: linear-gradient(hsl(1 2% 3%), var(--x)) } }",
        "@layer base { a { border: 1px solid OKLCH(0.5 0.1 20); } }",
        "@layer base { a { color: white; } }",
        "@layer base { a { --mine: black; } }",
        "@layer base { a { color: var(--x) ! important; } }",
        "@layer base { #id { color: var(--x); } }",
        "@layer base { a { &:has(#id) { color: var(--x); } } }",
        "a { color: var(--x); }",
        "@import url(\"x.css\");",
        "@media (width > 10rem) { a { color: var(--x); } }",
        "@layer elsewhere { a { color: var(--x); } }",
    ];
    for text in bad {
        assert_eq!(complaints("static/styles/x.css", text).len(), 1, "{text}");
    }
}

#[test]
fn good_sheets_pass() {
    let good = [
        "@layer base { a { color: var(--ink); background: color-mix(in oklab, var(--ink), transparent 20%); } }",
        "@layer base { @media (width > 10rem) { a:hover { color: currentColor; } } }",
        "@layer base { .white-space { white-space: nowrap; grid-area: red; color: var(--red); } }",
        "@layer base, components; /* #fff !important */",
        "@property --x { syntax: \"<color>\"; inherits: true; initial-value: transparent; }",
        "@layer components { @keyframes turn { to { rotate: 1turn; } } }",
    ];
    for text in good {
        assert_eq!(complaints("static/styles/x.css", text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(
        complaints(TOKENS, "@layer base { :root { --ink: #222; } }"),
        Vec::<String>::new(),
        "the place of colours"
    );
}

#[test]
fn the_page_gets_each_sheet_and_the_layers_come_first() {
    let sheet = |name: &str, text: &str| Source::new(&format!("{FOLDER}{name}.css"), text);
    let page = || sheet("page", "/* All. */\n@layer reset, base;\n@import url(\"./base.css\");");
    assert_eq!(check(&[page(), sheet("base", "@layer base {}")]), Vec::<String>::new());
    assert_eq!(check(&[page(), sheet("button", "@layer base {}")]).len(), 1, "a sheet that is not imported");
    let foreign = sheet("page", "@layer base;\n@import url(\"../x.css\");");
    assert_eq!(check(&[foreign]).len(), 1, "what others wrote, in no layer");
    let late = sheet("page", "@import url(\"./base.css\"); @layer base;");
    assert!(!check(&[late, sheet("base", "@layer base {}")]).is_empty(), "the list of layers comes late");
}

#[test]
fn planted_colours_in_code_are_found() {
    let count = |text: &str| check_code(&Source::new("src/app/x.rs", text)).len();
    assert_eq!(count("let c = \"#1c2126\"; let d = \"var(--ink)\";"), 1);
    assert_eq!(count("f(\"a\", \"oklch(0.5 0.1 20)\")"), 1);
    assert_eq!(count("let link = \"#play\"; // \"#1c2126\""), 0);
}
