package io.anabranch.domain.vending;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/**
 * A purchase at a machine.
 *
 * @param item not empty
 * @param machine not empty
 * @param healthy the label of the item: {@code healthy}, {@code not_healthy}; none if absent
 * @param customer the id of the customer as text; none if absent
 * @param price per unit, in the currency of the machine; finite
 * @param units the number of units; negative for a return
 * @param epochSecond the time, in seconds since 1970
 */
public record Purchase(
    Utf8 item,
    Utf8 machine,
    Option<Utf8> healthy,
    Option<Utf8> customer,
    double price,
    long units,
    long epochSecond) {}
