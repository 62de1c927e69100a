"""Service cases (办事): lists, the case, its bundles and the hand-off."""
