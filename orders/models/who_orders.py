"""Who orders, by words of their names: the customers and contacts that a search of orders asks for first."""

from django.db.models import Q, Value

from common.finding import SEARCH, holds, stands_in
from customers.models import Contact, Counterparty

MOST_ROWS = 500
WHO_ORDERS = (Counterparty, Contact)


def who_orders_by_word(words: list[str]) -> dict[str, list]:
    """For each word the ids of the customers and of the contacts whose search text holds it.

    Where they are too many to list, each word is asked for by itself, and one that alone finds too many becomes a
    query: “Dr Winter” is then still looked for by the few who are called Winter.
    """
    asked = Q()
    for word in words:
        asked |= holds(word, SEARCH)
    arms = [_found_in(place, asked) for place in range(len(WHO_ORDERS))] if words else ()
    known = list(arms[0].union(*arms[1:], all=True)[: MOST_ROWS + 1]) if arms else []
    if len(known) <= MOST_ROWS:
        places = range(len(WHO_ORDERS))
        return {
            word: [
                [pk for at, pk, text in known if at == place and stands_in(text, word)] for place in places
            ]
            for word in words
        }
    if len(words) > 1:
        return {word: found for one in words for word, found in who_orders_by_word([one]).items()}
    return {words[0]: [model.objects.filter(asked).values("pk") for model in WHO_ORDERS]}


def _found_in(place: int, asked: Q):
    rows = WHO_ORDERS[place].objects.filter(asked).order_by().annotate(place=Value(place))
    return rows.values_list("place", "pk", "search_text")
