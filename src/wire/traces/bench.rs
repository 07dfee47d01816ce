//! The worker's side: it holds a trace and does what is asked of it, a step at a time.

use super::reading::{Source, refused};
use super::{
    About, Chart, Description, FileForm, Lifetime, Line, Method, PARTS, Recipe, Rules, TARGETS, TraceAnswer,
    TraceCommand, settings,
};
use crate::cache::analysis::{Analysis, Map};
use crate::cache::curve::{Che, Curve, EXACT_MAX, SAMPLE_RATE, sizes};
use crate::cache::trace::{Measure, Trace};
use crate::cache::{Counts, Policy};
use crate::math;
use crate::units::Ratio;
use std::collections::{BTreeMap, VecDeque};

/// Sizes of the LRU curve in a decade: as many as a wide picture can show.
const DECADE: f64 = 40.0;
/// Columns and rows of the maps.
const COLUMNS: u32 = 120;
const ROWS: u32 = 60;

/// Something to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The LRU curve at all sizes.
    Distances,
    /// Belady's limit at all sizes, where the trace is small enough.
    Limit,
    /// Che's approximation.
    Theory,
    /// A replay under a policy with so many entries.
    Replay(Policy, u32),
    /// Tells what is known of all curves that were asked for.
    Tell,
    /// What the trace is like.
    Describe,
    /// Hits over the course of the trace.
    Course(Policy, u32, Basis),
}

/// What a replay goes by, besides policy and size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Basis {
    measure: Measure,
    lifetime: Option<Lifetime>,
}

impl Basis {
    fn of(rules: &Rules) -> Self {
        Self { measure: Measure::from_id(&rules.measure).unwrap_or_default(), lifetime: rules.lifetime }
    }

    /// The same as it is told.
    fn rules(self) -> Rules {
        Rules { measure: self.measure.id().to_owned(), lifetime: self.lifetime }
    }

    /// What of it matters to a policy.
    fn under(self, policy: Policy) -> Self {
        Self { lifetime: self.lifetime.filter(|_| !policy.is_clairvoyant()), ..self }
    }
}

/// A trace and what is asked of it.
#[derive(Debug, Default)]
pub struct TraceBench {
    trace: Option<Trace>,
    steps: VecDeque<Step>,
    curves: u32,
    courses: u32,
    /// What the curves go by.
    basis: Basis,
    /// LRU at all sizes; none where entries expire.
    lru: Option<Curve>,
    /// Whether Che's approximation was told, by this measure.
    theory_told: bool,
    /// Belady's limit at all sizes; none before it was asked for, and where the trace is too large.
    limit: Option<Curve>,
    /// Policies whose curves were asked for.
    wanted: Vec<Policy>,
    /// Miss ratios that a replay has counted.
    counted: BTreeMap<(Basis, Policy, u32), f64>,
}

impl TraceBench {
    /// Takes a command; the file comes with [`TraceCommand::Read`]. What there is to say is told at once.
    pub fn command(&mut self, command: TraceCommand, file: Option<Source<'_>>, tell: &dyn Fn(TraceAnswer)) {
        match command {
            TraceCommand::Make(recipe) => self.make(&recipe, tell),
            TraceCommand::Read(form) => {
                if let Some(file) = file {
                    self.read(file, &form, tell);
                }
            }
            TraceCommand::Curves { request, policies, rules } => {
                self.go_by(Basis::of(&rules));
                self.ask_curves(request, &policies);
            }
            TraceCommand::Describe => {
                // What the trace is like takes one pass; it need not wait for replays at every size.
                let replays = self.steps.iter().position(|step| matches!(step, Step::Replay(..)));
                self.steps.insert(replays.unwrap_or(self.steps.len()), Step::Describe);
            }
            TraceCommand::Course { request, policies, entries, rules } => {
                let basis = Basis::of(&rules);
                self.courses = request;
                self.steps.retain(|step| !matches!(step, Step::Course(..)));
                // It follows a slider, so it goes before what takes longer.
                known(&policies).rev().for_each(|policy| self.steps.push_front(Step::Course(policy, entries, basis)));
            }
            TraceCommand::Stop => self.steps.retain(is_no_curve),
        }
    }

