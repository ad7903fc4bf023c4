"""Pages of bank statements: bringing a file, its lines with what they may pay, taking them over."""
