//! A policy with what was set of it: what the labs compare, where the same policy may stand twice.

use super::{Balancer, Parameter, Policy, Setup};

/// A policy with the parameters that differ from the product's defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuned {
    /// The policy.
    pub policy: Policy,
    /// Values of parameters by name; what is missing has its default.
    pub parameters: Vec<(&'static str, f64)>,
}

impl From<Policy> for Tuned {
    fn from(policy: Policy) -> Self {
        Self { policy, parameters: Vec::new() }
    }
}

impl Tuned {
    /// The value of a parameter.
    #[must_use]
    pub fn value(&self, parameter: &Parameter) -> f64 {
        parameter.value_in(&self.parameters)
    }

    /// Sets a parameter; its default is not kept.
    pub fn set(&mut self, parameter: &Parameter, value: f64) {
        parameter.set_in(&mut self.parameters, value);
    }

    /// Its parameters whose values are not allowed in a run.
    pub fn refused(&self) -> impl Iterator<Item = &'static Parameter> {
        let in_a_run = |parameter: &Parameter| Parameter { max: parameter.run_max, ..*parameter };
        let allowed = move |parameter: &Parameter| in_a_run(parameter).check(self.value(parameter)).is_ok();
        self.policy.parameters().iter().filter(move |parameter| !allowed(parameter))
    }

    /// The policy for so many servers, ready to pick.
    #[must_use]
    pub fn build(&self, servers: usize) -> Balancer {
        self.policy.build_with(&Setup { values: &self.parameters, ..Setup::new(servers) })
    }

    /// The policy's name, with what was set of it.
    #[must_use]
    pub fn name(&self) -> String {
        let set: Vec<String> = self.parameters.iter().map(|(name, value)| format!("{name} {value}")).collect();
        if set.is_empty() {
            self.policy.name().to_owned()
        } else {
            format!("{}: {}", self.policy.name(), set.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_named_built_and_judged() {
        let mut tuned = Tuned::from(Policy::DChoices);
        assert_eq!(tuned.name(), "Power of d choices", "as it ships");
        let [choices, replacement] = Policy::DChoices.parameters() else { panic!("two of them") };
        tuned.set(choices, 3.0);
        tuned.set(replacement, 1.0);
        tuned.set(replacement, 0.0);
        assert_eq!(tuned.name(), "Power of d choices: choices 3", "a default is not kept");
        assert!(format!("{:?}", tuned.build(4)).contains("choices: 3"), "built so");
        assert_eq!(tuned.refused().count(), 0);
        tuned.set(choices, 17.0);
        assert_eq!(tuned.refused().map(|parameter| parameter.name).collect::<Vec<_>>(), ["choices"], "out of range");
    }
}
