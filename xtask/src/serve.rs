//! `cargo xtask serve`: the page on this machine.

use crate::site::Site;
use crate::steps::{Outcome, Steps};
use crate::{page, refuse};

const PORT: u16 = 8080;
/// How many ports are tried, from the first on.
const PORTS: u16 = 100;

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    let (port, build) = parse(options)?;
    if build {
        page::build(steps)?;
    }
    page::require_built()?;
    let site = match port {
        Some(port) => Site::open(port, "/")?,
        None => (PORT..PORT + PORTS)
            .find_map(|port| Site::open(port, "/").ok())
            .ok_or_else(|| format!("No port from {PORT} to {} of 127.0.0.1 is free.", PORT + PORTS - 1))?,
    };
    steps.print_table();
    println!("\nSwitchyard is at {} (Ctrl+C stops it)", site.address());
    site.wait();
    Ok(())
}

fn parse(options: &[&str]) -> Outcome<(Option<u16>, bool)> {
    let (mut port, mut build) = (None, true);
    let mut words = options.iter();
    while let Some(&word) = words.next() {
        match word {
            "--no-build" => build = false,
            "--port" => {
                let number = words.next().and_then(|text| text.parse().ok());
                port = Some(number.ok_or("--port needs a number from 0 to 65535.")?);
            }
            _ => refuse(&[word])?,
        }
    }
    Ok((port, build))
}
