"""Every address of visits asks who comes."""

import pytest
from django.test import Client
from django.urls import reverse

from xiafang.web.views.visits.urls import urlpatterns

SOMEBODY = "00000000-0000-4000-8000-000000000007"


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    for pattern in urlpatterns:
        where = dict.fromkeys(pattern.pattern.converters, SOMEBODY)
        path = reverse(str(pattern.name), kwargs=where)
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, f"/accounts/login/?next={path}"), path
