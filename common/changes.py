"""Two descriptions of a thing and their difference, in words: what every history is written from.

A change that tells an amount is marked ``"money": true``, so that it can be kept from those who see no prices.
"""

Description = dict[str, tuple]
"""Label -> (text, whether it tells an amount, and whatever else tells things of one name apart)."""

NOTHING = ("", False)


def difference(before: Description, after: Description) -> list[dict]:
    """What stands in one and not, or otherwise, in the other: ``{"field", "before", "after"}`` in their sequence."""
    keys = [*before, *(key for key in after if key not in before)]
    return [
        {"field": key, "before": before.get(key, NOTHING)[0], "after": after.get(key, NOTHING)[0]}
        | ({"money": True} if before.get(key, NOTHING)[1] or after.get(key, NOTHING)[1] else {})
        for key in keys
        if before.get(key) != after.get(key)
    ]
