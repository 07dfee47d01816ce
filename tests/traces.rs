//! The trace lab's worker as the page meets it: commands in, answers out, and the numbers those of the library.

use std::cell::RefCell;
use std::io::Read;
use switchyard::cache::analysis::Analysis;
use switchyard::cache::curve::{Curve, sizes};
use switchyard::cache::trace::Trace;
use switchyard::cache::{Policy, Settings, replay};
use switchyard::math;
use switchyard::wire::traces::{
    FileForm, Lifetime, Line, Method, PARTS, Pattern, Recipe, Rules, Source, TARGETS, TraceAnswer, TraceBench,
    TraceCommand, settings,
};

const RECIPE: Recipe =
    Recipe { pattern: Pattern::Scan, keys: 500, exponent: 0.8, requests: 20_000, seed: 7, per_second: 500 };

/// A bench and everything that it said.
#[derive(Default)]
struct Talk {
    bench: TraceBench,
    said: RefCell<Vec<TraceAnswer>>,
}

impl Talk {
    fn with(command: TraceCommand) -> Self {
        let mut talk = Self::default();
        talk.command(command, None);
        talk
    }

    fn command(&mut self, command: TraceCommand, file: Option<&[u8]>) {
        let source = |bytes| Source { bytes: Box::new(bytes), length: math::wide(file.map_or(0, <[u8]>::len)) };
        // Every message survives its way as text.
        let text = serde_json::to_string(&command).unwrap_or_default();
        let command = serde_json::from_str(&text).unwrap_or(TraceCommand::Stop);
        self.bench.command(command, file.map(source), &|answer| self.said.borrow_mut().extend(through(&answer)));
    }

    fn read(form: FileForm, bytes: &[u8]) -> Self {
        let mut talk = Self::default();
        talk.command(TraceCommand::Read(form), Some(bytes));
        talk
    }

    /// Works until nothing is left, and hands out what was said.
    fn finish(&mut self) -> Vec<TraceAnswer> {
        while self.bench.is_busy() {
            self.bench.work(&|answer| self.said.borrow_mut().extend(through(&answer)));
        }
        self.said.take()
    }

    fn curves(&mut self, request: u32, policies: &[Policy]) -> Vec<TraceAnswer> {
        let policies = policies.iter().map(|policy| policy.id().to_owned()).collect();
        self.command(TraceCommand::Curves { request, policies, rules: Rules::default() }, None);
        self.finish()
    }
}

/// What arrives of an answer.
fn through(answer: &TraceAnswer) -> Option<TraceAnswer> {
    serde_json::from_str(&serde_json::to_string(answer).ok()?).ok()
}

/// The last word on each curve.
fn line(said: &[TraceAnswer], policy: Policy) -> Option<&Line> {
    said.iter().rev().find_map(|answer| match answer {
        TraceAnswer::Curves { lines, .. } => lines.iter().find(|line| line.policy == policy.id()),
        _ => None,
    })
}

#[test]
fn a_made_trace_is_the_generators() {
    let said = Talk::with(TraceCommand::Make(RECIPE)).finish();
    let trace = RECIPE.trace();
    let [TraceAnswer::Loaded(about)] = &*said else { panic!("{said:?}") };
    assert_eq!((about.requests, about.distinct), (20_000, trace.distinct()), "the same keys");
    assert_eq!(about.form, None, "from no file");
}

