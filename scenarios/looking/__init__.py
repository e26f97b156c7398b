"""What can be seen of a world at one of its moments, as values: nodes, messages, links. Looks, and changes nothing."""
