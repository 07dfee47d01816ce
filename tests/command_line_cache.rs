//! `switchyard cache` as others call it: formats, curves, descriptions, and what it refuses.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn switchyard(arguments: &[&str], input: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
    let program = program.arg("cache").arg("-").args(arguments);
    let pipes = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    // A program that has seen enough does not read on.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn json(arguments: &[&str], input: &[u8]) -> Value {
    let output = switchyard(&[arguments, &["--json"]].concat(), input);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The input is bad: exit 2, nothing on stdout, one line on stderr with these words.
fn refused(arguments: &[&str], input: &[u8], words: &str) {
    let output = switchyard(arguments, input);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    assert!(output.stdout.is_empty(), "{arguments:?}: nothing on stdout");
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains(words), "{arguments:?}: {message}");
}

/// The options are bad: exit 2, nothing on stdout, and these words among those of the parser.
fn misused(arguments: &[&str], words: &str) {
    let output = switchyard(arguments, TRACE);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}: {message}");
    assert!(message.contains(words), "{arguments:?}: {message}");
}

const LRU_2: &[&str] = &["--policy", "lru", "--capacity", "2"];
const TRACE: &[u8] = b"1\n2\n1\n3\n18446744073709551615\n3\ncard:7\n007\n7\n";

#[test]
fn keys_are_numbers_of_64_bits_or_texts() {
    let counts = json(LRU_2, TRACE);
    assert_eq!(counts["requests"], 9);
    assert_eq!(counts["misses"], 7, "007 and 7 are two keys: {counts}");
    let described = json(&["--analyse"], TRACE);
    assert_eq!((&described["distinct"], &described["one_hit_keys"]), (&7.into(), &5.into()), "{described}");
}

#[test]
fn compressed_traces_are_recognised() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(TRACE).unwrap();
    let one = gzip.finish().unwrap();
    assert_eq!(json(LRU_2, &one), json(LRU_2, TRACE), "gzip");
    let two = [one.clone(), one].concat();
    assert_eq!(json(LRU_2, &two)["requests"], 18, "two members");
    let zstd = ruzstd::encoding::compress_to_vec(TRACE, ruzstd::encoding::CompressionLevel::Fastest);
    assert_eq!(json(LRU_2, &zstd), json(LRU_2, TRACE), "zstd");
    let skippable = [&b"\x5A\x2A\x4D\x18\x03\0\0\0"[..], b"any"].concat();
    let frames = [&skippable[..], &zstd, &skippable, &zstd, &skippable].concat();
    assert_eq!(json(LRU_2, &frames)["requests"], 18, "two frames between skippable ones");
    refused(LRU_2, &[&zstd[..], b"and more"].concat(), "the trace cannot be read");
    refused(LRU_2, &[&zstd[..], &skippable[..9]].concat(), "the trace cannot be read");
}

#[test]
fn other_formats_hold_the_same_requests() {
    let csv = b"time,key,size\n0,a,1\n0.5,\"b\",1\n1,a,1\n";
    let with_time = ["--format", "csv", "--time-column", "time"];
    fn with<'a>(options: &[&'a str]) -> Vec<&'a str> {
        [options, LRU_2].concat()
    }
    assert_eq!(json(&with(&with_time), csv)["hits"], 1);
    let expired = [&with(&with_time)[..], &["--ttl", "0.9"]].concat();
    assert_eq!(json(&expired, csv)["hits"], 0, "a comes back after one second");
    let monitor = b"OK\n1.5 [0 127.0.0.1:1] \"GET\" \"a\"\n1.6 [0 127.0.0.1:1] \"SET\" \"a\" \"x\"\n\
                    1.7 [0 127.0.0.1:1] \"get\" \"a\"\n";
    assert_eq!(json(&with(&["--format", "redis-monitor"]), monitor)["hits"], 1, "reads count, writes follow");
    let many = b"1.5 [0 127.0.0.1:1] \"MGET\" \"a\" \"b\" \"a\"\n1.6 [0 127.0.0.1:1] \"hget\" \"b\" \"field\"\n";
    assert_eq!(json(&with(&["--format", "redis-monitor"]), many)["requests"], 4, "every key of MGET, one of HGET");
    for separator in [";", "\t"] {
        let text = String::from_utf8_lossy(csv).replace(',', separator);
        assert_eq!(json(&with(&with_time), text.as_bytes())["hits"], 1, "{separator:?}");
    }
    let record = |key: u64| [&3_u32.to_le_bytes()[..], &key.to_le_bytes(), &[1; 12]].concat();
    let oracle = [record(5), record(6), record(5)].concat();
    let format = with(&["--format", "oracle-general"]);
    assert_eq!(json(&format, &oracle)["hits"], 1);
    refused(&format, &oracle[..50], "record 3 is cut off after 2 bytes");
}

