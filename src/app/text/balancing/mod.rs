//! Texts of the view `balance`: the balancing lab.

mod contest;
mod evidence;
mod keys;
mod untold;

pub use contest::ContestText;
pub use evidence::Evidence;
pub use keys::{KeysText, PasteText};

use super::controls::OptionText;
use crate::app::balancing::Trouble;
use crate::balance::Policy;
use std::ptr;

/// Texts of the balancing lab.
#[derive(Debug)]
pub struct BalancingText {
    /// Title.
    pub title: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// Name of the controls for assistive technology.
    pub controls: &'static str,
    /// Name of the policy at a place, counted from 1.
    pub policy_of: fn(usize) -> String,
    /// No policy at a place.
    pub no_policy: &'static str,
    /// How many servers.
    pub servers: &'static str,
    /// Their weights.
    pub weights: &'static str,
    /// How weights are typed.
    pub weights_help: &'static str,
    /// Name of the group of conditions.
    pub conditions: &'static str,
    /// How a server is: up, slow, down.
    pub condition: [OptionText; 3],
    /// Name of a server by its letter.
    pub server: fn(&str) -> String,
    /// The list of scripts that stand ready.
    pub preset: &'static str,
    /// What stands ready, by the ids of the presets.
    pub presets: [OptionText; 8],
    /// A script of one's own.
    pub own: OptionText,
    /// The script.
    pub script: &'static str,
    /// How a script is typed.
    pub script_help: &'static str,
    /// Why nothing can be played.
    pub trouble: fn(&Trouble) -> String,
    /// What is shown is older than what was typed.
    pub stale: &'static str,
    /// For the policies that draw, with the seed.
    pub seed: fn(u64) -> String,
    /// Heading of the policies side by side.
    pub side_by_side: &'static str,
    /// How shares and load are drawn.
    pub key: &'static str,
    /// The picks as a sentence, from their letters.
    pub picks: fn(&str) -> String,
    /// What a script cannot tell a policy, if it lacks anything.
    pub untold: fn(Policy) -> Option<&'static str>,
    /// Nobody was usable at these picks, of so many.
    pub nobody: fn(&[usize], usize) -> String,
    /// What a row says of its server: letter, share, contract, most in flight.
    pub row: fn([&str; 4]) -> String,
    /// Head of the shares.
    pub share: &'static str,
    /// Head of what is in flight, with the most of any server.
    pub in_flight: fn(u32) -> String,
    /// Opens the table.
    pub table: &'static str,
    /// Heads of the table.
    pub heads: [&'static str; 8],
    /// Texts of the part with random payments.
    pub contest: ContestText,
    /// Texts of the part that steps pick by pick.
    pub sees: SeesText,
    /// Texts of the part with configurations.
    pub use_it: UseText,
    /// Texts of the field for a configuration.
    pub paste: PasteText,
    /// Texts of the part about keys that move.
    pub keys: KeysText,
    /// Texts of the part that tells what was tested.
    pub conformance: ConformanceText,
}

/// Texts of the part that steps pick by pick.
#[derive(Debug)]
pub struct SeesText {
    /// Title.
    pub title: &'static str,
    /// The list of the policies side by side.
    pub policy: &'static str,
    /// Button: hides the last pick.
    pub back: &'static str,
    /// Button: shows the next one.
    pub forward: &'static str,
    /// Button: begins anew.
    pub restart: &'static str,
    /// Name of the group of predictions, with the number of the next pick.
    pub guess: fn(usize) -> String,
    /// The next pick was seen before, so no prediction counts.
    pub seen: &'static str,
    /// All picks are shown.
    pub over: &'static str,
    /// Nothing is shown yet: so many picks wait.
    pub begin: fn(usize) -> String,
    /// A pick: its number, how many there are, its letter.
    pub pick: fn(usize, usize, &str) -> String,
    /// What was predicted of it is right.
    pub right: &'static str,
    /// What was predicted of it is wrong, with what that was.
    pub wrong: fn(&str) -> String,
    /// Predictions that were right, of so many.
    pub score: fn(usize, usize) -> String,
    /// The policy keeps no number of its own.
    pub no_score: &'static str,
    /// What a pick looked at: its number, and what those are.
    pub looked_at: fn(usize, &str) -> String,
    /// Name of the table of those.
    pub looked_at_table: &'static str,
    /// A number that belongs to none of them: what it is called, and how much it is.
    pub bound: fn(&str, &str) -> String,
    /// In place of a figure: it has not answered yet, and is being tried.
    pub untried: &'static str,
    /// Head of the column that says who was picked.
    pub taken: &'static str,
    /// In that column: this one.
    pub taken_mark: &'static str,
    /// Caption of the table: before the pick of this number.
    pub before: fn(usize) -> String,
    /// Heads: server, weight, in flight.
    pub heads: [&'static str; 3],
    /// No server took it.
    pub nowhere: &'static str,
    /// Where a key lies: the key, its position.
    pub spot: fn(&str, &str) -> String,
    /// The loads are bounded: what each server has in flight, of its slots.
    pub slots: fn(&str) -> String,
    /// What the letters around the key are.
    pub around: &'static str,
    /// The key among the letters.
    pub key_here: &'static str,
}

/// Texts of the part with configurations.
#[derive(Debug)]
pub struct UseText {
    /// Title, with the policy.
    pub title: fn(&str) -> String,
    /// No product has it.
    pub none: &'static str,
    /// Name of a fragment, with its product.
    pub fragment: fn(&str) -> String,
    /// What no fragment says: servers that are slow.
    pub slow: &'static str,
    /// Button, with the product.
    pub copy: fn(&str) -> String,
    /// The clipboard has it.
    pub copied: &'static str,
    /// The browser did not allow that.
    pub not_copied: &'static str,
}

/// Texts of the part that tells what was tested.
#[derive(Debug)]
pub struct ConformanceText {
    /// Title.
    pub title: &'static str,
    /// What the columns mean.
    pub lead: &'static str,
    /// Opens the table of so many policies.
    pub table: fn(usize) -> String,
    /// Heads of the table.
    pub heads: [&'static str; 5],
    /// Compared with the running program too.
    pub real: &'static str,
    /// The tests that every policy passes.
    pub properties: &'static str,
    /// What was tested of each policy.
    pub evidence: &'static [Evidence],
    /// Nothing was left out on purpose, or nothing is said.
    pub nothing: &'static str,
}

/// There is one table a language.
impl PartialEq for SeesText {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

impl PartialEq for BalancingText {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

const fn option(id: &'static str, label: &'static str) -> OptionText {
    OptionText { id, label, summary: "" }
}

pub(super) const ENGLISH: BalancingText = BalancingText {
    title: "Balancing lab",
    lead: "“Weighted round robin” is four algorithms in four products, and least connections disagree when idle. Here up \
           to four policies pick for the same script of requests, pick by pick.",
    controls: "Policies, servers and script",
    policy_of: |place| format!("Policy {place}"),
    no_policy: "none",
    servers: "Servers",
    weights: "Weights",
    weights_help: "One whole number a server, 0 to 256; 0 drains it.",
    conditions: "How each server is",
    condition: [option("up", "answers"), option("slow", "never answers"), option("down", "is down")],
    server: |letter| format!("Server {letter}"),
    preset: "Script",
    presets: [
        option("idle", "Idle rotation, 26 picks"),
        option("s1", "S1, a little load"),
        option("s2", "S2, more load"),
        option("s3", "S3, idle between requests"),
        option("s4", "S4, twelve that stay open"),
        option("s5", "S5, the last ends first"),
        option("slow", "B never answers"),
        option("down", "B is down"),
    ],
    own: option("own", "your own"),
    script: "Requests opening and finishing",
    script_help: "+ opens a request, a number finishes that one, counted from 0. At most 400 words; each takes 1 ms.",
    trouble,
    stale: "Below stands the last one that could be played.",
    seed: |seed| format!("Policies that draw lots do so under the page's seed, {seed}."),
    side_by_side: "Side by side",
    key: "Bars are the shares of the picks, the tick is the share that the weights ask for among the servers that are \
          up; not every policy promises it. Steps are the requests in flight, word by word.",
    picks: |letters| format!("Picks: {letters}."),
    untold: untold::untold,
    nobody,
    row: |[letter, share, contract, most]| {
        format!("Server {letter}: {share} of the picks, {contract} by weight, at most {most} in flight.")
    },
    share: "share",
    in_flight: |most| format!("in flight, 0 to {most}"),
    table: "table",
    heads: ["server", "weight", "by weight", "picks", "share", "difference", "most in flight", "in flight at the end"],
    contest: contest::ENGLISH,
    sees: SeesText {
        spot: |key, at| {
            format!(
                "Key {key} lies at {at} of the whole, which the band shows by owner. It belongs to the first point to its \
                 right whose server is up."
            )
        },
        slots: |taken| {
            format!(
                "Unless that one is above its slots: then it goes on to the next that is not, in an order of the key’s own. In \
                 flight, of the slots: {taken}."
            )
        },
        around: "Points around it:",
        key_here: "key",
        title: "What the policy sees",
        policy: "Policy to look into",
        back: "Back",
        forward: "Next pick",
        restart: "From the start",
        guess: |number| format!("Predict pick {number}"),
        seen: "You have seen this pick, so a prediction no longer counts.",
        over: "That was the last pick.",
        begin: |count| match count {
            1 => "One pick waits. Predict it, or let it come.".to_owned(),
            count => format!("{count} picks wait. Predict the first, or let it come."),
        },
        pick: |number, count, letter| format!("Pick {number} of {count} went to {letter}."),
        right: "You were right.",
        wrong: |letter| format!("You said {letter}."),
        score: |right, of| match of {
            0 => "No prediction yet.".to_owned(),
            of => format!("{right} of {of} predictions right."),
        },
        no_score: "This policy keeps no number of its own between picks: each follows from the servers, the request and, where it \
                   draws, the lot.",
        looked_at: |number, whom| format!("Pick {number} looked at those {whom}:"),
        looked_at_table: "What the last pick looked at",
        bound: |name, bound| format!("{name}: {bound}."),
        untried: "untried",
        taken: "picked",
        taken_mark: "this one",
        before: |number| format!("What it sees before pick {number}"),
        heads: ["server", "weight", "in flight"],
        nowhere: "no server, because nobody is usable",
    },
    use_it: UseText {
        title: |policy| format!("Use it: {policy}"),
        none: "Neither NGINX nor HAProxy nor Envoy has this policy as it is here, so there is no fragment to copy.",
        fragment: |product| format!("Configuration for {product}"),
        slow: "That a server never answers is not configured: it happens.",
        copy: |product| format!("Copy for {product}"),
        copied: "Copied.",
        not_copied: "The browser did not allow the clipboard. Select the text and copy it.",
    },
    paste: keys::PASTE,
    keys: keys::KEYS,
    conformance: ConformanceText {
        title: "Conformance",
        lead: "What each policy stands for and what the tests show. “Running program” means that cargo xtask test --real \
               compares the picks with those of the installed product; everything else is compared with recorded, \
               published or worked-out answers.",
        table: |count| format!("table of all {count} policies"),
        heads: ["policy", "product and version", "known answers", "properties", "left out"],
        real: "Running program too.",
        properties: "Only usable servers are picked, and one whenever there is one; the same seed gives the same picks; \
                     weights up to 256, all servers down and every parameter's limits are walked through.",
        evidence: evidence::ENGLISH,
        nothing: "nothing named",
    },
};

/// Picks that found nobody, each by its number while they are few.
fn nobody(picks: &[usize], of: usize) -> String {
    let numbers: Vec<String> = picks.iter().map(usize::to_string).collect();
    match numbers.as_slice() {
        all if all.len() == of => "Nobody is usable at any pick: no server gets a request.".to_owned(),
        [one] => format!("Nobody is usable at pick {one}: no server gets the request."),
        some => format!("Nobody is usable at picks {}: no server gets these requests.", some.join(", ")),
    }
}

fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Parameter(problem) => format!("Parameter of {problem}."),
        Trouble::Weights(error) => format!("Weights: {error}."),
        Trouble::Servers(count) => {
            format!("Weights: {count} of them are not allowed here; allowed: 2 to 8, one a server.")
        }
        Trouble::Script(error) => format!("Script: {error}."),
        Trouble::Silent => "Script: nothing is opened; allowed: at least one +.".to_owned(),
    }
}
