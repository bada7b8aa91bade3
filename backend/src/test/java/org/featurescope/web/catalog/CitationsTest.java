package org.featurescope.web.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CitationsTest {

    @Test
    void escapesWhatTexReads() {
        assertThat(Citations.tex("100 % of R&D_#1 {a} \\ ~ ^ $"))
                .isEqualTo(
                        "100 \\% of R\\&D\\_\\#1 \\{a\\} \\textbackslash{} \\textasciitilde{} \\textasciicircum{} \\$");
    }
}