#[test]
fn curves_and_counts_agree() {
    let trace: Vec<u8> = (0..2_000_u32).flat_map(|i| format!("{}\n", i * i % 97).into_bytes()).collect();
    let curves = json(&["--curve", "--policy", "lru", "--policy", "belady", "--capacity", "5,20"], &trace);
    for (place, policy) in ["lru", "belady"].into_iter().enumerate() {
        let counts = json(&["--policy", policy, "--capacity", "5,20"], &trace);
        for size in 0..2 {
            let curve = &curves["curves"][place]["points"][size];
            assert_eq!(curve["misses"].as_f64(), counts[size]["misses"].as_f64(), "{policy} at {}", curve["capacity"]);
        }
    }
    assert_eq!(json(&["--curve"], &trace)["curves"][0]["policy"], "lru", "and LRU by itself");
}

#[test]
fn what_is_no_trace_is_refused_with_its_place() {
    refused(LRU_2, b"", "the trace has no request");
    refused(LRU_2, b"\n  \n", "the trace has no request");
    refused(LRU_2, b"1\n\x00\xff\xfe\n", "line 2 holds bytes that are no text");
    refused(LRU_2, &[b'x'; 10_000_000], "line 1 is longer than 65536 bytes");
    let csv = [&["--format", "csv"], LRU_2].concat();
    refused(&csv, b"id,time\n1,2\n", "line 1 has no column \"key\"; allowed: id, time");
    let timed = [&csv[..], &["--time-column", "time"]].concat();
    refused(&timed, b"key,time\n1,0\n2,soon\n", "line 3: \"soon\" is not allowed as a time");
    refused(
        &timed,
        b"key,time\n1,5\n2,5\n3,4.5\n",
        "line 4: the time 4.5 s is before 5 s, the one above it; allowed: times",
    );
    let monitor = b"7.5 [0 a:1] \"get\" \"a\"\n7.4 [0 a:1] \"get\" \"a\"\n";
    refused(&[&["--format", "redis-monitor"], LRU_2].concat(), monitor, "line 2: the time 7.4 s is before 7.5 s");
    let record = |time: u32| [&time.to_le_bytes()[..], &[1; 20]].concat();
    let oracle = [record(9), record(3)].concat();
    refused(&[&["--format", "oracle-general"], LRU_2].concat(), &oracle, "record 2: the time 3 s is before 9 s");
    refused(&["--policy", "lru", "--capacity", "2", "--ttl", "-1"], TRACE, "--ttl: -1 is not allowed here");
    refused(&[&["--format", "redis-monitor"], LRU_2].concat(), b"1.5 get a\n", "line 1");
}

#[test]
fn ten_million_distinct_keys_are_too_many_by_one_only_beyond_the_limit() {
    let keys: Vec<u8> = (0..=10_000_000_u32).flat_map(|i| format!("{i}\n").into_bytes()).collect();
    refused(LRU_2, &keys, "line 10000001: the trace has more than 10000000 requests");
}

#[test]
fn requests_count_by_what_the_columns_say() {
    let csv = b"key,size,cost\na,10,1\nb,200,7\na,10,1\nc,3000,2\na,10,1\nb,200,7\n";
    let by = |measure: &str| {
        let columns = ["--format", "csv", "--size-column", "size", "--cost-column", "cost", "--by", measure];
        json(&[LRU_2, &columns].concat(), csv)
    };
    assert_eq!((&by("requests")["requests"], &by("requests")["hits"]), (&6.into(), &2.into()));
    assert_eq!((&by("bytes")["requests"], &by("bytes")["hits"]), (&3430.into(), &20.into()));
    assert_eq!((&by("cost")["requests"], &by("cost")["hits"]), (&19.into(), &2.into()));
    refused(&[LRU_2, &["--by", "bytes"]].concat(), TRACE, "--by: bytes is not allowed here");
}

