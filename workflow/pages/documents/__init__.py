"""Documents of orders: their list, the page on which one is filled in, its dialogs, its revisions and papers."""
