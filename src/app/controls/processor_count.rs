//! How many processors there are, without forgetting the weights and speeds of those that go.
//!
//! Whoever types 16 passes 1, and whoever drags a slider passes everything in between: the lists shrink and grow on
//! the way, so what is cut off is kept for as long as the control is on show.

use super::desk::{Desk, Lens};
use super::draft::whole;
use super::gauge::Gauge;
use crate::scenario::{Fee, PROCESSORS, Scenario};
use yew::prelude::*;

const COUNT: Lens<u32> = Lens {
    field: "processors.count",
    get: |scenario| scenario.processors.count,
    set: |scenario, count| {
        // A count that the check will refuse must not make lists of that length.
        if PROCESSORS.contains(f64::from(count)) {
            scenario.set_processor_count(count);
        } else {
            scenario.processors.count = count;
        }
    },
};

/// The longest lists that were seen, and that the scenario's lists are the beginnings of.
#[derive(Clone, Debug, Default, PartialEq)]
struct Memory {
    weights: Vec<f64>,
    speeds: Vec<f64>,
    fees: Vec<Fee>,
}

impl Memory {
    fn see(&mut self, scenario: &Scenario) {
        see(&mut self.weights, &scenario.balancer.weights);
        see(&mut self.speeds, &scenario.processors.speeds);
        see(&mut self.fees, &scenario.balancer.fees);
    }

    fn set_count(&self, scenario: &mut Scenario, count: u32) {
        let Scenario { balancer, processors, .. } = &*scenario;
        let before = [balancer.weights.len(), processors.speeds.len(), balancer.fees.len()];
        (COUNT.set)(scenario, count);
        restore(&mut scenario.balancer.weights, &self.weights, before[0]);
        restore(&mut scenario.processors.speeds, &self.speeds, before[1]);
        restore(&mut scenario.balancer.fees, &self.fees, before[2]);
    }
}

/// Keeps a list that is not the beginning of what was kept.
fn see<T: Clone + PartialEq>(kept: &mut Vec<T>, now: &[T]) {
    if now.is_empty() || !kept.starts_with(now) {
        *kept = now.to_vec();
    }
}

/// Puts what was kept into the items that are new.
fn restore<T: Copy>(list: &mut [T], kept: &[T], before: usize) {
    for (item, kept) in list.iter_mut().zip(kept).skip(before) {
        *item = *kept;
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ProcessorCountProps {
    pub(super) desk: Desk,
}

/// How many processors there are.
#[component]
pub(super) fn ProcessorCount(props: &ProcessorCountProps) -> Html {
    let desk = &props.desk;
    let memory = use_mut_ref(Memory::default);
    memory.borrow_mut().see(&desk.scenario);
    let on_change = desk.edit(COUNT.field, move |scenario: &mut Scenario, count| {
        memory.borrow().set_count(scenario, whole(count));
    });
    let words = desk.text.processors.count;
    desk.numeric(words, Gauge::PROCESSORS, (COUNT.field, |scenario| f64::from((COUNT.get)(scenario))), on_change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_sixteen_passes_one_and_loses_nothing() {
        let mut scenario = Scenario::default();
        scenario.balancer.weights = vec![5.0, 4.0, 2.0];
        let mut memory = Memory::default();
        for count in [1, 16] {
            memory.see(&scenario);
            memory.set_count(&mut scenario, count);
        }
        assert_eq!(scenario.balancer.weights.get(..4), Some([5.0, 4.0, 2.0, 1.0].as_slice()), "kept, then ones");
        assert!(scenario.processors.speeds.is_empty(), "all equal stays all equal");
        assert!(scenario.check().is_ok(), "and it may run");
    }

    #[test]
    fn other_weights_are_not_mixed_with_what_was_kept() {
        let mut scenario = Scenario::default();
        scenario.balancer.weights = vec![5.0, 4.0, 2.0];
        let mut memory = Memory::default();
        memory.see(&scenario);
        (scenario.balancer.weights, scenario.processors.count) = (vec![3.0], 1);
        memory.see(&scenario);
        memory.set_count(&mut scenario, 2);
        assert_eq!(scenario.balancer.weights, vec![3.0, 1.0], "another scenario's weights are its own");
    }

    #[test]
    fn a_count_that_will_be_refused_makes_no_lists() {
        let mut scenario = Scenario::default();
        scenario.balancer.weights = vec![5.0, 4.0, 2.0];
        Memory::default().set_count(&mut scenario, 4_000_000_000);
        assert_eq!(scenario.balancer.weights.len(), 3, "the lists stay");
    }
}
