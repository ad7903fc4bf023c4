"""Tables that people bring and take away: CSV and XLSX, read cell by cell without trusting the file, and written."""
