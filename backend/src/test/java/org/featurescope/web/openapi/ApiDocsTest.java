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
            | `label` | lists | what `auc` is about |
            | `label` | corpora | whose documents |

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
    void aParameterOfSeveralPlacesHasAllItsMeanings() {
        assertThat(DOCS.parameter("label")).contains("lists: what auc is about — corpora: whose documents");
        assertThat(DOCS.parameter("none")).isEmpty();
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
