"""查验纸张: whether a sheet in hand is ours, and its archived page to compare it with."""
