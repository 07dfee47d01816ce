//! Texts of the parts about configurations that are read and about keys that move.

/// Texts of the field for a configuration.
#[derive(Debug)]
pub struct PasteText {
    /// Title.
    pub title: &'static str,
    /// Label of the field.
    pub label: &'static str,
    /// What such a text looks like.
    pub example: &'static str,
    /// Button: reads it.
    pub read: &'static str,
    /// Why nothing was read.
    pub refused: fn(&str) -> String,
    /// What was read: product, name of the group, servers, policy.
    pub done: fn(&str, &str, usize, &str) -> String,
    /// None of the policies.
    pub no_policy: &'static str,
    /// Button: what was set before.
    pub revert: &'static str,
}

impl PartialEq for PasteText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Texts of the part about keys that move.
#[derive(Debug)]
pub struct KeysText {
    /// Title.
    pub title: &'static str,
    /// What it shows: the number of keys.
    pub lead: fn(&str) -> String,
    /// The list of servers that may leave.
    pub leaver: &'static str,
    /// Heads of the table: policy, going down, being taken out, joining.
    pub heads: [&'static str; 4],
    /// Keys that move needlessly, beside those that have to.
    pub needless: fn(&str) -> String,
    /// How the shares are to be read.
    pub note: &'static str,
    /// Fewer than two servers are up.
    pub too_few: &'static str,
}

impl PartialEq for KeysText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) const PASTE: PasteText = PasteText {
    title: "Read servers from a configuration",
    label: "An upstream of NGINX, or a backend of HAProxy",
    example: "upstream pay {\n    least_conn;\n    server 192.0.2.1:8080 weight=5;\n    server 192.0.2.2:8080;\n}",
    read: "Read it",
    refused: |why| format!("Nothing was read: {why}."),
    done: |product, name, servers, policy| {
        let name = if name.is_empty() { "without a name" } else { name };
        format!("Read from {product}, group {name}: {servers} servers; policy: {policy}.")
    },
    no_policy: "none of these",
    revert: "Take it back",
};

pub(super) const KEYS: KeysText = KeysText {
    title: "Which keys move",
    lead: |keys| {
        format!(
            "{keys} keys, each with a server of its own. When a server leaves, only its keys have to move; when one \
             joins, only those that become its own. Every other move empties a cache or breaks a session for nothing."
        )
    },
    leaver: "Server that leaves",
    heads: ["Policy", "It goes down", "It is taken out of the list", "One of weight 1 joins"],
    needless: |share| format!("and {share} needlessly"),
    note: "Shares of all keys that have to move, counted with the lab's weights and with what is set above of a policy; below \
           each, those that move between servers that stay. Bounded load is shown without any load, where it is the ring.",
    too_few: "It takes at least two servers that are up.",
};
