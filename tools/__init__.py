"""Programs for those who build and change the product; none of them ships with it."""
