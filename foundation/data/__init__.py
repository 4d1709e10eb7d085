"""One way to take tables in and to give them out: by the command, the back office and the export alike."""