#[test]
fn a_capacity_beyond_all_keys_is_room_for_all_or_refused_with_the_limit() {
    let counts = json(&["--policy", "w-tinylfu", "--capacity", "4294967295"], TRACE);
    assert_eq!(counts["capacity"], 4_294_967_295_u32, "{counts}");
    for capacity in ["4294967296", "1000000000000", "-1", "1.5", "ten"] {
        let output = switchyard(&["--policy", "lru", &format!("--capacity={capacity}")], TRACE);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{message}");
        let words = format!("{capacity} is not allowed here; allowed: a whole number of entries from 0 to 4294967295");
        assert_eq!(message.matches(&words).count(), 1, "{message}");
    }
}

#[test]
fn the_limit_at_all_sizes_is_the_counted_one() {
    let curve = json(&["--curve", "--policy", "belady", "--capacity", "1,2,3"], TRACE);
    assert_eq!(curve["curves"][0]["method"], "exact, stack distances");
    for point in curve["curves"][0]["points"].as_array().unwrap() {
        let counts = json(&["--policy", "belady", "--capacity", &point["capacity"].to_string()], TRACE);
        assert_eq!(point["misses"].as_f64(), counts["misses"].as_f64(), "{curve}");
    }
}

#[test]
fn a_warm_up_is_not_counted() {
    let counts = json(&[LRU_2, &["--warm-up", "2"]].concat(), b"1\n2\n1\n3\n1\n2\n");
    assert_eq!((&counts["requests"], &counts["hits"]), (&4.into(), &2.into()), "{counts}");
    refused(&[LRU_2, &["--warm-up", "9"]].concat(), TRACE, "allowed: fewer than the 9 requests of the trace");
}

/// A curve takes the lifetime and the seed, so that it counts what the counts do.
#[test]
fn curves_expire_and_draw_as_counts_do() {
    let trace: Vec<u8> = (0..2_000_u32).flat_map(|i| format!("{}\n", i * i % 97).into_bytes()).collect();
    let options = ["--pace", "10", "--ttl", "3", "--seed", "7", "--capacity", "5,20"];
    for policy in ["lru", "belady", "random", "ttl"] {
        let of_policy = [&options[..], &["--policy", policy]].concat();
        for sliding in [&[][..], &["--ttl-sliding"]] {
            let counts = json(&[&of_policy[..], sliding].concat(), &trace);
            let curve = json(&[&of_policy[..], sliding, &["--curve"]].concat(), &trace);
            for size in 0..2 {
                let misses = &curve["curves"][0]["points"][size]["misses"];
                assert_eq!(misses.as_f64(), counts[size]["misses"].as_f64(), "{policy} {sliding:?}");
            }
        }
    }
    let [fixed, sliding] = [&[][..], &["--ttl-sliding"]].map(|more| {
        json(
            &[&["--policy", "lru", "--capacity", "9", "--pace", "1", "--ttl", "2.5"], more].concat(),
            b"1\n2\n1\n2\n1\n",
        )
    });
    assert_eq!((&fixed["hits"], &sliding["hits"]), (&2.into(), &3.into()), "a hit begins a new life, or does not");
    let seeds =
        ["1", "2"].map(|seed| json(&["--curve", "--policy", "random", "--capacity", "9", "--seed", seed], &trace));
    assert_ne!(seeds[0], seeds[1], "the seed matters");
    for (option, value) in [("--by", "bytes"), ("--ttl", "3"), ("--seed", "3")] {
        misused(&["--analyse", option, value], "cannot be used with");
    }
    misused(&[LRU_2, &["--ttl-sliding"]].concat(), "--ttl <TTL>");
}

