"""Addresses of the pages of administrators and privacy officers."""

from django.urls import path

from toldonce.web.operator import accounts, feeds, files, listeners, messages, organisations, told, watching

urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.opening, name="open-account"),
    path("accounts/<str:username>/", accounts.account, name="account"),
    path("accounts/<str:username>/email/", accounts.email, name="account-email"),
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
    path("organisations/<str:code>/told/", told.told, name="organisation-told"),
    path("organisations/<str:code>/told/<int:number>/<slug:act>/", told.change, name="change-told"),
    path("ledger/", watching.ledger, name="ledger"),
    path("break-glass/", watching.breaks, name="breaks"),
    path("listeners/", listeners.listeners, name="listeners"),
    path("listeners/hear-again/", listeners.hear_again, name="hear-again"),
    path("feeds/", feeds.every, name="feeds"),
    path("feeds/set-up/", feeds.set_up, name="set-up-feed"),
    path("feeds/<slug:code>/", feeds.one, name="feed"),
    path("feeds/<slug:code>/change/", feeds.change, name="change-feed"),
    path("feeds/<slug:code>/state/", feeds.move, name="move-feed"),
    path("feeds/<slug:code>/again/", feeds.reprocess, name="reprocess-feed"),
    path("feeds/<slug:code>/corrections/<int:number>/", feeds.withdraw, name="withdraw-correction"),
    path("messages/", messages.find, name="messages"),
    path("messages/<int:n>/", messages.one, name="message"),
    path("messages/<int:n>/replay/", messages.replay, name="replay-message"),
    path("messages/<int:n>/put-aside/", messages.put_aside, name="put-aside-message"),
    path("quarantine/", messages.quarantine, name="quarantine"),
    path("quarantine/replay/", messages.replay_alike, name="replay-alike"),
    path("doubts/", watching.doubts_listed, name="doubts"),
]
