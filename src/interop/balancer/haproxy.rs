//! What HAProxy's `balance`, with what goes with it, is here: a policy with its parameters, and what differs.
//!
//! Source: the manual of HAProxy 2.6, section 4.2, `balance`, `hash-type` and `hash-balance-factor`; its source for what the
//! manual leaves open (`get_server_rnd` and the trees of its consistent hash: 16 points for each unit of weight, a key to the
//! nearest point on either side). What it hashes with, and a request without a key, are said and left out.

use super::Member;
use crate::balance::{Policy, Tuned};

/// Points on HAProxy's ring for each unit of weight.
const POINTS: u32 = 16;
/// Draws of `random` where it does not say how many.
const DRAWS: u32 = 2;

/// What differs under `random`.
const RANDOM: &str = "HAProxy's draws follow the weights, it weighs what is in flight by them, and the last drawn of a tie is \
                      taken; here weights are not heeded, and the first drawn is.";
/// What differs under `random(1)`.
const RANDOM_ONE: &str = "HAProxy draws a point of its ring, so that shares follow the weights only nearly.";
/// What differs under `hash-type map-based`.
const MAP: &str = "HAProxy divides by the weight of those that are up, so that nearly all keys move when a server goes down; \
                   here, as in NGINX, only its own do.";
/// What differs under `hash-type consistent`.
const RING: &str = "The ring has as many points as HAProxy's, but Envoy's: a key goes to the next point there is, in HAProxy \
                    to the nearest on either side.";
/// What differs under `hash-balance-factor`.
const BOUNDED: &str =
    "Beside the full server HAProxy goes on along the ring; here, as in Envoy, in an order of the key's own.";
/// What is hashed.
const KEYS: &str = "Keys are the numbers of the requests here, and lie elsewhere than in HAProxy.";

/// How a backend chooses, as far as it was read.
#[derive(Default)]
pub(super) struct Method<'a> {
    balance: Option<Vec<&'a str>>,
    hash_type: Option<&'a str>,
    factor: Option<&'a str>,
}

impl<'a> Method<'a> {
    /// Takes in a statement that says how it is chosen; whether it was one.
    pub(super) fn takes(&mut self, words: &[&'a str]) -> bool {
        match words {
            ["balance", said @ ..] => self.balance = Some(said.to_vec()),
            ["hash-type", kind, ..] => self.hash_type = Some(*kind),
            ["hash-balance-factor", factor, ..] => self.factor = Some(*factor),
            _ => return false,
        }
        true
    }

    /// Whether it is said which method it is.
    pub(super) const fn is_said(&self) -> bool {
        self.balance.is_some()
    }

    /// What follows `balance`, as far as it is said.
    pub(super) fn said(&self) -> String {
        self.balance.as_ref().map_or_else(|| "roundrobin".to_owned(), |words| words.join(" "))
    }

    /// The policy and what differs; what is said, where no policy does that.
    pub(super) fn policy(&self, members: &[Member]) -> Result<(Tuned, Vec<&'static str>), String> {
        let said = self.said();
        let name = said.split([' ', '(']).next().unwrap_or_default();
        let found = match name {
            "roundrobin" => Some((Policy::HaproxyRoundrobin.into(), Vec::new())),
            "static-rr" => Some((Policy::HaproxyStaticRr.into(), Vec::new())),
            "leastconn" => Some((Policy::HaproxyLeastconn.into(), Vec::new())),
            "first" => Some((Policy::HaproxyFirst.into(), Vec::new())),
            "random" => random(&said),
            "source" | "uri" | "url_param" | "hdr" | "hash" => Some(self.hashed(members)),
            _ => None,
        };
        found.ok_or(said)
    }

    /// A key has its server: by a ring where it says so, else by the rest of a division.
    fn hashed(&self, members: &[Member]) -> (Tuned, Vec<&'static str>) {
        if self.hash_type != Some("consistent") {
            return (Policy::HashModulo.into(), vec![MAP, KEYS]);
        }
        let points = POINTS * members.iter().map(|member| member.weight).sum::<u32>();
        let mut values = Vec::new();
        if points > 0 {
            values.push(("minimum_ring_size", points));
        }
        let Some(factor) = self.factor() else { return (tuned(Policy::RingHash, &values), vec![RING, KEYS]) };
        values.push(("hash_balance_factor", factor));
        (tuned(Policy::BoundedLoad, &values), vec![RING, BOUNDED, KEYS])
    }

    /// The bound on loads in percent, if there is one; HAProxy's 0 is none.
    fn factor(&self) -> Option<u32> {
        self.factor?.parse().ok().filter(|factor| (100..=1000).contains(factor))
    }

    /// What was said beside the method and is not read.
    pub(super) fn unread(&self) -> Option<&'static str> {
        let heeded = self.hash_type == Some("consistent") && self.factor().is_some();
        (self.factor.is_some_and(|factor| factor != "0") && !heeded).then_some("hash-balance-factor")
    }
}

