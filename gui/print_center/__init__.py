"""打印中心: every sheet that was issued, and whether it is good."""
