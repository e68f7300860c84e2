package io.anabranch.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the rules ask of a class beyond what ArchUnit has words for. */
final class Conditions {

  private static final Pattern COPY = Pattern.compile("copyOf|unmodifiable\\w+");

  private Conditions() {}

  /** Each class that is known is allowed; both are given, the one that knows first. */
  static ArchCondition<JavaClass> onlyKnow(
      String description, BiPredicate<JavaClass, JavaClass> allowed) {
    return onlyKnow(description, allowed, c -> "");
  }

  /**
   * The same.
   *
   * @param reason why this class may know no more
   */
  static ArchCondition<JavaClass> onlyKnow(
      String description,
      BiPredicate<JavaClass, JavaClass> allowed,
      Function<JavaClass, String> reason) {
    return each(
        "only know " + description,
        c ->
            c.getDirectDependenciesFromSelf().stream()
                .filter(d -> !isPrimitive(d))
                .filter(d -> !allowed.test(c, d.getTargetClass().getBaseComponentType()))
                .map(d -> d.getDescription() + because(reason.apply(c))));
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ", but " + reason;
  }

  /** No call, method reference or field access has a target that one of the patterns matches. */
  static ArchCondition<JavaClass> accessNone(String description, List<Pattern> patterns) {
    return each(
        "access no " + description,
        c ->
            c.getAccessesFromSelf().stream()
                .filter(a -> patterns.stream().anyMatch(p -> matches(p, a)))
                .map(JavaAccess::getDescription));
  }

  static boolean matches(Pattern pattern, JavaAccess<?> access) {
    return pattern.matcher(signature(access.getTarget())).matches();
  }

  private static String signature(AccessTarget target) {
    String name = target.getOwner().getFullName() + "." + target.getName();
    return target instanceof CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes().stream()
            .map(HasName::getName)
            .collect(Collectors.joining(", ", name + "(", ")"))
        : name;
  }

  /** The class says nothing against itself. */
  static ArchCondition<JavaClass> be(
      String description, Function<JavaClass, Optional<String>> complaint) {
    return each(
        description,
        c -> complaint.apply(c).stream().map(text -> text + " in " + c.getSourceCodeLocation()));
  }

  static ArchCondition<JavaClass> throwNothingCheckedBut(String failure) {
    BiFunction<JavaCodeUnit, JavaClass, String> complaint =
        (unit, type) ->
            unit.getDescription()
                + " declares "
                + type.getName()
                + " in "
                + unit.getSourceCodeLocation();
    return each(
        "declare no checked exception but " + failure,
        c ->
            c.getCodeUnits().stream()
                .flatMap(
                    unit ->
                        unit.getThrowsClause().stream()
                            .map(declaration -> declaration.getRawType())
                            .filter(type -> !type.isAssignableTo(RuntimeException.class))
                            .filter(type -> !type.isAssignableTo(Error.class))
                            .filter(type -> !type.isAssignableTo(failure))
                            .map(type -> complaint.apply(unit, type))));
  }

  /**
   * No component is an array or a mutable class of the JDK, and a constructor that is given a
   * collection of the JDK copies it.
   */
  static ArchCondition<JavaClass> keepNothingThatChanges() {
    return each(
        "keep nothing that others can change",
        c ->
            c.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> changes(field.getRawType()) || (isShared(field) && !copies(c)))
                .map(field -> field.getDescription() + " in " + c.getSourceCodeLocation()));
  }

  private static boolean changes(JavaClass type) {
    if (type.isArray()) {
      return true;
    }
    boolean ofTheJdk =
        List.of("java.util", "java.util.concurrent.atomic", "java.nio")
            .contains(type.getPackageName());
    boolean known =
        Stream.of("java.util.UUID", "java.util.Locale", "java.util.Currency")
            .anyMatch(type.getName()::equals);
    return (ofTheJdk && !known && !type.isInterface() && !type.isEnum())
        || type.isAssignableTo(StringBuilder.class);
  }

  private static boolean isShared(JavaField field) {
    return field.getRawType().getPackageName().equals("java.util")
        && field.getRawType().isInterface();
  }

  private static boolean copies(JavaClass type) {
    return type.getConstructors().stream()
        .flatMap(constructor -> constructor.getCallsFromSelf().stream())
        .anyMatch(call -> COPY.matcher(call.getName()).matches());
  }

  static DescribedPredicate<JavaClass> written() {
    return DescribedPredicate.describe(
        "were written, not generated by Dagger",
        c -> !outermost(c).isAnnotatedWith("dagger.internal.DaggerGenerated"));
  }

  static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  private static boolean isPrimitive(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType().isPrimitive();
  }

  private static ArchCondition<JavaClass> each(
      String description, Function<JavaClass, Stream<String>> complaints) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        complaints.apply(type).distinct().forEach(text -> events.add(violated(type, text)));
      }
    };
  }
}