#[test]
fn the_format_is_guessed_unless_it_is_said() {
    let csv = b"time,key,size\n0,a,1\n0.5,b,1\n1,a,1\n";
    assert_eq!(json(LRU_2, csv)["requests"], 3, "a header is no request");
    assert_eq!(json(&[LRU_2, &["--ttl", "0.9"]].concat(), csv)["hits"], 0, "the times are found too");
    assert_eq!(json(&[LRU_2, &["--format", "keys"]].concat(), csv)["requests"], 4);
    let named = b"card\n7\n7\n";
    assert_eq!(
        json(&[LRU_2, &["--key-column", "card"]].concat(), named)["requests"],
        2,
        "a column that is named is one"
    );
    let record = |key: u64| [&3_u32.to_le_bytes()[..], &key.to_le_bytes(), &[1; 12]].concat();
    assert_eq!(json(LRU_2, &[record(5), record(5)].concat())["hits"], 1);
}

#[test]
fn traces_are_made_up_when_asked_for() {
    let generated = |what: &str, options: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
        let output = program.args(["cache", "--generate", what, "--json"]).args(options).output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
        )
    };
    let counted = |what: &str, capacity: &str| -> Value {
        serde_json::from_str(&generated(what, &["--policy", "lru", "--capacity", capacity]).1).unwrap()
    };
    assert_eq!(counted("zipf", "1000")["misses"], 493_991, "libCacheSim on the trace A1");
    assert_eq!(counted("loop,keys=101,requests=1010", "100")["hits"], 0);
    for (what, words) in [
        ("zip", "allowed: zipf, scan, drift, daily, payments, loop"),
        ("zipf,kys=4", "allowed: keys, exponent, seed, requests"),
        ("zipf,keys=0", "keys=0 is not allowed; allowed: a whole number from 1 to 10000000"),
        ("loop,exponent=1", "allowed: keys, requests"),
        ("zipf,exponent=9", "allowed: a number from 0 to 2"),
    ] {
        let (code, said) = generated(what, LRU_2);
        assert!(code == Some(2) && said.contains(words), "{what}: {said}");
    }
}

#[test]
fn the_size_for_a_share_of_hits_is_the_smallest_one() {
    let trace: Vec<u8> = (0..4_000_u32).flat_map(|i| format!("{}\n", i * i % 97).into_bytes()).collect();
    let found = json(&["--hits", "60", "--policy", "lru", "--policy", "fifo", "--policy", "belady"], &trace);
    for size in found["sizes"].as_array().unwrap() {
        let (policy, capacity) = (size["policy"].as_str().unwrap(), size["capacity"].as_u64().unwrap());
        let hits = |capacity: u64| {
            let counts = json(&["--policy", policy, "--capacity", &capacity.to_string()], &trace);
            counts["hits"].as_f64().unwrap() / 4_000.0
        };
        assert!(hits(capacity) >= 0.6 && hits(capacity - 1) < 0.6, "{policy} at {capacity}");
    }
    assert!(json(&["--hits", "99.9"], &trace)["sizes"][0]["capacity"].is_null(), "first requests miss in any cache");
    misused(&["--hits", "100"], "above 0 and below 100");
}

#[test]
fn policies_explain_themselves_without_a_trace() {
    let program = || Command::new(env!("CARGO_BIN_EXE_switchyard"));
    let said = program().args(["cache", "--policy", "s3-fifo", "--policy", "lru", "--explain"]).output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    for words in
        ["s3-fifo: S3-FIFO", "threshold: 2. Uses that lift an entry", "none of which can be set", "no parameters"]
    {
        assert!(said.contains(words), "{words:?} in {said}");
    }
    let output = program().args(["cache", "--policy", "redis-allkeys-lfu", "--explain", "--json"]).output().unwrap();
    let explained: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(explained[0]["parameters"][3]["id"], "log-factor", "{explained}");
}

