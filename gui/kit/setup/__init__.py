"""The forms that set a station up. The first start and 设置 show the same ones, and neither page imports the other."""
