//! What messages and answers are called: by ISO 8583 on a card network, by ISO 20022 on an account rail, in words on a ledger.

use crate::payment::Outcome;

pub(super) fn message(kind: &str) -> &'static str {
    match kind {
        "0100" => "authorisation request",
        "0110" => "authorisation response",
        "0120" => "authorisation advice",
        "0130" => "authorisation advice response",
        "0420" => "reversal advice",
        "0430" => "reversal advice response",
        "enquiry" => "of the status",
        "pacs.008" => "credit transfer",
        "pacs.002" => "status report",
        "pacs.028" => "status request",
        "camt.056" => "recall",
        "pacs.004" => "return",
        "202" => "accepted (HTTP)",
        "200" => "acknowledgement (HTTP)",
        "webhook" => "event of the result",
        "transaction" => "for the ledger",
        "receipt" => "from the ledger",
        "refund" => "by a transaction of its own",
        _ => "",
    }
}

pub(super) fn status(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "ACSC accepted and settled",
        Outcome::BusinessDecline => "RJCT rejected by the other side",
        Outcome::TechnicalDecline => "RJCT rejected: no answer in time, or a failure",
        Outcome::Blocked | Outcome::FalseDecline => "RJCT rejected by a control",
        Outcome::Rejected => "no status: turned away",
        Outcome::Unknown | Outcome::Abandoned | Outcome::Open => answer(outcome, None),
    }
}

pub(super) fn result(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "approved",
        Outcome::BusinessDecline => "declined by the issuer",
        Outcome::TechnicalDecline => "failed, or no answer in time",
        Outcome::Rejected => "none: turned away",
        Outcome::Unknown => "none: outcome unknown",
        Outcome::Abandoned => "none: the shopper left",
        Outcome::Blocked | Outcome::FalseDecline => "declined by a control",
        Outcome::Open => "",
    }
}

pub(super) fn answer(outcome: Outcome, code: Option<&str>) -> &'static str {
    match code {
        Some(code) => meaning(code),
        None => without_code(outcome),
    }
}

/// What stands where an outcome is no answer with a code: nobody answered, or it is the end of the whole payment.
fn without_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "approved",
        Outcome::BusinessDecline => "declined by the issuer",
        Outcome::TechnicalDecline => "failed",
        Outcome::Rejected => "no code: turned away",
        Outcome::Unknown => "no code: outcome unknown",
        Outcome::Abandoned => "no code: the shopper left",
        Outcome::Blocked | Outcome::FalseDecline => "declined by a control",
        Outcome::Open => "",
    }
}

/// A response code of ISO 8583 with its meaning, in the words of acquirers' lists.
fn meaning(code: &str) -> &'static str {
    match code {
        "00" => "00 approved",
        "05" => "05 do not honour",
        "14" => "14 invalid card number",
        "51" => "51 insufficient funds",
        "54" => "54 expired card",
        "55" => "55 wrong PIN",
        "57" => "57 not permitted to the cardholder",
        "59" => "59 suspected fraud",
        "61" => "61 amount limit exceeded",
        "62" => "62 restricted card",
        "63" => "63 security violation",
        "65" => "65 count limit exceeded",
        "68" => "68 answer received too late",
        "91" => "91 issuer unavailable",
        "96" => "96 system malfunction",
        _ => "",
    }
}
