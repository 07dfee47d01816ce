//! Which stations take part in a run, and which of them stand beside another one.

use super::Scenario;
use crate::payment::{Place, Roster};

/// The stations of the security controls, in the order in which they follow the processors.
const CONTROLS: [Place; 3] = [Place::RiskCheck, Place::TokenVault, Place::SecurityModule];

impl Scenario {
    /// What a run of it has gauges and columns for.
    #[must_use]
    pub fn roster(&self) -> Roster {
        let processors = u8::try_from(self.processors.count).unwrap_or(u8::MAX);
        let controls = CONTROLS.into_iter().filter(|place| self.security.has(*place));
        let forwarders = self.follow_up.enabled.then_some(Place::Forwarders);
        let stations = Place::stations(processors).chain(controls).chain(forwarders).collect();
        Roster { stations, scaled: self.scaling.on }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::Network;
    use crate::scenario::{Fault, FaultKind, PRESETS};

    fn check(scenario: &Scenario) {
        let network = Network::new(&scenario.check().expect("allowed").plan(), 1).0;
        assert_eq!(scenario.roster(), network.roster(), "{}", scenario.title);
    }

    #[test]
    fn a_run_has_these_stations() {
        PRESETS.iter().for_each(|preset| check(&preset.scenario()));
        let probes = FaultKind::usual("card_testing");
        let faults = vec![Fault::new(probes, probes.usual_place(), 5.0, 5.0)];
        check(&Scenario { faults, ..Scenario::default() });
        let mut scenario = Scenario::default();
        (scenario.security.enabled, scenario.security.scoring, scenario.security.pin_check) = (true, false, true);
        (scenario.follow_up.enabled, scenario.scaling.on) = (true, true);
        check(&scenario);
        let beside: Vec<Place> = scenario.roster().beside().collect();
        assert_eq!(beside, [Place::SecurityModule, Place::Forwarders], "only what is on");
    }
}
