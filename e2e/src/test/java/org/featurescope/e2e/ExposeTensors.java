package org.featurescope.e2e;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Holds of a class with a public method that takes or gives a type of the tensor library. */
final class ExposeTensors extends ArchCondition<JavaClass> {

    ExposeTensors() {
        super("expose types of ai.djl in public methods");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaMethod method : type.getMethods()) {
            boolean exposes = method.getModifiers().contains(JavaModifier.PUBLIC)
                    && method.getAllInvolvedRawTypes().stream().anyMatch(ExposeTensors::isTensorType);
            events.add(new SimpleConditionEvent(method, exposes, method.getDescription()));
        }
    }

    private static boolean isTensorType(JavaClass type) {
        return type.getPackageName().startsWith("ai.djl");
    }
}
