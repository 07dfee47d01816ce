//! What is remembered of a payment and of each of its attempts while anything about them is open.

use crate::payment::place::Outcome;
use crate::units::Instant;

/// No id.
pub(super) const NONE: u32 = u32::MAX;

/// A payment: what a merchant wants, whatever it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// When it came: latency counts from here.
    pub(super) arrived: Instant,
    /// When the gateway first admitted it; [`Instant::NEVER`] before that.
    pub(super) admitted: Instant,
    /// Whose it is, in a closed loop.
    pub(super) client: u32,
    /// The card that pays.
    pub(super) card: u32,
    /// Whether it goes ahead of others in every queue.
    pub(super) priority: bool,
    /// How much, in minor units.
    pub(super) amount: u64,
    /// How often it was submitted.
    pub(super) submissions: u32,
    /// Requests that were made for it.
    pub(super) requests: u32,
    /// Attempts and messages about it that are not over.
    pub(super) open: u32,
    /// Approvals of it that stand at the issuer.
    pub(super) standing: u32,
    /// How it ended for the merchant; open until then.
    pub(super) outcome: Outcome,
    /// Whether it ended with an answer within the objective's response time.
    pub(super) in_time: bool,
    /// What the issuer has to say of the card, if no try fails before it can: approved, or declined for a good reason.
    pub(super) verdict: Outcome,
    /// Whether every try so far failed before the issuer could say it: then the first further one that does not brings it.
    pub(super) unheard: bool,
    /// The answer that the gateway keeps under its key; open if none.
    pub(super) stored: Outcome,
    /// Whether the gateway works on a submission of it.
    pub(super) working: bool,
    /// Whether the gateway has accepted it and has no result yet.
    pub(super) in_backlog: bool,
    /// Whether its merchant knows that it was accepted.
    pub(super) accepted: bool,
    /// Until when submissions wait that joined the one that is worked on; the start if none did.
    pub(super) joined_until: Instant,
    /// The attempt that the gateway knows to be approved, or [`NONE`].
    pub(super) approved: u32,
    /// When the present submission's timer fires.
    pub(super) timer: Instant,
    /// When the shopper leaves.
    pub(super) leaves: Instant,
    /// When it is submitted again.
    pub(super) resumes: Instant,
}

impl Payment {
    /// A payment that comes now; card, amount and verdict are the caller's.
    pub(super) const fn new(number: u64, now: Instant) -> Self {
        Self {
            number,
            arrived: now,
            admitted: Instant::NEVER,
            client: 0,
            card: 0,
            priority: false,
            amount: 0,
            submissions: 0,
            requests: 0,
            open: 0,
            standing: 0,
            outcome: Outcome::Open,
            in_time: false,
            verdict: Outcome::Open,
            unheard: false,
            stored: Outcome::Open,
            working: false,
            in_backlog: false,
            accepted: false,
            joined_until: Instant::START,
            approved: NONE,
            timer: Instant::NEVER,
            leaves: Instant::NEVER,
            resumes: Instant::NEVER,
        }
    }

    /// What the issuer says to a further try of which this was drawn: what is wrong with a card stays wrong, and a technical
    /// failure may be gone.
    pub(super) fn says(&mut self, drawn: Outcome) -> Outcome {
        if drawn == Outcome::TechnicalDecline {
            return drawn;
        }
        if self.unheard {
            (self.verdict, self.unheard) = (drawn, false);
        }
        self.verdict
    }

    /// Whether it has not ended for its merchant, or anything about it is open; if not it was judged and let go.
    pub(super) fn is_open(&self) -> bool {
        self.open > 0 || self.outcome == Outcome::Open
    }
}

/// Why an attempt is not over: each bit is a reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Open(u16);

impl Open {
    /// It is on its way to the issuer, or in the issuer's hands.
    pub(super) const TRAVELS: Self = Self(1);
    /// Its answer is on its way.
    pub(super) const ANSWERED: Self = Self(2);
    /// The gateway waits for it.
    pub(super) const GATEWAY: Self = Self(4);
    /// Its processor waits for it.
    pub(super) const PROCESSOR: Self = Self(8);
    /// The channel waits for it.
    pub(super) const CHANNEL: Self = Self(16);
    /// A reversal of it is not acknowledged.
    pub(super) const REVERSAL: Self = Self(32);
    /// An advice of it is not acknowledged.
    pub(super) const ADVICE: Self = Self(64);
    /// The gateway knows its approval, and its payment is not over.
    pub(super) const KEPT: Self = Self(128);
    /// The gateway asks what became of it.
    pub(super) const ENQUIRY: Self = Self(256);
    /// What its processor said is on its way to another zone.
    pub(super) const RETURNS: Self = Self(512);
    /// The risk check has it, whether or not the gateway still waits for the score.
    pub(super) const SCREENED: Self = Self(0x8000);

    /// Whether any of these reasons holds.
    pub(super) const fn has(self, reasons: Self) -> bool {
        self.0 & reasons.0 != 0
    }

