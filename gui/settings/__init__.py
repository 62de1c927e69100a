"""The pages of 设置, one file each."""
