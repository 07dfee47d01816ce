//! What a person set in the trace lab, and what its worker said.
//!
//! What is shown belongs to the last trace that was loaded. While another one is on its way, and if it turns out to be
//! none, all of that stays.

use super::action::TracesAction;
use super::asked::{Asked, Course, Picked, Reading, Refused, Subject, Why};
use crate::cache::Policy;
use crate::cache::curve::sizes;
use crate::cache::trace::Measure;
use crate::wire::traces::{
    About, Description, FileForm, Lifetime, Line, Recipe, Rules, TARGETS, TraceAnswer, TraceCommand,
};
use std::rc::Rc;

/// Most policies beside Belady's limit.
pub const DRAWN_MAX: usize = 7;
/// Bytes of an entry, at most.
pub const ENTRY_BYTES_MAX: u32 = 1_000_000;
/// The column that a table of keys is expected to have.
const KEY: &str = "key";

/// The trace lab.
#[derive(Clone, Debug, PartialEq)]
pub struct TracesState {
    /// What is to be generated.
    pub recipe: Recipe,
    /// How a file is read.
    pub reading: Reading,
    /// The column of keys.
    pub key: String,
    /// The column of seconds; empty if they are not wanted.
    pub time: String,
    /// The columns of bytes and of costs; empty if they are not wanted.
    pub weights: [String; 2],
    /// Columns that the last file has, if they are known.
    pub columns: Vec<String>,
    /// The last file.
    pub picked: Option<Picked>,
    /// Number of the last load.
    load: u32,
    /// What is on its way.
    pub asked: Option<Rc<Asked>>,
    /// Why the last trace that was asked for did not come.
    pub refused: Option<Refused>,
    /// What the worker of the trace that is shown said when it crashed: nothing more is to be had of that trace.
    pub failed: Option<String>,
    /// What is shown.
    pub subject: Option<Rc<Subject>>,
    /// Policies that are drawn, LRU always among them.
    pub chosen: Vec<Policy>,
    /// What requests count by.
    pub measure: Measure,
    /// How long entries live; nothing for ever.
    pub lifetime: Option<Lifetime>,
    /// Number of the last request for curves.
    pub request: u32,
    /// Steps that are left, of how many; nothing while none are under way.
    pub left: Option<(u32, u32)>,
    /// How often a person stopped them.
    pub stops: u32,
    /// The curves as far as they are known.
    pub lines: Rc<Vec<Line>>,
    /// Che's approximation.
    pub che: Rc<Vec<(u32, f64)>>,
    /// What LRU needs for each share of hits.
    pub needs: Rc<Vec<Option<u32>>>,
    /// What the trace is like.
    pub description: Option<Rc<Description>>,
    /// The size that is read out, among the subject's.
    pub mark: usize,
    /// The wanted share of hits in percent.
    pub target: u8,
    /// Bytes of an entry.
    pub entry_bytes: u32,
    /// Number of the last request for the course.
    pub courses: u32,
    /// Hits over the course of the trace in a cache of the marked size.
    pub course: Rc<Vec<Course>>,
    /// Whether the hits are those since the beginning.
    pub cumulative: bool,
}

impl Default for TracesState {
    fn default() -> Self {
        Self {
            recipe: Recipe::default(),
            reading: Reading::Guess,
            key: KEY.to_owned(),
            time: String::new(),
            weights: Default::default(),
            columns: Vec::new(),
            picked: None,
            load: 0,
            asked: None,
            refused: None,
            failed: None,
            subject: None,
            chosen: vec![Policy::Fifo, Policy::Lru, Policy::Sieve, Policy::Arc, Policy::S3Fifo, Policy::WTinyLfu],
            measure: Measure::Requests,
            lifetime: None,
            request: 0,
            left: None,
            stops: 0,
            lines: Rc::default(),
            che: Rc::default(),
            needs: Rc::default(),
            description: None,
            mark: 0,
            target: 90,
            entry_bytes: 1_000,
            courses: 0,
            course: Rc::default(),
            cumulative: false,
        }
    }
}

impl TracesState {
    /// The size that is read out; nothing without a trace.
    #[must_use]
    pub fn marked(&self) -> Option<u32> {
        self.subject.as_ref()?.sizes.get(self.mark).copied()
    }

