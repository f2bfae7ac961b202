"""The portal as it runs, on a database of the benchmark, with three bare views beside it."""

import os

from gin.settings import *  # noqa: F403
from gin.settings import DATABASES

ROOT_URLCONF = "benchmarks.urls"
DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
