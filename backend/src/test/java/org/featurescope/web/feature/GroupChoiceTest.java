package org.featurescope.web.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.core.evidence.GroupKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupChoiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"top", "bottom", "intervals", "random", "labels", "gate", "all", "interval-0", "label-123456789"
            })
    void isReadAsItIsWritten(String parameter) {
        assertThat(GroupChoice.parse(parameter).map(GroupChoice::parameter)).hasValue(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Top", "interval", "interval-", "interval-01", "interval--1", "label-9999999999", "gate-x"})
    void nothingElseIsRead(String parameter) {
        assertThat(GroupChoice.parse(parameter)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theNameOfAGroupAsksForItAlone(GroupKind kind) {
        GroupChoice choice = GroupChoice.parse(GroupChoice.name(kind, 0)).orElseThrow();
        for (GroupKind other : GroupKind.values()) {
            assertThat(choice.holds(other, 0)).isEqualTo(other == kind);
        }
        boolean single = kind == GroupKind.INTERVAL || kind == GroupKind.LABEL || kind == GroupKind.SIGN_CASE;
        assertThat(choice.holds(kind, 1)).isEqualTo(!single);
    }

    @Test
    void allHoldsEverything() {
        assertThat(GroupChoice.ALL.holds(GroupKind.LABEL, 7)).isTrue();
    }
}
