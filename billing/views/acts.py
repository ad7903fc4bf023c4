"""The page of all acts."""

from billing.lists import ACTS
from lab.lists import list_view

act_list = list_view(ACTS, "see_acts")
