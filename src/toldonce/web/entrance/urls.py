"""Addresses of the way in."""

from django.urls import path

from toldonce.web.entrance import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("posts/", views.posts, name="posts"),
    path("posts/choose/", views.choose_post, name="choose-post"),
    path("open/", views.open_in_context, name="open"),
    path("help/", views.help_page, name="help"),
    path("about/", views.about, name="about"),
    path("", views.first_page, name="home"),
]
