"""One file per promise of speed; each prints a small table and compares with something bare in the same run."""
