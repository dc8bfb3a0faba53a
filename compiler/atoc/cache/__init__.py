"""What a run leaves for the next: nothing that could not be found anew, and nothing that changes an answer.

``Store`` keeps small entries on disk, each under a digest of all that it follows from: the text of the
documents, the settings, the words of the command line, and the compiler itself (``stamp``). An entry that
is not there, is broken, or was made of anything else is as if there were none. ``snapshot`` takes the digest
of files as they stand; ``facts`` writes what was proved of a scope as data, for ``compile`` alone.

The room loads in a few milliseconds, since what it saves must not cost more: it imports no other room here.
"""

from atoc.cache.snapshot import digest, snapshot, snapshot_of_folder
from atoc.cache.stamp import stamp
from atoc.cache.store import FOLDER, Store

__all__ = ["FOLDER", "Store", "digest", "snapshot", "snapshot_of_folder", "stamp"]