#[test]
fn curves_are_the_replays_and_two_have_every_size() {
    let trace = RECIPE.trace();
    let mut talk = Talk::with(TraceCommand::Make(RECIPE));
    let said = talk.curves(1, &[Policy::Lru, Policy::Sieve, Policy::Belady]);
    for (policy, method) in [(Policy::Sieve, Method::Replays), (Policy::Belady, Method::Distances)] {
        let found = line(&said, policy).expect("a curve");
        assert_eq!(found.method, method, "{policy:?}");
        let replayed = sizes(trace.distinct())
            .into_iter()
            .map(|size| (size, math::float(replay(policy, size, &trace).misses) / 20_000.0));
        let expected: Vec<(u32, f64)> = replayed.collect();
        let at_replays = |point: &&(u32, f64)| sizes(trace.distinct()).contains(&point.0);
        let points: Vec<(u32, f64)> = found.points.iter().filter(at_replays).copied().collect();
        assert_eq!(points, expected, "{policy:?}");
        assert_eq!(found.points.len() > points.len(), method == Method::Distances, "and between them: {policy:?}");
    }
    let (lru, exact) = (line(&said, Policy::Lru).expect("a curve"), Curve::lru(&trace));
    assert_eq!(lru.method, Method::Distances, "in one pass");
    assert!(sizes(trace.distinct()).iter().all(|size| lru.points.iter().any(|point| point.0 == *size)), "all sizes");
    assert!(lru.points.iter().all(|&(size, ratio)| exact.miss_ratio(size) == Some(ratio)), "as the library has it");
    let told =
        said.iter().find_map(|answer| if let TraceAnswer::Sizes { sizes, .. } = answer { Some(sizes) } else { None });
    let told = told.expect("sizes");
    assert_eq!(told.len(), TARGETS.count(), "one a target");
    assert_eq!(told[49], exact.size_for(0.5), "for half the requests");
    assert!(matches!(said.last(), Some(TraceAnswer::Curves { left: 0, request: 1, .. })), "and then all is done");
}

#[test]
fn another_policy_costs_only_its_own_replays() {
    let mut talk = Talk::with(TraceCommand::Make(RECIPE));
    talk.curves(1, &[Policy::Lru, Policy::Sieve]);
    let said = talk.curves(2, &[Policy::Lru, Policy::Sieve, Policy::Arc]);
    let sizes = sizes(RECIPE.trace().distinct()).len();
    assert_eq!(said.len(), 1 + sizes, "a word on what is known, then one a size: {said:?}");
    assert!(matches!(said[0], TraceAnswer::Curves { left, .. } if left == math::id(2 * sizes)), "one replay a size");
    assert_eq!(line(&said, Policy::Sieve).map(|line| line.points.len()), Some(sizes), "the known one is whole");
    let said = talk.curves(3, &[Policy::Lru]);
    assert!(matches!(&*said, [TraceAnswer::Curves { left: 0, request: 3, .. }]), "nothing is left to do: {said:?}");
}

#[test]
fn entries_that_expire_are_replayed_at_every_size() {
    let trace = RECIPE.trace();
    let mut talk = Talk::with(TraceCommand::Make(RECIPE));
    let forever = talk.curves(1, &[Policy::Lru, Policy::Ttl, Policy::Belady]);
    let lifetime = Some(Lifetime { seconds: 1, sliding: true });
    let mut ask = |request: u32, lifetime: Option<Lifetime>| {
        let policies = ["lru", "ttl", "belady"].map(str::to_owned).to_vec();
        let rules = Rules { lifetime, ..Rules::default() };
        talk.command(TraceCommand::Curves { request, policies: policies.clone(), rules: rules.clone() }, None);
        talk.command(TraceCommand::Course { request, policies, entries: 100, rules }, None);
        talk.finish()
    };
    let said = ask(2, lifetime);
    for policy in [Policy::Lru, Policy::Ttl] {
        let found = line(&said, policy).expect("a curve");
        assert_eq!(found.method, Method::Replays, "{policy:?}");
        let misses = |size: u32| policy.build(settings(policy, size, lifetime)).replay(&trace).misses;
        let replayed = sizes(trace.distinct()).into_iter().map(|size| (size, math::float(misses(size)) / 20_000.0));
        assert_eq!(found.points, replayed.collect::<Vec<_>>(), "{policy:?}");
        assert_ne!(Some(found), line(&forever, policy), "a life of a second is short: {policy:?}");
    }
    assert_eq!(line(&said, Policy::Belady), line(&forever, Policy::Belady), "the limit is that of entries that stay");
    let course = said.iter().find_map(|answer| match answer {
        TraceAnswer::Course { policy, parts, .. } if policy == "ttl" => {
            Some(parts.iter().map(|part| part.1).sum::<u64>())
        }
        _ => None,
    });
    let whole = Policy::Ttl.build(settings(Policy::Ttl, 100, lifetime)).replay(&trace);
    assert_eq!(course, Some(whole.hits), "and over the course");
    let no_theory = |answer: &TraceAnswer| !matches!(answer, TraceAnswer::Sizes { .. } | TraceAnswer::Theory { .. });
    assert!(said.iter().all(no_theory), "what follows from recency alone is not said");
    let said = ask(3, None);
    assert_eq!(line(&said, Policy::Lru), line(&forever, Policy::Lru), "as before");
    assert!(said.iter().any(|answer| matches!(answer, TraceAnswer::Sizes { .. })), "said anew");
}

