"""Background jobs of the portal itself."""

from django.core.management import call_command
from django_tasks import task

KEEP_RESULTS_DAYS = 14


@task()
def tidy() -> None:
    """Throw away sessions that have ended, and the records of tasks done."""
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEEP_RESULTS_DAYS, verbosity=0)