/// Eight requests for four keys that live for five seconds each: a limit that let its entries expire would miss once more
/// than FIFO.
#[test]
fn nothing_misses_less_than_the_limit_where_entries_expire() {
    let trace = b"0\n1\n0\n2\n3\n1\n0\n2\n";
    let options = ["--capacity", "3", "--pace", "1", "--ttl", "5", "--policy"];
    let misses = |policy: &str, more: &[&str]| {
        json(&[&options[..], &[policy], more].concat(), trace)["misses"].as_u64().unwrap()
    };
    assert_eq!((misses("belady", &[]), misses("fifo", &[])), (5, 5), "the limit keeps its entries");
    let curve = json(&[&options[..], &["belady", "--curve"]].concat(), trace);
    assert_eq!(curve["curves"][0]["points"][0]["misses"].as_f64(), Some(5.0), "{curve}");
    let long: Vec<u8> = (0..2_000_u32).flat_map(|i| format!("{}\n", i * i % 97).into_bytes()).collect();
    let all = ["fifo", "ttl", "lru", "lfu", "sieve", "arc", "s3-fifo", "w-tinylfu", "redis-volatile-ttl", "belady"];
    let policies: Vec<&str> = all.iter().flat_map(|id| ["--policy", id]).collect();
    let rows = ["--capacity", "20", "--pace", "10", "--ttl", "3"];
    let counted = json(&[&policies[..], &rows].concat(), &long);
    let misses: Vec<u64> = counted.as_array().unwrap().iter().map(|row| row["misses"].as_u64().unwrap()).collect();
    assert_eq!(misses.iter().min(), misses.last(), "{misses:?}");
}

#[test]
fn a_column_of_times_is_guessed_only_if_it_can_be_one() {
    let rows = |csv: &[u8]| json(LRU_2, csv)["requests"].clone();
    assert_eq!(rows(b"timestamp,key\n2024-05-01T10:00:00Z,a\n2024-05-01T10:00:01Z,b\n"), 2, "no numbers");
    assert_eq!(rows(b"time,key\n5,a\n4,b\n6,a\n"), 3, "out of order");
    assert_eq!(rows(b"time,key\nnoon,5"), 1, "no number in a last line that nothing ends");
    // What looks like seconds in the beginning may be none later on.
    let mut late = b"time,key\n".to_vec();
    (0..10_000).for_each(|line| late.extend(format!("{line},key{}\n", line % 7).into_bytes()));
    late.extend(b"3,a\n");
    refused(LRU_2, &late, "line 10002: the time 3 s is before 9999 s");
    refused(LRU_2, &late, "\"time\" was taken for one of seconds by its name: read the file as CSV");
    assert_eq!(json(&[LRU_2, &["--format", "csv"]].concat(), &late)["requests"], 10_001, "as that says");
    let output = switchyard(LRU_2, b"time,key\n1,a\n2,a\n");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("the column \"time\" is taken as seconds"), "{said}");
}

/// Whoever does as a refusal says is not refused again, whatever the columns are called.
#[test]
fn a_refused_guess_says_how_all_else_of_it_is_read() {
    let table = |header: &str| {
        let mut late = format!("{header}\n").into_bytes();
        (0..10_000).for_each(|line| late.extend(format!("{line},key{},9,2\n", line % 7).into_bytes()));
        [late, b"3,a,9,2\n".to_vec()].concat()
    };
    let advice = "--format csv --key-column url --size-column bytes --cost-column cost";
    let late = table("time,url,bytes,cost");
    refused(LRU_2, &late, &format!("read the file as CSV to leave it out: {advice}"));
    let read = json(&[LRU_2, &advice.split(' ').collect::<Vec<_>>(), &["--by", "bytes"]].concat(), &late);
    assert_eq!(read["requests"], 90_009, "as that says");
    let named = [LRU_2, &["--key-column", "my card"]].concat();
    refused(&named, &table("time,my card,x,y"), "--format csv --key-column 'my card'");
    let output = switchyard(LRU_2, b"time,url,bytes\n1,a,5\n2,a,5\n");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("--format csv --key-column url --size-column bytes leaves it out"), "{said}");
}

