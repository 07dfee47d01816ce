//! What a policy looks at for one pick: the servers that it draws, probes or passes over, and the numbers by which it
//! compares them. For the page to draw; a policy that picks is not slowed by it, because a glimpse is taken on a copy, by
//! the same draws as the pick that follows.

/// What the next pick looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Glimpse {
    /// What those are, in words.
    pub looks_at: &'static str,
    /// What each of their figures is called.
    pub figures: &'static [&'static str],
    /// In the order in which it looks at them; one may come twice.
    pub candidates: Vec<Candidate>,
    /// A number that belongs to no server: what it is called, and how much it is.
    pub bound: Option<(&'static str, f64)>,
}

/// A server that a pick looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The server.
    pub server: usize,
    /// Its figures, by [`Glimpse::figures`]; infinite is the cost of one that is being tried and has not answered yet.
    pub figures: Vec<f64>,
}

impl Glimpse {
    /// A look at some servers, each with its figures; `None` where there is nobody.
    pub(super) fn of<const FIGURES: usize>(
        looks_at: &'static str,
        figures: &'static [&'static str; FIGURES],
        candidates: impl Iterator<Item = (usize, [f64; FIGURES])>,
    ) -> Option<Self> {
        let candidate = |(server, figures): (usize, [f64; FIGURES])| Candidate { server, figures: figures.to_vec() };
        let candidates: Vec<Candidate> = candidates.map(candidate).collect();
        (!candidates.is_empty()).then_some(Self { looks_at, figures, candidates, bound: None })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Ended, Policy, Setup, View};
    use super::*;
    use crate::random::Stream;
    use crate::units::Nanos;

    /// Each policy that lets itself be looked at.
    const SEEN: [Policy; 9] = [
        Policy::RoundRobin,
        Policy::ClientSideWeightedRoundRobin,
        Policy::EnvoyLeastRequest,
        Policy::DChoices,
        Policy::NginxRandomTwo,
        Policy::PeakEwma,
        Policy::Prequal,
        Policy::Rendezvous,
        Policy::ThompsonSampling,
    ];

    /// Whom the figures would have picked, by the rule of the policy's file.
    fn chosen(policy: Policy, glimpse: &Glimpse) -> usize {
        let all = &glimpse.candidates;
        let first = |at: usize, less: fn(f64, f64) -> bool| {
            all.iter()
                .skip(1)
                .fold(&all[0], |best, one| if less(one.figures[at], best.figures[at]) { one } else { best })
                .server
        };
        match policy {
            Policy::RoundRobin | Policy::ClientSideWeightedRoundRobin => all[all.len() - 1].server,
            Policy::Rendezvous => first(1, |one, best| one > best),
            Policy::ThompsonSampling => first(0, |one, best| one > best),
            Policy::NginxRandomTwo => first(0, |one, best| one <= best),
            Policy::Prequal => {
                let hot = glimpse.bound.map_or(f64::INFINITY, |(_, hot)| hot);
                let cold = all.iter().filter(|one| one.figures[0] <= hot);
                let fastest = cold.min_by(|one, other| one.figures[1].total_cmp(&other.figures[1]));
                fastest.map_or_else(|| first(0, |one, best| one < best), |one| one.server)
            }
            _ => first(0, |one, best| one < best),
        }
    }

    #[test]
    fn what_is_seen_is_what_is_picked_by() {
        let (weights, usable) = ([2, 2, 2, 2, 2], [true, true, false, true, true]);
        for policy in Policy::ALL.iter().copied() {
            let (mut balancer, mut stream) = (policy.build_with(&Setup::new(5)), Stream::new(3, "routing"));
            let mut in_flight = [0_u32; 5];
            let mut compared = 0;
            for pick in 0..300 {
                let view = View::new(&weights, &in_flight, &usable);
                let glimpse = balancer.glimpse(&view, &stream);
                assert_eq!(glimpse, balancer.glimpse(&view, &stream), "{}: a look changes nothing", policy.id());
                assert_eq!(glimpse.is_some(), SEEN.contains(&policy), "{}", policy.id());
                let picked = balancer.pick(&view, &mut stream).expect("four are up");
                // Prequal goes by its pool from two answers on.
                let few = |glimpse: &Glimpse| policy == Policy::Prequal && glimpse.candidates.len() < 2;
                if let Some(glimpse) = glimpse.filter(|glimpse| !few(glimpse)) {
                    assert_eq!(chosen(policy, &glimpse), picked, "{}, pick {pick}: {glimpse:?}", policy.id());
                    compared += 1;
                }
                in_flight[picked] += 1;
                balancer.opened(picked, &View::new(&weights, &in_flight, &usable));
                let ends = (pick * 7 + 3) % 5;
                if in_flight[ends] > 0 {
                    in_flight[ends] -= 1;
                    let latency = Nanos::from_millis(if ends == 0 { 40.0 } else { 10.0 });
                    let ended = Ended { latency, service: latency, ..Ended::default() };
                    balancer.closed(ends, &View::new(&weights, &in_flight, &usable), &ended);
                }
            }
            assert_eq!(compared > 200, SEEN.contains(&policy), "{}: {compared}", policy.id());
        }
    }

    #[test]
    fn nobody_is_seen_where_nobody_is_up() {
        for policy in SEEN {
            let view = View::new(&[1, 1], &[0, 0], &[false, false]);
            assert_eq!(policy.build(2).glimpse(&view, &Stream::new(1, "routing")), None, "{}", policy.id());
        }
    }
}
