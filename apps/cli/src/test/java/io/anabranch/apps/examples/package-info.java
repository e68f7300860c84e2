/** What the README shows, compiled and run. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.examples;
