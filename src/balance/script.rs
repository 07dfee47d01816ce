//! A script of requests that open and finish, and its player: a policy's picks one by one, away from any simulation.
//!
//! A word is `+`, which opens a request, or a number, which finishes that request, counted from 0. Each word takes a
//! millisecond, so that a request's latency is the number of words from its opening to its end. The form is that of
//! the sequences in `tests/known_answers_balance`, recorded from running products. What finds no
//! server has its answer at once ([`Nobody`](super::Nobody)), so to finish it changes nothing. Left out: load reports, and
//! answers other than an approval.

use super::glimpse::Glimpse;
use super::{Balancer, Ended, Fee, Request, View};
use crate::math;
use crate::random::Stream;
use crate::units::{Instant, Nanos};
use thiserror::Error;

/// The greatest weight, as in HAProxy.
const WEIGHT_MAX: f64 = 256.0;
/// What a word takes: a millisecond.
const STEP: Nanos = Nanos::new(1_000_000);

/// What is wrong with a script.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// Too long.
    #[error("{words} words is not allowed here; allowed: at most {max}")]
    Long {
        /// Its words.
        words: usize,
        /// The most that is allowed.
        max: usize,
    },
    /// Neither a plus nor a number.
    #[error("word {place} is {word:?}, which is not allowed here; allowed: + or the number of an open request")]
    Word {
        /// The word's place, from 1.
        place: usize,
        /// The word.
        word: String,
    },
    /// Finishes what was never opened.
    #[error("word {place} finishes request {request}, which was never opened; {opened} had been opened by then")]
    Unopened {
        /// The word's place, from 1.
        place: usize,
        /// The request, from 0.
        request: usize,
        /// Requests that had been opened.
        opened: usize,
    },
    /// Finishes what has ended.
    #[error("word {place} finishes request {request}, which is not open any more")]
    Ended {
        /// The word's place, from 1.
        place: usize,
        /// The request, from 0.
        request: usize,
    },
}

/// What is wrong with a list of weights.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// Too many.
    #[error("{weights} weights is not allowed here; allowed: at most {max}")]
    Many {
        /// How many there are.
        weights: usize,
        /// The most that is allowed.
        max: usize,
    },
    /// Not a weight.
    #[error("{0} is not allowed here; allowed: whole numbers from 0 to 256")]
    Weight(String),
    /// Nobody would get anything.
    #[error("{0:?} sum to zero; allowed: at least one weight above 0")]
    Zero(Vec<u32>),
}

/// Reads weights, one a server.
///
/// # Errors
/// If there are more than `max`, if one is no whole number from 0 to 256, or if all are 0.
pub fn weights<'a>(texts: impl ExactSizeIterator<Item = &'a str>, max: usize) -> Result<Vec<u32>, WeightsError> {
    if texts.len() > max {
        return Err(WeightsError::Many { weights: texts.len(), max });
    }
    let whole = |text: &str| {
        let number: Option<f64> = text.trim().parse().ok();
        let fits = number.filter(|number| (0.0..=WEIGHT_MAX).contains(number) && number.fract() == 0.0);
        let weight = fits.map(|number| math::low(math::whole(number)));
        weight.ok_or_else(|| WeightsError::Weight(text.to_owned()))
    };
    let weights = texts.map(whole).collect::<Result<Vec<u32>, _>>()?;
    if weights.iter().all(|weight| *weight == 0) {
        return Err(WeightsError::Zero(weights));
    }
    Ok(weights)
}

/// One word of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Opens a request.
    Open,
    /// Finishes a request, counted from 0.
    Finish(usize),
}

/// A script in which each request is opened before it is finished, and finished once at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script(Vec<Word>);

impl Script {
    /// Reads a script of at most so many words, parted by space.
    ///
    /// # Errors
    /// Names the first word that does not fit, and what would.
    pub fn read(text: &str, max: usize) -> Result<Self, ScriptError> {
        let words = text.split_whitespace().count();
        if words > max {
            return Err(ScriptError::Long { words, max });
        }
        let mut open = Vec::new();
        let parsed = text.split_whitespace().enumerate().map(|(at, word)| {
            let place = at + 1;
            if word == "+" {
                open.push(true);
                return Ok(Word::Open);
            }
            let request: usize = word.parse().map_err(|_| ScriptError::Word { place, word: word.to_owned() })?;
            let opened = open.len();
            match open.get_mut(request) {
                None => Err(ScriptError::Unopened { place, request, opened }),
                Some(open) if !*open => Err(ScriptError::Ended { place, request }),
                Some(open) => {
                    *open = false;
                    Ok(Word::Finish(request))
                }
            }
        });
        parsed.collect::<Result<_, _>>().map(Self)
    }

    /// Its words in order.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.0
    }
}

