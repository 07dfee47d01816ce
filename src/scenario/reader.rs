//! Reads JSON field by field, and collects every problem instead of stopping at the first.
//!
//! serde's own derive reports one problem and forgets the rest; a person who wrote a file by hand, or a link that was
//! cut short, deserves the whole list. Each [`Problem`] names the path, the value and what is allowed there.
//!
//! What is refused is still read as far as its kind goes, so that a draft comes through a program's door unchanged; it
//! never runs, for the problems say so.
//!
//! The same functions that read a scenario also describe it: a reader with a [`Scribe`] has no fields, goes through every
//! alternative, and says what it would have allowed. So schema and reader cannot drift apart, and a program that only
//! reads carries nothing of the schema.

use super::problem::{Limit, Problem};
use crate::math;
use serde_json::{Map, Value};
use std::fmt;

/// How much of an offending value is repeated to its author.
const VALUE_CHARS: usize = 60;

/// The fields of one JSON object, with the problems found so far.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    path: String,
    fields: &'a Map<String, Value>,
    known: Vec<&'static str>,
    problems: &'a mut Vec<Problem>,
    /// Who writes the schema down, if that is what is asked for.
    scribe: Option<&'a mut dyn Scribe>,
}

/// What a field may hold.
#[derive(Debug)]
pub(super) enum Shape {
    /// A number in its range.
    Number(Limit),
    /// The same, or `null`.
    NumberOrNull(Limit),
    /// A whole number in its range.
    Whole(Limit),
    /// The same, or `null`.
    WholeOrNull(Limit),
    /// True or false.
    Switch,
    /// A text of at most so many characters.
    Text(usize),
    /// A list of numbers.
    Numbers {
        /// Range of each.
        item: Limit,
        /// Range of their count.
        count: Limit,
    },
    /// One of several words.
    Word(Vec<&'static str>),
    /// An object.
    Section(Box<dyn Scribe>),
    /// A list of at most so many objects of one kind.
    List(Box<dyn Scribe>, usize),
    /// One of several objects, each with its tag.
    Tagged(Vec<(&'static str, Box<dyn Scribe>)>),
}

/// Writes the schema of an object down.
pub(super) trait Scribe: fmt::Debug {
    /// Takes a field.
    fn note(&mut self, name: &'static str, shape: Shape);

    /// A scribe of the same kind for an object inside.
    fn inner(&self) -> Box<dyn Scribe>;

    /// What was written.
    fn written(&self) -> Value;
}

impl<'a> Reader<'a> {
    /// A reader of the outermost object.
    pub(super) fn new(fields: &'a Map<String, Value>, problems: &'a mut Vec<Problem>) -> Self {
        Self { path: String::new(), fields, known: Vec::new(), problems, scribe: None }
    }

    /// Lets a scribe write down what a function would read from an object. Returns what it reads from nothing.
    pub(super) fn describe<T>(scribe: &mut dyn Scribe, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        let (none, mut problems) = (Map::new(), Vec::new());
        let path = String::new();
        read(&mut Reader { path, fields: &none, known: Vec::new(), problems: &mut problems, scribe: Some(scribe) })
    }

    /// Whether it is a schema that is asked for, and not what a scenario holds.
    pub(super) const fn describes(&self) -> bool {
        self.scribe.is_some()
    }

    /// A number in its range.
    pub(super) fn number(&mut self, name: &'static str, limit: Limit, default: f64) -> f64 {
        self.note(name, || Shape::Number(limit));
        let Some(value) = self.field(name) else { return default };
        match value.as_f64().filter(|number| limit.contains(*number)) {
            Some(number) => number,
            None => {
                let kept = value.as_f64().unwrap_or(default);
                self.refuse(name, value, format!("a number {}", limit.words()), kept)
            }
        }
    }

    /// A whole number in its range.
    pub(super) fn whole(&mut self, name: &'static str, limit: Limit, default: u32) -> u32 {
        self.note(name, || Shape::Whole(limit));
        let Some(value) = self.field(name) else { return default };
        match whole(value, limit) {
            Some(number) => number,
            None => {
                let kept = near_whole(value).unwrap_or(default);
                self.refuse(name, value, format!("a whole number {}", limit.words()), kept)
            }
        }
    }

    /// A whole number in its range, or `null` for no limit.
    pub(super) fn whole_or_none(&mut self, name: &'static str, limit: Limit, default: Option<u32>) -> Option<u32> {
        self.note(name, || Shape::WholeOrNull(limit));
        let Some(value) = self.field(name) else { return default };
        if value.is_null() {
            return None;
        }
        match whole(value, limit) {
            Some(number) => Some(number),
            None => {
                let kept = near_whole(value).or(default);
                self.refuse(name, value, format!("a whole number {}, or null for no limit", limit.words()), kept)
            }
        }
    }

    /// A number in its range, or `null` for none.
    pub(super) fn number_or_none(&mut self, name: &'static str, limit: Limit, default: Option<f64>) -> Option<f64> {
        self.note(name, || Shape::NumberOrNull(limit));
        let Some(value) = self.field(name) else { return default };
        if value.is_null() {
            return None;
        }
        match value.as_f64().filter(|number| limit.contains(*number)) {
            Some(number) => Some(number),
            None => {
                let kept = value.as_f64().or(default);
                self.refuse(name, value, format!("a number {}, or null for none", limit.words()), kept)
            }
        }
    }

    /// True or false.
    pub(super) fn switch(&mut self, name: &'static str, default: bool) -> bool {
        self.note(name, || Shape::Switch);
        let Some(value) = self.field(name) else { return default };
        match value.as_bool() {
            Some(on) => on,
            None => self.refuse(name, value, "true or false".to_owned(), default),
        }
    }

    /// A text of at most so many characters.
    pub(super) fn text(&mut self, name: &'static str, chars_max: usize) -> String {
        self.note(name, || Shape::Text(chars_max));
        let Some(value) = self.field(name) else { return String::new() };
        match value.as_str().filter(|text| text.chars().count() <= chars_max) {
            Some(text) => text.to_owned(),
            None => {
                let kept = value.as_str().unwrap_or_default().to_owned();
                self.refuse(name, value, format!("a text of at most {chars_max} characters"), kept)
            }
        }
    }

    /// A list of numbers, each in its range, of a length in its range.
    pub(super) fn numbers(&mut self, name: &'static str, limit: Limit, count: Limit) -> Vec<f64> {
        self.note(name, || Shape::Numbers { item: limit, count });
        let Some(value) = self.field(name) else { return Vec::new() };
        let Some(items) = value.as_array().filter(|items| count.contains(math::count(items.len()))) else {
            let allowed = format!("a list of {} numbers", count.words());
            let kept = value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
            return self.refuse(name, value, allowed, kept);
        };
        let mut numbers = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            match item.as_f64().filter(|number| limit.contains(*number)) {
                Some(number) => numbers.push(number),
                None => {
                    self.refuse(&format!("{name}[{place}]"), item, format!("a number {}", limit.words()), ());
                    // Keeps the length, so that one wrong item does not raise a second complaint about the count.
                    numbers.push(item.as_f64().unwrap_or(limit.min));
                }
            }
        }
        numbers
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&'static str, T)], default: T) -> T {
        self.note(name, || Shape::Word(choices.iter().map(|(word, _)| *word).collect()));
        let Some(value) = self.field(name) else { return default };
        match value.as_str().and_then(|word| choices.iter().find(|(choice, _)| *choice == word)) {
            Some((_, chosen)) => *chosen,
            None => {
                let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
                self.refuse(name, value, one_of(&words, value.as_str()), default)
            }
        }
    }

    /// An object of its own, read by a function that may lean on the defaults that this place has.
    pub(super) fn section<T>(
        &mut self,
        name: &'static str,
        default: T,
        read: impl FnOnce(&mut Reader<'_>, T) -> T,
    ) -> T {
        if let Some(mut inner) = self.scribe.as_ref().map(|scribe| scribe.inner()) {
            let kept = Self::describe(&mut *inner, |reader| read(reader, default));
            self.note(name, || Shape::Section(inner));
            return kept;
        }
        let Some(value) = self.field(name) else { return default };
        match value.as_object() {
            Some(fields) => self.descend(name, fields, |reader| read(reader, default)),
            None => self.refuse(name, value, "an object".to_owned(), default),
        }
    }

    /// A list of at most so many objects, each read by a function.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        count_max: usize,
        read: impl Fn(&mut Reader<'_>) -> T,
    ) -> Vec<T> {
        if let Some(mut inner) = self.scribe.as_ref().map(|scribe| scribe.inner()) {
            Self::describe(&mut *inner, |reader| drop(read(reader)));
            self.note(name, || Shape::List(inner, count_max));
            return Vec::new();
        }
        let Some(value) = self.field(name) else { return Vec::new() };
        let Some(items) = value.as_array().filter(|items| items.len() <= count_max) else {
            return self.refuse(name, value, format!("a list of at most {count_max} objects"), Vec::new());
        };
        let mut read_all = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let name = format!("{name}[{place}]");
            match item.as_object() {
                Some(fields) => read_all.push(self.descend(&name, fields, &read)),
                None => self.refuse(&name, item, "an object".to_owned(), ()),
            }
        }
        read_all
    }

    /// One of several tagged objects, as `{"exponential": {"mean_ms": 50}}`; a bare word stands for empty braces.
    pub(super) fn tagged<T>(
        &mut self,
        name: &'static str,
        tags: &'static [&'static str],
        default: T,
        read: impl Fn(&'static str, &mut Reader<'_>) -> T,
    ) -> T {
        if let Some(scribe) = &mut self.scribe {
            let described = tags.iter().map(|tag| {
                let mut inner = scribe.inner();
                Self::describe(&mut *inner, |reader| drop(read(tag, reader)));
                (*tag, inner)
            });
            let described = described.collect();
            scribe.note(name, Shape::Tagged(described));
        }
        let Some(value) = self.field(name) else { return default };
        let empty = Map::new();
        let (word, fields) = match value {
            Value::String(word) => (Some(word.as_str()), Some(&empty)),
            Value::Object(object) if object.len() == 1 => {
                object.iter().next().map_or((None, None), |(word, inner)| (Some(word.as_str()), inner.as_object()))
            }
            _ => (None, None),
        };
        let tag = word.and_then(|word| tags.iter().find(|tag| **tag == word));
        match (tag, fields) {
            (Some(tag), Some(fields)) => self.descend(&format!("{name}.{tag}"), fields, |reader| read(tag, reader)),
            _ => self.refuse(name, value, format!("an object with {}", one_of(tags, word)), default),
        }
    }

    /// Adds a problem that lies in how fields stand to each other.
    pub(super) fn contradiction(&mut self, name: &str, value: String, allowed: String) {
        self.problems.push(Problem { path: self.path_of(name), value, allowed });
    }

    /// Reports every field that nobody asked for.
    pub(super) fn finish(self) {
        for (name, value) in self.fields {
            if !self.known.contains(&name.as_str()) {
                let allowed = match self.known.as_slice() {
                    [] => "nothing: there is no field here".to_owned(),
                    known => format!("only these fields: {}", one_of(known, Some(name))),
                };
                self.problems.push(Problem { path: join(&self.path, name), value: brief(value), allowed });
            }
        }
    }

    /// Says what a field may hold, if that is what is asked for.
    fn note(&mut self, name: &'static str, shape: impl FnOnce() -> Shape) {
        if let Some(scribe) = &mut self.scribe {
            scribe.note(name, shape());
        }
    }

    fn field(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.fields.get(name)
    }

    fn descend<T>(&mut self, name: &str, fields: &Map<String, Value>, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        let path = self.path_of(name);
        let mut inner = Reader { path, fields, known: Vec::new(), problems: self.problems, scribe: None };
        let found = read(&mut inner);
        inner.finish();
        found
    }

    fn refuse<T>(&mut self, name: &str, value: &Value, allowed: String, default: T) -> T {
        let path = self.path_of(name);
        self.problems.push(Problem { path, value: brief(value), allowed });
        default
    }

    fn path_of(&self, name: &str) -> String {
        join(&self.path, name)
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn whole(value: &Value, limit: Limit) -> Option<u32> {
    let number = value.as_f64().filter(|number| limit.contains(*number) && number.fract() == 0.0)?;
    u32::try_from(math::whole(number)).ok()
}

/// The whole number nearest to what stands there, for a draft; none where there is no number.
fn near_whole(value: &Value) -> Option<u32> {
    value.as_f64().map(|number| u32::try_from(math::whole(number)).unwrap_or(u32::MAX))
}

/// The value as JSON, cut where it gets long.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= VALUE_CHARS {
        return text;
    }
    let start: String = text.chars().take(VALUE_CHARS).collect();
    format!("{start}...")
}

/// The words that are allowed, the likeliest one first if one was nearly met.
fn one_of(words: &[&str], met: Option<&str>) -> String {
    let list = words.join(", ");
    match met.and_then(|met| super::nearest(met, words.iter().copied()).first().copied()) {
        Some(near) => format!("{list} (did you mean {near}?)"),
        None => list,
    }
}
