/** What can be set, where it is set, and what it comes to. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.launch.settings;