#[test]
fn columns_by_number_need_no_header() {
    let csv = b"0,a,9\n1,b,9\n2,a,9\n";
    let by_number = [LRU_2, &["--key-column", "#2", "--time-column", "#1", "--size-column", "#3"]].concat();
    let counts = json(&[&by_number[..], &["--by", "bytes"]].concat(), csv);
    assert_eq!((&counts["requests"], &counts["hits"]), (&27.into(), &9.into()), "{counts}");
    assert_eq!(json(&[&by_number[..], &["--ttl", "1.5"]].concat(), csv)["hits"], 0, "with its times");
    for separator in [";", "\t"] {
        let text = String::from_utf8_lossy(csv).replace(',', separator);
        assert_eq!(json(&by_number, text.as_bytes())["requests"], 3, "{separator:?}");
    }
    let card = [LRU_2, &["--key-column", "#1"]].concat();
    assert_eq!(json(&card, b"5\n5\n")["hits"], 1, "one column is one too");
    for separator in [",", ";", "\t"] {
        let text = "7,x\n7,y\n".replace(',', separator);
        assert_eq!(json(&card, text.as_bytes())["hits"], 1, "the first of two columns between {separator:?}");
    }
    assert_eq!(json(&card, b"7,x;\n7,y;\n")["hits"], 1, "commas where both make two");
    refused(&by_number, b"0,a,9\n1\n", "line 2: \"1\" is not allowed as a key; allowed: a field of that number");
    let mixed = [LRU_2, &["--key-column", "#2", "--time-column", "when"]].concat();
    refused(&mixed, csv, "the column \"when\" has a name, another one a number");
    refused(&[LRU_2, &["--format", "csv", "--key-column", "#0"]].concat(), csv, "no column \"#0\"");
}

#[test]
fn every_read_of_a_key_is_a_request_and_the_rest_is_counted() {
    let line = |command: &str| format!("1.5 [0 127.0.0.1:1] {command}\n");
    let reads = [
        "strlen",
        "ZREVRANGE",
        "hexists",
        "ttl",
        "type",
        "xrange",
        "xlen",
        "getbit",
        "bitcount",
        "lindex",
        "scard",
        "smismember",
        "zcard",
        "hscan",
        "hstrlen",
        "geopos",
    ];
    let log: String = reads.iter().map(|read| line(&format!("\"{read}\" \"a\" \"0\""))).collect();
    assert_eq!(json(LRU_2, log.as_bytes())["requests"], reads.len(), "each names one key");
    let many = line("\"SINTER\" \"a\" \"b\"") + &line("\"set\" \"a\" \"1\"") + &line("\"ping\"");
    let output = switchyard(LRU_2, many.as_bytes());
    assert!(String::from_utf8_lossy(&output.stdout).contains("requests 2"), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("2 lines that are not counted as reads were passed over"), "{said}");
    let other = line("\"XREAD\" \"streams\" \"a\" \"0\"");
    refused(LRU_2, other.as_bytes(), "no request; 1 line that is not counted as a read was passed over");
}

#[test]
fn a_file_that_breaks_off_names_the_last_line_that_it_has() {
    let gzip = |text: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        gzip.write_all(text).unwrap();
        gzip.finish().unwrap()
    };
    let short = gzip(b"key\n1\n2\n3\n");
    refused(LRU_2, &short[..short.len() - 9], "the trace cannot be read after line 3: ");
    let long: Vec<u8> = (100_000..150_000).flat_map(|key: u32| format!("{key}\n").into_bytes()).collect();
    refused(LRU_2, &gzip(&long)[..200_000], "the trace cannot be read after line 28");
    let records = gzip(&[1_u8; 96]);
    let format = [LRU_2, &["--format", "oracle-general"]].concat();
    refused(&format, &records[..records.len() - 10], "the trace cannot be read after record 3: ");
}

#[test]
fn the_sample_of_a_long_trace_claims_nothing_that_it_cannot_know() {
    let generated = |options: &[&str]| -> Value {
        let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
        let long = "zipf,keys=2000,exponent=0.9,requests=5000001";
        let output = program.args(["cache", "--generate", long, "--json"]).args(options).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let counts = generated(&["--policy", "lru", "--capacity", "2,10,1000"]);
    let curve = generated(&["--curve", "--capacity", "2,10,1000"]);
    assert!(curve["curves"][0]["error"].is_null(), "nothing of it is from a sample: {curve}");
    for size in 0..3 {
        let point = &curve["curves"][0]["points"][size];
        assert_eq!(point["misses"].as_f64(), counts[size]["misses"].as_f64(), "what is asked for is replayed: {curve}");
    }
    let curve = &generated(&["--curve"])["curves"][0];
    for (place, size) in [(1, 0), (3, 1), (9, 2)] {
        let (point, counted) = (&curve["points"][place], &counts[size]);
        assert_eq!(point["capacity"], counted["capacity"]);
        assert_eq!(point["misses"].as_f64(), counted["misses"].as_f64(), "what was replayed is shown: {curve}");
    }
    assert!(curve["method"].as_str().unwrap().contains("SHARDS"), "the others are sampled: {curve}");
    let error = curve["error"].as_f64().unwrap();
    assert!(error > 0.0 && error < 0.1, "and say how far they are off: {curve}");
    let warned = |options: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
        let hot = "loop,keys=1,requests=5000001";
        let output = program.args(["cache", "--generate", hot, "--curve"]).args(options).output().unwrap();
        String::from_utf8_lossy(&output.stderr).contains("the sample has")
    };
    assert_eq!((warned(&[]), warned(&["--capacity", "1"])), (true, false), "no word of a sample that nobody asks");
}

