"""How passwords are hashed: the figures, old hashes, and never more than two at once."""

import threading
import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.test import Client

from labsite import hashing
from labsite.hashing import Argon2Hasher, DoorIsBusy
from tests.factories.lab import make_employee

PASSWORD = "correct horse battery staple"


@pytest.fixture
def argon2(settings):
    """What an installation has; the other tests hash quickly."""
    settings.PASSWORD_HASHERS = ["labsite.hashing.Argon2Hasher"]


@pytest.mark.usefixtures("argon2")
def test_a_hash_takes_19_mib_two_passes_and_one_lane():
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.usefixtures("argon2")
def test_a_hash_of_before_still_opens_and_is_made_anew():
    before, anew = Argon2PasswordHasher().encode(PASSWORD, "0123456789abcdef"), []
    assert check_password(PASSWORD, before, anew.append)
    assert anew == [PASSWORD]
    assert check_password(PASSWORD, make_password(PASSWORD), anew.append)
    assert anew == [PASSWORD]


def test_never_more_than_two_are_hashed_at_once(monkeypatch):
    now, most, lock = [0], [0], threading.Lock()

    def slowly(self, password, encoded):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        return True

    monkeypatch.setattr(Argon2PasswordHasher, "verify", slowly)
    threads = [threading.Thread(target=Argon2Hasher().verify, args=("x", "y")) for _one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [2]


@pytest.mark.django_db
@pytest.mark.usefixtures("argon2")
def test_who_has_no_turn_in_time_reads_a_sentence(monkeypatch):
    make_employee(username="anna")
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0)
    monkeypatch.setattr(hashing, "_turns", threading.BoundedSemaphore(1))
    with hashing._turn():
        answer = Client().post("/login/", {"username": "anna", "password": PASSWORD})
        with pytest.raises(DoorIsBusy), hashing._turn():
            pass
    assert answer.status_code == 429
    assert "logging in at this moment" in answer.content.decode()
    assert Client().post("/login/", {"username": "anna", "password": PASSWORD}).status_code == 200
