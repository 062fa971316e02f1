"""One module a format; each has a module-level `IMPORTER`. `patents.ingest.registry` finds them by looking into this folder."""
