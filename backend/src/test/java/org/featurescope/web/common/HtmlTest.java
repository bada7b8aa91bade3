package org.featurescope.web.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void writesElementsAttributesAndText() {
        Html html = new Html(64)
                .open("a")
                .attribute("href", "/x")
                .attribute("rel", null)
                .attribute("tabindex", 0)
                .inside()
                .text("x")
                .close("a")
                .element("b", "y")
                .html("<hr>");
        assertThat(html).hasToString("<a href=\"/x\" tabindex=\"0\">x</a><b>y</b><hr>");
    }

    @Test
    void nothingEndsAnElementOrAnAttribute() {
        Html html = new Html(64)
                .open("p")
                .attribute("title", "\"'><i>&amp;")
                .inside()
                .text("</p>\u2028'\"&<")
                .close("p");
        assertThat(html)
                .hasToString("<p title=\"&quot;&#39;&gt;&lt;i&gt;&amp;amp;\">&lt;/p&gt;\u2028&#39;&quot;&amp;&lt;</p>");
    }
}
