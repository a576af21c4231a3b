import cProfile
import pstats

from bench.hl7v2_mapping import measure


def test_b(own_database):
    measure(20)
    print(measure(100))
    p = cProfile.Profile()
    p.enable()
    measure(40)
    p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(60)
