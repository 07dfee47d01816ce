//! Real NGINX and HAProxy on loopback, with servers of our own behind them.
//!
//! The servers are threads here: each answers with its number, at once or when it is told to. The proxies run in a
//! temporary folder on free ports and are stopped by their process ids.

use crate::steps::Outcome;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Nobody waits longer than this for anything.
const PATIENCE: Duration = Duration::from_secs(5);

/// Servers behind the proxies.
pub struct Servers {
    /// Their ports, the first server's first.
    pub ports: Vec<u16>,
    released: Arc<Released>,
    seen: Receiver<usize>,
}

/// Numbers of held requests that may be answered.
#[derive(Default)]
struct Released(Mutex<BTreeSet<u64>>, Condvar);

impl Servers {
    /// Starts so many servers; they end with this program.
    pub fn start(count: usize) -> Outcome<Self> {
        let released = Arc::new(Released::default());
        let (tell, seen) = channel();
        let mut ports = Vec::new();
        for server in 0..count {
            let listener = listen()?;
            ports.push(port(&listener)?);
            let (released, tell) = (Arc::clone(&released), tell.clone());
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let (released, tell) = (Arc::clone(&released), tell.clone());
                    thread::spawn(move || serve(stream, server, &released, &tell));
                }
            });
        }
        Ok(Self { ports, released, seen })
    }

    /// The server that the last held request came to.
    pub fn arrived(&self) -> Outcome<usize> {
        self.seen.recv_timeout(PATIENCE).map_err(|_| "A request did not come to any server.".to_owned())
    }

    /// Lets a held request be answered.
    pub fn release(&self, hold: u64) {
        self.released.0.lock().unwrap_or_else(PoisonError::into_inner).insert(hold);
        self.released.1.notify_all();
    }
}

impl Released {
    fn wait_for(&self, hold: u64) {
        let released = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let still_held = |released: &mut BTreeSet<u64>| !released.remove(&hold);
        let _ended = self.1.wait_timeout_while(released, 2 * PATIENCE, still_held);
    }
}

/// Answers one request: `/group/hold/7` waits for its release, any other path does not.
fn serve(mut stream: TcpStream, server: usize, released: &Released, tell: &Sender<usize>) {
    let head = read_head(&mut stream);
    let path = head.split(' ').nth(1).unwrap_or_default();
    if let Some(hold) = path.split_once("/hold/").and_then(|(_, hold)| hold.parse().ok()) {
        // Nobody listens any more when the comparison has failed.
        let _ = tell.send(server);
        released.wait_for(hold);
    }
    let body = format!("{server}\n");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    let _ = stream.write_all(answer.as_bytes());
}

fn read_head(stream: &mut TcpStream) -> String {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(count) if count > 0 => head.extend_from_slice(&buffer[..count]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

fn listen() -> Outcome<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| format!("No port on loopback: {error}."))
}

fn port(listener: &TcpListener) -> Outcome<u16> {
    listener.local_addr().map(|address| address.port()).map_err(|error| format!("A port has no number: {error}."))
}

/// A proxy at work; it is stopped when this goes.
pub struct Proxy {
    child: Child,
    port: u16,
}

impl Proxy {
    /// Starts a program with a configuration, which is written into the folder; `PORT` in it stands for the port.
    pub fn start(program: &str, arguments: &[&str], folder: &Path, configuration: &str) -> Outcome<Self> {
        let port = port(&listen()?)?;
        let file = folder.join(format!("{program}.conf"));
        let text = configuration.replace("PORT", &port.to_string()).replace("FOLDER", &folder.to_string_lossy());
        fs::write(&file, text).map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
        let log = fs::File::create(folder.join(format!("{program}.log")));
        let log = log.map_err(|error| format!("No log for {program}: {error}."))?;
        let mut command = Command::new(program);
        command.args(arguments).arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let child = command.spawn().map_err(|error| format!("{program} could not start: {error}."))?;
        let proxy = Self { child, port };
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if started.elapsed() > PATIENCE {
                let log = fs::read_to_string(folder.join(format!("{program}.log"))).unwrap_or_default();
                return Err(format!("{program} does not listen: {log}"));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(proxy)
    }

    /// Sends a request and returns the connection, from which the answer can be read.
    pub fn send(&self, path: &str) -> Outcome<TcpStream> {
        let failed = |error| format!("A request for {path} failed: {error}.");
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).map_err(failed)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(failed)?;
        Ok(stream)
    }

    /// The server that answers a request.
    pub fn ask(&self, path: &str) -> Outcome<usize> {
        answer(self.send(path)?)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads an answer to its end: the number of the server.
pub fn answer(mut stream: TcpStream) -> Outcome<usize> {
    let mut text = String::new();
    stream.read_to_string(&mut text).map_err(|error| format!("An answer broke off: {error}."))?;
    let body = text.split_once("\r\n\r\n").map(|(_, body)| body.trim());
    body.and_then(|body| body.parse().ok()).ok_or_else(|| format!("An answer names no server: {text}"))
}

/// A fresh folder for configurations and logs.
pub fn folder() -> Outcome<PathBuf> {
    let folder = std::env::temp_dir().join(format!("switchyard-real-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    Ok(folder)
}
