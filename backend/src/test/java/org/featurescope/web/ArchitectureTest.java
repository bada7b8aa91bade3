package org.featurescope.web;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.featurescope.web", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> ENTITIES =
            resideInAPackage("org.featurescope.web..").and(simpleNameEndingWith("Entity"));
    private static final DescribedPredicate<JavaClass> REPOSITORIES =
            resideInAPackage("org.featurescope.web..").and(simpleNameEndingWith("Repository"));

    @ArchTest
    static final ArchRule onlyEntitiesAndRepositoriesKnowJpa = noClasses()
            .that()
            .haveNameNotMatching(".*(Entity|Entity\\$Key|Repository|FeatureListImpl)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "org.springframework.data..");

    @ArchTest
    static final ArchRule entitiesAndRepositoriesStayInTheirPackage =
            classes().that(ENTITIES.or(REPOSITORIES)).should().bePackagePrivate();

    @ArchTest
    static final ArchRule controllersKnowNoRepository = noClasses()
            .that()
            .haveSimpleNameEndingWith("Controller")
            .should()
            .dependOnClassesThat(ENTITIES.or(REPOSITORIES));

    @ArchTest
    static final ArchRule pagesAndViewsHoldNoEntity = noClasses()
            .that()
            .haveNameMatching(".*(Page|View)(\\$.*)?")
            .should()
            .dependOnClassesThat(ENTITIES);

    @ArchTest
    static final ArchRule theWebReadsOnlyTheFormatsOfTheDatabaseModule = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("org.featurescope.db..")
                    .and(not(resideInAPackage("org.featurescope.db.format.."))));

    @ArchTest
    static final ArchRule theWebKnowsNeitherModelsNorPipeline = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.featurescope.lm..", "org.featurescope.pipeline..", "org.featurescope.cli..");

    @ArchTest
    static final ArchRule packagesKnowEachOtherInOneDirection =
            slices().matching("org.featurescope.web.(*)..").should().beFreeOfCycles();
}
