//! Our picks beside those of the running NGINX and HAProxy.
//!
//! Each comparison has an upstream of its own in the proxy, so every sequence begins from the proxy's start. Weighted
//! rotations are read from idle requests; least connections along scripts that hold requests open; NGINX's hashes key
//! by key. Our side is the command line.

use super::proxies::{Proxy, Servers, answer, folder};
use crate::steps::{Outcome, Steps, cargo};
use crate::tools::on_path;
use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

/// The most servers of a comparison.
const SERVERS: usize = 5;
/// Idle requests of a rotation.
const PICKS: usize = 60;
/// Keys of a hash.
const KEYS: usize = 100;
/// A proxy needs this long at most to notice that a request has ended.
const SETTLE: Duration = Duration::from_millis(10);

const WEIGHTS: [&[u32]; 13] = [
    &[5, 1, 1],
    &[3, 2, 1],
    &[4, 3, 2, 1],
    &[1, 2, 3, 4],
    &[8, 1],
    &[1, 1],
    &[1, 1, 1],
    &[2, 1],
    &[3, 1, 1],
    &[7, 3],
    &[10, 5, 3, 2],
    &[1, 10],
    &[256, 128, 64, 1],
];

const SCRIPTS: [&str; 7] = [
    "+ + + 0 + 2 + + 1 3 + + 4 5 + +",
    "+ + + + + + 0 3 + + 1 + 4 7 + + + 2 5 8 + +",
    "+ 0 + 1 + 2 + 3 + 4 + 5",
    "+ + + + + + + + + + + +",
    "+ + + + 3 + 2 + 1 + 0 + 4 5 + + + 6 + +",
    "+ + 1 0 + + + 2 + 4 + + 3 5 6 + +",
    "+ + + + + 4 3 2 + + + 1 0 + +",
];

/// Weights of the scripts.
const LOADED: [&[u32]; 4] = [&[1, 1, 1], &[3, 2, 1], &[5, 1], &[1, 2, 4]];

/// What is compared: one upstream of a proxy.
struct Case {
    /// Our policy.
    policy: &'static str,
    /// The line of the proxy's configuration that chooses the method.
    method: &'static str,
    weights: &'static [u32],
    work: Work,
}

enum Work {
    Idle,
    Script(&'static str),
    Keys,
}

pub fn run(steps: &mut Steps) -> Outcome {
    for program in ["nginx", "haproxy"] {
        if on_path(program).is_none() {
            return Err(format!(
                "{program} is not installed, so our picks cannot be set beside its own: on Debian \
                 `sudo apt-get install nginx haproxy`."
            ));
        }
    }
    steps.command("build the command line", &mut cargo("build --locked --bin switchyard"))?;
    let servers = Servers::start(SERVERS)?;
    let folder = folder()?;
    let outcome = steps.work("NGINX", || {
        let cases = nginx_cases();
        let proxy = Proxy::start("nginx", &["-c"], &folder, &nginx(&cases, &servers.ports))?;
        compare(&proxy, &cases, &servers)
    });
    let outcome = outcome.and_then(|()| {
        steps.work("HAProxy", || {
            let cases = haproxy_cases();
            let proxy = Proxy::start("haproxy", &["-db", "-f"], &folder, &haproxy(&cases, &servers.ports))?;
            compare(&proxy, &cases, &servers)
        })
    });
    if outcome.is_ok() {
        // After a failure the configurations and logs are worth a look.
        let _ = std::fs::remove_dir_all(folder);
    }
    outcome
}

fn nginx_cases() -> Vec<Case> {
    let mut cases = rotations("smooth-weighted-round-robin", "");
    cases.extend(scripts("nginx-least-conn", "least_conn;"));
    for (policy, method) in [("hash-modulo", "hash $arg_key;"), ("ketama", "hash $arg_key consistent;")] {
        for weights in [&[1, 1, 1, 1, 1][..], &[1, 2, 3]] {
            cases.push(Case { policy, method, weights, work: Work::Keys });
        }
    }
    cases
}

fn haproxy_cases() -> Vec<Case> {
    let mut cases = rotations("haproxy-roundrobin", "balance roundrobin");
    cases.extend(rotations("haproxy-static-rr", "balance static-rr"));
    cases.extend(scripts("haproxy-leastconn", "balance leastconn"));
    cases
}

fn rotations(policy: &'static str, method: &'static str) -> Vec<Case> {
    WEIGHTS.iter().map(|weights| Case { policy, method, weights, work: Work::Idle }).collect()
}

fn scripts(policy: &'static str, method: &'static str) -> Vec<Case> {
    let with = |weights: &'static [u32]| {
        SCRIPTS.iter().map(move |script| Case { policy, method, weights, work: Work::Script(script) })
    };
    LOADED.iter().flat_map(|weights| with(weights)).collect()
}

