"""How fast a cluster answers, on its page."""

from partners.models import Cluster
from partners.panels import Panel, enrol
from threads.figures import median_answer_hours


def _hours(cluster: Cluster) -> int | None:
    hours = median_answer_hours(cluster)
    return None if hours is None else round(hours)


enrol(Panel(Cluster, "threads/_answer_time.html", _hours))
