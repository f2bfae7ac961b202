from uuid import uuid4

from django.core.files.storage import Storage, storages
from django.db import models


def private_storage() -> Storage:
    """Where files lie that no web server serves: a view asks who may have them first."""
    return storages["private"]


def attachment_name(attachment: models.Model, uploaded_as: str) -> str:
    """A name nobody can guess or shape; what the file was called is kept beside it."""
    return f"attachments/{attachment.at:%Y/%m}/{uuid4().hex}"
