"""What people type about documents, their types and analytes, read and checked."""
