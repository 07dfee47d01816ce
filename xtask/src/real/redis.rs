//! A Redis server of our own on loopback: started for one policy, asked at a pace, ended.

use crate::steps::{Outcome, command, root};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Bytes of a value.
const VALUE_BYTES: usize = 512;
/// Bytes that an entry takes, keys and tables included, about: it decides how many fit, and the server says how many.
const ENTRY_BYTES: u64 = 720;
/// How long the server may take to answer its first call.
const START_SECONDS: u64 = 10;
/// The server is asked for its size once in so many requests.
const SIZE_EVERY: usize = 500;

/// A server; it ends with this value.
pub struct Redis {
    server: Child,
    connection: BufReader<TcpStream>,
}

/// What a trace did to a server.
pub struct Answer {
    pub misses: u64,
    /// Entries in the second half of the trace, on average.
    pub entries: u64,
}

impl Redis {
    /// Starts a server that holds about so many entries.
    pub fn start(policy: &str, entries: u64) -> Outcome<Self> {
        let port = free_port()?;
        let mut program = command("redis-server");
        program.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"]);
        program.args(["--maxmemory-policy", policy]).arg("--dir").arg(root().join("target").join("real"));
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = program.spawn().map_err(|error| format!("redis-server could not start: {error}."))?;
        let until = Instant::now() + Duration::from_secs(START_SECONDS);
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(error) if Instant::now() > until => return Err(format!("redis-server does not answer: {error}.")),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        };
        let _ = stream.set_nodelay(true);
        let mut own = Self { server, connection: BufReader::new(stream) };
        let info = own.call(&[b"INFO", b"memory"])?.unwrap_or_default();
        let used = info.lines().find_map(|line| line.strip_prefix("used_memory:"));
        let used: u64 = used.and_then(|bytes| bytes.trim().parse().ok()).ok_or("redis-server says no used_memory.")?;
        let limit = (used + entries * ENTRY_BYTES).to_string();
        own.call(&[b"CONFIG", b"SET", b"maxmemory", limit.as_bytes()])?;
        Ok(own)
    }

    /// Asks for every key of a trace at a pace, and stores what is missing.
    pub fn replay(&mut self, keys: &[u64], per_second: u32) -> Outcome<Answer> {
        let value = vec![b'x'; VALUE_BYTES];
        let (start, mut misses, mut sizes) = (Instant::now(), 0, Vec::new());
        for (request, key) in keys.iter().enumerate() {
            let due = start + Duration::from_secs_f64(request as f64 / f64::from(per_second));
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let name = format!("k{key:012}");
            if self.call(&[b"GET", name.as_bytes()])?.is_none() {
                misses += 1;
                self.call(&[b"SET", name.as_bytes(), &value])?;
            }
            if request > keys.len() / 2 && request % SIZE_EVERY == 0 {
                sizes.extend(self.call(&[b"DBSIZE"])?.and_then(|size| size.parse::<u64>().ok()));
            }
        }
        let behind = start.elapsed().as_secs_f64() * f64::from(per_second) / keys.len() as f64;
        if behind > 1.05 {
            return Err(format!("redis-server took {behind:.2} times the time of the trace: the machine is too busy."));
        }
        let entries = sizes.iter().sum::<u64>() / sizes.len().max(1) as u64;
        Ok(Answer { misses, entries })
    }

    /// One command and its answer, `None` for nil (RESP2).
    fn call(&mut self, words: &[&[u8]]) -> Outcome<Option<String>> {
        let fail = |error: std::io::Error| format!("redis-server broke off: {error}.");
        let mut text = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            text.extend(format!("${}\r\n", word.len()).into_bytes());
            text.extend([word, &b"\r\n"[..]].concat());
        }
        self.connection.get_mut().write_all(&text).map_err(fail)?;
        let mut line = String::new();
        self.connection.read_line(&mut line).map_err(fail)?;
        let (kind, rest) = line.trim_end().split_at_checked(1).ok_or("redis-server gave an empty answer.")?;
        match kind {
            "$" => {
                let Ok(length) = rest.parse::<usize>() else { return Ok(None) };
                let mut bytes = vec![0; length + 2];
                self.connection.read_exact(&mut bytes).map_err(fail)?;
                bytes.truncate(length);
                Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
            }
            "-" => Err(format!("redis-server refused: {rest}.")),
            _ => Ok(Some(rest.to_owned())),
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A port that nobody listens on.
fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| format!("No port is free: {error}."))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| format!("No port is free: {error}."))
}
