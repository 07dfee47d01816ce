//! The macro that turns the list of policies into modules, the choice and the state.
//!
//! It exists so that the list is the only place that knows all policies: each `match` over them is written here, once,
//! and the compiler checks that it is complete. `cache` has its own, because the two dispatch different methods.

/// From one line a policy (`file::Type`): the module, `enum Policy` (the choice) and `enum Balancer` (the state).
macro_rules! balancers {
    ($($file:ident::$Type:ident,)+) => {
        $(pub mod $file; pub use $file::$Type;)+

        /// The choice of a policy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Policy { $(#[doc = concat!("See [`struct@", stringify!($Type), "`].")] $Type,)+ }

        impl Policy {
            /// Every policy, in the order in which the page lists them.
            pub const ALL: &[Self] = &[$(Self::$Type,)+];

            /// The id in links, files and on the command line.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Balance>::ID,)+ }
            }

            /// The name that the page shows.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Balance>::NAME,)+ }
            }

            /// What it does, in one sentence of plain words.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Balance>::SUMMARY,)+ }
            }

            /// Where the rule comes from.
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self { $(Self::$Type => <$Type as Balance>::SOURCE,)+ }
            }

            /// What [`Balancer::score`] is called, if the policy keeps one.
            #[must_use]
            pub const fn score_name(self) -> Option<&'static str> {
                match self { $(Self::$Type => <$Type as Balance>::SCORE,)+ }
            }

            /// What [`Balance::beside`] is called, if a second number decides.
            #[must_use]
            pub const fn beside_name(self) -> Option<&'static str> {
                match self { $(Self::$Type => <$Type as Balance>::BESIDE,)+ }
            }

            /// What its product answers when no server is usable.
            #[must_use]
            pub const fn nobody(self) -> Nobody {
                match self { $(Self::$Type => <$Type as Balance>::NOBODY,)+ }
            }

            /// Whether it looks at what servers charge.
            #[must_use]
            pub const fn heeds_fees(self) -> bool {
                match self { $(Self::$Type => <$Type as Balance>::HEEDS_FEES,)+ }
            }

            /// Whether it follows rules.
            #[must_use]
            pub const fn heeds_rules(self) -> bool {
                match self { $(Self::$Type => <$Type as Balance>::HEEDS_RULES,)+ }
            }

            /// What can be set, with the product's defaults.
            #[must_use]
            pub const fn parameters(self) -> &'static [Parameter] {
                match self { $(Self::$Type => <$Type as Balance>::PARAMETERS,)+ }
            }

            /// The policy with an id.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|policy| policy.id() == id)
            }

            /// The policy for so many servers with its defaults, ready to pick.
            #[must_use]
            pub fn build(self, servers: usize) -> Balancer {
                self.build_with(&Setup::new(servers))
            }

            /// The policy with its parameters, ready to pick.
            #[must_use]
            pub fn build_with(self, setup: &Setup<'_>) -> Balancer {
                match self { $(Self::$Type => Balancer::$Type(<$Type as Balance>::new(setup)),)+ }
            }
        }

        /// A policy at work: the state of whichever was chosen.
        #[derive(Clone, Debug)]
        pub enum Balancer { $(#[doc = concat!("See [`struct@", stringify!($Type), "`].")] $Type($Type),)+ }

        impl Balancer {
            /// The server for the next attempt; `None` when no server is eligible.
            pub fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
                match self { $(Self::$Type(policy) => policy.pick(view, stream),)+ }
            }

            /// An attempt was sent to the server. The view already counts it.
            pub fn opened(&mut self, server: usize, view: &View<'_>) {
                match self { $(Self::$Type(policy) => policy.opened(server, view),)+ }
            }

            /// An attempt at the server ended. The view no longer counts it.
            pub fn closed(&mut self, server: usize, view: &View<'_>, ended: &Ended) {
                match self { $(Self::$Type(policy) => policy.closed(server, view, ended),)+ }
            }

            /// Load reports arrived, one a server in the order of the view.
            pub fn observe(&mut self, now: Instant, reports: &[LoadReport]) {
                match self { $(Self::$Type(policy) => policy.observe(now, reports),)+ }
            }

            /// Where the payment's key lies on what the policy has laid out, if it lays anything out.
            #[must_use]
            pub fn spot(&self, view: &View<'_>) -> Option<Spot> {
                match self { $(Self::$Type(policy) => policy.spot(view),)+ }
            }

            /// What the next pick will look at, if it looks at some servers only.
            #[must_use]
            pub fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
                match self { $(Self::$Type(policy) => policy.glimpse(view, stream),)+ }
            }

            /// The tier of a server, the first choice being 0: health and panic are counted tier by tier.
            #[must_use]
            pub fn tier(&self, server: usize) -> usize {
                match self { $(Self::$Type(policy) => policy.tier(server),)+ }
            }

            /// The number that the policy keeps for a server, named by [`Policy::score_name`].
            #[must_use]
            pub fn score(&self, server: usize) -> Option<f64> {
                match self { $(Self::$Type(policy) => policy.score(server),)+ }
            }

            /// The second number that it keeps for a server, named by [`Policy::beside_name`].
            #[must_use]
            pub fn beside(&self, server: usize) -> Option<f64> {
                match self { $(Self::$Type(policy) => policy.beside(server),)+ }
            }
        }
    };
}

pub(super) use balancers;
