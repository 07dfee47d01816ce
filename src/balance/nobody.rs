//! What a product answers when no server is usable: the pick is `None`, and somebody has to say something.
//!
//! Sources: NGINX answers 502 with "no live upstreams" at once, and never takes out the only server of a group (run with
//! 1.22.1); HAProxy 2.6 answers 503; Envoy 1.31 panics below its threshold, 50 % as shipped, and uses all hosts, and only with
//! a threshold of 0 answers 503 with the flag UH; gRPC fails the call with UNAVAILABLE unless it waits for ready; Linkerd
//! 2's balancer fails fast after three seconds without a ready endpoint; Pingora's selection returns nobody and leaves the
//! answer to the proxy that is built on it; the Juspay decision engine still picks the best of those that are down. A paper's
//! rule says nothing of it. Left out: error pages, and tries that come before.

/// What is answered when nobody is usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nobody {
    /// NGINX.
    BadGateway,
    /// HAProxy.
    Unavailable,
    /// Envoy.
    Panic,
    /// gRPC.
    CallFails,
    /// Linkerd 2 and its library tower.
    FailFast,
    /// Pingora.
    NoUpstream,
    /// The Juspay decision engine.
    BestOfTheDown,
    /// The theory, which knows no servers that are down.
    Undefined,
}

impl Nobody {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::BadGateway,
        Self::Unavailable,
        Self::Panic,
        Self::CallFails,
        Self::FailFast,
        Self::NoUpstream,
        Self::BestOfTheDown,
        Self::Undefined,
    ];

    /// Its id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::BadGateway => "bad-gateway",
            Self::Unavailable => "unavailable",
            Self::Panic => "panic",
            Self::CallFails => "call-fails",
            Self::FailFast => "fail-fast",
            Self::NoUpstream => "no-upstream",
            Self::BestOfTheDown => "best-of-the-down",
            Self::Undefined => "undefined",
        }
    }

    /// The status of HTTP that whoever asked gets; `None` where the request is sent somewhere all the same, or where
    /// the product leaves it open.
    #[must_use]
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::BadGateway => Some(502),
            Self::Unavailable => Some(503),
            Self::Panic
            | Self::CallFails
            | Self::FailFast
            | Self::NoUpstream
            | Self::BestOfTheDown
            | Self::Undefined => None,
        }
    }

    /// What the product does where a share of healthy servers is set below which it panics. All the same nobody was
    /// usable, so something else than the health that it disregards kept them out.
    #[must_use]
    pub const fn words_in_panic(self) -> &'static str {
        match self {
            Self::Panic => {
                "Envoy panics and uses every host all the same; only with its panic threshold at 0 does it answer 503 \
                 (no healthy upstream)."
            }
            other => other.words(),
        }
    }

    /// What the product does, in a sentence; nobody panics.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::BadGateway => "NGINX answers 502 at once (no live upstreams).",
            Self::Unavailable => "HAProxy answers 503 (no server is available).",
            Self::Panic => {
                "Envoy panics and uses every host all the same; with its panic threshold at 0, as here, it answers 503 (no \
                 healthy upstream)."
            }
            Self::CallFails => "gRPC fails the call with UNAVAILABLE, unless it waits for ready.",
            Self::FailFast => {
                "Linkerd 2 holds requests back, and fails them all once nobody was ready for three seconds."
            }
            Self::NoUpstream => "Pingora's selection returns nobody; the proxy built on it decides what is answered.",
            Self::BestOfTheDown => {
                "The decision engine still picks the best of those that are down; with nobody eligible at all the payment \
                 fails."
            }
            Self::Undefined => "The rule does not say; whoever uses it has to, with 503 as a rule.",
        }
    }
}
