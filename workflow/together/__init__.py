"""What is done to many orders at once: each by its own action, in a transaction of its own."""
