"""The list of orders, asked for and read."""

from datetime import timedelta

from django.utils import timezone

URL = "/orders/"


def listed(client, query="") -> list[str]:
    """The numbers of the orders on the page, from top to bottom."""
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return [row.number for row in answer.context["rows"]]


def shown(client, query="", **headers) -> str:
    return client.get(URL + query, headers=headers).content.decode()


def due(days: int):
    return timezone.localdate() + timedelta(days=days)
