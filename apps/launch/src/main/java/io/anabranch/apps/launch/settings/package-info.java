/** Settings: their names, where they are set, and their typed values by section. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.launch.settings;