#[test]
fn what_is_under_way_can_be_stopped_or_replaced() {
    let mut talk = Talk::with(TraceCommand::Make(RECIPE));
    let all: Vec<String> = Policy::ALL.iter().map(|policy| policy.id().to_owned()).collect();
    talk.command(TraceCommand::Curves { request: 1, policies: all, rules: Rules::default() }, None);
    talk.command(TraceCommand::Stop, None);
    assert!(!talk.bench.is_busy(), "stopped");
    // What the page asks for once is not asked for again with the curves.
    talk.command(TraceCommand::Curves { request: 1, policies: vec!["arc".to_owned()], rules: Rules::default() }, None);
    talk.command(TraceCommand::Describe, None);
    let policies = vec!["lru".to_owned()];
    talk.command(TraceCommand::Course { request: 1, policies, entries: 9, rules: Rules::default() }, None);
    talk.command(TraceCommand::Stop, None);
    let said = talk.finish();
    assert!(
        matches!(&*said, [TraceAnswer::Loaded(_), TraceAnswer::Course { .. }, TraceAnswer::Described(_)]),
        "both are said: {said:?}"
    );
    let said = talk.curves(2, &[Policy::Lru]);
    assert!(line(&said, Policy::Lru).is_some() && line(&said, Policy::Arc).is_none(), "and asked anew");
}

/// A stop, or another choice of policies, while the distances are counted.
#[test]
fn theory_outlives_a_stop_after_the_distances() {
    let ask = |talk: &mut Talk, request: u32| {
        let policies = vec!["lru".to_owned()];
        talk.command(TraceCommand::Curves { request, policies, rules: Rules::default() }, None);
    };
    let told = |said: &[TraceAnswer]| said.iter().filter(|answer| matches!(answer, TraceAnswer::Theory { .. })).count();
    for stop in [true, false] {
        let mut talk = Talk::with(TraceCommand::Make(RECIPE));
        ask(&mut talk, 1);
        talk.bench.work(&|answer| assert!(!matches!(answer, TraceAnswer::Theory { .. }), "the distances come first"));
        if stop {
            talk.command(TraceCommand::Stop, None);
        }
        ask(&mut talk, 2);
        let said = talk.finish();
        assert_eq!(told(&said), 1, "it comes all the same: {said:?}");
        ask(&mut talk, 3);
        assert_eq!(told(&talk.finish()), 0, "and once is enough");
    }
}

#[test]
fn what_the_trace_is_like_is_said_before_the_replays() {
    let mut talk = Talk::with(TraceCommand::Make(RECIPE));
    talk.command(TraceCommand::Describe, None);
    let policies = vec!["lru".to_owned(), "sieve".to_owned()];
    for request in 1..3 {
        let policies = policies.clone();
        talk.command(TraceCommand::Curves { request, policies, rules: Rules::default() }, None);
    }
    talk.command(TraceCommand::Describe, None);
    let said = talk.finish();
    let replayed = said.iter().position(|answer| {
        line(std::slice::from_ref(answer), Policy::Sieve).is_some_and(|line| !line.points.is_empty())
    });
    let described: Vec<usize> =
        (0..said.len()).filter(|&place| matches!(said[place], TraceAnswer::Described(_))).collect();
    assert_eq!(described.len(), 2, "whether it was asked for before the curves or after: {said:?}");
    assert!(described.iter().all(|place| Some(place) < replayed.as_ref()), "{described:?}, {replayed:?}");
}

