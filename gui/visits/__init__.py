"""The visit desk: who came, what is wanted, what became of it, and the receipt in the visitor's hand."""
