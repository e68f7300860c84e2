package io.anabranch.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of the house. Each names the planted sources that it must report, and no others, so
 * that none of them passes because it looks at nothing.
 */
@SuppressWarnings("ImmutableEnumChecker") // method references and List.of
enum Rule {
  DOMAIN_KNOWS_ONLY_THE_JDK_AND_VAVR(
      Rule::domainArrows,
      "KnowsDagger",
      "KnowsSpark",
      "OpensFile",
      "Prints",
      "StartsExecutor",
      "TakesPort"),
  PORTS_KNOW_ONLY_THE_DOMAIN_THE_JDK_AND_VAVR(
      Rule::portsArrows, "Ambient", "KnowsAdapter", "KnowsFake", "LivesInAnUnknownCorner"),
  ADAPTERS_KNOW_ONLY_PORTS_DOMAIN_AND_THEIR_TECHNOLOGY(
      Rule::adapterArrows, "KnowsApp", "KnowsHadoop", "KnowsOtherAdapter", "UnknownAdapter"),
  NOBODY_KNOWS_APPS(Rule::nobodyKnowsApps, "KnowsApp"),
  A_TECHNOLOGY_IS_KNOWN_AT_ITS_HOME_ALONE(
      Rule::technologiesStayAtHome, "KnowsDagger", "KnowsHadoop", "KnowsKafka", "KnowsSpark"),
  WHAT_THE_MACHINE_KNOWS_IS_AN_ARGUMENT(Rule::nothingAmbient, "Ambient", "AmbientReference"),
  THE_DOMAIN_STARTS_NO_THREAD(Rule::noThreads, "StartsThread"),
  ONLY_APPS_SPEAK_TO_THE_PROCESS(Rule::silence, "Prints"),
  NAMES_SAY_WHAT_A_THING_IS(Rule::names, "FoldHelper", "IView", "ViewImpl"),
  FAKES_ARE_CALLED_IN_MEMORY(Rule::fakes, "InMemoryElsewhere", "MapProgress"),
  FIELDS_ARE_NOT_PUBLIC(Rule::noPublicFields, "PublicField"),
  PORTS_FAIL_WITH_STORE_FAILURE(Rule::storeFailures, "ThrowsChecked"),
  RECORDS_DO_NOT_CHANGE(Rule::records, "ArrayRecord", "ListRecord", "MutableRecord"),
  DOMAIN_PACKAGES_HAVE_NO_CYCLES(Rule::noCycles, "Left", "Right"),
  TESTS_DO_NOT_SLEEP(Rule::noSleeping, "Sleeps");

