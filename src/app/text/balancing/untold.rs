//! What a script cannot tell a policy, so that it picks here as it would nowhere else.

use crate::balance::Policy;

/// Why a policy is not itself under a script, and where it is; `None` for those that lack nothing.
pub(super) fn untold(policy: Policy) -> Option<&'static str> {
    match policy {
        Policy::InverseLoad => Some(
            "A script brings no load reports, so its weights stay equal and these are plain turns. Where processors report \
             their load, once a second, the shares swing to and fro: run the contest below in the unequal world with 2 \
             processors and a load of 40 %.",
        ),
        Policy::ClientSideWeightedRoundRobin => Some(
            "A script brings no load reports, so it knows no weights and these are plain turns. Where processors report \
             their load, once a second, it finds their speeds: run the contest below in the unequal world.",
        ),
        Policy::SuccessRate | Policy::ThompsonSampling => Some(
            "In a script every request is approved, so there is nothing to learn and no server is better than another. Where \
             they differ, it finds the best: run the contest below in the world of unequal approval.",
        ),
        Policy::LeastCost | Policy::Rules => Some(
            "A script here has neither fees nor rules, so everything goes to the first server that takes requests. In a \
                 scenario they stand beside the policy, among the controls of the balancer.",
        ),
        _ => None,
    }
}
