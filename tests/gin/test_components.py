from pathlib import Path

from django.conf import settings
from django.urls import reverse

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_the_gallery_shows_every_component(client, db, settings):
    settings.DEBUG = True

    response = client.get(reverse("gin:components"))

    shown = {template.name for template in response.templates}
    components = {
        str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("components/**/*.html")
    }
    assert components - shown == set()


def test_every_component_tells_what_it_takes():
    for path in TEMPLATES.glob("components/**/*.html"):
        assert path.read_text().startswith("{# "), path


def test_the_gallery_is_for_development(client, db):
    assert client.get(reverse("gin:components")).status_code == 404
