//! The built page over HTTP: the preview of `serve`, and what the end-to-end tests open.
//!
//! It serves `dist/` to this machine alone, with the headers that a host of the page should send. The content security
//! policy is read from the page, so that it is written once; as a header it covers the worker too. Left out on purpose:
//! connections that stay open, ranges, compression.

use crate::page;
use crate::steps::Outcome;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

/// The longest request head that is read.
const HEAD_BYTES: u64 = 16 * 1024;
/// How long a silent client is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running server; it serves until the process ends.
pub struct Site {
    address: SocketAddr,
    folder: String,
    thread: JoinHandle<()>,
}

/// What is sent back.
struct Answer {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
}

impl Site {
    /// Serves below a folder of the address, for instance `/` or `/some/folder/`; port 0 takes any free port.
    pub fn open(port: u16, folder: &str) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = listener.map_err(|error| format!("Port {port} of 127.0.0.1 cannot be used: {error}."))?;
        let address = listener.local_addr().map_err(|error| format!("The server has no address: {error}."))?;
        let served = folder.to_owned();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let folder = served.clone();
                std::thread::spawn(move || {
                    // A browser that goes away early is no fault of ours.
                    let _ = talk(stream, &folder);
                });
            }
        });
        Ok(Self { address, folder: folder.to_owned(), thread })
    }

    pub fn address(&self) -> String {
        format!("http://{}{}", self.address, self.folder)
    }

    pub fn wait(self) {
        // The thread ends only by a fault, which it has printed.
        let _ = self.thread.join();
    }
}

/// One request, one answer, and the connection is closed.
fn talk(mut stream: TcpStream, folder: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut first = String::new();
    let mut reader = BufReader::new((&stream).take(HEAD_BYTES));
    reader.read_line(&mut first)?;
    // The head is read to its end: closing with unread bytes would cut the answer off.
    let mut line = first.clone();
    while !line.trim().is_empty() {
        line.clear();
        reader.read_line(&mut line)?;
    }
    let mut words = first.split_whitespace();
    let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let answer = match method {
        "GET" | "HEAD" => find(url, folder),
        _ => Answer::plain("405 Method Not Allowed"),
    };
    stream.write_all(head(&answer).as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&answer.body)?;
    }
    stream.flush()
}

impl Answer {
    /// An answer that says its status in text.
    fn plain(status: &'static str) -> Self {
        Self { status, kind: media_type(Path::new("txt")), body: format!("{status}\n").into_bytes() }
    }
}

fn find(url: &str, folder: &str) -> Answer {
    let Some(path) = inside(url, folder) else { return Answer::plain("404 Not Found") };
    let mut file = page::dist().join(path);
    if file.is_dir() {
        file = file.join("index.html");
    }
    match std::fs::read(&file) {
        Ok(body) => Answer { status: "200 OK", kind: media_type(&file), body },
        Err(_) => Answer::plain("404 Not Found"),
    }
}

fn head(answer: &Answer) -> String {
    let page = std::fs::read_to_string(page::dist().join("index.html")).unwrap_or_default();
    let length = answer.body.len().to_string();
    let headers = [
        ("Content-Type", answer.kind),
        ("Content-Length", &length),
        ("Content-Security-Policy", policy(&page).unwrap_or("default-src 'none'")),
        // The page may be embedded, and a sandboxed frame has an origin of its own.
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "no-cache"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Connection", "close"),
    ];
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {}\r\n{headers}\r\n", answer.status)
}

/// The content security policy that the page declares.
fn policy(page: &str) -> Option<&str> {
    let (_, after) = page.split_once("http-equiv=\"Content-Security-Policy\"")?;
    after.split_once("content=\"")?.1.split('"').next()
}

/// The path of a request below the served folder; `None` for a way out of it.
fn inside(url: &str, folder: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(folder)?;
    let path = PathBuf::from(decoded(path)?);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// Text with its percent signs resolved; `None` if they are broken.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "wasm" => "application/wasm",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_request_leaves_the_folder() {
        let path = |url| inside(url, "/a/").map(|path| path.display().to_string());
        assert_eq!(path("/a/styles/base.css?x=1").as_deref(), Some("styles/base.css"));
        assert_eq!(path("/a/").as_deref(), Some(""), "the folder itself");
        assert_eq!(path("/a/with%20space").as_deref(), Some("with space"));
        assert_eq!(path("/a/../Cargo.toml"), None, "upwards");
        assert_eq!(path("/a/%2e%2e/Cargo.toml"), None, "upwards, disguised");
        assert_eq!(path("/a//etc/passwd"), None, "from the root");
        assert_eq!(path("/b/index.html"), None, "outside");
        assert_eq!(path("/a/%zz"), None, "broken");
    }

    #[test]
    fn the_policy_is_read_from_the_page() {
        let page = "<meta http-equiv=\"Content-Security-Policy\"\n content=\"default-src 'none'; x\">";
        assert_eq!(policy(page), Some("default-src 'none'; x"));
        assert_eq!(policy("<html>"), None, "a page without one");
    }

    #[test]
    fn a_request_is_answered_and_the_connection_closed() -> Result<(), Box<dyn std::error::Error>> {
        let site = Site::open(0, "/a/")?;
        let ask = |request: &str| -> std::io::Result<String> {
            let mut stream = TcpStream::connect(site.address)?;
            stream.write_all(request.as_bytes())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let missing = ask("GET /a/no-such-file HTTP/1.1\r\nHost: x\r\n\r\n")?;
        assert!(missing.starts_with("HTTP/1.1 404 Not Found\r\n"), "{missing}");
        assert!(missing.contains("\r\nContent-Security-Policy: "), "{missing}");
        let posted = ask("POST /a/ HTTP/1.1\r\n\r\n")?;
        assert!(posted.starts_with("HTTP/1.1 405 "), "{posted}");
        Ok(())
    }
}