    /// Whether no reason is left.
    pub(super) const fn over(self) -> bool {
        self.0 == 0
    }

    /// Adds a reason. Returns whether it is new.
    pub(super) const fn open(&mut self, reason: Self) -> bool {
        let new = !self.has(reason);
        self.0 |= reason.0;
        new
    }

    /// Takes a reason away. Returns whether it held.
    pub(super) const fn close(&mut self, reason: Self) -> bool {
        let held = self.has(reason);
        self.0 &= !reason.0;
        held
    }
}

/// What travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A request for authorisation (0100).
    Request,
    /// A message that follows one.
    Message(Follow),
    /// A read of a card that no payment waits for.
    Read,
}

/// A message that is repeated until it is acknowledged, or answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// The attempt is not to count (0420).
    Reversal,
    /// The attempt was approved in the issuer's stead (0120).
    Advice,
    /// What has become of the attempt; asked by the gateway.
    Enquiry,
}

impl Follow {
    /// Why the attempt is open while the message is.
    pub(super) const fn reason(self) -> Open {
        match self {
            Self::Reversal => Open::REVERSAL,
            Self::Advice => Open::ADVICE,
            Self::Enquiry => Open::ENQUIRY,
        }
    }
}

/// What the issuer's books say of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Booked {
    /// Nothing: it has not been seen.
    Nothing,
    /// It was declined, or failed.
    Declined,
    /// Its amount is held.
    Held,
    /// It is reversed, maybe before it was seen: it never counts again.
    Reversed,
}

/// The state of a message that follows an attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    /// When it is sent next, or its acknowledgement is no longer waited for.
    pub(super) due: Instant,
    /// How often it was sent.
    pub(super) sent: u32,
    /// Whether the channel itself sends it: then nothing of it can be lost between processor and channel.
    pub(super) from_channel: bool,
}

/// What is remembered of an attempt, beside what travels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trace {
    /// Its payment, or [`NONE`] once nothing about it is open.
    pub(super) payment: u32,
    /// What travels.
    pub(super) kind: Kind,
    /// The attempt that a message follows, by id and number.
    pub(super) about: (u32, u64),
    /// Its place among all that is ever sent for its payment, by which chance decides about it. The same request has the same
    /// place whatever else was sent, under any timing.
    pub(super) place: u64,
    /// Why it is not over.
    pub(super) open: Open,
    /// Whether the gateway has sent it to a processor.
    pub(super) routed: bool,
    /// Whether the channel has handed it to the issuer.
    pub(super) crossed: bool,
    /// Whether the gateway has told its merchant to wait for the result.
    pub(super) accepted: bool,
    /// Tries of the gateway for this submission, this one included.
    pub(super) tries: u32,
    /// Attempts that the gateway waited for when it was sent, itself included.
    pub(super) in_flight: u32,
    /// What the answer on its way says.
    pub(super) told: Outcome,
    /// What the issuer's books say.
    pub(super) booked: Booked,
    /// Whether its approval is on the way to the database, or there.
    pub(super) commits: bool,
    /// When its merchant gives this submission up; [`Instant::NEVER`] for a message.
    pub(super) deadline: Instant,
    /// When each caller's timer fires: gateway, processor, channel.
    pub(super) timers: [Instant; 3],
    /// When a second attempt is sent beside it.
    pub(super) hedge: Instant,
    /// When the gateway no longer waits for its score; [`Instant::NEVER`] if it does not.
    pub(super) score_due: Instant,
    /// Whether its shopper has passed a challenge, so that the controls are not asked again.
    pub(super) cleared: bool,
    /// The attempt that runs beside it for the same submission, or [`NONE`].
    pub(super) twin: u32,
    /// The messages that follow it.
    pub(super) reversal: Pending,
    /// See `reversal`.
    pub(super) advice: Pending,
    /// See `reversal`.
    pub(super) enquiry: Pending,
}

impl Trace {
    /// A request or a message that has not set out.
    pub(super) const fn new(payment: u32, kind: Kind, about: (u32, u64)) -> Self {
        let pending = Pending { due: Instant::NEVER, sent: 0, from_channel: false };
        Self {
            payment,
            kind,
            about,
            place: 0,
            open: Open(0),
            routed: false,
            crossed: false,
            accepted: false,
            tries: 1,
            in_flight: 0,
            told: Outcome::Open,
            booked: Booked::Nothing,
            commits: false,
            deadline: Instant::NEVER,
            timers: [Instant::NEVER; 3],
            hedge: Instant::NEVER,
            score_due: Instant::NEVER,
            cleared: false,
            twin: NONE,
            reversal: pending,
            advice: pending,
            enquiry: pending,
        }
    }

    /// The state of a message that follows it.
    pub(super) const fn pending(&mut self, follow: Follow) -> &mut Pending {
        match follow {
            Follow::Reversal => &mut self.reversal,
            Follow::Advice => &mut self.advice,
            Follow::Enquiry => &mut self.enquiry,
        }
    }
}
