"""The computers that prove by signature who they are, and the assertions that they have used."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Client(models.Model):
    """A service account that signs in with a key of its own: its public keys, or where it publishes them."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="client", primary_key=True
    )
    keys = models.JSONField(null=True)  # a JWK Set
    keys_address = models.URLField(max_length=500, blank=True)
    scopes = models.TextField()
    registered = models.DateTimeField(auto_now_add=True)
    registered_by = models.CharField(max_length=80)
    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.account.username


class UsedAssertion(models.Model):
    """An assertion that was taken; it is not taken again while it would be valid."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="used")
    jti = models.CharField(max_length=255)
    expires = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "jti"], name="assertion_used_once")]

    def __str__(self) -> str:
        return self.jti
