"""The web server: a few processes, each with threads that keep connections open for the proxy."""

import gc
import multiprocessing
import os

from django.urls import get_resolver

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", multiprocessing.cpu_count()))
threads = int(os.environ.get("WEB_THREADS", "8"))
keepalive = 75  # longer than a proxy keeps one idle
timeout = 60
max_requests = 50_000
max_requests_jitter = 5_000
forwarded_allow_ips = os.environ.get("PROXY_ADDRESSES", "127.0.0.1")
loglevel = "warning"  # requests are logged by gin.logs


def post_worker_init(worker) -> None:
    """All that is loaded stays. The garbage collector need not go through it again and again."""
    get_resolver().url_patterns  # noqa: B018 - loads the views, too
    gc.collect()
    gc.freeze()
