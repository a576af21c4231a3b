"""The rows of this floor that Django keeps; the store's own tables are made by the first migration."""

from toldonce.record.identity.reviews import IdentityReview
from toldonce.record.relationships import BreakGlass, DeclaredRelationship

__all__ = ["BreakGlass", "DeclaredRelationship", "IdentityReview"]
