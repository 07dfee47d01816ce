//! The statements of a configuration: words by lines, as HAProxy has them, or up to a semicolon, as NGINX does.

/// A statement: its line, and its words.
pub(super) type Statement<'a> = (usize, Vec<&'a str>);

/// A line's words, without its comment.
pub(super) fn words(line: &str) -> Vec<&str> {
    line.split('#').next().unwrap_or_default().split_whitespace().collect()
}

/// The statements of NGINX: words up to a semicolon; a brace ends what opens a block, and is a statement of its own where
/// it closes one.
pub(super) fn semicolons(text: &str) -> Vec<Statement<'_>> {
    let mut statements: Vec<Statement<'_>> = Vec::new();
    let mut open: Option<Statement<'_>> = None;
    for (line, token) in tokens(text) {
        match token {
            ";" => statements.extend(open.take()),
            "{" => {
                let mut opening = open.take().unwrap_or((line, Vec::new()));
                opening.1.push(token);
                statements.push(opening);
            }
            "}" => {
                statements.extend(open.take());
                statements.push((line, vec![token]));
            }
            word => open.get_or_insert_with(|| (line, Vec::new())).1.push(word),
        }
    }
    statements.extend(open);
    statements
}

/// The words and marks of NGINX, each with its line; comments begin where a word could.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut rest, mut line) = (text, 1);
    std::iter::from_fn(move || {
        loop {
            let (space, begins) = rest.split_at(rest.len() - rest.trim_start().len());
            line += space.matches('\n').count();
            if begins.is_empty() {
                return None;
            }
            let comment = begins.starts_with('#');
            let length = if comment { begins.find('\n').unwrap_or(begins.len()) } else { length(begins) };
            let (token, after) = begins.split_at(length);
            rest = after;
            if !comment {
                let begun = line;
                line += token.matches('\n').count();
                return Some((begun, token));
            }
        }
    })
}

/// How long the token is that begins a text: a mark, what stands in quotes, or a word. The braces of `${name}` are within
/// their word.
fn length(text: &str) -> usize {
    match text.chars().next() {
        Some(';' | '{' | '}') => 1,
        Some(quote @ ('"' | '\'')) => quoted(text, quote),
        _ => word(text),
    }
}

/// The length of what stands in quotes, with these; what is not closed goes to the end.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn word(text: &str) -> usize {
    let (mut variable, mut before) = (false, ' ');
    for (at, letter) in text.char_indices() {
        match letter {
            '{' if before == '$' => variable = true,
            '}' if variable => variable = false,
            ';' | '{' | '}' => return at,
            letter if letter.is_whitespace() => return at,
            _ => {}
        }
        before = letter;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_have_their_lines() {
        let found = semicolons("a b;# c;\n\"d;\ne\" ${f}{\n}g");
        let expected = vec![(1, vec!["a", "b"]), (2, vec!["\"d;\ne\"", "${f}", "{"]), (4, vec!["}"]), (4, vec!["g"])];
        assert_eq!(found, expected);
        assert_eq!(semicolons("hash 'it\\'s;';"), [(1, vec!["hash", "'it\\'s;'"])], "an escaped quote");
        assert_eq!(semicolons("a \"b; c"), [(1, vec!["a", "\"b; c"])], "a quote that does not end");
        assert_eq!(semicolons("${a b;"), [(1, vec!["${a", "b"])], "nor a variable that does not");
    }
}