    /// Whether something is left to do.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.trace.is_some() && !self.steps.is_empty()
    }

    /// Does the next step.
    pub fn work(&mut self, tell: &dyn Fn(TraceAnswer)) {
        let Some(trace) = self.trace.take() else { return };
        if let Some(step) = self.steps.pop_front() {
            self.go(step, &trace, tell);
        }
        self.trace = Some(trace);
    }

    fn make(&mut self, recipe: &Recipe, tell: &dyn Fn(TraceAnswer)) {
        self.take(recipe.trace(), None, tell);
    }

    fn read(&mut self, file: Source<'_>, form: &FileForm, tell: &dyn Fn(TraceAnswer)) {
        match file.load(form, tell) {
            Ok((trace, form, passed_over)) => self.take(trace, Some((form, passed_over)), tell),
            Err(error) => tell(refused(error)),
        }
    }

    /// Holds a trace from now on; one from a file with its form and how many of its lines were passed over.
    fn take(&mut self, trace: Trace, file: Option<(FileForm, u64)>, tell: &dyn Fn(TraceAnswer)) {
        *self = Self::default();
        let (requests, timed) = (math::wide(trace.keys().len()), trace.has_times());
        let measures = Measure::ALL.into_iter().filter(|&measure| trace.has(measure)).map(|one| one.id().to_owned());
        let (distinct, measures) = (trace.distinct(), measures.collect());
        let (form, passed_over) = file.map_or((None, 0), |(form, lines)| (Some(form), lines));
        tell(TraceAnswer::Loaded(About { requests, distinct, form, timed, measures, passed_over }));
        self.trace = Some(trace);
    }

    /// Has the curves go by something else: what was counted otherwise is kept, LRU's curve is drawn anew.
    fn go_by(&mut self, basis: Basis) {
        if self.basis.measure != basis.measure {
            self.limit = None;
        }
        if self.basis != basis {
            (self.lru, self.theory_told) = (None, false);
            self.basis = basis;
        }
    }

    /// Plans the curves: LRU's first, then what else is asked, then all others, from the smallest size to the largest.
    fn ask_curves(&mut self, request: u32, policies: &[String]) {
        self.curves = request;
        self.steps.retain(is_no_curve);
        let Some(trace) = &self.trace else { return };
        let mut first = Vec::new();
        if self.basis.lifetime.is_none() {
            // A stop may have come between the two.
            first.extend(self.lru.is_none().then_some(Step::Distances));
            first.extend((!self.theory_told).then_some(Step::Theory));
        }
        self.wanted = known(policies).collect();
        let limited = self.wanted.contains(&Policy::Belady) && Curve::has_belady(trace);
        if limited && self.limit.is_none() {
            first.push(Step::Limit);
        }
        first.push(Step::Tell);
        first.into_iter().rev().for_each(|step| self.steps.push_front(step));
        let mut replays = Vec::new();
        for size in sizes(trace.distinct()) {
            let before = replays.len();
            let by_replay = self.wanted.iter().filter(|&&policy| !self.by_distances(policy, trace));
            let missing = by_replay.filter(|&&policy| !self.counted.contains_key(&self.key(policy, size)));
            replays.extend(missing.map(|&policy| Step::Replay(policy, size)));
            if replays.len() > before {
                // A word a size: the page draws all lines anew each time.
                replays.push(Step::Tell);
            }
        }
        self.steps.extend(replays);
    }

    fn go(&mut self, step: Step, trace: &Trace, tell: &dyn Fn(TraceAnswer)) {
        match step {
            Step::Distances => {
                let exact = is_short(trace);
                let measure = self.basis.measure;
                let curve = if exact {
                    Curve::lru_by(trace, measure)
                } else {
                    Curve::lru_sampled_by(trace, SAMPLE_RATE, measure)
                };
                let size_for = |percent: u8| curve.size_for(1.0 - f64::from(percent) / 100.0);
                tell(TraceAnswer::Sizes { rules: self.basis.rules(), sizes: TARGETS.map(size_for).collect() });
                self.lru = Some(curve);
                self.say(trace, tell);
            }
            Step::Limit => self.limit = Curve::belady_by(trace, self.basis.measure),
            Step::Theory => {
                let che = (self.basis.measure == Measure::Requests).then(|| Che::of(trace));
                let sizes = || dense(trace.distinct()).into_iter().filter(|&size| size < trace.distinct());
                let line = |che: Che| sizes().map(|size| (size, che.miss_ratio(size))).collect();
                tell(TraceAnswer::Theory { rules: self.basis.rules(), che: che.map(line).unwrap_or_default() });
                self.theory_told = true;
            }
            Step::Replay(policy, size) => {
                let Basis { measure, lifetime } = self.basis;
                let counts: Counts = policy.build(settings(policy, size, lifetime)).replay_after(trace, 0, measure);
                let ratio = counts.miss_ratio().map_or(0.0, Ratio::get);
                self.counted.insert(self.key(policy, size), ratio);
            }
            Step::Tell => self.say(trace, tell),
            Step::Describe => tell(TraceAnswer::Described(Box::new(describe(trace)))),
            Step::Course(policy, entries, Basis { measure, lifetime }) => {
                let counts = policy.build(settings(policy, entries, lifetime)).replay_in(trace, PARTS, measure);
                let parts = counts.iter().map(|counts| (counts.requests, counts.hits)).collect();
                tell(TraceAnswer::Course { request: self.courses, policy: policy.id().to_owned(), parts });
            }
        }
    }

    /// Tells what is known of the curves.
    fn say(&self, trace: &Trace, tell: &dyn Fn(TraceAnswer)) {
        let lines = self.wanted.iter().map(|&policy| self.line(policy, trace)).collect();
        let left = self.steps.iter().filter(|step| !is_no_curve(step)).count();
        tell(TraceAnswer::Curves { request: self.curves, lines, left: math::id(left) });
    }

    fn line(&self, policy: Policy, trace: &Trace) -> Line {
        let counted = self.counted.range(self.key(policy, 0)..=self.key(policy, u32::MAX));
        let replays = counted.map(|(&(.., size), &ratio)| (size, ratio));
        let (method, points) = match &self.lru {
            Some(curve) if policy == Policy::Lru => {
                let counted: BTreeMap<u32, f64> = replays.collect();
                (method(curve, trace, &counted), overlaid(everywhere(curve, trace), counted))
            }
            _ => match &self.limit {
                Some(limit) if policy == Policy::Belady => (Method::Distances, everywhere(limit, trace)),
                _ => (Method::Replays, replays.collect()),
            },
        };
        Line { policy: policy.id().to_owned(), method, points }
    }

    /// Under which a replay is counted.
    fn key(&self, policy: Policy, size: u32) -> (Basis, Policy, u32) {
        (self.basis.under(policy), policy, size)
    }

    /// Whether one pass gives the whole curve exactly, so that nothing is replayed.
    fn by_distances(&self, policy: Policy, trace: &Trace) -> bool {
        match policy {
            Policy::Lru => self.basis.lifetime.is_none() && is_short(trace),
            Policy::Belady => Curve::has_belady(trace),
            _ => false,
        }
    }
}

