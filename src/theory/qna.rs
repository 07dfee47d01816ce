//! How variable a stream of payments is after a station, a split or a merger: the rules of the Queueing Network Analyzer.
//!
//! Source: Whitt, "The Queueing Network Analyzer" (Bell System Technical Journal 62(9), 1983), equations 33, 36 and 39.
//! An approximation: it takes every stream for one of independent gaps, of which it keeps rate and variability.

/// Below this squared coefficient of variation the service hardly matters for departures (Whitt, after equation 39).
const SERVICE_SCV_MIN: f64 = 0.2;

/// A station as its departures see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// The mean share of busy servers, 0 to 1.
    pub utilisation: f64,
    /// Servers, 1 or more.
    pub servers: u32,
    /// Squared coefficient of variation of the service, 0 or more.
    pub service_scv: f64,
}

impl Passage {
    /// Squared coefficient of variation of the gaps between departures, from that of the gaps between arrivals: at low
    /// load departures resemble arrivals, at high load services.
    ///
    /// ```
    /// # use switchyard::theory::Passage;
    /// let passage = Passage { utilisation: 0.7, servers: 4, service_scv: 1.0 };
    /// assert_eq!(passage.departure_scv(1.0), 1.0, "a Poisson stream leaves M/M/c as one");
    /// ```
    #[must_use]
    pub fn departure_scv(self, arrival_scv: f64) -> f64 {
        let square = self.utilisation * self.utilisation;
        let service = self.service_scv.max(SERVICE_SCV_MIN) - 1.0;
        1.0 + (1.0 - square) * (arrival_scv - 1.0) + square / f64::from(self.servers).sqrt() * service
    }
}

/// Squared coefficient of variation of the gaps that remain when each arrival is kept with the chance `share`, by lot;
/// exact for independent gaps.
#[must_use]
pub fn thinned_scv(scv: f64, share: f64) -> f64 {
    1.0 + share * (scv - 1.0)
}

/// Squared coefficient of variation of several streams together, each given by its rate and its own; `utilisation` is
/// that of the station which they go to.
#[must_use]
pub fn merged_scv(streams: &[(f64, f64)], utilisation: f64) -> f64 {
    let rate: f64 = streams.iter().map(|(rate, _)| rate).sum();
    if rate <= 0.0 {
        return 1.0;
    }
    let shares = || streams.iter().map(|(own, scv)| (own / rate, scv));
    let streams = 1.0 / shares().map(|(share, _)| share * share).sum::<f64>();
    let idle = 1.0 - utilisation.clamp(0.0, 1.0);
    let weight = 1.0 / (1.0 + 4.0 * idle * idle * (streams - 1.0));
    1.0 + weight * shares().map(|(share, scv)| share * (scv - 1.0)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-12, "{got}, expected {expected}");
    }

    #[test]
    fn one_stream_is_itself() {
        close(merged_scv(&[(3.0, 0.25)], 0.8), 0.25);
        close(thinned_scv(0.25, 1.0), 0.25);
    }

    #[test]
    fn many_streams_become_poisson_but_under_heavy_load() {
        let metronomes = [(1.0, 0.0); 10];
        // w = 1 / (1 + 4 (1 - rho)^2 9): 1/37 when idle, and 1 when full.
        close(merged_scv(&metronomes, 0.0), 36.0 / 37.0);
        close(merged_scv(&metronomes, 1.0), 0.0);
    }

    #[test]
    fn departures_go_from_arrivals_to_services() {
        let passage = |utilisation| Passage { utilisation, servers: 4, service_scv: 3.0 };
        close(passage(0.0).departure_scv(0.5), 0.5);
        // 1 + 0.75 (0.5 - 1) + 0.25 / 2 (3 - 1).
        close(passage(0.5).departure_scv(0.5), 0.875);
        close(passage(1.0).departure_scv(0.5), 2.0);
        let steady = Passage { utilisation: 1.0, servers: 1, service_scv: 0.0 };
        close(steady.departure_scv(1.0), 0.2);
    }
}
