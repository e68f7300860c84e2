@NullMarked
package io.anabranch.apps.serving;

import org.jspecify.annotations.NullMarked;
