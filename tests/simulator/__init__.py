"""Whole webinars in bad weather, by seed: the shipped actors under a virtual clock and a scheduler that shuffles.

Replaced are the journal's disk, clocks, network, randomness and ids; nothing else. `make simulate SEEDS=n` runs many
seeds, `make simulate SEED=k` one of them with all that happened on stderr. The same seed gives the same run, always.

A newcomer reads `run.py` first (one run from opening to judgement), then `climate.py` (what may go wrong),
`workload.py` (what people do), `guards.py` (judged at the moment something leaves the server), `checkers.py` (judged at
the end) and `mutants.py` (bugs that must be found).
"""
