"""Layouts of documents: plain text with few marks and with placeholders, read into blocks and drawn as HTML.

What a person typed is only ever text here. A layout is read before anything is put into it, and what is put in is
escaped and not read again: no value becomes markup, and no value another placeholder.
"""
