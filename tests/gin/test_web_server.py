import gc
import runpy

from django.conf import settings


def test_what_a_web_process_has_loaded_is_not_collected_again():
    hook = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["post_worker_init"]

    hook(None)

    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