#[test]
fn hits_are_told_over_the_trace() {
    let trace = b"1\n1\n1\n2\n3\n4\n";
    let told = json(&[LRU_2, &["--over-time", "2"]].concat(), trace);
    let expected = serde_json::json!([
        { "policy": "lru", "capacity": 2, "from": 0, "requests": 3, "hits": 2, "misses": 1, "hit_ratio": 2.0 / 3.0 },
        { "policy": "lru", "capacity": 2, "from": 3, "requests": 3, "hits": 0, "misses": 3, "hit_ratio": 0.0 },
    ]);
    assert_eq!(told, expected, "two parts");
    let words = switchyard(&[LRU_2, &["--over-time", "2"]].concat(), trace);
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    assert_eq!(
        words.lines().map(|line| line.contains("misses")).collect::<Vec<_>>(),
        [true; 2],
        "a line each: {words}"
    );
    refused(&[LRU_2, &["--over-time", "7"]].concat(), trace, "--over-time: 7 is not allowed here; allowed: 1 to 6");
    refused(&[LRU_2, &["--over-time", "0"]].concat(), trace, "--over-time: 0 is not allowed here; allowed: 1 to 6");
    misused(&["--curve", "--over-time", "2"], "cannot be used with");
}

#[test]
fn ches_approximation_stands_beside_lru() {
    // All keys in turn: by popularities alone half of them would hit in half the room, in truth none does.
    let round: Vec<u8> = (0..1_000_u32).flat_map(|i| format!("{}\n", i % 10).into_bytes()).collect();
    let che = |options: &[&str]| {
        let curves =
            json(&[&["--curve", "--policy", "lru", "--policy", "fifo", "--capacity", "5"], options].concat(), &round);
        [0, 1].map(|policy| curves["curves"][policy]["points"][0]["che"].as_f64())
    };
    let [lru, fifo] = che(&[]);
    assert!(lru.is_some_and(|ratio| (ratio - 0.5).abs() < 1e-9) && fifo.is_none(), "{lru:?}, {fifo:?}");
    assert_eq!(che(&["--ttl", "1"]), [None; 2], "it knows no lifetimes");
    let all = json(&["--curve", "--capacity", "9,10,11"], &round);
    let known = [0, 1, 2].map(|point| all["curves"][0]["points"][point]["che"].is_number());
    assert_eq!(known, [true, false, false], "nor first requests, which alone miss where all fit: {all}");
    let words = switchyard(&["--curve", "--capacity", "5"], &round);
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    assert!(words.contains("che 0.500000"), "{words}");
}

/// The first size of which the sample says anything is ten entries.
#[test]
fn a_long_trace_that_needs_fewer_than_ten_entries_is_told_so() {
    let size = |what: &str, percent: &str| -> Value {
        let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
        let output = program.args(["cache", "--generate", what, "--hits", percent, "--json"]).output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["sizes"][0].clone()
    };
    let one = size("loop,keys=1,requests=5000001", "50");
    assert_eq!(one["capacity"], 1, "{one}");
    assert!(one["method"].as_str().unwrap().contains("replay") && one["error"].is_null(), "counted: {one}");
    assert_eq!(size("loop,keys=7,requests=5000001", "50")["capacity"], 7, "a loop fits in as a whole or not at all");
    let many = size("zipf,keys=2000,exponent=0.9,requests=5000001", "50");
    assert!(many["method"].as_str().unwrap().contains("SHARDS") && many["capacity"].as_u64() > Some(10), "{many}");
}
