"""Lists find an item by the names of its organisation."""

from partners.mentions import enrol
from publishing.tasks import renew_items_of

enrol(renew_items_of.enqueue)
