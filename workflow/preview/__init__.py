"""What a step will book, before one confirms: the use case itself, run and rolled back, its rows put into words."""
