package io.anabranch.domain.vending;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/**
 * Something bought from a machine.
 *
 * @param item what; not empty
 * @param machine where; not empty
 * @param healthy how the item is labelled: {@code healthy}, {@code not_healthy}; none if not told
 * @param customer who, as the text of the id; none if not told
 * @param price of one unit, in the currency of the machine; finite
 * @param units how many; a return has a negative number
 * @param epochSecond when, in seconds since 1970
 */
public record Purchase(
    Utf8 item,
    Utf8 machine,
    Option<Utf8> healthy,
    Option<Utf8> customer,
    double price,
    long units,
    long epochSecond) {}
