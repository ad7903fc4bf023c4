"""All that came in and went out."""

from lab.lists import list_view
from stock.lists import MOVEMENTS

movement_list = list_view(MOVEMENTS, "see_stock")
