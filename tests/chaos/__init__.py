"""The chaos rig: real processes, real load, real faults, and a checker that believes nobody. See docs/reliability.md."""
