package dev.latchkey.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows of docs/architecture.md, and the habits that a compiler does not hold.
 *
 * <p>Each rule is also held against a class that breaks it, in a package {@code planted}: a rule that could not fail would
 * not be one.
 */
class ArchitectureTest {

    private static final String ROOT = "dev.latchkey";
    private static final String[] JDK_AND_ANNOTATIONS = {"java..", "javax.sql..", "org.jspecify.annotations.."};

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages(ROOT);

    private static final JavaClasses PLANTED = new ClassFileImporter()
            .withImportOption(location -> location.contains("/planted/"))
            .importPackages(ROOT);

    private record Rule(ArchRule rule, String plantedViolation) {
        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule(roomSees("scope"), "scope.planted.SeesTokens"),
                new Rule(roomSeesAlso("token", "javax.crypto..", "scope"), "token.planted.SeesPorts"),
                new Rule(roomSees("port", "token", "scope"), "port.planted.SeesUseCases"),
                new Rule(roomSeesAlso("argon2", "org.bouncycastle..", "port", "token"), "argon2.planted.SeesProofs"),
                new Rule(
                        roomSeesAlso("proof", "com.github.benmanes.caffeine..", "port", "token"),
                        "proof.planted.SeesBouncyCastle"),
                new Rule(
                        roomSeesAlso("lease", "com.github.benmanes.caffeine..", "port", "token", "scope"),
                        "lease.planted.SeesProofs"),
                new Rule(roomSees("change", "port", "token", "scope"), "change.planted.SeesLeases"),
                new Rule(adapterSees("inmemory"), "inmemory.planted.SeesJdbc"),
                new Rule(adapterSees("keyvalue"), "keyvalue.planted.SeesInMemory"),
                new Rule(etcdSees(), "etcd.planted.SeesJdbc"),
                new Rule(adapterSees("jdbc"), "jdbc.planted.SeesHttp"),
                new Rule(adapterSees("http"), "http.planted.SeesInMemory"),
                new Rule(springSees(), "spring.planted.SeesKeyValue"),
                new Rule(pageSees(), "page.planted.SeesInMemory"),
                new Rule(useCasesAreHidden(), "planted.VisibleUseCase"),
                new Rule(noPublicAbstractClasses(), "planted.AbstractBase"),
                new Rule(noLongConstructors(), "planted.ManyParameters"),
                new Rule(noSetters(), "planted.HasSetter"),
                new Rule(noLocaleOrCharsetOfTheMachine(), "planted.FoldsCaseByLocale"),
                new Rule(noMonitors(), "planted.HoldsMonitor"),
                new Rule(noClockOfTheMachine(), "planted.ReadsTheMachinesClock"),
                new Rule(noConsole(), "planted.PrintsToConsole"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_library_keeps_the_rule(Rule rule) {
        rule.rule().check(LIBRARY);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_rule_finds_the_planted_violation(Rule rule) {
        List<String> violations =
                rule.rule().evaluate(PLANTED).getFailureReport().getDetails();

        assertThat(violations)
                .anySatisfy(violation -> assertThat(violation).contains(ROOT + "." + rule.plantedViolation()));
    }

    private static ArchRule roomSees(String room, String... rooms) {
        return roomSeesAlso(room, "java..", rooms);
    }

    private static ArchRule roomSeesAlso(String room, String library, String... rooms) {
        String[] allowed = Stream.of(
                        Stream.of(JDK_AND_ANNOTATIONS),
                        Stream.of(library, ROOT + "." + room + ".."),
                        Stream.of(rooms).map(other -> ROOT + "." + other))
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .as("core: " + room + " sees only " + (rooms.length == 0 ? "the JDK" : String.join(", ", rooms)));
    }

    private static ArchRule adapterSees(String adapter) {
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + adapter + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JDK_AND_ANNOTATIONS)
                        .or(resideInAnyPackage(
                                ROOT, ROOT + ".port", ROOT + ".token", ROOT + ".scope", ROOT + "." + adapter + "..")))
                .as("adapter " + adapter + " sees only the core");
    }

    private static ArchRule etcdSees() {
        return classes()
                .that()
                .resideInAPackage(ROOT + ".etcd..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JDK_AND_ANNOTATIONS)
                        .or(resideInAnyPackage("io.etcd.jetcd..", "io.grpc.."))
                        .or(resideInAnyPackage(
                                ROOT,
                                ROOT + ".port",
                                ROOT + ".token",
                                ROOT + ".scope",
                                ROOT + ".keyvalue",
                                ROOT + ".etcd..")))
                .as("adapter etcd sees the core, the key-value base and jetcd");
    }

