/**
 * What the domain needs from the outside: one small interface per role, its contract in javadoc.
 */
package io.anabranch.ports;
