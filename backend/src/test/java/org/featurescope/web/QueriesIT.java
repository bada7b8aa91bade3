package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No page asks the database more than eight things, and none asks more because there is more to show. */
class QueriesIT {

    private static final int MOST = 8;

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/tiny-full",
                "/tiny-2l?run=1",
                "/runs/5",
                "/corpora/222222222222",
                "/corpora/222222222222/1",
                "/corpora/abababababab/1?run=5",
                "/search?q=mlp",
                "/sitemap.xml",
                "/tiny-2l",
                "/tiny-2l/1-mlp",
                "/tiny-full/0-mlp?sort=max",
                "/tiny-2l/1-mlp?run=1&sort=max&max=1..&state=alive",
                "/tiny-full/0-mlp?label=code&auc=0..&logit=%20world&sort=logit&x=kurtosis&y=auc",
                "/tiny-full/0-mlp.csv",
                "/tiny-full/0-mlp/points",
                "/tiny-full/labels",
                "/tiny-full/labels?label=code",
                "/tiny-2l/1-mlp/7",
                "/tiny-2l/1-mlp/7?run=1",
                "/tiny-full/0-mlp/0",
                "/tiny-full/0-mlp/0?group=all&view=context",
                "/tiny-full/0-mlp/0.json?group=all",
                "/tiny-sae/1-resid-post-topk/7",
                "/tiny-2l/1-mlp/7/top/2?run=1",
                "/tiny-full/0-mlp/0/top/1",
                "/tiny-full/0-mlp/0/embed",
                "/compare?f=tiny-full/0-mlp/0&f=tiny-full/0-mlp/1",
                "/compare?f=tiny-2l/0-mlp/7@1&f=tiny-2l/1-mlp/7&f=tiny-sae/1-resid-post-topk/7&f=tiny-full/0-mlp/0",
            })
    void aPageAsksAtMostEightThings(String page) {
        List<String> queries = site.queries(page);
        assertThat(queries).hasSizeBetween(1, MOST);
    }

    @Test
    void moreExamplesAreNoMoreQueries() {
        assertThat(site.queries("/tiny-full/0-mlp/0?group=all"))
                .hasSameSizeAs(site.queries("/tiny-full/0-mlp/0?group=bottom"));
    }

    /** Of a feature whose first part holds no example, the other parts are read: of all such features at once. */
    @Test
    void moreFeaturesAreNoMoreQueries() {
        List<String> many = site.queries("/tiny-2l/1-mlp"); // 50 features, one of them without examples
        List<String> few = site.queries("/tiny-2l/1-mlp?sort=max&order=asc"); // as many, that one among them
        assertThat(many)
                .hasSameSizeAs(few)
                .hasSizeBetween(site.queries("/tiny-full/0-mlp").size(), MOST);
    }
}
