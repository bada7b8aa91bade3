package org.featurescope.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: the rules of ARCHITECTURE.md. */
@AnalyzeClasses(
        packages = "org.featurescope",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    @ArchTest
    static final ArchRule MODULES_KNOW_EACH_OTHER_AS_DRAWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("core")
            .definedBy("org.featurescope.core..")
            .layer("lm")
            .definedBy("org.featurescope.lm..")
            .layer("db")
            .definedBy("org.featurescope.db..")
            .layer("pipeline")
            .definedBy("org.featurescope.pipeline..")
            .layer("web")
            .definedBy("org.featurescope.web..")
            .layer("cli")
            .definedBy("org.featurescope.cli..")
            .whereLayer("core")
            .mayNotAccessAnyLayer()
            .whereLayer("lm")
            .mayOnlyAccessLayers("core")
            .whereLayer("db")
            .mayOnlyAccessLayers("core")
            .whereLayer("pipeline")
            .mayOnlyAccessLayers("core", "lm", "db")
            .whereLayer("web")
            .mayOnlyAccessLayers("core", "db")
            .whereLayer("cli")
            .mayOnlyAccessLayers("core", "lm", "db", "pipeline", "web");

    @ArchTest
    static final ArchRule CORE_KNOWS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage("org.featurescope.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.featurescope.core..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_LM_SEES_THE_TENSOR_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("org.featurescope.lm..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule NO_TENSOR_LEAVES_LM = noClasses()
            .that()
            .resideInAPackage("org.featurescope.lm..")
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should(new ExposeTensors());

    @ArchTest
    static final ArchRule THE_INDEXER_WRITES_BY_THE_DATABASE_MODULE_ONLY = noClasses()
            .that()
            .resideInAnyPackage("org.featurescope.pipeline..", "org.featurescope.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_SPEAKS_TO_THE_CONSOLE = noClasses()
            .that()
            .resideOutsideOfPackage("org.featurescope.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_INDEXER_FORM_NO_CYCLE =
            slices().matching("org.featurescope.(*)..").should().beFreeOfCycles();

    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
