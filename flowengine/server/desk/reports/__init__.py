"""Reports of the desk: what is shown of the log's figures, as a page, a table file and on paper.

Everything is counted by `flowengine.host.desk.reporting`; here it is cut, worded and drawn. No
figure is shown without its definition, none of an agent to who may not see it; nobody is ranked.
"""