/// The servers on which a script is played; the lists are of equal length, but for the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Servers {
    /// Their weights.
    pub weights: Vec<u32>,
    /// Whether each may be sent anything.
    pub usable: Vec<bool>,
    /// Whether requests at each stay open whatever the script says: a server that is up and never answers.
    pub stuck: Vec<bool>,
    /// Keys of the requests, in turn; where there are none the number of the request.
    pub keys: Vec<String>,
}

/// What the policies that ask may know: the servers' fees, and of the requests more than their keys, in turn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payments {
    /// What each server charges; empty where nobody charges.
    pub fees: Vec<Fee>,
    /// Amounts in minor units; where there are none, 0.
    pub amounts_minor: Vec<u64>,
    /// Card ranges; where there are none, 0 for unknown.
    pub card_ranges: Vec<u32>,
    /// Currencies; where there are none, 0 for unknown.
    pub currencies: Vec<u32>,
}

impl Payments {
    /// What is known of a request.
    fn request<'a>(&self, key: &'a [u8], number: usize) -> Request<'a> {
        Request {
            key,
            amount_minor: in_turn(&self.amounts_minor, number),
            card_range: in_turn(&self.card_ranges, number),
            currency: in_turn(&self.currencies, number),
        }
    }
}

/// An item of a list that begins again when it is through.
fn in_turn<T: Copy + Default>(list: &[T], number: usize) -> T {
    list.get(number % list.len().max(1)).copied().unwrap_or_default()
}

/// A request that was opened.
#[derive(Clone, Debug)]
struct Opened {
    /// Where it went, if anywhere.
    server: Option<usize>,
    at: Instant,
    open: bool,
}

/// What the policy sees.
#[derive(Clone, Debug)]
struct World {
    servers: Servers,
    payments: Payments,
    in_flight: Vec<u32>,
    words: usize,
}

impl World {
    fn now(&self) -> Instant {
        Instant::new(math::wide(self.words).saturating_mul(STEP.get()))
    }

    /// What the policy sees at a request with this key.
    fn view<'a>(&'a self, key: &'a [u8], number: usize) -> View<'a> {
        let request = self.payments.request(key, number);
        let Servers { weights, usable, .. } = &self.servers;
        let fees = &self.payments.fees;
        View { now: self.now(), request, fees, ..View::new(weights, &self.in_flight, usable) }
    }

    /// The key of a request.
    fn key(&self, request: usize) -> String {
        let keys = &self.servers.keys;
        let named = keys.get(request % keys.len().max(1));
        named.cloned().unwrap_or_else(|| request.to_string())
    }
}

/// A policy at a script.
#[derive(Clone, Debug)]
pub struct Player {
    world: World,
    balancer: Balancer,
    stream: Stream,
    requests: Vec<Opened>,
}

impl Player {
    /// A policy that has not picked yet, made for as many servers as there are weights; the stream is for those that
    /// draw.
    #[must_use]
    pub fn new(servers: Servers, balancer: Balancer, stream: Stream) -> Self {
        let in_flight = vec![0; servers.weights.len()];
        let world = World { servers, payments: Payments::default(), in_flight, words: 0 };
        Self { world, balancer, stream, requests: Vec::new() }
    }

    /// The same with what is known of the requests, and what servers charge.
    #[must_use]
    pub fn with(self, payments: Payments) -> Self {
        Self { world: World { payments, ..self.world }, ..self }
    }

    /// Plays a whole script.
    ///
    /// # Errors
    /// If it finishes a request that was never opened, or that has ended.
    pub fn play(&mut self, script: &Script) -> Result<(), ScriptError> {
        script.words().iter().try_for_each(|word| self.step(*word))
    }

    /// Plays one word.
    ///
    /// # Errors
    /// If it finishes a request that was never opened, or that has ended.
    pub fn step(&mut self, word: Word) -> Result<(), ScriptError> {
        let outcome = match word {
            Word::Open => {
                self.open();
                Ok(())
            }
            Word::Finish(request) => self.finish(request),
        };
        self.world.words += 1;
        outcome
    }

    /// So many requests, each of which ends before the next is opened.
    pub fn idle(&mut self, picks: u32) {
        for _ in 0..picks {
            let request = self.requests.len();
            // What was just opened can be finished.
            let _ = self.step(Word::Open).and_then(|()| self.step(Word::Finish(request)));
        }
    }

    /// Where each request went, in the order in which they were opened; `None` where no server took it.
    pub fn picks(&self) -> impl Iterator<Item = Option<usize>> {
        self.requests.iter().map(|request| request.server)
    }

    /// The weights of the servers.
    #[must_use]
    pub fn weights(&self) -> &[u32] {
        &self.world.servers.weights
    }

    /// Requests at each server that have not ended.
    #[must_use]
    pub fn in_flight(&self) -> &[u32] {
        &self.world.in_flight
    }

