"""A whole laboratory to look at: dental and veterinary, four months old. Its people, customers and orders are invented.

What is told here is data; everything is written by the use cases that the pages call, at moments of the past.
"""
