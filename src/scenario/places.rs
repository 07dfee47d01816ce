//! Which stations take part in a run, and which of them stand beside another one.

use super::{Fault, Scenario};
use crate::payment::Place;

/// The stations of the security controls, in the order in which they follow the processors.
const CONTROLS: [Place; 3] = [Place::RiskCheck, Place::TokenVault, Place::SecurityModule];

impl Scenario {
    /// Every station that a run has gauges and columns for: [`Place::stations`], then those of the controls, then the
    /// forwarders. The controls come all three where one of them, or an attack, is simulated.
    #[must_use]
    pub fn stations(&self) -> Vec<Place> {
        let processors = u8::try_from(self.processors.count).unwrap_or(u8::MAX);
        let mut stations: Vec<Place> = Place::stations(processors).collect();
        if self.security.enabled || self.faults.iter().any(Fault::is_attack) {
            stations.extend(CONTROLS);
        }
        stations.extend(self.follow_up.enabled.then_some(Place::Forwarders));
        stations
    }

    /// The stations that take part and that a payment visits from another one: the security controls that are on, and the
    /// forwarders.
    #[must_use]
    pub fn beside(&self) -> Vec<Place> {
        let on = |place: &Place| !place.is_on_the_way() && (!place.is_control() || self.security.has(*place));
        self.stations().into_iter().filter(on).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::Network;
    use crate::scenario::{FaultKind, PRESETS};

    #[test]
    fn a_run_has_these_stations() {
        let attacked = || {
            let mut scenario = Scenario::default();
            let probes = FaultKind::usual("card_testing");
            scenario.faults = vec![Fault::new(probes, probes.usual_place(), 5.0, 5.0)];
            scenario
        };
        let presets = PRESETS.iter().map(|preset| preset.scenario());
        for scenario in presets.chain([attacked()]) {
            let network = Network::new(&scenario.check().expect("allowed").plan(), 1).0;
            let built: Vec<Place> = network.gauges().map(|gauge| gauge.place).collect();
            assert_eq!(scenario.stations(), built, "{}", scenario.title);
        }
    }

    #[test]
    fn only_what_is_on_stands_beside() {
        let mut scenario = Scenario::default();
        assert_eq!(scenario.beside(), [], "nothing by default");
        scenario.security.enabled = true;
        assert_eq!(scenario.beside(), [Place::RiskCheck], "tokens and PIN check are off by default");
        (scenario.security.pin_check, scenario.follow_up.enabled) = (true, true);
        assert_eq!(scenario.beside(), [Place::RiskCheck, Place::SecurityModule, Place::Forwarders]);
    }
}
