//! A limit that a product says of each server and a policy of ours of all: HAProxy's `maxconn` under `first`, NGINX's
//! `fail_timeout` under `least_time`.
//!
//! Source: see [`super`]. Where the servers' limits differ none is taken, because the policies have one for all.

use crate::balance::{Policy, Tuned};

/// A limit of each server.
pub(super) struct Limit {
    /// The product's word.
    pub(super) word: &'static str,
    /// The policy that knows it.
    pub(super) policy: Policy,
    /// What it is called there.
    parameter: &'static str,
    /// What a server has that says nothing.
    unsaid: u32,
    /// The number that a text says.
    read: fn(&str) -> Option<u32>,
    /// What is to be said where it is set.
    as_set: &'static str,
    /// The same where it is not.
    as_shipped: &'static str,
}

/// HAProxy's; 0 is none.
pub(super) const MAXCONN: Limit = Limit {
    word: "maxconn",
    policy: Policy::HaproxyFirst,
    parameter: "maxconn",
    unsaid: 0,
    read: |text| text.parse().ok(),
    as_set: "While all servers are full HAProxy lets requests wait; the lab gives them to the least busy one.",
    as_shipped: "Without a maxconn, as here, everything goes to the first server.",
};

/// NGINX's.
pub(super) const FAIL_TIMEOUT: Limit = Limit {
    word: "fail_timeout",
    policy: Policy::NginxLeastTime,
    parameter: "fail_timeout_s",
    unsaid: 10,
    read: seconds,
    as_set: "NGINX leaves a server that failed alone for its fail_timeout too; the lab does not.",
    as_shipped: "",
};

impl Limit {
    /// Sets the limit that all servers have; returns what is to be said of it.
    pub(super) fn take(&self, said: &[Option<String>], tuned: &mut Tuned) -> Option<String> {
        let word = self.word;
        let mut limits = Vec::new();
        for text in said {
            let Some(limit) = text.as_deref().map_or(Some(self.unsaid), self.read) else {
                let text = text.as_deref().unwrap_or_default();
                return Some(format!("{word} {text:?} is not understood, so none is set."));
            };
            limits.push(limit);
        }
        let limit = limits.first().copied().unwrap_or(self.unsaid);
        if limits.iter().any(|other| *other != limit) {
            let all = limits.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            return Some(format!("The servers differ in {word} ({all}); the lab has one for all, so none is set."));
        }
        let parameter = self.policy.parameters().iter().find(|parameter| parameter.name == self.parameter)?;
        let value = f64::from(limit);
        if parameter.check(value).is_err() {
            return Some(format!("{word} {limit} is more than the lab allows, so none is set."));
        }
        tuned.set(parameter, value);
        let note = if tuned.parameters.is_empty() { self.as_shipped } else { self.as_set };
        (!note.is_empty()).then(|| note.to_owned())
    }
}

/// A time of NGINX in whole seconds, as `90`, `30s` or `1m30s`.
fn seconds(text: &str) -> Option<u32> {
    let mut rest = text;
    let mut sum = 0_u32;
    while !rest.is_empty() {
        let (digits, unit) = rest.split_at(rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len()));
        let end = unit.find(|letter: char| letter.is_ascii_digit()).unwrap_or(unit.len());
        let (unit, next) = unit.split_at(end);
        let each = match unit {
            "s" => 1,
            "" if next.is_empty() => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => return None,
        };
        sum = digits.parse::<u32>().ok()?.checked_mul(each)?.checked_add(sum)?;
        rest = next;
    }
    (!text.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_nginx() {
        let check = |text: &str, expected: Option<u32>| assert_eq!(seconds(text), expected, "{text:?}");
        check("30s", Some(30));
        check("30", Some(30));
        check("1m30s", Some(90));
        check("1h", Some(3_600));
        for wrong in ["", "s", "30x", "-1s", "500ms", "99999999999s", "99999999d"] {
            check(wrong, None);
        }
    }

    /// What becomes of the servers' words: the parameters, and the note.
    #[track_caller]
    fn check(limit: &Limit, said: &[Option<&str>], value: Option<f64>, note: &str) {
        let said: Vec<Option<String>> = said.iter().map(|text| text.map(str::to_owned)).collect();
        let mut tuned = Tuned::from(limit.policy);
        let told = limit.take(&said, &mut tuned).unwrap_or_default();
        assert!(told.contains(note) && told.is_empty() == note.is_empty(), "{told}");
        assert_eq!(tuned.parameters.first().map(|(_, value)| *value), value, "{said:?}");
    }

    #[test]
    fn one_limit_of_all_is_taken() {
        check(&MAXCONN, &[Some("2"), Some("2")], Some(2.0), "least busy");
        check(&MAXCONN, &[None, None], None, "Without a maxconn");
        check(&MAXCONN, &[Some("0"), None], None, "Without a maxconn");
        check(&FAIL_TIMEOUT, &[Some("30s"), Some("30")], Some(30.0), "that failed");
        check(&FAIL_TIMEOUT, &[Some("10s"), None], None, "");
    }

    #[test]
    fn other_limits_are_said() {
        check(&MAXCONN, &[Some("2"), Some("3")], None, "differ in maxconn (2, 3)");
        check(&MAXCONN, &[Some("2"), None], None, "differ in maxconn (2, 0)");
        check(&MAXCONN, &[Some("two"), Some("two")], None, "\"two\" is not understood");
        check(&FAIL_TIMEOUT, &[Some("2d"), Some("2d")], None, "172800 is more than");
    }
}
