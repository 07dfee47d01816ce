//! The JSON Schema of a scenario, for editors and for programs that write scenarios.
//!
//! It is made by the functions that read a scenario ([`super::reader`]) and by the default scenario. JSON Schema says what
//! each field may be; how fields stand to each other (weights for each processor, a warm-up shorter than the run) it
//! can't say, and only [`Scenario::parse`] checks.

use super::Scenario;
use super::reader::Reader;
use serde_json::{Map, Value};

/// The dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

impl Scenario {
    /// The JSON Schema of a scenario file.
    #[must_use]
    pub fn schema() -> Value {
        let mut schema = Reader::describe(|reader| drop(Self::fields(reader)));
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
