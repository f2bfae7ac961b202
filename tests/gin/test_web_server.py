import gc
import runpy

from django.conf import settings


def test_what_a_web_process_has_loaded_is_not_collected_again(monkeypatch):
    # What other tests have left open is not this one's to find.
    monkeypatch.setattr(gc, "collect", lambda: 0)
    hook = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["post_worker_init"]

    hook(None)

    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
