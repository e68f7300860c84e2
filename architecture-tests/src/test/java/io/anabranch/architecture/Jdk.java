package io.anabranch.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** How much of the JDK a module may know. */
enum Jdk {
  /** What computes: no I/O, no threads. */
  VALUES {
    @Override
    boolean holds(JavaClass type) {
      return PACKAGES_OF_VALUES.contains(type.getPackageName())
          || type.getName().equals("java.io.Serializable");
    }
  },
  /** Values and what threads share: no I/O. */
  VALUES_AND_THREADS {
    @Override
    boolean holds(JavaClass type) {
      return VALUES.holds(type) || Layout.within(type.getPackageName(), "java.util.concurrent");
    }
  },
  EVERYTHING {
    @Override
    boolean holds(JavaClass type) {
      return Layout.within(type.getPackageName(), "java");
    }
  };

  private static final Set<String> PACKAGES_OF_VALUES =
      Set.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.invoke",
          "java.lang.runtime",
          "java.math",
          "java.nio",
          "java.nio.charset",
          "java.time",
          "java.time.chrono",
          "java.time.format",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.function",
          "java.util.regex",
          "java.util.stream",
          "java.util.zip"); // checksums

  abstract boolean holds(JavaClass type);
}
