"""Who gains by moving: games, solution concepts, atlases of outcomes."""