/// As many draws as it says, of which the least busy is taken; `None` for as many as we cannot draw.
fn random(said: &str) -> Option<(Tuned, Vec<&'static str>)> {
    let inside = said.split_once('(').map(|(_, rest)| rest.trim_end().trim_end_matches(')').trim());
    let draws = inside.map_or(Some(DRAWS), |inside| inside.parse().ok()).filter(|draws| (1..=16).contains(draws))?;
    Some(match draws {
        1 => (Policy::WeightedRandom.into(), vec![RANDOM_ONE]),
        _ => (tuned(Policy::DChoices, &[("choices", draws), ("replacement", 1)]), vec![RANDOM]),
    })
}

/// A policy with values of its parameters.
pub(super) fn tuned(policy: Policy, values: &[(&str, u32)]) -> Tuned {
    let mut tuned = Tuned::from(policy);
    for (name, value) in values {
        if let Some(parameter) = policy.parameters().iter().find(|parameter| parameter.name == *name) {
            tuned.set(parameter, f64::from(*value));
        }
    }
    tuned
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The policy, its parameters and the word that is not read, of two servers of weights 3 and 1.
    fn check(statements: &[&str], policy: Policy, parameters: &[(&'static str, f64)], unread: Option<&str>) {
        let members = [3, 1].map(|weight| Member { weight, down: false });
        let mut method = Method::default();
        for statement in statements {
            assert!(method.takes(&statement.split_whitespace().collect::<Vec<_>>()), "{statement}");
        }
        let (tuned, notes) = method.policy(&members).unwrap_or_else(|said| panic!("{said} is none"));
        assert_eq!((tuned.policy, tuned.parameters.as_slice()), (policy, parameters), "{statements:?}");
        assert_eq!(notes.is_empty(), policy == Policy::HaproxyLeastconn, "what differs is said: {notes:?}");
        assert_eq!(method.unread(), unread, "{statements:?}");
    }

    #[test]
    fn random_draws_so_many() {
        check(&["balance leastconn"], Policy::HaproxyLeastconn, &[], None);
        check(&["balance random"], Policy::DChoices, &[("replacement", 1.0)], None);
        check(&["balance random(2)"], Policy::DChoices, &[("replacement", 1.0)], None);
        check(&["balance random(3)"], Policy::DChoices, &[("choices", 3.0), ("replacement", 1.0)], None);
        check(&["balance random (3)"], Policy::DChoices, &[("choices", 3.0), ("replacement", 1.0)], None);
        check(&["balance random(1)"], Policy::WeightedRandom, &[], None);
    }

    /// Sixteen points for each unit of weight, 64 of them.
    #[test]
    fn hashes_are_of_the_type_that_is_said() {
        check(&["balance source"], Policy::HashModulo, &[], None);
        check(&["balance uri depth 3", "hash-type map-based sdbm"], Policy::HashModulo, &[], None);
        let ring = ("minimum_ring_size", 64.0);
        check(&["hash-type consistent", "balance hdr(X-Card)"], Policy::RingHash, &[ring], None);
        let consistent = ["balance url_param card", "hash-type consistent djb2 avalanche"];
        let with = |factor| [consistent[0], consistent[1], factor];
        let bounded = [ring, ("hash_balance_factor", 150.0)];
        check(&with("hash-balance-factor 150"), Policy::BoundedLoad, &bounded, None);
        check(&with("hash-balance-factor 125"), Policy::BoundedLoad, &[ring], None);
        check(&with("hash-balance-factor 0"), Policy::RingHash, &[ring], None);
        let word = Some("hash-balance-factor");
        check(&with("hash-balance-factor 5000"), Policy::RingHash, &[ring], word);
        check(&["balance source", "hash-balance-factor 150"], Policy::HashModulo, &[], word);
    }

    #[test]
    fn what_no_policy_does_is_said_back() {
        for said in ["rdp-cookie(mstshash)", "random(17)", "random(0)", "random(x)", "log-hash"] {
            let mut method = Method::default();
            method.takes(&["balance", said]);
            assert_eq!(method.policy(&[]), Err(said.to_owned()));
        }
        assert!(!Method::default().takes(&["mode", "http"]) && !Method::default().takes(&["balance-me"]));
    }
}
