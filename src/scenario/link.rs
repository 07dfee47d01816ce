//! State in an address: `#<view>/v1.<deflate + base64url of JSON>`.
//!
//! The fragment never reaches a server. It is hostile until checked: its length, what it inflates to and every field
//! are bounded, and the scenario goes through the same door as a file.

use super::reader::Reader;
use super::{Checked, LabSetting, Problem, SEED_MAX, Scenario};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde_json::{Map, Value, json};
use thiserror::Error;

/// What stands between the view's name and the payload: the codec's version.
const CODEC: &str = "/v1.";
/// Longest payload that is looked at.
const ENCODED_MAX: usize = 65_536;
/// Most that a payload may inflate to.
const INFLATED_MAX: usize = 262_144;
/// miniz's best compression: links are made seldom and read often.
const LEVEL: u8 = 9;

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Name of the view, as `play`.
    pub view: String,
    /// The scenario.
    pub scenario: Checked,
    /// Its seed.
    pub seed: u64,
    /// The scenario that it is compared with, if any.
    pub pinned: Option<Checked>,
    /// What is set in the formula lab.
    pub lab: LabSetting,
}

/// Why a link could not be opened.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum LinkError {
    /// The fragment was not made by Switchyard.
    #[error("the address holds no scenario of ours")]
    NotOurs,
    /// It was made by a newer Switchyard.
    #[error("the link was made by a newer Switchyard ({0}); open it there")]
    Newer(String),
    /// It is ours but cut short, changed or too large.
    #[error("the link is damaged: {0}")]
    Damaged(String),
    /// It could be read but holds what is not allowed.
    #[error("the link holds what is not allowed: {}", list(.0))]
    Refused(Vec<Problem>),
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl Link {
    /// The fragment without its leading `#`.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut document = json!({ "scenario": self.scenario.scenario().to_brief_value(), "seed": self.seed });
        if let (Some(pinned), Value::Object(fields)) = (&self.pinned, &mut document) {
            fields.insert("pinned".to_owned(), pinned.scenario().to_brief_value());
        }
        if let Value::Object(fields) = &mut document
            && self.lab != LabSetting::default()
        {
            fields.insert("lab".to_owned(), self.lab.to_brief_value());
        }
        let packed = compress_to_vec(document.to_string().as_bytes(), LEVEL);
        format!("{}{CODEC}{}", self.view, URL_SAFE_NO_PAD.encode(packed))
    }

    /// Opens a fragment, with or without its leading `#`.
    ///
    /// # Errors
    /// [`LinkError::NotOurs`] for any other fragment, [`LinkError::Damaged`] for one of ours that cannot be read,
    /// [`LinkError::Newer`] for one from a later version, [`LinkError::Refused`] for a scenario or a lab that fails its
    /// checks.
    pub fn decode(fragment: &str) -> Result<Self, LinkError> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (view, rest) = fragment.split_once("/v").ok_or(LinkError::NotOurs)?;
        let (version, payload) = rest.split_once('.').ok_or(LinkError::NotOurs)?;
        let version: u32 = version.parse().map_err(|_| LinkError::NotOurs)?;
        if view.is_empty() || !view.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            return Err(LinkError::NotOurs);
        }
        if version != super::VERSION {
            return Err(LinkError::Newer(format!("version {version}")));
        }
        let document = inflate(payload)?;
        let fields = document.as_object().ok_or_else(|| LinkError::Damaged("it holds no object".to_owned()))?;
        Ok(Self {
            view: view.to_owned(),
            scenario: scenario(fields, "scenario")?.ok_or_else(|| LinkError::Damaged("no scenario".to_owned()))?,
            seed: seed(fields)?,
            pinned: scenario(fields, "pinned")?,
            lab: lab(fields)?,
        })
    }
}

fn inflate(payload: &str) -> Result<Value, LinkError> {
    if payload.len() > ENCODED_MAX {
        return Err(LinkError::Damaged(format!("it is longer than {ENCODED_MAX} characters")));
    }
    let packed = URL_SAFE_NO_PAD.decode(payload).map_err(|error| LinkError::Damaged(error.to_string()))?;
    let text = decompress_to_vec_with_limit(&packed, INFLATED_MAX)
        .map_err(|_| LinkError::Damaged(format!("it is cut short, changed, or larger than {INFLATED_MAX} bytes")))?;
    let text = str::from_utf8(&text).map_err(|error| LinkError::Damaged(error.to_string()))?;
    serde_json::from_str(text).map_err(|error| LinkError::Damaged(error.to_string()))
}

fn scenario(fields: &Map<String, Value>, name: &str) -> Result<Option<Checked>, LinkError> {
    fields.get(name).map(|value| Scenario::from_value(value).map_err(LinkError::Refused)).transpose()
}

fn lab(fields: &Map<String, Value>) -> Result<LabSetting, LinkError> {
    let mut problems = Vec::new();
    let lab = Reader::new(fields, &mut problems).section("lab", LabSetting::default(), LabSetting::read);
    if problems.is_empty() { Ok(lab) } else { Err(LinkError::Refused(problems)) }
}

fn seed(fields: &Map<String, Value>) -> Result<u64, LinkError> {
    let Some(value) = fields.get("seed") else { return Ok(1) };
    value.as_u64().filter(|seed| *seed <= SEED_MAX).ok_or_else(|| {
        let allowed = format!("a whole number from 0 to {SEED_MAX}");
        LinkError::Refused(vec![Problem { path: "seed".to_owned(), value: value.to_string(), allowed }])
    })
}
