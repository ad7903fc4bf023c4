"""Files over the pages: how they are sent, for the tests."""

from urllib.parse import quote

from django.urls import reverse


def send_body(client, order, content: bytes, name="file.bin", **headers):
    return client.post(
        f"{reverse('documents:upload')}?order={order.number}",
        content,
        content_type="application/octet-stream",
        headers={"Accept": "application/json", "X-File-Name": quote(name), **headers},
    )


def send_form(client, where: str, *uploads, accept="application/json"):
    return client.post(
        f"{reverse('documents:upload')}?{where}", {"file": list(uploads)}, headers={"Accept": accept}
    )
