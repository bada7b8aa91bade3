package org.featurescope.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiDocsTest {

    private static final ApiDocs DOCS = new ApiDocs("""
            | page | twin | what |
            |---|---|---|
            | `/{model}` | `/{model}.json` | one [model](#m) |
            | | `/health` | `{"status":"up"}` |

            ## Parameters

            | parameter | of | meaning |
            |---|---|---|
            | `label` | lists, labels | what `auc` is about |
            | `label` | corpora | whose documents |
            | `fields` | all twins, JSON lines | which fields |

            ## One

            <!-- schema: First, Second -->
            | field | meaning |
            |---|---|
            | `a`, `b[]` | both |
            | `b[].c` | inner, a \\| b |

            ## Two

            | `/x` | no schema here |
            """);

    @Test
    void addressesHaveWhatStandsBesideThem() {
        assertThat(DOCS.address("/{model}.json")).contains("one model");
        assertThat(DOCS.address("/health")).contains("{\"status\":\"up\"}");
        assertThat(DOCS.address("/nowhere")).isEmpty();
    }

    @Test
    void aParameterMeansWhatItMeansInItsPlace() {
        assertThat(DOCS.parameter("label", "lists")).contains("what auc is about");
        assertThat(DOCS.parameter("label", "labels")).contains("what auc is about");
        assertThat(DOCS.parameter("label", "corpora")).contains("whose documents");
        assertThat(DOCS.parameter("label", "addresses")).isEmpty();
        assertThat(DOCS.parameter("none", "lists")).isEmpty();
        assertThat(DOCS.parameter("fields", "corpora")).contains("which fields");
    }

    @Test
    void fieldsBelongToTheRecordsOfTheirTable() {
        assertThat(DOCS.fields("First"))
                .containsEntry("a", "both")
                .containsEntry("b", "both")
                .containsEntry("b.c", "inner, a | b")
                .isEqualTo(DOCS.fields("Second"));
        assertThat(DOCS.fields("Third")).isEmpty();
    }
}