  /** What a class may have of the JDK where there is no I/O. */
  private static final Set<String> JDK =
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
          "java.util.stream");

  /** The clock, chance, and what is set per machine: zone, charset, locale, environment. */
  static final List<Pattern> AMBIENT =
      patterns(
          "java\\.time\\..*\\.now\\((?!java\\.time\\.Clock\\)).*\\)",
          "java\\.time\\.Clock\\.(system|tickMillis|tickSeconds|tickMinutes).*",
          "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)",
          "java\\.lang\\.System\\.(getenv|getProperty|getProperties)\\(.*\\)",
          "java\\.util\\.Date\\.<init>\\(\\)",
          "java\\.util\\.Calendar\\.getInstance\\(.*\\)",
          "java\\.time\\.ZoneId\\.systemDefault\\(\\)",
          "java\\.util\\.TimeZone\\.getDefault\\(\\)",
          "java\\.util\\.Locale\\.getDefault\\(.*\\)",
          "java\\.util\\.UUID\\.randomUUID\\(\\)",
          "java\\.lang\\.(Strict)?Math\\.random\\(\\)",
          "java\\.util\\.(Random|SplittableRandom)\\.<init>\\(\\)",
          "java\\.util\\.concurrent\\.ThreadLocalRandom\\.current\\(\\)",
          "java\\.security\\.SecureRandom\\.<init>\\(.*\\)",
          "java\\.util\\.random\\.RandomGenerator\\.(getDefault|of)\\(.*\\)",
          "java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)",
          "java\\.nio\\.charset\\.Charset\\.defaultCharset\\(\\)",
          "java\\.lang\\.String\\.getBytes\\(\\)",
          "java\\.lang\\.String\\.<init>\\(\\[B(, int, int)?\\)",
          "java\\.lang\\.String\\.to(Lower|Upper)Case\\(\\)",
          "java\\.lang\\.String\\.format\\(java\\.lang\\.String, .*\\)",
          "java\\.lang\\.String\\.formatted\\(.*\\)",
          "java\\.time\\.format\\.DateTimeFormatter\\.ofPattern\\(java\\.lang\\.String\\)");

  private final Function<Layout, ArchRule> rule;
  private final List<String> planted;

  Rule(Function<Layout, ArchRule> rule, String... planted) {
    this.rule = rule;
    this.planted = List.of(planted);
  }

  ArchRule in(Layout layout) {
    return rule.apply(layout);
  }

  /** The names, without package, of the planted sources that this rule reports. */
  List<String> planted() {
    return planted;
  }

  /** Whether it is about tests; the others are about what is shipped. */
  boolean isAboutTests() {
    return this == TESTS_DO_NOT_SLEEP;
  }

  private static ArchRule domainArrows(Layout at) {
    return classes()
        .that(liveIn(at.domain()))
        .should(
            Conditions.onlyKnow(
                "the domain, values of the JDK and vavr",
                (from, to) -> isBasic(to) || isIn(to, at.domain())))
        .because("it is embedded in services that have no Spark, Kafka or Dagger");
  }

  private static ArchRule portsArrows(Layout at) {
    return classes()
        .that(liveIn(at.ports()))
        .should(
            Conditions.onlyKnow(
                "ports, the domain, values of the JDK and vavr, and what is in memory itself too",
                (from, to) ->
                    isBasic(to)
                        || isIn(to, at.domain())
                        || to.getPackageName().equals(at.ports())
                        || to.getPackageName().equals("java.util.zip")
                        || (isIn(from, at.inMemory())
                            && (isIn(to, at.inMemory()) || isIn(to, "java.util.concurrent")))))
        .andShould(
            Conditions.be(
                "live in ports, in " + at.forwarding() + " or in " + at.inMemory(),
                c ->
                    complain(
                        !Set.of(at.ports(), at.forwarding(), at.inMemory())
                            .contains(c.getPackageName()),
                        c.getName() + " has a package that the rules do not know")))
        .because("a port says what the domain needs, not who gives it");
  }

  private static ArchRule adapterArrows(Layout at) {
    return classes()
        .that(liveIn(at.adapters()))
        .should(
            Conditions.onlyKnow(
                "their own classes, ports, the domain, the JDK, vavr and their own technology",
                (from, to) ->
                    isBasic(to)
                        || isIn(to, "java")
                        || isIn(to, at.domain())
                        || isIn(to, at.ports())
                        || isInSameAdapter(at, from, to)
                        || isOwnTechnology(at, from, to)))
        .andShould(
            Conditions.be(
                "be of a known adapter",
                c ->
                    complain(
                        Arrays.stream(Adapter.values()).noneMatch(a -> isIn(c, a.in(at))),
                        c.getName() + " is of an adapter that the rules do not know")))
        .because("what one adapter needs of another it is given as a port");
  }

  private static ArchRule nobodyKnowsApps(Layout at) {
    return classes()
        .that(liveIn(at.root()))
        .and(DescribedPredicate.not(liveIn(at.apps())))
        .should(Conditions.onlyKnow("what is not of apps", (from, to) -> !isIn(to, at.apps())))
        .because("apps compose everything, and each can be left out");
  }

  private static ArchRule technologiesStayAtHome(Layout at) {
    return classes()
        .that(liveIn(at.root()))
        .should(
            Conditions.onlyKnow(
                "technologies at their home",
                (from, to) ->
                    Arrays.stream(Technology.values())
                        .filter(t -> t.isIn(at, to.getPackageName()))
                        .allMatch(t -> t.mayBeKnownIn(at, from.getPackageName()))))
        .because("a technology is exchanged by exchanging one adapter");
  }

  private static ArchRule nothingAmbient(Layout at) {
    return classes()
        .that(liveIn(at.domain()).or(liveIn(at.ports())))
        .should(
            Conditions.accessNone(
                "clock, chance, zone, charset, locale or environment of the machine", AMBIENT))
        .because("the same range of the log gives the same bytes on every machine, at any time");
  }

  private static ArchRule noThreads(Layout at) {
    Set<String> threads =
        Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.util.Timer",
            "java.util.TimerTask");
    return classes()
        .that(liveIn(at.domain()))
        .should(
            Conditions.onlyKnow(
                "the thread that calls them", (from, to) -> !threads.contains(to.getName())))
        .because("Spark, a consumer loop and an embedder each bring threads of their own");
  }

  private static ArchRule silence(Layout at) {
    return classes()
        .that(liveIn(at.root()))
        .and(DescribedPredicate.not(liveIn(at.apps())))
        .should(
            Conditions.accessNone(
                "standard stream, nor end the process",
                patterns(
                    "java\\.lang\\.System\\.(out|err|in)",
                    "java\\.lang\\.System\\.exit\\(int\\)",
                    "java\\.lang\\..*\\.printStackTrace\\(\\)")))
        .because("stdout is data only, and an embedder's streams and process are its own");
  }

  private static ArchRule names(Layout at) {
    Pattern vague = Pattern.compile(".*(Impl|Managers?|Helpers?|Util|Utils|Utility|DTO|Dto)");
    Pattern marked = Pattern.compile("I[A-Z].*");
    return classes()
        .that(liveIn(at.root()))
        .and(Conditions.written())
        .should(
            Conditions.be(
                "have no filler in their names",
                c ->
                    complain(
                        vague.matcher(c.getSimpleName()).matches()
                            || (c.isInterface() && marked.matcher(c.getSimpleName()).matches()),
                        c.getName() + " has a name that says nothing")))
        .because("names are the field's and the operators' words");
  }

  private static ArchRule fakes(Layout at) {
    return classes()
        .that(liveIn(at.root()))
        .should(
            Conditions.be(
                "be called InMemory if and only if they are a port in memory",
                c -> {
                  boolean named = Conditions.outermost(c).getSimpleName().startsWith("InMemory");
                  boolean fake =
                      isIn(c, at.inMemory())
                          && c.getAllRawInterfaces().stream()
                              .anyMatch(i -> i.getPackageName().equals(at.ports()));
                  return complain(
                      (fake && !named) || (named && !isIn(c, at.inMemory())),
                      c.getName() + " is a fake of another name, or no fake");
                }))
        .because("a reader sees at once what is not durable");
  }

  private static ArchRule noPublicFields(Layout at) {
    return fields()
        .that()
        .areDeclaredInClassesThat(liveIn(at.root()))
        .and()
        .arePublic()
        .should()
        .beStatic()
        .andShould()
        .beFinal()
        .because("a value that anybody can set cannot check itself; constants may be read");
  }

  private static ArchRule storeFailures(Layout at) {
    return classes()
        .that(liveIn(at.ports()))
        .should(Conditions.throwNothingCheckedBut(at.ports() + ".StoreFailure"))
        .because("there are exactly three things to do about an outside failure");
  }

  private static ArchRule records(Layout at) {
    return classes()
        .that(liveIn(at.domain()).or(liveIn(at.ports())))
        .and()
        .areRecords()
        .should(Conditions.keepNothingThatChanges())
        .because("a value that was checked stays as it was checked");
  }

  /**
   * One dependency is let through: the balance is a view, so it stands on {@code view}, and each
   * workload stores it beside its own.
   */
  private static ArchRule noCycles(Layout at) {
    return slices()
        .matching(at.domain() + ".(*)..")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(workload(at), balance(at))
        .because("a package that is understood alone can be changed alone");
  }

  static String workload(Layout at) {
    return at.domain() + ".view.Workload";
  }

  static String balance(Layout at) {
    return at.domain() + ".fold.Balance";
  }

  private static ArchRule noSleeping(Layout at) {
    return classes()
        .that(liveIn(at.root()))
        .should(
            Conditions.accessNone(
                "sleep",
                patterns(
                    "java\\.lang\\.Thread\\.sleep\\(.*\\)",
                    "java\\.util\\.concurrent\\.TimeUnit\\.sleep\\(.*\\)")))
        .because("a test waits for a condition with a deadline");
  }

  private static DescribedPredicate<JavaClass> liveIn(String packageName) {
    return DescribedPredicate.describe("live in " + packageName, c -> isIn(c, packageName));
  }

  private static boolean isIn(JavaClass type, String packageName) {
    return Layout.within(type.getPackageName(), packageName);
  }

  private static boolean isBasic(JavaClass type) {
    return JDK.contains(type.getPackageName())
        || type.getName().equals("java.io.Serializable")
        || isIn(type, "io.vavr")
        || isIn(type, "org.jspecify.annotations");
  }

  private static boolean isInSameAdapter(Layout at, JavaClass from, JavaClass to) {
    return Arrays.stream(Adapter.values())
        .anyMatch(a -> isIn(from, a.in(at)) && isIn(to, a.in(at)));
  }

  private static boolean isOwnTechnology(Layout at, JavaClass from, JavaClass to) {
    return Arrays.stream(Technology.values())
        .anyMatch(
            t -> t.isIn(at, to.getPackageName()) && t.mayBeKnownIn(at, from.getPackageName()));
  }

  private static Optional<String> complain(boolean wrong, String text) {
    return wrong ? Optional.of(text) : Optional.empty();
  }

  private static List<Pattern> patterns(String... patterns) {
    return Stream.of(patterns).map(Pattern::compile).toList();
  }
}
