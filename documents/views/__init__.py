"""Pages and answers of the documents."""
