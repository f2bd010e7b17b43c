"""Our cells and Keras' own with the same equations: one table, read in both directions."""
