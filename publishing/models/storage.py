from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Where files lie that no web server serves: a view asks who may have them first."""
    return storages["private"]
