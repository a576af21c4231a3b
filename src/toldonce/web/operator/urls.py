"""Addresses of the pages of administrators and privacy officers."""

from django.urls import path

from toldonce.web.operator import accounts, identity_views, organisations, watching

urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.opening, name="open-account"),
    path("accounts/<str:username>/", accounts.account, name="account"),
    path("accounts/<str:username>/close/", accounts.close, name="close-account"),
    path("accounts/<str:username>/posts/", accounts.give, name="give-post"),
    path("accounts/<str:username>/posts/<int:post>/end/", accounts.end, name="end-post"),
    path("accounts/<str:username>/tokens/", accounts.make_token, name="create-token"),
    path("accounts/<str:username>/tokens/<int:token>/revoke/", accounts.revoke, name="revoke-token"),
    path("organisations/", organisations.every, name="organisations"),
    path("organisations/<str:code>/", organisations.one, name="organisation"),
    path("ledger/", watching.ledger, name="ledger"),
    path("break-glass/", watching.breaks, name="breaks"),
    path("feeds/", watching.feeds_heard, name="feeds"),
    path("doubts/", watching.doubts_listed, name="doubts"),
    path("who-is-who/", identity_views.questions, name="questions"),
    path("who-is-who/<int:number>/", identity_views.question, name="question"),
    path("who-is-who/person/<int:person>/", identity_views.person_parts, name="person-parts"),
]
