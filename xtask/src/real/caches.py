"""Misses of other programs' caches on a trace: `caches.py lru_cache|libcachesim TRACE CAPACITY...`, a line each."""

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
    }
    for name, policy in policies.items():
        for capacity in capacities:
            cache = policy(capacity)
            request = lcs.Request()
            request.obj_size = 1
            misses = 0
            for key in keys:
                request.obj_id = key
                misses += not cache.get(request)
            print(name, capacity, misses)


if __name__ == "__main__":
    with open(sys.argv[2]) as lines:
        trace = [int(line) for line in lines]
    {"lru_cache": lru_cache, "libcachesim": libcachesim}[sys.argv[1]](trace, [int(word) for word in sys.argv[3:]])
