package @PACKAGE@;

import io.anabranch.domain.event.Utf8;

/**
 * An event of the topic {@code @NAME@}.
 *
 * @param place where it happened
 * @param visitor who caused it
 * @param amount what was paid, 0 or more
 * @param at when it happened, in seconds since 1970
 */
record @CLASS@Event(Utf8 place, Utf8 visitor, double amount, long at) {}