    /// The curve of a policy as far as it is known.
    #[must_use]
    pub fn line(&self, policy: Policy) -> Option<&Line> {
        self.lines.iter().find(|line| line.policy == policy.id())
    }

    /// Ids of the policies that are drawn, with the limit.
    #[must_use]
    pub fn wanted(&self) -> Vec<String> {
        self.drawn().map(|policy| policy.id().to_owned()).collect()
    }

    /// What the replays go by.
    #[must_use]
    pub fn rules(&self) -> Rules {
        Rules { measure: self.measure.id().to_owned(), lifetime: self.lifetime }
    }

    /// The policies that are drawn, with the limit.
    pub fn drawn(&self) -> impl Iterator<Item = Policy> {
        self.chosen.iter().copied().chain([Policy::Belady])
    }

    /// Whether the curve of a policy that is drawn lacks a size.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.drawn().any(|policy| self.lacks_size(policy))
    }

    /// Whether the curve of a policy lacks a size.
    #[must_use]
    pub fn lacks_size(&self, policy: Policy) -> bool {
        let sizes = self.subject.as_ref().map_or(&[][..], |subject| &subject.sizes);
        let is_known = |line: &Line, size: &u32| line.points.iter().any(|point| point.0 == *size);
        self.line(policy).is_none_or(|line| sizes.iter().any(|size| !is_known(line, size)))
    }

    /// Whether this worker is one that is listened to.
    fn hears(&self, load: u32) -> bool {
        let coming = self.asked.as_ref().is_some_and(|asked| asked.load == load);
        coming || self.subject.as_ref().is_some_and(|subject| subject.load == load)
    }

    /// Does what a person asked for, or takes in what the worker said.
    pub fn act(&mut self, action: TracesAction) {
        match action {
            TracesAction::Recipe(recipe) => self.recipe = recipe.within_limits(),
            TracesAction::Make => self.ask(TraceCommand::Make(self.recipe), None),
            TracesAction::Pick(picked) => self.pick(picked),
            TracesAction::Reading(reading) => self.reading = reading,
            TracesAction::Key(key) => self.key = key,
            TracesAction::Time(time) => self.time = time,
            TracesAction::Size(size) => self.weights[0] = size,
            TracesAction::Cost(cost) => self.weights[1] = cost,
            TracesAction::Measure(measure) => self.go_by(measure, self.lifetime),
            TracesAction::Lifetime(lifetime) => self.go_by(self.measure, lifetime.map(Lifetime::within_limits)),
            TracesAction::Again => self.read(),
            TracesAction::Cancel => self.asked = None,
            TracesAction::Stop => {
                self.stops = self.stops.wrapping_add(1);
                self.left = None;
            }
            TracesAction::GoOn => self.plan(),
            TracesAction::Toggle(policy) => self.toggle(policy),
            TracesAction::Mark(mark) => self.mark(mark),
            TracesAction::Target(target) => self.target = target.clamp(*TARGETS.start(), *TARGETS.end()),
            TracesAction::EntryBytes(bytes) => self.entry_bytes = bytes.clamp(1, ENTRY_BYTES_MAX),
            TracesAction::Cumulative(cumulative) => self.cumulative = cumulative,
            TracesAction::Said(load, answer) if self.hears(load) => self.hear(load, *answer),
            TracesAction::Crashed(load, why) if self.hears(load) => self.crash(load, why),
            TracesAction::Said(..) | TracesAction::Crashed(..) => {}
        }
    }

    /// A new file is read as its beginning says, whatever the last one was.
    fn pick(&mut self, picked: Picked) {
        self.reading = Reading::Guess;
        self.columns = Vec::new();
        (self.key, self.time, self.weights) = (KEY.to_owned(), String::new(), Default::default());
        self.picked = Some(picked);
        self.read();
    }

    fn read(&mut self) {
        let Some(picked) = self.picked.clone() else { return };
        let wanted = |name: &String| Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        let (time, [size, cost]) = (wanted(&self.time), [0, 1].map(|place| wanted(&self.weights[place])));
        let form = match self.reading {
            Reading::Guess => FileForm::Guess,
            Reading::Keys => FileForm::Keys,
            Reading::Csv => FileForm::Csv { key: self.key.trim().to_owned(), time, size, cost },
            Reading::OracleGeneral => FileForm::OracleGeneral,
            Reading::RedisMonitor => FileForm::RedisMonitor,
        };
        self.ask(TraceCommand::Read(form), Some(picked));
    }

    fn ask(&mut self, command: TraceCommand, picked: Option<Picked>) {
        self.load = self.load.wrapping_add(1);
        self.refused = None;
        self.asked = Some(Rc::new(Asked { load: self.load, command, picked, share: 0.0 }));
    }

    fn toggle(&mut self, policy: Policy) {
        match self.chosen.iter().position(|&chosen| chosen == policy) {
            _ if policy == Policy::Lru || policy == Policy::Belady => return,
            Some(place) => drop(self.chosen.remove(place)),
            None if self.chosen.len() < DRAWN_MAX => {
                self.chosen.push(policy);
                self.chosen.sort_unstable();
            }
            None => return,
        }
        self.plan();
        self.courses = self.courses.wrapping_add(1);
    }

    /// What was shown went by something else.
    fn go_by(&mut self, measure: Measure, lifetime: Option<Lifetime>) {
        if (self.measure, self.lifetime) != (measure, lifetime) {
            (self.measure, self.lifetime) = (measure, lifetime);
            (self.lines, self.che, self.needs, self.course) = Default::default();
            self.courses = self.courses.wrapping_add(1);
            self.plan();
        }
    }

    /// The curves are asked for: what is known of them stays.
    fn plan(&mut self) {
        self.request = self.request.wrapping_add(1);
        self.left = self.subject.as_ref().filter(|_| self.failed.is_none()).map(|_| (0, 0));
    }

    fn mark(&mut self, mark: usize) {
        let last = self.subject.as_ref().map_or(0, |subject| subject.sizes.len().saturating_sub(1));
        if std::mem::replace(&mut self.mark, mark.min(last)) != self.mark {
            // What was followed was so in another cache.
            self.course = Rc::default();
            self.courses = self.courses.wrapping_add(1);
        }
    }

    /// A worker whose trace is still on its way takes nothing with it.
    fn crash(&mut self, load: u32, why: String) {
        if self.asked.as_ref().is_some_and(|asked| asked.load == load) {
            self.refuse(Why::Crashed(why), Vec::new());
        } else {
            self.failed = Some(why);
            self.left = None;
        }
    }

    fn hear(&mut self, load: u32, answer: TraceAnswer) {
        match answer {
            TraceAnswer::Reading { share } => {
                if let Some(asked) = &mut self.asked {
                    Rc::make_mut(asked).share = share;
                }
            }
            TraceAnswer::Loaded(about) => self.show(load, about),
            TraceAnswer::Refused { why, columns, instead } => {
                instead.iter().for_each(|form| self.name_columns(form));
                self.refuse(Why::NoTrace(why), columns);
            }
            TraceAnswer::Sizes { rules, sizes } if rules == self.rules() => self.needs = Rc::new(sizes),
            TraceAnswer::Theory { rules, che } if rules == self.rules() => self.che = Rc::new(che),
            TraceAnswer::Curves { request, lines, left } if request == self.request => self.draw(lines, left),
            TraceAnswer::Described(description) => self.description = Some(Rc::new(*description)),
            TraceAnswer::Course { request, policy, parts } if request == self.courses => self.follow(&policy, parts),
            TraceAnswer::Sizes { .. } | TraceAnswer::Theory { .. } => {}
            TraceAnswer::Curves { .. } | TraceAnswer::Course { .. } => {}
        }
    }

    fn show(&mut self, load: u32, about: About) {
        let Some(asked) = self.asked.take() else { return };
        let recipe = if let TraceCommand::Make(recipe) = asked.command { Some(recipe) } else { None };
        let name = asked.picked.as_ref().map_or_else(String::new, |picked| picked.name.clone());
        about.form.iter().for_each(|form| self.name_columns(form));
        if !about.measures.iter().any(|id| id == self.measure.id()) {
            self.measure = Measure::Requests;
        }
        let sizes = sizes(about.distinct);
        // A tenth of the keys: where policies differ.
        let tenth = about.distinct / 10;
        self.mark = sizes.partition_point(|&size| size < tenth).min(sizes.len().saturating_sub(1));
        self.subject = Some(Rc::new(Subject { load, recipe, name, about, sizes }));
        self.failed = None;
        (self.lines, self.che, self.needs) = Default::default();
        self.description = None;
        self.course = Rc::default();
        self.courses = self.courses.wrapping_add(1);
        self.plan();
    }

    /// The fields say how a table is read, or how it can be.
    fn name_columns(&mut self, form: &FileForm) {
        if let FileForm::Csv { key, time, size, cost } = form {
            (self.key, self.time) = (key.clone(), time.clone().unwrap_or_default());
            self.weights = [size, cost].map(|name| name.clone().unwrap_or_default());
        }
    }

    fn refuse(&mut self, why: Why, columns: Vec<String>) {
        let Some(asked) = self.asked.take() else { return };
        let name = asked.picked.as_ref().map_or_else(String::new, |picked| picked.name.clone());
        if !columns.is_empty() {
            self.reading = Reading::Csv;
            self.columns = columns;
        }
        self.refused = Some(Refused { name, why });
    }

    fn draw(&mut self, lines: Vec<Line>, left: u32) {
        self.lines = Rc::new(lines);
        // What was on its way when a person stopped does not begin anything again.
        let Some((_, planned)) = self.left else { return };
        self.left = (left > 0).then_some((left, planned.max(left + 1)));
    }

    fn follow(&mut self, policy: &str, parts: Vec<(u64, u64)>) {
        let Some(policy) = Policy::from_id(policy) else { return };
        let course = Rc::make_mut(&mut self.course);
        match course.iter_mut().find(|(known, _)| *known == policy) {
            Some(known) => known.1 = parts,
            None => course.push((policy, parts)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::traces::Method;

    fn about(distinct: u32) -> TraceAnswer {
        let measures = vec!["requests".to_owned(), "bytes".to_owned()];
        TraceAnswer::Loaded(About {
            requests: 1_000,
            distinct,
            form: Some(FileForm::Keys),
            timed: false,
            measures,
            passed_over: 0,
        })
    }

    fn picked(name: &str) -> TracesAction {
        TracesAction::Pick(Picked { name: name.to_owned(), length: 9.0, file: None })
    }

    fn said(state: &TracesState, answer: TraceAnswer) -> TracesAction {
        TracesAction::Said(state.load, Box::new(answer))
    }

    fn loaded() -> TracesState {
        let mut state = TracesState::default();
        state.act(TracesAction::Make);
        state.act(said(&state, about(1_000)));
        state
    }

    fn curve(request: u32, policy: Policy, left: u32) -> TraceAnswer {
        let line = Line { policy: policy.id().to_owned(), method: Method::Replays, points: vec![(1, 0.5)] };
        TraceAnswer::Curves { request, lines: vec![line], left }
    }

    #[test]
    fn a_bad_file_loses_nothing() {
        let mut state = loaded();
        state.act(said(&state, curve(state.request, Policy::Lru, 0)));
        let before = (state.subject.clone(), state.lines.clone());
        state.act(picked("rubbish.bin"));
        assert!(state.asked.is_some(), "it is read");
        let answer = TraceAnswer::Refused { why: "line 1 holds bytes".to_owned(), columns: Vec::new(), instead: None };
        state.act(said(&state, answer));
        assert_eq!((state.subject.clone(), state.lines.clone()), before, "all that was there");
        assert_eq!(state.refused.as_ref().map(|refused| refused.name.as_str()), Some("rubbish.bin"), "named");
        state.act(TracesAction::Make);
        assert_eq!(state.refused, None, "until something else is asked for");
    }

    #[test]
    fn a_table_without_the_column_shows_those_that_it_has() {
        let mut state = TracesState::default();
        state.act(picked("log.csv"));
        let columns = vec!["when".to_owned(), "card".to_owned()];
        let answer = TraceAnswer::Refused { why: String::new(), columns: columns.clone(), instead: None };
        state.act(said(&state, answer));
        assert_eq!((state.reading, &state.columns), (Reading::Csv, &columns), "to choose from");
        state.act(TracesAction::Key("card".to_owned()));
        state.act(TracesAction::Again);
        let form = FileForm::Csv { key: "card".to_owned(), time: None, size: None, cost: None };
        assert_eq!(state.asked.as_ref().map(|asked| &asked.command), Some(&TraceCommand::Read(form)), "read again");
        state.act(picked("other"));
        assert_eq!((state.reading, state.columns.len()), (Reading::Guess, 0), "another file is another file");
    }

    /// Only the times were guessed wrongly: whoever reads the file as CSV then is not refused again.
    #[test]
    fn a_refused_guess_leaves_its_other_columns_named() {
        let mut state = TracesState::default();
        state.act(picked("log.csv"));
        let columns = ["time", "url", "bytes"].map(str::to_owned).to_vec();
        let (key, size) = ("url".to_owned(), Some("bytes".to_owned()));
        let form = FileForm::Csv { key, time: None, size, cost: None };
        let answer = TraceAnswer::Refused { why: String::new(), columns, instead: Some(form.clone()) };
        state.act(said(&state, answer));
        state.act(TracesAction::Again);
        assert_eq!(state.asked.as_ref().map(|asked| &asked.command), Some(&TraceCommand::Read(form)), "as it can be");
    }

    #[test]
    fn what_is_counted_otherwise_is_asked_for_anew() {
        let mut state = loaded();
        let (request, courses) = (state.request, state.courses);
        state.act(TracesAction::Measure(Measure::Bytes));
        assert!(state.lines.is_empty() && state.needs.is_empty(), "what is shown is never of the other");
        assert_eq!((state.request, state.courses), (request + 1, courses + 1), "both are asked for");
        state.act(TracesAction::Measure(Measure::Bytes));
        assert_eq!(state.request, request + 1, "once");
        state.act(said(&state, curve(state.request, Policy::Ttl, 0)));
        let lifetime = Some(Lifetime { seconds: 0, sliding: false });
        state.act(TracesAction::Lifetime(lifetime));
        assert!(state.lines.is_empty(), "nor of entries that live longer");
        assert_eq!(
            (state.request, state.rules().lifetime.map(|life| life.seconds)),
            (request + 2, Some(1)),
            "asked for"
        );
        state.act(TracesAction::Lifetime(None));
        state.act(TracesAction::Make);
        let mut next = about(5);
        if let TraceAnswer::Loaded(about) = &mut next {
            about.measures.truncate(1);
        }
        state.act(said(&state, next));
        assert_eq!(state.measure, Measure::Requests, "a trace without bytes is counted by requests");
    }

    #[test]
    fn theory_of_other_rules_comes_too_late() {
        let mut state = loaded();
        let che = |state: &TracesState, rules: Rules| said(state, TraceAnswer::Theory { rules, che: vec![(1, 0.5)] });
        let sizes = |state: &TracesState, rules: Rules| said(state, TraceAnswer::Sizes { rules, sizes: vec![Some(1)] });
        let before = state.rules();
        state.act(TracesAction::Lifetime(Some(Lifetime { seconds: 9, sliding: false })));
        state.act(che(&state, before.clone()));
        state.act(sizes(&state, before.clone()));
        assert!(state.che.is_empty() && state.needs.is_empty(), "entries expire by now");
        state.act(TracesAction::Lifetime(None));
        state.act(TracesAction::Toggle(Policy::Random));
        state.act(che(&state, before.clone()));
        state.act(sizes(&state, before));
        assert_eq!((state.che.len(), state.needs.len()), (1, 1), "another policy changes nothing about them");
    }

    #[test]
    fn a_trace_that_is_given_up_is_not_heard_any_more() {
        let mut state = loaded();
        let before = state.subject.clone();
        state.act(picked("long.gz"));
        let late = said(&state, about(5));
        state.act(said(&state, TraceAnswer::Reading { share: 0.5 }));
        assert_eq!(state.asked.as_ref().map(|asked| asked.share), Some(0.5), "half is read");
        state.act(TracesAction::Cancel);
        state.act(late);
        assert_eq!(state.subject, before, "cancelled");
    }

    #[test]
    fn answers_to_old_questions_are_dropped() {
        let mut state = loaded();
        let old = said(&state, curve(state.request, Policy::Arc, 3));
        state.act(TracesAction::Toggle(Policy::Random));
        state.act(old);
        assert!(state.lines.is_empty(), "another set of policies");
        state.act(said(&state, curve(state.request, Policy::Random, 9)));
        state.act(said(&state, curve(state.request, Policy::Random, 4)));
        assert_eq!(state.left, Some((4, 10)), "how far it is");
        state.act(said(&state, curve(state.request, Policy::Random, 0)));
        assert_eq!((state.left, state.lines.len()), (None, 1), "done, one line a policy");
    }

    #[test]
    fn a_crash_while_loading_loses_nothing() {
        let mut state = loaded();
        state.act(said(&state, curve(state.request, Policy::Lru, 0)));
        let before = (state.subject.clone(), state.lines.clone());
        state.act(picked("huge.gz"));
        state.act(TracesAction::Crashed(state.load, "unreachable".to_owned()));
        assert_eq!((state.subject.clone(), state.lines.clone()), before, "all that was there");
        assert_eq!((state.asked.is_some(), state.failed.clone()), (false, None), "its worker lives");
        let refused = Refused { name: "huge.gz".to_owned(), why: Why::Crashed("unreachable".to_owned()) };
        assert_eq!(state.refused, Some(refused), "and the new one is named");
        state.act(TracesAction::GoOn);
        assert!(state.left.is_some(), "so that its curves can be asked for");
    }

    #[test]
    fn nothing_is_under_way_for_a_trace_without_a_worker() {
        let mut state = loaded();
        let load = state.load;
        state.act(TracesAction::Crashed(load, "unreachable".to_owned()));
        state.act(TracesAction::Toggle(Policy::Random));
        assert_eq!((state.left, state.failed.is_some()), (None, true), "nobody would answer");
        state.act(picked("rubbish.bin"));
        state.act(said(&state, TraceAnswer::Refused { why: String::new(), columns: Vec::new(), instead: None }));
        state.act(TracesAction::GoOn);
        assert_eq!(state.left, None, "nor after another one was refused");
        state.act(TracesAction::Make);
        state.act(said(&state, about(10)));
        assert_eq!((state.left.is_some(), state.failed.is_some()), (true, false), "a new one has its own");
    }

    #[test]
    fn what_comes_after_a_stop_does_not_go_on() {
        let mut state = loaded();
        state.act(TracesAction::Stop);
        state.act(said(&state, curve(state.request, Policy::Arc, 3)));
        assert_eq!((state.left, state.lines.len()), (None, 1), "shown, but nothing is under way");
        state.act(TracesAction::GoOn);
        state.act(said(&state, curve(state.request, Policy::Arc, 2)));
        assert_eq!(state.left, Some((2, 3)), "asked for again");
    }

    #[test]
    fn lru_is_always_drawn_and_seven_at_most() {
        let mut state = TracesState::default();
        state.act(TracesAction::Toggle(Policy::Lru));
        assert!(state.chosen.contains(&Policy::Lru), "what all others are seen against");
        state.act(TracesAction::Toggle(Policy::Random));
        state.act(TracesAction::Toggle(Policy::Clock));
        assert_eq!((state.chosen.len(), state.chosen.contains(&Policy::Clock)), (DRAWN_MAX, false), "no eighth");
        assert_eq!(state.wanted().last().map(String::as_str), Some("belady"), "and the limit");
    }

    #[test]
    fn the_mark_starts_where_policies_differ() {
        let mut state = loaded();
        assert_eq!(state.marked(), Some(100), "a tenth of the keys");
        state.act(TracesAction::Mark(99));
        assert_eq!(state.marked(), Some(1_000), "the last one");
    }

    #[test]
    fn the_course_is_that_of_the_marked_size() {
        let mut state = loaded();
        let course = |state: &TracesState| TraceAnswer::Course {
            request: state.courses,
            policy: "lru".to_owned(),
            parts: vec![(10, 5)],
        };
        state.act(said(&state, course(&state)));
        let before = state.courses;
        state.act(TracesAction::Mark(state.mark));
        assert_eq!((state.course.len(), state.courses), (1, before), "the same size, the same lines");
        state.act(TracesAction::Mark(0));
        assert_eq!((state.course.len(), state.courses), (0, before + 1), "another size, asked for anew");
    }
}
