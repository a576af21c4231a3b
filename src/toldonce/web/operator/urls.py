"""Addresses of the pages of administrators and privacy officers."""

from django.urls import path

from toldonce.web.operator import accounts, files, organisations, watching

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
    path("files/", files.every, name="files"),
    path("files/try/", files.trying, name="try-file"),
    path("files/<int:number>/", files.one, name="file"),
    path("files/<int:number>/take/", files.taking, name="take-file"),
    path("files/<int:number>/discard/", files.discarding, name="discard-file"),
    path("ledger/", watching.ledger, name="ledger"),
    path("break-glass/", watching.breaks, name="breaks"),
    path("feeds/", watching.feeds_heard, name="feeds"),
    path("doubts/", watching.doubts_listed, name="doubts"),
]
