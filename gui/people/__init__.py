"""服务对象: the register of the people who are served."""
