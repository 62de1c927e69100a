"""The product's name and version, in the one place that the window, the papers, the backups and the build read."""

PRODUCT = "退役军人服务站前台"
VERSION = "0.1.0"
