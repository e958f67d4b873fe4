"""Speed and size beside others doing the like: `make bench`. Only ratios taken in one run mean anything."""
