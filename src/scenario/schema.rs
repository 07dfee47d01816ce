//! The JSON Schema of a scenario, for editors and for programs that write scenarios.
//!
//! It is made by the functions that read a scenario ([`super::reader`]) and by the default scenario. JSON Schema says what
//! each field may be; how fields stand to each other (weights for each processor, a warm-up shorter than the run) it
//! can't say, and only [`Scenario::parse`] checks.

use super::Scenario;
use super::problem::Limit;
use super::reader::{Reader, Scribe, Shape};
use crate::math;
use serde_json::{Map, Value, json};

/// The dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

impl Scenario {
    /// The JSON Schema of a scenario file.
    #[must_use]
    pub fn schema() -> Value {
        let mut object = Object::default();
        Reader::describe(&mut object, |reader| drop(Self::fields(reader)));
        let mut schema = object.written();
        add_defaults(&mut schema, &Self::default().to_value());
        let mut whole = Map::new();
        whole.insert("$schema".to_owned(), DIALECT.into());
        whole.insert("title".to_owned(), "Switchyard scenario".into());
        let note = "Every field may be left out and then has its default. Rules between fields are checked when a \
                    scenario is read.";
        whole.insert("description".to_owned(), note.into());
        if let Value::Object(fields) = schema {
            whole.extend(fields);
        }
        Value::Object(whole)
    }
}

/// The fields of an object, each with its schema.
#[derive(Debug, Default)]
struct Object(Map<String, Value>);

impl Scribe for Object {
    fn note(&mut self, name: &'static str, shape: Shape) {
        self.0.insert(name.to_owned(), schema_of(shape));
    }

    fn inner(&self) -> Box<dyn Scribe> {
        Box::new(Self::default())
    }

    fn written(&self) -> Value {
        json!({ "type": "object", "properties": self.0, "additionalProperties": false })
    }
}

fn schema_of(shape: Shape) -> Value {
    match shape {
        Shape::Number(limit) => ranged(&json!("number"), limit),
        Shape::NumberOrNull(limit) => ranged(&json!(["number", "null"]), limit),
        Shape::Whole(limit) => ranged(&json!("integer"), limit),
        Shape::WholeOrNull(limit) => ranged(&json!(["integer", "null"]), limit),
        Shape::Switch => json!({ "type": "boolean" }),
        Shape::List(object, count_max) => {
            json!({ "type": "array", "items": object.written(), "maxItems": count_max })
        }
        Shape::Text(chars_max) => json!({ "type": "string", "maxLength": chars_max }),
        Shape::Numbers { item, count } => {
            let (least, most) = (math::floor(count.min), math::floor(count.max));
            let items = ranged(&json!("number"), item);
            json!({ "type": "array", "items": items, "minItems": least, "maxItems": most })
        }
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Section(object) => object.written(),
        Shape::Tagged(objects) => alternatives(&objects),
    }
}

fn ranged(kind: &Value, limit: Limit) -> Value {
    json!({ "type": kind, "minimum": limit.min, "maximum": limit.max, "description": limit.words() })
}

/// One object with each tag, or the tag as a bare word.
fn alternatives(objects: &[(&'static str, Box<dyn Scribe>)]) -> Value {
    let tagged = |(tag, object): &(&'static str, Box<dyn Scribe>)| {
        let properties = json!({ *tag: object.written() });
        json!({ "type": "object", "properties": properties, "required": [tag], "additionalProperties": false })
    };
    let mut all: Vec<Value> = objects.iter().map(tagged).collect();
    let tags: Vec<&str> = objects.iter().map(|(tag, _)| *tag).collect();
    all.push(json!({ "enum": tags, "description": "a bare word stands for empty braces" }));
    json!({ "oneOf": all })
}

/// Writes the default of every field beside its schema; what is chosen among alternatives has one default as a whole.
fn add_defaults(schema: &mut Value, defaults: &Value) {
    let (Some(properties), Some(defaults)) =
        (schema.get_mut("properties").and_then(Value::as_object_mut), defaults.as_object())
    else {
        return;
    };
    for (name, property) in properties {
        let Some(default) = defaults.get(name) else { continue };
        if property.get("properties").is_some() {
            add_defaults(property, default);
        } else if let Some(property) = property.as_object_mut() {
            property.insert("default".to_owned(), default.clone());
        }
    }
}
