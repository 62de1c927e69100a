"""One file per paper: its frozen data class above, its layout below."""