#[test]
fn a_description_and_a_course_are_the_librarys() {
    let trace = RECIPE.trace();
    let mut talk = Talk::with(TraceCommand::Make(RECIPE));
    talk.command(TraceCommand::Describe, None);
    let policies = vec!["lru".to_owned(), "belady".to_owned()];
    talk.command(TraceCommand::Course { request: 4, policies, entries: 100, rules: Rules::default() }, None);
    let said = talk.finish();
    let analysis = Analysis::of(&trace);
    for (policy, said) in [Policy::Lru, Policy::Belady].into_iter().zip(&said[1..]) {
        let TraceAnswer::Course { request: 4, policy: id, parts } = said else { panic!("{said:?}") };
        assert_eq!((id.as_str(), parts.len()), (policy.id(), math::index(PARTS)), "a part in a hundred");
        let whole = policy.build(Settings::of(100)).replay(&trace);
        assert_eq!(parts.iter().map(|part| part.1).sum::<u64>(), whole.hits, "together they are the replay");
        assert!(parts.iter().all(|part| part.0 == 200), "of equal length");
    }
    let Some(TraceAnswer::Described(found)) = said.last() else { panic!("{said:?}") };
    assert_eq!((found.zipf, found.scans, found.one_hit_keys), (analysis.zipf, analysis.scans, analysis.one_hit_keys));
    assert_eq!(found.reuse_distance, analysis.reuse_distance, "the same reuses");
    assert_eq!(found.keys.counts.iter().sum::<u32>(), 20_000, "every request is on the map");
    let reuses = [&found.distances, &found.times].map(|chart| chart.counts.iter().sum::<u32>());
    assert_eq!(reuses, [20_000 - trace.distinct(); 2], "and every reuse on both others");
}

/// The same three requests in every format, plain and packed.
#[test]
fn every_format_is_recognised() {
    let gzip = |text: &[u8]| {
        let mut packed = Vec::new();
        let level = flate2::Compression::default();
        flate2::bufread::GzEncoder::new(text, level).read_to_end(&mut packed).expect("packed");
        packed
    };
    let zstd = |text: &[u8]| ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest);
    let record = |time: u32, key: u64| {
        [&time.to_le_bytes()[..], &key.to_le_bytes(), &1_u32.to_le_bytes(), &(-1_i64).to_le_bytes()].concat()
    };
    let csv = FileForm::Csv { key: "key".to_owned(), time: Some("time".to_owned()), size: None, cost: None };
    let files = [
        (b"5\n9\n5\n".to_vec(), FileForm::Keys, false),
        (b"time,key\n0,5\n1,9\n2,5\n".to_vec(), csv, true),
        ([record(0, 5), record(1, 9), record(2, 5)].concat(), FileForm::OracleGeneral, true),
        (
            [5, 9, 5].map(|key| format!("0.5 [0 127.0.0.1:6] \"get\" \"{key}\"\n")).concat().into_bytes(),
            FileForm::RedisMonitor,
            true,
        ),
    ];
    for (text, form, timed) in files {
        for bytes in [text.clone(), gzip(&text), zstd(&text)] {
            let said = Talk::read(FileForm::Guess, &bytes).finish();
            let Some(TraceAnswer::Loaded(about)) = said.last() else { panic!("{form:?}: {said:?}") };
            assert_eq!((about.requests, about.distinct, about.timed), (3, 2, timed), "{form:?}");
            assert_eq!(about.form.as_ref(), Some(&form), "as it was found");
        }
    }
}

#[test]
fn a_long_file_says_how_far_it_is() {
    let text: String = (0..200_000).map(|key| format!("{}\n", key % 1_000)).collect();
    let said = Talk::read(FileForm::Keys, text.as_bytes()).finish();
    let shares: Vec<f64> = said
        .iter()
        .filter_map(|answer| if let TraceAnswer::Reading { share } = answer { Some(*share) } else { None })
        .collect();
    assert!(shares.len() > 2 && shares.is_sorted() && shares.last() == Some(&1.0), "{shares:?}");
}

