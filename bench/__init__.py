"""Benchmarks: each has a ``NAME`` and a ``run() -> dict``, which ``gongzhi bench NAME`` prints as one line of JSON.

They work in houses of their own below ``GONGZHI_HOME/bench``. What is compared is run in turn, and
ratios are taken round by round: on a shared machine absolute times swing twofold, ratios much less.
"""
