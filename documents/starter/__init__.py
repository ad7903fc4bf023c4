"""What a new laboratory begins with: analytes with published ranges."""
