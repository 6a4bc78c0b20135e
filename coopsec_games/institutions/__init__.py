"""Bodies, and what is played in them."""
