"""The store on PostgreSQL: for many processes, on one machine or on many.

`engine` runs the scripts, each on one of its `connections`; `news` of one process reach the others
by LISTEN and NOTIFY. It decides nothing of what is kept; that is in the scripts beside this
package.
"""
