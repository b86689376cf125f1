"""What is measured: each module takes a system that is running, and gives figures by name."""

Figures = dict[str, float]  # such as ``submit.8.rate``; a figure that could not be taken is not there
