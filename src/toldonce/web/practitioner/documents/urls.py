"""Addresses of the pages of letters and documents."""

from django.urls import path

from toldonce.web.practitioner.documents import delivery_views, letter_views

urlpatterns = [
    path("documents/", delivery_views.documents, name="documents"),
    path("documents/<int:number>/return/", delivery_views.return_unread, name="document-return"),
    path("documents/stray/<int:number>/", delivery_views.stray, name="stray"),
    path("person/<int:person>/letter/", letter_views.begin, name="letter-begin"),
    path("person/<int:person>/letter/<int:number>/", letter_views.write, name="letter"),
    path("person/<int:person>/letter/<int:number>/preview/", letter_views.preview, name="letter-preview"),
    path("person/<int:person>/letter/<int:number>/paper/", letter_views.paper, name="letter-paper"),
    path("person/<int:person>/letter/<int:number>/drop/", letter_views.drop, name="letter-drop"),
    path("person/<int:person>/letter/<int:number>/replace/", letter_views.replace, name="letter-replace"),
    path("person/<int:person>/document/<str:id>/answer/", delivery_views.answer, name="document-answer"),
]
