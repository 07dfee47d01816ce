//! Python's `functools.lru_cache`: exact LRU around a function, with its counters and its corner cases.
//!
//! Source: CPython 3.11.7, measured. `maxsize=None` is unbounded, 0 or a negative number never stores (and reads 0),
//! the bare decorator means 128. The miss is counted before the function runs; if a recursive call fills the same key
//! meanwhile, that entry wins and the order is left alone. There is no protection against a stampede: requests that
//! miss one key at the same time all compute it. A call that raises is a miss and stores nothing. Left out: keys of several
//! types (`f(3)` and `f(3.0)` are two entries in Python).

use super::registry::forward;
use super::{Evict, Lru, Settings, Store, Visit};
use crate::units::Instant;
use std::convert::Infallible;

/// The order of `functools.lru_cache`: the same as [`Lru`], under the name by which people look for it.
#[derive(Clone, Debug)]
pub struct PythonLruCache(Lru);

impl Evict for PythonLruCache {
    const ID: &'static str = "python-lru-cache";
    const NAME: &'static str = "Python's lru_cache";
    const SUMMARY: &'static str = "What @lru_cache(maxsize=...) keeps: the entry unused for longest makes room.";
    const SOURCE: &'static str = "CPython 3.11.7, functools.lru_cache";

    forward!(Lru);
}

/// A function of one whole number behind `@lru_cache(maxsize)`: which calls run it. Its values do not matter here.
///
/// ```
/// use switchyard::cache::{Info, Memo};
///
/// fn fibonacci(memo: &mut Memo, n: u32) {
///     memo.call(n, |memo| {
///         if n >= 2 {
///             fibonacci(memo, n - 1);
///             fibonacci(memo, n - 2);
///         }
///     });
/// }
///
/// let mut memo = Memo::new(Some(100));
/// fibonacci(&mut memo, 30);
/// assert_eq!(memo.cache_info(), Info { hits: 28, misses: 31, maxsize: Some(100), currsize: 31 });
/// ```
#[derive(Clone, Debug)]
pub struct Memo {
    store: Store<PythonLruCache>,
    hits: u64,
    misses: u64,
    maxsize: Option<u32>,
}

/// What `cache_info()` returns, its fields named as in Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// Calls that were answered from the cache.
    pub hits: u64,
    /// Calls that ran the function.
    pub misses: u64,
    /// The size that was asked for, negative ones as 0; `None` is unbounded.
    pub maxsize: Option<u32>,
    /// Entries now.
    pub currsize: usize,
}

impl Memo {
    /// `@lru_cache(maxsize)`. Sizes beyond 32 bits count as the largest, which no run fills.
    #[must_use]
    pub fn new(maxsize: Option<i64>) -> Self {
        let maxsize = maxsize.map(|size| u32::try_from(size.max(0)).unwrap_or(u32::MAX));
        let settings = Settings::of(maxsize.unwrap_or(u32::MAX));
        Self { store: Store::new(settings), hits: 0, misses: 0, maxsize }
    }

    /// Calls the function with a key: runs it only if the cache does not answer. It may call again through the memo.
    pub fn call(&mut self, key: u32, function: impl FnOnce(&mut Self)) {
        let Ok(()) = self.try_call(key, |memo| {
            function(memo);
            Ok::<(), Infallible>(())
        });
    }

    /// The same with a function that may raise: then its miss is counted and nothing is stored.
    ///
    /// # Errors
    ///
    /// What the function raised.
    pub fn try_call<E>(&mut self, key: u32, function: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<(), E> {
        if self.store.lookup(key, Instant::START) {
            self.hits += 1;
        } else {
            self.misses += 1;
            function(self)?;
            self.store.insert(key, Instant::START);
        }
        Ok(())
    }

    /// The counters, as `cache_info()` gives them.
    #[must_use]
    pub fn cache_info(&self) -> Info {
        Info { hits: self.hits, misses: self.misses, maxsize: self.maxsize, currsize: self.store.len() }
    }
}
