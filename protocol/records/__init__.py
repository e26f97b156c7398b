"""The files of the seed's 別添2 as values. Records know their items; who keeps them, and how, is the nodes' affair."""
