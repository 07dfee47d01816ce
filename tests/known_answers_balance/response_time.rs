//! Peak EWMA against tower 0.5 under virtual time.

use switchyard::balance::peak_ewma::Estimate;
use switchyard::units::{Instant, Nanos};

const DECAY: Nanos = Nanos::new(10_000_000_000);

/// One server, and the reads that tower was asked for, in order: a read moves the time of the last update.
struct Server {
    estimate: Estimate,
    in_flight: u32,
}

impl Server {
    fn new() -> Self {
        Self { estimate: Estimate::new(Nanos::from_millis(30.0), Instant::START), in_flight: 0 }
    }

    fn read(&mut self, at_s: f64, expected_ms: f64) {
        let got = self.estimate.cost(Instant::from_seconds(at_s), self.in_flight, DECAY) / 1e6;
        assert!((got - expected_ms).abs() < 5e-5, "at {at_s} s: {got}, expected {expected_ms}");
    }

    fn start(&mut self) {
        self.in_flight += 1;
    }

    fn end(&mut self, at_s: f64, took_ms: f64) {
        self.in_flight -= 1;
        self.estimate.update(Instant::from_seconds(at_s), Nanos::from_millis(took_ms), DECAY);
    }
}

#[test]
fn one_request_at_a_time_equals_tower() {
    let mut server = Server::new();
    server.read(0.0, 30.0);
    server.read(1.0, 27.1451);
    server.read(10.0, 11.0364);
    server.start();
    server.read(10.0, 22.0728);
    server.end(10.1, 100.0);
    server.read(10.1, 100.0);
    server.read(11.1, 90.4837);
    server.start();
    server.read(11.1, 180.9675);
    server.end(11.12, 20.0);
    server.read(11.12, 90.3429);
    server.start();
    server.end(11.14, 20.0);
    server.read(11.14, 90.2024);
    server.read(16.14, 54.7105);
    server.start();
    server.end(16.54, 400.0);
    server.read(16.54, 400.0);
    server.read(26.54, 147.1518);
}

#[test]
fn overlapping_requests_equal_tower() {
    let mut server = Server::new();
    for expected in [60.0, 90.0, 120.0] {
        server.start();
        server.read(0.0, expected);
    }
    server.read(0.01, 119.8801);
    server.end(0.02, 20.0);
    server.read(0.03, 89.7903);
    server.end(0.05, 50.0);
    server.read(0.06, 99.9);
    server.end(0.08, 80.0);
    server.read(0.1, 79.8402);
}
