//! What the benchmark asks of the machine: processor time, memory in use, its arguments, and a place to print.

/// Natively: the counters of Linux where there are any.
#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
mod own {
    use std::fs;
    use std::sync::LazyLock;
    use std::time::{Duration, Instant};

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    /// Seconds that this program has had a processor; elsewhere than on Linux the time that has passed.
    pub(crate) fn seconds() -> f64 {
        // The counter moves on at every tick of the scheduler, some milliseconds, or when a program goes to sleep.
        std::thread::sleep(Duration::from_micros(10));
        let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
        let nanos = text.split_whitespace().next().and_then(|first| first.parse::<f64>().ok());
        nanos.map_or_else(|| START.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
    }

    /// Resident memory in bytes, as the system counts it; not-a-number where it does not say.
    pub(crate) fn memory() -> f64 {
        let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
        kibibytes.map_or(f64::NAN, |kibibytes| kibibytes * 1024.0)
    }

    pub(crate) fn arguments() -> Vec<String> {
        std::env::args().skip(1).collect()
    }

    pub(crate) fn say(line: &str) {
        println!("{line}");
    }
}

/// Under Node.
#[cfg(target_arch = "wasm32")]
mod own {
    use js_sys::{Array, Reflect};
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = process, js_name = cpuUsage)]
        fn cpu_usage() -> JsValue;
        #[wasm_bindgen(thread_local_v2, js_namespace = process, js_name = argv)]
        static ARGV: Array;
        #[wasm_bindgen(js_namespace = console)]
        fn log(line: &str);
    }

    /// Seconds of processor time that Node has used, its compiler included.
    pub(crate) fn seconds() -> f64 {
        let usage = cpu_usage();
        let part = |name: &str| Reflect::get(&usage, &name.into()).ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
        (part("user") + part("system")) / 1e6
    }

    /// The WebAssembly memory in bytes.
    pub(crate) fn memory() -> f64 {
        switchyard::math::count(core::arch::wasm32::memory_size(0)) * 65_536.0
    }

    pub(crate) fn arguments() -> Vec<String> {
        ARGV.with(|list| list.iter().skip(2).filter_map(|word| word.as_string()).collect())
    }

    pub(crate) fn say(line: &str) {
        log(line);
    }
}

pub(crate) use own::{arguments, memory, say, seconds};
