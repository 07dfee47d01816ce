//! The macro that turns the list of policies into modules, the choice and the state.
//!
//! It exists so that the list is the only place that knows all policies: each `match` over them is written here, once,
//! and the compiler checks that it is complete. `balance` has its own, because the two dispatch different methods.

/// From one line a policy (`file::Type`): the module, `enum Policy` (the choice) and `enum Cache` (the state).
macro_rules! caches {
    ($($file:ident::$Type:ident,)+) => {
        $(mod $file; pub use $file::$Type;)+

        /// The choice of a policy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Policy { $(#[doc = concat!("See [`struct@", stringify!($Type), "`].")] $Type,)+ }

        impl Policy {
            /// Every policy, in the order in which the page lists them.
            pub const ALL: &[Self] = &[$(Self::$Type,)+];

            /// The id in links, files and on the command line.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Evict>::ID,)+ }
            }

            /// The name that the page shows.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Evict>::NAME,)+ }
            }

            /// What it does, in one sentence of plain words.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Evict>::SUMMARY,)+ }
            }

            /// Where the rule comes from.
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Evict>::SOURCE,)+ }
            }

            /// The numbers that it was built with, none of which can be set.
            #[must_use]
            pub const fn parameters(self) -> &'static [Parameter] {
                match self { $(Self::$Type => <$Type as Evict>::PARAMETERS,)+ }
            }

            /// Whether it needs to know the future: such a policy is for replays of whole traces only.
            #[must_use]
            pub const fn is_clairvoyant(self) -> bool {
                match self { $(Self::$Type => <$Type as Evict>::CLAIRVOYANT,)+ }
            }

            /// The policies that a running system can have: those that need no knowledge of the future.
            pub fn online() -> impl Iterator<Item = Self> {
                Self::ALL.iter().copied().filter(|policy| !policy.is_clairvoyant())
            }

            /// Whether it goes by the time of the requests, beyond their order.
            #[must_use]
            pub const fn is_timed(self) -> bool {
                match self { $(Self::$Type => <$Type as Evict>::TIMED,)+ }
            }

            /// The policy with an id.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|policy| policy.id() == id)
            }

            /// An empty cache under this policy.
            #[must_use]
            pub fn build(self, settings: Settings) -> Cache {
                match self { $(Self::$Type => Cache::$Type(Store::new(settings)),)+ }
            }
        }

        /// A cache at work, under whichever policy was chosen.
        #[derive(Clone, Debug)]
        pub enum Cache { $(#[doc = concat!("See [`struct@", stringify!($Type), "`].")] $Type(Store<$Type>),)+ }

        impl Cache {
            /// Asks for a key: whether it is there. See [`Store::lookup`].
            pub fn lookup(&mut self, key: u32, now: Instant) -> bool {
                match self { $(Self::$Type(store) => store.lookup(key, now),)+ }
            }

            /// Stores a key after its miss was answered; the key that it drove out. See [`Store::insert`].
            pub fn insert(&mut self, key: u32, now: Instant) -> Option<u32> {
                match self { $(Self::$Type(store) => store.insert(key, now),)+ }
            }

            /// How many keys are resident, expired ones that nobody has asked for included.
            #[must_use]
            pub fn len(&self) -> usize {
                match self { $(Self::$Type(store) => store.len(),)+ }
            }

            /// Whether no key is resident.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// The cell in which a key is resident: below the capacity, and the same for as long as it stays.
            #[must_use]
            pub fn slot_of(&self, key: u32) -> Option<u32> {
                match self { $(Self::$Type(store) => store.slot_of(key),)+ }
            }

            /// The key that is resident in a cell.
            #[must_use]
            pub fn key_in(&self, slot: u32) -> Option<u32> {
                match self { $(Self::$Type(store) => store.key_in(slot),)+ }
            }

            /// The lists, counters and hand of the policy, to look at. See [`Evict::parts`].
            #[must_use]
            pub fn parts(&self) -> Vec<structure::Part> {
                match self { $(Self::$Type(store) => store.parts(),)+ }
            }

            /// The same with an end of its own. See [`Store::insert_until`].
            pub fn insert_until(&mut self, key: u32, now: Instant, expires: Instant) -> Option<u32> {
                match self { $(Self::$Type(store) => store.insert_until(key, now, expires),)+ }
            }

            /// Stores a key that was fetched anew. See [`Store::renew`].
            pub fn renew(&mut self, key: u32, now: Instant, expires: Instant) -> Option<u32> {
                match self { $(Self::$Type(store) => store.renew(key, now, expires),)+ }
            }

            /// Drops a key. See [`Store::forget`].
            pub fn forget(&mut self, key: u32) -> bool {
                match self { $(Self::$Type(store) => store.forget(key),)+ }
            }

            /// Until when a resident key lives.
            #[must_use]
            pub fn end_of(&self, key: u32) -> Option<Instant> {
                match self { $(Self::$Type(store) => store.end_of(key),)+ }
            }

            /// The requests of a trace in a row. See [`Store::replay`].
            pub fn replay(&mut self, trace: &trace::Trace) -> Counts {
                match self { $(Self::$Type(store) => store.replay(trace),)+ }
            }

            /// A trace after a warm-up, counted by a measure. See [`Store::replay_after`].
            pub fn replay_after(&mut self, trace: &trace::Trace, warm_up: usize, measure: trace::Measure) -> Counts {
                match self { $(Self::$Type(store) => store.replay_after(trace, warm_up, measure),)+ }
            }

            /// A trace in so many parts. See [`Store::replay_in`].
            pub fn replay_in(&mut self, trace: &trace::Trace, parts: u32, measure: trace::Measure) -> Vec<Counts> {
                match self { $(Self::$Type(store) => store.replay_in(trace, parts, measure),)+ }
            }

            /// One request of a trace. See [`Store::request_of`].
            fn request_of(&mut self, trace: &trace::Trace, request: usize) -> bool {
                match self { $(Self::$Type(store) => store.request_of(trace, request),)+ }
            }
        }
    };
}

/// The methods of a policy that is another one, `$inner`, under a name or with parameters of its own (field 0); without
/// `$inner` those that such a field has in any case.
macro_rules! forward {
    ($inner:ty) => {
        fn new(settings: Settings) -> Self {
            Self(<$inner>::new(settings))
        }

        fn miss(&mut self, key: u32, visit: Visit) {
            self.0.miss(key, visit);
        }

        crate::cache::registry::forward!();
    };
    () => {
        fn grow(&mut self, keys: usize) {
            self.0.grow(keys);
        }

        fn hit(&mut self, key: u32, visit: Visit) {
            self.0.hit(key, visit);
        }

        fn evict(&mut self, visit: Visit) -> Option<u32> {
            self.0.evict(visit)
        }

        fn store(&mut self, key: u32, visit: Visit) {
            self.0.store(key, visit);
        }

        fn remove(&mut self, key: u32) {
            self.0.remove(key);
        }

        fn parts(&self) -> Vec<crate::cache::structure::Part> {
            self.0.parts()
        }
    };
}

pub(super) use {caches, forward};
