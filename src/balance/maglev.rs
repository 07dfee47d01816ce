//! Maglev: a table in which the servers take turns at their own favourite places.
//!
//! Source: Eisenbud et al., "Maglev: a fast and reliable software network load balancer" (2016), as in Envoy 1.31
//! (`MAGLEV`). Each server walks the table from XXH64(name) mod M in steps of XXH64(name, seed 1) mod (M - 1) + 1 and
//! takes the first free place when it is its turn; servers go in the order of their names, lighter ones sit turns out.
//! A key belongs to place hash mod M. Shares are nearly exact and few keys move needlessly when a server leaves.
//! Servers that are down are not in the table.

use super::hash::xxh64;
use super::roster::{Built, Roster};
use super::spot::Spot;
use super::{Balance, Nobody, Parameter, Setup, View};
use crate::math;
use crate::random::Stream;

/// Places of the table; has to be a prime number, or some servers could never reach all places.
const TABLE: Parameter = Parameter::whole("table_size", (3.0, 5_000_011.0), 65_537.0)
    .says("places", "Places of the table, a prime number; another number is raised to the next prime.")
    .in_a_run(131_071.0);

/// Envoy's Maglev table, exact.
#[derive(Clone, Debug)]
pub struct Maglev {
    names: Vec<String>,
    size: u64,
    roster: Roster,
    /// The server of each place, empty while nobody is eligible, for the rosters seen last.
    tables: Built<Vec<u32>>,
}

/// How a server walks the table.
struct Walk {
    server: usize,
    weight: u64,
    /// Next turn in which it takes part, in units of the heaviest weight.
    target: u64,
    place: u64,
    skip: u64,
}

impl Balance for Maglev {
    const ID: &'static str = "maglev";
    const NAME: &'static str = "Maglev (Envoy)";
    const SUMMARY: &'static str = "Each card has a place in a table that the processors share out exactly by weight.";
    const SOURCE: &'static str = "Eisenbud et al. (2016), as in Envoy 1.31, MAGLEV";
    const NOBODY: Nobody = Nobody::Panic;
    const PARAMETERS: &'static [Parameter] = &[TABLE];

    fn new(setup: &Setup<'_>) -> Self {
        let size = prime_from(u64::from(setup.whole(&TABLE)));
        let bytes = math::index(math::low(size)) * size_of::<u32>();
        Self { names: setup.names(), size, roster: Roster::new(setup.servers), tables: Built::new(bytes) }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        if self.roster.changed(view) {
            let (names, size) = (&self.names, self.size);
            self.tables.turn_to(&self.roster, |roster| build(names, roster, size));
        }
        let place = xxh64(view.request.key, 0) % self.size;
        self.table().get(math::index(math::low(place))).map(|server| math::index(*server))
    }

    fn spot(&self, view: &View<'_>) -> Option<Spot> {
        let table = self.table();
        let place = math::index(math::low(xxh64(view.request.key, 0) % self.size));
        let server = |place: usize| table.get(place).map_or(0, |server| math::index(*server));
        (!table.is_empty()).then(|| Spot::in_table(place, table.len(), server))
    }
}

impl Maglev {
    /// The server of each place. Empty before the first pick.
    #[must_use]
    pub fn table(&self) -> &[u32] {
        self.tables.current().map_or(&[], Vec::as_slice)
    }
}

/// The table for those who take part.
fn build(names: &[String], roster: &Roster, size: u64) -> Vec<u32> {
    if roster.is_empty() {
        return Vec::new();
    }
    let mut table = vec![u32::MAX; math::index(math::low(size))];
    let mut walks = walks(names, roster, size);
    let heaviest = walks.iter().map(|walk| walk.weight).max().unwrap_or(0);
    let mut left = size;
    for turn in 1.. {
        for walk in &mut walks {
            if turn * walk.weight < walk.target {
                continue;
            }
            walk.target += heaviest;
            walk.take(&mut table, size);
            left -= 1;
            if left == 0 {
                return table;
            }
        }
    }
    table
}

/// The servers that take part, in the order of their names.
fn walks(names: &[String], roster: &Roster, size: u64) -> Vec<Walk> {
    let mut servers: Vec<usize> = (0..names.len()).filter(|&server| roster.weights()[server] > 0).collect();
    servers.sort_by(|&a, &b| names[a].cmp(&names[b]));
    let walk = |server: usize| {
        let name = names[server].as_bytes();
        let weight = u64::from(roster.weights()[server]);
        Walk { server, weight, target: 0, place: xxh64(name, 0) % size, skip: xxh64(name, 1) % (size - 1) + 1 }
    };
    servers.into_iter().map(walk).collect()
}

impl Walk {
    /// Takes the next free place of the walk; one is left, and a prime size makes every walk pass all places.
    fn take(&mut self, table: &mut [u32], size: u64) {
        while table[math::index(math::low(self.place))] != u32::MAX {
            self.step(size);
        }
        table[math::index(math::low(self.place))] = math::id(self.server);
        self.step(size);
    }

    const fn step(&mut self, size: u64) {
        self.place = (self.place + self.skip) % size;
    }
}

/// The least prime number that is not below `n`: the places of a table for which so many are asked.
#[must_use]
pub fn prime_from(n: u64) -> u64 {
    let is_prime = |n: u64| (2..).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d));
    (n.max(2)..).find(|n| is_prime(*n)).unwrap_or(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table for these names and weights.
    fn table(names: &[&str], weights: &[u32], size: f64) -> Vec<u32> {
        let setup = Setup { names, values: &[("table_size", size)], ..Setup::new(weights.len()) };
        let mut maglev = Maglev::new(&setup);
        let (idle, usable) = (vec![0; weights.len()], vec![true; weights.len()]);
        maglev.pick(&View::new(weights, &idle, &usable), &mut Stream::new(1, "routing"));
        maglev.table().to_vec()
    }

    fn counts(table: &[u32], servers: u32) -> Vec<usize> {
        (0..servers).map(|server| table.iter().filter(|one| **one == server).count()).collect()
    }

    /// The tables of Envoy's own unit test: six servers, seven places.
    #[test]
    fn the_small_tables_are_envoys() {
        let ports = |table: Vec<u32>| table.iter().map(|server| server + 90).collect::<Vec<_>>();
        let names: Vec<String> = (90..96).map(|port| format!("127.0.0.1:{port}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(ports(table(&names, &[1; 6], 7.0)), [92, 94, 90, 91, 95, 90, 93]);
        let names: Vec<&str> = names.iter().filter_map(|name| Some(name.split_once(':')?.1)).collect();
        assert_eq!(ports(table(&names, &[1; 6], 7.0)), [92, 95, 90, 93, 94, 91, 90]);
    }

    #[test]
    fn places_follow_the_weights() {
        assert_eq!(counts(&table(&["127.0.0.1:90", "127.0.0.1:91"], &[1, 2], 65_537.0), 2), [21_846, 43_691]);
        assert_eq!(counts(&table(&[], &[1, 2, 3], 65_537.0), 3), [10_923, 21_846, 32_768]);
        assert_eq!(counts(&table(&[], &[1; 5], 65_537.0), 5), [13_108, 13_108, 13_107, 13_107, 13_107]);
    }

    #[test]
    fn a_size_that_is_no_prime_is_raised() {
        assert_eq!([4, 7, 65_536].map(prime_from), [5, 7, 65_537]);
    }
}
