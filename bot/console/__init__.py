"""The console: where staff see the rooms, work through the queue and read the balance.

It reads and writes the store and never speaks to a platform: the room that holds the connection sends.

    app          routes and the running server          live         what changed, pushed to every browser
    doors        hosts, origins, headers, errors        pieces       the parts of a page that change
    signing_in   links, passwords, sessions             acts         what staff do to a case, audited
    queue_pages  the queue and one case                 api          the same for the command line
"""
