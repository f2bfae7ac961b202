from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        # What other rooms show on the pages here, what they keep of a person, and where they have
        # written down the name of an organisation.
        autodiscover_modules("panels", "holdings", "mentions")
