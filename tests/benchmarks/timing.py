"""Times of several functions, measured in turns so that all meet the same machine."""

import math
import statistics
import time

LEAST = 0.004  # seconds that one measurement shall take; shorter runs are repeated within it
LONG = 2.0  # seconds of a first run, after which no other is made but the measured ones


def interleaved(functions, repetitions, seconds):
    """Runs functions A B C A B C ... and returns their times.

    Args:
        functions: {name: function without arguments}.
        repetitions: how many rounds at most.
        seconds: the rounds end after so many, but for the first three.

    Returns:
        {name: {"first": seconds of the first run, "times": seconds of every round,
        "processor": seconds that all cores together worked for it in every round}}.
    """
    first = {name: timed(function)[0] for name, function in functions.items()}
    within = {}
    for name, function in functions.items():
        once = first[name]
        if once < LONG:
            once = min(timed(function)[0], timed(function)[0])
        within[name] = max(1, math.ceil(LEAST / max(once, 1e-6)))
    rounds = {name: [] for name in functions}
    end = time.perf_counter() + seconds
    for number in range(repetitions):
        if number >= 3 and time.perf_counter() > end:
            break
        for name, function in functions.items():
            rounds[name].append(timed(function, within[name]))
    found = {}
    for name in functions:
        times, processor = (list(part) for part in zip(*rounds[name], strict=True))
        found[name] = {"first": first[name], "times": times, "processor": processor}
    return found


def timed(function, within=1):
    """The seconds that a function takes, by the clock and of all cores."""
    start, worked = time.perf_counter(), time.process_time()
    for _ in range(within):
        function()
    worked = time.process_time() - worked
    return (time.perf_counter() - start) / within, max(worked, 1e-6) / within


def ratio(measured, slow, fast, of="times"):
    """The median of how many times as fast one is as the other, round by round."""
    pairs = zip(measured[slow][of], measured[fast][of], strict=True)
    return statistics.median(a / b for a, b in pairs)


def median(measured, name):
    """The median of the seconds of one function."""
    return statistics.median(measured[name]["times"])
