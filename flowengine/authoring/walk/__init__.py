"""Every path of a flow, walked by machine on make-believe time: what `flowengine map` tells.

`moves` says what can happen at a place, `walker` lets all of it happen once in every situation,
`findings` reads the outcome, `told` puts it into words. They run the real interpreter and invent no
rule of their own.
"""