    private static ArchRule pageSees() {
        return classes()
                .that()
                .resideInAPackage(ROOT + ".page..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JDK_AND_ANNOTATIONS)
                        .or(resideInAnyPackage("gg.jte..", "jakarta.servlet..", "com.sun.net.httpserver.."))
                        .or(resideInAnyPackage(
                                ROOT,
                                ROOT + ".port",
                                ROOT + ".token",
                                ROOT + ".scope",
                                ROOT + ".http",
                                ROOT + ".page..")))
                .as("adapter page sees only the core, HTTP, its templates and the servers that it is mounted in");
    }

    /** Spring's module joins what a service of Spring is made of; its classes are not on the class path here. */
    private static ArchRule springSees() {
        return classes()
                .that()
                .resideInAPackage(ROOT + ".spring..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JDK_AND_ANNOTATIONS)
                        .or(resideInAnyPackage(
                                "jakarta.servlet..",
                                "org.springframework..",
                                "org.aopalliance..",
                                "org.apache.commons.logging..",
                                "io.micrometer..",
                                "reactor.."))
                        .or(resideInAnyPackage(
                                ROOT,
                                ROOT + ".port",
                                ROOT + ".token",
                                ROOT + ".scope",
                                ROOT + ".argon2",
                                ROOT + ".http",
                                ROOT + ".jdbc",
                                ROOT + ".inmemory",
                                ROOT + ".page..",
                                ROOT + ".spring..")))
                .as("adapter spring sees the core, http, and the stores and the page that it configures");
    }

    private static ArchRule useCasesAreHidden() {
        return classes()
                .that()
                .resideInAnyPackage(ROOT, ROOT + ".planted")
                .and(are(implementing("TokenIssuer", "TokenVerifier", "Tokens")))
                .should()
                .notBePublic()
                .as("implementations of the use cases are package-private");
    }

    private static DescribedPredicate<JavaClass> implementing(String... interfaces) {
        return describe(
                "implementing a use case",
                type -> !type.isInterface()
                        && Stream.of(interfaces).anyMatch(name -> type.isAssignableTo(ROOT + "." + name)));
    }

    private static ArchRule noPublicAbstractClasses() {
        return noClasses()
                .that(describe("no interface", type -> !type.isInterface() && !type.isEnum()))
                .and()
                .arePublic()
                .and()
                .resideOutsideOfPackage(ROOT + ".testkit..")
                .should()
                .haveModifier(JavaModifier.ABSTRACT)
                .as("outside the test kit, there is no public abstract class");
    }

    private static ArchRule noLongConstructors() {
        return constructors()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(visibleAndNoRecord())
                .should()
                .haveRawParameterTypes(describe("at most four", types -> types.size() <= 4))
                .as("no public constructor has more than four parameters");
    }

    private static DescribedPredicate<JavaClass> visibleAndNoRecord() {
        return describe(
                "public, and no record", type -> type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isRecord());
    }

    private static ArchRule noSetters() {
        return methods()
                .that()
                .haveNameMatching("set[A-Z].*")
                .should(new ArchCondition<>("not be there") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is a setter"));
                    }
                })
                .allowEmptyShould(true)
                .as("there is no setter");
    }

    private static ArchRule noLocaleOrCharsetOfTheMachine() {
        Set<String> folding = Set.of("toLowerCase", "toUpperCase", "getBytes", "format", "formatted");
        return noClasses()
                .should()
                .callMethodWhere(describe(
                        "text is changed by the machine's locale or charset",
                        call -> call.getTargetOwner().isEquivalentTo(String.class)
                                && (call.getName().equals("equalsIgnoreCase")
                                        || call.getName().equals("compareToIgnoreCase")
                                        || folding.contains(call.getName())
                                                && !namesLocaleOrCharset(call)
                                                && !copiesCharacters(call))))
                .as("no text is changed by the machine's locale or charset");
    }

    private static boolean namesLocaleOrCharset(JavaCall<?> call) {
        return call.getTarget().getRawParameterTypes().stream()
                .anyMatch(type -> type.isEquivalentTo(Locale.class) || type.isEquivalentTo(Charset.class));
    }

    /** {@code String.getBytes(int, int, byte[], int)} drops the upper halves of characters: no charset has a say in it. */
    private static boolean copiesCharacters(JavaCall<?> call) {
        return call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(byte[].class));
    }

    private static ArchRule noMonitors() {
        return methods()
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .as("no method is synchronized: a virtual thread that waits in one would hold its carrier");
    }

    private static ArchRule noClockOfTheMachine() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".testkit..")
                .should()
                .callMethodWhere(describe(
                        "the time is read from the machine",
                        call -> call.getName().equals("now")
                                        && call.getTargetOwner()
                                                .getPackageName()
                                                .equals("java.time")
                                        && call.getTarget()
                                                .getRawParameterTypes()
                                                .isEmpty()
                                || call.getName().equals("currentTimeMillis")))
                .as("the wall clock is injected");
    }

    private static ArchRule noConsole() {
        return noClasses()
                .should()
                .accessFieldWhere(describe(
                        "System.out or System.err",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)))
                .as("nothing prints to the console");
    }
}
