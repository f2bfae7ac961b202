"""The link in an invitation's mail holds a token, the table only its hash.

The token is made from the invitation and the secret of the installation, so that the job that
writes the mail needs no copy of it.
"""

from hashlib import sha256

from django.utils.crypto import salted_hmac

from partners.models import Invitation


def token_of(invitation: Invitation) -> str:
    """What the link in its mail holds."""
    parts = (invitation.email, invitation.cluster_id, invitation.organisation_id, invitation.role)
    text = "\0".join(map(str, (*parts, invitation.sent_at.timestamp())))
    return salted_hmac("partners.invitations", text, algorithm="sha256").hexdigest()


def token_hash(token: str) -> str:
    """By what the table knows it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
