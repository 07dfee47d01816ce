//! Links between the Markdown documents: the file exists, and so does the heading. No network.

use crate::steps::{Outcome, root};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Folders that hold no documents of ours.
const SKIPPED: [&str; 4] = ["target", "dist", "node_modules", ".git"];

/// Fails with every broken link.
pub fn check() -> Outcome {
    let mut documents = BTreeMap::new();
    collect(&root(), &mut documents).map_err(|error| format!("The documents cannot be read: {error}."))?;
    let broken: Vec<String> = documents.keys().flat_map(|file| broken_in(file, &documents)).collect();
    println!("   {} documents", documents.len());
    if broken.is_empty() { Ok(()) } else { Err(format!("Broken links:\n{}", broken.join("\n"))) }
}

/// Every document below a folder, by its path.
fn collect(folder: &Path, documents: &mut BTreeMap<PathBuf, String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let (name, path) = entry.map(|entry| (entry.file_name(), entry.path()))?;
        if path.is_dir() {
            if !SKIPPED.iter().any(|skipped| name == *skipped) {
                collect(&path, documents)?;
            }
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&path)?;
            documents.insert(path, text);
        }
    }
    Ok(())
}

fn broken_in(file: &Path, documents: &BTreeMap<PathBuf, String>) -> Vec<String> {
    let text = documents.get(file).map(String::as_str).unwrap_or_default();
    let name = file.strip_prefix(root()).unwrap_or(file).display();
    let fault = |(line, target): (usize, String)| {
        let problem = problem(file, &target, documents)?;
        Some(format!("  {name}:{line}: {target}: {problem}"))
    };
    links(text).into_iter().filter_map(fault).collect()
}

/// What is wrong with a link, if anything.
fn problem(file: &Path, target: &str, documents: &BTreeMap<PathBuf, String>) -> Option<&'static str> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let place = if path.is_empty() { file.to_owned() } else { joined(file.parent()?, path) };
    if !documents.contains_key(&place) && !place.exists() {
        return Some("there is no such file");
    }
    match (anchor, documents.get(&place)) {
        (Some(anchor), Some(text)) if !anchors(text).iter().any(|known| known == anchor) => {
            Some("there is no such heading")
        }
        _ => None,
    }
}

/// A path below or beside a folder, its dots resolved.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let mut place = folder.to_owned();
    for part in Path::new(path.trim_start_matches('<').trim_end_matches('>')).components() {
        match part {
            Component::ParentDir => drop(place.pop()),
            Component::Normal(name) => place.push(name),
            _ => {}
        }
    }
    place
}

/// Targets of links and images with their lines; code is left out.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        for (place, _) in line.match_indices("](") {
            let target: &str = line[place + 2..].split([')', ' ']).next().unwrap_or_default();
            found.push((number, target.to_owned()));
        }
        // A definition stands alone on its line: `[name]: target`.
        if let Some((name, target)) = line.split_once("]: ")
            && name.starts_with('[')
        {
            found.push((number, target.split_whitespace().next().unwrap_or_default().to_owned()));
        }
    }
    found
}

/// Lines outside fenced code, without what stands in backticks, counted from 1.
fn prose(text: &str) -> Vec<(usize, String)> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            lines.push((index + 1, line.split('`').step_by(2).collect::<Vec<_>>().join("`")));
        }
    }
    lines
}

/// The names by which the headings of a document can be linked, as forges make them.
fn anchors(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let title = line.trim_start_matches('#');
        if fenced || title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = |c: &char| c.is_alphanumeric() || ['-', '_', ' '].contains(c);
        let name: String = title.trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-");
        let again = found.iter().filter(|known| **known == name).count();
        found.push(name.clone());
        if again > 0 {
            found.push(format!("{name}-{again}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_outside_code() {
        let text = "A [b](c.md#d) and ![e](f.png \"title\").\n```\n[x](y)\n```\n`[x](y)` [g](h)\n[name]: i.md\n";
        let found: Vec<String> = links(text).into_iter().map(|(line, target)| format!("{line} {target}")).collect();
        assert_eq!(found, ["1 c.md#d", "1 f.png", "5 h", "6 i.md"]);
    }

    #[test]
    fn headings_become_anchors() {
        let text = "# The `run` verb, twice\n## A\n```\n# not this\n```\n## A\n#no\n";
        assert_eq!(anchors(text), ["the-run-verb-twice", "a", "a", "a-1"]);
    }

    #[test]
    fn planted_faults_are_found() {
        let file = root().join("PLANTED.md");
        let documents = BTreeMap::from([(file.clone(), "# Here\n".to_owned())]);
        let check = |target: &str| problem(&file, target, &documents);
        assert_eq!(check("Cargo.toml"), None);
        assert_eq!(check("src/../Cargo.toml"), None);
        assert_eq!(check("#here"), None);
        assert_eq!(check("https://example.org/nowhere"), None, "no network");
        assert_eq!(check("no-such-file.md"), Some("there is no such file"));
        assert_eq!(check("#nowhere"), Some("there is no such heading"));
    }
}
