//! The command line: the same program natively. JSON or a table on stdout, messages on stderr.
//!
//! Exit codes: 0 fine, 1 the answer is "no" (an objective missed, a law broken), 2 bad input, 130 cancelled. In a browser there is no
//! command line; the program is empty there, because tests for that target build every program of the package.

#[cfg(not(target_arch = "wasm32"))]
mod available;
#[cfg(not(target_arch = "wasm32"))]
mod balance;
#[cfg(not(target_arch = "wasm32"))]
mod cache;
#[cfg(not(target_arch = "wasm32"))]
mod channel;
#[cfg(not(target_arch = "wasm32"))]
mod cli;
#[cfg(not(target_arch = "wasm32"))]
mod duel;
#[cfg(not(target_arch = "wasm32"))]
mod expectation;
#[cfg(not(target_arch = "wasm32"))]
mod follow_up;
#[cfg(not(target_arch = "wasm32"))]
mod look;
#[cfg(not(target_arch = "wasm32"))]
mod lookups;
#[cfg(not(target_arch = "wasm32"))]
mod recovery;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
#[cfg(not(target_arch = "wasm32"))]
mod security;
#[cfg(not(target_arch = "wasm32"))]
mod theory;
#[cfg(not(target_arch = "wasm32"))]
mod trace;
#[cfg(not(target_arch = "wasm32"))]
mod trial;
#[cfg(not(target_arch = "wasm32"))]
mod verify;
#[cfg(not(target_arch = "wasm32"))]
mod work;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    cli::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
