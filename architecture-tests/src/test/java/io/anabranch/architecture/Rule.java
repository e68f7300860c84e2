package io.anabranch.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.EnumSet;
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
  A_CLASS_KNOWS_WHAT_ITS_MODULE_MAY_KNOW(
      Rule::arrows,
      "Ambient",
      "AnswersFromWire",
      "BenchmarksKafka",
      "CommandsKnowWire",
      "CopiesToKafka",
      "DecodesWithJackson",
      "DrawsWithUnlistedLibrary",
      "EmbedsWire",
      "GeneratesWithJetty",
      "KnowsAdapter",
      "KnowsApp",
      "KnowsDagger",
      "KnowsHadoop",
      "KnowsKafka",
      "KnowsOtherAdapter",
      "KnowsSpark",
      "LaunchesWithPicocli",
      "LayersKnowWire",
      "LayersPrint",
      "OpensFile",
      "Prints",
      "RidesKnowLayers",
      "RunsKafkaInCassandra",
      "RunsKafkaInHdfs",
      "RunsLayersInKafka",
      "SimulatesStandalone",
      "StartsExecutor",
      "StartsWithLayers",
      "TakesPort",
      "WorkloadKnowsLayers",
      "WritesFile"),
  A_CLASS_IS_OF_A_KNOWN_MODULE(Rule::homes, "UnknownAdapter"),
  PORTS_DO_NOT_KNOW_WHO_PROVIDES_THEM(
      Rule::portsArrows, "Ambient", "KnowsFake", "LivesInAnUnknownCorner"),
  WHAT_THE_MACHINE_KNOWS_IS_AN_ARGUMENT(Rule::nothingAmbient, "Ambient", "AmbientReference"),
  THE_DOMAIN_STARTS_NO_THREAD(Rule::noThreads, "StartsThread"),
  ONLY_PROGRAMS_SPEAK_TO_THE_PROCESS(Rule::silence, "LayersPrint", "Prints"),
  NAMES_SAY_WHAT_A_THING_IS(Rule::names, "FoldHelper", "IView", "ViewImpl"),
  FAKES_ARE_CALLED_IN_MEMORY(Rule::fakes, "InMemoryElsewhere", "MapProgress"),
  FIELDS_ARE_NOT_PUBLIC(Rule::noPublicFields, "PublicField"),
  PORTS_FAIL_WITH_STORE_FAILURE(Rule::storeFailures, "ThrowsChecked"),
  RECORDS_DO_NOT_CHANGE(Rule::records, "ArrayRecord", "ListRecord", "MutableRecord"),
  PACKAGES_OF_A_MODULE_HAVE_NO_CYCLES(
      Rule::noCycles,
      "InMemoryEventLog",
      "Inner",
      "KnowsFake",
      "Left",
      "MapProgress",
      "Outer",
      "Right"),
  NO_LAYER_KNOWS_WHO_COMPOSES_IT(Rule::composition, "KnowsComposition"),
  TESTS_DO_NOT_SLEEP(Rule::noSleeping, "Sleeps");

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

  /** What is started as a process, and the one reader of standard input. */
  private static final Set<HouseModule> PROGRAMS =
      EnumSet.of(
          HouseModule.BENCHMARKS,
          HouseModule.CLI,
          HouseModule.EXAMPLE_EMBEDDING,
          HouseModule.INGEST, // a recording may be piped in
          HouseModule.LOCAL,
          HouseModule.LOCAL_CASSANDRA,
          HouseModule.LOCAL_HDFS,
          HouseModule.LOCAL_KAFKA);

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

  private static ArchRule arrows(Layout at) {
    return classes()
        .that(liveIn(at.root()))
        .and(Conditions.written())
        .should(
            Conditions.onlyKnow(
                "what their module may know",
                (from, to) -> HouseModule.of(at, from).map(m -> m.mayKnow(at, to)).orElse(true),
                from -> HouseModule.of(at, from).map(HouseModule::reason).orElse("")))
        .because("arrows point inward, and what is not listed in HouseModule is not allowed");
  }

  private static ArchRule homes(Layout at) {
    return classes()
        .that(liveIn(at.root()))
        .should(
            Conditions.be(
                "be of a module that HouseModule lists",
                c ->
                    complain(
                        HouseModule.of(at, c).isEmpty(),
                        c.getName() + " is of a module that the rules do not know")))
        .because("a module without a list would be allowed everything");
  }

  private static ArchRule portsArrows(Layout at) {
    Set<String> packages = Set.of(at.ports(), at.inMemory(), at.segment(), at.forwarding());
    return classes()
        .that(liveIn(at.ports()))
        .should(
            Conditions.onlyKnow(
                "ports, not what is in memory, unless they are in memory themselves",
                (from, to) ->
                    isIn(from, at.inMemory())
                        || !(isIn(to, at.inMemory()) || isIn(to, "java.util.concurrent"))))
        .andShould(
            Conditions.be(
                "live in ports or in a package that the rules know",
                c ->
                    complain(
                        !packages.contains(c.getPackageName()),
                        c.getName() + " has a package that the rules do not know")))
        .because("a port says what the layers need, not who provides it");
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
        .and(DescribedPredicate.not(areOf(at, PROGRAMS)))
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

  private static ArchRule composition(Layout at) {
    return classes()
        .that(liveIn(HouseModule.LAYERS.packageName(at)))
        .should(
            Conditions.onlyKnow(
                "what is composed, not who composes it",
                (from, to) -> isComposition(at, from) || !isComposition(at, to)))
        .because("a layer is given the ports that it uses, and can be composed otherwise");
  }

  private static boolean isComposition(Layout at, JavaClass type) {
    return Conditions.outermost(type).getName().equals(composingClass(at));
  }

  /**
   * Two dependencies are let through. The balance is a view, so it stands on {@code view}, and each
   * workload stores it beside its own. And who composes the layers knows each of them, beside the
   * settings that they know, while none of them knows who composes it.
   */
  private static ArchRule noCycles(Layout at) {
    CompositeArchRule all = CompositeArchRule.of(noCycles(at, HouseModule.DOMAIN));
    for (HouseModule module : HouseModule.values()) {
      all = all.and(noCycles(at, module));
    }
    return all;
  }

  /** The package of the module itself is one of those that may be in no cycle. */
  private static ArchRule noCycles(Layout at, HouseModule module) {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return HouseModule.of(at, type).filter(home -> home == module).isPresent()
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "packages of " + module.directory();
              }
            })
        .should()
        .beFreeOfCycles()
        .ignoreDependency(workload(at), balance(at))
        .ignoreDependency(
            DescribedPredicate.describe("composes the layers", c -> isComposition(at, c)),
            DescribedPredicate.alwaysTrue())
        .because("a package that is understood alone can be changed alone")
        .allowEmptyShould(true);
  }

  static String composingClass(Layout at) {
    return HouseModule.LAYERS.packageName(at) + ".Layers";
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

  private static DescribedPredicate<JavaClass> areOf(Layout at, Set<HouseModule> modules) {
    return DescribedPredicate.describe(
        "are of " + modules, c -> HouseModule.of(at, c).filter(modules::contains).isPresent());
  }

  private static Optional<String> complain(boolean wrong, String text) {
    return wrong ? Optional.of(text) : Optional.empty();
  }

  private static List<Pattern> patterns(String... patterns) {
    return Stream.of(patterns).map(Pattern::compile).toList();
  }
}
