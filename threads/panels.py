"""How fast a cluster answers, on its page."""

from partners.models import Cluster
from partners.panels import Panel, enrol
from threads.figures import median_answer_hours

enrol(Panel(Cluster, "threads/_answer_time.html", median_answer_hours))
