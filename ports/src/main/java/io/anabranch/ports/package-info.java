/** What the domain needs from the world: one small interface per role, its contract in javadoc. */
package io.anabranch.ports;
