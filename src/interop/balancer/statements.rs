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
    for (at, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        for piece in line.split_inclusive([';', '{', '}']) {
            let mark = piece.chars().last().filter(|last| ";{}".contains(*last));
            let content = mark.map_or(piece, |mark| piece.strip_suffix(mark).unwrap_or(piece));
            let words: Vec<&str> = content.split_whitespace().collect();
            if !words.is_empty() {
                open.get_or_insert_with(|| (at + 1, Vec::new())).1.extend(words);
            }
            match mark {
                Some(';') => statements.extend(open.take()),
                Some('{') => {
                    let mut opening = open.take().unwrap_or((at + 1, Vec::new()));
                    opening.1.push("{");
                    statements.push(opening);
                }
                Some(_) => {
                    statements.extend(open.take());
                    statements.push((at + 1, vec!["}"]));
                }
                None => {}
            }
        }
    }
    statements.extend(open);
    statements
}
