"""The widgets every page is built from: they know the theme and the keyboard, never a visit or a person."""
