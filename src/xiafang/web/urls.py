"""The addresses of the workplace. Of allauth only what this deployment offers: nobody signs up or resets by mail."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, path

from xiafang.web.forms import SignInForm
from xiafang.web.views import articles, calendar, home, session

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show, name="home"),
    path("articles/", articles.index, name="articles"),
    path("articles/<int:number>/", articles.one, name="articles-one"),
    path("calendar/", calendar.this_year, name="calendar"),
    path("calendar/<int:year>/", calendar.one_year, name="calendar-year"),
    path("session/", session.keep, name="session"),
    path("accounts/login/", account.LoginView.as_view(form_class=SignInForm), name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/", session.ChangePassword.as_view(), name="account_change_password"),
]
