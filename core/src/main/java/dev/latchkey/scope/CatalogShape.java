package dev.latchkey.scope;

/** How the names of a catalogue are read. */
enum CatalogShape {
    /** Names form a hierarchy; tokens are issued with listed names only. */
    CLOSED,
    /** Names form a hierarchy; tokens are issued with listed names and with wildcards. */
    WITH_WILDCARDS,
    /** Names are whole: none is beneath another. */
    FLAT
}
