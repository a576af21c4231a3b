"""Addresses of the pages of administrators and privacy officers."""

urlpatterns = []
