"""What every answer carries."""

import pytest
from django.test import Client

pytestmark = pytest.mark.one_database


@pytest.fixture
def answer(db):
    return Client().get("/healthz")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Cache-Control", "private, no-store"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ],
)
def test_an_answer_is_kept_from_caches_and_other_sites(answer, header, expected):
    assert answer.headers[header] == expected


def test_an_answer_may_use_no_feature_of_the_device(answer):
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_the_content_policy_allows_our_own_files_and_nothing_inline(answer):
    policy = set(answer.headers["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= policy
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
