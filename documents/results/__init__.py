"""What results mean: how they are typed, which range holds, which flag follows, what is derived. Knows no Django."""