/// One upstream a case, chosen by the first part of the path.
fn nginx(cases: &[Case], ports: &[u16]) -> String {
    let (mut upstreams, mut locations) = (String::new(), String::new());
    for (place, case) in cases.iter().enumerate() {
        let _ = writeln!(upstreams, "upstream c{place} {{ {}", case.method);
        for (weight, port) in case.weights.iter().zip(ports) {
            let _ = writeln!(upstreams, "server 127.0.0.1:{port} weight={weight} max_fails=0;");
        }
        upstreams += "}\n";
        let _ = writeln!(locations, "location /c{place}/ {{ proxy_pass http://c{place}; }}");
    }
    format!(
        "daemon off; master_process off; worker_processes 1; pid FOLDER/nginx.pid; error_log stderr;\n\
         events {{}}\nhttp {{ access_log off; client_body_temp_path FOLDER/body; proxy_temp_path FOLDER/proxy;\n\
         fastcgi_temp_path FOLDER/fastcgi; uwsgi_temp_path FOLDER/uwsgi; scgi_temp_path FOLDER/scgi;\n\
         {upstreams}server {{ listen 127.0.0.1:PORT;\n{locations}}}\n}}\n"
    )
}

fn haproxy(cases: &[Case], ports: &[u16]) -> String {
    let mut text = "global\n nbthread 1\ndefaults\n mode http\n timeout connect 5s\n timeout client 15s\n \
                    timeout server 15s\nfrontend all\n bind 127.0.0.1:PORT\n use_backend %[path,field(2,/)]\n"
        .to_owned();
    for (place, case) in cases.iter().enumerate() {
        let _ = writeln!(text, "backend c{place}\n {}", case.method);
        for (server, (weight, port)) in case.weights.iter().zip(ports).enumerate() {
            let _ = writeln!(text, " server s{server} 127.0.0.1:{port} weight {weight}");
        }
    }
    text
}

/// Compares all cases and names each that differs.
fn compare(proxy: &Proxy, cases: &[Case], servers: &Servers) -> Outcome {
    let (mut picks, mut different) = (0, Vec::new());
    for (place, case) in cases.iter().enumerate() {
        let theirs = match case.work {
            Work::Idle => (0..PICKS).map(|_| proxy.ask(&format!("/c{place}/"))).collect::<Outcome<Vec<_>>>()?,
            Work::Script(script) => play(proxy, place, script, servers)?,
            Work::Keys => keys().map(|key| proxy.ask(&format!("/c{place}/?key={key}"))).collect::<Outcome<Vec<_>>>()?,
        };
        picks += theirs.len();
        let ours = ours(case, &servers.ports)?;
        if ours != theirs {
            different.push(format!("{} {:?}: {theirs:?} there, {ours:?} here", case.policy, case.weights));
        }
    }
    println!("   {} sequences, {picks} picks, {} sequences differ", cases.len(), different.len());
    if different.is_empty() { Ok(()) } else { Err(format!("Our picks differ:\n{}", different.join("\n"))) }
}

/// Plays a script to a proxy: each request is held by its server until the script ends it.
fn play(proxy: &Proxy, place: usize, script: &str, servers: &Servers) -> Outcome<Vec<usize>> {
    let mut open = Vec::new();
    let mut picks = Vec::new();
    let end = |open: &mut Vec<Option<_>>, number: usize| {
        let Some(stream) = open.get_mut(number).and_then(Option::take) else { return Ok(()) };
        servers.release(hold(place, number));
        answer(stream)?;
        thread::sleep(SETTLE);
        Outcome::Ok(())
    };
    for word in script.split_whitespace() {
        if word == "+" {
            open.push(Some(proxy.send(&format!("/c{place}/hold/{}", hold(place, open.len())))?));
            picks.push(servers.arrived()?);
        } else {
            end(&mut open, word.parse().map_err(|_| format!("{word} is no number in {script}"))?)?;
        }
    }
    for number in 0..open.len() {
        end(&mut open, number)?;
    }
    Ok(picks)
}

/// A number for a held request that no other has.
const fn hold(place: usize, number: usize) -> u64 {
    (place * 1000 + number) as u64
}

fn keys() -> impl Iterator<Item = String> {
    (0..KEYS).map(|card| format!("card{card:05}"))
}

/// The picks of the command line.
fn ours(case: &Case, ports: &[u16]) -> Outcome<Vec<usize>> {
    let weights: Vec<String> = case.weights.iter().map(u32::to_string).collect();
    let mut command = cargo("run --quiet --locked --bin switchyard -- balance --policy");
    command.args([case.policy, "--weights", &weights.join(",")]);
    let names: Vec<String> = ports.iter().take(weights.len()).map(|port| format!("127.0.0.1:{port}")).collect();
    match case.work {
        Work::Idle => command.args(["--picks", &PICKS.to_string()]),
        Work::Script(script) => command.args(["--script", script]),
        Work::Keys => {
            let keys: Vec<String> = keys().collect();
            command.args(["--picks", &KEYS.to_string(), "--keys", &keys.join(","), "--names", &names.join(",")])
        }
    };
    let output = command.output().map_err(|error| format!("The command line could not start: {error}."))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let picks: Option<Vec<usize>> = text.split_whitespace().map(|pick| pick.parse().ok()).collect();
    picks.filter(|picks| !picks.is_empty()).ok_or_else(|| {
        format!("The command line did not answer for {}: {}", case.policy, String::from_utf8_lossy(&output.stderr))
    })
}
