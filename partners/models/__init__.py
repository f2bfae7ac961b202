from partners.models.clusters import Cluster, ClusterText, ContactPerson
from partners.models.organisations import Organisation, OrganisationText
from partners.models.people import User
from partners.models.roles import Invitation, Membership, StaffRole
from partners.models.versions import Conflict, Versioned
from partners.models.vocabularies import Term

__all__ = [
    "Cluster",
    "ClusterText",
    "Conflict",
    "ContactPerson",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationText",
    "StaffRole",
    "Term",
    "User",
    "Versioned",
]