/// Whether a step is about something else than the curves, so that it outlasts them.
const fn is_no_curve(step: &Step) -> bool {
    matches!(step, Step::Describe | Step::Course(..))
}

/// Whether LRU's distances are counted of all keys, and not of a sample.
fn is_short(trace: &Trace) -> bool {
    trace.keys().len() <= EXACT_MAX
}

/// A curve at those sizes that are drawn, as far as it says anything of them.
fn everywhere(curve: &Curve, trace: &Trace) -> Vec<(u32, f64)> {
    let sizes = dense(trace.distinct()).into_iter().filter(|&size| size >= curve.smallest());
    sizes.map(|size| (size, curve.miss_ratio(size).unwrap_or(0.0))).collect()
}

/// Points with those that a replay has counted in the place of estimates.
fn overlaid(points: Vec<(u32, f64)>, counted: BTreeMap<u32, f64>) -> Vec<(u32, f64)> {
    let mut all: BTreeMap<u32, f64> = points.into_iter().collect();
    all.extend(counted);
    all.into_iter().collect()
}

/// How the LRU curve was found; a sample's error is what replays say.
fn method(curve: &Curve, trace: &Trace, counted: &BTreeMap<u32, f64>) -> Method {
    if is_short(trace) {
        return Method::Distances;
    }
    let known = counted.range(curve.smallest()..);
    let off = known.filter_map(|(&size, exact)| Some((curve.miss_ratio(size)? - exact).abs()));
    let last = counted.last_key_value().map_or(0, |(&size, _)| size);
    Method::Sampled { rate: SAMPLE_RATE, share: curve.sampled_share(), error: off.reduce(f64::max), counted: last }
}

/// The policies that there are.
fn known(ids: &[String]) -> impl DoubleEndedIterator<Item = Policy> {
    ids.iter().filter_map(|id| Policy::from_id(id))
}

/// Sizes that are dense on a logarithmic axis, those of the replays among them.
fn dense(distinct: u32) -> Vec<u32> {
    let step = |place: u64| math::low(math::floor(math::pow(10.0, math::float(place) / DECADE)));
    let mut all: Vec<u32> = (0..).map(step).take_while(|&size| size < distinct).collect();
    all.extend(sizes(distinct));
    all.sort_unstable();
    all.dedup();
    all
}

fn describe(trace: &Trace) -> Description {
    let found = Analysis::of(trace);
    let chart = |map: Map| Chart { columns: map.columns, rows: map.rows, counts: map.counts };
    Description {
        requests: found.requests,
        distinct: found.distinct,
        zipf: found.zipf,
        rank_frequency: found.rank_frequency,
        one_hit_keys: found.one_hit_keys,
        reuse_distance: found.reuse_distance,
        reuse_time: found.reuse_time,
        loop_length: found.loop_length,
        scans: found.scans,
        working_set: found.working_set,
        keys: chart(Map::of_keys(trace, COLUMNS, ROWS)),
        distances: chart(Map::of_distances(trace, COLUMNS)),
        times: chart(Map::of_times(trace, COLUMNS)),
    }
}
