from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from gin.demo import load


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The counts that loading returns; all is rolled back after the file’s last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_vocabularies", stdout=StringIO())
        yield load(now=timezone.now())
        transaction.set_rollback(True)
