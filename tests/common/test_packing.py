"""What is packed comes out as it was, and a forged packet is refused before it fills the memory."""

import base64
import zlib

import pytest

from common.packing import MARK, MOST, WORTH, pack, unpack


@pytest.mark.parametrize("text", ["", "{}", "é" * WORTH, '{"a": "“b”"}' * WORTH])
def test_a_text_comes_out_as_it_was(text):
    assert unpack(pack(text)) == text


def test_short_texts_stay_readable_and_long_ones_become_short():
    assert pack('{"since": 1}') == '{"since": 1}'
    assert len(pack('{"quantity": "1"}' * 5_000)) < 5_000


def packet(raw: bytes) -> str:
    return MARK + base64.urlsafe_b64encode(raw).decode()


@pytest.mark.parametrize(
    "forged",
    [
        MARK,
        MARK + "x",
        MARK + "é",
        packet(b"no packet"),
        packet(zlib.compress(b"cut off" * 99)[:-9]),
        packet(zlib.compress(b"\xff")),
        packet(zlib.compress(b"0" * (MOST + 1))),
    ],
)
def test_what_was_not_packed_here_is_refused(forged):
    with pytest.raises(ValueError, match=r"."):
        unpack(forged)
