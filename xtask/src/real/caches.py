"""Misses of other programs' caches on a trace: `caches.py lru_cache|libcachesim TRACE CAPACITY...`, a line each.

libCacheSim's S3FIFOv0 has no class in Python, so it is not here.
"""

import functools
import sys


def lru_cache(keys, capacities):
    for capacity in capacities:
        remembered = functools.lru_cache(maxsize=capacity)(lambda key: key)
        for key in keys:
            remembered(key)
        print("python-lru-cache", capacity, remembered.cache_info().misses)


def libcachesim(keys, capacities):
    import libcachesim as lcs

    policies = {
        "fifo": lcs.FIFO, "lru": lcs.LRU, "lfu": lcs.LFU, "clock": lcs.Clock, "sieve": lcs.Sieve, "slru": lcs.SLRU,
        "2q": lcs.TwoQ, "arc": lcs.ARC, "s3-fifo": lcs.S3FIFO, "lirs": lcs.LIRS,
        "lru-2": lcs.LRUK, "clock-2bit": lambda capacity: lcs.Clock(capacity, n_bit_counter=2), "belady": lcs.Belady,
    }
    following = next_uses(keys)
    for name, policy in policies.items():
        for capacity in capacities:
            cache = policy(capacity)
            request = lcs.Request()
            request.obj_size = 1
            misses = 0
            for place, key in enumerate(keys):
                request.obj_id = key
                request.next_access_vtime = following[place]
                misses += not cache.get(request)
            print(name, capacity, misses)


def next_uses(keys):
    """For each request the place of the next one for its key: Belady's limit goes by nothing else."""
    following, upcoming = [sys.maxsize] * len(keys), {}
    for place in range(len(keys) - 1, -1, -1):
        following[place] = upcoming.get(keys[place], sys.maxsize)
        upcoming[keys[place]] = place
    return following


if __name__ == "__main__":
    with open(sys.argv[2]) as lines:
        trace = [int(line) for line in lines]
    {"lru_cache": lru_cache, "libcachesim": libcachesim}[sys.argv[1]](trace, [int(word) for word in sys.argv[3:]])
