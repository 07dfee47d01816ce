//! What each balancing policy picks in a made-up world of seven servers that fail, fill up and come back.

use switchyard::balance::{Answer, Ended, LoadReport, Policy, Request, View};
use switchyard::math;
use switchyard::random::Stream;
use switchyard::units::{Instant, Nanos};

/// Servers of the world.
const SERVERS: usize = 7;
/// Picks of each policy.
const COUNT: u32 = 5_000;
/// Picks between two changes of a server's health, 0.35 s.
const SPELL: u32 = 50;
/// The same where a policy trusts a server's reports only after ten seconds: 17.5 s, so that weights are used.
const LONG_SPELL: u32 = 2_500;

/// The order-sensitive hash of a policy's picks.
pub(crate) fn hash(policy: Policy) -> u64 {
    let (mut world, mut routing) = (Stream::new(1, "world"), Stream::new(1, "routing"));
    let mut balancer = policy.build(SERVERS);
    let weights = [5, 1, 3, 2, 2, 8, 1];
    let (mut usable, mut in_flight) = ([true; SERVERS], [0_u32; SERVERS]);
    let spell = if policy == Policy::ClientSideWeightedRoundRobin { LONG_SPELL } else { SPELL };
    let mut hash = 0;
    for pick in 0..COUNT {
        let now = Instant::new(u64::from(pick) * 7_000_000);
        let one = |world: &mut Stream| math::index(world.below(math::id(SERVERS)));
        if pick % spell == 0 {
            let server = one(&mut world);
            usable[server] = !usable[server];
        }
        if pick % 150 == 0 {
            let report = |world: &mut Stream| {
                let completed_per_s = 100.0 * world.unit();
                LoadReport { completed_per_s, failed_per_s: 0.1 * completed_per_s, utilisation: world.unit() }
            };
            balancer.observe(now, &std::array::from_fn::<_, SERVERS, _>(|_| report(&mut world)));
        }
        let key = world.below(500).to_le_bytes();
        let request = Request { key: &key, amount_minor: 1999, ..Request::UNKNOWN };
        let picked = balancer.pick(&View { now, request, ..View::new(&weights, &in_flight, &usable) }, &mut routing);
        hash = super::mix(hash, picked.map_or(u64::MAX, math::wide));
        if let Some(server) = picked {
            in_flight[server] += 1;
            balancer.opened(server, &View { now, request, ..View::new(&weights, &in_flight, &usable) });
        }
        let server = one(&mut world);
        if in_flight[server] > 0 {
            in_flight[server] -= 1;
            let answers = [Answer::Approved, Answer::Approved, Answer::Declined, Answer::Failed];
            let answer = answers[math::index(world.below(4))];
            let latency = Nanos::from_millis(5.0 + 200.0 * world.unit());
            let ended = Ended { answer, latency, service: latency, waiting: world.below(4) };
            balancer.closed(server, &View { now, request, ..View::new(&weights, &in_flight, &usable) }, &ended);
        }
    }
    hash
}

/// Every policy by its id, and the hash of its picks.
pub(crate) const PICKS: [(&str, u64); 35] = [
    ("round-robin", 0xAE81_24F1_D784_2727),
    ("random", 0x2CEB_E523_29D2_0A2E),
    ("weighted-random", 0x1E24_424D_150A_5259),
    ("smooth-weighted-round-robin", 0xFE34_F912_FC49_E847),
    ("haproxy-roundrobin", 0x698D_F74B_B1C7_7060),
    ("haproxy-static-rr", 0xC7C8_8D38_B7B4_32FE),
    ("deadline-weighted-round-robin", 0x7E47_E80E_04D8_8C2F),
    ("run-length-weighted-round-robin", 0xC1B4_9131_F83E_58CD),
    ("inverse-load", 0x130B_CA61_6164_8F81),
    ("client-side-weighted-round-robin", 0x26DD_AE58_C8FC_D52B),
    ("nginx-least-conn", 0x80E9_F9D4_2DDC_C1F4),
    ("haproxy-leastconn", 0x1601_1468_0E00_7CC9),
    ("haproxy-first", 0x3D2B_8177_93D8_4F52),
    ("envoy-least-request", 0x8C7F_AC59_9D88_DC63),
    ("d-choices", 0xE1ED_9965_22D6_6672),
    ("nginx-random-two", 0x7A39_06A8_EDB5_EA9F),
    ("join-shortest-queue", 0x6D6F_38C5_86B8_AB5B),
    ("join-idle-queue", 0xD5C9_24B4_E08E_AD09),
    ("peak-ewma", 0x3A42_15EF_56A8_FC09),
    ("nginx-least-time", 0xB2E7_20BC_B010_B396),
    ("c3", 0x556F_812B_C008_E0FC),
    ("prequal", 0x2E35_B750_2999_820F),
    ("hash-modulo", 0x3FED_BA5F_A995_F4FE),
    ("ring-hash", 0x339C_9185_2881_D599),
    ("ketama", 0x2CC7_D62B_2BCF_2D02),
    ("maglev", 0xB625_306D_2420_E2E1),
    ("rendezvous", 0x0A64_59E9_1A3F_3289),
    ("jump-hash", 0x60CB_06C7_CFEF_75EF),
    ("bounded-load", 0x765D_0AEC_D1DB_3B65),
    ("priority", 0x3D2B_8177_93D8_4F52),
    ("volume-split", 0xE603_ABA7_1F8D_4C78),
    ("rules", 0x3D2B_8177_93D8_4F52),
    ("least-cost", 0x3D2B_8177_93D8_4F52),
    ("success-rate", 0xF1BA_A24A_0D8C_CEE8),
    ("thompson-sampling", 0xF2B5_7C81_351C_B8CD),
];
