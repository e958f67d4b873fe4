"""Speed and size beside others doing the like: `make bench`. Only ratios of one run count."""
