"""The code of a paper: unguessable, read however it is typed, and a wrong sign is seen."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import codes


def test_a_code_has_ninety_five_bits_and_no_two_are_alike():
    made = {codes.new_code() for _n in range(2000)}
    assert len(made) == 2000
    assert len(codes.SIGNS) ** (codes.LENGTH - 1) == 2**95
    assert {len(code) for code in made} == {codes.LENGTH}
    assert set("".join(made)) == set(codes.SIGNS)


def test_a_code_is_read_however_it_is_spaced_and_spelled():
    code = "010123456789ABCDEFG"
    code += codes.check_sign(code)
    groups = codes.in_groups(code)
    assert groups.count("-") == 4
    for typed in (groups, groups.lower(), groups.replace("-", " "), f" {code}\n", code.replace("0", "o", 1)):
        assert codes.read(typed) == code
    assert codes.read(code.replace("1", "l", 1)) == codes.read(code.replace("1", "I", 1)) == code


@given(st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.SIGNS))
def test_one_wrong_sign_is_always_seen(place, sign):
    code = codes.new_code()
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        with pytest.raises(codes.MistypedCode):
            codes.read(wrong)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_code_or_no_code(typed):
    with suppress(codes.MistypedCode):
        assert len(codes.read(typed)) == codes.LENGTH
