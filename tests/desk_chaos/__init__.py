"""A shift at the desk in which everything breaks: nodes, routers, connections, a browser.

Real `flowengine serve` processes, people who write, agents over the console's socket and one in
Chromium; all of them and the store are held to account while it goes on and after it. A minute of
it belongs to the slow tests, ten are `python -m tests.desk_chaos`.
"""
