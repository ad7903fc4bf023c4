"""The house of the product holds: what points where, who may write what, how things are named."""
