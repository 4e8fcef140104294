"""The goals inventory: what customers say they want to reach, until it is an objective of a plan."""