#[test]
fn a_bad_file_names_its_line_and_loses_nothing() {
    let mut talk = Talk::with(TraceCommand::Make(RECIPE));
    talk.finish();
    let mut refused = |form: FileForm, bytes: &[u8]| {
        talk.command(TraceCommand::Read(form), Some(bytes));
        let said = talk.finish();
        let Some(TraceAnswer::Refused { why, columns, instead }) = said.last() else { panic!("{said:?}") };
        assert_eq!(instead.is_some(), why.contains("to leave it out"), "only where all else can be read: {said:?}");
        (why.clone(), columns.clone())
    };
    let (why, _) = refused(FileForm::Guess, b"");
    assert!(why.contains("no request"), "{why}");
    let (why, _) = refused(FileForm::Guess, b"\x89PNG\r\n\x1A\n\0\0\0");
    assert!(why.contains("line 1 holds bytes that are no text"), "{why}");
    let timed = FileForm::Csv { key: "key".to_owned(), time: Some("time".to_owned()), size: None, cost: None };
    let (why, _) = refused(timed, b"time,key\n0,5\nnoon,9\n");
    assert!(why.ends_with("line 3: \"noon\" is not allowed as a time; allowed: seconds, a number from 0"), "{why}");
    let late = [b"time,key\n".to_vec(), b"7,5\n".repeat(20_000), b"6,5\n".to_vec()].concat();
    let (why, columns) = refused(FileForm::Guess, &late);
    assert!(why.contains("read the file as CSV to leave it out") && columns == ["time", "key"], "{why}, {columns:?}");
    let (why, columns) = refused(FileForm::Guess, b"a,b\n1,2\n");
    assert!(why.contains("no column \"key\"") && columns == ["a", "b"], "{why}, {columns:?}");
    let (why, _) = refused(FileForm::Guess, &[&[0x28, 0xB5, 0x2F, 0xFD][..], &[0xFF; 40]].concat());
    assert!(why.contains("cannot be read"), "{why}");
    let (why, _) = refused(FileForm::Guess, &[&b"1\n2\n"[..], &[b'x'; 70_000]].concat());
    assert!(why.contains("line 3 is longer than"), "{why}");
    let said = talk.curves(1, &[Policy::Lru]);
    assert!(line(&said, Policy::Lru).is_some(), "the trace from before still answers");
}

/// Above five million requests LRU is sampled, and exact replays say how far off it is.
#[test]
fn a_very_long_trace_is_sampled_and_says_its_error() {
    let recipe = Recipe { pattern: Pattern::Zipf, keys: 20_000, requests: 5_000_001, ..RECIPE };
    let mut talk = Talk::with(TraceCommand::Make(recipe));
    let said = talk.curves(1, &[Policy::Lru]);
    let found = line(&said, Policy::Lru).expect("a curve");
    let Method::Sampled { rate, error: Some(error), .. } = found.method else { panic!("not sampled") };
    let trace: Trace = recipe.trace();
    let exact = Curve::lru(&trace);
    let off = |size: u32| (Curve::lru_sampled(&trace, rate).misses(size) - exact.misses(size)).abs() / 5_000_001.0;
    assert!(error > 0.0 && error < 0.1 && off(10_000) <= error + 1e-12, "{error}, {}", off(10_000));
    for size in sizes(trace.distinct()) {
        let point = found.points.iter().find(|point| point.0 == size).map(|point| point.1);
        let same = |ratio: f64| exact.miss_ratio(size).is_some_and(|exact| (exact - ratio).abs() < 1e-12);
        assert!(point.is_some_and(same), "counted, not estimated: {size}, {point:?}");
    }
    let early = said.iter().find_map(|answer| line(std::slice::from_ref(answer), Policy::Lru));
    let least = early.and_then(|line| line.points.first()).map(|point| point.0);
    assert_eq!(least, Some(10), "a tenth of the keys says nothing of less than ten entries");
}
