"""What happens: the population, stories, the runner, oracles, and the folder a run leaves behind."""