    /// The number that the policy keeps for a server.
    #[must_use]
    pub fn score(&self, server: usize) -> Option<f64> {
        self.balancer.score(server)
    }

    /// The second number that the policy keeps for a server.
    #[must_use]
    pub fn beside(&self, server: usize) -> Option<f64> {
        self.balancer.beside(server)
    }

    /// What the policy will look at for the request that is opened next.
    #[must_use]
    pub fn glimpse(&self) -> Option<Glimpse> {
        let number = self.requests.len();
        let key = self.world.key(number);
        self.balancer.glimpse(&self.world.view(key.as_bytes(), number), &self.stream)
    }

    fn open(&mut self) {
        let number = self.requests.len();
        let key = self.world.key(number);
        let server = self.balancer.pick(&self.world.view(key.as_bytes(), number), &mut self.stream);
        if let Some(server) = server {
            self.world.in_flight[server] += 1;
            self.balancer.opened(server, &self.world.view(key.as_bytes(), number));
        }
        self.requests.push(Opened { server, at: self.world.now(), open: true });
    }

    fn finish(&mut self, number: usize) -> Result<(), ScriptError> {
        let (place, opened) = (self.world.words + 1, self.requests.len());
        let request = self.requests.get_mut(number);
        let request = request.ok_or(ScriptError::Unopened { place, request: number, opened })?;
        if !request.open {
            return Err(ScriptError::Ended { place, request: number });
        }
        let stuck = request.server.is_some_and(|server| self.world.servers.stuck.get(server) == Some(&true));
        request.open = stuck;
        // What went nowhere got its answer at once.
        let Some(server) = request.server.filter(|_| !stuck) else { return Ok(()) };
        let latency = self.world.now().since(request.at);
        self.world.in_flight[server] -= 1;
        let key = self.world.key(number);
        let ended = Ended { latency, service: latency, ..Ended::default() };
        self.balancer.closed(server, &self.world.view(key.as_bytes(), number), &ended);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Policy;
    use super::*;

    fn player(policy: Policy, stuck: &[bool]) -> Player {
        let count = stuck.len();
        let servers =
            Servers { weights: vec![1; count], usable: vec![true; count], stuck: stuck.to_vec(), keys: Vec::new() };
        Player::new(servers, policy.build(count), Stream::new(1, "routing"))
    }

    #[test]
    fn the_first_word_that_does_not_fit_is_named() {
        let check = |text, expected| assert_eq!(Script::read(text, 4).err(), Some(expected), "{text}");
        check("+ + + + +", ScriptError::Long { words: 5, max: 4 });
        check("+ x", ScriptError::Word { place: 2, word: "x".to_owned() });
        check("+ 1", ScriptError::Unopened { place: 2, request: 1, opened: 1 });
        check("+ 0 0", ScriptError::Ended { place: 3, request: 0 });
    }

    #[test]
    fn to_finish_what_found_no_server_changes_nothing() {
        let mut player = player(Policy::RoundRobin, &[false, false]);
        player.world.servers.usable = vec![false; 2];
        let script = Script::read("+ 0", 2).expect("a script");
        assert_eq!(player.play(&script), Ok(()), "it had its answer");
        player.idle(2);
        assert!(player.picks().eq([None; 3]) && player.in_flight() == [0, 0], "and idle picks go on");
    }

    #[test]
    fn fees_and_amounts_decide_where_they_are_known() {
        let payments = Payments {
            fees: vec![Fee { fixed_minor: 10.0, basis_points: 0.0 }, Fee { fixed_minor: 0.0, basis_points: 100.0 }],
            amounts_minor: vec![500, 5_000],
            ..Payments::default()
        };
        let mut player = player(Policy::LeastCost, &[false, false]).with(payments);
        player.idle(4);
        let picks: Vec<_> = player.picks().flatten().collect();
        assert_eq!(picks, [1, 0, 1, 0], "1 % of 5 is less than 10 cents, of 50 it is more");
    }

    #[test]
    fn a_stuck_server_keeps_what_it_got() {
        let mut player = player(Policy::RoundRobin, &[false, true]);
        player.idle(4);
        assert_eq!(player.in_flight(), [0, 2], "nobody hears from the second one");
    }

    #[test]
    fn weights_are_read_or_refused() {
        let read = |text: &str| weights(text.split(',').collect::<Vec<_>>().into_iter(), 3);
        assert_eq!(read("5, 1,0"), Ok(vec![5, 1, 0]), "with space");
        assert_eq!(read("1,1.5"), Err(WeightsError::Weight("1.5".to_owned())), "whole ones only");
        assert_eq!(read("0,0"), Err(WeightsError::Zero(vec![0, 0])), "somebody must get something");
        assert_eq!(read("1,1,1,1"), Err(WeightsError::Many { weights: 4, max: 3 }), "not too many");
    }
}
