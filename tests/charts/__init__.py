"""Charts as each released version wrote them, one folder a version: they must open and go on in every later one."""
